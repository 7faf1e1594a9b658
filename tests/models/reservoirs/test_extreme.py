"""Extreme learning machines: the circuit, the random weights, and the readouts behind it."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.datasets import load_iris
from sklearn.linear_model import Ridge

from qneko.errors import InputError
from qneko.models import (
    QuantumExtremeLearningClassifier,
    QuantumExtremeLearningMachine,
    QuantumExtremeLearningRegressor,
)
from tests.models.reservoirs.test_reservoirs import Recorder
from tests.reference import expectations

X = np.random.default_rng(0).normal(size=(60, 5))
Y = np.sin(X[:, 0]) + X[:, 1] * X[:, 2]
KINDS = [
    QuantumExtremeLearningClassifier,
    QuantumExtremeLearningMachine,
    QuantumExtremeLearningRegressor,
]
each_kind = pytest.mark.parametrize("kind", KINDS)


@pytest.mark.parametrize("entanglement", ["ring", "full", "none"])
def test_features_are_what_a_second_simulator_finds(entanglement) -> None:
    model = QuantumExtremeLearningMachine(3, entanglement=entanglement, random_state=0).fit(X)
    angles = model.bandwidth_ * (X - X.mean(axis=0)) @ model.input_weights_
    program = model.program_
    expected = expectations(program.circuit, program.observables, angles, model.weights_)
    np.testing.assert_allclose(model.transform(X), expected, atol=1e-12)


def test_without_entanglement_pairs_are_products() -> None:
    control = QuantumExtremeLearningMachine(4, random_state=0).control().fit(X)
    found = control.transform(X)
    single, pairs = found[:, :4], found[:, 4:]
    left, right = np.triu_indices(4, 1)
    np.testing.assert_allclose(pairs, single[:, left] * single[:, right], atol=1e-12)
    found = QuantumExtremeLearningMachine(4, random_state=0).fit_transform(X)
    assert np.abs(found[:, 4:] - found[:, left] * found[:, right]).max() > 0.05


@each_kind
def test_everything_quantum_is_asked_of_the_device(kind) -> None:
    device = Recorder()
    model = kind(3, device=device, random_state=0).fit(X, Y > 0)
    method = model.transform if hasattr(model, "transform") else model.predict
    method(X)
    assert set(device.asked) == {"expectations"}
    with pytest.raises(InputError, match="at most 24"):
        kind(25).fit(X, Y > 0)


def test_regression_is_ridge_on_the_features() -> None:
    model = QuantumExtremeLearningRegressor(alpha=0.01, random_state=0).fit(X, Y)
    features = QuantumExtremeLearningMachine(random_state=0).fit_transform(X)
    by_hand = Ridge(alpha=0.01).fit(features, Y)
    np.testing.assert_allclose(model.predict(X), by_hand.predict(features), atol=1e-8)


def test_labels_of_any_kind() -> None:
    data, labels = load_iris(return_X_y=True)
    names = np.array(["setosa", "versicolor", "virginica"])[labels]
    model = QuantumExtremeLearningClassifier(6, random_state=0).fit(data, names)
    assert list(model.classes_) == ["setosa", "versicolor", "virginica"]
    assert model.score(data, names) > 0.9
    np.testing.assert_allclose(model.predict_proba(data).sum(axis=1), 1)
    best = model.classes_[model.decision_function(data).argmax(axis=1)]
    np.testing.assert_array_equal(best, model.predict(data))
    with pytest.raises(InputError, match="at least 2 classes in y, got 1 class"):
        clone(model).fit(data, np.zeros(150))


def test_a_weight_of_two_is_two_samples() -> None:
    weights = np.random.default_rng(1).integers(0, 3, len(X))
    weighted = QuantumExtremeLearningRegressor(random_state=0).fit(X, Y, weights)
    rows = np.repeat(np.arange(len(X)), weights)
    repeated = QuantumExtremeLearningRegressor(random_state=0).fit(X[rows], Y[rows])
    assert weighted.bandwidth_ == pytest.approx(repeated.bandwidth_, rel=1e-12)
    np.testing.assert_allclose(weighted.predict(X), repeated.predict(X), atol=1e-9)


@each_kind
def test_more_readouts_with_pairs(kind) -> None:
    assert kind(4, observables="z").fit(X, Y > 0).n_readouts_ == 4
    assert kind(4, observables="zz").fit(X, Y > 0).n_readouts_ == 10
    with pytest.raises(InputError, match="observables must be one of"):
        kind(observables="x").fit(X, Y > 0)
