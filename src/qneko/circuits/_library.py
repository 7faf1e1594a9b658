"""Feature maps and ansätze from the literature, as ready circuits.

One qubit a feature. Every function takes ``entanglement``, so that the entanglement-free twin of a
circuit is the same circuit with ``entanglement="none"``; and ``bandwidth``, the factor on the
features before they become angles (Shaydulin & Wild 2022, arXiv:2111.05451; Canatar et al. 2022,
arXiv:2206.06686): the smaller, the wider and smoother the kernel.
"""

from __future__ import annotations

import itertools
import math
from numbers import Real

from ..errors import InputError
from ._angle import Angle, feature, weight
from ._circuit import Circuit

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
    neighbours = tuple((q, q + 1) for q in range(n_qubits - 1))
    if entanglement == "none":
        return ()
    if entanglement == "linear":
        return neighbours
    if entanglement == "ring":
        # with two qubits the ring would entangle the one pair twice
        return (*neighbours, (n_qubits - 1, 0)) if n_qubits > 2 else neighbours
    if entanglement == "full":
        return tuple(itertools.combinations(range(n_qubits), 2))
    raise InputError(
        f"entanglement must be one of {', '.join(map(repr, ENTANGLEMENTS))}, got {entanglement!r}."
    )


def zz_feature_map(
    n_qubits: int, reps: int = 2, entanglement: str = "full", bandwidth: float = 1.0
) -> Circuit:
    """Return the second-order Pauli-Z map of Havlíček et al. 2019; equal to Qiskit's ZZFeatureMap.

    Each repetition: H on all qubits, P(2 x_i), then CX P(2 (pi - x_i)(pi - x_j)) CX on each pair.

    Parameters
    ----------
    n_qubits : int
        Number of qubits and of features.
    reps : int, default 2
        Number of repetitions.
    entanglement : {"full", "ring", "linear", "none"}, default "full"
        Which pairs of features are multiplied; "none" gives `z_feature_map`.
    bandwidth : float, default 1.0
        Factor on the features; x_i above stands for ``bandwidth * X[:, i]``.

    References
    ----------
    V. Havlíček et al., Supervised learning with quantum-enhanced feature spaces,
    Nature 567, 209 (2019), arXiv:1804.11326.

    Examples
    --------
    >>> from qneko.circuits import zz_feature_map
    >>> zz_feature_map(2, reps=1)
    <Circuit: 2 qubits, 7 gates, 2 features, 0 weights>
    """
    x = _inputs(n_qubits, bandwidth)
    pairs = entangling_pairs(n_qubits, entanglement)
    circuit = Circuit(n_qubits)
    for _ in range(_count("reps", reps)):
        for q in range(n_qubits):
            circuit.h(q)
        for q in range(n_qubits):
            circuit.p(2 * x[q], q)
        for a, b in pairs:
            circuit.cx(a, b).p(2 * (math.pi - x[a]) * (math.pi - x[b]), b).cx(a, b)
    return circuit


def z_feature_map(n_qubits: int, reps: int = 2, bandwidth: float = 1.0) -> Circuit:
    """Return the first-order Pauli-Z map (no entanglement); equal to Qiskit's ZFeatureMap.

    Each repetition: H, P(2 x_i) on each qubit. Its fidelity kernel is a product over features.

    Parameters
    ----------
    n_qubits : int
        Number of qubits and of features.
    reps : int, default 2
        Number of repetitions.
    bandwidth : float, default 1.0
        Factor on the features.

    References
    ----------
    V. Havlíček et al., Nature 567, 209 (2019), arXiv:1804.11326.
    """
    return zz_feature_map(n_qubits, reps, "none", bandwidth)


def iqp_feature_map(
    n_qubits: int, reps: int = 2, entanglement: str = "full", bandwidth: float = 1.0
) -> Circuit:
    """Return the instantaneous-quantum-polynomial map: H, RZ(x_i), RZZ(x_i x_j), repeated.

    With ``entanglement="full"`` it is the IQP embedding of Bowles et al. 2024. Unlike
    `zz_feature_map` its two-qubit angles vanish with the features, so a small bandwidth leaves
    weak entanglement instead of constant phases.

    Parameters
    ----------
    n_qubits : int
        Number of qubits and of features.
    reps : int, default 2
        Number of repetitions.
    entanglement : {"full", "ring", "linear", "none"}, default "full"
        Which pairs of features are multiplied.
    bandwidth : float, default 1.0
        Factor on the features.

    References
    ----------
    J. Bowles, S. Ahmed, M. Schuld, Better than classical? (2024), arXiv:2403.07059;
    the form of V. Havlíček et al., Nature 567, 209 (2019), arXiv:1804.11326.
    """
    x = _inputs(n_qubits, bandwidth)
    pairs = entangling_pairs(n_qubits, entanglement)
    circuit = Circuit(n_qubits)
    for _ in range(_count("reps", reps)):
        for q in range(n_qubits):
            circuit.h(q)
        for q in range(n_qubits):
            circuit.rz(x[q], q)
        for a, b in pairs:
            circuit.rzz(x[a] * x[b], a, b)
    return circuit


def angle_feature_map(
    n_qubits: int, reps: int = 2, entanglement: str = "ring", bandwidth: float = 1.0
) -> Circuit:
    """Return the angle map: RY(x_i) on each qubit, repeated, with CX between the repetitions.

    No CX follows the last repetition: a fidelity cannot see it. Without entanglement, or with one
    repetition, the fidelity kernel is the product of ``cos(reps (x_i - x'_i) / 2)**2``.

    Parameters
    ----------
    n_qubits : int
        Number of qubits and of features.
    reps : int, default 2
        Number of repetitions.
    entanglement : {"ring", "linear", "full", "none"}, default "ring"
        Which pairs get a CX.
    bandwidth : float, default 1.0
        Factor on the features.

    References
    ----------
    M. Schuld, N. Killoran, Quantum machine learning in feature Hilbert spaces,
    Phys. Rev. Lett. 122, 040504 (2019), arXiv:1803.07128.
    """
    x = _inputs(n_qubits, bandwidth)
    pairs = entangling_pairs(n_qubits, entanglement)
    circuit = Circuit(n_qubits)
    for repetition in range(_count("reps", reps)):
        if repetition:
            for a, b in pairs:
                circuit.cx(a, b)
        for q in range(n_qubits):
            circuit.ry(x[q], q)
    return circuit


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
    x = _inputs(n_qubits, bandwidth)
    pairs = entangling_pairs(n_qubits, entanglement)
    circuit = Circuit(n_qubits)
    for _ in range(_count("n_layers", n_layers)):
        for q in range(n_qubits):
            scaled = x[q] + weight() * feature(q) if trainable_scale else x[q]
            circuit.ry(scaled, q).rz(weight(), q).ry(weight(), q)
        for a, b in pairs:
            circuit.cx(a, b)
    return circuit


def _inputs(n_qubits: int, bandwidth: float) -> list[Angle]:
    """Return the features times the bandwidth, one a qubit."""
    if not isinstance(bandwidth, Real) or isinstance(bandwidth, bool) or not bandwidth > 0:
        raise InputError(f"bandwidth must be a number above 0, got {bandwidth!r}.")
    Circuit(n_qubits)  # says what is wrong with the number of qubits
    return [bandwidth * feature(q) for q in range(n_qubits)]


def _count(name: str, value: int) -> int:
    if isinstance(value, bool) or not hasattr(value, "__index__") or value < 1:
        raise InputError(f"{name} must be a whole number from 1 on, got {value!r}.")
    return int(value)
