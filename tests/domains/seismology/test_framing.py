"""From a catalogue to rows: counts and features by hand, and nothing of the future in them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from qneko.domains import EventCatalogue, load
from qneko.domains.seismology import Region, frame_events, simulate_catalogue
from qneko.errors import InputError

HERE = Region("here", (0.0, 10.0), (0.0, 10.0))
ALONE = {"regions": [HERE], "period": 10, "history": 3}


def catalogue(*events: tuple[str, float, float, float], **changes: object) -> EventCatalogue:
    time, latitude, longitude, magnitude = zip(*sorted(events), strict=True)
    frame = pd.DataFrame(
        {
            "time": pd.to_datetime(list(time), utc=True, format="ISO8601"),
            "latitude": latitude,
            "longitude": longitude,
            "magnitude": magnitude,
        }
    )
    about = {"name": "made", "source": "made", "licence": "CC0-1.0", "sha256": "0" * 64}
    made = EventCatalogue(**about, frame=frame, magnitude_unit="magnitude", complete_from=5.0)
    return replace(made, **changes)


#: Ten days each from 1 January: 3, 0, 1 events inside in the history, then 2, 0 and 1.
EVENTS = (
    ("2001-01-01", 5.0, 5.0, 5.0), ("2001-01-02", 5.0, 5.0, 6.5),
    ("2001-01-10T23:00", 1.0, 1.0, 5.1), ("2001-01-21", 5.0, 5.0, 5.2),
    ("2001-01-31", 9.0, 9.0, 6.0), ("2001-02-09", 5.0, 5.0, 5.3),
    ("2001-02-27", 5.0, 5.0, 5.0),
    # around the box, and far away
    ("2001-01-15", 12.0, 5.0, 5.5), ("2001-01-25", -4.0, 14.0, 5.5), ("2001-02-14", 40.0, 5.0, 7.0),
    ("2001-03-01T12:00", 40.0, 5.0, 5.0),
)  # fmt: skip


def test_counts_and_features_by_hand() -> None:
    data = frame_events(catalogue(*EVENTS), **ALONE)
    assert data.target.tolist() == [2.0, 0.0, 1.0]
    assert [f"{t:%m-%d}" for t in data.times] == ["01-31", "02-10", "02-20"]
    features = data.frame
    assert list(features) == [
        "log_count_1", "log_count_3", "log_around_1", "log_around_3", "log_days_since", "largest_3",
        "log_long_term",
    ]  # fmt: skip
    inside = np.expm1(features[["log_count_1", "log_count_3"]]).round(9)
    assert inside.to_numpy().tolist() == [[1.0, 4.0], [2.0, 3.0], [0.0, 3.0]]
    around = np.expm1(features[["log_around_1", "log_around_3"]]).round(9)
    assert around.to_numpy().tolist() == [[1.0, 2.0], [0.0, 2.0], [0.0, 1.0]]
    # of the last event before each begin: an event at the begin itself is not before it
    assert np.expm1(features["log_days_since"]).tolist() == pytest.approx([10.0, 1.0, 11.0])
    assert features["largest_3"].tolist() == [6.5, 6.0, 6.0]
    # 4, 6 and 6 events in 30, 40 and 50 days, for a period of 10
    assert np.expm1(features["log_long_term"]).tolist() == pytest.approx([4 / 3, 1.5, 1.2])


def test_the_context_says_where_and_what_was_before() -> None:
    data = frame_events(catalogue(*EVENTS), **ALONE)
    context = data.context
    assert context["cell"].unique().tolist() == ["here"]
    assert (context["latitude"] == 5.0).all()
    assert context["area_km2"].iloc[0] == pytest.approx(HERE.area)
    assert context["days"].tolist() == [10.0] * 3
    assert context["history_days"][0] == pytest.approx([30.0, 29.0, 20.0 + 1 / 24, 10.0])
    assert context["history_magnitudes"][1].tolist() == [5.0, 6.5, 5.1, 5.2, 6.0, 5.3]
    assert not set(context) & set(data.frame)
    assert list(data.raw) == [*data.frame, *context]


def test_what_is_predicted_may_be_larger_than_what_counts_as_history() -> None:
    data = frame_events(catalogue(*EVENTS), **ALONE, magnitude=6.0)
    assert data.target.tolist() == [1.0, 0.0, 0.0]
    assert np.expm1(data.frame["log_count_3"]).tolist() == pytest.approx([4.0, 3.0, 3.0])
    # one event of 6 and more in the first 30 days
    assert np.expm1(data.frame["log_long_term"][0]) == pytest.approx(1 / 3)
    only = frame_events(catalogue(*EVENTS), **ALONE, magnitude=6.0, history_magnitude=6.0)
    assert np.expm1(only.frame["log_count_3"]).tolist() == pytest.approx([1.0, 1.0, 1.0])


def test_whether_an_event_comes_is_a_class() -> None:
    data = frame_events(catalogue(*EVENTS), **ALONE, predict="any")
    assert data.target.tolist() == ["yes", "no", "yes"]
    assert (data.task, data.positive, data.units) == ("classification", "yes", None)


@pytest.mark.parametrize("period", ["week", "month", "quarter", "year", 45])
def test_every_event_is_in_one_row_or_in_the_history(period: str | int) -> None:
    made = simulate_catalogue(5000, rate=0.5, random_state=3, places=[(5, 5), (-40, 175)])
    data = frame_events(made, period=period, n_cells=1000, cell=5.0, history=1)
    time = made.frame["time"]
    begin, days = data.times.min(), data.context["days"].iloc[-1]
    end = data.times.max() + pd.Timedelta(days=days)
    asked = (time >= begin) & (time < end)
    # all but those in cells that were quiet in the history
    cells = data.context["cell"].nunique()
    assert data.n_samples == cells * data.times.nunique()
    assert 0.5 * asked.sum() < data.target.sum() <= asked.sum()
    whole = [Region("all", (-90.0, 90.0), (-180.0, 180.0))]
    assert frame_events(made, period=period, regions=whole, history=1).target.sum() == asked.sum()


def test_rows_stand_in_the_order_of_time() -> None:
    data = frame_events(load("environment/usgs_m55_1965_2016"), period="month")
    assert data.times.is_monotonic_increasing
    assert data.times.iloc[0] == pd.Timestamp("1966-01-01", tz="UTC")
    # the last event is of 30 December: the year is over
    assert data.times.iloc[-1] == pd.Timestamp("2016-12-01", tz="UTC")
    assert data.n_samples == 12 * 12 * 51
    assert data.frame.notna().all().all()


def test_an_unfinished_last_period_is_left_out() -> None:
    whole = load("environment/usgs_m55_1965_2016")
    early = whole.frame[whole.frame["time"] < pd.Timestamp("2016-12-10", tz="UTC")]
    data = frame_events(replace(whole, frame=early), period="month")
    assert data.times.iloc[-1] == pd.Timestamp("2016-11-01", tz="UTC")


@pytest.mark.parametrize("predict", ["count", "any"])
def test_nothing_inside_or_after_a_period_changes_its_features(predict: str) -> None:
    made = simulate_catalogue(
        2000, rate=0.4, productivity=0.2, random_state=5, places=[(5, 5), (15, 5), (-40, 175)]
    )
    asked = {"period": 30, "n_cells": 4, "predict": predict}
    data = frame_events(made, **asked)
    at = data.times.unique()[data.times.nunique() // 2]
    before = made.frame[made.frame["time"] < at]
    later = made.frame[made.frame["time"] >= at]
    moved = later.assign(
        magnitude=np.minimum(later["magnitude"] + 1.5, 9.5), latitude=-later["latitude"]
    )
    rows = data.times <= at
    for future in (moved, pd.concat([later, moved]), later.iloc[1::7]):
        frame = pd.concat([before, future]).sort_values("time", ignore_index=True)
        changed = frame_events(replace(made, frame=frame), **asked)
        n = int(rows.sum())
        pd.testing.assert_frame_equal(changed.frame[:n], data.frame[:n])
        pd.testing.assert_series_equal(changed.times[:n], data.times[:n])
        pd.testing.assert_frame_equal(changed.context[:n], data.context[:n])
    # and the other way round: the past does change them
    pruned = pd.concat([before.iloc[::2], later]).sort_values("time", ignore_index=True)
    assert not frame_events(replace(made, frame=pruned), **asked).frame[:n].equals(data.frame[:n])


def test_completeness_is_found_where_the_catalogue_does_not_say_it() -> None:
    made = simulate_catalogue(3000, rate=2.0, random_state=1, magnitudes=(4.95, 8.0))
    rounded = made.frame.assign(magnitude=made.frame["magnitude"].round(1))
    data = frame_events(replace(made, frame=rounded, complete_from=None), n_cells=1)
    assert data.target_name == "number of events of magnitude 5.2 and more in a quarter"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"magnitude": 9.0}, "no event of magnitude 9 and more to predict: lower"),
        ({"magnitude": 5.0, "history_magnitude": 6.0}, "must begin at no larger magnitude, got 6"),
        ({"history": 5}, "covers 6 periods .period of 10 days., too few for 5 of history"),
        ({"period": "year"}, "does not cover one year"),
        ({"period": "decade"}, 'A period is "week"'),
        ({"period": 0}, 'A period is "week"'),
        ({"cell": 0.0}, "cell must be above 0"),
        ({"n_cells": 0}, "n_cells must be 1 or more"),
        ({"history": 0}, "history must be 1 or more"),
        ({"predict": "all"}, 'predict must be "count" or "any"'),
        ({"regions": [HERE, HERE]}, "a name of its own, got 'here' twice"),
        ({"magnitude": 6.2}, "Every row has the same number of events"),
    ],
)
def test_refuses_in_one_sentence(changes: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        frame_events(catalogue(*EVENTS), **{**ALONE, **changes})
    assert "\n" not in str(caught.value)
