"""The IQP Born machine: expectations without a state, trained where no state fits."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import check_grad

from qneko.circuits import ENTANGLEMENTS, from_openqasm3, iqp_ansatz
from qneko.engine import compile
from qneko.errors import InputError
from qneko.models import IQPBornMachine, maximum_mean_discrepancy
from qneko.models.generative._iqp import initial_weights
from qneko.models.generative._iqp_expectations import (
    choose_draws,
    discrepancy_and_gradient,
    estimate,
    iqp_gates,
)
from qneko.models.generative._kernel import all_strings, walsh

from .data import bars_and_stripes

RNG = np.random.default_rng(4)
CIRCUIT = iqp_ansatz(5, max_weight=3)
GATES = iqp_gates(5, 3, "full")
WEIGHTS = RNG.uniform(-1, 1, CIRCUIT.n_weights)
STRINGS = all_strings(5, (0.6, 1.4))
TARGET = RNG.uniform(-1, 1, 32)
EXACT = compile(CIRCUIT, STRINGS.observables()).expectations(None, WEIGHTS)[0]


def draws(n: int, seed: int = 0):
    return choose_draws(GATES, n, np.random.RandomState(seed), "float64")


@pytest.mark.parametrize("entanglement", ENTANGLEMENTS)
@pytest.mark.parametrize(("n_qubits", "max_weight"), [(1, 2), (2, 2), (3, 3), (5, 3), (4, 9)])
def test_gates_are_those_of_the_circuit(entanglement, n_qubits: int, max_weight: int) -> None:
    circuit = iqp_ansatz(n_qubits, max_weight, entanglement)
    supports = [sorted(o.qubits) for o in circuit if o.name != "h"]
    found = [np.flatnonzero(g).tolist() for g in iqp_gates(n_qubits, max_weight, entanglement)]
    assert found == supports


def test_averaged_over_all_bit_strings_the_expectations_are_exact() -> None:
    all_of_them = draws(32)
    assert all_of_them.complete
    means, squares = estimate(GATES, WEIGHTS, STRINGS.masks, all_of_them)
    np.testing.assert_allclose(means, EXACT, atol=1e-13)
    np.testing.assert_allclose(squares, EXACT**2, atol=1e-13)


def test_estimates_agree_with_the_state_within_their_standard_errors() -> None:
    found = [estimate(GATES, WEIGHTS, STRINGS.masks, draws(31, seed)) for seed in range(2000)]
    for estimates, exact in zip(zip(*found, strict=True), (EXACT, EXACT**2), strict=True):
        errors = np.std(estimates, axis=0) / np.sqrt(2000)
        assert np.all(np.abs(np.mean(estimates, axis=0) - exact) < 4.5 * errors + 1e-12)
    assert errors.max() > 1e-4  # the estimates do scatter


@pytest.mark.parametrize("n_draws", [20, 32])
def test_gradient_equals_finite_differences(n_draws: int) -> None:
    fixed = draws(n_draws)

    def both(weights: np.ndarray):
        return discrepancy_and_gradient(GATES, weights, STRINGS, TARGET, fixed)

    assert check_grad(lambda w: both(w)[0], lambda w: both(w)[1], WEIGHTS, epsilon=1e-6) < 1e-6
    assert np.abs(both(WEIGHTS)[1]).min() > 1e-6


def test_loss_and_gradient_are_unbiased() -> None:
    value, gradient = discrepancy_and_gradient(GATES, WEIGHTS, STRINGS, TARGET, draws(32))
    assert value == pytest.approx(STRINGS.shares @ (EXACT - TARGET) ** 2)
    found = [
        discrepancy_and_gradient(GATES, WEIGHTS, STRINGS, TARGET, draws(8, seed))
        for seed in range(3000)
    ]
    values, gradients = np.array([f[0] for f in found]), np.array([f[1] for f in found])
    assert abs(values.mean() - value) < 4 * values.std() / np.sqrt(3000)
    errors = gradients.std(axis=0) / np.sqrt(3000)
    assert np.all(np.abs(gradients.mean(axis=0) - gradient) < 4.5 * errors)


def test_starts_at_the_means_of_the_bits() -> None:
    bits = (RNG.random((500, 5)) < [0.1, 0.3, 0.5, 0.7, 0.95]).astype(np.uint8)
    start = initial_weights(GATES, bits, np.full(500, 1 / 500), np.random.RandomState(0))
    start[5:] = 0
    means = estimate(GATES, start, np.eye(5, dtype=np.uint8), draws(32))[0]
    np.testing.assert_allclose((1 - means) / 2, bits.mean(axis=0), atol=0.03)


def test_learns_what_its_product_control_cannot() -> None:
    images = bars_and_stripes(2, 3)
    model = IQPBornMachine(4, max_iter=800, learning_rate=0.03, random_state=0).fit(images)
    control = model.control().fit(images)
    exact = compile(model.program_.circuit).states(None, model.weights_)[0]
    np.testing.assert_allclose(model.probabilities(), np.abs(exact) ** 2, atol=1e-12)
    assert control.program_.n_weights == 6
    assert model.score(images) > control.score(images) + 3
    assert model.loss_ < 0.5 * control.loss_
    assert model.loss_curve_[-1] < model.loss_curve_[0]


def test_control_is_a_product_of_the_bits() -> None:
    bits = RNG.integers(2, size=(200, 4)) | [0, 0, 0, 1]
    bits[:, 0] = bits[:, 1]
    control = IQPBornMachine(max_iter=300, random_state=0).control().fit(bits)
    chance = control.probabilities().reshape([2] * 4)
    singles = [chance.sum(axis=tuple(a for a in range(4) if a != k)) for k in range(4)]
    product = np.einsum("a,b,c,d->abcd", *singles)
    np.testing.assert_allclose(chance, product, atol=1e-12)


def chain(n_samples: int, n_bits: int, seed: int) -> np.ndarray:
    """Return bits that differ from their left neighbour with probability 0.2."""
    rng = np.random.default_rng(seed)
    flips = rng.random((n_samples, n_bits)) < 0.2
    flips[:, 0] = rng.random(n_samples) < 0.5
    return np.logical_xor.accumulate(flips, axis=1).astype(int)


def test_trains_where_no_state_vector_fits() -> None:
    train, test = chain(400, 40, 0), chain(400, 40, 1)
    model = IQPBornMachine(
        n_strings=128, n_draws=128, max_iter=300, dtype="float32", random_state=0
    )
    found = [
        m.fit(train).set_params(n_strings=2000, n_draws=2000).mmd(test, random_state=0)
        for m in (model, model.control())
    ]
    assert found[0] < 0.65 * found[1]


def test_a_hundred_bits_are_scored_here_and_sampled_on_hardware() -> None:
    data = chain(30, 100, 0)
    model = IQPBornMachine(entanglement="linear", max_iter=2, random_state=0).fit(data)
    assert model.n_qubits_ == 100
    assert model.program_ is None
    assert model.to_openqasm3().count("rz(") == len(model.weights_) == 199
    assert np.isfinite(model.mmd(data))
    for refused in (model.sample, model.probabilities, lambda: model.score_samples(data)):
        with pytest.raises(InputError, match=r"at least 100 qubits.*'statevector' has 24.*mmd"):
            refused()


def test_discrepancy_to_samples_agrees_with_the_two_sample_statistic() -> None:
    data = chain(600, 5, 0)
    model = IQPBornMachine(max_iter=20, bandwidth=1.0, random_state=0).fit(data)
    q = np.bincount(data @ (1 << np.arange(5)), minlength=32) / 600
    exact = all_strings(5, (1.0,)).shares @ (walsh(model.probabilities()) - walsh(q)) ** 2
    found = model.mmd(data)
    assert found == pytest.approx(exact, abs=1 / 600)  # the samples' own scatter
    drawn = model.sample(1500, random_state=0)
    assert maximum_mean_discrepancy(drawn, data, bandwidth=1.0)[0] == pytest.approx(found, abs=0.01)
    model.set_params(n_strings=31, n_draws=31)  # estimates of the same number
    estimates = [model.mmd(data, random_state=seed) for seed in range(200)]
    assert abs(np.mean(estimates) - found) < 4 * np.std(estimates) / np.sqrt(200)


def test_openqasm_is_the_trained_circuit() -> None:
    model = IQPBornMachine(3, max_iter=5, random_state=0).fit(chain(40, 4, 0))
    text = model.to_openqasm3()
    assert text.endswith("c = measure q;\n")
    again = from_openqasm3(text.replace("c = measure q;\n", ""))
    state = compile(again).states(None)[0]
    np.testing.assert_allclose(np.abs(state) ** 2, model.probabilities(), atol=1e-12)


def test_same_seed_same_weights() -> None:
    data = chain(50, 10, 0)
    first, second, other = (
        IQPBornMachine(max_iter=5, random_state=seed).fit(data).weights_ for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, second)
    assert not np.array_equal(first, other)


def test_unknown_device_and_precision_are_refused_before_training() -> None:
    with pytest.raises(InputError, match="device"):
        IQPBornMachine(device="abacus").fit(chain(9, 3, 0))
    with pytest.raises(InputError, match="dtype must be one of"):
        IQPBornMachine(dtype="int8").fit(chain(9, 3, 0))


def test_one_draw_is_refused() -> None:
    with pytest.raises(InputError, match="n_draws must be at least 2"):
        IQPBornMachine(n_draws=1).fit(chain(9, 3, 0))
