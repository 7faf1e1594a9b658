"""The circuit: gates on qubits, with angles that read features and weights."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from operator import index
from typing import Any

from numpy.typing import ArrayLike

from ..errors import InputError
from ._angle import Angle, Symbol, weight
from ._compose import inner_operations, inner_qubits
from ._gate_methods import GateMethods
from ._inverse import inverse
from ._operation import Operation, as_tuple, check_gate, checked_angles, checked_matrix

#: More qubits than any state vector here can hold; a wrong argument is caught before memory is.
MAX_QUBITS = 30
#: Larger circuits are not drawn unasked.
_MAX_SHOWN = 1000


class Circuit(GateMethods):
    """Gates on `n_qubits` qubits that start in ``|0...0>``.

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

    @property
    def operations(self) -> tuple[Operation, ...]:
        """The gates, in the order in which they act."""
        return tuple(self._operations)

    @property
    def weights(self) -> tuple[Angle, ...]:
        """Its weights in the order of ``w``, to use them again in more gates of this circuit."""
        return tuple(Angle([((symbol,), 1.0)]) for symbol in self._weight_index)

    @property
    def n_features(self) -> int:
        """Columns that ``X`` must have: one more than the highest feature index in use."""
        return self._n_features

    @property
    def n_weights(self) -> int:
        """Length of ``w``."""
        return len(self._weight_index)

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
        for expression in expressions:  # the terms' own order would put products first
            for symbol in sorted(expression.symbols):
                self._number(symbol)
        numbered = tuple(a.substitute(self._number) for a in expressions)
        self._operations.append(Operation(name, where, numbered, paulis, rows))
        return self

    def compose(
        self,
        other: Circuit,
        qubits: int | Sequence[int] | None = None,
        *,
        features: Sequence[Angle | float] | None = None,
        weights: Sequence[Angle | float] | None = None,
    ) -> Circuit:
        """Append another circuit's gates.

        Parameters
        ----------
        other : Circuit
            What to append.
        qubits : sequence of int, optional
            Where its qubits 0, 1, ... go; by default the same numbers.
        features : sequence of Angle or float, optional
            What its features 0, 1, ... become; by default they keep their columns.
        weights : sequence of Angle or float, optional
            What its weights 0, 1, ... become: angles (those of `weights` share them), or numbers,
            which fixes them. By default new weights of this circuit, in the same order.

        Examples
        --------
        >>> from qneko.circuits import Circuit, feature, weight
        >>> block = Circuit(1).ry(feature(0), 0).rz(weight(), 0)
        >>> circuit = Circuit(2).compose(block, 0)
        >>> circuit.compose(block, 1, features=[2 * feature(1)], weights=circuit.weights)
        <Circuit: 2 qubits, 4 gates, 2 features, 1 weights>
        """
        if not isinstance(other, Circuit):
            raise InputError(f"compose: expected a Circuit, got {type(other).__name__}.")
        where = self._checked_qubits("compose", inner_qubits(other, qubits))
        fresh = [weight() for _ in range(other.n_weights)] if weights is None else []
        operations = inner_operations(other, where, features, fresh if weights is None else weights)
        for number, operation in enumerate(operations):
            if operation.name == "initialize":
                self._check_untouched(f"compose: its gate {number} (initialize)", operation.qubits)
        self._declare(fresh)
        for operation in operations:
            angles = tuple(a.substitute(self._number) for a in operation.angles)
            self._operations.append(replace(operation, angles=angles))
        return self

    def repeat(self, n: int, share_weights: bool = False) -> Circuit:
        """Return a new circuit: this one, `n` times in a row.

        Parameters
        ----------
        n : int
            How often, from 1 on.
        share_weights : bool, default False
            Whether all repetitions use this circuit's weights; otherwise each has its own.
        """
        if isinstance(n, bool) or not hasattr(n, "__index__") or n < 1:
            raise InputError(f"repeat(n) takes a whole number from 1 on, got {n!r}.")
        repeated = self.copy()
        for _ in range(n - 1):
            repeated.compose(self, weights=self.weights if share_weights else None)
        return repeated

    def inverse(self) -> Circuit:
        """Return a new circuit that undoes this one, with the same features and weights.

        Raises
        ------
        InputError
            If the circuit has an ``initialize``, which cannot be undone.
        """
        undone = self.copy()
        undone._operations = [o for gate in reversed(self._operations) for o in inverse(gate)]
        return undone

    def draw(self, kind: str = "text", width: int | None = None) -> str:
        """Return a picture of the circuit.

        Parameters
        ----------
        kind : {"text", "svg"}, default "text"
            Box characters for a terminal, to be printed, or an SVG file's content.
        width : int, optional
            Characters or pixels after which the picture is folded; by default the terminal's
            width, or 960 pixels.

        Examples
        --------
        >>> from qneko.circuits import Circuit, feature, weight
        >>> print(Circuit(2).ry(feature(0), 0).cx(0, 1).rz(2 * weight(), 1).draw(width=80))
              ┌────────┐
        q0: ──┤ RY(x0) ├──●───────────────
              └────────┘  │  ┌─────────┐
        q1: ──────────────⊕──┤ RZ(2w0) ├──
                             └─────────┘
        """
        from .drawing import draw_svg, draw_text

        if kind not in ("text", "svg"):
            raise InputError(f"draw: expected 'text' or 'svg', got {kind!r}.")
        if width is not None and (not hasattr(width, "__index__") or width < 1):
            raise InputError(f"draw: expected a width from 1 on, got {width!r}.")
        return draw_text(self, width) if kind == "text" else draw_svg(self, width)

    def _repr_svg_(self) -> str | None:
        """Return the picture that notebooks show; none of circuits too large to look at."""
        return self.draw("svg") if len(self) <= _MAX_SHOWN else None

    def copy(self) -> Circuit:
        """Return a circuit that can be extended without changing this one."""
        twin = Circuit(self.n_qubits)
        twin._operations = list(self._operations)
        twin._weight_index = dict(self._weight_index)
        twin._n_features = self._n_features
        return twin

    def _number(self, symbol: Symbol) -> Symbol:
        """Give a symbol its place: features keep theirs, a new weight gets the next one."""
        if symbol.kind == "feature":
            self._n_features = max(self._n_features, symbol.index + 1)
            return symbol
        return Symbol("weight", self._weight_index.setdefault(symbol, len(self._weight_index)))

    def _declare(self, weights: Iterable[Angle]) -> None:
        """Give new weights the next positions, in this order, whether or not gates use them."""
        for angle in weights:
            angle.substitute(self._number)

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
