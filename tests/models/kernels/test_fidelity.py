"""Fidelity-kernel machines: the kernel is right, and the rest is scikit-learn's SVM."""

from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import make_circles, make_classification
from sklearn.decomposition import PCA
from sklearn.metrics import log_loss
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, SVR

from qneko.circuits import Circuit, angle_feature_map, feature, weight
from qneko.errors import InputError
from qneko.models import FidelityKernelClassifier, FidelityKernelRegressor
from qneko.models.kernels import FEATURE_MAPS
from tests import reference

RNG = np.random.default_rng(11)
X = RNG.normal(size=(60, 3))
Y = (X[:, 0] * X[:, 1] > 0).astype(int)  # XOR of two signs
TARGET = np.sin(2 * X[:, 0]) + 0.3 * X[:, 1]


def exact_kernel(model, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    circuit = model.program_.circuit
    return reference.fidelities(reference.states(circuit, left), reference.states(circuit, right))


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("entanglement", ["full", "ring", "linear", "none"])
@pytest.mark.parametrize("feature_map", sorted(set(FEATURE_MAPS) - {"reuploading"}))
def test_kernel_equals_the_reference_simulator(feature_map, entanglement, dtype) -> None:
    model = FidelityKernelClassifier(
        feature_map, entanglement=entanglement, bandwidth=0.7, dtype=dtype
    ).fit(X, Y)
    tolerance = 1e-12 if dtype == "float64" else 2e-5
    kernel = model.kernel(X[:5], X[5:9])
    assert kernel.shape == (5, 4)
    np.testing.assert_allclose(kernel, exact_kernel(model, X[:5], X[5:9]), atol=tolerance)
    gram = model.kernel(X)
    np.testing.assert_array_equal(gram, gram.T)
    np.testing.assert_array_equal(np.diag(gram), 1.0)
    assert np.linalg.eigvalsh(gram).min() > -100 * tolerance  # positive semidefinite


def test_classifier_is_svc_on_the_precomputed_kernel() -> None:
    model = FidelityKernelClassifier(C=3.0).fit(X[:40], Y[:40])
    svc = SVC(kernel="precomputed", C=3.0).fit(model.kernel(X[:40]), Y[:40])
    kernel = model.kernel(X[40:], X[:40])
    np.testing.assert_array_equal(model.predict(X[40:]), svc.predict(kernel))
    np.testing.assert_allclose(
        model.decision_function(X[40:]), svc.decision_function(kernel), atol=1e-10
    )


def test_regressor_is_svr_on_the_precomputed_kernel() -> None:
    model = FidelityKernelRegressor(C=3.0, epsilon=0.05).fit(X[:40], TARGET[:40])
    svr = SVR(kernel="precomputed", C=3.0, epsilon=0.05).fit(model.kernel(X[:40]), TARGET[:40])
    kernel = model.kernel(X[40:], X[:40])
    np.testing.assert_allclose(model.predict(X[40:]), svr.predict(kernel), atol=1e-10)


def test_learns_what_a_linear_model_cannot() -> None:
    assert cross_val_score(FidelityKernelClassifier(bandwidth=0.5, C=30), X, Y).mean() > 0.8
    circles, labels = make_circles(120, noise=0.05, factor=0.4, random_state=0)
    assert cross_val_score(FidelityKernelClassifier(), circles, labels).mean() > 0.95
    data = np.random.default_rng(0).uniform(-2, 2, size=(150, 2))
    target = np.sin(data[:, 0]) * data[:, 1]
    model = FidelityKernelRegressor(C=10)
    assert cross_val_score(model, data, target).mean() > 0.9


def test_training_states_of_random_labels_are_fitted_but_not_predicted() -> None:
    # Gil-Fuster 2024: the capacity to memorise is no evidence of learning
    labels = np.random.default_rng(0).integers(0, 2, 60)
    model = FidelityKernelClassifier("zz", bandwidth=1.0, C=1e4)
    assert model.fit(X, labels).score(X, labels) == 1.0
    assert cross_val_score(model, X, labels).mean() < 0.7


@pytest.mark.parametrize(
    "labels",
    [
        np.array(["no", "yes"])[Y],
        Y.astype(bool),
        Y * 2.0 - 1.0,
        pd.Series(pd.Categorical(np.array(["b", "a"])[Y])),
    ],
    ids=["str", "bool", "float", "categorical"],
)
def test_labels_of_any_type(labels) -> None:
    model = FidelityKernelClassifier(bandwidth=0.8, C=100).fit(X, labels)
    predicted = model.predict(X)
    assert set(predicted) <= set(np.unique(labels))
    assert np.mean(predicted == np.asarray(labels)) > 0.95


@pytest.mark.parametrize("n_classes", [2, 3, 4])
def test_probabilities_decisions_and_predictions_agree(n_classes: int) -> None:
    data, labels = make_classification(
        150, 4, n_informative=4, n_redundant=0, n_classes=n_classes, random_state=2
    )
    model = FidelityKernelClassifier(C=5).fit(data[:100], labels[:100])
    p = model.predict_proba(data[100:])
    assert p.shape == (50, n_classes)
    np.testing.assert_allclose(p.sum(axis=1), 1)
    decision = model.decision_function(data[100:])
    by_decision = decision.argmax(axis=1) if n_classes > 2 else (decision > 0).astype(int)
    np.testing.assert_array_equal(p.argmax(axis=1), by_decision)
    np.testing.assert_array_equal(model.predict(data[100:]), by_decision)
    prior = np.bincount(labels[:100]) / 100
    assert log_loss(labels[100:], p) < log_loss(labels[100:], np.tile(prior, (50, 1)))


def test_calibration_is_honest_about_noise() -> None:
    # labels that the features know nothing of: probabilities must stay near one half
    labels = np.random.default_rng(3).integers(0, 2, 60)
    model = FidelityKernelClassifier("zz", bandwidth=1.0, C=100).fit(X, labels)
    assert model.score(X, labels) == 1.0
    assert np.abs(model.predict_proba(RNG.normal(size=(50, 3))) - 0.5).max() < 0.25


def test_calibration_is_deterministic_and_uses_random_state() -> None:
    scales = [
        FidelityKernelClassifier(random_state=seed).fit(X, Y).probability_scale_
        for seed in (None, None, 0, 0, 1)
    ]
    assert scales[0] == scales[1]
    assert scales[2] == scales[3]
    assert len(set(scales)) == 3


def test_without_probability() -> None:
    model = FidelityKernelClassifier(probability=False).fit(X, Y)
    assert not hasattr(model, "predict_proba")
    with pytest.raises(ValueError, match="probability=True"):
        model.set_params(probability=True).predict_proba(X)


def test_a_class_of_one_sample_is_calibrated_with_a_warning() -> None:
    labels = np.where(np.arange(60) == 7, 2, Y)
    with pytest.warns(UserWarning, match="one sample only"):
        model = FidelityKernelClassifier().fit(X, labels)
    assert model.predict_proba(X).shape == (60, 3)


@pytest.mark.parametrize("kind", [FidelityKernelClassifier, FidelityKernelRegressor])
def test_sample_weights(kind) -> None:
    y = Y if kind is FidelityKernelClassifier else TARGET
    counts = np.random.default_rng(1).integers(0, 3, len(X))
    zeros = counts == 0
    weighted = kind().fit(X, y, sample_weight=counts)
    dropped = kind().fit(X[~zeros], y[~zeros], sample_weight=counts[~zeros])
    repeated = kind().fit(X.repeat(counts, axis=0), y.repeat(counts))
    np.testing.assert_array_equal(weighted.predict(X), dropped.predict(X))
    if kind is FidelityKernelRegressor:  # up to LIBSVM's stopping tolerance
        np.testing.assert_allclose(weighted.predict(X), repeated.predict(X), atol=0.05)
    else:
        difference = weighted.decision_function(X) - repeated.decision_function(X)
        assert np.abs(difference).max() < 0.05
    np.testing.assert_array_equal(
        kind().fit(X, y, sample_weight=1.0).predict(X), kind().fit(X, y).predict(X)
    )


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        (np.ones(3), "expected 60, got 3"),
        (-np.ones(60), "finite numbers from 0 on"),
        (np.full(60, np.nan), "finite numbers from 0 on"),
        (np.zeros(60), "at least one non-zero"),
        (np.ones((60, 2)), r"1D array or scalar, got shape \(60, 2\)"),
    ],
)
def test_impossible_sample_weights(weights, message: str) -> None:
    with pytest.raises(InputError, match=message):
        FidelityKernelRegressor().fit(X, TARGET, sample_weight=weights)


def test_weights_that_leave_one_class() -> None:
    with pytest.raises(InputError, match="at least two classes, got 1 class"):
        FidelityKernelClassifier().fit(X, Y, sample_weight=(Y == 0).astype(float))


def test_own_feature_map() -> None:
    def build(n_features: int, n_layers: int, entanglement: str, bandwidth: float) -> Circuit:
        return angle_feature_map(n_features, n_layers, entanglement, bandwidth).h(0)

    own = FidelityKernelClassifier(build).fit(X, Y)
    named = FidelityKernelClassifier("angle").fit(X, Y)
    np.testing.assert_allclose(own.kernel(X), named.kernel(X), atol=1e-12)


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"feature_map": "foo"}, r"feature_map must be one of 'angle', 'iqp', 'zz', .*got 'foo'"),
        ({"feature_map": lambda n, *_: Circuit(n)}, r"must read 3 features, got a circuit with 0"),
        (
            {"feature_map": lambda n, *_: Circuit(n).ry(feature(2), 0).ry(weight(), 1)},
            r"must have no weights, got a circuit with 1: models such as QuantumKernelClassifier",
        ),
        ({"entanglement": "star"}, r"entanglement must be one of .*got 'star'"),
        ({"bandwidth": -1}, r"bandwidth must be a finite number above 0, got -1"),
        ({"bandwidth": "auto"}, r"bandwidth must be one of 'scale', got 'auto'"),
        ({"n_layers": 0}, r"whole number from 1 on, got 0"),
        ({"C": 0}, r"C must be a finite number above 0, got 0"),
        ({"dtype": "float16"}, r"dtype is 'float32' or 'float64'"),
        ({"device": "statevectr"}, r"did you mean 'statevector'"),
    ],
)
def test_impossible_parameters(params: dict, message: str) -> None:
    with pytest.raises(InputError, match=message):
        FidelityKernelClassifier(**params).fit(X, Y)


def test_impossible_epsilon() -> None:
    with pytest.raises(InputError, match=r"epsilon must be .* from 0 on, got -0\.1"):
        FidelityKernelRegressor(epsilon=-0.1).fit(X, TARGET)


def test_constant_target_and_constant_features() -> None:
    model = FidelityKernelRegressor().fit(np.ones((10, 2)), np.full(10, 4.0))
    np.testing.assert_allclose(model.predict(np.ones((3, 2))), 4.0)
    with_constant = np.hstack([X, np.full((60, 1), 5.0)])
    assert FidelityKernelClassifier(C=1e3).fit(with_constant, Y).score(with_constant, Y) > 0.9


def test_bandwidth_scale_follows_the_data() -> None:
    small = FidelityKernelClassifier().fit(X, Y)
    large = FidelityKernelClassifier().fit(1000 * X, Y)
    assert small.bandwidth_ == pytest.approx(0.7 / np.sqrt(X.var(axis=0).sum()))
    np.testing.assert_allclose(large.kernel(1000 * X), small.kernel(X), atol=1e-10)
    assert FidelityKernelClassifier(bandwidth=0.3).fit(X, Y).bandwidth_ == 0.3


def test_pickle_predicts_the_same() -> None:
    model = FidelityKernelClassifier().fit(X, Y)
    again = pickle.loads(pickle.dumps(model))
    np.testing.assert_array_equal(again.predict_proba(X), model.predict_proba(X))


def test_in_a_pipeline_with_grid_search() -> None:
    frame = pd.DataFrame(X, columns=["a", "b", "c"])
    pipeline = make_pipeline(StandardScaler(), PCA(2), FidelityKernelClassifier())
    grid = {"fidelitykernelclassifier__bandwidth": ["scale", 0.5]}
    search = GridSearchCV(pipeline, grid, cv=2, scoring="neg_log_loss").fit(frame, Y)
    assert search.best_estimator_[-1].n_features_in_ == 2
