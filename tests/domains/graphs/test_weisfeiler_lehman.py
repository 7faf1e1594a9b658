"""The subtree kernel, against trees that are unfolded one by one, and its published bar."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest
from sklearn.model_selection import StratifiedKFold, cross_val_score

from qneko.domains import load
from qneko.domains.graphs import (
    WeisfeilerLehmanClassifier,
    WeisfeilerLehmanFeatures,
    WeisfeilerLehmanRegressor,
    graph_rows,
)
from qneko.errors import InputError

from .shapes import HEXAGON, TWO_TRIANGLES, path, renumbered, ring, rows, some


def unfolded(matrix: np.ndarray, labels: np.ndarray, node: int, depth: int) -> Any:
    """Return the tree of walks from a node, as nested tuples."""
    if depth == 0:
        return int(labels[node])
    near = [unfolded(matrix, labels, j, depth - 1) for j in np.flatnonzero(matrix[node])]
    return unfolded(matrix, labels, node, depth - 1), tuple(sorted(near, key=repr))


def kernel(table: Any, depth: int) -> np.ndarray:
    counts = [
        Counter(unfolded(a, k, node, d) for d in range(depth + 1) for node in range(len(k)))
        for a, k in zip(table["adjacency"], table["node_labels"], strict=True)
    ]
    gram = np.array([[sum(a[t] * b[t] for t in a) for b in counts] for a in counts], dtype=float)
    return gram / np.sqrt(np.outer(np.diag(gram), np.diag(gram)))


@pytest.mark.parametrize("depth", [0, 1, 2, 3])
def test_is_the_inner_product_of_unfolded_trees(depth: int) -> None:
    table = some(8)
    features = WeisfeilerLehmanFeatures(depth).fit_transform(table)
    np.testing.assert_allclose((features @ features.T).toarray(), kernel(table, depth), atol=1e-12)


def test_new_graphs_meet_the_training_graphs_as_if_all_had_been_there() -> None:
    table = some(10)
    fitted = WeisfeilerLehmanFeatures(2).fit(table[:6])
    between = fitted.transform(table[6:]) @ fitted.transform(table[:6]).T
    np.testing.assert_allclose(between.toarray(), kernel(table, 2)[6:, :6], atol=1e-12)


def test_the_order_of_nodes_does_not_matter() -> None:
    table = some(6)
    fitted = WeisfeilerLehmanFeatures(3).fit(table)
    ours, theirs = fitted.transform(table), fitted.transform(renumbered(table))
    np.testing.assert_array_equal(ours.toarray(), theirs.toarray())


def test_what_is_locally_equal_is_equal() -> None:
    features = WeisfeilerLehmanFeatures(5).fit_transform(rows([HEXAGON, TWO_TRIANGLES, path(6)]))
    gram = (features @ features.T).toarray()
    assert gram[0, 1] == pytest.approx(1.0)
    assert gram[0, 2] < 0.6


def test_reproduces_the_bar_of_mutag() -> None:
    mutag = load("biomedicine/mutag")
    bar = mutag.bars[0]
    scores = cross_val_score(
        WeisfeilerLehmanClassifier(C=10.0, n_rounds=3),
        graph_rows(mutag.adjacency, mutag.node_labels),
        mutag.target,
        cv=StratifiedKFold(10, shuffle=True, random_state=0),
    )
    assert scores.mean() == pytest.approx(bar.score, abs=5e-4)
    assert scores.std() == pytest.approx(bar.spread, abs=5e-4)


def test_probabilities_are_of_the_training_that_was_last() -> None:
    graphs = rows([path(n) for n in range(3, 13)] + [ring(n) for n in range(3, 13)])
    labels = np.array(["path"] * 10 + ["ring"] * 10)
    model = WeisfeilerLehmanClassifier(C=10.0).fit(graphs, labels)
    shares = model.predict_proba(graphs)
    np.testing.assert_allclose(shares.sum(axis=1), 1.0)
    assert (model.classes_[shares.argmax(axis=1)] == labels).all()
    swapped = model.fit(graphs, labels[::-1]).predict_proba(graphs)
    assert (model.classes_[swapped.argmax(axis=1)] == labels[::-1]).all()


def test_numbers_are_learned_too() -> None:
    table = some(60)
    share = np.array([np.mean(k) for k in table["node_labels"]])
    model = WeisfeilerLehmanRegressor(C=10.0, n_rounds=1, epsilon=0.01)
    assert model.fit(table[:40], share[:40]).score(table[40:], share[40:]) > 0.8


def test_depth_has_to_be_a_whole_number() -> None:
    with pytest.raises(InputError, match="n_rounds must be a whole number from 0 on, got 1.5"):
        WeisfeilerLehmanFeatures(1.5).fit(some(2))  # type: ignore[arg-type]
