"""Tables of forecasts: what a row knows, what it is to find out, and that nothing leaks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from qneko.domains import forecast_table, load
from qneko.errors import InputError

from .series import series


@pytest.mark.parametrize(("lags", "horizon", "stride"), [(1, 1, 1), (4, 3, 1), (5, 7, 2)])
def test_of_a_series_that_counts_its_steps_everything_is_known(lags, horizon, stride):
    data = forecast_table(
        series(np.arange(60.0)), lags=lags, horizon=horizon, stride=stride, season="none"
    )
    origins = np.arange(lags - 1, 60 - horizon, stride)
    np.testing.assert_array_equal(data.target, origins + horizon)
    for back in range(lags):
        name = f"y t-{back}" if back else "y t"
        np.testing.assert_array_equal(data.frame[name], origins - back)
    assert data.frame.shape == (len(origins), lags)
    assert list(data.frame.columns)[-1] == "y t"
    context = data.context
    np.testing.assert_array_equal(context["now"], origins)
    dates = pd.date_range("1990-01-01", periods=60, freq="MS", tz="UTC")
    assert list(context["origin"]) == list(dates[origins])
    assert list(data.times) == list(dates[origins + horizon])
    for origin, history in zip(origins, context["history"], strict=True):
        np.testing.assert_array_equal(history[:, 0], np.arange(origin + 1))


def test_a_change_and_its_past_are_counted_from_now():
    values = np.arange(40.0) ** 2
    data = forecast_table(series(values), lags=3, horizon=2, difference=True, season="none")
    origins = np.arange(2, 38)
    np.testing.assert_array_equal(data.target, values[origins + 2] - values[origins])
    assert list(data.frame) == ["y t-2 from t", "y t-1 from t"]
    np.testing.assert_array_equal(data.frame["y t-1 from t"], values[origins - 1] - values[origins])
    assert data.target_name == "change of y in 2 months"


def test_the_season_is_that_of_the_target():
    data = forecast_table(series(np.arange(60.0)), lags=2, horizon=5)
    assert list(data.context["phase"]) == list(data.times.dt.month - 1)
    turn = 2 * np.pi * data.context["phase"] / 12
    np.testing.assert_allclose(data.frame["season sin"], np.sin(turn), atol=1e-12)
    np.testing.assert_allclose(data.frame["season cos"], np.cos(turn), atol=1e-12)
    last = data.context["phases"].map(lambda phases: phases[-1])
    assert list(last) == list(data.context["origin"].dt.month - 1)


@pytest.mark.parametrize("horizon", [1, 11, 12, 13, 30])
def test_the_season_before_was_known_at_the_origin(horizon):
    data = forecast_table(series(np.arange(80.0)), lags=2, horizon=horizon)
    before, now = data.context["season before"], data.context["now"]
    known = before.notna()
    assert known.any()
    assert (before[known] <= now[known]).all()
    assert ((data.target - before)[known] % 12 == 0).all()
    assert (data.target - before)[known].max() < horizon + 12


def test_nothing_in_a_row_depends_on_what_came_after_its_origin():
    rng = np.random.default_rng(0)
    values = rng.normal(size=(120, 2))
    made = series(values, channels=("y", "x"))
    later = values.copy()
    later[70:] += 100.0
    both = [
        forecast_table(replace(made, values=v), lags=4, horizon=3, others=["x"])
        for v in (values, later)
    ]
    early = np.flatnonzero(both[0].context["origin"] < made.times[70].tz_localize("UTC"))
    assert len(early) == 67
    for name in both[0].raw.columns:
        for a, b in zip(both[0].raw[name].iloc[early], both[1].raw[name].iloc[early], strict=True):
            np.testing.assert_array_equal(a, b)


def test_gaps_cost_the_rows_that_look_for_them_and_no_others():
    values = np.arange(50.0)
    values[[20, 21]] = np.nan
    data = forecast_table(series(values), lags=3, horizon=1, season="none")
    assert data.n_samples == 47 - 2
    assert "2 rows left out, since what they forecast was not measured" in " ".join(data.notes)
    row = data.context["origin"] == pd.Timestamp("1991-10-01", tz="UTC")  # month 21, missing
    assert data.context.loc[row, "now"].item() == 19.0
    assert data.frame.loc[row, "y t"].isna().item()


def test_rows_before_anything_was_measured_are_left_out():
    values = np.arange(50.0)
    values[:20] = np.nan
    data = forecast_table(series(values), lags=3, horizon=4, season="none")
    assert data.target.min() == 24.0


def test_each_group_is_forecast_from_its_own_channels():
    values = np.column_stack([np.arange(30.0) + 100 * k for k in range(4)])
    made = series(
        values,
        channels=("A tas", "B tas", "A ps", "B ps"),
        groups=("A", "B", "A", "B"),
        units=("K", "K", "Pa", "Pa"),
        target="tas",
    )
    data = forecast_table(made, lags=2, others=["ps"], season="none", hold_out="group")
    assert list(data.frame) == ["tas t-1", "tas t", "ps t-1", "ps t"]
    assert list(data.groups.unique()) == ["A", "B"]
    assert data.times is None
    assert data.units == "K"
    np.testing.assert_array_equal(data.frame["ps t"] - data.frame["tas t"], 200.0)
    of_b = (data.groups == "B").to_numpy()
    assert data.target[of_b].min() == 102.0
    by_time = forecast_table(made, lags=2, others=["B ps"], season="none")
    assert by_time.groups is None
    np.testing.assert_array_equal(by_time.frame["B ps t"] % 100, by_time.frame["tas t"] % 100)


def test_buoys_of_one_channel_each_are_all_forecast_when_one_is_held_out():
    data = forecast_table(
        load("environment/tohoku2011_dart"), lags=10, horizon=15, hold_out="group"
    )
    assert set(data.groups) == {"21401", "21413", "21418", "21419"}
    assert data.target_name == "value in 15 min"
    assert data.context["time"].dtype == np.float64
    assert "season before" not in data.context


@pytest.mark.parametrize(
    ("times", "n", "words"),
    [
        ("MS", 1, "in 1 month"),
        ("MS", 24, "in 2 years"),
        ("D", 3, "in 3 days"),
        ("6h", 2, "in 12 h"),
        ("h", 48, "in 2 days"),
        ("QS-JAN", 1, "in 3 months"),
        (np.arange(60) * 60.0, 90 // 3, "in 30 min"),
        (np.arange(60) / 360, 9, "in 25 ms"),
    ],
)
def test_the_horizon_is_told_in_time(times, n, words):
    data = forecast_table(series(np.arange(60.0), times=times), lags=2, horizon=n, season="none")
    assert data.target_name == f"y {words}"


@pytest.mark.parametrize(
    ("times", "asked", "n_steps", "n_phases"),
    [
        ("MS", "auto", 12, 12),
        ("QS-JAN", "auto", 4, 4),
        ("D", "week", 7, 7),
        ("h", "auto", 24, 24),
        ("h", "week", 168, 7),
        ("MS", 6, 6, 6),
        (np.arange(300) * 60.0, 100, 100, 24),
    ],
)
def test_seasons_have_their_steps_and_parts(times, asked, n_steps, n_phases):
    data = forecast_table(series(np.arange(300.0), times=times), lags=2, season=asked)
    known = data.context["season before"].notna()
    assert set((data.target - data.context["season before"])[known]) == {float(n_steps)}
    # the hours of a week are told apart by sine and cosine
    assert data.context["phase"].nunique() == n_phases


def test_short_series_and_seconds_have_no_season_of_their_own():
    assert "phase" in forecast_table(series(np.arange(20.0)), lags=2).context
    for made in (series(np.arange(20.0)), series(np.arange(90.0), times=np.arange(90) * 1.0)):
        data = forecast_table(made, lags=2)
        assert "season sin" not in data.frame
        assert set(data.context["phase"]) == {0}


def test_histories_are_kept_up_to_2000_values():
    data = forecast_table(series(np.arange(2600.0), times=np.arange(2600) * 1.0), stride=500)
    assert [len(h) for h in data.context["history"]] == [12, 512, 1012, 1512, 2000, 2000]
    assert data.context["history"].iloc[-1][-1, 0] == data.context["now"].iloc[-1]
    assert not data.context["history"].iloc[0].flags.writeable


@pytest.mark.parametrize(
    ("horizon", "stride", "gap"), [(1, 1, 0), (3, 1, 2), (3, 2, 1), (3, 3, 0), (4, 3, 1), (2, 5, 0)]
)
def test_the_gap_keeps_training_targets_before_test_origins(horizon, stride, gap):
    made = series(np.arange(200.0))
    data = forecast_table(made, lags=2, horizon=horizon, stride=stride, season="none")
    assert data.gap == gap
    first = data.n_samples // 2
    train_target = data.times.iloc[first - 1 - gap]
    assert train_target <= data.context["origin"].iloc[first]
    if gap:
        assert data.times.iloc[first - gap] > data.context["origin"].iloc[first]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"lags": 0}, "lags: a whole number from 1 on is expected, got 0"),
        ({"horizon": 2.5}, "horizon: a whole number from 1 on is expected, got 2.5"),
        ({"stride": True}, "stride: a whole number from 1 on"),
        ({"difference": "yes"}, "difference: one of True, False is expected"),
        ({"hold_out": "buoy"}, "hold_out: one of 'time', 'group' is expected"),
        ({"lags": 50}, "60 points in time, too few for lags = 50 and horizon = 20, which need 71"),
        ({"season": "moon"}, "season: 'auto', 'none', 'year'"),
        ({"season": "day"}, "season: 'day' needs dates at least twice in it"),
        ({"season": 1}, "season: from 2 steps to the 60 of the series are expected, got 1"),
        ({"others": ["z"]}, r"others: 'made up' has no channel 'z' for 'here'; its channels are"),
        ({"others": ["y"]}, "others: 'y' is itself forecast"),
        ({"others": ["x", "x"]}, "others: each channel once is expected, got 'x' twice"),
        ({"hold_out": "group"}, "hold_out: to hold out a group, 'y' is expected in several"),
        ({"lags": 1, "difference": True, "season": "none"}, "lags: at least 2 are expected with"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(change, message):
    made = series(np.arange(120.0).reshape(60, 2), channels=("y", "x"))
    with pytest.raises(InputError, match=message) as caught:
        forecast_table(made, **{"lags": 3, "horizon": 20, **change})
    assert "\n" not in str(caught.value)


def test_targets_that_are_unknown_or_of_several_units_are_refused():
    made = series(np.ones((40, 2)), channels=("A t", "B t"), units=("K", "°C"))
    with pytest.raises(InputError, match="target: 't' means channels with the units 'K', '°C'"):
        forecast_table(replace(made, target="t"))
    with pytest.raises(InputError, match="target: 'made up' has no channel 'C t'"):
        forecast_table(replace(made, target="C t"))
    with pytest.raises(InputError, match="has no values of 'A t' 1 month after others"):
        forecast_table(replace(made, values=np.full((40, 2), np.nan), target="A t"))
