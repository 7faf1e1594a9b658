"""The tables are what they are said to be: planted labels tell the kernels apart, others do not."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

from calibration import tables
from calibration.cases import CASES, Job
from qneko.domains import make_encoder
from qneko.models import FidelityKernelClassifier
from qneko.models.diagnostics import geometric_difference

N_SAMPLES = 160


@pytest.fixture(scope="module")
def seen():
    """What the quantum model sees of a table, and both kernels."""
    X = tables.encoded(tables.measured(N_SAMPLES, np.random.default_rng(5)))
    return X, *tables.kernels(X)


def test_planted_labels_reach_the_geometric_difference(seen):
    _, quantum, classical = seen
    labels = tables.relabel(quantum, classical)
    # of the labels themselves: y = sqrt(Q) v has y Q^-1 y = v v = 1
    regular = classical + 0.1 * np.eye(N_SAMPLES)
    ratio = np.sqrt(labels @ np.linalg.solve(regular, labels))
    assert ratio == pytest.approx(
        geometric_difference(classical, quantum, regularization=0.1), rel=1e-6
    )
    assert ratio > 2.5


def test_no_other_labels_reach_it(seen):
    X, quantum, classical = seen
    planted = tables.relabel(quantum, classical)
    rng = np.random.default_rng(1)
    others = [
        tables.random_labels(X, rng) * 2.0 - 1.0,
        X @ rng.normal(size=X.shape[1]),
        tables.smooth(X / X.std(axis=0), rng) * 2.0 - 1.0,
    ]
    best = tables.complexity_ratio(planted, quantum, classical)
    assert best > 2.0
    for labels in others:
        assert tables.complexity_ratio(labels, quantum, classical) < best / 2


def test_the_planted_kernel_learns_its_labels_and_a_gaussian_does_not():
    table = tables.planted(N_SAMPLES, np.random.default_rng(2))
    X = tables.encoded(table.drop(columns="target").to_numpy())
    quantum = FidelityKernelClassifier(
        bandwidth=tables.BANDWIDTH, n_layers=tables.N_LAYERS, C=10.0, probability=False
    )
    assert cross_val_score(quantum, X, table["target"]).mean() > 0.8
    for factor in (0.3, 1.0, 3.0, 10.0):
        gaussian = SVC(C=10.0, gamma=factor / (X.shape[1] * X.var()))
        assert cross_val_score(gaussian, X, table["target"]).mean() < 0.7


def test_the_encoding_hardly_moves_from_fold_to_fold():
    columns = tables.measured(N_SAMPLES, np.random.default_rng(3))
    whole, part = tables.encoded(columns), tables.encoded(columns[: N_SAMPLES * 4 // 5])
    for j in range(len(tables.COPIES)):
        assert np.corrcoef(whole[: len(part), j], part[:, j])[0, 1] > 0.98


@pytest.mark.parametrize(
    ("rule", "model"),
    [
        (tables.linear, LogisticRegression(C=100.0)),
        (tables.smooth, SVC(C=10.0)),
        (tables.tree, DecisionTreeClassifier(random_state=0)),
        (tables.rings, SVC(C=10.0)),
    ],
)
def test_rules_are_learned_by_their_models_and_noise_flips_labels(rule, model):
    exact, noisy = (
        tables.by_rule(rule, 400, np.random.default_rng(4), flipped=share) for share in (0.0, 0.1)
    )
    X, y = exact.drop(columns="target"), exact["target"]
    assert cross_val_score(model, X, y).mean() > 0.85
    assert (noisy["target"] != y).mean() == pytest.approx(0.1, abs=0.05)


def test_a_wide_table_hides_its_rule_from_few_components():
    wide = tables.by_rule(tables.linear, 300, np.random.default_rng(6), n_columns=tables.WIDE)
    X, y = wide.drop(columns="target"), wide["target"]
    assert cross_val_score(LogisticRegression(C=100.0), X, y).mean() > 0.9
    few = make_encoder(X, tables.NARROW).fit_transform(X)
    assert cross_val_score(LogisticRegression(C=100.0), few, y).mean() < 0.85


def test_random_labels_are_balanced():
    labels = tables.random_labels(np.zeros((100, 4)), np.random.default_rng(0))
    assert labels.sum() == 50


def test_a_study_is_the_same_whatever_else_runs():
    job, again, other = Job(CASES[0], 3), Job(CASES[0], 3), Job(CASES[0], 6)
    assert job.table().equals(again.table())
    assert not job.table().equals(other.table())
    assert job.spec("t.csv") == again.spec("t.csv")
    assert job.spec("t.csv")["study"]["seed"] != other.spec("t.csv")["study"]["seed"]
