"""Gates that OpenQASM's stdgates.inc lacks, as gates that it has."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from .._angle import Angle
from .._gates import GATES
from .._operation import Operation

#: What stdgates.inc has of qneko's gates, by the same name.
STANDARD = frozenset(GATES) - {"u", "iswap", "rxx", "ryy", "rzz"}

_PAULIS = {"rxx": "XX", "ryy": "YY", "rzz": "ZZ"}


def paulis_of(operation: Operation) -> str:
    """Return the Pauli letters of rxx, ryy, rzz and pauli_rotation; "" for other gates."""
    return operation.paulis or _PAULIS.get(operation.name, "")


def pauli_rotation(angle: Angle, paulis: str, qubits: Sequence[int]) -> list[Operation]:
    """Return exp(-i angle P / 2) as one rz between CX gates and changes of basis."""
    before = [gate for letter, q in zip(paulis, qubits, strict=True) for gate in basis(letter, q)]
    ladder = [Operation("cx", pair) for pair in itertools.pairwise(qubits)]
    after = [
        gate for letter, q in zip(paulis, qubits, strict=True) for gate in basis(letter, q, -1.0)
    ]
    rotation = Operation("rz", (qubits[-1],), (angle,))
    return [*before, *ladder, rotation, *reversed(ladder), *after]


def iswap(a: int, b: int) -> list[Operation]:
    """Return iswap as s, h and cx."""
    pairs = (("s", a), ("s", b), ("h", a), ("cx", a, b), ("cx", b, a), ("h", b))
    return [Operation(str(name), tuple(map(int, qubits))) for name, *qubits in pairs]


def basis(letter: str, qubit: int, sign: float = 1.0) -> list[Operation]:
    """Return the gate that turns Z into a Pauli (it is undone with the other sign)."""
    if letter == "X":
        return [Operation("h", (qubit,))]
    if letter == "Y":
        return [Operation("rx", (qubit,), (Angle.of(sign * math.pi / 2),))]
    return []
