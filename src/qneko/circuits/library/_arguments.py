"""What the circuits of the library have in common: which qubits meet, and checked arguments."""

from __future__ import annotations

import itertools
from numbers import Real

from ...errors import InputError
from .._angle import Angle, feature, weight
from .._circuit import Circuit

#: Which pairs of qubits a layer entangles.
ENTANGLEMENTS = ("none", "linear", "ring", "full")


def entangling_pairs(n_qubits: int, entanglement: str) -> tuple[tuple[int, int], ...]:
    """Return the (control, target) pairs of one entangling layer.

    Parameters
    ----------
    n_qubits : int
        Number of qubits.
    entanglement : {"none", "linear", "ring", "full"}
        No pair; neighbours; neighbours and the last with the first; every pair.
    """
    return tuple((a, b) for a, b in groups(n_qubits, 2, entanglement))


def groups(n_qubits: int, size: int, entanglement: str) -> tuple[tuple[int, ...], ...]:
    """Return the groups of `size` qubits that one layer couples; single qubits always all."""
    if entanglement not in ENTANGLEMENTS:
        known = ", ".join(map(repr, ENTANGLEMENTS))
        raise InputError(f"entanglement must be one of {known}, got {entanglement!r}.")
    if size == 1:
        return tuple((q,) for q in range(n_qubits))
    if entanglement == "none":
        return ()
    if entanglement == "full":
        return tuple(itertools.combinations(range(n_qubits), size))
    # as many qubits as the group has: around the ring the same qubits would meet again
    wraps = entanglement == "ring" and n_qubits > size
    last = n_qubits if wraps else n_qubits - size + 1
    return tuple(tuple((q + k) % n_qubits for k in range(size)) for q in range(last))


def inputs(n_features: int, bandwidth: float) -> list[Angle]:
    """Return the features times the bandwidth."""
    if not isinstance(bandwidth, Real) or isinstance(bandwidth, bool) or not bandwidth > 0:
        raise InputError(f"bandwidth must be a number above 0, got {bandwidth!r}.")
    return [bandwidth * feature(i) for i in range(count("n_features", n_features))]


def count(name: str, value: int) -> int:
    """Return a whole number from 1 on, after checking that it is one."""
    if isinstance(value, bool) or not hasattr(value, "__index__") or value < 1:
        raise InputError(f"{name} must be a whole number from 1 on, got {value!r}.")
    return int(value)


def is_entangled(entanglement: str) -> bool:
    """Return whether circuits whose structure is fixed are to couple qubits at all."""
    groups(1, 2, entanglement)  # says which words are known
    return entanglement != "none"


def rotate_freely(circuit: Circuit, qubit: int) -> None:
    """Append a general one-qubit gate with three weights of its own."""
    circuit.u(weight(), weight(), weight(), qubit)
