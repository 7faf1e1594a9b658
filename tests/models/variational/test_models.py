"""Variational models: right gradients, learning, and the promises of their parameters."""

from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import make_blobs, make_circles
from sklearn.exceptions import ConvergenceWarning

from qneko.circuits import Circuit, Z, feature, weight
from qneko.errors import InputError
from qneko.models import VariationalClassifier, VariationalRegressor
from qneko.models.variational import ANSATZE
from qneko.models.variational._base import n_shifts
from tests import reference

RNG = np.random.default_rng(12)
X = RNG.normal(size=(80, 2))
XOR = (X[:, 0] * X[:, 1] > 0).astype(int)
TARGET = 1000 + 50 * np.sin(2 * X[:, 0]) * np.cos(X[:, 1])


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("optimizer", ["lbfgs", "adam"])
@pytest.mark.parametrize("ansatz", ANSATZE)
def test_learns_xor(ansatz: str, optimizer: str, dtype: str) -> None:
    model = VariationalClassifier(
        ansatz, optimizer=optimizer, dtype=dtype, alpha=1e-4, bandwidth=0.7, random_state=0
    ).fit(X, XOR)
    assert model.score(X, XOR) > 0.9
    assert model.loss_curve_[-1] < 0.5 * model.loss_curve_[0]


def test_entanglement_is_what_products_of_features_need() -> None:
    # without entanglement the scores are sums of functions of one feature: no XOR
    model = VariationalClassifier(bandwidth=0.7, alpha=1e-4, random_state=0)
    assert model.fit(X, XOR).score(X, XOR) > 0.9
    assert model.control().fit(X, XOR).score(X, XOR) < 0.75


def test_learns_three_classes_and_circles() -> None:
    blobs, labels = make_blobs(120, centers=3, random_state=1)
    blobs = (blobs - blobs.mean(0)) / blobs.std(0)
    names = np.array(["x", "y", "z"])[labels]
    model = VariationalClassifier(random_state=0).fit(blobs[:80], names[:80])
    assert model.score(blobs[80:], names[80:]) > 0.9
    assert model.coef_.shape == (3, 2)
    circles, labels = make_circles(120, noise=0.05, factor=0.4, random_state=0)
    model = VariationalClassifier(random_state=0).fit(circles[:80], labels[:80])
    assert model.score(circles[80:], labels[80:]) > 0.9


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize("optimizer", ["lbfgs", "adam"])
def test_regression_in_any_unit(optimizer: str) -> None:
    model = VariationalRegressor(
        bandwidth=0.7, optimizer=optimizer, learning_rate=0.03, tol=1e-5, random_state=0
    )
    assert model.fit(X, TARGET).score(X, TARGET) > 0.8
    # a scaled problem is the same problem, up to rounding that a few steps hardly amplify
    model.set_params(max_iter=10)
    scaled, plain = (model.fit(X, f * TARGET).predict(X) for f in (1e6, 1.0))
    np.testing.assert_allclose(scaled, 1e6 * plain, rtol=1e-6)


def test_scores_are_the_documented_readout() -> None:
    model = VariationalRegressor(random_state=0).fit(X, TARGET)
    observables = [Z(0), Z(1)]
    values = reference.expectations(model.program_.circuit, observables, X[:5], model.weights_)
    np.testing.assert_allclose(
        model.predict(X[:5]), values @ model.coef_[0] + model.intercept_[0], rtol=1e-10
    )


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize("optimizer", ["lbfgs", "adam"])
def test_equal_random_state_gives_equal_bits(optimizer: str) -> None:
    def fit(seed: int) -> VariationalClassifier:
        model = VariationalClassifier(optimizer=optimizer, max_iter=15, random_state=seed)
        return model.fit(X, XOR)

    first, second, other = fit(3), fit(3), fit(4)
    np.testing.assert_array_equal(first.weights_, second.weights_)
    assert first.loss_curve_ == second.loss_curve_
    assert not np.array_equal(first.weights_, other.weights_)
    again = pickle.loads(pickle.dumps(first))
    np.testing.assert_array_equal(again.predict_proba(X), second.predict_proba(X))


def test_float32_follows_float64() -> None:
    fits = {
        dtype: VariationalRegressor(dtype=dtype, random_state=0).fit(X, TARGET)
        for dtype in ("float64", "float32")
    }
    assert fits["float32"].loss_ == pytest.approx(fits["float64"].loss_, rel=0.05)
    assert fits["float32"].predict(X).dtype == np.float64
    assert fits["float32"].program_.dtype == np.float32


def test_history_and_budget() -> None:
    with pytest.warns(ConvergenceWarning, match=r"max_iter=3 before its loss settled"):
        model = VariationalClassifier(max_iter=3, random_state=0).fit(X, XOR)
    assert model.n_iter_ == len(model.loss_curve_) == 3
    assert model.loss_ == model.loss_curve_[-1]
    assert model.loss_curve_ == sorted(model.loss_curve_, reverse=True)


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_circuits_counted_are_those_of_the_shift_rule() -> None:
    circuit = (
        Circuit(2).ry(feature(0), 0).ry(weight(), 0).crz(weight(), 0, 1).u(0.1, weight(), 0.2, 1)
    )
    assert n_shifts(circuit) == 2 + 4 + 2
    model = VariationalClassifier(optimizer="adam", max_iter=4, random_state=0).fit(X, XOR)
    assert model.n_circuits_ == 4 * 80 * (1 + 2 * model.program_.n_weights)


def test_variance_of_a_shot_equals_that_of_the_distribution() -> None:
    data = np.random.default_rng(0).normal(size=(90, 3))
    model = VariationalClassifier(max_iter=20, random_state=1)
    with pytest.warns(ConvergenceWarning):
        model.fit(data, np.arange(90) % 3)
    variance = model.score_variance(data[:4])
    assert variance.shape == (4, 3)
    states = reference.states(model.program_.circuit, data[:4], model.weights_)
    signs = 1 - 2 * ((np.arange(8)[:, None] >> np.arange(3)) & 1)
    outcomes = signs @ model.coef_.T
    p = np.abs(states) ** 2
    np.testing.assert_allclose(variance, p @ outcomes**2 - (p @ outcomes) ** 2, atol=1e-10)


def test_own_ansatz() -> None:
    def build(n_features: int, n_layers: int, entanglement: str, bandwidth: float) -> Circuit:
        circuit = Circuit(n_features)
        for q in range(n_features):
            circuit.rx(bandwidth * feature(q) + weight(), q)
        return circuit

    model = VariationalRegressor(build, random_state=0).fit(X, X[:, 0])
    assert model.program_.n_weights == 2
    assert model.score(X, X[:, 0]) > 0.9


@pytest.mark.parametrize(
    "labels",
    [
        np.array(["no", "yes"])[XOR],
        XOR.astype(bool),
        2.0 * XOR - 1,
        pd.Series(XOR, dtype="category"),
    ],
    ids=["str", "bool", "float", "categorical"],
)
def test_labels_of_any_type(labels) -> None:
    model = VariationalClassifier(bandwidth=0.7, random_state=0).fit(X, labels)
    assert np.mean(model.predict(X) == np.asarray(labels)) > 0.85


@pytest.mark.parametrize("kind", [VariationalClassifier, VariationalRegressor])
def test_constant_features_and_target(kind) -> None:
    constant = np.ones((20, 2))
    y = np.arange(20) % 2 if kind is VariationalClassifier else np.full(20, 0.1)
    model = kind(random_state=0).fit(constant, y)
    expected = 0.5 if kind is VariationalClassifier else 0.1
    found = model.predict_proba(constant)[:, 1] if expected == 0.5 else model.predict(constant)
    np.testing.assert_allclose(found, expected, atol=0.01)


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"ansatz": "foo"}, r"ansatz must be one of 'reuploading', .*got 'foo'"),
        (
            {"ansatz": lambda n, *_: Circuit(n)},
            r"circuit that reads 2 features, got <Circuit: 2 qubits, 0 gates, 0 f",
        ),
        ({"optimizer": "sgd"}, r"optimizer must be one of 'lbfgs', 'adam', .*got 'sgd'"),
        ({"max_iter": 0}, r"max_iter must be a whole number from 1 on, got 0"),
        ({"batch_size": 2.5}, r"batch_size must be a whole number from 1 on, got 2\.5"),
        ({"alpha": -1}, r"alpha must be a finite number from 0 on, got -1"),
        ({"tol": np.nan}, r"tol must be a finite number from 0 on, got nan"),
        ({"learning_rate": "fast"}, r"learning_rate must be a finite number above 0, got 'fast'"),
        ({"n_layers": 0}, r"n_layers must be a whole number from 1 on, got 0"),
        ({"bandwidth": 0}, r"bandwidth must be a finite number above 0, got 0"),
        ({"dtype": "half"}, r"dtype is 'float32' or 'float64', got 'half'"),
    ],
)
def test_impossible_parameters(params: dict, message: str) -> None:
    with pytest.raises(InputError, match=message):
        VariationalClassifier(**params).fit(X, XOR)
