"""Transformers and regressors: windows, series, scaling, controls and siblings."""

from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import pytest
from numpy.lib.stride_tricks import sliding_window_view
from sklearn.base import clone
from sklearn.linear_model import Ridge
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from qneko.errors import InputError
from qneko.hybrid.devices import StatevectorDevice
from qneko.models import (
    EchoStateNetwork,
    EchoStateNetworkRegressor,
    QuantumReservoir,
    QuantumReservoirRegressor,
    load,
    save,
)

U = np.random.default_rng(0).uniform(-3, 5, size=400)
WINDOWS = sliding_window_view(U, 30)
TRANSFORMERS = [
    QuantumReservoir(n_qubits=4, n_virtual_nodes=3, random_state=0),
    QuantumReservoir(n_qubits=3, n_virtual_nodes=2, dynamics="circuit", random_state=0),
    EchoStateNetwork(n_nodes=12, spectral_radius=0.5, random_state=0),
]
REGRESSORS = [
    QuantumReservoirRegressor(n_qubits=4, n_virtual_nodes=5, alpha=1e-8, random_state=0),
    EchoStateNetworkRegressor(n_nodes=20, alpha=1e-8, random_state=0),
]
each_transformer = pytest.mark.parametrize("model", TRANSFORMERS, ids=str)
each_regressor = pytest.mark.parametrize("model", REGRESSORS, ids=str)
each_model = pytest.mark.parametrize("model", [*TRANSFORMERS, *REGRESSORS], ids=str)


def delayed() -> np.ndarray:
    """Return a target that needs memory: the input two steps ago."""
    return np.roll(U, 2)


@each_transformer
def test_a_long_window_gives_what_the_whole_past_gives(model) -> None:
    model = clone(model).fit(U[:, None])
    stream = model.run(U)
    assert stream.shape == (len(U), model.n_readouts_)
    long, short = sliding_window_view(U, 250), sliding_window_view(U, 5)
    np.testing.assert_allclose(model.fit(long).transform(long), stream[249:], atol=1e-3)
    assert np.abs(model.fit(short).transform(short) - stream[4:]).max() > 1e-2


@each_transformer
def test_a_window_of_the_first_steps_is_the_start_of_the_stream(model) -> None:
    model = clone(model).fit(WINDOWS)
    np.testing.assert_allclose(model.transform(WINDOWS[:1])[0], model.run(U[:30])[-1], atol=1e-12)


@each_transformer
def test_many_series_are_series_one_by_one(model) -> None:
    model = clone(model).fit(WINDOWS)
    series = U[:120].reshape(4, 30, 1)
    together = model.run(series)
    assert together.shape == (4, 30, model.n_readouts_)
    for one, found in zip(series, together, strict=True):
        np.testing.assert_allclose(model.run(one), found, atol=1e-12)
        np.testing.assert_allclose(model.run(one[:, 0]), found, atol=1e-12)


def test_channels_of_a_step_stand_together_in_a_row() -> None:
    series = np.random.default_rng(1).normal(size=(40, 2))
    rows = sliding_window_view(series, 10, axis=0).transpose(0, 2, 1).reshape(31, 20)
    for model in (
        QuantumReservoir(n_qubits=4, n_channels=2, random_state=0),
        EchoStateNetwork(n_nodes=10, n_channels=2, random_state=0),
    ):
        model.fit(rows)
        assert model.input_min_.shape == (2,)
        np.testing.assert_allclose(model.transform(rows[:1])[0], model.run(series[:10])[-1])
        with pytest.raises(InputError, match="whole steps of 2 channels .* got 7 columns"):
            model.fit(np.ones((5, 7)))
        with pytest.raises(InputError, match="the last axis is n_channels"):
            model.run(series[:, 0])


@each_transformer
def test_input_is_scaled_by_the_training_data_and_stopped_at_its_range(model) -> None:
    model = clone(model).fit(WINDOWS)
    assert (model.input_min_[0], model.input_max_[0]) == (U.min(), U.max())
    np.testing.assert_array_equal(
        model.run([U.max() + 9, U.min() - 9]), model.run([U.max(), U.min()])
    )
    given = clone(model).set_params(input_range=(-3, 5)).fit(WINDOWS)
    scaled = clone(model).set_params(input_range=(0, 1)).fit((WINDOWS + 3) / 8)
    np.testing.assert_allclose(given.run(U), scaled.run((U + 3) / 8), atol=1e-12)
    assert np.isfinite(clone(model).fit(np.full((3, 4), 7.0)).run([7.0, 7.0])).all()


@each_model
def test_the_same_seed_gives_the_same_bytes(model) -> None:
    y = WINDOWS[:, -1]
    first, second = clone(model).fit(WINDOWS, y), clone(model).fit(WINDOWS, y)
    assert first.run(U).tobytes() == second.run(U).tobytes()
    other = clone(model).set_params(random_state=1).fit(WINDOWS, y)
    assert np.abs(first.run(U) - other.run(U)).max() > 1e-3


@each_model
def test_control_sees_the_last_input_alone(model) -> None:
    control = model.control().fit(WINDOWS, WINDOWS[:, -1])
    shuffled = U[:50].copy()
    shuffled[:-1] = shuffled[:-1][::-1]
    np.testing.assert_allclose(control.run(U[:50])[-1], control.run(shuffled)[-1], atol=1e-12)
    model = clone(model).fit(WINDOWS, WINDOWS[:, -1])
    assert np.abs(model.run(U[:50])[-1] - model.run(shuffled)[-1]).max() > 1e-3


@pytest.mark.parametrize("observables", ["z", "zz"])
def test_baseline_has_as_many_readouts(observables) -> None:
    for model in (
        QuantumReservoir(n_qubits=4, observables=observables, n_virtual_nodes=3),
        QuantumReservoirRegressor(n_qubits=3, observables=observables, alpha=0.3, random_state=4),
    ):
        y = WINDOWS[:, -1]
        baseline = model.baseline()
        assert baseline.fit(WINDOWS, y).n_readouts_ == model.fit(WINDOWS, y).n_readouts_
        common = set(baseline.get_params()) & set(model.get_params())
        assert {baseline.get_params()[k] == model.get_params()[k] for k in common} == {True}


@each_regressor
def test_a_sequence_is_learned_that_needs_memory(model) -> None:
    y = delayed()
    model = clone(model).fit_sequence(U[:300], y[:300], washout=30)
    found = model.predict_sequence(U)
    assert found.shape == U.shape
    assert np.corrcoef(found[300:], y[300:])[0, 1] > 0.8
    # what the control sees, the last input, says nothing about an earlier one
    control = model.control().fit_sequence(U[:300], y[:300], washout=30)
    assert abs(np.corrcoef(control.predict_sequence(U)[300:], y[300:])[0, 1]) < 0.3


@each_regressor
def test_a_readout_from_the_sequence_serves_windows_too(model) -> None:
    y = delayed()
    model = clone(model).fit(WINDOWS, y[29:]).fit_sequence(U, y, washout=30)
    long = sliding_window_view(U, 250)
    np.testing.assert_allclose(model.predict(long), model.predict_sequence(U)[249:], atol=1e-2)


@each_regressor
def test_readout_is_ridge_on_the_run(model) -> None:
    y = delayed()
    model = clone(model).set_params(alpha=0.1).fit_sequence(U, y, washout=40)
    by_hand = Ridge(alpha=0.1).fit(model.run(U)[40:], y[40:])
    np.testing.assert_allclose(model.readout_.coef_, by_hand.coef_, atol=1e-8)
    several = clone(model).fit_sequence(U.reshape(4, 100, 1), y.reshape(4, 100), washout=10)
    assert several.predict_sequence(U.reshape(4, 100, 1)).shape == (4, 100)


@each_regressor
def test_several_targets_are_targets_one_by_one(model) -> None:
    Y = np.stack([WINDOWS[:, -2], WINDOWS[:, -3] ** 2], axis=1)
    both = clone(model).fit(WINDOWS, Y).predict(WINDOWS)
    first = clone(model).fit(WINDOWS, Y[:, 0]).predict(WINDOWS)
    assert both.shape == Y.shape
    np.testing.assert_allclose(both[:, 0], first, atol=1e-8)


def test_frames_pipelines_searches_and_pickles(tmp_path) -> None:
    frame = pd.DataFrame(WINDOWS[:80], columns=[f"lag{k}" for k in range(30, 0, -1)])
    y = WINDOWS[:80, -2]
    model = QuantumReservoir(n_qubits=4, n_virtual_nodes=5, random_state=0)
    table = clone(model).set_output(transform="pandas").fit_transform(frame)
    assert list(table.columns) == [f"quantumreservoir{k}" for k in range(20)]
    assert list(table.index) == list(frame.index)
    chain = make_pipeline(model, Ridge(alpha=1e-6))
    search = GridSearchCV(chain, {"quantumreservoir__interval": [0.5, 2.0]}, cv=3)
    assert search.fit(frame, y).best_score_ > 0.5
    expected = search.predict(frame)
    again = pickle.loads(pickle.dumps(search))
    np.testing.assert_array_equal(again.predict(frame), expected)
    regressor = clone(REGRESSORS[0]).fit(frame, y)
    save(regressor, tmp_path / "model.qneko")
    found = load(tmp_path / "model.qneko").predict(frame)
    assert found.tobytes() == regressor.predict(frame).tobytes()


class Recorder(StatevectorDevice):
    """A device that notes what it was asked for."""

    name = "recorder"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def expectations(self, program, X, w=None):
        self.asked.append("expectations")
        return super().expectations(program, X, w)

    def states(self, program, X, w=None):
        self.asked.append("states")
        return super().states(program, X, w)


def test_the_circuit_comes_from_the_device() -> None:
    device = Recorder()
    model = QuantumReservoir(n_qubits=3, dynamics="circuit", device=device, random_state=0)
    plain = QuantumReservoir(n_qubits=3, dynamics="circuit", random_state=0)
    found = model.fit_transform(WINDOWS)
    assert set(device.asked) == {"states"}
    np.testing.assert_array_equal(found, plain.fit_transform(WINDOWS))


def test_single_precision_is_close() -> None:
    model = QuantumReservoir(n_qubits=5, n_virtual_nodes=3, random_state=0)
    single = clone(model).set_params(dtype="float32").fit(WINDOWS).transform(WINDOWS)
    double = clone(model).fit(WINDOWS).transform(WINDOWS)
    assert 1e-9 < np.abs(single - double).max() < 1e-4


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"n_qubits": 1}, "n_qubits must be from 2 .* got 1"),
        ({"n_qubits": 10}, "n_qubits must be from 2 .* to 9 .* got 10"),
        ({"n_channels": 4, "n_qubits": 4}, "n_qubits must be from 5"),
        ({"n_virtual_nodes": 0}, "n_virtual_nodes must be a whole number"),
        ({"dynamics": "heisenberg"}, "dynamics must be one of 'ising', 'circuit'"),
        ({"observables": "x"}, "observables must be one of"),
        ({"entanglement": "star"}, "entanglement must be one of"),
        ({"interval": 0}, "interval must be a finite number above 0"),
        ({"field": -1}, "field must be a finite number from 0"),
        ({"dtype": "int"}, "dtype must be one of"),
        ({"input_range": (1, 0)}, r"input_range must be 'data' or a pair \(low, high\)"),
        ({"input_range": "train"}, "input_range must be one of 'data'"),
    ],
)
def test_bad_parameters_are_refused_in_a_sentence(changes, message) -> None:
    with pytest.raises(InputError, match=message):
        QuantumReservoir(**changes).fit(np.ones((3, 8)))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"n_nodes": 0}, "n_nodes must be a whole number"),
        ({"leak_rate": 1.5}, "leak_rate must be above 0 and at most 1"),
        ({"spectral_radius": -1}, "spectral_radius must be a finite number"),
    ],
)
def test_bad_parameters_of_the_network_are_refused(changes, message) -> None:
    with pytest.raises(InputError, match=message):
        EchoStateNetwork(**changes).fit(np.ones((3, 8)))


@each_regressor
def test_bad_sequences_are_refused(model) -> None:
    model = clone(model)
    with pytest.raises(InputError, match=r"a finite target for each step, shape \(1, 400\)"):
        model.fit_sequence(U, U[:-1])
    with pytest.raises(InputError, match="washout must be from 0 to 399"):
        model.fit_sequence(U, U, washout=400)
    with pytest.raises(ValueError, match="NaN"):
        model.fit_sequence([0.0, np.nan], [0.0, 1.0], washout=0)


def test_echo_states_against_the_recursion_by_hand() -> None:
    model = EchoStateNetwork(n_nodes=7, leak_rate=0.3, random_state=0).fit(U[:, None])
    assert np.abs(np.linalg.eigvals(model.recurrent_weights_)).max() == pytest.approx(0.9)
    state = np.zeros(7)
    for u, found in zip((U - U.min()) / np.ptp(U), model.run(U), strict=True):
        fresh = np.tanh(model.recurrent_weights_ @ state + model.input_weights_[:, 0] * u)
        state = 0.7 * state + 0.3 * fresh
        np.testing.assert_allclose(found, state, atol=1e-12)
