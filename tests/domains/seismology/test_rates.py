"""Poisson rate and ETAS-lite: by hand, by finite differences, and on catalogues of either kind."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import check_grad
from sklearn.base import clone

from qneko.domains import Dataset
from qneko.domains.seismology import (
    EtasLiteClassifier,
    EtasLiteRegressor,
    PoissonRateClassifier,
    PoissonRateRegressor,
    frame_events,
    information_gain,
    simulate_catalogue,
)
from qneko.domains.seismology._etas import _START, _triggers, negative_log_likelihood
from qneko.errors import InputError

PLACES = [(5.0, 5.0), (5.0, 25.0), (-35.0, 175.0)]
#: Six of ten events are triggered, most of them days and not minutes later.
CLUSTERED = {"productivity": 0.2, "alpha": 1.7, "c": 0.5, "p": 1.5}
MODELS = (
    PoissonRateRegressor, EtasLiteRegressor, PoissonRateClassifier, EtasLiteClassifier,
)  # fmt: skip


def rows(seed: int, *, predict: str = "count", **law: float) -> Dataset:
    made = simulate_catalogue(2500, rate=0.3, places=PLACES, random_state=seed, **law)
    return frame_events(made, period=3, n_cells=3, predict=predict)


def gain(data: Dataset) -> Any:
    """Return what ETAS-lite gains over the Poisson rate on the last third of the rows."""
    n = 2 * data.n_samples // 3
    y = data.target.to_numpy()
    said = [
        model.fit(data.raw[:n], y[:n]).predict(data.raw[n:])
        for model in (EtasLiteRegressor(), PoissonRateRegressor())
    ]
    return information_gain(*said, y[n:])


@pytest.mark.parametrize("seed", range(3))
def test_etas_beats_the_poisson_rate_where_events_cluster(seed: int) -> None:
    found = gain(rows(seed, **CLUSTERED))
    assert found.interval[0] > 0.0
    assert found.gain > 0.05


def test_etas_gains_nothing_where_events_come_at_random() -> None:
    gains = [gain(rows(seed)) for seed in range(6)]
    assert sum(g.interval[0] > 0.0 for g in gains) <= 1
    assert abs(np.mean([g.gain for g in gains])) < 0.01


def test_etas_finds_how_much_is_triggered() -> None:
    data = rows(0, **CLUSTERED)
    model = EtasLiteRegressor().fit(data.raw, data.target)
    assert 0.2 < model.background_share_ < 0.8
    assert 1.0 < model.alpha_ < 2.4
    random = rows(0)
    alone = EtasLiteRegressor().fit(random.raw, random.target)
    assert alone.background_share_ > 0.85
    # the fit has the right number of events in all
    assert model.predict(data.raw).sum() == pytest.approx(data.target.sum(), rel=0.02)


@pytest.mark.parametrize("is_class", [False, True])
def test_the_gradient_is_that_of_the_likelihood(is_class: bool) -> None:
    data = rows(1, **CLUSTERED)
    raw = data.raw[:120]
    y = data.target.to_numpy()[:120]
    y = (y > 0).astype(float) if is_class else y
    given = (_triggers(raw, 5.0), np.full(120, 2.0), y, is_class)
    for shift in (0.0, 0.3):
        theta = np.array(list(_START.values())) + shift
        error = check_grad(
            lambda t: negative_log_likelihood(t, *given)[0],
            lambda t: negative_log_likelihood(t, *given)[1],
            theta,
        )
        assert error < 1e-5


def test_the_triggered_count_is_omoris_integral() -> None:
    raw = pd.DataFrame(
        {"days": [10.0], "history_days": [np.array([2.0])], "history_magnitudes": [np.array([6.0])]}
    )
    k, alpha, c, p = 0.4, 1.2, 0.5, 1.3
    counts, _ = _triggers(raw, 5.0).expected(
        np.array([0.0, np.log(k), alpha, np.log(c), np.log(p - 1.0)])
    )
    t = np.linspace(2.0, 12.0, 200_001)
    density = (p - 1.0) / c * (1.0 + t / c) ** -p
    assert counts[0] == pytest.approx(k * np.exp(alpha) * np.trapezoid(density, t), rel=1e-6)


def test_the_poisson_rate_by_hand() -> None:
    X = pd.DataFrame({"cell": ["a", "a", "b", "b"], "days": [30.0, 31.0, 30.0, 31.0]})
    model = PoissonRateRegressor(smoothing=2.0).fit(X, [4, 5, 0, 1])
    mean = 10.5 / 4  # half an event more
    expected = (9 + 2 * mean) / 4 / 30.5, (1 + 2 * mean) / 4 / 30.5
    assert model.rates_[["a", "b"]].tolist() == pytest.approx(expected)
    new = pd.DataFrame({"cell": ["a", "c"], "days": [61.0, 30.5]})
    assert model.predict(new).tolist() == pytest.approx([2 * 30.5 * expected[0], mean])


def test_the_probability_of_an_event_is_the_share_of_periods_with_one() -> None:
    X = pd.DataFrame({"cell": ["a"] * 8 + ["b"] * 8, "days": 30.0})
    y = np.array([1] * 6 + [0] * 9 + [1])
    model = PoissonRateClassifier(smoothing=1e-9).fit(X, y)
    assert model.predict_proba(X)[[0, 8], 1].tolist() == pytest.approx([0.75, 0.125])
    assert model.predict(X)[[0, 8]].tolist() == [1, 0]
    always = PoissonRateClassifier(smoothing=1e-9).fit(X, np.array([1] * 8 + [0] * 8))
    assert always.predict_proba(X)[0, 1] < 1.0
    assert always.predict_proba(X)[8, 1] > 0.0


def test_etas_of_classes_ranks_what_clusters() -> None:
    from sklearn.metrics import log_loss

    data = rows(2, predict="any", **CLUSTERED)
    n = 2 * data.n_samples // 3
    y = (data.target == "yes").to_numpy().astype(int)
    loss = {}
    for model in (EtasLiteClassifier(), PoissonRateClassifier()):
        said = model.fit(data.raw[:n], y[:n]).predict_proba(data.raw[n:])
        assert said.sum(axis=1) == pytest.approx(1.0)
        loss[type(model).__name__] = log_loss(y[n:], said)
    assert loss["EtasLiteClassifier"] < loss["PoissonRateClassifier"]


@pytest.mark.parametrize("model", MODELS)
def test_rows_without_history_and_new_regions_have_a_rate(model: Any) -> None:
    data = rows(3, **CLUSTERED)
    y = data.target.to_numpy()
    y = (y > 1).astype(int) if model.__name__.endswith("Classifier") else y
    fitted = clone(model(smoothing=2.0)).fit(data.raw, y)
    raw = data.raw[:2].copy()
    raw["cell"] = "nowhere"
    raw["history_days"] = raw["history_magnitudes"] = pd.Series([np.empty(0)] * 2, dtype=object)
    assert (fitted.predict(raw) >= 0).all()
    assert (fitted.predict(raw.iloc[:0]).shape) == (0,)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("X", "message"),
    [
        (np.zeros((4, 2)), "with the column 'cell' are expected"),
        (pd.DataFrame({"cell": ["a"] * 4}), "with the column 'days' are expected"),
    ],
)
def test_other_rows_are_refused(model: Any, X: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        model().fit(X, [0, 1, 0, 1])


def test_settings_out_of_range_are_refused() -> None:
    data = rows(3)
    for model, message in (
        (PoissonRateRegressor(smoothing=0.0), "smoothing must be above 0"),
        (EtasLiteRegressor(smoothing=-1.0), "smoothing must be above 0"),
        (EtasLiteRegressor(max_iter=0), "max_iter must be 1 or more"),
    ):
        with pytest.raises(InputError, match=message):
            model.fit(data.raw, data.target)
    with pytest.raises(InputError, match="expected, got 1 of them"):
        PoissonRateClassifier().fit(data.raw, np.zeros(data.n_samples))
