"""The circuit Born machine: right gradients, learning, samples and densities."""

from __future__ import annotations

import pickle
import warnings

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import check_grad
from scipy.stats import chisquare
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import GridSearchCV

from qneko.circuits import Circuit, feature, hardware_efficient_ansatz, weight
from qneko.engine import compile, parameter_shift
from qneko.errors import InputError
from qneko.hybrid import get_device
from qneko.hybrid.devices import BaseDevice, Capabilities
from qneko.models import BornMachine, load
from qneko.models.generative._circuit import discrepancy_loss, likelihood_loss
from qneko.models.generative._kernel import all_strings, bits_to_index, walsh

from .data import bars_and_stripes, correlated_pair

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
RNG = np.random.default_rng(8)
SMALL = bars_and_stripes(2, 2)


def problem(kind: str, dtype: str = "float64"):
    """Return a loss on four qubits, its program, and the derivative of it by the strings."""
    circuit = hardware_efficient_ansatz(4, 2)
    strings = all_strings(4, (0.5, 1.5))
    program = compile(circuit, strings.observables(), dtype=dtype)
    shares = RNG.dirichlet(np.ones(16))
    if kind == "mmd":
        loss = discrepancy_loss(get_device(), program, strings, walsh(shares))
    else:
        loss = likelihood_loss(get_device(), program, shares)
    return loss, program, strings, shares


@pytest.mark.parametrize("kind", ["mmd", "nll"])
def test_gradient_equals_finite_differences(kind: str) -> None:
    loss, program, _, _ = problem(kind)
    w = RNG.normal(size=program.n_weights)
    size = np.linalg.norm(loss(w)[1])
    error = check_grad(lambda v: loss(v)[0], lambda v: loss(v)[1], w, epsilon=1e-6)
    assert error < 1e-5 * max(1, size)
    assert size > 1e-2


@pytest.mark.parametrize("kind", ["mmd", "nll"])
def test_loss_and_gradient_equal_those_of_shifted_probabilities(kind: str) -> None:
    loss, program, _, q = problem(kind)
    w = RNG.normal(size=program.n_weights)
    value, gradient = loss(w)
    p = np.abs(program.states(None, w)[0]) ** 2
    by_weight = np.array(
        [walsh(column) / 16 for column in parameter_shift(program, None, w)[1][0].T]
    )
    if kind == "mmd":
        distance = np.bitwise_count(np.arange(16)[:, None] ^ np.arange(16)).astype(int)
        gram = np.mean([np.exp(-distance / (2 * s**2)) for s in (0.5, 1.5)], axis=0)
        assert value == pytest.approx((p - q) @ gram @ (p - q), rel=1e-12)
        slope = 2 * gram @ (p - q)
    else:
        assert value == pytest.approx(-q @ np.log(p), rel=1e-12)
        slope = -q / p
    np.testing.assert_allclose(gradient, by_weight @ slope, atol=1e-12)


@pytest.mark.parametrize("loss", ["mmd", "nll"])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_learns_bars_and_stripes_and_its_control_cannot(loss: str, dtype: str) -> None:
    model = BornMachine(loss=loss, dtype=dtype, n_layers=3, random_state=1).fit(SMALL)
    divergence = -model.score_samples(SMALL).mean() - np.log(len(SMALL))
    assert 0 <= divergence + 1e-6 < (0.01 if dtype == "float64" else 0.05)
    control = model.control().fit(SMALL)
    assert -control.score_samples(SMALL).mean() - np.log(len(SMALL)) > 0.5
    assert model.loss_curve_[-1] < 0.8 * model.loss_curve_[0]


def test_learns_nine_pixels() -> None:
    images = bars_and_stripes(3, 3)
    model = BornMachine(n_layers=8, random_state=0).fit(images)
    chance = model.probabilities()[bits_to_index(images)].sum()
    assert chance > 0.9
    control = model.control().fit(images)
    assert control.probabilities()[bits_to_index(images)].sum() < 0.2


def test_learns_a_correlation_between_features_with_units() -> None:
    scales = np.array([1.0, 1e-3])
    train, test = correlated_pair(800) * scales, correlated_pair(400, seed=1) * scales
    model = BornMachine(loss="nll", n_bits=3, strategy="uniform", max_iter=300, random_state=0).fit(
        train
    )
    control = model.control().fit(train)
    inside = np.isfinite(model.score_samples(test))
    assert inside.mean() > 0.97
    gain = model.score_samples(test[inside]).mean() - control.score_samples(test[inside]).mean()
    assert gain > 0.4  # the mutual information of the pair is 0.83, less what bins lose
    drawn = model.sample(2000, random_state=0)
    assert np.corrcoef(drawn.T)[0, 1] > 0.7
    assert abs(np.corrcoef(control.sample(2000, random_state=0).T)[0, 1]) < 0.1
    assert drawn[:, 1].std() == pytest.approx(1e-3, rel=0.15)


def test_density_integrates_to_one() -> None:
    model = BornMachine(n_layers=2, n_bits=[2, 3], random_state=0, max_iter=30)
    data = correlated_pair(200)
    data[:, 1] = np.exp(data[:, 1])
    model.fit(data)
    edges = model.encoder_.edges
    centres = [(e[1:] + e[:-1]) / 2 for e in edges]
    grid = np.stack(np.meshgrid(*centres, indexing="ij"), axis=-1).reshape(-1, 2)
    volumes = np.outer(*(np.diff(e) for e in edges)).ravel()
    assert len(grid) == 32
    assert np.exp(model.score_samples(grid)) @ volumes == pytest.approx(1, rel=1e-12)
    assert model.score_samples([[99.0, 1.0]]) == -np.inf
    assert model.score(data[:50]) == pytest.approx(model.score_samples(data[:50]).sum())


def test_binary_log_likelihood_is_that_of_the_exact_probabilities() -> None:
    model = BornMachine(n_layers=1, max_iter=3, random_state=0).fit(SMALL)
    everything = np.arange(16)[:, None] >> np.arange(4) & 1
    np.testing.assert_allclose(np.exp(model.score_samples(everything)), model.probabilities())
    state = compile(model.program_.circuit).states(None, model.weights_)[0]
    np.testing.assert_allclose(model.probabilities(), np.abs(state) ** 2, atol=1e-14)


def test_samples_have_the_probabilities() -> None:
    model = BornMachine(n_layers=2, max_iter=5, random_state=3).fit(SMALL)
    drawn = bits_to_index(model.sample(20_000, random_state=5).astype(np.uint8))
    expected = 20_000 * model.probabilities()
    often = expected > 5
    counts = np.bincount(drawn, minlength=16)
    seen = np.append(counts[often], counts[~often].sum())
    means = np.append(expected[often], expected[~often].sum())
    assert chisquare(seen[means > 0], means[means > 0]).pvalue > 1e-3
    np.testing.assert_array_equal(model.sample(7, random_state=1), model.sample(7, random_state=1))
    np.testing.assert_array_equal(model.sample(7), model.sample(7, random_state=3))
    assert model.sample().shape == (1, 4)


def test_batch_equals_one_by_one() -> None:
    data = correlated_pair(60)
    model = BornMachine(n_layers=1, max_iter=5, random_state=0).fit(data)
    single = [model.score_samples(row[None])[0] for row in data]
    np.testing.assert_array_equal(model.score_samples(data), single)


def test_same_seed_same_weights_and_weights_count_as_repeats() -> None:
    first, second, other = (
        BornMachine(max_iter=4, random_state=seed).fit(SMALL).weights_ for seed in (0, 0, 1)
    )
    np.testing.assert_array_equal(first, second)
    assert not np.array_equal(first, other)
    data, times = correlated_pair(40), RNG.integers(0, 4, 40)
    model = BornMachine(max_iter=4, random_state=0)
    weighted = model.fit(data, sample_weight=times).weights_
    repeated = model.fit(data.repeat(times, axis=0)).weights_
    np.testing.assert_allclose(weighted, repeated, atol=1e-8)
    with pytest.raises(ValueError, match="at least one"):
        model.fit(data, sample_weight=np.zeros(40))
    with pytest.raises(InputError, match="from 0 on"):
        model.fit(data, sample_weight=np.arange(40) - 1)


@pytest.mark.parametrize("optimizer", ["lbfgs", "adam"])
def test_warm_start_goes_on(optimizer: str) -> None:
    model = BornMachine(optimizer=optimizer, max_iter=10, warm_start=True, random_state=0)
    before = model.fit(SMALL).loss_
    model.set_params(max_iter=40).fit(SMALL)
    assert model.loss_ < before
    assert len(model.loss_curve_) == 10 + model.n_iter_
    model.set_params(n_layers=2).fit(SMALL)  # other weights: from the start
    assert model.weights_.shape == (24,)


def test_strings_are_drawn_where_there_are_too_many() -> None:
    images = bars_and_stripes(2, 3)
    model = BornMachine(n_strings=60, n_layers=4, random_state=0, max_iter=100).fit(images)
    exact = BornMachine(n_layers=4, random_state=0, max_iter=100).fit(images)
    control = exact.control().fit(images)
    assert model.set_params(n_strings=4096).mmd(images) < 0.5 * control.mmd(images)
    assert exact.mmd(images) <= model.mmd(images) + 1e-3


def test_discrepancy_is_that_of_the_kernel() -> None:
    model = BornMachine(bandwidth=[0.8, 2.0], max_iter=3, random_state=0).fit(SMALL)
    n = len(SMALL)
    everything = np.arange(16)[:, None] >> np.arange(4) & 1

    def gram(a, b):
        distance = (a[:, None] != b[None]).sum(axis=2)
        return np.mean([np.exp(-distance / (2 * s**2)) for s in (0.8, 2.0)], axis=0)

    p = model.probabilities()
    own = (gram(SMALL, SMALL).sum() - n) / (n * (n - 1))
    across = p @ gram(everything, SMALL).mean(axis=1)
    direct = p @ gram(everything, everything) @ p - 2 * across + own
    assert model.mmd(SMALL) == pytest.approx(direct, abs=1e-12)
    with pytest.raises(InputError, match="at least 2 samples, got 1"):
        model.mmd(SMALL[:1])


def test_lives_with_the_rest_of_scikit_learn(tmp_path) -> None:
    frame = pd.DataFrame(correlated_pair(60), columns=["a", "b"])
    search = GridSearchCV(
        BornMachine(max_iter=5, random_state=0),
        {"n_layers": [1, 2]},
        scoring=lambda model, X, y=None: -model.mmd(X),
        cv=3,
    ).fit(frame)
    model = search.best_estimator_
    np.testing.assert_array_equal(model.feature_names_in_, ["a", "b"])
    again = pickle.loads(pickle.dumps(model))
    np.testing.assert_array_equal(again.score_samples(frame), model.score_samples(frame))
    model.save(tmp_path / "model.qneko")
    stored = load(tmp_path / "model.qneko")
    np.testing.assert_array_equal(stored.score_samples(frame), model.score_samples(frame))
    np.testing.assert_array_equal(stored.sample(5, 0), model.sample(5, 0))


def test_own_ansatz_and_what_it_must_have() -> None:
    def single(n_qubits: int, n_layers: int, entanglement: str) -> Circuit:
        circuit = Circuit(n_qubits)
        for q in range(n_qubits):
            circuit.ry(weight(), q)
        return circuit

    assert BornMachine(single, max_iter=5).fit(SMALL).weights_.shape == (4,)
    for wrong in (lambda n, *_: Circuit(n + 1), lambda n, *_: Circuit(n).rx(feature(0), 0)):
        with pytest.raises(InputError, match="ansatz must have 4 qubits"):
            BornMachine(wrong).fit(SMALL)


def test_what_does_not_fit_is_refused_with_a_way_out() -> None:
    wide = RNG.integers(2, size=(20, 30))
    with pytest.raises(InputError, match=r"at least 30 qubits.*'statevector' has 24.*n_bits"):
        BornMachine().fit(wide)
    with pytest.raises(InputError, match=r"'nll' takes at most 16 bits, got 17.*'mmd'"):
        BornMachine(loss="nll").fit(wide[:, :17])
    for name, value in {
        "loss": "kl",
        "optimizer": "spsa",
        "ansatz": "own",
        "strategy": "k",
    }.items():
        with pytest.raises(InputError, match=f"{name} must be one of"):
            BornMachine(**{name: value}).fit(SMALL)


def test_says_when_it_has_not_settled() -> None:
    with pytest.warns(ConvergenceWarning, match="max_iter=2"):
        BornMachine(max_iter=2, random_state=0).fit(SMALL)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        BornMachine(n_layers=1, entanglement="none", random_state=0).fit(SMALL)


class Narrow(BaseDevice):
    """A device of another kind: it takes three qubits and counts its calls."""

    name = "narrow"
    capabilities = Capabilities(True, True, True, True, 4, "for this test")

    def __init__(self) -> None:
        self.inner, self.calls = get_device(), set()

    def _expectations(self, program, X, w):
        self.calls.add("expectations")
        return self.inner.expectations(program, X, w)

    def _states(self, program, X, w):
        self.calls.add("states")
        return self.inner.states(program, X, w)

    def _value_and_vjp(self, program, X, w):
        self.calls.add("value_and_vjp")
        return self.inner.value_and_vjp(program, X, w)

    def _sample(self, program, X, w, *, shots, seed):
        self.calls.add("sample")
        return self.inner.sample(program, X, w, shots=shots, seed=seed)


def test_everything_quantum_goes_through_the_device() -> None:
    device = Narrow()
    model = BornMachine(device=device, max_iter=3).fit(SMALL)
    model.sample(), model.score(SMALL), model.mmd(SMALL)
    assert device.calls == {"expectations", "states", "value_and_vjp", "sample"}
    with pytest.raises(InputError, match="'narrow' has 4"):
        BornMachine(device=device).fit(np.hstack([SMALL, SMALL]))
