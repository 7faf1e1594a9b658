"""OpenQASM gates as qneko's: the standard ones, those a program defines, and modifiers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ...errors import InputError
from .._angle import Angle
from .._gates import GATES, GateKind
from .._operation import Operation
from ._definitions import STANDARD
from ._modifiers import controlled, inverted, power
from ._qasm_expressions import Expression, Scope, Value, whole_number
from ._qasm_recognise import recognise
from ._qasm_tokens import fail

#: More gates than anyone reads from a text; nested definitions can multiply without bound.
MAX_OPERATIONS = 1_000_000

_SIGNATURES = {
    **{name: GATES[name] for name in STANDARD},
    "U": GateKind(3, 1),
    "gphase": GateKind(1, 0),
    "CX": GateKind(0, 2),
    "phase": GateKind(1, 1),
    "cphase": GateKind(1, 2),
    "id": GateKind(0, 1),
    "u1": GateKind(1, 1),
    "u2": GateKind(2, 1),
    "u3": GateKind(3, 1),
    "cu": GateKind(4, 2),
}
_ALIASES = {"CX": "cx", "phase": "p", "cphase": "cp", "u1": "p"}


@dataclass(frozen=True, slots=True)
class Modifier:
    """``inv``, ``pow(argument)``, ``ctrl(argument)`` or ``negctrl(argument)``."""

    kind: str
    argument: Expression | None


@dataclass(frozen=True, slots=True)
class Call:
    """A gate applied to qubits that are known by number."""

    line: int
    name: str
    arguments: Sequence[Expression]
    modifiers: Sequence[Modifier]
    qubits: tuple[int, ...]


@dataclass(slots=True)
class Definition:
    """A gate that the program defines, on qubits 0, 1, ..."""

    name: str
    line: int
    parameters: Sequence[str]
    n_qubits: int
    body: Sequence[Call]
    constants: Mapping[str, Value]
    #: the gates that its body may call: those defined before it
    known: GateTable = field(default_factory=lambda: GateTable())
    #: qneko's gate that it is, without angles
    native: Operation | None = None
    #: whether `native` has the same global phase as well
    exact: bool = True
    #: how many gates its body is made of, modifiers aside
    size: int = 0

    def expanded(self, values: Sequence[Angle], exact: bool) -> list[Operation]:
        """Return what the body does."""
        given: dict[str, Value] = dict(zip(self.parameters, values, strict=True))
        scope = {**self.constants, **given}
        operations: list[Operation] = []
        for call in self.body:
            operations += self.known.operations(call, scope, exact=exact)
            if len(operations) > MAX_OPERATIONS:
                fail(call.line, f"more than {MAX_OPERATIONS} gates.")
        return operations


class GateTable:
    """The gates that a program may call at a place."""

    def __init__(self, definitions: Mapping[str, Definition] | None = None):
        self._definitions = definitions or {}

    def define(self, definition: Definition, annotations: Sequence[str]) -> None:
        """Add a gate; where it is one of qneko's, calls become that gate."""
        if definition.name in self._definitions:
            fail(definition.line, f"gate {definition.name!r} is defined twice.")
        definition.known = GateTable(self._definitions)
        for call in definition.body:
            self._check_known(call)
            known = self._definitions.get(call.name)
            definition.size += known.size if known else 1
        if definition.size > MAX_OPERATIONS:
            fail(definition.line, f"gate {definition.name!r} is more than {MAX_OPERATIONS} gates.")
        recognise(definition, annotations)
        self._definitions = {**self._definitions, definition.name: definition}

    def _check_known(self, call: Call) -> None:
        if call.name not in self._definitions and call.name not in _SIGNATURES:
            fail(
                call.line,
                f"gate {call.name!r} is neither in stdgates.inc nor defined above; write a gate "
                "definition before it.",
            )

    def operations(
        self, call: Call, scope: Scope, *, exact: bool = False, fresh: bool = False
    ) -> list[Operation]:
        """Return what a call does.

        `exact` keeps global phases, which a control would show; on `fresh` qubits, in |0...0>, a
        state preparation is one operation.
        """
        values = [_angle(call, argument, scope) for argument in call.arguments]
        counts = [_count(call, modifier, scope) for modifier in call.modifiers]
        n_controls = sum(
            n for m, n in zip(call.modifiers, counts, strict=True) if m.kind.endswith("ctrl")
        )
        n_qubits = len(call.qubits) - n_controls
        plain = self._plain(call, values, n_qubits, exact or n_controls > 0, fresh)
        operations = [_moved(o, range(n_controls, len(call.qubits))) for o in plain]
        for modifier, n in reversed(list(zip(call.modifiers, counts, strict=True))):
            if len(operations) * abs(n) > MAX_OPERATIONS:
                fail(call.line, f"more than {MAX_OPERATIONS} gates.")
            try:
                operations, n_controls = _modified(operations, modifier.kind, n, n_controls)
            except InputError as error:
                fail(call.line, f"{modifier.kind} @ {call.name}: {error}")
        return [_moved(operation, call.qubits) for operation in operations]

    def _plain(
        self, call: Call, values: list[Angle], n_qubits: int, exact: bool, fresh: bool
    ) -> list[Operation]:
        """Return what the gate does without modifiers, on qubits 0, 1, ..."""
        self._check_known(call)
        definition = self._definitions.get(call.name)
        if definition:
            expected = GateKind(len(definition.parameters), definition.n_qubits)
        else:
            expected = _SIGNATURES[call.name]
        if expected != (len(values), n_qubits):
            fail(
                call.line,
                f"{call.name} takes {expected.n_angles} angles and {expected.n_qubits} qubits, "
                f"got {len(values)} and {n_qubits}.",
            )
        if definition is None:
            return standard(call.name, values)
        native = definition.native
        if native and native.name == "initialize":
            if fresh and not call.modifiers:
                return [native]
        elif native and (definition.exact or not exact):
            return [replace(native, angles=tuple(values))]
        return definition.expanded(values, exact)


def standard(name: str, angles: Sequence[Angle]) -> list[Operation]:
    """Return a built-in gate or one of stdgates.inc on qubits 0, 1, ..., its phase included."""
    qubits = tuple(range(_SIGNATURES[name].n_qubits))
    if name == "id":
        return []
    if name == "U":  # the specification's U has this phase; Qiskit's has not
        return [_global_phase(angles[0] / 2), Operation("u", qubits, tuple(angles))]
    if name in ("u2", "u3"):
        theta = angles[0] if name == "u3" else Angle.of(math.pi / 2)
        phi, lam = angles[-2:]
        return [_global_phase((phi + lam) / -2), Operation("u", qubits, (theta, phi, lam))]
    if name == "cu":
        *rotation, gamma = angles
        inner = [Operation("u", (1,), tuple(rotation))]
        return [Operation("p", (0,), (gamma,)), *controlled(inner, 0)]
    return [Operation(_ALIASES.get(name, name), qubits, tuple(angles))]


def _global_phase(angle: Angle) -> Operation:
    return Operation("gphase", (), (angle,))


def _moved(operation: Operation, qubits: Sequence[int]) -> Operation:
    return replace(operation, qubits=tuple(qubits[q] for q in operation.qubits))


def _angle(call: Call, argument: Expression, scope: Scope) -> Angle:
    value = argument(scope)
    try:
        return Angle.of(value)
    except (InputError, OverflowError) as error:
        fail(call.line, f"{call.name}: {error}")


def _count(call: Call, modifier: Modifier, scope: Scope) -> int:
    """Return a modifier's whole number: how many controls, or which power."""
    if modifier.argument is None:
        return 1
    value = modifier.argument(scope)
    if isinstance(value, float) and value.is_integer() and modifier.kind == "pow":
        value = int(value)
    count = whole_number(value, call.line, f"the argument of {modifier.kind}")
    if modifier.kind != "pow" and not 1 <= count <= len(call.qubits):
        fail(call.line, f"{modifier.kind}({count}) does not fit {len(call.qubits)} qubits.")
    return count


def _modified(
    operations: list[Operation], kind: str, count: int, n_controls: int
) -> tuple[list[Operation], int]:
    """Return the gates after one modifier, and how many controls are still to come."""
    if kind == "inv":
        return inverted(operations), n_controls
    if kind == "pow":
        return power(operations, count), n_controls
    for _ in range(count):
        n_controls -= 1
        operations = controlled(operations, n_controls)
        if len(operations) > MAX_OPERATIONS:
            raise InputError(f"more than {MAX_OPERATIONS} gates.")
        if kind == "negctrl":
            flip = Operation("x", (n_controls,))
            operations = [flip, *operations, flip]
    return operations, n_controls
