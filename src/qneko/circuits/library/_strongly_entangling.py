"""The circuit-centric ansatz."""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import InputError
from .._circuit import Circuit
from ._arguments import count, entangling_pairs, is_entangled, rotate_freely


def strongly_entangling_ansatz(
    n_qubits: int,
    n_layers: int = 3,
    entanglement: str = "ring",
    *,
    ranges: int | Sequence[int] | None = None,
) -> Circuit:
    """Return the circuit-centric ansatz: general rotations, and CX over a distance.

    Each layer: U(w, w, w) on each qubit, then CX from each qubit q to qubit q + r. With the range r
    growing from layer to layer, few layers entangle all qubits. Weights are numbered layer by
    layer, qubit by qubit.

    The paper's code block has trainable controlled rotations, and skips qubits where r and
    n_qubits have a common factor; the form with a CX from every qubit is the one in common use.

    Parameters
    ----------
    n_qubits : int
        Number of qubits.
    n_layers : int, default 3
        Number of layers.
    entanglement : {"ring", "linear", "full", "none"}, default "ring"
        CX from every qubit, around the ring; only where q + r exists; on every pair, whatever the
        range; none.
    ranges : int or sequence of int, optional
        The range r of all layers, or of each, from 1 to n_qubits - 1. By default 1, 2, ...,
        n_qubits - 1, and again from 1.

    References
    ----------
    M. Schuld, A. Bocharov, K. Svore, N. Wiebe, Circuit-centric quantum classifiers,
    Phys. Rev. A 101, 032308 (2020), arXiv:1804.00633.

    Examples
    --------
    >>> from qneko.circuits import strongly_entangling_ansatz
    >>> strongly_entangling_ansatz(4, n_layers=2)
    <Circuit: 4 qubits, 16 gates, 0 features, 24 weights>
    """
    circuit = Circuit(n_qubits)
    for distance in _checked_ranges(n_qubits, count("n_layers", n_layers), ranges):
        for q in range(n_qubits):
            rotate_freely(circuit, q)
        for a, b in _pairs(n_qubits, entanglement, distance):
            circuit.cx(a, b)
    return circuit


def _pairs(n_qubits: int, entanglement: str, distance: int) -> Sequence[tuple[int, int]]:
    if not is_entangled(entanglement) or entanglement == "full" or n_qubits == 1:
        return entangling_pairs(n_qubits, entanglement)
    last = n_qubits if entanglement == "ring" else n_qubits - distance
    return [(q, (q + distance) % n_qubits) for q in range(last)]


def _checked_ranges(n_qubits: int, n_layers: int, ranges: int | Sequence[int] | None) -> list[int]:
    most = max(1, n_qubits - 1)
    if ranges is None:
        return [layer % most + 1 for layer in range(n_layers)]
    given = [ranges] * n_layers if isinstance(ranges, int) else list(ranges)
    if len(given) != n_layers or not all(count("ranges", r) <= most for r in given):
        raise InputError(
            f"ranges must be one number, or one a layer ({n_layers}), from 1 to {most}, "
            f"got {ranges!r}."
        )
    return given
