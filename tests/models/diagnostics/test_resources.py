"""Circuits, layers and parameters of fitted models: counted on paper."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from qneko.circuits import Circuit, angle_feature_map
from qneko.errors import InputError
from qneko.models import (
    DataReuploadingClassifier,
    FidelityKernelClassifier,
    FidelityKernelRegressor,
    QuantumExtremeLearningRegressor,
    QuantumGaussianProcessRegressor,
    QuantumKernelClassifier,
    VariationalClassifier,
)
from qneko.models.diagnostics import native_layers, resources

RNG = np.random.default_rng(4)
X = RNG.normal(size=(24, 2))
LABELS = (X[:, 0] > 0).astype(int)
TARGET = X[:, 0] - X[:, 1]


def test_layers_of_small_circuits() -> None:
    assert native_layers(Circuit(2)) == (0, 0)
    assert native_layers(Circuit(1).rz(0.3, 0).s(0)) == (0, 0)
    # neighbouring rotations are one rotation of two pulses
    assert native_layers(Circuit(1).ry(0.3, 0).rz(0.1, 0).rx(0.2, 0)) == (2, 0)
    # H CZ H on the target
    assert native_layers(Circuit(2).cx(0, 1)) == (4, 1)
    assert native_layers(Circuit(2).h(0).cx(0, 1)) == (4, 1)
    assert native_layers(Circuit(3).cx(0, 1).cx(1, 2)) == (6, 2)
    # at the same time
    assert native_layers(Circuit(4).cx(0, 1).cx(2, 3)) == (4, 1)
    assert native_layers(Circuit(2).rzz(0.1, 0, 1))[1] == 2
    assert native_layers(Circuit(2).swap(0, 1))[1] == 3
    assert native_layers(Circuit(3).pauli_rotation(0.1, "XXX", (0, 1, 2)))[1] == 4


def test_a_fidelity_kernel_measures_pairs() -> None:
    model = FidelityKernelClassifier(C=10.0).fit(X, LABELS)
    found = resources(model)
    assert found.measured == "entries"
    assert found.training_circuits == 24 * 23 // 2
    assert found.circuits_per_sample == len(model.svm_.support_) < 24
    assert found.n_parameters == len(model.svm_.support_) + 1
    one, two = native_layers(angle_feature_map(2, 2, "ring"))
    assert (found.one_qubit_layers, found.two_qubit_layers) == (2 * one, 2 * two)
    process = QuantumGaussianProcessRegressor(noise_level=0.1).fit(X, TARGET)
    assert resources(process).circuits_per_sample == resources(process).n_parameters == 24
    assert resources(FidelityKernelRegressor().fit(X, TARGET)).training_circuits == 276


def test_a_projected_kernel_reads_each_state_in_three_bases() -> None:
    found = resources(QuantumKernelClassifier("projected").fit(X, LABELS))
    assert (found.measured, found.training_circuits, found.circuits_per_sample) == ("states", 72, 3)


def test_a_trained_circuit_counts_what_its_training_ran() -> None:
    model = VariationalClassifier(n_layers=1, max_iter=3, random_state=0)
    with pytest.warns(ConvergenceWarning):
        model.fit(X, LABELS)
    found = resources(model)
    assert found.n_parameters == model.program_.n_weights + 2 + 1
    assert found.training_circuits == model.n_circuits_
    assert found.circuits_per_sample == 1
    model = DataReuploadingClassifier(n_layers=2, max_iter=3, random_state=0)
    with pytest.warns(ConvergenceWarning):
        model.fit(X, LABELS)
    # X, Y and Z cannot be read at once
    assert resources(model).circuits_per_sample == 3
    assert resources(model).training_circuits == 3 * model.n_circuits_


def test_an_extreme_learning_machine_trains_its_readout_only() -> None:
    model = QuantumExtremeLearningRegressor(n_qubits=3, random_state=0).fit(X, TARGET)
    found = resources(model, n_samples=24)
    assert (found.n_parameters, found.training_circuits, found.circuits_per_sample) == (7, 24, 1)
    with pytest.raises(InputError, match="needs n_samples"):
        resources(model)


def test_other_models_are_refused() -> None:
    with pytest.raises(InputError, match="got LogisticRegression"):
        resources(LogisticRegression().fit(X, LABELS))
