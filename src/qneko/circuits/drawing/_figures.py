"""What each gate looks like, and in which column it stands."""

from __future__ import annotations

from dataclasses import dataclass, field

from .._circuit import Circuit
from .._operation import Operation
from ._labels import Label, angle_label

_NAMES = {"sdg": "S†", "tdg": "T†", "sx": "√X", "iswap": "iSWAP", "pauli_rotation": "R"}
_PAULIS = {"rxx": "XX", "ryy": "YY", "rzz": "ZZ"}
_N_CONTROLS = {
    **dict.fromkeys(("cx", "cy", "cz", "ch", "crx", "cry", "crz", "cp", "cswap"), 1),
    "ccx": 2,
}
#: More amplitudes are not written out.
_MAX_AMPLITUDES = 4


@dataclass(slots=True)
class Figure:
    """The marks of one gate: dots, crossed circles and crosses on wires, or a box, joined."""

    operation: Operation
    dots: tuple[int, ...] = ()
    targets: tuple[int, ...] = ()
    crosses: tuple[int, ...] = ()
    #: the wires that enter the box; the box spans all from the lowest to the highest
    box: tuple[int, ...] = ()
    name: str = ""
    arguments: Label = field(default_factory=list)
    #: what stands beside a wire inside the box
    ports: dict[int, str] = field(default_factory=dict)

    @property
    def span(self) -> tuple[int, int]:
        """Its lowest and highest wire."""
        return min(self.operation.qubits), max(self.operation.qubits)


def figures(circuit: Circuit) -> list[list[Figure]]:
    """Return the columns of a picture: each gate as far left as its wires are free."""
    columns: list[list[Figure]] = []
    free = [0] * circuit.n_qubits
    for operation in circuit:
        figure = _figure(operation)
        low, high = figure.span
        column = max(free[low : high + 1])
        if column == len(columns):
            columns.append([])
        columns[column].append(figure)
        free[low : high + 1] = [column + 1] * (high + 1 - low)
    return columns


def _figure(operation: Operation) -> Figure:
    name, qubits = operation.name, operation.qubits
    if name == "swap":
        return Figure(operation, crosses=qubits)
    if name == "cz":
        return Figure(operation, dots=qubits)
    n_controls = _N_CONTROLS.get(name, 0)
    dots, rest = qubits[:n_controls], qubits[n_controls:]
    if name in ("cx", "ccx"):
        return Figure(operation, dots=dots, targets=rest)
    if name == "cswap":
        return Figure(operation, dots=dots, crosses=rest)
    label = name[n_controls:]
    figure = Figure(operation, dots=dots, box=rest, name=_NAMES.get(label, label.upper()))
    figure.arguments = _arguments(operation)
    if name == "initialize":
        figure.name = "Init"
    if name == "unitary":
        figure.name = "Unitary"
    if paulis := operation.paulis or _PAULIS.get(name, ""):
        figure.ports = dict(zip(qubits, paulis, strict=True))
    elif name in ("initialize", "unitary") and len(qubits) > 1:
        figure.ports = {q: str(i) for i, q in enumerate(qubits)}
    return figure


def _arguments(operation: Operation) -> Label:
    """Return what stands in the brackets of a gate."""
    labels = [angle_label(angle) for angle in operation.angles]
    if operation.name == "initialize" and len(labels) > _MAX_AMPLITUDES:
        labels = [*labels[:2], ["…"], labels[-1]]
    joined: Label = []
    for position, label in enumerate(labels):
        joined += [", ", *label] if position else label
    return joined
