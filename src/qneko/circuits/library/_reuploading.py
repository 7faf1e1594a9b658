"""Ansätze that read the features again in every layer."""

from __future__ import annotations

from .._angle import Angle, feature, weight
from .._circuit import Circuit
from ._arguments import count, entangling_pairs, inputs


def reuploading_ansatz(
    n_qubits: int,
    n_layers: int = 3,
    entanglement: str = "ring",
    bandwidth: float = 1.0,
    trainable_scale: bool = False,
) -> Circuit:
    """Return the data re-uploading ansatz: each layer reads the features again.

    Each layer: RY(s x_i), RZ(w), RY(w) on each qubit, then CX on the entangled pairs. As a
    function of a feature, an expectation is a Fourier series whose highest frequency is
    ``n_layers * s``. All weights zero is the plain data circuit; weights are numbered layer by
    layer, qubit by qubit.

    Parameters
    ----------
    n_qubits : int
        Number of qubits and of features.
    n_layers : int, default 3
        Number of layers.
    entanglement : {"ring", "linear", "full", "none"}, default "ring"
        Which pairs get a CX at the end of each layer.
    bandwidth : float, default 1.0
        The factor s on the features.
    trainable_scale : bool, default False
        Whether each upload has its own trainable factor, ``s + w`` (one more weight a qubit and
        layer), so that the frequencies are learned too.

    References
    ----------
    A. Pérez-Salinas et al., Data re-uploading for a universal quantum classifier,
    Quantum 4, 226 (2020), arXiv:1907.02085;
    M. Schuld, R. Sweke, J. J. Meyer, Effect of data encoding on the expressive power of
    variational quantum machine learning models, Phys. Rev. A 103, 032430 (2021), arXiv:2008.08605.

    Examples
    --------
    >>> from qneko.circuits import reuploading_ansatz
    >>> reuploading_ansatz(3, n_layers=2)
    <Circuit: 3 qubits, 24 gates, 3 features, 12 weights>
    """
    circuit = Circuit(n_qubits)
    x = inputs(n_qubits, bandwidth)
    pairs = entangling_pairs(n_qubits, entanglement)
    for _ in range(count("n_layers", n_layers)):
        for q in range(n_qubits):
            scaled = x[q] + weight() * feature(q) if trainable_scale else x[q]
            circuit.ry(scaled, q).rz(weight(), q).ry(weight(), q)
        for a, b in pairs:
            circuit.cx(a, b)
    return circuit


def universal_reuploading_ansatz(
    n_features: int,
    n_layers: int = 3,
    entanglement: str = "linear",
    bandwidth: float = 1.0,
    *,
    n_qubits: int = 1,
) -> Circuit:
    """Return the universal re-uploading classifier: any number of features on few qubits.

    Each layer puts, on each qubit and for each group of three features, one general rotation
    U(w_0 + w_1 x_0, w_2 + w_3 x_1, w_4 + w_5 x_2), with U(a, b, c) = RZ(b) RY(a) RZ(c). Between the
    layers, CZ on the entangled pairs; none after the last layer. One qubit suffices to
    approximate any function, with enough layers; more qubits need fewer.

    The features are multiplied by weights: all weights zero is a circuit that does not see them.
    Weights are numbered layer by layer, qubit by qubit, angle by angle: first the offset, then the
    factor of the feature, if the angle reads one. The very first RZ has no effect.

    Parameters
    ----------
    n_features : int
        Number of features.
    n_layers : int, default 3
        Number of layers.
    entanglement : {"linear", "ring", "full", "none"}, default "linear"
        Which pairs of qubits get a CZ between the layers.
    bandwidth : float, default 1.0
        Factor on the features before the weights multiply them.
    n_qubits : int, default 1
        Number of qubits, each of which reads all features.

    References
    ----------
    A. Pérez-Salinas et al., Data re-uploading for a universal quantum classifier,
    Quantum 4, 226 (2020), arXiv:1907.02085.

    Examples
    --------
    >>> from qneko.circuits import universal_reuploading_ansatz
    >>> universal_reuploading_ansatz(2, n_layers=4)
    <Circuit: 1 qubits, 4 gates, 2 features, 20 weights>
    """
    circuit = Circuit(n_qubits)
    x = inputs(n_features, bandwidth)
    pairs = entangling_pairs(n_qubits, entanglement)
    for layer in range(count("n_layers", n_layers)):
        if layer:
            for a, b in pairs:
                circuit.cz(a, b)
        for q in range(n_qubits):
            for first in range(0, len(x), 3):
                theta, phi, lam = _weighted(x[first : first + 3])
                circuit.u(theta, phi, lam, q)
    return circuit


def _weighted(x: list[Angle]) -> list[Angle]:
    """Return three angles: a weight, plus a weight times a feature while there is one."""
    read = [weight() + weight() * value for value in x]
    return [*read, *(weight() for _ in range(3 - len(x)))]
