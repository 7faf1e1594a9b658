"""Ansätze against Qiskit's circuits, closed forms, and what their papers say of them."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from qneko.circuits import (
    Circuit,
    X,
    Y,
    Z,
    entangling_pairs,
    hardware_efficient_ansatz,
    iqp_ansatz,
    mps_ansatz,
    qcnn_ansatz,
    qcnn_qubits,
    reuploading_ansatz,
    strongly_entangling_ansatz,
    tree_ansatz,
    universal_reuploading_ansatz,
)
from qneko.errors import InputError
from tests.reference import MATRICES, apply, expectations, finite_differences, states

EXACT = {"rtol": 0, "atol": 1e-12}
POINTS = np.random.default_rng(5).normal(size=(4, 3))
ANSATZE = [hardware_efficient_ansatz, strongly_entangling_ansatz, tree_ansatz, mps_ansatz]
ANSATZE += [qcnn_ansatz, iqp_ansatz]


def n_entangling(circuit: Circuit) -> int:
    return sum(len(o.qubits) > 1 for o in circuit)


def weights(circuit: Circuit, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).uniform(-np.pi, np.pi, circuit.n_weights)


def final(circuit: Circuit, w: np.ndarray) -> np.ndarray:
    return states(circuit, [[]], w)[0]


@pytest.mark.parametrize("build", ANSATZE)
def test_without_entanglement_no_gate_couples_qubits(build) -> None:
    assert n_entangling(build(5, 2, "none")) == 0
    for entanglement in ("linear", "ring", "full"):
        circuit = build(5, 2, entanglement)
        assert n_entangling(circuit) > 0
        assert (circuit.n_qubits, circuit.n_features) == (5, 0)
        assert n_entangling(build(1, 2, entanglement)) == 0


# --- hardware-efficient and circuit-centric -----------------------------------------------------


@pytest.mark.parametrize("entanglement", ["linear", "full"])
@pytest.mark.parametrize(
    ("name", "rotations"), [("efficient_su2", ("ry", "rz")), ("real_amplitudes", "ry")]
)
def test_hardware_efficient_is_that_of_qiskit(name: str, rotations, entanglement: str) -> None:
    library = pytest.importorskip("qiskit.circuit.library")
    info = pytest.importorskip("qiskit.quantum_info")
    ours = hardware_efficient_ansatz(4, 2, entanglement, rotations=rotations)
    w = weights(ours)
    theirs = getattr(library, name)(4, reps=2, entanglement=entanglement).assign_parameters(w)
    np.testing.assert_allclose(final(ours, w), info.Statevector(theirs).data, **EXACT)


@pytest.mark.parametrize(
    ("n", "entanglement", "ranges", "pairs"),
    [
        (4, "ring", None, [[(0, 1), (1, 2), (2, 3), (3, 0)], [(0, 2), (1, 3), (2, 0), (3, 1)]]),
        (2, "ring", None, [[(0, 1), (1, 0)]] * 2),
        (4, "ring", 3, [[(0, 3), (1, 0), (2, 1), (3, 2)]] * 2),
        (4, "linear", (2, 1), [[(0, 2), (1, 3)], [(0, 1), (1, 2), (2, 3)]]),
        (3, "full", None, [[(0, 1), (0, 2), (1, 2)]] * 2),
        (3, "none", None, [[], []]),
    ],
)
def test_strongly_entangling_is_its_matrices(n: int, entanglement: str, ranges, pairs) -> None:
    circuit = strongly_entangling_ansatz(n, 2, entanglement, ranges=ranges)
    w = weights(circuit).reshape(2, n, 3)
    expected = np.eye(2**n, dtype=complex)[0]
    for layer in range(2):
        for q in range(n):
            expected = apply(MATRICES["u"](*w[layer, q]), (q,), expected)
        for pair in pairs[layer]:
            expected = apply(MATRICES["cx"](), pair, expected)
    np.testing.assert_allclose(final(circuit, w.ravel()), expected, **EXACT)


# --- data re-uploading --------------------------------------------------------------------------


@pytest.mark.parametrize("n_layers", [1, 2, 3])
def test_reuploading_spectrum_ends_at_the_number_of_layers(n_layers: int) -> None:
    # Schuld et al. 2021: a trigonometric polynomial of degree n_layers, and no less
    circuit = reuploading_ansatz(2, n_layers)
    w = np.random.default_rng(6).uniform(0, 2 * np.pi, circuit.n_weights)
    n = 16
    x = np.zeros((n, 2))
    x[:, 0] = 2 * np.pi * np.arange(n) / n
    spectrum = np.abs(np.fft.rfft(expectations(circuit, [Z(0)], x, w)[:, 0])) / n
    assert spectrum[n_layers] > 1e-3
    assert np.all(spectrum[n_layers + 1 :] < 1e-12)


def test_trainable_scale_starts_at_the_bandwidth() -> None:
    fixed = reuploading_ansatz(2, 2, "ring", 0.5)
    free = reuploading_ansatz(2, 2, "ring", 0.5, trainable_scale=True)
    assert (fixed.n_weights, free.n_weights) == (8, 12)
    x = POINTS[:, :2]
    np.testing.assert_allclose(
        states(free, x, np.zeros(12)), states(fixed, x, np.zeros(8)), **EXACT
    )
    doubled = np.zeros((4, 3))
    doubled[:, 0] = 0.5  # scale weights: 0.5 + 0.5 = 1
    np.testing.assert_allclose(
        states(free, x, doubled.ravel()), states(reuploading_ansatz(2, 2), x, np.zeros(8)), **EXACT
    )


def test_universal_reuploading_is_its_matrices() -> None:
    # five features are two groups: (0, 1, 2) and (3, 4, nothing)
    circuit = universal_reuploading_ansatz(5, 2, "linear", 0.7, n_qubits=2)
    assert circuit.n_weights == 2 * 2 * (6 + 5)
    w = weights(circuit)
    x = np.random.default_rng(3).normal(size=(3, 5))
    blocks = w.reshape(2, 2, 11)
    for row, state in zip(x, states(circuit, x, w), strict=True):
        expected = np.eye(4, dtype=complex)[0]
        for layer in range(2):
            if layer:
                expected = apply(MATRICES["cz"](), (0, 1), expected)
            for q in range(2):
                b, s = blocks[layer, q], 0.7 * row
                first = [b[2 * k] + b[2 * k + 1] * s[k] for k in range(3)]
                second = [b[6] + b[7] * s[3], b[8] + b[9] * s[4], b[10]]
                for angles in (first, second):
                    expected = apply(MATRICES["u"](*angles), (q,), expected)
        np.testing.assert_allclose(state, expected, **EXACT)


def test_universal_reuploading_counts_as_in_the_paper() -> None:
    # a qubit, two features: three offsets and two factors a layer
    assert universal_reuploading_ansatz(2, 6).n_weights == 30
    assert n_entangling(universal_reuploading_ansatz(4, 3, "none", n_qubits=3)) == 0
    ring = universal_reuploading_ansatz(4, 3, "ring", n_qubits=3)
    assert sum(o.name == "cz" for o in ring) == 2 * 3
    plain = np.zeros(ring.n_weights)
    x = np.random.default_rng(0).normal(size=(2, 4))
    np.testing.assert_allclose(*states(ring, x, plain), **EXACT)


# --- tensor networks and convolution ------------------------------------------------------------


@pytest.mark.parametrize("build", [tree_ansatz, mps_ansatz, qcnn_ansatz])
@pytest.mark.parametrize("n", [1, 2, 3, 5, 6])
def test_the_readout_sees_every_qubit(build, n: int) -> None:
    ansatz = build(n, None if build is qcnn_ansatz else 1)
    circuit = Circuit(n)
    for q in range(n):
        circuit.append("ry", q, (0.3 + 0.1 * q,))
    # flipping any qubit of the input changes what the last one says
    w = weights(ansatz)
    outcomes = []
    for flipped in (None, *range(n)):
        prepared = circuit.copy()
        if flipped is not None:
            prepared.x(flipped)
        whole = prepared.compose(ansatz)
        outcomes.append(expectations(whole, [X(n - 1), Y(n - 1), Z(n - 1)], [[]], w)[0])
    assert all(np.abs(o - outcomes[0]).max() > 1e-6 for o in outcomes[1:])


def test_tree_and_chain_are_wired_as_published() -> None:
    assert [o.qubits for o in tree_ansatz(5) if o.name == "cx"] == [(0, 1), (2, 3), (1, 3), (3, 4)]
    assert [o.qubits for o in mps_ansatz(4) if o.name == "cx"] == [(0, 1), (1, 2), (2, 3)]
    deep = mps_ansatz(3, n_layers=3)
    assert deep.n_weights == 2 * 3 * 6 + 3
    assert [o.qubits for o in deep if o.name == "cx"] == [(0, 1)] * 3 + [(1, 2)] * 3


def test_mps_is_a_matrix_product_state_of_bond_dimension_two() -> None:
    state = final(mps_ansatz(6, 3), weights(mps_ansatz(6, 3)))
    for cut in range(1, 6):
        # qubit 0 is the lowest bit: rows are the qubits behind the cut
        singular = np.linalg.svd(state.reshape(2 ** (6 - cut), 2**cut), compute_uv=False)
        assert np.sum(singular > 1e-10) == 2


def test_three_layers_of_a_node_reach_any_unitary() -> None:
    # 15 independent directions of the state map of two qubits: the dimension of SU(4)
    node = mps_ansatz(2, 3)
    free = Circuit(4).h(0).h(1).cx(0, 2).cx(1, 3)  # half of a maximally entangled state sees U
    free.compose(node, (2, 3)).compose(strongly_entangling_ansatz(1, 1), 2)
    singles = [[None, X(q), Y(q), Z(q)] for q in range(4)]
    observables = []
    for row in itertools.product(*singles):
        factors = [f for f in row if f is not None]
        if factors:
            product = factors[0]
            for factor in factors[1:]:
                product = product @ factor
            observables.append(product)
    w = weights(free, 4)
    jacobian = finite_differences(free, observables, np.zeros((1, 0)), w)[1][0]
    assert np.linalg.matrix_rank(jacobian, tol=1e-6) == 15


def test_qcnn_halves_the_qubits() -> None:
    assert qcnn_qubits(8) == qcnn_qubits(8, 99) == (7,)
    assert qcnn_qubits(8, 1) == (1, 3, 5, 7)
    assert qcnn_qubits(5, 1) == (1, 3, 4)
    assert qcnn_qubits(1) == (0,)
    pooled = [o.qubits for o in qcnn_ansatz(6) if o.name == "cry"]
    assert pooled == [(0, 1), (2, 3), (4, 5), (1, 3), (3, 5)]


def test_qcnn_shares_its_weights_within_a_layer() -> None:
    # 15 a convolution, 3 a pooling, and the last U; the line has n - 1 pairs
    assert qcnn_ansatz(8).n_weights == 3 * (15 + 3) + 3
    free = qcnn_ansatz(8, entanglement="linear", share_weights=False)
    assert free.n_weights == 15 * (7 + 3 + 1) + 3 * (4 + 2 + 1) + 3
    first = [o.qubits for o in qcnn_ansatz(8, 1) if o.name == "rxx"]
    assert first == [(0, 1), (2, 3), (4, 5), (6, 7), (1, 2), (3, 4), (5, 6), (7, 0)]
    assert qcnn_ansatz(8, 1).n_weights == 15 + 3 + 2 * 12


def test_pooling_is_measuring_and_acting_on_the_outcome() -> None:
    # the mixture of both outcomes of the dropped qubit, each with its own rotation
    circuit = qcnn_ansatz(2)
    w = weights(circuit)
    tail = next(k for k, o in enumerate(circuit) if o.name == "crz")
    convolved = Circuit(2)
    for operation in circuit.operations[:tail]:
        convolved.append(operation.name, operation.qubits, operation.angles, operation.paulis)
    before = final(convolved, w[:15]).reshape(2, 2)  # [qubit 1, qubit 0]
    turn = MATRICES["rz"](w[17]) @ MATRICES["ry"](w[16]) @ MATRICES["rz"](w[15])
    last = MATRICES["u"](*w[18:])
    outcomes = [last @ before[:, 0], last @ turn @ before[:, 1]]
    expected = sum((abs(o[0]) ** 2 - abs(o[1]) ** 2) for o in outcomes)
    np.testing.assert_allclose(expectations(circuit, [Z(1)], [[]], w), [[expected]], **EXACT)


# --- IQP ----------------------------------------------------------------------------------------


def test_iqp_expectation_is_the_published_average_over_bits() -> None:
    # Recio-Armengol et al. 2025: <Z_a> = E_z cos(sum_S w_S (-1)^(S.z) (1 - (-1)^(S.a)))
    n, circuit = 4, iqp_ansatz(4, 3)
    groups = [s for k in (1, 2, 3) for s in itertools.combinations(range(n), k)]
    w = weights(circuit)
    assert len(w) == len(groups) == 14
    masks = np.array([[q in s for q in range(n)] for s in groups], dtype=int)
    bits = np.array(list(itertools.product((0, 1), repeat=n)))
    for observed in ((0,), (1, 3), (0, 1, 2)):
        a = np.isin(np.arange(n), observed).astype(int)
        flips = 1 - (-1) ** (masks @ a)
        phases = ((-1) ** (masks @ bits.T)).T @ (flips * w / 2)
        string = Z(observed[0])
        for q in observed[1:]:
            string = string @ Z(q)
        np.testing.assert_allclose(
            expectations(circuit, [string], [[]], w)[0, 0], np.cos(phases).mean(), **EXACT
        )


def test_iqp_groups_follow_the_entanglement() -> None:
    def groups(entanglement: str) -> list[tuple[int, ...]]:
        return [o.qubits for o in iqp_ansatz(4, 3, entanglement) if len(o.qubits) > 1]

    line = [(0, 1), (1, 2), (2, 3)]
    assert groups("none") == []
    assert groups("linear") == [*line, (0, 1, 2), (1, 2, 3)]
    assert groups("ring")[:4] == [*line, (3, 0)] == list(entangling_pairs(4, "ring"))
    assert iqp_ansatz(2, 5).n_weights == 3


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: reuploading_ansatz(2, n_layers=1.5), r"n_layers must be a whole number.*1\.5"),
        (lambda: hardware_efficient_ansatz(2, rotations=("u",)), r"'rx', 'ry', 'rz', got \('u',\)"),
        (lambda: hardware_efficient_ansatz(2, rotations=()), r"some of 'rx', 'ry', 'rz', got \(\)"),
        (lambda: strongly_entangling_ansatz(3, 2, ranges=3), r"from 1 to 2, got 3"),
        (lambda: strongly_entangling_ansatz(3, 2, ranges=(1,)), r"one a layer \(2\).*got \(1,\)"),
        (lambda: strongly_entangling_ansatz(3, 2, "star"), r"got 'star'"),
        (lambda: universal_reuploading_ansatz(0), r"n_features must be a whole number.*got 0"),
        (lambda: tree_ansatz(3, 0), r"n_layers must be a whole number from 1 on, got 0"),
        (lambda: tree_ansatz(3, 1, "tree"), r"got 'tree'"),
        (lambda: qcnn_ansatz(4, 0), r"n_layers must be a whole number from 1 on, got 0"),
        (lambda: iqp_ansatz(4, 0), r"max_weight must be a whole number from 1 on, got 0"),
    ],
)
def test_what_is_refused(make, message: str) -> None:
    with pytest.raises(InputError, match=message):
        make()
