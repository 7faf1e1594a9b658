"""Feature maps against their definitions in the literature and Qiskit's circuits."""

from __future__ import annotations

import numpy as np
import pytest

from qneko.circuits import (
    GATES,
    Circuit,
    amplitude_feature_map,
    angle_feature_map,
    entangling_pairs,
    feature,
    hardware_efficient_feature_map,
    iqp_feature_map,
    pauli_feature_map,
    pi,
    z_feature_map,
    zz_feature_map,
)
from qneko.engine import compile
from qneko.errors import InputError
from tests.reference import MATRICES, fidelities, states

EXACT = {"rtol": 0, "atol": 1e-12}
POINTS = np.random.default_rng(5).normal(size=(4, 3))
FEATURE_MAPS = [
    zz_feature_map,
    iqp_feature_map,
    angle_feature_map,
    pauli_feature_map,
    hardware_efficient_feature_map,
]


def n_entangling(circuit: Circuit) -> int:
    return sum(len(o.qubits) > 1 for o in circuit)


@pytest.mark.parametrize(
    ("n", "entanglement", "pairs"),
    [
        (4, "none", ()),
        (4, "linear", ((0, 1), (1, 2), (2, 3))),
        (4, "ring", ((0, 1), (1, 2), (2, 3), (3, 0))),
        (3, "full", ((0, 1), (0, 2), (1, 2))),
        (2, "ring", ((0, 1),)),
        (1, "full", ()),
        (1, "ring", ()),
        (1, "linear", ()),
    ],
)
def test_entangling_pairs(n: int, entanglement: str, pairs: tuple) -> None:
    assert entangling_pairs(n, entanglement) == pairs


@pytest.mark.parametrize("entanglement", ["full", "linear", "ring", "none"])
def test_zz_map_is_the_published_diagonal_formula(entanglement: str) -> None:
    # H^n diag(exp(i sum_i phi_i b_i + i sum_ij phi_ij (b_i xor b_j))) repeated twice
    n, bandwidth = 3, 0.6
    bits = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
    hadamard = np.kron(np.kron(MATRICES["h"](), MATRICES["h"]()), MATRICES["h"]())
    expected = []
    for x in bandwidth * POINTS:
        phases = bits @ (2 * x)
        for a, b in entangling_pairs(n, entanglement):
            phases = phases + 2 * (pi - x[a]) * (pi - x[b]) * (bits[:, a] ^ bits[:, b])
        layer = np.exp(1j * phases)[:, None] * hadamard
        expected.append((layer @ layer)[:, 0])
    circuit = zz_feature_map(n, 2, entanglement, bandwidth)
    np.testing.assert_allclose(states(circuit, POINTS), expected, **EXACT)


def test_zz_map_gates_are_those_of_qiskit() -> None:
    expected = Circuit(2).h(0).h(1).p(2 * feature(0), 0).p(2 * feature(1), 1)
    expected.cx(0, 1).p(2 * (pi - feature(0)) * (pi - feature(1)), 1).cx(0, 1)
    assert zz_feature_map(2, reps=1) == expected


def test_z_map_kernel_is_a_product_over_features() -> None:
    def kernel(n: int, x: np.ndarray) -> np.ndarray:
        s = states(z_feature_map(n, bandwidth=0.7), x)
        return fidelities(s, s)

    product = np.prod([kernel(1, POINTS[:, [q]]) for q in range(3)], axis=0)
    np.testing.assert_allclose(kernel(3, POINTS), product, **EXACT)


def test_iqp_map_is_the_published_diagonal_formula() -> None:
    signs = 1 - 2 * ((np.arange(8)[:, None] >> np.arange(3)) & 1)
    hadamard = np.kron(np.kron(MATRICES["h"](), MATRICES["h"]()), MATRICES["h"]())
    expected = []
    for x in POINTS:
        energy = signs @ x
        for a, b in ((0, 1), (0, 2), (1, 2)):
            energy = energy + x[a] * x[b] * signs[:, a] * signs[:, b]
        layer = np.exp(-0.5j * energy)[:, None] * hadamard
        expected.append((layer @ layer)[:, 0])
    np.testing.assert_allclose(states(iqp_feature_map(3), POINTS), expected, **EXACT)


def test_angle_map_kernel_has_the_documented_form() -> None:
    x = POINTS
    for reps, entanglement in ((3, "none"), (1, "full")):
        s = states(angle_feature_map(3, reps, entanglement, 0.5), x)
        difference = 0.5 * reps * (x[:, None] - x[None]) / 2
        np.testing.assert_allclose(fidelities(s, s), np.prod(np.cos(difference) ** 2, 2), **EXACT)


def overlaps(circuit: Circuit, theirs, x: np.ndarray) -> np.ndarray:
    """Return |<ours|theirs>| of a Qiskit circuit with the parameters x[i], sample by sample."""
    info = pytest.importorskip("qiskit.quantum_info")
    bound = [theirs.assign_parameters({p: row[p.index] for p in theirs.parameters}) for row in x]
    expected = [info.Statevector(b).data for b in bound]
    return np.abs([np.vdot(a, b) for a, b in zip(states(circuit, x), expected, strict=True)])


@pytest.mark.parametrize("reps", [1, 2])
@pytest.mark.parametrize("entanglement", ["full", "linear"])
@pytest.mark.parametrize("paulis", [("Z", "ZZ"), ("Y", "ZX"), ("X", "Z", "YYX"), ("XY", "Z")])
def test_pauli_map_is_that_of_qiskit(paulis, entanglement: str, reps: int) -> None:
    library = pytest.importorskip("qiskit.circuit.library")
    theirs = library.pauli_feature_map(4, reps, entanglement, paulis=list(paulis))
    ours = pauli_feature_map(4, reps, entanglement, paulis=paulis)
    x = np.random.default_rng(1).normal(size=(3, 4))
    np.testing.assert_allclose(overlaps(ours, theirs, x), 1, **EXACT)


def test_pauli_map_holds_the_zz_map() -> None:
    s, t = states(pauli_feature_map(3), POINTS), states(zz_feature_map(3), POINTS)
    np.testing.assert_allclose(np.abs(np.sum(s.conj() * t, axis=1)), 1, **EXACT)
    around = pauli_feature_map(4, 1, "ring", paulis=("Z", "ZZZ"))
    assert [o.qubits for o in around if len(o.qubits) == 3] == [
        (0, 1, 2),
        (1, 2, 3),
        (2, 3, 0),
        (3, 0, 1),
    ]


@pytest.mark.parametrize(("n_features", "n_qubits"), [(1, 1), (2, 1), (3, 2), (5, 3), (8, 3)])
def test_amplitude_kernel_is_the_squared_cosine(n_features: int, n_qubits: int) -> None:
    x = np.random.default_rng(2).normal(size=(5, n_features))
    circuit = amplitude_feature_map(n_features)
    assert (circuit.n_qubits, circuit.n_features) == (n_qubits, n_features)
    unit = x / np.linalg.norm(x, axis=1, keepdims=True)
    s = states(circuit, x)
    np.testing.assert_allclose(fidelities(s, s), (unit @ unit.T) ** 2, **EXACT)


def test_amplitude_padding_keeps_the_length() -> None:
    x = np.array([[0.0, 0.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0], [2.0, 0.0, 0.0, 0.0]])
    circuit = amplitude_feature_map(4, padding=0.5)
    assert circuit.n_qubits == 3
    padded = np.hstack([x, np.full((3, 4), 0.5)])
    padded /= np.linalg.norm(padded, axis=1, keepdims=True)
    np.testing.assert_allclose(states(circuit, x), padded, **EXACT)
    with pytest.raises(InputError, match="sample 0"):
        compile(amplitude_feature_map(4)).states(x)


def test_hardware_efficient_map_fills_every_rotation() -> None:
    def read(n_features: int, n_qubits: int | None = None) -> list[tuple[str, int, str]]:
        circuit = hardware_efficient_feature_map(n_features, 1, n_qubits=n_qubits)
        return [(o.name, o.qubits[0], str(o.angles[0])) for o in circuit]

    assert read(1) == [("ry", 0, "x[0]"), ("rz", 0, "x[0]")]
    assert read(5, 2) == [
        ("ry", 0, "x[0]"),
        ("ry", 1, "x[1]"),
        ("rz", 0, "x[2]"),
        ("rz", 1, "x[3]"),
        ("ry", 0, "x[4]"),
        ("ry", 1, "x[0]"),
    ]
    x = POINTS[:, :2]
    # one layer of two features on two qubits: RZ is a phase of a product of RY states
    s = states(hardware_efficient_feature_map(2, 1, n_qubits=1), x)
    half = x / 2
    expected = [
        np.cos(half[:, 0]) * np.exp(-1j * half[:, 1]),
        np.sin(half[:, 0]) * np.exp(1j * half[:, 1]),
    ]
    np.testing.assert_allclose(s, np.stack(expected, axis=1), **EXACT)
    two = hardware_efficient_feature_map(3, 2, "ring")
    assert [o.qubits for o in two if o.name == "cx"] == [(0, 1), (1, 2), (2, 0)]


@pytest.mark.parametrize("build", FEATURE_MAPS)
def test_without_entanglement_no_gate_couples_qubits(build) -> None:
    for n in (1, 3):
        free = build(n, 2, "none")
        assert n_entangling(free) == 0
        assert (free.n_qubits, free.n_features) == (n, n)
    for entanglement in ("linear", "ring", "full"):
        assert n_entangling(build(3, 2, entanglement)) > 0
        assert n_entangling(build(1, 2, entanglement)) == 0


@pytest.mark.parametrize("build", [*FEATURE_MAPS, z_feature_map])
def test_bandwidth_is_a_factor_on_the_features(build) -> None:
    wide, plain = build(3, bandwidth=0.3), build(3)
    w = np.random.default_rng(7).normal(size=plain.n_weights)
    np.testing.assert_allclose(states(wide, POINTS, w), states(plain, 0.3 * POINTS, w), **EXACT)
    assert {o.name for o in plain} <= {*GATES, "pauli_rotation"}


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: zz_feature_map(3, entanglement="star"), r"'none', 'linear'.*got 'star'"),
        (lambda: zz_feature_map(0), r"1 to 30 qubits, got 0"),
        (lambda: iqp_feature_map(2, reps=0), r"reps must be a whole number from 1 on, got 0"),
        (lambda: angle_feature_map(2, bandwidth=0), r"bandwidth must be a number above 0, got 0"),
        (lambda: z_feature_map(2, bandwidth=float("nan")), r"above 0, got nan"),
        (lambda: z_feature_map(2, bandwidth=float("inf")), r"must be finite, got inf"),
        (lambda: pauli_feature_map(2, paulis=("ZI",)), r"letters X, Y and Z.*got \('ZI',\)"),
        (lambda: pauli_feature_map(2, paulis=("ZZ",)), r"a single letter, such as 'Z', got \('ZZ'"),
        (lambda: pauli_feature_map(2, paulis=()), r"at least one string of a single letter"),
        (lambda: amplitude_feature_map(0), r"n_features must be a whole number from 1 on, got 0"),
        (lambda: hardware_efficient_feature_map(2, n_qubits=0), r"1 to 30 qubits, got 0"),
    ],
)
def test_what_is_refused(make, message: str) -> None:
    with pytest.raises(InputError, match=message):
        make()
