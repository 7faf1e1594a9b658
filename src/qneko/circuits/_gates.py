"""The gates that a circuit may hold: Qiskit's names, argument order and qubit order."""

from __future__ import annotations

from typing import NamedTuple


class GateKind(NamedTuple):
    """How many angles and qubits a gate takes."""

    n_angles: int
    n_qubits: int


#: name -> (angles, qubits). Definitions are those of Qiskit's standard library, little-endian.
GATES: dict[str, GateKind] = {
    **dict.fromkeys(("h", "x", "y", "z", "s", "sdg", "t", "tdg", "sx"), GateKind(0, 1)),
    **dict.fromkeys(("rx", "ry", "rz", "p"), GateKind(1, 1)),
    "u": GateKind(3, 1),
    **dict.fromkeys(("cx", "cy", "cz", "ch", "swap", "iswap"), GateKind(0, 2)),
    **dict.fromkeys(("crx", "cry", "crz", "cp", "rxx", "ryy", "rzz"), GateKind(1, 2)),
    **dict.fromkeys(("ccx", "cswap"), GateKind(0, 3)),
}
