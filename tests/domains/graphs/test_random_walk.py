"""Random walkers at home: against every outcome counted, and in limits that are known."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy.linalg import expm
from scipy.stats import binom

from qneko.domains.graphs import RandomWalkClassifier, RandomWalkKernel
from qneko.errors import InputError

from .shapes import HEXAGON, TWO_TRIANGLES, path, renumbered, ring, rows, some


def counted(matrix: np.ndarray, time: float) -> np.ndarray:
    """Return the distribution by going through all outcomes of all walkers."""
    home = np.diag(expm(-time * (np.diag(matrix.sum(axis=1)) - matrix)))
    p = np.zeros(len(matrix) + 1)
    for outcome in itertools.product((0, 1), repeat=len(matrix)):
        at_home = np.array(outcome)
        p[at_home.sum()] += np.prod(np.where(at_home, home, 1 - home))
    return p


@pytest.mark.parametrize("time", [0.3, 1.0, 4.0])
def test_distributions_are_those_of_all_outcomes(time: float) -> None:
    weighted = path(4) * 0.5
    graphs = [path(3), ring(5), weighted]
    found = RandomWalkKernel(time).fit(rows(graphs)).distributions_
    for p, graph in zip(found, graphs, strict=True):
        np.testing.assert_allclose(p[: len(graph) + 1], counted(graph, time), atol=1e-12)
        assert not p[len(graph) + 1 :].any()


def test_walkers_that_walk_long_are_anywhere() -> None:
    (p,) = RandomWalkKernel(200.0).fit(rows([ring(5)])).distributions_
    np.testing.assert_allclose(p, binom.pmf(range(6), 5, 1 / 5), atol=1e-9)


def test_kernel_is_that_of_its_definition_and_positive() -> None:
    table = some(12)
    model = RandomWalkKernel()
    gram = model.fit_transform(table)
    p, q = model.distributions_[:2]
    mean = (p + q) / 2
    terms = [v * np.log(v / m) for d in (p, q) for v, m in zip(d, mean, strict=True) if v > 0]
    assert gram[0, 1] == pytest.approx(np.exp(-model.mu_ * sum(terms) / 2))
    np.testing.assert_allclose(np.diag(gram), 1.0)
    assert np.linalg.eigvalsh(gram).min() > -1e-9


def test_the_order_of_nodes_does_not_matter() -> None:
    table = some(6)
    model = RandomWalkKernel().fit(table)
    np.testing.assert_allclose(model.transform(table), model.transform(renumbered(table)))


def test_larger_and_smaller_graphs_than_in_training_are_read() -> None:
    model = RandomWalkKernel().fit(rows([path(4), ring(5)]))
    assert model.transform(rows([path(2), ring(9)])).shape == (2, 2)


def test_sees_what_is_locally_equal() -> None:
    # what returns from afar differs: unlike the subtree kernel
    table = rows([HEXAGON, TWO_TRIANGLES, path(6)])
    assert RandomWalkKernel(4.0).fit_transform(table)[0, 1] < 0.999


def test_equal_graphs_have_no_scale() -> None:
    assert RandomWalkKernel().fit(rows([ring(4), ring(4)])).mu_ == 1.0


def test_classifies_with_probabilities() -> None:
    graphs = rows([path(n) for n in range(3, 13)] + [ring(n) for n in range(3, 13)])
    labels = np.array([0] * 10 + [1] * 10)
    model = RandomWalkClassifier(C=100.0).fit(graphs, labels)
    assert model.score(graphs, labels) == 1.0
    np.testing.assert_allclose(model.predict_proba(graphs).sum(axis=1), 1.0)


def test_time_has_to_be_positive() -> None:
    with pytest.raises(InputError, match="time must be a positive number, got 0"):
        RandomWalkKernel(0.0).fit(some(2))
