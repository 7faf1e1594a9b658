"""Any unitary as Pauli rotations: the quantum Shannon decomposition."""

from __future__ import annotations

import cmath
from collections.abc import Callable
from math import atan2
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cossin, schur

#: Called with a Pauli string, {position: letter}, and an angle for each rotation, in order.
Rotate = Callable[[dict[int, str], float], None]

#: Below this an angle is rounding of the decomposition.
_NOTHING = 1e-14


def decompose(matrix: NDArray[Any], rotate: Rotate) -> float:
    """Emit rotations that multiply to a unitary, and return its global phase.

    Parameters
    ----------
    matrix : ndarray of shape (2**k, 2**k), complex
        Unitary; bit j of an index is position j.
    rotate : callable
        Gets ``(letters, angle)`` of each exp(-i angle P / 2), the first to act first.

    Returns
    -------
    float
        The phase a in ``matrix == exp(i a) * (product of the rotations)``.

    References
    ----------
    V. Shende, S. Bullock and I. Markov, "Synthesis of quantum-logic circuits", IEEE TCAD 25, 1000
    (2006), arXiv:quant-ph/0406176, theorem 13.
    """
    if len(matrix) == 2:
        return _one_qubit(matrix, rotate)
    half = len(matrix) // 2
    top = half.bit_length() - 1
    (u1, u2), angles, (v1h, v2h) = cossin(matrix, p=half, q=half, separate=True)
    phase = _multiplexed_unitary(v1h, v2h, top, rotate)
    _multiplexed_rotation("Y", top, 2 * angles, rotate)
    return phase + _multiplexed_unitary(u1, u2, top, rotate)


def _one_qubit(matrix: NDArray[Any], rotate: Rotate) -> float:
    """Emit RZ RY RZ."""
    phase = cmath.phase(np.linalg.det(matrix)) / 2
    special = matrix * cmath.exp(-1j * phase)
    theta = 2 * atan2(abs(special[1, 0]), abs(special[0, 0]))
    plus, minus = 2 * cmath.phase(special[1, 1]), 2 * cmath.phase(special[1, 0])
    rotate({0: "Z"}, (plus - minus) / 2)
    rotate({0: "Y"}, theta)
    rotate({0: "Z"}, (plus + minus) / 2)
    return phase


def _multiplexed_unitary(a: NDArray[Any], b: NDArray[Any], top: int, rotate: Rotate) -> float:
    """Emit a where the top qubit is 0 and b where it is 1: (1 x V) (D + D*) (1 x W)."""
    # a b* = V D^2 V*; a Schur decomposition keeps V unitary where eigenvalues are equal
    triangle, v = schur(a @ b.conj().T, output="complex")
    angles = np.angle(np.diag(triangle)) / 2
    w = np.exp(1j * angles)[:, None] * (v.conj().T @ b)
    phase = decompose(w, rotate)
    _multiplexed_rotation("Z", top, -2 * angles, rotate)
    return phase + decompose(v, rotate)


def _multiplexed_rotation(
    letter: str, top: int, angles: NDArray[np.float64], rotate: Rotate
) -> None:
    """Emit a rotation of the top qubit by ``angles[i]`` where the lower qubits are in state i."""
    # sum_i angle_i |i><i| as a sum of Z strings
    coefficients = np.array(angles, dtype=float)
    for bit in range(top):
        pairs = coefficients.reshape(-1, 2, 1 << bit)
        coefficients = np.stack([pairs[:, 0] + pairs[:, 1], pairs[:, 0] - pairs[:, 1]], axis=1)
        coefficients = coefficients.reshape(-1) / 2
    for mask, angle in enumerate(coefficients.tolist()):
        if abs(angle) > _NOTHING:
            rotate({top: letter} | {q: "Z" for q in range(top) if mask >> q & 1}, angle)
