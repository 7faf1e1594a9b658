"""An OpenQASM program, read statement after statement into gates on numbered qubits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from ...errors import InputError
from .._operation import Operation
from ._modifiers import without_pseudo_gates
from ._qasm_declarations import NUMBER_TYPES, Declarations
from ._qasm_expressions import Expression, whole_number
from ._qasm_gates import MAX_OPERATIONS, Call, Definition, GateTable, Modifier
from ._qasm_tokens import MODIFIERS, Token, fail

#: One qubit, or those of a register: the gate is applied to each of them.
Qubits = int | list[int]

_REFUSED = {
    **dict.fromkeys(
        ("if", "else", "for", "while", "switch", "break", "continue", "end", "return"),
        "a circuit has no control flow",
    ),
    **dict.fromkeys(("def", "extern", "cal", "defcal", "defcalgrammar"), "write gates instead"),
    **dict.fromkeys(("delay", "box", "duration", "stretch"), "a circuit has no timing"),
    **dict.fromkeys(("let", "array", "bool", "complex"), "write out what it stands for"),
}


class Program(Declarations):
    """A program and what it does.

    Attributes
    ----------
    operations : list of (line, Operation)
        Its gates; inputs appear as the symbols in `inputs`.
    """

    def __init__(self, text: str):
        super().__init__(text)
        self.operations: list[tuple[int, Operation]] = []
        self._gates = GateTable()
        self._touched: set[int] = set()
        self._measured: set[int] = set()
        self._statements: dict[str, Callable[[], None]] = {
            "OPENQASM": self.version,
            "include": self.include,
            "input": self.input,
            "output": self._output,
            "const": self.constant,
            **dict.fromkeys(NUMBER_TYPES, self.constant),
            "qubit": self.qubits,
            "qreg": self.qreg,
            "bit": self._bit,
            "creg": self.creg,
            "measure": self._measure,
            "barrier": self._skip,
            "nop": self._skip,
            "reset": self._reset,
        }

    def read(self) -> None:
        """Read the whole program."""
        cursor = self.cursor
        while cursor.token.kind != "end":
            annotations = self._annotations()
            token = cursor.token
            if token.text in _REFUSED:
                fail(token.line, f"{token.text!r} is not supported: {_REFUSED[token.text]}.")
            if cursor.accept("gate"):
                self._definition(annotations)
            elif token.text in self._statements:
                cursor.take()
                self._statements[token.text]()
            elif token.text in self.bits:
                self._assignment()
            else:
                self._apply()
        if not self.n_qubits:
            fail(cursor.token.line, "expected a declaration of qubits, such as 'qubit[2] q;'.")

    def _annotations(self) -> list[str]:
        found = []
        while self.cursor.token.kind == "annotation":
            found.append(self.cursor.take().text)
        return found

    # --- gates ----------------------------------------------------------------------------------

    def _definition(self, annotations: Sequence[str]) -> None:
        cursor, line = self.cursor, self.cursor.token.line
        name = cursor.name()
        parameters = self._names(")") if cursor.accept("(") else []
        qubits = self._names("{")
        places = {qubit: i for i, qubit in enumerate(qubits)}
        body: list[Call] = []
        while not cursor.accept("}"):
            self._annotations()
            if cursor.token.text in ("barrier", "nop"):
                self._skip()
            else:
                call, operands = self._call(places)
                body += _broadcast(call, operands)
        definition = Definition(name, line, parameters, len(qubits), body, dict(self.constants))
        self._gates.define(definition, annotations)

    def _names(self, closing: str) -> list[str]:
        line, names = self.cursor.token.line, list[str]()
        while not self.cursor.accept(closing):
            if names:
                self.cursor.expect(",")
            names.append(self.cursor.name())
        if len(set(names)) < len(names):
            fail(line, f"expected different names, got {', '.join(names)}.")
        return names

    def _apply(self) -> None:
        """Read a gate call and add its gates."""
        call, operands = self._call(None)
        for single in _broadcast(call, operands):
            for q in single.qubits:
                if q in self._measured:
                    fail(
                        call.line,
                        f"gate {call.name!r} acts on qubit {q}, which was measured; measurements "
                        "are only read at the end.",
                    )
            fresh = self._touched.isdisjoint(single.qubits)
            for operation in self._gates.operations(single, self.scope, fresh=fresh):
                try:
                    gates = without_pseudo_gates(operation)
                except InputError as error:
                    fail(call.line, str(error))
                self.operations += [(call.line, gate) for gate in gates]
                self._touched.update(operation.qubits)
            if len(self.operations) > MAX_OPERATIONS:
                fail(call.line, f"more than {MAX_OPERATIONS} gates.")

    def _call(self, formal: Mapping[str, int] | None) -> tuple[Call, list[Qubits]]:
        """Read a gate call; `formal` has the qubits of a gate definition."""
        cursor = self.cursor
        modifiers = []
        while cursor.token.text in MODIFIERS:
            kind = cursor.take().text
            argument = None
            if kind != "inv" and cursor.accept("("):
                argument = cursor.expression()
                cursor.expect(")")
            cursor.expect("@")
            modifiers.append(Modifier(kind, argument))
        token = cursor.token
        if token.text in self.registers or token.text in self.scope:
            fail(token.line, f"expected a statement, got {token.text!r}.")
        name = cursor.name()
        arguments = cursor.listed(")") if cursor.accept("(") else []
        operands: list[Qubits] = []
        while not cursor.accept(";"):
            if operands:
                cursor.expect(",")
            operands.append(self._operand(formal))
        return Call(token.line, name, arguments, modifiers, ()), operands

    def _operand(self, formal: Mapping[str, int] | None) -> Qubits:
        """Read a qubit, a register, or a part of one."""
        token = self.cursor.token
        name = self.cursor.name()
        if formal is not None:
            if name not in formal:
                fail(token.line, f"{name!r} is not a qubit of the gate that is defined.")
            return formal[name]
        if name.startswith("$"):
            return self.physical(name, token.line)
        if name not in self.registers:
            fail(token.line, f"{name!r} is not a declared qubit.")
        register = self.registers[name]
        if not self.cursor.accept("["):
            return register
        if isinstance(register, int):
            fail(token.line, f"{name!r} is one qubit and has no index.")
        chosen = self._index(token, register)
        self.cursor.expect("]")
        return chosen

    def _index(self, token: Token, register: list[int]) -> Qubits:
        """Read an index, {a set of them}, or a range first:last or first:step:last."""
        cursor = self.cursor
        if cursor.accept("{"):
            return [self._element(token, register, e) for e in cursor.listed("}")]
        bounds: list[Expression | None] = [None]
        while cursor.token.text != "]":
            if cursor.accept(":"):
                bounds.append(None)
            else:
                bounds[-1] = cursor.expression()
        if len(bounds) == 1 and bounds[0]:
            return self._element(token, register, bounds[0])
        if not 2 <= len(bounds) <= 3:
            fail(token.line, f"cannot read the index of {token.text!r}.")
        step_given = bounds[1] if len(bounds) == 3 else None
        step = whole_number(step_given(self.scope), token.line, "a step") if step_given else 1
        if not step:
            fail(token.line, "the step of a range cannot be 0.")
        sign = 1 if step > 0 else -1
        ends = [0, len(register) - 1][::sign]
        for i, bound in enumerate((bounds[0], bounds[-1])):
            if bound:
                ends[i] = register.index(self._element(token, register, bound))
        return [register[i] for i in range(ends[0], ends[1] + sign, step)]  # both ends included

    def _element(self, token: Token, register: list[int], expression: Expression) -> int:
        index = whole_number(expression(self.scope), token.line, "an index")
        if not -len(register) <= index < len(register):
            fail(
                token.line,
                f"{token.text!r} has qubits 0 to {len(register) - 1}, got index {index}.",
            )
        return register[index]

    # --- measurements and what is passed over ---------------------------------------------------

    def _output(self) -> None:
        self.cursor.expect("bit")
        self._bit()

    def _bit(self) -> None:
        self.optional_size()
        self.bits.add(self.new_name())
        if not self.cursor.accept("="):
            self.end()
        elif self.cursor.accept("measure"):
            self._measure()
        else:
            self._skip()

    def _assignment(self) -> None:
        """Read bits = measure qubits."""
        cursor = self.cursor
        name = cursor.take()
        if cursor.accept("["):
            cursor.expression()
            cursor.expect("]")
        if not (cursor.accept("=") and cursor.accept("measure")):
            fail(
                name.line, "bits are only assigned by 'measure'; there is no classical arithmetic."
            )
        self._measure()

    def _measure(self) -> None:
        """Read what follows measure: such qubits may not be used again."""
        self._measured.update(_flat(self._operand(None)))
        if self.cursor.accept("->"):
            self._skip()
        else:
            self.end()

    def _reset(self) -> None:
        """Read what follows reset: at the start it does nothing."""
        line = self.cursor.token.line
        for q in _flat(self._operand(None)):
            if q in self._touched or q in self._measured:
                fail(line, f"reset of qubit {q} is not supported after gates or measurements.")
        self.end()

    def _skip(self) -> None:
        """Pass over the rest of a statement."""
        while not self.cursor.accept(";"):
            if self.cursor.token.kind == "end":
                self.end()
            self.cursor.take()


def _flat(qubits: Qubits) -> list[int]:
    return [qubits] if isinstance(qubits, int) else qubits


def _broadcast(call: Call, operands: Sequence[Qubits]) -> list[Call]:
    """Return one call for each qubit of the registers among the operands."""
    sizes = {len(operand) for operand in operands if isinstance(operand, list)}
    if len(sizes) > 1:
        fail(call.line, f"{call.name}: its registers have different sizes, {sorted(sizes)}.")
    calls = []
    for i in range(sizes.pop() if sizes else 1):
        qubits = tuple(o if isinstance(o, int) else o[i] for o in operands)
        if len(set(qubits)) < len(qubits):
            fail(call.line, f"{call.name}: its qubits must differ, got {qubits}.")
        calls.append(replace(call, qubits=qubits))
    return calls
