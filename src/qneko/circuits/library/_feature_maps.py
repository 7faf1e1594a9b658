"""Feature maps with one qubit a feature: products of Pauli rotations."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...errors import InputError
from .._angle import Angle
from .._circuit import Circuit
from ._arguments import count, entangling_pairs, groups, inputs


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
    circuit = Circuit(n_qubits)
    x = inputs(n_qubits, bandwidth)
    pairs = entangling_pairs(n_qubits, entanglement)
    for _ in range(count("reps", reps)):
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
    circuit = Circuit(n_qubits)
    x = inputs(n_qubits, bandwidth)
    pairs = entangling_pairs(n_qubits, entanglement)
    for _ in range(count("reps", reps)):
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
    circuit = Circuit(n_qubits)
    x = inputs(n_qubits, bandwidth)
    pairs = entangling_pairs(n_qubits, entanglement)
    for repetition in range(count("reps", reps)):
        if repetition:
            for a, b in pairs:
                circuit.cx(a, b)
        for q in range(n_qubits):
            circuit.ry(x[q], q)
    return circuit


def pauli_feature_map(
    n_qubits: int,
    reps: int = 2,
    entanglement: str = "full",
    bandwidth: float = 1.0,
    *,
    paulis: Sequence[str] = ("Z", "ZZ"),
) -> Circuit:
    """Return the Pauli map of Havlíček et al. 2019; equal to Qiskit's PauliFeatureMap.

    Each repetition: H on all qubits, then exp(-i phi_S P_S) for each string P and each group S of
    qubits, with phi_S = x_i on one qubit and the product of all (pi - x_i) on several. The states
    are Qiskit's up to a global phase.

    Parameters
    ----------
    n_qubits : int
        Number of qubits and of features.
    reps : int, default 2
        Number of repetitions.
    entanglement : {"full", "ring", "linear", "none"}, default "full"
        Which groups of qubits the strings of two letters and more act on: all, or neighbours
        (around the ring); "none" keeps the strings of one letter only.
    bandwidth : float, default 1.0
        Factor on the features; x_i above stands for ``bandwidth * X[:, i]``.
    paulis : sequence of str, default ("Z", "ZZ")
        Strings of the letters X, Y and Z, in the order in which they act. A string is read from
        right to left, as Qiskit does: its last letter acts on the lowest qubit of a group. At
        least one string must have a single letter, so that the entanglement-free map reads the
        features.

    References
    ----------
    V. Havlíček et al., Nature 567, 209 (2019), arXiv:1804.11326.

    Examples
    --------
    >>> from qneko.circuits import pauli_feature_map
    >>> pauli_feature_map(3, reps=1, entanglement="linear", paulis=("Y", "ZX"))
    <Circuit: 3 qubits, 8 gates, 3 features, 0 weights>
    """
    circuit = Circuit(n_qubits)
    x = inputs(n_qubits, bandwidth)
    strings = _checked_strings(paulis)
    for _ in range(count("reps", reps)):
        for q in range(n_qubits):
            circuit.h(q)
        for string in strings:
            for group in groups(n_qubits, len(string), entanglement):
                angle = x[group[0]] if len(group) == 1 else _product(x, group)
                circuit.pauli_rotation(2 * angle, string[::-1], group)
    return circuit


def _checked_strings(paulis: Sequence[str]) -> tuple[str, ...]:
    strings = (paulis,) if isinstance(paulis, str) else tuple(paulis)
    if not all(isinstance(s, str) and s and set(s) <= set("XYZ") for s in strings):
        raise InputError(
            f"paulis must be strings of the letters X, Y and Z, like ('Z', 'ZZ'), got {paulis!r}."
        )
    if not any(len(s) == 1 for s in strings):
        raise InputError(
            f"paulis must have at least one string of a single letter, such as 'Z', got {paulis!r}."
        )
    return strings


def _product(x: Sequence[Angle], group: Sequence[int]) -> Angle:
    product = Angle.of(1.0)
    for q in group:
        product = product * (math.pi - x[q])
    return product
