"""Ansätze shaped like tensor networks: a tree and a matrix product state."""

from __future__ import annotations

from .._circuit import Circuit
from ._arguments import count, is_entangled, rotate_freely


def halved(qubits: list[int]) -> list[int]:
    """Return the qubits that stay of pairs of neighbours: the second of each, and one left over."""
    return [*qubits[1::2], *(qubits[-1:] if len(qubits) % 2 else [])]


def tree_ansatz(n_qubits: int, n_layers: int = 1, entanglement: str = "linear") -> Circuit:
    """Return the tree tensor network: pairs of qubits meet, one of each pair goes on.

    The last qubit is the root: measure it (``Z(n_qubits - 1)``). Its expectation depends on all
    qubits through about log2(n_qubits) nodes, so its gradients vanish only polynomially.

    A node is `n_layers` times U(w, w, w) on both qubits and CX from the one that leaves to the one
    that stays; a last U acts on the root. Weights are numbered in this order, nodes from the leaves
    to the root.

    Parameters
    ----------
    n_qubits : int
        Number of qubits.
    n_layers : int, default 1
        Layers of each node; three and the next node's rotations make any two-qubit unitary.
    entanglement : {"linear", "ring", "full", "none"}, default "linear"
        "none" leaves the CX out, and then only the root's own qubit is seen. The tree decides who
        meets: the other words mean the same here.

    References
    ----------
    E. Grant et al., Hierarchical quantum classifiers, npj Quantum Inf. 4, 65 (2018),
    arXiv:1804.03680;
    W. Huggins et al., Towards quantum machine learning with tensor networks, Quantum Sci. Technol.
    4, 024001 (2019), arXiv:1803.11537.

    Examples
    --------
    >>> from qneko.circuits import tree_ansatz
    >>> tree_ansatz(4)
    <Circuit: 4 qubits, 10 gates, 0 features, 21 weights>
    """
    circuit = Circuit(n_qubits)
    qubits = list(range(n_qubits))
    while len(qubits) > 1:
        for leaves, stays in zip(qubits[::2], qubits[1::2], strict=False):
            _append_node(circuit, leaves, stays, n_layers, entanglement)
        qubits = halved(qubits)
    rotate_freely(circuit, qubits[0])
    return circuit


def mps_ansatz(n_qubits: int, n_layers: int = 1, entanglement: str = "linear") -> Circuit:
    """Return the matrix product state: two-qubit nodes in a chain along the qubits.

    Measure the last qubit (``Z(n_qubits - 1)``), where the chain ends. One qubit carries what the
    earlier ones say, so the bond dimension is 2 and a classical computer can follow.

    A node is `n_layers` times U(w, w, w) on qubits q and q + 1 and CX from q to q + 1; a last U
    acts on the last qubit. Weights are numbered in this order, along the chain.

    Parameters
    ----------
    n_qubits : int
        Number of qubits.
    n_layers : int, default 1
        Layers of each node; three and the next node's rotations make any two-qubit unitary.
    entanglement : {"linear", "ring", "full", "none"}, default "linear"
        "none" leaves the CX out, and then only the last qubit is seen. The chain decides who
        meets: the other words mean the same here.

    References
    ----------
    W. Huggins et al., Towards quantum machine learning with tensor networks, Quantum Sci. Technol.
    4, 024001 (2019), arXiv:1803.11537;
    E. Grant et al., npj Quantum Inf. 4, 65 (2018), arXiv:1804.03680.

    Examples
    --------
    >>> from qneko.circuits import mps_ansatz
    >>> mps_ansatz(4)
    <Circuit: 4 qubits, 10 gates, 0 features, 21 weights>
    """
    circuit = Circuit(n_qubits)
    for q in range(n_qubits - 1):
        _append_node(circuit, q, q + 1, n_layers, entanglement)
    rotate_freely(circuit, n_qubits - 1)
    return circuit


def _append_node(
    circuit: Circuit, leaves: int, stays: int, n_layers: int, entanglement: str
) -> None:
    for _ in range(count("n_layers", n_layers)):
        rotate_freely(circuit, leaves)
        rotate_freely(circuit, stays)
        if is_entangled(entanglement):
            circuit.cx(leaves, stays)
