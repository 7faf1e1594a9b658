"""The trainable instantaneous-quantum-polynomial circuit."""

from __future__ import annotations

from .._angle import weight
from .._circuit import Circuit
from ._arguments import count, groups


def iqp_ansatz(n_qubits: int, max_weight: int = 2, entanglement: str = "full") -> Circuit:
    """Return the trainable IQP circuit: H, a rotation about Z...Z on each group of qubits, H.

    All rotations commute. Samples of it are believed to be hard to draw for a classical computer,
    while expectations of Z strings are easy to estimate, so that it can be trained classically and
    sampled on hardware.

    Each group S of 1 to `max_weight` qubits has one weight: exp(-i w Z_S / 2), which between the
    two layers of H is exp(-i w X_S / 2). Weights are numbered from single qubits to the largest
    groups, within a size in the order of the groups' qubits.

    Parameters
    ----------
    n_qubits : int
        Number of qubits.
    max_weight : int, default 2
        Most qubits of a group, up to n_qubits.
    entanglement : {"full", "ring", "linear", "none"}, default "full"
        All groups; groups of neighbours, around the ring or on a line; single qubits only, which
        makes the outcomes of the qubits independent.

    References
    ----------
    E. Recio-Armengol, S. Ahmed, J. Bowles, Train on classical, deploy on quantum: scaling
    generative quantum machine learning to a thousand qubits (2025), arXiv:2503.02934;
    D. Shepherd, M. J. Bremner, Proc. R. Soc. A 465, 1413 (2009), arXiv:0809.0847.

    Examples
    --------
    >>> from qneko.circuits import iqp_ansatz
    >>> iqp_ansatz(3).n_weights, iqp_ansatz(3, max_weight=3).n_weights
    (6, 7)
    """
    circuit = Circuit(n_qubits)
    for q in range(n_qubits):
        circuit.h(q)
    for size in range(1, min(count("max_weight", max_weight), n_qubits) + 1):
        for group in groups(n_qubits, size, entanglement):
            circuit.pauli_rotation(weight(), "Z" * size, group)
    for q in range(n_qubits):
        circuit.h(q)
    return circuit
