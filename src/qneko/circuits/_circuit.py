"""The circuit: gates on qubits, with angles that read features and weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import index
from typing import Any

from numpy.typing import ArrayLike

from ..errors import InputError
from ._angle import Angle, Symbol
from ._gate_methods import GateMethods
from ._operation import Operation, as_tuple, check_gate, checked_angles, checked_matrix

#: More qubits than any state vector here can hold; a wrong argument is caught before memory is.
MAX_QUBITS = 30


class Circuit(GateMethods):
    """Gates on `n_qubits` qubits that start in |0...0>.

    Bit ``q`` of a basis state's index is qubit ``q`` (little-endian, as in Qiskit). Gate methods
    append and return the circuit, so calls can be chained.

    Parameters
    ----------
    n_qubits : int
        Number of qubits, from 1 to 30.

    Examples
    --------
    >>> from qneko.circuits import Circuit, feature, weight
    >>> circuit = Circuit(2).ry(feature(0), 0).ry(weight(), 1).cx(0, 1)
    >>> circuit.n_features, circuit.n_weights, len(circuit)
    (1, 1, 3)
    """

    def __init__(self, n_qubits: int):
        if isinstance(n_qubits, bool) or not hasattr(n_qubits, "__index__"):
            raise InputError(f"Circuit(n_qubits) takes a whole number, got {n_qubits!r}.")
        if not 1 <= n_qubits <= MAX_QUBITS:
            raise InputError(f"A circuit has 1 to {MAX_QUBITS} qubits, got {n_qubits}.")
        self.n_qubits = int(n_qubits)
        self._operations: list[Operation] = []
        self._weight_index: dict[Symbol, int] = {}
        self._n_features = 0
        self._n_weights = 0

    @property
    def operations(self) -> tuple[Operation, ...]:
        """The gates, in the order in which they act."""
        return tuple(self._operations)

    @property
    def n_features(self) -> int:
        """Columns that ``X`` must have: one more than the highest feature index in use."""
        return self._n_features

    @property
    def n_weights(self) -> int:
        """Length of ``w``."""
        return self._n_weights

    def append(
        self,
        name: str,
        qubits: int | Sequence[int],
        angles: Sequence[Angle | float] = (),
        paulis: str = "",
        matrix: ArrayLike | None = None,
    ) -> Circuit:
        """Append a gate by name; the gate methods call this.

        Raises
        ------
        InputError
            If the gate is unknown, or its qubits, angles or matrix do not fit; the message names
            the gate, its place in the circuit and the qubit.
        """
        place = f"Gate {len(self._operations)} ({name})"
        targets = as_tuple(qubits)
        given = None if isinstance(matrix, tuple) and not matrix else matrix
        check_gate(place, name, len(targets), angles, paulis, given is not None)
        where = self._checked_qubits(place, targets)
        expressions = checked_angles(place, name, angles)
        rows = () if given is None else checked_matrix(place, given, len(where))
        if name == "initialize":
            self._check_untouched(place, where)
        numbered = tuple(a.substitute(self._number) for a in expressions)
        self._operations.append(Operation(name, where, numbered, paulis, rows))
        return self

    def compose(self, other: Circuit, qubits: Sequence[int] | None = None) -> Circuit:
        """Append another circuit's gates; its weights become new weights of this circuit.

        Parameters
        ----------
        other : Circuit
            What to append. Its features keep their columns.
        qubits : sequence of int, optional
            Where its qubits 0, 1, ... go; by default the same numbers.
        """
        where = tuple(range(other.n_qubits)) if qubits is None else as_tuple(qubits)
        if len(where) != other.n_qubits:
            raise InputError(
                f"compose: expected {other.n_qubits} qubits, one for each of the inner circuit, "
                f"got {len(where)}."
            )
        where = self._checked_qubits("compose", where)
        for number, operation in enumerate(other.operations):
            if operation.name == "initialize":
                place = f"compose: its gate {number} (initialize)"
                self._check_untouched(place, [where[q] for q in operation.qubits])
        first = self._n_weights
        for operation in other.operations:
            angles = tuple(
                a.substitute(lambda s: Symbol(s.kind, s.index + first * (s.kind == "weight")))
                for a in operation.angles
            )
            moved = tuple(where[q] for q in operation.qubits)
            self._operations.append(replace(operation, qubits=moved, angles=angles))
        self._n_weights += other.n_weights
        self._n_features = max(self._n_features, other.n_features)
        return self

    def copy(self) -> Circuit:
        """Return a circuit that can be extended without changing this one."""
        twin = Circuit(self.n_qubits)
        twin._operations = list(self._operations)
        twin._weight_index = dict(self._weight_index)
        twin._n_features, twin._n_weights = self._n_features, self._n_weights
        return twin

    def _number(self, symbol: Symbol) -> Symbol:
        """Give a symbol its place: features keep theirs, a new weight gets the next one."""
        if symbol.kind == "feature":
            self._n_features = max(self._n_features, symbol.index + 1)
            return symbol
        if symbol not in self._weight_index:
            self._weight_index[symbol] = self._n_weights
            self._n_weights += 1
        return Symbol("weight", self._weight_index[symbol])

    def _checked_qubits(self, place: str, qubits: Sequence[Any]) -> tuple[int, ...]:
        for q in qubits:
            if isinstance(q, bool) or not hasattr(q, "__index__") or not 0 <= q < self.n_qubits:
                raise InputError(
                    f"{place}: expected qubits from 0 to {self.n_qubits - 1}, got {q!r}."
                )
        if len(set(qubits)) != len(qubits):
            raise InputError(f"{place}: its qubits must differ, got {tuple(qubits)}.")
        return tuple(index(q) for q in qubits)

    def _check_untouched(self, place: str, qubits: Sequence[int]) -> None:
        """Raise if a gate came before on a qubit whose state is to be prepared."""
        for number, earlier in enumerate(self._operations):
            for q in earlier.qubits:
                if q in qubits:
                    raise InputError(
                        f"{place}: expected qubits that no gate has touched, but gate {number} "
                        f"({earlier.name}) came before on qubit {q}; initialize comes first."
                    )

    def __len__(self) -> int:
        return len(self._operations)

    def __iter__(self) -> Iterator[Operation]:
        return iter(self.operations)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Circuit) and (self.n_qubits, self._operations) == (
            other.n_qubits,
            other._operations,
        )

    __hash__ = None  # type: ignore[assignment]  # it can be extended

    def __repr__(self) -> str:
        return (
            f"<Circuit: {self.n_qubits} qubits, {len(self)} gates, "
            f"{self.n_features} features, {self.n_weights} weights>"
        )
