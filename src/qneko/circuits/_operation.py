"""One gate of a circuit, and what makes it a valid one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ..errors import InputError
from ._angle import Angle
from ._gates import GATES

#: A unitary matrix, row by row; () where the gate has none. Tuples can be compared and hashed.
Matrix = tuple[tuple[complex, ...], ...]

#: The largest `Circuit.unitary`: beyond it a circuit of gates is the better description.
MAX_UNITARY_QUBITS = 4

#: How far a matrix may be from unitary, as the largest entry of ``U* U - 1``. Double precision
#: leaves 1e-15; a matrix that is wrong misses by far more.
UNITARY_TOLERANCE = 1e-8

#: Gates that are not in `GATES` because they act on any number of qubits.
VARIADIC = ("initialize", "pauli_rotation", "unitary")


@dataclass(frozen=True, slots=True)
class Operation:
    """One gate of a circuit.

    Parameters
    ----------
    name : str
        A key of `GATES`, or ``"pauli_rotation"``, ``"unitary"`` or ``"initialize"``.
    qubits : tuple of int
        Where it acts, in the order of the gate's arguments.
    angles : tuple of Angle
        Its angles, in radians; for ``"initialize"`` the amplitudes, not normalised. Weights are
        numbered within the circuit.
    paulis : str, default ""
        For ``"pauli_rotation"``: one letter a qubit.
    matrix : tuple of tuple of complex, default ()
        For ``"unitary"``: its rows; bit ``k`` of an index is ``qubits[k]``.
    """

    name: str
    qubits: tuple[int, ...]
    angles: tuple[Angle, ...] = ()
    paulis: str = ""
    matrix: Matrix = ()

    def __str__(self) -> str:
        arguments = [*map(str, self.angles), *([repr(self.paulis)] if self.paulis else [])]
        if self.matrix:
            arguments.append(f"<{len(self.matrix)}x{len(self.matrix)} matrix>")
        return f"{self.name}({', '.join([*arguments, *map(str, self.qubits)])})"


def as_tuple(qubits: object) -> tuple[Any, ...]:
    """Return one qubit or several as a tuple."""
    return tuple(qubits) if isinstance(qubits, Iterable) else (qubits,)


def check_gate(
    place: str,
    name: str,
    n_qubits: int,
    angles: Sequence[Any],
    paulis: str,
    has_matrix: bool,
) -> None:
    """Raise if a gate's name, qubits and arguments do not fit together."""
    if paulis and name != "pauli_rotation":
        raise InputError(f"{place}: only pauli_rotation takes Pauli letters, got {paulis!r}.")
    if has_matrix != (name == "unitary"):
        wanted = "no matrix; only unitary takes one" if has_matrix else "a matrix"
        raise InputError(f"{place}: expected {wanted}.")
    if name == "pauli_rotation":
        if set(paulis) - set("XYZ") or len(paulis) != n_qubits or not paulis:
            raise InputError(
                f"{place}: expected one of the letters X, Y, Z a qubit, "
                f"got {paulis!r} for {n_qubits} qubits."
            )
        if len(angles) != 1:
            raise InputError(f"{place}: expected 1 angle, got {len(angles)}.")
    elif name == "initialize":
        if not n_qubits or len(angles) != 2**n_qubits:
            raise InputError(
                f"{place}: expected {2**n_qubits} amplitudes, 2**k for k = {n_qubits} qubits, "
                f"got {len(angles)}; fill up with zeros."
            )
    elif name == "unitary":
        if len(angles):
            raise InputError(f"{place}: expected no angles, got {len(angles)}.")
        if not 1 <= n_qubits <= MAX_UNITARY_QUBITS:
            raise InputError(
                f"{place}: expected 1 to {MAX_UNITARY_QUBITS} qubits, got {n_qubits}; "
                "write a larger unitary as a product of gates."
            )
    elif name not in GATES:
        known = ", ".join(sorted([*GATES, *VARIADIC]))
        raise InputError(f"{place}: unknown gate; qneko knows {known}.")
    elif GATES[name] != (len(angles), n_qubits):
        expected = GATES[name]
        raise InputError(
            f"{place}: expected {expected.n_angles} angles and {expected.n_qubits} qubits, "
            f"got {len(angles)} and {n_qubits}."
        )


def checked_angles(place: str, name: str, values: Sequence[Angle | float]) -> tuple[Angle, ...]:
    """Return angles or amplitudes as `Angle`, or say which one is not a real expression."""
    angles = []
    for i, value in enumerate(values):
        try:
            angles.append(Angle.of(value))
        except InputError as error:
            which = f"amplitude {i} is not a real one. " if name == "initialize" else ""
            raise InputError(f"{place}: {which}{error}") from None
    if name == "initialize" and not any(angle.terms for angle in angles):
        raise InputError(f"{place}: all amplitudes are 0, which is not a state.")
    return tuple(angles)


def checked_matrix(place: str, matrix: ArrayLike, n_qubits: int) -> Matrix:
    """Return a unitary matrix as tuples, or say how far it is from one."""
    try:
        array = np.asarray(matrix, dtype=np.complex128)
    except (TypeError, ValueError):
        raise InputError(
            f"{place}: expected a matrix of numbers, got {type(matrix).__name__} "
            "with other entries or with rows of different lengths."
        ) from None
    size = 2**n_qubits
    if array.shape != (size, size):
        raise InputError(
            f"{place}: expected a matrix of shape ({size}, {size}) for {n_qubits} qubits, "
            f"got {array.shape}."
        )
    if not np.isfinite(array).all():
        raise InputError(f"{place}: the matrix must be finite, but it has NaN or infinite entries.")
    with np.errstate(over="ignore", invalid="ignore"):
        distance = np.abs(array.conj().T @ array - np.eye(size)).max()
    if not distance <= UNITARY_TOLERANCE:
        raise InputError(
            f"{place}: expected a unitary matrix, but the largest entry of U* U - 1 is "
            f"{distance:.2g}, above {UNITARY_TOLERANCE:g}; the nearest unitary is u @ vh of "
            "numpy.linalg.svd in double precision."
        )
    return tuple(tuple(row) for row in array.tolist())
