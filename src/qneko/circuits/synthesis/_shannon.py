"""Unitary matrices and states as rotations and CX gates: the quantum Shannon decomposition.

References
----------
V. Shende, S. Bullock and I. Markov, "Synthesis of quantum-logic circuits", IEEE TCAD 25, 1000
(2006), arXiv:quant-ph/0406176, theorem 13.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._angle import Angle
from .._operation import Operation

Array = NDArray[np.complex128]

#: Below this an angle is rounding of the decomposition.
_NOTHING = 1e-15


class Turn(NamedTuple):
    """exp(-i angle P / 2), where P is `letter` on `target` and Z on the qubits of `mask`."""

    letter: str
    target: int
    mask: int
    angle: float


def unitary_turns(matrix: NDArray[Any]) -> tuple[list[Turn], float]:
    """Return rotations, the first to act first, and a phase that multiply to a unitary matrix."""
    if len(matrix) == 2:
        return _one_qubit(matrix)
    top = len(matrix).bit_length() - 2
    (u1, u2), angles, (v1, v2) = _cosine_sine(np.asarray(matrix, dtype=complex))
    first, first_phase = _multiplexed_unitary(v1, v2, top)
    last, last_phase = _multiplexed_unitary(u1, u2, top)
    return [*first, *_multiplexed("Y", top, 2 * angles), *last], first_phase + last_phase


def state_turns(amplitudes: Sequence[float]) -> list[Turn]:
    """Return rotations that make |0...0> the normalised state of real amplitudes."""
    vector = np.array(amplitudes, dtype=float)
    vector /= np.abs(vector).max()  # no overflow in the norms
    levels = []
    while len(vector) > 1:
        low, high = vector[::2], vector[1::2]
        levels.append(2 * np.arctan2(high, low))
        vector = np.hypot(low, high)
    n_qubits = len(levels)
    turns = []
    for qubit in reversed(range(n_qubits)):
        # the qubits above this one, already prepared, choose its angle
        for turn in _multiplexed("Y", 0, levels[qubit]):
            turns.append(turn._replace(target=qubit, mask=turn.mask << (qubit + 1)))
    return turns


def turn_gates(turns: Iterable[Turn]) -> list[Operation]:
    """Return rotations as ry, rz and cx gates.

    cx from control to target turns a Y or Z of the target into itself times Z of the control. Only
    what differs between neighbours is emitted: in Gray order, one cx a rotation.
    """
    gates: list[Operation] = []
    target, mask = 0, 0
    for turn in (*turns, Turn("Z", 0, 0, 0.0)):
        if turn.target != target:
            gates += _cx(mask, target)
            target, mask = turn.target, 0
        gates += _cx(mask ^ turn.mask, target)
        mask = turn.mask
        if abs(turn.angle) > _NOTHING:
            angle = Angle.of(turn.angle)
            gates.append(Operation(f"r{turn.letter.lower()}", (target,), (angle,)))
    return gates


def _cx(mask: int, target: int) -> list[Operation]:
    return [Operation("cx", (c, target)) for c in range(mask.bit_length()) if mask >> c & 1]


def _one_qubit(matrix: NDArray[Any]) -> tuple[list[Turn], float]:
    phase = cmath.phase(complex(np.linalg.det(matrix))) / 2
    special = matrix * cmath.exp(-1j * phase)
    theta = 2 * math.atan2(abs(special[1, 0]), abs(special[0, 0]))
    plus, minus = 2 * cmath.phase(special[1, 1]), 2 * cmath.phase(special[1, 0])
    angles = (("Z", (plus - minus) / 2), ("Y", theta), ("Z", (plus + minus) / 2))
    return [Turn(letter, 0, 0, angle) for letter, angle in angles], phase


def _multiplexed_unitary(a: Array, b: Array, top: int) -> tuple[list[Turn], float]:
    """Return a where the top qubit is 0 and b where it is 1: (1 x V) (D + D*) (1 x W)."""
    phases, v = _diagonalised(a @ b.conj().T)
    angles = phases / 2
    w = np.exp(1j * angles)[:, None] * (v.conj().T @ b)
    first, first_phase = unitary_turns(w)
    last, last_phase = unitary_turns(v)
    return [*first, *_multiplexed("Z", top, -2 * angles), *last], first_phase + last_phase


def _multiplexed(letter: str, target: int, angles: NDArray[np.float64]) -> list[Turn]:
    """Return a rotation of `target` by ``angles[i]`` where the other qubits are in state i."""
    # sum_i angle_i |i><i| as a sum of Z strings, in Gray order
    coefficients = np.array(angles, dtype=float)
    for bit in range(len(angles).bit_length() - 1):
        pairs = coefficients.reshape(-1, 2, 1 << bit) / 2
        sums, differences = pairs[:, 0] + pairs[:, 1], pairs[:, 0] - pairs[:, 1]
        coefficients = np.stack([sums, differences], axis=1).reshape(-1)
    gray = [i ^ (i >> 1) for i in range(len(angles))]
    return [Turn(letter, target, mask, float(coefficients[mask])) for mask in gray]


def _diagonalised(unitary: Array) -> tuple[NDArray[np.float64], Array]:
    """Return phases and unitary V with ``unitary == V diag(exp(i phases)) V*``.

    A Hermitian combination of a normal matrix has its eigenvectors, and `eigh` keeps them
    orthogonal where eigenvalues are equal. One combination may map two different eigenvalues to
    almost the same number; of several, one does not.
    """
    best, residual = np.eye(len(unitary), dtype=complex), math.inf
    real, imaginary = (unitary + unitary.conj().T) / 2, (unitary - unitary.conj().T) / 2j
    for slope in (0.618, -1.83, 0.117, 7.3):
        vectors = np.linalg.eigh(real + slope * imaginary)[1]
        rotated = vectors.conj().T @ unitary @ vectors
        rest = np.abs(rotated - np.diag(np.diag(rotated))).max()
        if rest < residual:
            best, residual = vectors, rest
    return np.angle(np.diag(best.conj().T @ unitary @ best)), best


def _cosine_sine(
    matrix: Array,
) -> tuple[tuple[Array, Array], NDArray[np.float64], tuple[Array, Array]]:
    """Return (u1, u2), t, (v1, v2): [[u1, 0], [0, u2]] [[C, -S], [S, C]] [[v1, 0], [0, v2]].

    The singular vectors of the upper left block fix all that has a cosine below 1/sqrt(2); where
    cosines crowd near 1, those of the lower left block do (Golub and Van Loan, section 2.5.4).
    """
    (a, b), (c, d) = (np.split(rows, 2, axis=1) for rows in np.split(matrix, 2))
    u1, cosines, v1 = np.linalg.svd(a)
    u1, cosines, v1 = u1[:, ::-1], cosines[::-1], v1[::-1]
    u2, r = np.linalg.qr(c @ v1.conj().T)
    m = int(np.sum(cosines < math.sqrt(0.5)))
    left, sines, right = np.linalg.svd(r[m:, m:])
    u2 = np.hstack([u2[:, :m] * _phases(r[:m, :m]), u2[:, m:] @ left])
    v1 = np.vstack([v1[:m], right @ v1[m:]])
    turned, r_cosines = np.linalg.qr(cosines[m:, None] * right.conj().T)
    u1 = np.hstack([u1[:, :m], u1[:, m:] @ (turned * _phases(r_cosines))])
    cosines = np.append(cosines[:m], np.abs(np.diag(r_cosines)))
    angles = np.arctan2(np.append(np.abs(np.diag(r)[:m]), sines), cosines)
    v2 = np.cos(angles)[:, None] * (u2.conj().T @ d) - np.sin(angles)[:, None] * (u1.conj().T @ b)
    return (u1, u2), angles, (v1, v2)


def _phases(triangle: Array) -> Array:
    """Return the phases of a diagonal that has no zeros."""
    diagonal = np.diag(triangle)
    return np.asarray(diagonal / np.abs(diagonal), dtype=np.complex128)
