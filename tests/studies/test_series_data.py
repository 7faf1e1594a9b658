"""Series in study files: what becomes of ``[series]``, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from qneko.domains import Dataset
from qneko.errors import InputError
from qneko.studies import StudySpec, load_dataset, make_plan, parse_spec

ELNINO, BUOYS = "environment/elnino_sst", "environment/tohoku2011_dart"


def spec(**tables: Any) -> StudySpec:
    return parse_spec({"study": {"name": "s", "seed": 1}, **tables})


def rows(folder: Path = Path(), **tables: Any) -> Dataset:
    return load_dataset(spec(**tables), folder)


def test_a_shipped_series_becomes_forecasts() -> None:
    data = rows(data={"name": ELNINO}, series={"lags": 6, "horizon": 3})
    assert data.target_name == "Niño 1+2 in 3 months"
    assert data.frame.shape == (724, 8)
    assert rows(data={"name": ELNINO}).frame.shape == (720, 14)  # all defaults


def test_an_own_series_becomes_forecasts(tmp_path: Path) -> None:
    days = pd.date_range("2024-01-01", periods=80).strftime("%Y-%m-%d")
    table = pd.DataFrame({"day": days, "load": np.arange(80.0), "heat": np.arange(80.0) % 7})
    table.to_csv(tmp_path / "load.csv", index=False)
    data = rows(
        tmp_path,
        data={"path": "load.csv", "target": "load", "time": "day"},
        series={"lags": 3, "horizon": 2, "others": ["heat"], "season": "week"},
    )
    assert data.source == "load.csv"
    assert list(data.frame)[:3] == ["load t-2", "load t-1", "load t"]
    np.testing.assert_array_equal(data.target, data.frame["load t"] + 2)
    np.testing.assert_array_equal(data.frame["heat t"], data.frame["load t"] % 7)


def test_the_target_may_be_another_channel() -> None:
    found = rows(
        data={"name": "environment/era5_cities", "target": "Iqaluit tas", "max_rows": 100},
        series={"others": ["ps"], "horizon": 2},
    )
    assert found.target_name == "Iqaluit tas in 2 days"
    assert found.n_samples == 100
    assert "ps t" in found.frame


def test_a_known_leak_is_no_channel_unless_it_is_named() -> None:
    name = "environment/mauna_loa_co2"
    with pytest.raises(InputError, match=r"^series.others: '.*' has no channel 'deseasonalized'"):
        rows(data={"name": name}, series={"others": ["deseasonalized"]})
    leaky = rows(
        data={"name": name, "allow_leaks": ["deseasonalized"]},
        series={"others": ["deseasonalized"]},
    )
    assert leaky.notes[0].startswith("Warning: known leak")


@pytest.mark.parametrize(("horizon", "asked", "gap"), [(1, None, 0), (6, None, 5), (6, 8, 8)])
def test_the_gap_follows_from_the_horizon(horizon: int, asked: int | None, gap: int) -> None:
    protocol: dict[str, Any] = {} if asked is None else {"gap": asked}
    asks = spec(data={"name": ELNINO}, series={"horizon": horizon}, protocol=protocol)
    plan = make_plan(asks, load_dataset(asks, Path()))
    assert plan.protocol.cut.kind == "rolling"
    assert plan.protocol.cut.gap == gap
    times, origins = plan.dataset.times, plan.dataset.context["origin"]
    from qneko.studies.protocol._splits import Splitter

    splitter = Splitter(plan.dataset, plan.protocol.cut)
    for fold, (train, test) in enumerate(splitter.outer()):
        assert times.iloc[train].max() <= origins.iloc[test].min()
        for inside, held in splitter.inner(train, 0, fold):
            assert times.iloc[inside].max() <= origins.iloc[held].min()


def test_held_out_groups_are_left_out_one_by_one() -> None:
    asks = spec(data={"name": BUOYS}, series={"hold_out": "group", "lags": 5, "stride": 10})
    plan = make_plan(asks, load_dataset(asks, Path()))
    assert plan.protocol.cut.kind == "leave_one_group_out"
    assert plan.protocol.n_splits == 4


def test_forecasters_take_part_where_nobody_is_named() -> None:
    assert "persistence" in spec(data={"name": ELNINO}, series={}).models.baselines
    named = spec(data={"name": ELNINO}, series={}, models={"baselines": ["linear"]})
    assert named.models.baselines == ("linear",)
    assert "persistence" not in spec(data={"name": "biomedicine/wdbc"}).models.baselines


def test_what_is_asked_of_a_series_is_part_of_the_study() -> None:
    one, other = (spec(data={"name": ELNINO}, series={"horizon": h}) for h in (1, 2))
    assert one.sha256 != other.sha256
    assert one.rows() != other.rows()
    assert "series" not in spec(data={"name": "biomedicine/wdbc"}).resolved()


def test_a_quick_look_leaves_groups_as_they_are() -> None:
    from qneko.studies.study_file._quick import quick_look

    quick = quick_look(spec(data={"name": BUOYS}, series={"hold_out": "group", "lags": 5}))
    plan = make_plan(quick, load_dataset(quick, Path()))
    assert plan.protocol.n_splits == 4
    assert plan.dataset.n_samples == 200


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        (
            {"data": {"name": "biomedicine/wdbc"}, "series": {}},
            "series: 'biomedicine/wdbc' holds a",
        ),
        ({"data": {"name": ELNINO, "group": "x"}}, "data.group: of a series .series. says what"),
        ({"data": {"name": ELNINO, "time": "x"}}, "data.time: a shipped series knows its times"),
        ({"data": {"name": ELNINO, "target": "y"}}, "data.target: 'environment/elnino_sst' has no"),
        ({"data": {"name": ELNINO, "drop": ["y"]}}, "data.drop: 'environment/elnino_sst' has no"),
        (
            {"data": {"name": ELNINO}, "series": {"others": ["x"]}},
            "series.others: 'environment/elnino_sst' has no channel 'x'",
        ),
        (
            {"data": {"name": BUOYS}, "series": {"season": "year"}},
            "series.season: 'year' needs dates",
        ),
        (
            {"data": {"name": ELNINO}, "series": {"season": "moon"}},
            'series.season: expected "auto", "none", "year"',
        ),
        ({"data": {"name": ELNINO}, "series": {"lags": 0}}, "series.lags: .*a number from 1 on"),
        ({"data": {"name": ELNINO}, "series": {"lag": 3}}, "series.lag: .*did you mean 'lags'"),
        (
            {"data": {"name": ELNINO}, "protocol": {"split": "random"}},
            'protocol.split: with series.hold_out = "time" one of auto, rolling is expected',
        ),
        (
            {"data": {"name": ELNINO}, "series": {"hold_out": "group"}},
            "series.hold_out: to hold out a group, 'Niño 1.2' is expected in several",
        ),
    ],
)
def test_what_is_no_series_is_refused_in_a_sentence(tables: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        rows(**tables)
    assert "\n" not in str(caught.value)


def test_a_gap_that_would_leak_is_refused() -> None:
    asks = spec(data={"name": ELNINO}, series={"horizon": 6}, protocol={"gap": 2})
    with pytest.raises(InputError, match="protocol.gap: .* at least 5 points in time .* got 2"):
        make_plan(asks, load_dataset(asks, Path()))


@pytest.mark.parametrize("key", ["quantum", "baselines"])
def test_forecasters_are_refused_where_there_is_no_series(key: str) -> None:
    name = {"quantum": "quantum_reservoir", "baselines": "holt_winters"}[key]
    asks = spec(data={"name": "materials/perovskite_tau"}, models={key: [name]})
    with pytest.raises(InputError, match=f"models.{key}: '{name}' does no classification"):
        make_plan(asks, load_dataset(asks, Path()))
    asks = spec(data={"name": BUOYS}, models={"baselines": ["seasonal_naive"]})
    with pytest.raises(InputError, match="'seasonal_naive' .* needs rows with 'season before'"):
        make_plan(asks, load_dataset(asks, Path()))
