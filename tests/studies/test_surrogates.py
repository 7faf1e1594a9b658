"""Classical surrogates: what they must be able to do, and what they must not be given."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.svm import SVC

from qneko.circuits import Circuit, feature, reuploading_ansatz
from qneko.models import (
    DressedCircuitClassifier,
    FidelityKernelClassifier,
    QuantumExtremeLearningClassifier,
    QuantumKernelClassifier,
    VariationalClassifier,
    VariationalRegressor,
)
from qneko.models.diagnostics import resources
from qneko.studies.families._fourier_surrogates import (
    FourierSurrogateClassifier,
    FourierSurrogateRegressor,
    draw_frequencies,
)
from qneko.studies.families._gaussian_surrogates import GaussianSurrogateGPR, GaussianSurrogateSVC
from qneko.studies.families._neuron_surrogates import RandomNeuronsClassifier, UndressedClassifier
from qneko.studies.families._quantum import QUANTUM
from qneko.studies.families._space import defaults

RNG = np.random.default_rng(12)
X = RNG.normal(size=(80, 3))
LABELS = (X[:, 0] + X[:, 1] ** 2 > 0.6).astype(int)
TARGET = np.sin(X[:, 0]) + X[:, 1]


# those that read raw rows have their own tests
@pytest.mark.parametrize("name", [n for n, f in QUANTUM.items() if f.inputs == "encoded"])
@pytest.mark.parametrize("task", ["classification", "regression"])
def test_every_surrogate_is_classical_and_has_as_wide_a_search(name, task):
    family = QUANTUM[name]
    surrogate = family.surrogate
    assert surrogate is not None
    assert surrogate.does(task) == family.does(task)
    if not family.does(task):
        return
    recipe = surrogate.recipe(task)
    model = recipe.build(defaults(recipe.space), 0)
    assert not type(model).__module__.startswith("qneko.models")
    y = LABELS if task == "classification" else TARGET
    fitted = clone(model).fit(X[:60], y[:60])
    again = clone(model).fit(X[:60], y[:60])
    np.testing.assert_array_equal(fitted.predict(X), again.predict(X))
    guess = np.bincount(LABELS).max() / len(y) if task == "classification" else 0.0
    assert fitted.score(X[60:], y[60:]) > guess
    if task == "classification":
        np.testing.assert_allclose(fitted.predict_proba(X).sum(axis=1), 1.0)


def test_a_small_bandwidth_leaves_nothing_but_a_gaussian_kernel():
    # cos(b d / 2)**2 for each feature is exp(-(b d)**2 / 4), but for terms of fourth order
    model = GaussianSurrogateSVC("fidelity", n_layers=1, bandwidth=0.05).fit(X, LABELS)
    assert model.alignment_ > 0.9999
    # the alignment hardly depends on the width where all entries are near 1
    assert model.gamma_ == pytest.approx(0.05**2 / 4, rel=0.25)
    quantum = FidelityKernelClassifier(n_layers=1, bandwidth=0.05, probability=False)
    same = quantum.fit(X, LABELS).predict(X) == model.predict(X)
    assert same.mean() > 0.97


def test_a_gaussian_surrogate_is_the_machine_with_that_width():
    model = GaussianSurrogateSVC("projected", C=3.0).fit(X[:60], LABELS[:60])
    plain = SVC(C=3.0, gamma=model.gamma_).fit(X[:60], LABELS[:60])
    np.testing.assert_array_equal(model.predict(X), plain.predict(X))
    gram = QuantumKernelClassifier("projected", probability=False).fit(X[:60], LABELS[:60])
    from qneko.models.diagnostics import rbf_alignment

    assert model.gamma_ == rbf_alignment(gram.gram(X[:60]), X[:60])[1]


def test_a_wild_kernel_is_not_taken_for_a_gaussian_one():
    wild = GaussianSurrogateSVC("fidelity", n_layers=3, bandwidth=3.0).fit(X, LABELS)
    assert wild.alignment_ < 0.9


def test_a_process_says_how_sure_it_is():
    model = GaussianSurrogateGPR().fit(X[:60], TARGET[:60])
    mean, spread = model.predict(X[60:], return_std=True)
    assert np.mean(np.abs(mean - TARGET[60:]) < 2.5 * spread) > 0.8


def test_frequencies_are_those_of_the_circuit():
    random = np.random.default_rng(0)
    # one qubit, one feature, read twice with factors 1 and 3: differences of -4 to 4
    circuit = Circuit(1).rx(feature(0), 0).ry(3 * feature(0), 0)
    found = draw_frequencies(circuit, 1, 50, random)
    np.testing.assert_allclose(sorted(found[:, 0]), [1, 2, 3, 4])
    circuit = reuploading_ansatz(2, 2)
    found = draw_frequencies(circuit, 2, 500, random)
    assert found.min() >= -2
    assert found.max() <= 2
    assert len(found) == (5 * 5 - 1) // 2
    np.testing.assert_array_equal(found, np.round(found))


def test_fourier_features_learn_a_wave_that_the_circuit_could_be():
    rows = np.linspace(-3, 3, 60)[:, None]
    wave = np.cos(2 * rows[:, 0]) - 0.3 * np.sin(rows[:, 0])
    model = FourierSurrogateRegressor(n_layers=2, bandwidth=1.0, alpha=1e-6, random_state=0)
    assert model.fit(rows, wave).score(rows, wave) > 0.999
    # and none that it could not be
    fast = np.cos(7 * rows[:, 0])
    assert model.fit(rows, fast).score(rows, fast) < 0.3


@pytest.mark.parametrize("n_layers", [1, 3])
@pytest.mark.parametrize("n_classes", [2, 3])
def test_fourier_features_have_as_many_trained_numbers_as_the_circuit(n_layers, n_classes):
    y = np.arange(len(X)) % n_classes
    quantum = VariationalClassifier(n_layers=n_layers, max_iter=500, tol=0.1, random_state=0)
    twin = FourierSurrogateClassifier(n_layers=n_layers, random_state=0).fit(X, y)
    trained = resources(quantum.fit(X, y)).n_parameters
    own = twin.readout_.coef_.size + twin.readout_.intercept_.size
    n_scores = len(twin.readout_.intercept_)
    assert trained <= own <= trained + 2 * n_scores


def test_twins_scale_their_inputs_as_the_models_do():
    quantum = VariationalRegressor(n_layers=1, max_iter=300, random_state=0).fit(X, TARGET)
    twin = FourierSurrogateRegressor(n_layers=1, random_state=0).fit(X, TARGET)
    steps = twin.frequencies_ / quantum.bandwidth_
    np.testing.assert_allclose(steps, np.round(steps), atol=1e-12)
    extreme = QuantumExtremeLearningClassifier(random_state=0).fit(X, LABELS)
    neurons = RandomNeuronsClassifier(random_state=0).fit(X, LABELS)
    assert neurons.readout_.coef_.shape == extreme.readout_.coef_.shape
    drawn = np.random.default_rng(0).normal(size=neurons.input_weights_.shape)
    np.testing.assert_allclose(neurons.input_weights_, extreme.bandwidth_ * drawn)
    dressed = DressedCircuitClassifier(n_layers=1, max_iter=300, random_state=0).fit(X, LABELS)
    undressed = UndressedClassifier(random_state=0).fit(X, LABELS)
    assert undressed.bandwidth_ == pytest.approx(dressed.bandwidth_)
    assert undressed.network_.coefs_[0].shape == (3, dressed.n_qubits)
