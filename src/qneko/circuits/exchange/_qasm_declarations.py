"""What an OpenQASM program declares: inputs, constants, qubits and bits."""

from __future__ import annotations

from ...errors import InputError
from .._angle import Angle, Symbol, weight
from .._circuit import MAX_QUBITS
from ._qasm_expressions import CONSTANTS, Cursor, Expression, Value, whole_number
from ._qasm_tokens import fail, tokens

#: The types of constants.
NUMBER_TYPES = ("float", "angle", "int", "uint")
_MAX_INPUTS = 1_000_000


class Declarations:
    """The names of a program, and a cursor in it.

    Attributes
    ----------
    n_qubits : int
        Of all registers; each one follows those before it.
    inputs : dict of str to frozenset of one Symbol
        The symbol that stands for an input until it is known to be a feature or a weight.
    """

    def __init__(self, text: str):
        if not isinstance(text, str):
            raise InputError(
                f"Expected the text of an OpenQASM 3 program, got {type(text).__name__}."
            )
        self.cursor = Cursor(tokens(text))
        self.n_qubits = 0
        self.inputs: dict[str, frozenset[Symbol]] = {}
        self.scope: dict[str, Value] = {}
        self.constants: dict[str, Value] = {}
        self.registers: dict[str, list[int] | int] = {}
        self.bits: set[str] = set()

    def version(self) -> None:
        """Read what follows OPENQASM."""
        version = self.cursor.take()
        if version.text.partition(".")[0] != "3":
            fail(
                version.line,
                f"expected OpenQASM 3, got version {version.text}; Qiskit reads older ones, and "
                "from_qiskit takes its circuits.",
            )
        self.end()

    def include(self) -> None:
        """Read what follows include."""
        file = self.cursor.take()
        if file.text[1:-1] != "stdgates.inc":
            fail(file.line, f"only stdgates.inc can be included, got {file.text}.")
        self.end()

    def input(self) -> None:
        """Read what follows input: a real number, or an array of them."""
        cursor, size = self.cursor, None
        kind = cursor.take()
        if kind.text == "array":
            cursor.expect("[")
            kind = cursor.take()
            self.optional_size()
            cursor.expect(",")
            size = self._size(cursor.expression(), kind.line, _MAX_INPUTS)
            cursor.expect("]")
        else:
            self.optional_size()
        if kind.text not in ("float", "angle"):
            fail(kind.line, f"inputs are float or angle, got {kind.text!r}.")
        name = self.new_name()
        for element in [name] if size is None else [f"{name}[{i}]" for i in range(size)]:
            stand_in = weight()
            self.scope[element] = stand_in
            self.inputs[element] = stand_in.symbols
        self.end()

    def constant(self) -> None:
        """Read a number with a name, whose type may be left out after const."""
        cursor = self.cursor
        if cursor.token.text in NUMBER_TYPES:
            cursor.take()
        self.optional_size()
        name = self.new_name()
        cursor.expect("=")
        self.scope[name] = value = cursor.expression()(self.scope)
        if not isinstance(value, Angle):
            self.constants[name] = value
        self.end()

    def qubits(self) -> None:
        """Read what follows qubit."""
        size = self.optional_size(MAX_QUBITS)
        self._add_register(self.new_name(), size)

    def qreg(self) -> None:
        """Read what follows qreg."""
        name = self.new_name()
        self._add_register(name, self.optional_size(MAX_QUBITS))

    def creg(self) -> None:
        """Read what follows creg."""
        self.bits.add(self.new_name())
        self.optional_size()
        self.end()

    def physical(self, name: str, line: int) -> int:
        """Return the number of a physical qubit such as $3."""
        if self.registers:
            fail(line, f"physical qubits ({name}) and declared ones cannot be mixed.")
        number = int(name[1:])
        self._check_qubits(number + 1, line)
        self.n_qubits = max(self.n_qubits, number + 1)
        return number

    def optional_size(self, limit: int = _MAX_INPUTS) -> int | None:
        """Return the number in [...], if it comes next."""
        line = self.cursor.token.line
        if not self.cursor.accept("["):
            return None
        size = self._size(self.cursor.expression(), line, limit)
        self.cursor.expect("]")
        return size

    def end(self) -> None:
        """Read the end of a statement."""
        self.cursor.expect(";")

    def _size(self, expression: Expression, line: int, limit: int) -> int:
        size = whole_number(expression(self.scope), line, "a size")
        if not 1 <= size <= limit:
            fail(line, f"expected a size from 1 to {limit}, got {size}.")
        return size

    def new_name(self) -> str:
        """Return the name that comes next, which must be new."""
        line = self.cursor.token.line
        name = self.cursor.name()
        if name in self.scope or name in self.registers or name in self.bits or name in CONSTANTS:
            fail(line, f"the name {name!r} is taken.")
        return name

    def _add_register(self, name: str, size: int | None) -> None:
        first = self.n_qubits
        self._check_qubits(first + (size or 1), self.cursor.token.line)
        self.n_qubits += size or 1
        self.registers[name] = first if size is None else list(range(first, self.n_qubits))
        self.end()

    def _check_qubits(self, n_qubits: int, line: int) -> None:
        if n_qubits > MAX_QUBITS:
            fail(line, f"a circuit has at most {MAX_QUBITS} qubits, got {n_qubits}.")
