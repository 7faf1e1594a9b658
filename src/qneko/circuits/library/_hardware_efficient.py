"""Layers of one-qubit rotations with CX in between: what devices do most easily."""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import InputError
from .._angle import weight
from .._circuit import Circuit
from ._arguments import count, entangling_pairs, inputs

_ROTATIONS = ("rx", "ry", "rz")


def hardware_efficient_feature_map(
    n_features: int,
    n_layers: int = 2,
    entanglement: str = "linear",
    bandwidth: float = 1.0,
    *,
    n_qubits: int | None = None,
) -> Circuit:
    """Return the hardware-efficient map: features in RY and RZ rotations between layers of CX.

    Several features may share a qubit. Each layer is columns of rotations, RY and RZ in turn: two,
    or as many as all features need. The features fill the columns qubit by qubit and begin
    again when they are used up, so that every rotation reads one. Between the layers, CX on the
    entangled pairs; none after the last, which a fidelity cannot see.

    Parameters
    ----------
    n_features : int
        Number of features.
    n_layers : int, default 2
        Number of layers.
    entanglement : {"linear", "ring", "full", "none"}, default "linear"
        Which pairs of qubits get a CX between the layers.
    bandwidth : float, default 1.0
        Factor on the features.
    n_qubits : int, optional
        Number of qubits; by default one a feature.

    References
    ----------
    A. Kandala et al., Nature 549, 242 (2017), arXiv:1704.05018;
    E. Peters et al., Machine learning of high dimensional data on a noisy quantum processor,
    npj Quantum Inf. 7, 161 (2021), arXiv:2101.09581.

    Examples
    --------
    >>> from qneko.circuits import hardware_efficient_feature_map
    >>> hardware_efficient_feature_map(6, n_layers=1, n_qubits=2)
    <Circuit: 2 qubits, 6 gates, 6 features, 0 weights>
    """
    x = inputs(n_features, bandwidth)
    circuit = Circuit(n_features if n_qubits is None else n_qubits)
    width = circuit.n_qubits
    pairs = entangling_pairs(width, entanglement)
    n_columns = max(2, -(-len(x) // width))
    for layer in range(count("n_layers", n_layers)):
        if layer:
            for a, b in pairs:
                circuit.cx(a, b)
        for column in range(n_columns):
            for q in range(width):
                angle = x[(column * width + q) % len(x)]
                circuit.append("rz" if column % 2 else "ry", q, (angle,))
    return circuit


def hardware_efficient_ansatz(
    n_qubits: int,
    n_layers: int = 3,
    entanglement: str = "linear",
    *,
    rotations: Sequence[str] = ("ry", "rz"),
) -> Circuit:
    """Return the hardware-efficient ansatz: rotations, then CX and rotations in each layer.

    With ``rotations=("ry", "rz")`` it is Qiskit's EfficientSU2, with ``("ry",)`` its
    RealAmplitudes. Weights are in the same order: rotation layer by rotation layer, and in each
    the first rotation of all qubits before the second.

    Parameters
    ----------
    n_qubits : int
        Number of qubits.
    n_layers : int, default 3
        Number of entangling layers; there is one more layer of rotations.
    entanglement : {"linear", "ring", "full", "none"}, default "linear"
        Which pairs of qubits get a CX in each layer.
    rotations : sequence of {"rx", "ry", "rz"}, default ("ry", "rz")
        The rotations of each qubit in each rotation layer.

    References
    ----------
    A. Kandala et al., Hardware-efficient variational quantum eigensolver for small molecules and
    quantum magnets, Nature 549, 242 (2017), arXiv:1704.05018.

    Examples
    --------
    >>> from qneko.circuits import hardware_efficient_ansatz
    >>> hardware_efficient_ansatz(3, n_layers=2)
    <Circuit: 3 qubits, 22 gates, 0 features, 18 weights>
    """
    names = (rotations,) if isinstance(rotations, str) else tuple(rotations)
    if not names or not set(names) <= set(_ROTATIONS):
        raise InputError(f"rotations must be some of 'rx', 'ry', 'rz', got {rotations!r}.")
    circuit = Circuit(n_qubits)
    pairs = entangling_pairs(n_qubits, entanglement)
    for layer in range(count("n_layers", n_layers) + 1):
        if layer:
            for a, b in pairs:
                circuit.cx(a, b)
        for name in names:
            for q in range(n_qubits):
                circuit.append(name, q, (weight(),))
    return circuit
