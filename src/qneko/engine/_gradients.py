"""Derivatives by shifted angles: a rule that needs no access to the state, and the metric."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..circuits import Angle, Symbol
from ..errors import InputError
from ._checks import check_features, check_weights
from ._program import Program, compile
from .passes.flatten import flatten

#: Rows of one call: bounds the memory of the shifted batch.
_ROWS = 1 << 16


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
    program: Program, X: ArrayLike | None, w: ArrayLike | None = None
) -> NDArray[np.float64]:
    """Return the quantum Fisher information of the weights, for every sample.

    F_ij = 4 Re(<d_i psi|d_j psi> - <d_i psi|psi><psi|d_j psi>), four times the Fubini-Study
    metric; the natural gradient is its pseudo-inverse times the gradient.

    Returns
    -------
    ndarray of shape (n_samples, n_weights, n_weights), float64
        Symmetric and positive semidefinite.

    References
    ----------
    J. Stokes et al., "Quantum Natural Gradient", Quantum 4, 269 (2020), arXiv:1909.02108.
    """
    features, weights = _checked(program, X, w)
    flat = flatten(program.circuit)
    states = compile(flat.circuit, dtype=program.dtype)
    angles = _evaluate(flat.angles, features, weights)
    n_angles, dim = len(flat.angles), 2**program.n_qubits
    metric = np.zeros((len(features), program.n_weights, program.n_weights))
    rows = max(1, _ROWS // ((n_angles + 1) * dim))
    # d psi / d a = psi(a + pi) / 2, because exp(-i pi P / 2) = -i P
    shifts = np.concatenate([np.zeros((1, n_angles)), np.pi * np.eye(n_angles)])
    for first in range(0, len(features), rows):
        part = slice(first, first + rows)
        moved = angles[part, None, :] + shifts
        moved = moved.reshape(len(moved) * len(shifts), n_angles)[:, : states.n_features]
        vectors = states.states(moved).reshape(-1, len(shifts), dim).astype(complex)
        state, tangents = vectors[:, 0], vectors[:, 1:] / 2
        by_weight = _jacobian(flat.angles, features[part], weights, "weight")
        tangents = np.einsum("saw,sad->swd", by_weight, tangents)
        overlaps = np.einsum("swd,sd->sw", tangents.conj(), state)
        gram = np.einsum("swd,svd->swv", tangents.conj(), tangents)
        metric[part] = 4 * (gram - overlaps[:, :, None] * overlaps[:, None, :].conj()).real
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
    for r, angle in enumerate(angles):
        for monomial, coefficient in angle.terms:
            values[:, r] += coefficient * _monomial(monomial, X, w)
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
