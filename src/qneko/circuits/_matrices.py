"""Matrices of the gates, and what they do to a state: slow, for checks on small circuits."""

from __future__ import annotations

import cmath
import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.complex128]

_PAULIS: dict[str, NDArray[Any]] = {
    "X": np.array([[0, 1], [1, 0]], dtype=complex),
    "Y": np.array([[0, -1j], [1j, 0]]),
    "Z": np.diag([1, -1]).astype(complex),
}
_PHASES = {"s": math.pi / 2, "sdg": -math.pi / 2, "t": math.pi / 4, "tdg": -math.pi / 4}
_FIXED: dict[str, NDArray[Any]] = {
    **{letter.lower(): matrix for letter, matrix in _PAULIS.items()},
    **{name: np.diag([1, cmath.exp(1j * phase)]) for name, phase in _PHASES.items()},
    "h": np.array([[1, 1], [1, -1]], dtype=complex) / math.sqrt(2),
    "sx": np.array([[1 + 1j, 1 - 1j], [1 - 1j, 1 + 1j]]) / 2,
    "swap": np.array([[1, 0, 0, 0], [0, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 1]], dtype=complex),
    "iswap": np.array([[1, 0, 0, 0], [0, 0, 1j, 0], [0, 1j, 0, 0], [0, 0, 0, 1]]),
}


def gate_matrix(name: str, angles: Sequence[float] = (), paulis: str = "") -> NDArray[Any]:
    """Return the matrix of a gate that is not ``unitary``; bit k of an index is its k-th qubit."""
    if name in _FIXED:
        return _FIXED[name]
    if name == "p":
        return np.diag([1, cmath.exp(1j * angles[0])])
    if name == "u":
        theta, phi, lam = angles
        c, s = math.cos(theta / 2), math.sin(theta / 2)
        return np.array(
            [
                [c, -cmath.exp(1j * lam) * s],
                [cmath.exp(1j * phi) * s, cmath.exp(1j * (phi + lam)) * c],
            ]
        )
    if name == "pauli_rotation" or name.startswith("r"):
        generator: NDArray[Any] = np.eye(1)
        for letter in paulis or name[1:].upper():
            generator = np.kron(_PAULIS[letter], generator)
        half = angles[0] / 2
        return math.cos(half) * np.eye(len(generator)) - 1j * math.sin(half) * generator
    # all others are controlled: the control is the first qubit, the lowest bit
    inner = gate_matrix(name[1:], angles)
    off, on = np.diag([1, 0]), np.diag([0, 1])
    return np.kron(np.eye(len(inner)), off) + np.kron(inner, on)


def run(gates: Iterable[tuple[NDArray[Any], Sequence[int]]], states: NDArray[Any]) -> Array:
    """Return a state, or the columns of a matrix, after (matrix, qubits), one after the other."""
    n_qubits = len(states).bit_length() - 1
    tensor = np.asarray(states, dtype=complex).reshape((2,) * n_qubits + (-1,))
    for matrix, qubits in gates:
        # axis 0 of the tensor is the highest qubit; that of the matrix its last one
        axes = [n_qubits - 1 - q for q in reversed(qubits)]
        gate = matrix.reshape((2,) * (2 * len(axes)))
        tensor = np.tensordot(gate, tensor, axes=(range(len(axes), 2 * len(axes)), axes))
        tensor = np.moveaxis(tensor, range(len(axes)), axes)
    return tensor.reshape(states.shape)
