"""Controls and powers of gates, for OpenQASM's modifiers: exact, global phases included.

Between gates of qneko there are two that a circuit has not: ``gphase`` on no qubit, and ``mcp``,
exp(i angle) where all of its qubits are 1. Phases become visible under a control.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ...errors import InputError
from .._angle import Angle
from .._inverse import inverse
from .._operation import MAX_UNITARY_QUBITS, Operation
from ._definitions import basis, iswap, pauli_rotation, paulis_of

#: More qubits together under one control are taken apart into too many gates.
_MAX_CONTROLLED = 16

_PHASES = {"z": 1.0, "s": 1 / 2, "sdg": -1 / 2, "t": 1 / 4, "tdg": -1 / 4}
_CONTROLLED = {
    "cx": "ccx",
    **{name: f"c{name}" for name in ("x", "y", "z", "h", "rx", "ry", "rz", "p", "swap")},
}


def inverted(operations: Sequence[Operation]) -> list[Operation]:
    """Return what undoes a sequence of gates."""
    return [undo for operation in reversed(operations) for undo in inverse(operation)]


def power(operations: Sequence[Operation], exponent: int) -> list[Operation]:
    """Return a whole power of a sequence of gates."""
    once = list(operations) if exponent >= 0 else inverted(operations)
    return once * abs(exponent)


def controlled(operations: Sequence[Operation], control: int) -> list[Operation]:
    """Return a sequence of gates that acts where `control` is 1."""
    return [gate for operation in operations for gate in _controlled(operation, control)]


def without_pseudo_gates(operation: Operation) -> list[Operation]:
    """Return a gate by gates that a circuit has; a global phase is left out."""
    if operation.name == "gphase":
        return []
    if operation.name != "mcp":
        return [operation]
    (angle,), qubits = operation.angles, operation.qubits
    if len(qubits) > _MAX_CONTROLLED:
        raise InputError(
            f"a phase of {len(qubits)} qubits would be 2**{len(qubits)} gates; "
            f"at most {_MAX_CONTROLLED} are supported."
        )
    if len(qubits) == 3 and angle == Angle.of(math.pi):
        h = Operation("h", qubits[2:])
        return [h, Operation("ccx", qubits), h]
    # prod (1 - Z_q) / 2, expanded into rotations about Z strings
    share = angle / 2 ** len(qubits)
    return [
        Operation("pauli_rotation", subset, (share * (-2.0 * (-1) ** size),), "Z" * size)
        for size in range(1, len(qubits) + 1)
        for subset in itertools.combinations(qubits, size)
    ]


def _controlled(gate: Operation, control: int) -> list[Operation]:
    name, qubits, angles = gate.name, gate.qubits, gate.angles
    if name in _CONTROLLED:
        return [replace(gate, name=_CONTROLLED[name], qubits=(control, *qubits))]
    if name in _PHASES:
        return [Operation("cp", (control, *qubits), (Angle.of(math.pi * _PHASES[name]),))]
    if name in ("gphase", "cp", "cz", "mcp"):
        angle = Angle.of(math.pi) if name == "cz" else angles[0]
        return [_phase(angle, (control, *qubits))]
    if name == "unitary":
        return [_controlled_unitary(gate, control)]
    if name == "initialize":
        raise InputError("a state preparation cannot be controlled.")
    return _controlled_parts(gate, control)


def _controlled_parts(gate: Operation, control: int) -> list[Operation]:
    """Control a gate V* D V by controlling D alone, or all of its parts."""
    name, qubits, angles = gate.name, gate.qubits, gate.angles
    if name in ("ccx", "cy", "ch", "sx"):
        before, core, after = _around_a_phase(gate)
        return [*before, *controlled([core], control), *after]
    if name == "cswap":
        wrap = Operation("cx", (qubits[2], qubits[1]))
        return [wrap, *controlled([Operation("ccx", qubits)], control), wrap]
    if name in ("crx", "cry", "crz"):  # in the basis of the rotation, rz(a) = exp(-i a / 2) p(a)
        first, target = qubits
        letter = name[-1].upper()
        phases = [
            _phase(angles[0], (control, first, target)),
            _phase(angles[0] / -2, (control, first)),
        ]
        return [*basis(letter, target), *phases, *basis(letter, target, -1.0)]
    if name == "u":
        theta, phi, lam = angles
        parts = [
            Operation("p", qubits, (lam,)),
            Operation("ry", qubits, (theta,)),
            Operation("p", qubits, (phi,)),
        ]
        return controlled(parts, control)
    if name == "iswap":
        return controlled(iswap(*qubits), control)
    rotation = pauli_rotation(angles[0], paulis_of(gate), qubits)
    return [
        part
        for inner in rotation
        for part in (controlled([inner], control) if inner.name == "rz" else [inner])
    ]


def _around_a_phase(gate: Operation) -> tuple[list[Operation], Operation, list[Operation]]:
    """Return (before, a phase of the states in which all qubits are 1, after)."""
    *_, target = gate.qubits
    pi = Angle.of(math.pi)
    core = _phase(pi / 2 if gate.name == "sx" else pi, gate.qubits)
    h = Operation("h", (target,))
    if gate.name == "cy":
        return [Operation("sdg", (target,)), h], core, [h, Operation("s", (target,))]
    if gate.name == "ch":  # H = RY(pi/4) Z RY(-pi/4)
        turn = Operation("ry", (target,), (pi / 4,))
        return list(inverse(turn)), core, [turn]
    return [h], core, [h]


def _phase(angle: Angle, qubits: tuple[int, ...]) -> Operation:
    return Operation({1: "p", 2: "cp"}.get(len(qubits), "mcp"), qubits, (angle,))


def _controlled_unitary(gate: Operation, control: int) -> Operation:
    if len(gate.qubits) == MAX_UNITARY_QUBITS:
        raise InputError(f"a unitary on {MAX_UNITARY_QUBITS} qubits cannot get a control.")
    matrix = np.array(gate.matrix)
    off, on = np.diag([1, 0]), np.diag([0, 1])
    whole = np.kron(np.eye(len(matrix)), off) + np.kron(matrix, on)
    rows = tuple(tuple(row) for row in whole.tolist())
    return replace(gate, qubits=(control, *gate.qubits), matrix=rows)
