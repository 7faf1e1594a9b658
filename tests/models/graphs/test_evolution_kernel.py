"""The quantum evolution kernel against exact diagonalisation, and what must hold for any graph."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from scipy.linalg import expm
from scipy.special import rel_entr
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.svm import SVC

from qneko.errors import InputError
from qneko.models import QuantumEvolutionKernel, QuantumEvolutionKernelClassifier
from qneko.models.graphs import GraphVectorizer, evolution_circuit
from qneko.models.graphs._divergence import alignment
from tests.reference import PX, PY, PZ

EXACT = {"rtol": 0, "atol": 1e-12}


def random_graph(n: int, seed: int, weighted: bool = False) -> np.ndarray:
    rng = np.random.default_rng(seed)
    matrix = np.triu(rng.random((n, n)) < 0.5, 1).astype(float)
    if weighted:
        matrix *= rng.uniform(0.2, 1.7, (n, n))
        matrix += np.diag(rng.uniform(-1, 1, n))
    return matrix + np.triu(matrix, 1).T


def ring(n: int) -> np.ndarray:
    step = np.roll(np.eye(n), 1, axis=1)
    return np.minimum(step + step.T, 1)


GRAPHS = [random_graph(n, seed) for seed, n in enumerate([4, 3, 5, 4, 1, 3, 5, 4])]


def on(n: int, letters: dict[int, np.ndarray]) -> np.ndarray:
    """Return the product of one-qubit operators; qubit 0 is the lowest bit."""
    matrix = np.eye(1)
    for q in range(n):
        matrix = np.kron(letters.get(q, np.eye(2)), matrix)
    return matrix


NUMBER = (np.eye(2) - PZ) / 2


def hamiltonian(graph: np.ndarray, evolution: str, entangled: bool = True) -> np.ndarray:
    n = len(graph)
    total = sum(graph[i, i] * on(n, {i: NUMBER}) for i in range(n))
    for i, j in itertools.combinations(range(n), 2):
        if evolution == "xy" and entangled:
            hop = on(n, {i: PX, j: PX}) + on(n, {i: PY, j: PY})
            total = total + graph[i, j] * hop / 2
        elif evolution == "ising" and entangled:
            total = total + graph[i, j] * on(n, {i: NUMBER, j: NUMBER})
        elif evolution == "ising":
            fields = on(n, {i: NUMBER}) + on(n, {j: NUMBER})
            total = total + graph[i, j] * fields / 2
    return total


def distribution(
    graph, evolution, times, pulses, phases, observable="occupation", entangled=True
) -> np.ndarray:
    """Return the distribution by exact diagonalisation, over whole numbers from 0 on."""
    n = len(graph)
    drive = sum(on(n, {q: PX}) for q in range(n))
    state = expm(-0.5j * pulses[0] * drive)[:, 0]
    counted = sum(on(n, {q: NUMBER}) for q in range(n))
    for time, phase, pulse in zip(times, phases, pulses[1:], strict=True):
        state = expm(-1j * time * hamiltonian(graph, evolution, entangled)) @ state
        state = expm(1j * phase * counted) @ state
        state = expm(-0.5j * pulse * drive) @ state
    bits = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
    levels = bits.sum(axis=1)
    if observable == "energy":
        levels = np.rint(np.einsum("si,ij,sj->s", bits, np.triu(graph), bits)).astype(int)
        assert levels.min() >= 0
    return np.bincount(levels, np.abs(state) ** 2)


def kernel_of(graphs, **parameters) -> np.ndarray:
    rows = GraphVectorizer().fit_transform(graphs)
    return QuantumEvolutionKernel(**parameters).fit_transform(rows)


# --- against exact diagonalisation --------------------------------------------------------------


@pytest.mark.parametrize("observable", ["occupation", "energy"])
@pytest.mark.parametrize("entanglement", ["graph", "none"])
def test_ising_is_exact(entanglement: str, observable: str) -> None:
    times, pulses, phases = (0.7, 1.9), (0.5, 1.1, -0.8), (0.3, -0.2)
    kernel = QuantumEvolutionKernel(
        observable=observable,
        n_layers=2,
        time=times,
        pulse=pulses,
        phase=phases,
        entanglement=entanglement,
    )
    rows = GraphVectorizer().fit_transform(GRAPHS)
    found = kernel.fit(rows).distributions_
    assert kernel.first_bin_ == 0
    for graph, row in zip(GRAPHS, found, strict=True):
        expected = distribution(
            graph, "ising", times, pulses, phases, observable, entanglement == "graph"
        )
        np.testing.assert_allclose(row[: len(expected)], expected, **EXACT)
        np.testing.assert_allclose(row[len(expected) :], 0, **EXACT)


def test_weights_of_edges_and_nodes_enter() -> None:
    graphs = [random_graph(4, seed, weighted=True) for seed in range(3)]
    found = QuantumEvolutionKernel(time=1.3).fit(GraphVectorizer().fit_transform(graphs))
    for graph, row in zip(graphs, found.distributions_, strict=True):
        expected = distribution(graph, "ising", [1.3], [math.pi / 2] * 2, [math.pi / 2])
        np.testing.assert_allclose(row, expected, **EXACT)


def test_xy_converges_with_the_square_of_the_step() -> None:
    graph = random_graph(4, 1, weighted=True)
    expected = distribution(graph, "xy", [1.2], [0.9, 1.4], [0.0])
    errors = []
    for n_steps in (4, 8, 16):
        kernel = QuantumEvolutionKernel("xy", time=1.2, pulse=(0.9, 1.4), phase=0, n_steps=n_steps)
        rows = GraphVectorizer().fit_transform([graph])
        errors.append(np.abs(kernel.fit(rows).distributions_[0] - expected).max())
    assert errors[2] < 1e-3
    assert 3 < errors[0] / errors[1] < 5
    assert 3 < errors[1] / errors[2] < 5


def test_constant_drive_is_many_small_layers() -> None:
    # Albrecht et al. 2022: drive and interaction at the same time
    graph, duration, rate = ring(4), 1.5, 1.1
    both = rate / 2 * sum(on(4, {q: PX}) for q in range(4))
    state = expm(-1j * duration * (both + hamiltonian(graph, "ising")))[:, 0]
    counts = ((np.arange(16)[:, None] >> np.arange(4)) & 1).sum(axis=1)
    expected = np.bincount(counts, np.abs(state) ** 2)
    steps = 60
    step = rate * duration / steps
    pulses = [step / 2, *[step] * (steps - 1), step / 2]
    kernel = QuantumEvolutionKernel(n_layers=steps, time=duration / steps, pulse=pulses, phase=0)
    found = kernel.fit(GraphVectorizer().fit_transform([graph])).distributions_[0]
    np.testing.assert_allclose(found, expected, atol=1e-3)


# --- what holds for any graph -------------------------------------------------------------------


@pytest.mark.parametrize("parameters", [{}, {"evolution": "xy", "n_steps": 2}])
@pytest.mark.parametrize("observable", ["occupation", "energy"])
def test_the_numbering_of_nodes_does_not_matter(parameters: dict, observable: str) -> None:
    rng = np.random.default_rng(4)
    graphs = [random_graph(5, 3), random_graph(6, 5)]
    for graph in list(graphs):
        order = rng.permutation(len(graph))
        graphs.append(graph[np.ix_(order, order)])
    gram = kernel_of(graphs, observable=observable, n_layers=2, mu=20, **parameters)
    np.testing.assert_allclose(gram[:2], gram[2:], **EXACT)
    np.testing.assert_allclose([gram[0, 2], gram[1, 3]], 1, **EXACT)
    assert gram[0, 1] < 0.99


def test_it_sees_what_weisfeiler_and_lehman_do_not_and_its_twin_neither() -> None:
    two_triangles = np.kron(np.eye(2), ring(3))
    graphs = [ring(6), two_triangles]  # all nodes have two neighbours with two neighbours ...
    for evolution in ("ising", "xy"):
        how = {"evolution": evolution, "n_layers": 2, "time": 2, "mu": 10}
        assert kernel_of(graphs, **how)[0, 1] < 0.9
        assert kernel_of(graphs, entanglement="none", **how)[0, 1] == pytest.approx(1, abs=1e-12)
    # without interaction exchange leaves the size alone to be seen
    blind = kernel_of(GRAPHS, evolution="xy", entanglement="none")
    sizes = np.array([len(g) for g in GRAPHS])
    same = sizes[:, None] == sizes
    np.testing.assert_allclose(blind[same], 1, **EXACT)
    assert blind[~same].max() < 1


def test_kernel_is_that_of_the_jensen_shannon_divergence() -> None:
    rows = GraphVectorizer().fit_transform(GRAPHS)
    model = QuantumEvolutionKernel(mu=2.5).fit(rows)
    p = model.distributions_
    np.testing.assert_allclose(p.sum(axis=1), 1, **EXACT)
    middle = (p[:, None] + p) / 2
    towards = rel_entr(p[:, None], middle).sum(axis=2)  # Kullback and Leibler, to the mixture
    divergences = (towards + towards.T) / 2
    expected = np.exp(-2.5 * divergences)
    gram = model.transform(rows)
    np.testing.assert_allclose(gram, expected, atol=1e-12)
    np.testing.assert_array_equal(gram, QuantumEvolutionKernel(mu=2.5).fit_transform(rows))
    np.testing.assert_array_equal(gram, gram.T)
    assert np.linalg.eigvalsh(gram).min() > -1e-12
    assert gram.min() > 2**-2.5
    scaled = QuantumEvolutionKernel().fit(rows)
    assert scaled.mu_ == pytest.approx(1 / divergences.mean())
    assert QuantumEvolutionKernel().fit(rows[:1]).mu_ == 1


def test_a_batch_is_what_its_graphs_are_one_by_one() -> None:
    rows = GraphVectorizer().fit_transform(GRAPHS)
    model = QuantumEvolutionKernel(observable="energy", time=0.4).fit(rows)
    alone = np.concatenate([model.transform(row[None]) for row in rows])
    np.testing.assert_allclose(alone, model.transform(rows), **EXACT)


def test_larger_energies_than_in_training_have_their_place() -> None:
    complete = np.ones((5, 5)) - np.eye(5)
    rows = GraphVectorizer().fit_transform([ring(5), complete, -complete])
    model = QuantumEvolutionKernel(observable="energy").fit(rows[:1])
    assert model.transform(rows)[0, 0] == 1
    joint = QuantumEvolutionKernel(observable="energy", mu=1).fit_transform(rows)
    np.testing.assert_allclose(model.transform(rows)[:, 0], joint[:, 0], **EXACT)


@pytest.mark.parametrize("observable", ["occupation", "energy"])
def test_shots_approach_the_exact_distribution(observable: str) -> None:
    rows = GraphVectorizer().fit_transform(GRAPHS)
    exact = QuantumEvolutionKernel(observable=observable).fit(rows).distributions_
    shots = 20_000
    model = QuantumEvolutionKernel(observable=observable, shots=shots, random_state=1).fit(rows)
    seen = model.distributions_
    exact = exact[:, : seen.shape[1]]
    error = 5 * np.sqrt(exact * (1 - exact) / shots) + 1e-12
    assert np.all(np.abs(seen - exact) <= error)
    assert np.abs(seen - exact).max() > 0
    again = QuantumEvolutionKernel(observable=observable, shots=shots, random_state=1).fit(rows)
    np.testing.assert_array_equal(seen, again.distributions_)


def test_single_precision_is_close() -> None:
    single, double = kernel_of(GRAPHS, dtype="float32"), kernel_of(GRAPHS)
    np.testing.assert_allclose(single, double, atol=1e-5)


# --- in scikit-learn ----------------------------------------------------------------------------


def rings_and_paths() -> tuple[list[np.ndarray], np.ndarray]:
    rings = [ring(n) for n in range(4, 10)]
    paths = [r.copy() for r in rings]
    for path in paths:
        path[0, -1] = path[-1, 0] = 0
    return rings + paths, np.array(["ring"] * 6 + ["path"] * 6)


def test_pipelines_and_searches() -> None:
    graphs, labels = rings_and_paths()
    machine = make_pipeline(
        GraphVectorizer(10), QuantumEvolutionKernel(), SVC(kernel="precomputed")
    )
    grid = {"quantumevolutionkernel__time": [0.5, 1.0], "svc__C": [1, 1000]}
    search = GridSearchCV(machine, grid, cv=3).fit(graphs, labels)
    assert search.score(graphs, labels) == 1
    model = make_pipeline(GraphVectorizer(10), QuantumEvolutionKernelClassifier(C=1000))
    assert cross_val_score(model, graphs, labels, cv=3).shape == (3,)
    assert model.fit(graphs, labels).score(graphs, labels) == 1
    assert model.predict_proba(graphs).shape == (12, 2)


def test_training_raises_the_alignment() -> None:
    graphs, labels = rings_and_paths()
    rows = GraphVectorizer().fit_transform(graphs)
    plain = QuantumEvolutionKernelClassifier(time=0.3).fit(rows, labels)
    trained = QuantumEvolutionKernelClassifier(time=0.3, alignment_steps=30).fit(rows, labels)
    assert trained.alignment_ > 3 * plain.alignment_
    assert not np.allclose(trained.times_, plain.times_)
    # what is kept is what was found
    kernel = QuantumEvolutionKernel(
        time=trained.times_, pulse=trained.pulses_, phase=trained.phases_
    )
    gram = kernel.fit_transform(rows)
    assert alignment(gram, (labels == "ring").astype(int)) == pytest.approx(trained.alignment_)
    np.testing.assert_allclose(trained.distributions(rows), kernel.distributions_, **EXACT)


def test_alignment_of_the_ideal_kernel_is_one() -> None:
    labels = np.array([0, 1, 1, 2, 0])
    assert alignment((labels[:, None] == labels).astype(float), labels) == pytest.approx(1)
    assert alignment(np.ones((5, 5)), labels) == 0


# --- input --------------------------------------------------------------------------------------


def test_rows_hold_the_upper_triangle_node_by_node() -> None:
    graph = np.array([[0.1, 2, 3], [2, 0.4, 5], [3, 5, 0.6]])
    small = [[0, 7], [7, 0]]
    rows = GraphVectorizer(max_nodes=4).fit_transform([graph, small])
    assert rows.shape == (2, 10)
    np.testing.assert_array_equal(rows[0], [0.1, 2, 0.4, 3, 5, 0.6, *[np.nan] * 4])
    np.testing.assert_array_equal(rows[1], [0, 7, 0, *[np.nan] * 7])


def test_other_kinds_of_graphs_are_read() -> None:
    networkx = pytest.importorskip("networkx")
    from scipy.sparse import csr_array

    graph = networkx.path_graph(4)
    matrix = networkx.to_numpy_array(graph)
    rows = GraphVectorizer().fit_transform([graph, csr_array(matrix), matrix.tolist()])
    np.testing.assert_array_equal(rows, np.tile(rows[2], (3, 1)))


def test_a_row_may_end_within_a_node() -> None:
    # node 2 has an edge with node 0, and the rest is left out: no edge
    short = QuantumEvolutionKernel().fit([[0, 1.0, 0, 1.0]]).distributions_
    whole = QuantumEvolutionKernel().fit([[0, 1.0, 0, 1.0, 0, 0]]).distributions_
    np.testing.assert_array_equal(short, whole)


def test_nan_is_what_is_not_there() -> None:
    kernel = QuantumEvolutionKernel(time=0.9)
    rows = [
        [0.1, 2, 0.4, 3, 5, 0.6],
        [np.nan, np.nan, 0.4, np.nan, 5, 0.6],  # without node 0
        [0.1, np.nan, 0.4, 3, 5, 0.6],  # without an edge
        [np.nan] * 6,
    ]
    found = kernel.fit(rows).distributions_
    two = kernel.fit([[0.4, 5, 0.6]]).distributions_[0]
    np.testing.assert_allclose(found[1], [*two, 0], **EXACT)
    apart = kernel.fit([[0.1, 0, 0.4, 3, 5, 0.6]]).distributions_[0]
    np.testing.assert_allclose(found[2], apart, **EXACT)
    np.testing.assert_array_equal(found[3], [1, 0, 0, 0])  # no node, nothing excited


ROWS = np.array([[0.0, 1.0, 0.0], [0.0, np.nan, np.nan]])


def kernel(evolution: str = "ising", **parameters) -> QuantumEvolutionKernel:
    return QuantumEvolutionKernel(evolution, **parameters)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: GraphVectorizer().fit([]), "at least one graph, got none"),
        (
            lambda: GraphVectorizer().fit([np.ones((2, 3))]),
            r"square.*got shape \(2, 3\)",
        ),
        (
            lambda: GraphVectorizer().fit([[[0, 1], [0, 0]]]),
            "Graph 0: expected an undir",
        ),
        (
            lambda: GraphVectorizer(2).fit_transform([ring(3)]),
            "3 nodes, expected at most 2; set",
        ),
        (lambda: kernel("xx").fit(ROWS), "evolution must be one of 'ising', 'xy'"),
        (lambda: kernel(observable="z").fit(ROWS), "'occupation', 'energy'"),
        (lambda: kernel(entanglement="ring").fit(ROWS), "one of 'graph', 'none'"),
        (
            lambda: kernel(time=[1, 2]).fit(ROWS),
            r"a sequence of 1 of them.*\[1, 2\]",
        ),
        (lambda: kernel(pulse="a").fit(ROWS), "pulse must be a finite number"),
        (lambda: kernel(mu=0).fit(ROWS), "mu must be a finite number above 0"),
        (lambda: kernel(mu="auto").fit(ROWS), "mu must be one of 'scale', got 'auto'"),
        (lambda: evolution_circuit(2, [1], [1], []), "got 0 phases, 1 times and 1 pulses"),
        (lambda: kernel(shots=0).fit(ROWS), "shots must be a whole number"),
        (
            lambda: kernel().fit(np.zeros((1, 325))),
            "at most 24 nodes.*got one of 25",
        ),
        (
            lambda: kernel(observable="energy").fit(1e6 * ROWS),
            "expected at most 10000: raise bin_width",
        ),
        (
            lambda: QuantumEvolutionKernelClassifier(alignment_steps=1.5).fit(ROWS, [0, 1]),
            "alignment_steps must be a whole number from 0 on",
        ),
    ],
)
def test_what_is_refused(make, message: str) -> None:
    with pytest.raises(InputError, match=message):
        make()
