"""Find qneko's gates among those that an OpenQASM program defines.

A name proves nothing: a definition is taken for a gate of qneko's if it does the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from .._angle import Angle, weight
from .._gates import GATES, GateKind
from .._matrices import gate_matrix, run
from .._operation import Operation, checked_angles, checked_matrix
from ._definitions import pauli_rotation
from ._qasm_tokens import fail

if TYPE_CHECKING:
    from ._qasm_gates import Definition

#: How far a definition may be from the gate that its name promises.
_TOLERANCE = 1e-9


def recognise(definition: Definition, annotations: Sequence[str]) -> None:
    """Set `native` where a definition does what one of qneko's gates does."""
    name, qubits = definition.name, tuple(range(definition.n_qubits))
    signature = GateKind(len(definition.parameters), definition.n_qubits)
    letters = re.fullmatch("pauli_rotation_([XYZ]+)", name)
    if GATES.get(name) == signature:
        _compare_with_gate(definition)
    elif letters and signature == (1, len(letters[1])):
        angle = weight()
        if definition.expanded([angle], True) == pauli_rotation(angle, letters[1], qubits):
            definition.native = Operation("pauli_rotation", qubits, (), letters[1])
    for annotation in annotations:
        word, _, content = annotation[1:].strip().partition(" ")
        if word in ("qneko.unitary", "qneko.initialize") and not definition.parameters:
            _compare_with_annotation(definition, word.partition(".")[2], content)


def _compare_with_gate(definition: Definition) -> None:
    """Recognise a gate of qneko's by its name, if the definition does the same at two points."""
    rng = np.random.default_rng(0)
    phases = []
    for _ in range(2):
        angles = rng.uniform(0.5, 2.5, len(definition.parameters))
        state = _random_state(rng, definition.n_qubits)
        expected = run(
            [(gate_matrix(definition.name, angles.tolist()), range(definition.n_qubits))], state
        )
        got = _run(definition, [Angle.of(float(a)) for a in angles], state)
        if got is None:
            return
        phases.append(np.vdot(expected, got))
    if all(abs(abs(phase) - 1) < _TOLERANCE for phase in phases):
        definition.native = Operation(definition.name, tuple(range(definition.n_qubits)))
        definition.exact = all(abs(phase - 1) < _TOLERANCE for phase in phases)


def _compare_with_annotation(definition: Definition, name: str, content: str) -> None:
    """Take a matrix or amplitudes from an annotation, which must say what the definition does."""
    line, qubits = definition.line, tuple(range(definition.n_qubits))
    place = f"OpenQASM line {line}: @qneko.{name}"
    size = 2**definition.n_qubits
    try:
        numbers: Any = np.array(json.loads(content), dtype=float)
    except (ValueError, TypeError):
        fail(line, f"@qneko.{name}: expected a list of numbers in JSON.")
    if numbers.shape != ((size, size, 2) if name == "unitary" else (size,)):
        fail(line, f"@qneko.{name}: its numbers do not fit {definition.n_qubits} qubits.")
    if name == "unitary":
        rows = checked_matrix(place, numbers[..., 0] + 1j * numbers[..., 1], definition.n_qubits)
        native = Operation(name, qubits, (), "", rows)
        start, expected = np.eye(size), np.array(rows)
    else:
        native = Operation(name, qubits, checked_angles(place, name, numbers.tolist()))
        start, expected = np.eye(size)[0], numbers / np.linalg.norm(numbers)
    got = _run(definition, [], start)
    if got is None or np.abs(got - expected).max() > _TOLERANCE:
        fail(line, f"gate {definition.name!r} does not do what its annotation says; remove it.")
    definition.native = native


def _random_state(rng: np.random.Generator, n_qubits: int) -> Any:
    state = rng.normal(size=2**n_qubits) + 1j * rng.normal(size=2**n_qubits)
    return state / np.linalg.norm(state)


def _run(definition: Definition, angles: Sequence[Angle], state: Any) -> Any:
    """Return states (columns) after a definition's body, or None if it is more than gates."""
    phase, gates = 0.0, []
    for operation in definition.expanded(angles, True):
        values = [angle.constant for angle in operation.angles]
        if operation.name == "gphase":
            phase += values[0]
        elif operation.name in GATES:
            gates.append((gate_matrix(operation.name, values), operation.qubits))
        else:
            return None
    return run(gates, state) * np.exp(1j * phase)
