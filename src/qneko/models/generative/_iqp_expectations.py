"""Expectations of Z strings after an IQP circuit, without its state.

For commuting rotations exp(-i w_j X_j / 2), X_j a product of Paulis X, on |0...0>:

    <Z_S> = mean over z in {0, 1}**n of cos(sum over j of w_j (-1)**(g_j.z)),

where g_j marks the qubits of X_j and the sum runs over the j that share an odd number of qubits
with S (Den Nest 2010, arXiv:0911.1624; Recio-Armengol et al. 2025, arXiv:2503.02934). Random z give
an unbiased estimate; a string costs (number of gates) x (number of z), whatever the qubits.
"""

from __future__ import annotations

import itertools
from typing import NamedTuple

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from ...circuits import ENTANGLEMENTS
from .._checks import check_choice
from ._kernel import Bits, Strings, index_to_bits, parity

Array = NDArray[np.float64]


class Draws(NamedTuple):
    """Signs (-1)**(g_j.z) of shape (n_draws, n_gates), and whether every z is there once."""

    signs: NDArray[np.floating]
    complete: bool


def iqp_gates(n_qubits: int, max_weight: int, entanglement: str) -> Bits:
    """Return which qubits each rotation of `iqp_ansatz` acts on, of shape (n_gates, n_qubits).

    In the order of its weights, and for more qubits than a circuit object may have.
    """
    check_choice(ENTANGLEMENTS, entanglement=entanglement)
    sizes = range(1, min(max_weight, n_qubits) + 1 if entanglement != "none" else 2)
    supports: list[tuple[int, ...]] = []
    for size in sizes:
        if entanglement == "full" or size == 1:
            supports += itertools.combinations(range(n_qubits), size)
        else:
            # around the ring, a group of all qubits would come once more for each
            wraps = entanglement == "ring" and n_qubits > size
            last = n_qubits if wraps else n_qubits - size + 1
            supports += [tuple((q + k) % n_qubits for k in range(size)) for q in range(last)]
    marks = np.zeros((len(supports), n_qubits), np.uint8)
    for mark, support in zip(marks, supports, strict=True):
        mark[list(support)] = 1
    return marks


def choose_draws(gates: Bits, n_draws: int, random: RandomState, dtype: str) -> Draws:
    """Return all 2**n bit strings z where there are at most `n_draws`, else so many random ones."""
    n_qubits = gates.shape[1]
    complete = n_qubits < 63 and 2**n_qubits <= n_draws
    if complete:
        z = index_to_bits(np.arange(2**n_qubits), n_qubits)
    else:
        z = random.randint(2, size=(n_draws, n_qubits), dtype=np.uint8)
    return Draws(1 - 2 * parity(z, gates).astype(dtype), complete)


def estimate(gates: Bits, weights: Array, masks: Bits, draws: Draws) -> tuple[Array, Array]:
    """Return unbiased estimates of <Z_S> and of <Z_S>**2, both of shape (n_strings,)."""
    return _moments(np.cos(_phases(_active(gates, masks, draws), weights, draws)), draws)


def discrepancy_and_gradient(
    gates: Bits, weights: Array, strings: Strings, target: Array, draws: Draws
) -> tuple[float, Array]:
    """Return an unbiased estimate of the squared discrepancy to target means, and its gradient.

    Parameters
    ----------
    gates : ndarray of shape (n_gates, n_qubits)
        From `iqp_gates`.
    weights : ndarray of shape (n_gates,)
        Angles in radians.
    strings : Strings
        The kernel.
    target : ndarray of shape (n_strings,)
        Means of the strings over the data.
    draws : Draws
        Bit strings that the expectations are averaged over.
    """
    active = _active(gates, strings.masks, draws)
    phases = _phases(active, weights, draws)
    cosines = np.cos(phases)
    means, squares = _moments(cosines, draws)
    value = strings.shares @ (squares - 2 * target * means + target**2)
    n = cosines.shape[1]
    slopes = np.broadcast_to((means - target)[:, None], cosines.shape)
    if not draws.complete:  # of the square, the derivative by one draw sees the other draws only
        slopes = (n * means[:, None] - cosines) / (n - 1) - target[:, None]
    by_phase = -(2 / n) * strings.shares[:, None] * slopes * np.sin(phases)
    by_weight = active * (by_phase.astype(active.dtype) @ draws.signs)
    return float(value), by_weight.sum(axis=0, dtype=np.float64)


def _active(gates: Bits, masks: Bits, draws: Draws) -> NDArray[np.floating]:
    """Return 1 where a gate does not commute with a string, of shape (n_strings, n_gates)."""
    return parity(masks, gates).astype(draws.signs.dtype)


def _phases(active: NDArray[np.floating], weights: Array, draws: Draws) -> NDArray[np.floating]:
    return (active * weights.astype(active.dtype)) @ draws.signs.T


def _moments(cosines: NDArray[np.floating], draws: Draws) -> tuple[Array, Array]:
    means = cosines.mean(axis=1, dtype=np.float64)
    if draws.complete:
        return means, means**2
    n = cosines.shape[1]
    # the mean over pairs of different draws: the square of a mean would add the draws' variance
    own = np.einsum("km,km->k", cosines, cosines, dtype=np.float64)
    return means, (n * means**2 - own / n) / (n - 1)
