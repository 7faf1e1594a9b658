"""The fidelity kernel of a feature map, as scikit-learn's precomputed kernels want it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.utils.validation import check_is_fitted, validate_data

from ...circuits import Circuit, angle_feature_map, iqp_feature_map, zz_feature_map
from ...engine import Program, compile
from ...errors import InputError
from .._base import SCALE, QuantumEstimator
from .._checks import check_memory

if TYPE_CHECKING:
    from sklearn.svm import SVC, SVR

#: name -> function of (n_features, reps, entanglement, bandwidth); see `qneko.circuits`
FEATURE_MAPS: dict[str, Callable[[int, int, str, float], Circuit]] = {
    "angle": angle_feature_map,
    "iqp": iqp_feature_map,
    "zz": zz_feature_map,
}

#: ``bandwidth="scale"`` for "zz": its angles hold the features times 2 pi, from (pi - x)(pi - y).
_ZZ_SCALE = 0.2


class FidelityKernelMachine(QuantumEstimator):
    """Base of the support vector machines on ``k(x, y) = |<psi(x)|psi(y)>|**2``."""

    feature_map: str | Callable[[int, int, str, float], Circuit]
    n_layers: int
    dtype: str

    X_fit_: NDArray[np.float64]
    program_: Program
    svm_: SVC | SVR

    def kernel(self, X: ArrayLike, Y: ArrayLike | None = None) -> NDArray[np.float64]:
        """Return the fitted model's kernel between samples.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples; ``model.X_fit_`` gives the training Gram matrix.
        Y : array-like of shape (n_others, n_features), optional
            Other samples; by default X itself.

        Returns
        -------
        ndarray of shape (n_samples, n_samples) or (n_samples, n_others)
            Fidelities, from 0 to 1; float64, computed in `dtype`. Of X with itself: symmetric with
            a diagonal of ones.
        """
        check_is_fitted(self)
        left = self._validate(X)
        return self._gram(left, None if Y is None else self._validate(Y))

    def _fit_gram(self, X: NDArray[np.float64]) -> NDArray[np.float64]:
        """Compile the feature map for X, keep both, and return the training Gram matrix."""
        n_features = X.shape[1]
        self._find_device(n_features)
        build = self.feature_map
        if isinstance(build, str):
            if build not in FEATURE_MAPS:
                known = ", ".join(map(repr, FEATURE_MAPS))
                raise InputError(
                    f"feature_map must be one of {known}, or a function that returns a circuit, "
                    f"got {build!r}."
                )
            build = FEATURE_MAPS[build]
        is_zz = self.feature_map == "zz"
        self.bandwidth_ = self._find_bandwidth(X, _ZZ_SCALE if is_zz else SCALE)
        circuit = build(n_features, self.n_layers, self.entanglement, self.bandwidth_)
        if (circuit.n_features, circuit.n_weights) != (n_features, 0):
            raise InputError(
                f"The feature map must read {n_features} features and no weights, "
                f"got a circuit with {circuit.n_features} and {circuit.n_weights}."
            )
        self.program_ = compile(circuit, dtype=self.dtype)
        self.X_fit_ = X
        return self._gram(X, None)

    def _predict_gram(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return kernel values to the training samples; only support vectors' are computed."""
        check_is_fitted(self)
        left = self._validate(X)
        gram = np.zeros((len(left), len(self.X_fit_)))
        support = self.svm_.support_
        if len(support):
            gram[:, support] = self._gram(left, self.X_fit_[support])
        return gram

    def _gram(self, X: NDArray[np.float64], Y: NDArray[np.float64] | None) -> NDArray[np.float64]:
        device = self._find_device(self.program_.n_qubits)
        n_states = len(X) + (0 if Y is None else len(Y))
        amplitude = 2 * self.program_.dtype.itemsize
        if device.capabilities.states:
            n_bytes = n_states * 2**self.program_.n_qubits * amplitude
            check_memory(n_bytes, n_states, X.shape[1])
        return np.asarray(device.gram(self.program_, X, Y), dtype=np.float64)

    def _validate(self, X: Any) -> NDArray[np.float64]:
        return np.asarray(validate_data(self, X, dtype=np.float64, reset=False))


def drop_unweighted(
    X: NDArray[Any], y: NDArray[Any], sample_weight: ArrayLike | None
) -> tuple[NDArray[Any], NDArray[Any], NDArray[np.float64] | None]:
    """Return what counts: samples of weight zero are removed, so that both mean the same.

    Raises
    ------
    InputError
        If the weights are not one finite non-negative number a sample, or all are zero.
    """
    if sample_weight is None:
        return X, y, None
    weights = np.asarray(sample_weight, dtype=np.float64)
    if weights.ndim == 0:
        weights = np.full(len(X), float(weights))
    if weights.ndim != 1:
        raise InputError(f"Sample weights must be 1D array or scalar, got shape {weights.shape}.")
    if len(weights) != len(X):
        raise InputError(
            f"sample_weight must have one entry a sample: expected {len(X)}, got {len(weights)}."
        )
    if not np.all(np.isfinite(weights)) or weights.min() < 0:
        raise InputError("sample_weight must hold finite numbers from 0 on.")
    counted = weights > 0
    if not counted.any():
        raise InputError("Sample weights must contain at least one non-zero number.")
    return X[counted], y[counted], weights[counted]
