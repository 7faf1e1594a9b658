"""Shot noise on fitted models: what is kept at how many shots, and what effort is counted."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.compose import TransformedTargetRegressor
from sklearn.ensemble import HistGradientBoostingRegressor, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

from qneko.models import (
    FidelityKernelClassifier,
    FidelityKernelRegressor,
    QuantumGaussianProcessRegressor,
    VariationalClassifier,
)
from qneko.studies.families._svm import RbfSVC
from qneko.studies.looks._shots import N_DRAWS, shot_scores, shots_to_resolve
from qneko.studies.protocol._workbench import Part
from qneko.studies.running._effort import effort

RNG = np.random.default_rng(5)
X = RNG.normal(size=(90, 2))
LABELS = (X[:, 0] + X[:, 1] > 0).astype(int)
TARGET = 3.0 * X[:, 0]
CLASSES = Part(X[:60], X[60:], LABELS[:60], LABELS[60:])
NUMBERS = Part(X[:60], X[60:], TARGET[:60], TARGET[60:])


def scores_of(estimator, part, metric, n_classes=None, shots=100, seed=1):
    return shot_scores(estimator, part, metric, n_classes, shots, seed)


def test_few_shots_lose_the_score_and_many_keep_it():
    model = FidelityKernelClassifier(C=10.0, probability=False).fit(CLASSES.X_train, LABELS[:60])
    found = scores_of(model, CLASSES, "accuracy", 2, shots=100)
    assert [s["shots"] for s in found["shot_scores"]] == [10, 100, 1000, 10_000]
    means = [np.mean(s["scores"]) for s in found["shot_scores"]]
    assert all(len(s["scores"]) == N_DRAWS for s in found["shot_scores"])
    assert means[0] < found["exact_score"] - 0.02
    assert means[-1] == pytest.approx(found["exact_score"], abs=0.035)
    assert found["exact_score"] == model.score(CLASSES.X_test, CLASSES.y_test)
    assert found["retrained"]
    assert found["n_test"] == 30


def test_the_same_seed_gives_the_same_noise_and_another_gives_other():
    model = VariationalClassifier(n_layers=1, random_state=0).fit(CLASSES.X_train, LABELS[:60])
    first, second = (scores_of(model, CLASSES, "log_loss", 2, shots=50) for _ in range(2))
    assert first == second
    assert not first["retrained"]
    other = scores_of(model, CLASSES, "log_loss", 2, shots=50, seed=2)
    assert other["exact_score"] == first["exact_score"]
    assert other["shot_scores"] != first["shot_scores"]
    # the model that was handed over is as it was
    assert model.device == "statevector"


def test_scaled_targets_and_gaussian_processes():
    kernel = FidelityKernelRegressor(C=10.0)
    scaled = TransformedTargetRegressor(kernel, transformer=StandardScaler())
    for model in (scaled, QuantumGaussianProcessRegressor(noise_level=0.01)):
        found = scores_of(model.fit(NUMBERS.X_train, NUMBERS.y_train), NUMBERS, "rmse", shots=200)
        errors = [np.mean(s["scores"]) for s in found["shot_scores"]]
        # sharp fits carry noise on: the error falls with the shots, and slowly
        assert errors == sorted(errors, reverse=True)
        assert errors[0] > 2.0 * errors[-1] > 2.0 * found["exact_score"]


def test_more_shots_than_anybody_has_are_not_simulated():
    model = FidelityKernelClassifier(probability=False).fit(CLASSES.X_train, LABELS[:60])
    found = scores_of(model, CLASSES, "accuracy", 2, shots=500_000)
    assert [s["shots"] for s in found["shot_scores"]] == [50_000, 500_000]


def test_shots_to_resolve_is_noise_over_spread():
    exact = RNG.normal(0.0, 2.0, size=20_000)
    # binomial noise of variance v / shots with v = 9, at a thousand shots
    noisy = exact + RNG.normal(0.0, np.sqrt(9.0 / 1000), size=20_000)
    assert shots_to_resolve(exact, noisy) == pytest.approx(9.0 / (0.01 * 4.0), rel=0.05)
    assert shots_to_resolve(np.ones(5), noisy[:5]) is None


@pytest.mark.parametrize(
    ("model", "count"),
    [
        (LogisticRegression(), 3),
        (MLPClassifier(5, solver="lbfgs", max_iter=500), 2 * 5 + 5 + 5 + 1),
        (RbfSVC(C=1.0), None),
        (RandomForestClassifier(3, max_depth=1, random_state=0), 9),
    ],
)
def test_trained_numbers_are_counted(model, count):
    fitted = model.fit(X, LABELS)
    found = effort(fitted, len(X), is_quantum=False)
    if count is None:
        count = len(fitted.svc_.support_) + 1
    assert found == {"n_parameters": count}


def test_effort_of_a_circuit_has_its_circuits():
    model = FidelityKernelClassifier(probability=False).fit(X, LABELS)
    found = effort(model, 90, is_quantum=True)
    assert found == {"n_parameters": len(model.svm_.support_) + 1, "n_circuits": 90 * 89 // 2}
    boosted = HistGradientBoostingRegressor(max_iter=2, max_leaf_nodes=3, min_samples_leaf=5)
    scaled = TransformedTargetRegressor(boosted, transformer=StandardScaler()).fit(X, TARGET)
    # two trees of three leaves and two forks
    assert effort(scaled, 90, is_quantum=False) == {"n_parameters": 10}
    assert effort(object(), 90, is_quantum=False) == {}
