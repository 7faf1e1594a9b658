"""What may enter a program: checked here, once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..circuits import Circuit, Observable
from ..errors import InputError
from . import _native


def check_circuit(circuit: object) -> Circuit:
    """Return a copy of the circuit, which later changes of it do not reach."""
    if not isinstance(circuit, Circuit):
        raise InputError(f"Expected a Circuit to compile, got {type(circuit).__name__}.")
    return circuit.copy()


def check_observables(circuit: Circuit, observables: object) -> tuple[Observable, ...]:
    """Return the observables as a tuple; raise if one cannot be measured on `circuit`."""
    if isinstance(observables, Observable):
        observables = (observables,)
    if not isinstance(observables, (tuple, list)):
        raise InputError(
            "Expected an observable or a list of them, such as [Z(0), X(0) @ Z(1)], "
            f"got {type(observables).__name__}."
        )
    for i, observable in enumerate(observables):
        if not isinstance(observable, Observable):
            raise InputError(
                f"Observable {i}: expected one made from X, Y, Z and identity, "
                f"got {type(observable).__name__}."
            )
        if not observable.is_hermitian:
            raise InputError(
                f"Observable {i} ({observable}) has complex coefficients and cannot be measured; "
                "products of different Paulis on one qubit are imaginary."
            )
        if observable.n_qubits > circuit.n_qubits:
            raise InputError(
                f"Observable {i} ({observable}) acts on qubit {observable.n_qubits - 1}, "
                f"but the circuit has qubits 0 to {circuit.n_qubits - 1}."
            )
    return tuple(observables)


def check_dtype(dtype: Any) -> np.dtype[Any]:
    """Return float32 or float64 as a NumPy dtype."""
    try:
        checked: np.dtype[Any] = np.dtype(dtype)
    except TypeError:
        checked = np.dtype(object)
    if checked not in (np.dtype(np.float32), np.dtype(np.float64)):
        raise InputError(f"dtype is 'float32' or 'float64', got {dtype!r}.")
    return checked


def check_features(X: ArrayLike | None, n_features: int, dtype: np.dtype[Any]) -> NDArray[Any]:
    """Return X as a C-ordered (n_samples, n_features) array of `dtype` with finite entries."""
    if X is None:
        if n_features:
            raise InputError(f"X is missing: the circuit reads {n_features} features.")
        return np.empty((1, 0), dtype)
    array = _as_real(X, "X")
    if array.ndim == 1:
        raise InputError(
            f"X must be two-dimensional, (n_samples, {n_features}), got {array.shape}; "
            "use X.reshape(1, -1) for one sample or X.reshape(-1, 1) for one feature."
        )
    if array.ndim != 2 or array.shape[1] != n_features:
        raise InputError(f"X must have shape (n_samples, {n_features}), got {array.shape}.")
    if array.dtype != dtype:
        with np.errstate(over="ignore"):  # becomes infinite, and is refused below
            array = array.astype(dtype)
    array = np.ascontiguousarray(array)
    return _finite(array, "X")


def check_weights(w: ArrayLike | None, n_weights: int) -> NDArray[np.float64]:
    """Return w as a float64 vector of `n_weights` finite entries."""
    if w is None:
        if n_weights:
            raise InputError(f"w is missing: the circuit has {n_weights} weights.")
        return np.empty(0)
    array = _as_real(w, "w")
    if array.shape != (n_weights,):
        raise InputError(f"w must have shape ({n_weights},), got {array.shape}.")
    return _finite(np.ascontiguousarray(array, np.float64), "w")


def check_cotangent(
    cotangent: ArrayLike, shape: tuple[int, int], dtype: np.dtype[Any]
) -> NDArray[Any]:
    """Return the cotangent as a C-ordered array of `shape` and `dtype`."""
    array = _as_real(cotangent, "The cotangent")
    if array.shape != shape:
        raise InputError(
            f"The cotangent must have the shape of the values, {shape}, got {array.shape}."
        )
    return _finite(np.ascontiguousarray(array, dtype), "The cotangent")


def check_result(array: NDArray[Any]) -> None:
    """Raise if a sample's results are not finite: finite inputs can still make infinite angles."""
    if not _native.all_finite(np.ascontiguousarray(array)):
        rows = np.flatnonzero(~np.isfinite(array.reshape(len(array), -1)).all(axis=1))
        if len(rows):
            raise InputError(
                f"Sample {rows[0]} has an angle that is not finite: products of its features and "
                "the weights overflow; scale the features, to radians."
            )


def _as_real(value: ArrayLike, name: str) -> NDArray[Any]:
    try:
        array = np.asarray(value)
    except ValueError:
        raise InputError(
            f"{name} must be an array of numbers, got rows of different lengths."
        ) from None
    if array.dtype.kind not in "fiub":
        raise InputError(f"{name} must hold real numbers, got dtype {array.dtype}.")
    if np.ma.is_masked(value):
        raise InputError(f"{name} must have no masked entries; fill them in, or drop the rows.")
    return array


def _finite(array: NDArray[Any], name: str) -> NDArray[Any]:
    # No NumPy function does it in one pass and without a temporary, but products of BLAS, whose
    # threads would go on to wait in a loop and take the cores from the circuit.
    if not _native.all_finite(array):
        bad = np.argwhere(~np.isfinite(array))[0]
        place = ", ".join(map(str, bad))
        raise InputError(f"{name} must be finite, but {name}[{place}] is {array[tuple(bad)]}.")
    return array
