"""The quantum evolution kernel on rows: the model of arrays, graph by graph, and only once."""

from __future__ import annotations

import numpy as np
import pytest

from qneko.domains.graphs import GraphEvolutionClassifier, _evolution
from qneko.models import QuantumEvolutionKernelClassifier
from qneko.models.diagnostics import resources
from qneko.models.graphs import GraphVectorizer

from .shapes import path, ring, rows, some

TABLE = some(24, seed=3)
LABELS = np.array([int(len(k) > 4) for k in TABLE["node_labels"]])


@pytest.mark.parametrize("settings", [{}, {"observable": "energy", "n_layers": 2}])
def test_is_the_model_of_arrays(settings) -> None:
    ours = GraphEvolutionClassifier(C=10.0, **settings).fit(TABLE[:16], LABELS[:16])
    X = GraphVectorizer(30).fit_transform(TABLE["adjacency"])
    theirs = QuantumEvolutionKernelClassifier(C=10.0, **settings).fit(X[:16], LABELS[:16])
    np.testing.assert_allclose(ours.distributions_, theirs.distributions_, atol=1e-12)
    np.testing.assert_allclose(
        ours.decision_function(TABLE[16:]), theirs.decision_function(X[16:]), atol=1e-6
    )
    np.testing.assert_array_equal(ours.predict(TABLE[16:]), theirs.predict(X[16:]))
    np.testing.assert_allclose(ours.predict_proba(TABLE[16:]).sum(axis=1), 1.0)


def test_a_graph_does_not_depend_on_the_others_to_the_last_bit() -> None:
    together = GraphEvolutionClassifier(probability=False).fit(TABLE, LABELS)
    _evolution._measured.cache_clear()
    some_of_them = GraphEvolutionClassifier(probability=False).fit(TABLE[::2], LABELS[::2])
    assert together.first_bin_ == some_of_them.first_bin_ == 0
    width = min(together.distributions_.shape[1], some_of_them.distributions_.shape[1])
    np.testing.assert_array_equal(
        together.distributions_[::2, :width], some_of_them.distributions_[:, :width]
    )


def test_each_graph_is_measured_once_for_each_setting() -> None:
    model = GraphEvolutionClassifier(time=0.77, probability=False).fit(TABLE, LABELS)
    before = _evolution._measured.cache_info().misses
    model.fit(TABLE[5:], LABELS[5:]).predict(TABLE)
    assert _evolution._measured.cache_info().misses == before
    model.set_params(time=0.78).fit(TABLE[:3], [0, 1, 1])
    assert _evolution._measured.cache_info().misses == before + 3


def test_shots_are_drawn_anew() -> None:
    noisy = GraphEvolutionClassifier(shots=50, random_state=0, probability=False)
    first = noisy.fit(TABLE, LABELS).distributions_
    other = noisy.set_params(random_state=1).fit(TABLE, LABELS).distributions_
    assert not np.array_equal(first, other)
    # multiples of one in fifty
    np.testing.assert_allclose(first * 50, np.rint(first * 50), atol=1e-9)


def test_the_control_sees_degrees_alone() -> None:
    model = GraphEvolutionClassifier(n_layers=2, time=2.0, probability=False)
    pair = rows([ring(6), np.kron(np.eye(2), ring(3))])
    control = model.control()
    assert isinstance(control, GraphEvolutionClassifier)
    p, q = control.fit(pair, [0, 1]).distributions_
    np.testing.assert_allclose(p, q, atol=1e-12)
    p, q = model.fit(pair, [0, 1]).distributions_
    assert np.abs(p - q).max() > 1e-3


def test_resources_are_those_of_the_largest_graph() -> None:
    model = GraphEvolutionClassifier(probability=False).fit(rows([path(5), ring(5)]), [0, 1])
    circuit, weights = model.largest_circuit()
    assert (circuit.n_qubits, circuit.n_features) == (5, 5)  # the ring has an edge more
    np.testing.assert_array_equal(weights, np.ones((1, 5)))
    found = resources(model)
    assert (found.training_circuits, found.circuits_per_sample) == (2, 1)
    assert found.measured == "states"
    # 2 CZ for each controlled phase; in a ring of five no more than five follow one another
    assert 4 <= found.two_qubit_layers <= 10
