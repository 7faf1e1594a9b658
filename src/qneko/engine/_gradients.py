"""Derivatives by shifted angles: a rule that needs no access to the state, and the metric."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..circuits import Angle, Symbol
from ..errors import InputError
from ._checks import check_features, check_result, check_weights
from ._program import Program, compile
from .passes.flatten import flatten

#: Bytes of states that are held at once for the metric.
_MOST_BYTES = 1 << 26


def parameter_shift(
    program: Program,
    X: ArrayLike | None,
    w: ArrayLike | None = None,
    *,
    shots: int | None = None,
    seed: int = 0,
) -> tuple[NDArray[Any], NDArray[np.float64]]:
    """Return the Jacobian of the expectations by the parameter-shift rule.

    Every gate is written as rotations exp(-i a P / 2) with P^2 = 1. For these
    dE/da = (E(a + pi/2) - E(a - pi/2)) / 2 holds exactly, also where the gate as a whole needs more
    terms, as controlled rotations do. It is what quantum hardware can do; on a simulator
    `Program.jacobian` is faster.

    Parameters
    ----------
    program : Program
        What to differentiate.
    X, w : array-like
        Features and weights, as for `Program.expectations`.
    shots : int, optional
        Estimate each shifted expectation from so many shots; by default they are exact.
    seed : int, default 0
        Of the shots.

    Returns
    -------
    by_feature : ndarray of shape (n_samples, n_observables, n_features)
        Derivatives by the features of the sample.
    by_weight : ndarray of shape (n_samples, n_observables, n_weights)
        Derivatives by the weights.

    References
    ----------
    M. Schuld et al., "Evaluating analytic gradients on quantum hardware", Phys. Rev. A 99, 032331
    (2019), arXiv:1811.11184.
    """
    features, weights = _checked(program, X, w)
    flat = flatten(program.circuit, program.observables)
    shifted = compile(flat.circuit, flat.observables, dtype=program.dtype)
    angles = _evaluate(flat.angles, features, weights)
    slopes = np.zeros((len(features), program.n_observables, len(flat.angles)))
    for r in range(len(flat.angles)):
        for sign in (1, -1):
            moved = angles.copy()
            moved[:, r] += sign * np.pi / 2
            moved = moved[:, : shifted.n_features]
            if shots is None:
                values = shifted.expectations(moved)
            else:
                # another stream for each shifted circuit
                stream = seed + 2 * r + (sign < 0)
                values = shifted.estimate(moved, shots=shots, seed=stream).values
            slopes[:, :, r] += sign * values / 2
    return _chain_rule(slopes, flat.angles, features, weights)


def quantum_fisher(
    program: Program,
    X: ArrayLike | None,
    w: ArrayLike | None = None,
    *,
    average: bool = False,
    sample_weight: ArrayLike | None = None,
) -> NDArray[np.float64]:
    """Return the quantum Fisher information of the weights, for every sample or on average.

    F_ij = 4 Re(<d_i psi|d_j psi> - <d_i psi|psi><psi|d_j psi>), four times the Fubini-Study
    metric. The natural gradient of a loss is ``solve(F + ridge * I, gradient)`` with the average
    over the batch and a small ridge, since F is singular where weights do not move the state. It
    costs as many runs of the circuit as that has rotations with features or weights.

    Parameters
    ----------
    program : Program
        The circuit; what it measures does not matter.
    X, w : array-like
        Features and weights, as for `Program.expectations`.
    average : bool, default False
        Whether to return the mean over the samples; their matrices are then never held at once.
    sample_weight : array-like of shape (n_samples,), optional
        Weights of the average; by default all are equal.

    Returns
    -------
    ndarray of shape (n_samples, n_weights, n_weights) or (n_weights, n_weights), float64
        Symmetric and positive semidefinite; an average over no samples is 0.

    References
    ----------
    J. Stokes et al., "Quantum Natural Gradient", Quantum 4, 269 (2020), arXiv:1909.02108.

    Examples
    --------
    >>> from qneko.circuits import Circuit, feature, weight
    >>> from qneko.engine import compile, quantum_fisher
    >>> program = compile(Circuit(2).ry(feature(0), 0).ry(weight(), 0).crx(weight(), 0, 1))
    >>> quantum_fisher(program, [[0.3], [2.0]], [0.5, 0.1], average=True).round(3)
    array([[1.   , 0.   ],
           [0.   , 0.526]])
    """
    features, weights = _checked(program, X, w)
    flat = flatten(program.circuit)
    states = compile(flat.circuit, dtype=program.dtype)
    angles = _evaluate(flat.angles, features, weights)
    sample_bytes = (len(flat.angles) + 1) * 2**program.n_qubits * np.dtype(complex).itemsize
    rows = max(1, _MOST_BYTES // sample_bytes)
    metric = np.zeros((1 if average else len(features), len(weights), len(weights)))
    shares = _shares(sample_weight, len(features)) if average else None
    for first in range(0, len(features), rows):
        part = slice(first, first + rows)
        by_angle = _angle_metric(states, angles[part])
        by_weight = _jacobian(flat.angles, features[part], weights, "weight")
        by_weight = by_weight.swapaxes(1, 2) @ by_angle @ by_weight
        if shares is None:
            metric[part] = by_weight
        else:
            metric[0] += np.tensordot(shares[part], by_weight, axes=1)
    return metric[0] if average else metric


def _shares(sample_weight: ArrayLike | None, n_samples: int) -> NDArray[np.float64]:
    """Return the samples' parts of an average; they sum to 1."""
    if sample_weight is None:
        return np.full(n_samples, 1 / max(1, n_samples))
    weights = np.asarray(sample_weight, dtype=np.float64)
    if weights.shape != (n_samples,):
        raise InputError(
            f"sample_weight must have shape ({n_samples},), one entry a sample, "
            f"got {weights.shape}."
        )
    total = float(weights.sum())
    if not 0 < total < np.inf or weights.min() < 0:
        raise InputError("sample_weight must hold finite numbers from 0 on, not all of them 0.")
    shares: NDArray[np.float64] = weights / total
    return shares


def _angle_metric(states: Program, angles: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the Fisher information of all angles of a flat circuit, for every sample."""
    n_samples, n_angles = angles.shape
    # d psi / d a = psi(a + pi) / 2, because exp(-i pi P / 2) = -i P
    shifts = np.concatenate([np.zeros((1, n_angles)), np.pi * np.eye(n_angles)])
    moved = (angles[:, None, :] + shifts).reshape(n_samples * (n_angles + 1), n_angles)
    vectors = states.states(moved[:, : states.n_features]).reshape(n_samples, n_angles + 1, -1)
    vectors = vectors.astype(np.complex128, copy=False)
    state, tangents = vectors[:, 0], vectors[:, 1:]
    overlaps = np.matmul(tangents, state.conj()[:, :, None])[:, :, 0]
    # real and imaginary parts are one real vector, whose inner products are the real parts; the
    # factor 4 of F cancels the two halves
    real = tangents.view(np.float64)
    phases = overlaps.view(np.float64).reshape(n_samples, n_angles, 2)
    metric: NDArray[np.float64] = real @ real.swapaxes(1, 2)
    metric -= phases @ phases.swapaxes(1, 2)
    return metric


def _checked(
    program: Program, X: ArrayLike | None, w: ArrayLike | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    if not isinstance(program, Program):
        raise InputError(f"Expected a Program from compile(...), got {type(program).__name__}.")
    features = check_features(X, program.n_features, np.dtype(np.float64))
    return features, check_weights(w, program.n_weights)


def _monomial(
    symbols: tuple[Symbol, ...], X: NDArray[np.float64], w: NDArray[np.float64]
) -> NDArray[np.float64]:
    value = np.ones(len(X))
    for symbol in symbols:
        value = value * (X[:, symbol.index] if symbol.kind == "feature" else w[symbol.index])
    return value


def _evaluate(
    angles: tuple[Angle, ...], X: NDArray[np.float64], w: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the angles of every sample, of shape (n_samples, n_angles)."""
    values = np.zeros((len(X), len(angles)))
    with np.errstate(over="ignore", invalid="ignore"):  # refused below
        for r, angle in enumerate(angles):
            for monomial, coefficient in angle.terms:
                values[:, r] += coefficient * _monomial(monomial, X, w)
    check_result(values)
    return values


def _jacobian(
    angles: tuple[Angle, ...], X: NDArray[np.float64], w: NDArray[np.float64], kind: str
) -> NDArray[np.float64]:
    """Return d angle / d variable of one kind, of shape (n_samples, n_angles, n_variables)."""
    n_variables = X.shape[1] if kind == "feature" else len(w)
    slopes = np.zeros((len(X), len(angles), n_variables))
    for r, angle in enumerate(angles):
        for monomial, coefficient in angle.terms:
            for i, symbol in enumerate(monomial):
                if symbol.kind == kind:
                    rest = monomial[:i] + monomial[i + 1 :]
                    slopes[:, r, symbol.index] += coefficient * _monomial(rest, X, w)
    return slopes


def _chain_rule(
    slopes: NDArray[np.float64],
    angles: tuple[Angle, ...],
    X: NDArray[np.float64],
    w: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    by_feature = np.einsum("sor,srf->sof", slopes, _jacobian(angles, X, w, "feature"))
    by_weight = np.einsum("sor,srw->sow", slopes, _jacobian(angles, X, w, "weight"))
    return by_feature, by_weight
