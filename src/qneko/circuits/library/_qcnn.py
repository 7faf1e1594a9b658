"""The quantum convolutional network: layers of equal gates, each followed by pooling."""

from __future__ import annotations

from .._angle import Angle, weight
from .._circuit import Circuit
from ._arguments import count, entangling_pairs, is_entangled, rotate_freely
from ._strongly_entangling import strongly_entangling_ansatz
from ._tensor_networks import halved

#: Weights of the Cartan form of a two-qubit unitary: three a rotation, four rotations, XX, YY, ZZ.
_SU4 = 15


def qcnn_ansatz(
    n_qubits: int,
    n_layers: int | None = None,
    entanglement: str = "ring",
    *,
    share_weights: bool = True,
) -> Circuit:
    """Return the quantum convolutional network: convolution and pooling, until few qubits are left.

    Convolution: the same two-qubit unitary (any of SU(4), 15 weights) on each entangled pair of the
    qubits that are left, the disjoint pairs first. Pooling: of each two neighbours the first is
    dropped; it controls a rotation of the second (three weights), which is what measuring it and
    acting on the outcome would do. Behind the last pooling, the fully connected part: one layer of
    `strongly_entangling_ansatz` if several qubits are left, and U(w, w, w) on each.

    Measure the qubits that `qcnn_qubits` returns. The number of weights grows with the logarithm
    of n_qubits, and gradients do not vanish exponentially; for the same reason a classical
    computer can often follow (Bermejo et al. 2024, arXiv:2408.12739).

    Weights are numbered layer by layer: convolution, pooling; then the fully connected part.

    Parameters
    ----------
    n_qubits : int
        Number of qubits; any number, where one is left over it stays.
    n_layers : int, optional
        Most layers; it ends before when one qubit is left. By default it goes on until then.
    entanglement : {"ring", "linear", "full", "none"}, default "ring"
        Which pairs of the qubits that are left meet in a convolution. With "none" no gate couples
        qubits, in the pooling neither: what is dropped is not seen.
    share_weights : bool, default True
        Whether all gates of a convolution, and all of a pooling, have the same weights, as in the
        paper; otherwise each has its own.

    References
    ----------
    I. Cong, S. Choi, M. D. Lukin, Quantum convolutional neural networks, Nat. Phys. 15, 1273
    (2019), arXiv:1810.03787;
    A. Pesah et al., Absence of barren plateaus in quantum convolutional neural networks,
    Phys. Rev. X 11, 041011 (2021), arXiv:2011.02966.

    Examples
    --------
    >>> from qneko.circuits import Z, qcnn_ansatz, qcnn_qubits
    >>> qcnn_ansatz(8)
    <Circuit: 8 qubits, 113 gates, 0 features, 57 weights>
    >>> [str(Z(q)) for q in qcnn_qubits(8, n_layers=2)]
    ['Z3', 'Z7']
    """
    circuit = Circuit(n_qubits)
    for qubits in _levels(n_qubits, n_layers)[:-1]:
        _append_convolution(circuit, qubits, entanglement, share_weights)
        if is_entangled(entanglement):
            _append_pooling(circuit, qubits, share_weights)
    left = qcnn_qubits(n_qubits, n_layers)
    if len(left) > 1:
        circuit.compose(strongly_entangling_ansatz(len(left), 1, entanglement), left)
    for q in left:
        rotate_freely(circuit, q)
    return circuit


def qcnn_qubits(n_qubits: int, n_layers: int | None = None) -> tuple[int, ...]:
    """Return the qubits that are left at the end of `qcnn_ansatz`: those to measure.

    Parameters
    ----------
    n_qubits : int
        Number of qubits.
    n_layers : int, optional
        Most layers, as for `qcnn_ansatz`.
    """
    return tuple(_levels(n_qubits, n_layers)[-1])


def _levels(n_qubits: int, n_layers: int | None) -> list[list[int]]:
    """Return the qubits that are left before each layer, and at the end."""
    most = n_qubits if n_layers is None else count("n_layers", n_layers)
    levels = [list(range(n_qubits))]
    while len(levels) <= most and len(levels[-1]) > 1:
        levels.append(halved(levels[-1]))
    return levels


def _append_convolution(
    circuit: Circuit, qubits: list[int], entanglement: str, share_weights: bool
) -> None:
    pairs = entangling_pairs(len(qubits), entanglement)
    shared = [weight() for _ in range(_SU4)]
    # those that begin at an even place are disjoint on a line: they act at the same time
    for a, b in sorted(pairs, key=lambda pair: pair[0] % 2):
        w = shared if share_weights else [weight() for _ in range(_SU4)]
        _append_su4(circuit, qubits[a], qubits[b], w)
    if not pairs:
        for q in qubits:
            w = shared if share_weights else [weight() for _ in range(3)]
            circuit.u(w[0], w[1], w[2], q)


def _append_su4(circuit: Circuit, a: int, b: int, w: list[Angle]) -> None:
    """Append any two-qubit unitary: rotations around exp(-i (x XX + y YY + z ZZ) / 2)."""
    circuit.u(w[0], w[1], w[2], a).u(w[3], w[4], w[5], b)
    circuit.rxx(w[6], a, b).ryy(w[7], a, b).rzz(w[8], a, b)
    circuit.u(w[9], w[10], w[11], a).u(w[12], w[13], w[14], b)


def _append_pooling(circuit: Circuit, qubits: list[int], share_weights: bool) -> None:
    shared = [weight() for _ in range(3)]
    for dropped, stays in zip(qubits[::2], qubits[1::2], strict=False):
        w = shared if share_weights else [weight() for _ in range(3)]
        circuit.crz(w[0], dropped, stays).cry(w[1], dropped, stays).crz(w[2], dropped, stays)
