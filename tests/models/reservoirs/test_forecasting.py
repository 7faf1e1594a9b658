"""Forecasters: strategies, many series, channels, drift, and what they refuse."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV

from qneko.errors import InputError
from qneko.models import EchoStateNetworkForecaster, QuantumReservoirForecaster

TIME = np.arange(260)
WAVE = 20 + 3 * np.sin(TIME / 4)
MODELS = [
    QuantumReservoirForecaster(n_qubits=4, n_virtual_nodes=5, alpha=1e-8, random_state=0),
    EchoStateNetworkForecaster(n_nodes=40, alpha=1e-8, random_state=0),
]
each_model = pytest.mark.parametrize("model", MODELS, ids=str)
each_strategy = pytest.mark.parametrize("strategy", ["direct", "recursive"])


def waves(n_series: int) -> np.ndarray:
    phases = np.linspace(0, 2 * np.pi, n_series, endpoint=False)
    return 20 + 3 * np.sin(TIME / 4 + phases[:, None])


@each_model
@each_strategy
def test_a_wave_goes_on(model, strategy) -> None:
    model = clone(model).set_params(horizon=8, strategy=strategy).fit(WAVE[None, :-8])
    found = model.predict()
    assert found.shape == (1, 8)
    assert np.abs(found[0] - WAVE[-8:]).max() < 0.1
    assert np.abs(WAVE[-9] - WAVE[-8:]).max() > 1.0  # persistence does not


@each_model
@each_strategy
def test_the_same_forecast_by_every_door(model, strategy) -> None:
    X = waves(3)
    model = clone(model).set_params(horizon=4, strategy=strategy).fit(X)
    found = model.predict()
    np.testing.assert_allclose(model.predict(X), found, atol=1e-9)
    np.testing.assert_allclose(model.forecast(X[:, :, None])[:, :, 0], found, atol=1e-9)
    for series, row in zip(X, found, strict=True):
        np.testing.assert_allclose(model.forecast(series), row, atol=1e-9)
        np.testing.assert_allclose(model.forecast(series[:, None])[:, 0], row, atol=1e-9)
    np.testing.assert_allclose(model.predict(horizon=2), found[:, :2], atol=1e-9)


@each_model
def test_recursion_feeds_forecasts_back(model) -> None:
    model = clone(model).set_params(strategy="recursive").fit(WAVE[None])
    far = model.predict(horizon=5)[0]
    known = WAVE
    for value in far:
        np.testing.assert_allclose(model.forecast(known)[0], value, atol=1e-7)
        known = np.append(known, value)


@each_model
def test_direct_readouts_are_fitted_for_each_step(model) -> None:
    model = clone(model).set_params(horizon=3, washout=50, alpha=1e-3).fit(WAVE[None])
    second = clone(model).fit(WAVE[None])
    assert second.washout_ == 50
    # the readout of two steps ahead, by least squares on the run
    rows = np.column_stack([np.ones(207), model.run(WAVE)[50:-3]])
    penalty = 1e-3 * np.diag(np.r_[0.0, np.ones(rows.shape[1] - 1)])
    by_hand = np.linalg.solve(rows.T @ rows + penalty, rows.T @ WAVE[52:-1])
    np.testing.assert_allclose(model.readout_.coef_[1], by_hand[1:], rtol=1e-4, atol=1e-4)


@each_model
@each_strategy
def test_differences_follow_a_drift_out_of_the_training_range(model, strategy) -> None:
    drifting = WAVE + 0.5 * TIME
    model = clone(model).set_params(horizon=6, strategy=strategy, difference=True)
    found = model.fit(drifting[None, :-6]).predict()[0]
    assert np.abs(found - drifting[-6:]).max() < 0.3
    shifted = model.forecast(drifting[:-6] + 1000)
    np.testing.assert_allclose(shifted, found + 1000, atol=1e-6)


@each_model
@each_strategy
def test_channels_are_forecast_together(model, strategy) -> None:
    series = np.stack([WAVE, 3 * np.cos(TIME / 4)], axis=1)
    model = clone(model).set_params(horizon=3, strategy=strategy, n_channels=2)
    model.fit(series[:-3].reshape(1, -1))
    found = model.forecast(series[:-3])
    assert found.shape == (3, 2)
    np.testing.assert_allclose(model.predict(), found.reshape(1, -1), atol=1e-9)
    assert np.abs(found - series[-3:]).max() < 0.5


@each_model
def test_score_holds_back_or_takes_what_came(model) -> None:
    X = waves(6)
    model = clone(model).set_params(horizon=5).fit(X[:, :-5])
    given = model.score(X[:, :-5], X[:, -5:])
    assert 0.99 < given <= 1
    held = clone(model).fit(X).score(X)
    assert 0.99 < held <= 1
    search = GridSearchCV(model, {"alpha": [1e-8, 1e6]}, cv=3).fit(X)
    assert search.best_params_ == {"alpha": 1e-8}
    with pytest.raises(InputError, match="y must hold 5 values for each series"):
        model.score(X[:, :-5], X[:, -4:])


def test_baseline_differs_in_the_reservoir_alone() -> None:
    model = QuantumReservoirForecaster(n_qubits=3, horizon=4, washout=7, difference=True)
    baseline = model.baseline()
    assert isinstance(baseline, EchoStateNetworkForecaster)
    assert baseline.n_nodes == 30
    common = set(baseline.get_params()) & set(model.get_params())
    assert {"horizon", "washout", "difference", "strategy", "alpha"} <= common
    assert all(baseline.get_params()[k] == model.get_params()[k] for k in common)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"horizon": 0}, "horizon must be a whole number"),
        ({"strategy": "both"}, "strategy must be one of 'direct', 'recursive'"),
        ({"washout": "none"}, "washout must be one of 'auto'"),
        ({"washout": -1}, "washout must be 'auto' or a whole number"),
        ({"difference": 1}, "difference must be True or False"),
        ({"washout": 10, "horizon": 5}, r"at least 16 columns.* got X with 12 feature\(s\)"),
        ({"alpha": -1}, "alpha must be a finite number"),
    ],
)
def test_bad_parameters_are_refused_in_a_sentence(changes, message) -> None:
    with pytest.raises(InputError, match=message):
        QuantumReservoirForecaster(n_qubits=2, **changes).fit(np.ones((3, 12)))


def test_a_direct_forecast_ends_at_the_fitted_horizon() -> None:
    model = clone(MODELS[1]).set_params(horizon=3).fit(WAVE[None])
    with pytest.raises(InputError, match="horizon must be at most 3, which was fitted, got 4"):
        model.predict(horizon=4)
    moving = clone(model).set_params(difference=True).fit(WAVE[None])
    with pytest.raises(InputError, match="at least 2 steps to take differences"):
        moving.forecast([1.0])
