"""Diagnostics: against closed forms and against simulated measurements."""

from __future__ import annotations

import numpy as np
import pytest

from qneko.errors import InputError
from qneko.models import FidelityKernelClassifier, VariationalRegressor
from qneko.models.diagnostics import (
    haar_limit,
    kernel_concentration,
    kernel_spectrum,
    readout_resolution,
)

RNG = np.random.default_rng(21)


def random_gram(n_qubits: int, n_samples: int) -> np.ndarray:
    """Return the fidelities of Haar-random states."""
    shape = (n_samples, 2**n_qubits)
    states = RNG.normal(size=shape) + 1j * RNG.normal(size=shape)
    states /= np.linalg.norm(states, axis=1, keepdims=True)
    return np.abs(states @ states.conj().T) ** 2


@pytest.mark.parametrize("n_qubits", [1, 2, 4, 6])
def test_random_states_reach_the_haar_limit(n_qubits: int) -> None:
    found = kernel_concentration(random_gram(n_qubits, 400))
    mean, variance = haar_limit(n_qubits)
    assert found.mean == pytest.approx(mean, rel=0.03)
    assert found.variance == pytest.approx(variance, rel=0.1)
    # the documented consequence: 2**n / precision**2 shots
    assert found.shots == pytest.approx(2**n_qubits / 0.01, rel=0.15)
    assert found.n_circuits == 400 * 399 / 2


def test_haar_limit_of_one_qubit_by_integration() -> None:
    # the fidelity of random one-qubit states is uniform on [0, 1]
    assert haar_limit(1) == (0.5, pytest.approx(1 / 12))


@pytest.mark.parametrize("circuit", ["inversion", "swap"])
def test_so_many_shots_bring_the_noise_to_the_wanted_share(circuit: str) -> None:
    X = RNG.normal(size=(40, 3))
    model = FidelityKernelClassifier(bandwidth=0.8).fit(X, X[:, 0] > 0)
    gram = model.kernel(model.X_fit_)
    found = kernel_concentration(gram, precision=0.2, circuit=circuit)
    entries = gram[np.triu_indices(40, 1)]
    chance = entries if circuit == "inversion" else (1 + entries) / 2
    frequency = RNG.binomial(found.shots, chance, size=(50, len(entries))) / found.shots
    estimate = frequency if circuit == "inversion" else 2 * frequency - 1
    noise = np.sqrt(np.mean((estimate - entries) ** 2))
    assert noise / entries.std() == pytest.approx(0.2, rel=0.05)


def test_entries_that_do_not_vary_cannot_be_resolved() -> None:
    assert kernel_concentration(np.ones((4, 4))).shots is None
    assert kernel_concentration(np.eye(4)).shots is None


def test_a_wide_bandwidth_turns_a_kernel_into_that_of_random_states() -> None:
    X = RNG.normal(size=(60, 6))
    found, dimension = {}, {}
    for bandwidth in (0.3, 10.0):
        model = FidelityKernelClassifier("iqp", bandwidth=bandwidth, probability=False)
        gram = model.fit(X, X[:, 0] > 0).kernel(X)
        found[bandwidth] = kernel_concentration(gram)
        dimension[bandwidth] = kernel_spectrum(gram).effective_dimension
    mean, variance = haar_limit(6)
    assert found[10.0].mean == pytest.approx(mean, rel=0.2)
    assert variance / 2 < found[10.0].variance < 3 * variance
    assert found[0.3].variance > 20 * variance
    assert found[10.0].shots > 2 * found[0.3].shots
    assert dimension[10.0] > 3 * dimension[0.3]


def test_spectrum() -> None:
    for gram, dimension in ((np.eye(5), 5), (np.ones((5, 5)), 1)):
        found = kernel_spectrum(gram)
        assert found.effective_dimension == pytest.approx(dimension)
        assert found.eigenvalues.sum() == pytest.approx(1)
    found = kernel_spectrum(random_gram(3, 30))
    assert np.all(np.diff(found.eigenvalues) <= 0)


@pytest.mark.parametrize(
    ("gram", "message"),
    [
        (np.ones((2, 3)), r"square, of two samples or more, got shape \(2, 3\)"),
        (np.ones((1, 1)), r"got shape \(1, 1\)"),
        (np.array([[1, 2], [2, 1]]), "entries from 0 to 1"),
        (np.array([[1, 0.2], [0.3, 1]]), "symmetric"),
        (np.array([[1, np.nan], [np.nan, 1]]), "entries from 0 to 1"),
    ],
)
def test_what_is_no_gram_matrix(gram: np.ndarray, message: str) -> None:
    with pytest.raises(InputError, match=message):
        kernel_concentration(gram)


def test_impossible_parameters() -> None:
    with pytest.raises(InputError, match="precision must be a finite number above 0"):
        kernel_concentration(np.eye(2), precision=0)
    with pytest.raises(InputError, match="'inversion', 'swap', got 'hadamard'"):
        kernel_concentration(np.eye(2), circuit="hadamard")
    with pytest.raises(InputError, match="n_qubits must be a whole number"):
        haar_limit(0)


def test_readout_resolution_against_sampled_circuits() -> None:
    X = RNG.normal(size=(60, 2))
    y = 10 * np.sin(X[:, 0]) + X[:, 1]
    model = VariationalRegressor(random_state=0).fit(X, y)
    found = readout_resolution(model, X, precision=0.25)
    outcomes = model.program_.sample(X, model.weights_, shots=50 * found.shots, seed=1)
    signs = 1 - 2 * ((outcomes[:, :, None] >> np.arange(2)) & 1)
    scores = signs @ model.coef_[0] + model.intercept_[0]
    estimates = scores.reshape(60, 50, found.shots).mean(axis=2)
    exact = model.predict(X)
    noise = np.sqrt(np.mean((estimates - exact[:, None]) ** 2))
    assert noise / exact.std() == pytest.approx(0.25, rel=0.08)


def test_a_constant_model_cannot_be_resolved() -> None:
    X = np.ones((10, 2))
    model = VariationalRegressor(random_state=0).fit(X, np.full(10, 3.0))
    assert readout_resolution(model, X).shots is None
