"""Forecasters of the field: each is exact where its idea is, wins there, and sees no future."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from sklearn.base import clone

from qneko.domains import forecast_table, load
from qneko.domains.forecasting import (
    AnomalyPersistence,
    Climatology,
    EchoStateOnWindows,
    HoltWinters,
    LagRidge,
    Persistence,
    QuantumReservoirOnWindows,
    SeasonalNaive,
)
from qneko.domains.forecasting._smoothing import State, Weights, begin, cycle, smooth
from qneko.errors import InputError

from .series import series

EVERY = [
    Persistence(),
    AnomalyPersistence(),
    Climatology(),
    Climatology(harmonics=2),
    SeasonalNaive(),
    LagRidge(n_lags=3, season_lag="yes"),
    HoltWinters(),
    HoltWinters("damped"),
    HoltWinters("none"),
    EchoStateOnWindows(n_nodes=10, random_state=0),
    QuantumReservoirOnWindows(n_memory=2, n_virtual_nodes=2, random_state=0),
]
MONTHS = np.arange(240)
SEASON = np.sin(2 * np.pi * MONTHS / 12) + 0.5 * np.cos(4 * np.pi * MONTHS / 12)


def noisy(kind: str) -> np.ndarray:
    """Return twenty years of months in which one idea of forecasting is right."""
    rng = np.random.default_rng(5)
    if kind == "walk":
        return np.cumsum(rng.normal(size=240))
    if kind == "season":
        return 3 * SEASON + 0.3 * rng.normal(size=240)
    if kind == "anomaly":
        return 3 * SEASON + 0.2 * np.cumsum(rng.normal(size=240))
    if kind == "memory":  # the anomaly decays, and comes back after a year
        noise = np.zeros(252)
        for t in range(252):
            before = (noise[t - 1], noise[t - 12]) if t >= 12 else (0.0, 0.0)
            noise[t] = 0.5 * before[0] + 0.45 * before[1] + rng.normal()
        return 3 * SEASON + noise[12:]
    assert kind == "trend"
    return 0.2 * MONTHS + 2 * SEASON + 0.1 * rng.normal(size=240)


def error(model, values, *, horizon=2, lags=6, **framing) -> float:
    """Return the root mean squared error over the last quarter, with the gap left out."""
    data = forecast_table(series(values), lags=lags, horizon=horizon, **framing)
    n = int(0.75 * data.n_samples)
    raw, y = data.raw, data.target.to_numpy()
    fitted = clone(model).fit(raw[: n - data.gap], y[: n - data.gap])
    return float(np.sqrt(np.mean(np.square(fitted.predict(raw[n:]) - y[n:]))))


@pytest.mark.parametrize(
    ("kind", "best"),
    [
        ("walk", Persistence()),
        ("season", Climatology()),
        ("anomaly", AnomalyPersistence()),
        ("memory", LagRidge(n_lags=12)),
        ("trend", HoltWinters()),
    ],
)
def test_each_wins_where_its_idea_is_right(kind, best):
    values = noisy(kind)
    rivals = [
        Persistence(),
        AnomalyPersistence(),
        Climatology(),
        SeasonalNaive(),
        HoltWinters(),
    ]
    others = [r for r in rivals if type(r) is not type(best)]
    assert error(best, values) < min(error(other, values) for other in others)


def test_the_season_before_wins_where_every_month_is_as_a_year_ago():
    rng = np.random.default_rng(2)
    # every month walks on its own, from year to year
    values = np.cumsum(rng.normal(size=(20, 12)), axis=0).ravel()
    mine = error(SeasonalNaive(), values)
    others = (Persistence(), AnomalyPersistence(), Climatology())
    assert mine < min(error(other, values) for other in others)


def test_the_season_before_of_changes_knows_a_trend():
    values = 0.5 * MONTHS + 4 * SEASON
    assert error(SeasonalNaive(), values, difference=True) < 1e-9
    assert error(SeasonalNaive(), values) == pytest.approx(6.0)


@pytest.mark.parametrize("difference", [False, True])
@pytest.mark.parametrize("horizon", [1, 5, 14])
@pytest.mark.parametrize("trend", ["additive", "none"])
def test_holt_winters_is_exact_for_a_line_and_a_season(trend, horizon, difference):
    slope = 0.3 if trend == "additive" else 0.0
    values = 7.0 + slope * MONTHS + 2 * SEASON
    framing = {"horizon": horizon, "difference": difference}
    assert error(HoltWinters(trend), values, **framing) < 1e-6


def test_smoothing_is_the_textbook_recursion():
    rng = np.random.default_rng(1)
    values, phases = rng.normal(size=40), np.arange(40) % 4
    level, slope, season = 0.3, -0.1, [0.5, -0.2, 0.1, -0.4]
    a, b, c = 0.4, 0.2, 0.3
    start = State(level, slope, tuple(season + [0.0] * 20))
    squares, states = smooth(
        values.tolist(), phases.tolist(), start, Weights(a, b, c, 1.0), frozenset({40})
    )
    total = 0.0
    for t, x in enumerate(values):  # Hyndman and Athanasopoulos, Winters' own season
        s = season[t % 4]
        total += (x - level - slope - s) ** 2
        new = a * (x - s) + (1 - a) * (level + slope)
        slope = b * (new - level) + (1 - b) * slope
        season[t % 4] = c * (x - new) + (1 - c) * s
        level = new
    assert squares == pytest.approx(total)
    assert states[40].level == pytest.approx(level)
    assert states[40].season[:4] == pytest.approx(season)
    assert states[40].ahead(3, 2, 1.0) == pytest.approx(level + 3 * slope + season[2])
    assert states[40].ahead(2, 2, 0.9) == pytest.approx(level + (0.9 + 0.81) * slope + season[2])


def test_smoothing_goes_through_gaps_on_its_own_forecast():
    values = (2.0 + 0.5 * np.arange(30)).tolist()
    values[10:20] = [np.nan] * 10
    phases = np.zeros(30, dtype=np.int64)
    start = begin(np.array(values), phases, has_trend=True)
    squares, states = smooth(
        values, phases.tolist(), start, Weights(0.5, 0.5, 0.0, 1.0), frozenset({15, 30})
    )
    assert squares < 1e-18
    assert states[15].level == pytest.approx(2.0 + 0.5 * 14)
    assert cycle(phases) is None
    assert cycle(np.array([0, 0, 1, 1, 0, 0, 1])) == 4


@pytest.mark.parametrize("model", EVERY, ids=repr)
def test_what_comes_after_an_origin_changes_no_forecast_of_it(model):
    values = noisy("anomaly")
    changed = values.copy()
    changed[200:] += 50.0
    tables = [forecast_table(series(v), lags=6, horizon=3) for v in (values, changed)]
    n = 150
    found = []
    for data in tables:
        fitted = clone(model).fit(data.raw[:n], data.target[:n])
        rows = data.raw[n:]
        found.append(fitted.predict(rows[rows["origin"] <= data.context["origin"][194]]))
    assert len(found[0]) == 195 - n
    np.testing.assert_array_equal(found[0], found[1])


@pytest.mark.parametrize("model", EVERY, ids=repr)
def test_test_years_change_nothing_that_is_learned(model):
    values = noisy("season")
    data = forecast_table(series(values), lags=6, horizon=3)
    fitted = clone(model).fit(data.raw[:150], data.target[:150])
    # the same rows, of a series that goes on otherwise
    other = forecast_table(series(np.append(values[:158], values[158:] * 9)), lags=6, horizon=3)
    again = clone(model).fit(other.raw[:150], other.target[:150])
    np.testing.assert_array_equal(fitted.predict(data.raw[150:]), again.predict(data.raw[150:]))


@pytest.mark.parametrize("difference", [False, True])
@pytest.mark.parametrize("model", EVERY, ids=repr)
def test_a_row_is_forecast_alike_alone_and_among_others(model, difference):
    values = noisy("trend")
    values[[30, 31, 90]] = np.nan
    data = forecast_table(series(values), lags=6, horizon=2, difference=difference)
    fitted = clone(model).fit(data.raw[:180], data.target[:180])
    rows = data.raw.iloc[[0, 5, 23, 24, 25, 100, 182, 220]]
    together = fitted.predict(rows)
    alone = [fitted.predict(rows.iloc[k : k + 1])[0] for k in range(len(rows))]
    backwards = fitted.predict(rows[::-1])[::-1]
    np.testing.assert_allclose(together, alone, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(together, backwards, rtol=1e-9, atol=1e-9)
    assert np.isfinite(together).all()


@pytest.mark.parametrize("model", EVERY, ids=repr)
def test_the_contract_of_scikit_learn_as_far_as_raw_rows_have_it(model):
    data = forecast_table(series(noisy("season")), lags=4)
    parameters = model.get_params()
    fitted = clone(model).fit(data.raw, data.target)
    assert fitted.get_params() == parameters
    assert [k for k in vars(fitted) if k not in parameters and not k.endswith("_")] == []
    assert list(fitted.feature_names_in_) == list(data.raw.columns)
    found = fitted.predict(data.raw)
    assert found.shape == (data.n_samples,)
    assert found.dtype == np.float64
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(fitted)).predict(data.raw), found)
    np.testing.assert_array_equal(clone(fitted).fit(data.raw, data.target).predict(data.raw), found)
    assert fitted.score(data.raw, data.target) > 0.0
    with pytest.raises(InputError, match="Rows of a forecast_table are expected"):
        fitted.predict(data.frame)
    with pytest.raises(InputError, match="One target for each of"):
        clone(model).fit(data.raw, data.target[:-1])


@pytest.mark.parametrize(
    "model", [m for m in EVERY if hasattr(m, "harmonics") or "Ridge" in repr(m)]
)
def test_forecasts_say_how_sure_they_are(model):
    data = forecast_table(series(noisy("season")), lags=4)
    fitted = clone(model).fit(data.raw, data.target)
    mean, std = fitted.predict(data.raw, return_std=True)
    residual = data.target.to_numpy() - mean
    np.testing.assert_allclose(std, np.sqrt(np.mean(np.square(residual))))


def test_what_is_usual_is_the_mean_of_the_training_months_and_of_the_group():
    values = np.column_stack([SEASON, SEASON + 10.0])
    made = series(values, channels=("A t", "B t"), groups=("A", "B"), units=("K", "K"), target="t")
    data = forecast_table(made, lags=2)
    fitted = Climatology().fit(data.raw, data.target)
    np.testing.assert_allclose(fitted.predict(data.raw), data.target, atol=1e-9)
    smooth_one = Climatology(harmonics=2).fit(data.raw, data.target)
    np.testing.assert_allclose(smooth_one.predict(data.raw), data.target, atol=1e-9)
    # of a group that was never seen: what is usual elsewhere
    of_a = data.raw["group"] == "A"
    elsewhere = Climatology().fit(data.raw[of_a], data.target[of_a])
    np.testing.assert_allclose(
        elsewhere.predict(data.raw[~of_a]), data.target[~of_a] - 10.0, atol=1e-9
    )


def test_a_season_is_needed_for_the_one_before():
    data = forecast_table(series(SEASON), lags=2, season="none")
    with pytest.raises(InputError, match="a series with a season are expected"):
        SeasonalNaive().fit(data.raw, data.target)


@pytest.mark.parametrize(
    ("model", "message"),
    [
        (Climatology(harmonics=9), "harmonics: a whole number from 0 to 6 is expected, got 9"),
        (LagRidge(n_lags=0), "n_lags: a whole number from 1 on"),
        (LagRidge(season_lag="maybe"), "season_lag: one of 'no', 'yes' is expected"),
        (LagRidge(alpha=-1.0), "alpha: a finite number from 0 on"),
        (HoltWinters("up"), "trend: one of 'additive', 'damped', 'none' is expected"),
        (QuantumReservoirOnWindows(n_memory=0), "n_memory: a whole number from 1 on"),
        (EchoStateOnWindows(alpha=-1.0), "alpha: a finite number from 0 on"),
    ],
)
def test_parameters_are_refused_in_a_sentence(model, message):
    data = forecast_table(series(SEASON), lags=2)
    with pytest.raises(InputError, match=message):
        model.fit(data.raw, data.target)


@pytest.mark.parametrize(
    ("ahead", "ridge", "persistence"),
    [(1, 0.471, 0.494), (3, 0.889, 0.975), (6, 1.1, 1.306)],
)
def test_the_bars_of_the_sea_off_peru_come_out(ahead, ridge, persistence):
    data = forecast_table(load("environment/elnino_sst"), lags=6, horizon=ahead)
    n = int(0.75 * data.n_samples)
    raw, y = data.raw, data.target.to_numpy()
    train = n - data.gap
    for model, bar in ((LagRidge(), ridge), (AnomalyPersistence(), persistence)):
        squares = np.square(model.fit(raw[:train], y[:train]).predict(raw[n:]) - y[n:])
        rmse = np.sqrt(squares.mean())
        # errors a year apart count as independent
        spread = squares.std(ddof=1) / np.sqrt(len(squares) / 12) / (2 * rmse)
        assert abs(rmse - bar) < spread
        assert rmse == pytest.approx(bar, abs=0.005)


def test_carbon_dioxide_comes_out_as_well_as_the_bar_says():
    data = forecast_table(load("environment/mauna_loa_co2"), lags=24, horizon=24, difference=True)
    last = data.n_samples - 1
    fitted = HoltWinters().fit(data.raw[: last - data.gap], data.target[: last - data.gap])
    # one origin and its 24th month: the bar is over all 24, so this is an upper end of it
    assert abs(fitted.predict(data.raw[last:])[0] - data.target[last]) < 3 * 0.45
