"""The circuit of a graph: pulses on all qubits, and the graph's interaction in between."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...circuits import Angle, Circuit, feature
from ...errors import InputError
from ._rows import entries

EVOLUTIONS = ("ising", "xy")
INTERACTIONS = ("graph", "none")

#: (i, j, weight) of the edges, and of nodes where i == j
Terms = list[tuple[int, int, Angle]]


def evolution_circuit(
    n_nodes: int,
    pulses: Sequence[float],
    times: Sequence[float],
    phases: Sequence[float],
    *,
    evolution: str = "ising",
    entanglement: str = "graph",
    n_steps: int = 4,
    used: Sequence[int] | None = None,
) -> Circuit:
    """Return the circuit whose features are the weights of a graph's edges and nodes.

    RX(pulses[0]) on all qubits; then for each layer the interaction for times[l], P(phases[l]) and
    RX(pulses[l + 1]) on all qubits. All gates within an interaction's part commute, so the result
    does not depend on how the nodes are numbered.

    Parameters
    ----------
    n_nodes : int
        Number of nodes, and of qubits.
    pulses : sequence of n_layers + 1 floats
        Angles of the pulses, in radians.
    times : sequence of n_layers floats
        Durations, in units of 1 / (the weight of an edge).
    phases : sequence of n_layers floats
        How much the phase of the drive is advanced before each pulse but the first, in radians.
    evolution : {"ising", "xy"}, default "ising"
        The interaction: sum_ij A_ij n_i n_j with n = (1 - Z) / 2, exactly; or
        sum_ij A_ij (X_i X_j + Y_i Y_j) / 2, in second-order Trotter steps between its XX and its YY
        part. Both with sum_i A_ii n_i.
    entanglement : {"graph", "none"}, default "graph"
        With "none" the interaction loses the part that entangles: "ising" keeps the fields
        A_ij (n_i + n_j) / 2, "xy" only the nodes' own weights.
    n_steps : int, default 4
        Trotter steps of each "xy" interaction.
    used : sequence of int, optional
        The entries of a graph's row (as of `GraphVectorizer`) that become features 0, 1, ...; the
        others are 0. By default all.

    References
    ----------
    L.-P. Henry et al., Phys. Rev. A 104, 032416 (2021), arXiv:2107.03247.

    Examples
    --------
    >>> from qneko.models.graphs import evolution_circuit
    >>> evolution_circuit(3, [1.0, 1.0], [0.5], [0.0])
    <Circuit: 3 qubits, 15 gates, 6 features, 0 weights>
    """
    if not len(pulses) - 1 == len(times) == len(phases):
        raise InputError(
            "Expected as many phases as times and one pulse more, got "
            f"{len(phases)} phases, {len(times)} times and {len(pulses)} pulses."
        )
    circuit = Circuit(n_nodes)
    i, j = entries(n_nodes)
    columns = range(len(i)) if used is None else used
    terms = [(int(i[c]), int(j[c]), feature(k)) for k, c in enumerate(columns)]
    interact = _INTERACTIONS[evolution, entanglement]
    for q in range(n_nodes):
        circuit.rx(float(pulses[0]), q)
    for time, phase, pulse in zip(times, phases, pulses[1:], strict=True):
        interact(circuit, terms, float(time), n_steps)
        for q in range(n_nodes):
            circuit.p(float(phase), q).rx(float(pulse), q)
    return circuit


def _ising(circuit: Circuit, terms: Terms, time: float, n_steps: int) -> None:
    _fields(circuit, terms, time)
    for i, j, value in terms:
        if i != j:
            circuit.cp(-time * value, i, j)


def _ising_without_zz(circuit: Circuit, terms: Terms, time: float, n_steps: int) -> None:
    """n_i n_j is (n_i + n_j) / 2 but for a constant and the term Z_i Z_j / 4, which entangles."""
    _fields(circuit, terms, time)
    for i, j, value in terms:
        if i != j:
            circuit.p(-time / 2 * value, i).p(-time / 2 * value, j)


def _xy(circuit: Circuit, terms: Terms, time: float, n_steps: int) -> None:
    step = time / n_steps
    for number in range(n_steps):
        # the last half of one step and the first of the next are one
        _exchange(circuit, "rxx", terms, step if number else step / 2)
        _fields(circuit, terms, step / 2)
        _exchange(circuit, "ryy", terms, step)
        _fields(circuit, terms, step / 2)
    _exchange(circuit, "rxx", terms, step / 2)


def _only_fields(circuit: Circuit, terms: Terms, time: float, n_steps: int) -> None:
    _fields(circuit, terms, time)


def _exchange(circuit: Circuit, gate: str, terms: Terms, time: float) -> None:
    for i, j, value in terms:
        if i != j:
            circuit.append(gate, (i, j), (time * value,))


def _fields(circuit: Circuit, terms: Terms, time: float) -> None:
    for i, j, value in terms:
        if i == j:
            circuit.p(-time * value, i)


_INTERACTIONS: dict[tuple[str, str], Callable[[Circuit, Terms, float, int], None]] = {
    ("ising", "graph"): _ising,
    ("ising", "none"): _ising_without_zz,
    ("xy", "graph"): _xy,
    ("xy", "none"): _only_fields,
}
