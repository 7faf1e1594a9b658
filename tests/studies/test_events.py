"""Catalogues in studies: what the file may say, what rows know, who wins where the law is known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from qneko.domains import Dataset
from qneko.domains.seismology import simulate_catalogue
from qneko.errors import InputError
from qneko.studies import load_dataset, parse_spec, run_study
from qneko.studies.evidence._document import fingerprint
from qneko.studies.evidence._evidence import Evidence
from qneko.studies.evidence._findings import InformationGain
from qneko.studies.protocol._protocol import resolve_protocol
from qneko.studies.report import render_report
from qneko.studies.statistics._information_gain import make_information_gains

USGS = "environment/usgs_m55_1965_2016"
CLUSTERED = {"productivity": 0.2, "alpha": 1.7, "c": 0.5, "p": 1.5}
SMALL = """\
[study]
name = "Rates"
seed = 7
[data]
path = "events.csv"
[events]
period = 3
magnitude = 5.0
cell = 10
n_cells = 2
{events}
[encoding]
n_features = 2
[models]
quantum = ["extreme_learning"]
baselines = ["poisson_regression", "poisson_rate", "etas_lite"]
surrogates = false
[protocol]
n_splits = 4
inner_splits = 2
n_trials = 2
"""


def spec(**tables: Any) -> Any:
    return parse_spec({"study": {"name": "s", "seed": 1}, "data": {"name": USGS}, **tables})


def data(folder: Path = Path(), **tables: Any) -> Dataset:
    return load_dataset(spec(**tables), folder)


def lay_out(folder: Path, *, events: str = "", days: int = 1500, **law: float) -> Path:
    """Write a simulated catalogue and a study of it; return the study file's path."""
    made = simulate_catalogue(
        days, rate=0.4, places=[(5.0, 5.0), (-35.0, 175.0)], spread=0.8, random_state=11, **law
    )
    made.frame.to_csv(folder / "events.csv", index=False)
    path = folder / "rates.toml"
    path.write_text(SMALL.format(events=events), encoding="utf-8")
    return path


def run(folder: Path, **asked: Any) -> Evidence:
    found = run_study(lay_out(folder, **asked), runs_dir=folder / "runs", n_workers=0, report=False)
    return found.evidence


def gain_of(evidence: Evidence, name: str) -> InformationGain:
    return next(g for g in evidence.information_gains if g.candidate == name)


@pytest.fixture(scope="module")
def clustered(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    return run(tmp_path_factory.mktemp("clustered"), **CLUSTERED)


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({"events": {"period": "decade"}}, r'events.period: expected "week", "month"'),
        ({"events": {"period": 0}}, "events.period: expected"),
        ({"events": {"period": True}}, "events.period: expected"),
        ({"events": {"predict": "rate"}}, "events.predict: expected 'count' or 'any', got 'rate'"),
        ({"events": {"cell": 0}}, "events.cell: expected a number above 0"),
        ({"events": {"cel": 5}}, "events.cel: unknown key; did you mean 'cell'"),
        (
            {"events": {"regions": [{"name": "x", "latitude": [1], "longitude": [1, 2]}]}},
            r"regions.item 1.latitude: expected two numbers of degrees, such as \[30, 46\], got",
        ),
        (
            {"events": {"regions": [{"name": "x", "latitud": [1, 2], "longitude": [1, 2]}]}},
            "regions.item 1.latitud: unknown key; did you mean 'latitude'",
        ),
        ({"events": {"regions": [{"name": "x"}]}}, "regions.item 1.latitude: missing; add it"),
        ({"data": {"path": "x.csv"}}, "study, data: expected target, the column to predict"),
    ],
)
def test_the_study_file_is_refused_in_one_sentence(tables: Any, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        spec(**tables)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({}, "holds events, which are no rows yet: add a table"),
        (
            {"data": {"name": "biomedicine/wdbc"}, "events": {}},
            r"events: 'biomedicine/wdbc' holds a table, and \[events\] makes rows of catalogues",
        ),
        ({"data": {"name": USGS, "target": "magnitude"}, "events": {}}, r"data.target: of a catal"),
        ({"data": {"name": USGS, "time": "time"}, "events": {}}, r"leave time out"),
        ({"data": {"name": USGS, "drop": ["depth"]}, "events": {}}, "has no column 'depth'"),
        (
            {"events": {"regions": [{"name": "x", "latitude": [9, 1], "longitude": [1, 2]}]}},
            r"Region 'x': latitude must be \[south, north\]",
        ),
        ({"data": {"path": "no.csv"}, "events": {}}, "There is no file"),
    ],
)
def test_the_data_are_refused_in_one_sentence(tables: Any, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        data(**tables)
    assert "\n" not in str(caught.value)


def test_a_shipped_catalogue_becomes_rows_that_splits_roll_over() -> None:
    asked = {
        "data": {"name": USGS, "drop": ["largest_12"]},
        "events": {
            "period": "month", "magnitude": 6.0,
            "regions": [{"name": "Tonga", "latitude": [-26, -14], "longitude": [178, -171]}],
        },
    }  # fmt: skip
    found = data(**asked)
    assert found.n_samples == 612
    assert "largest_12" not in found.frame
    assert found.notes[-1] == "Left out as asked: largest_12."
    protocol = resolve_protocol(spec(**asked), found)
    assert protocol.cut.kind == "rolling"
    assert protocol.metric == "poisson_deviance"
    y = found.target.to_numpy()
    mean = y.mean()
    constant = 2 * np.mean(np.where(y > 0, y * np.log(np.maximum(y, 1) / mean), 0) - y + mean)
    assert protocol.margin == pytest.approx(0.02 * constant)


def test_what_seismology_would_use_takes_part_unless_the_file_says_who_does() -> None:
    own = ("linear", "svm", "random_forest", "boosting", "mlp")
    rates = ("poisson_rate", "etas_lite")
    assert spec(events={}).models.baselines == (*own, "poisson_regression", *rates)
    assert spec(events={"predict": "any"}).models.baselines == (*own, *rates)
    assert spec(events={}, models={"baselines": ["svm"]}).models.baselines == ("svm",)
    assert spec().models.baselines == own
    assert "events" not in spec().resolved()
    assert spec(events={}).resolved()["events"]["period"] == "quarter"


def test_rates_of_events_need_a_catalogue() -> None:
    from qneko.studies.running._plan import make_plan

    tables = {"data": {"name": "biomedicine/wdbc"}, "models": {"baselines": ["etas_lite"]}}
    with pytest.raises(InputError, match="'etas_lite' .* needs rows with 'cell'"):
        make_plan(spec(**tables), data(**tables))


@pytest.mark.parametrize("predict", ["count", "any"])
def test_events_inside_or_after_a_test_period_change_no_feature_of_it(
    tmp_path: Path, predict: str
) -> None:
    lay_out(tmp_path, **CLUSTERED)
    events = pd.read_csv(tmp_path / "events.csv")
    table = {"period": 15, "predict": predict}
    if predict == "any":
        table["magnitude"] = 5.8
    asked = {"data": {"path": "events.csv"}, "events": table}
    before = data(tmp_path, **asked, protocol={"n_splits": 4})
    from qneko.studies.protocol._splits import Splitter

    cut = resolve_protocol(spec(**asked, protocol={"n_splits": 4}), before).cut
    for _, test in Splitter(before, cut).outer():
        first = before.times.iloc[test].min()
        times = pd.to_datetime(events["time"], utc=True, format="ISO8601")
        later = times >= first
        # those to come all happen somewhere else, and larger; the last stays to end the catalogue
        later.iloc[-1] = False
        changed = events.copy()
        changed.loc[later, ["latitude", "longitude"]] = [60.0, 60.0]
        changed.loc[later, "magnitude"] = 7.9
        changed.to_csv(tmp_path / "changed.csv", index=False)
        after = data(tmp_path, data={"path": "changed.csv"}, events=asked["events"])
        rows = (before.times <= first).to_numpy()
        pd.testing.assert_frame_equal(after.frame[rows], before.frame[rows])
        pd.testing.assert_frame_equal(after.context[rows], before.context[rows])
        # but what is to be predicted, and what later rows know, are other things
        assert not after.target[test].equals(before.target[test])


def test_etas_beats_the_poisson_rate_where_events_cluster(clustered: Evidence) -> None:
    gain = gain_of(clustered, "etas_lite.raw")
    assert gain.against == "poisson_rate.raw"
    assert gain.gain > 0.05
    assert sum(g > 0.0 for g in gain.by_split) >= 3
    means = {s.candidate: s.mean for s in clustered.summaries if s.metric == "poisson_deviance"}
    assert means["etas_lite.raw"] < means["poisson_rate.raw"]
    # the field's own model is the bar, or near it
    assert clustered.bars.full.mean < means["poisson_rate.raw"]


def test_etas_is_not_clearly_better_where_events_come_at_random(tmp_path: Path) -> None:
    gain = gain_of(run(tmp_path, days=2000), "etas_lite.raw")
    assert gain.interval is not None
    assert gain.interval[0] < 0.0
    assert abs(gain.gain) < 0.02


def test_gains_are_differences_of_likelihoods_by_the_events(clustered: Evidence) -> None:
    gain = gain_of(clustered, "etas_lite.raw")
    results = {
        name: [r for r in clustered.results if r.candidate == name]
        for name in ("etas_lite.raw", "poisson_rate.raw")
    }
    for mine, other, found in zip(*results.values(), gain.by_split, strict=True):
        deviances = [r.scores["poisson_deviance"] for r in (mine, other)]
        assert found == pytest.approx(
            (deviances[1] - deviances[0]) * mine.n_test / (2 * mine.n_events)
        )
    assert gain.n_events == sum(r.n_events for r in results["poisson_rate.raw"])
    assert gain.gain == pytest.approx(np.mean(gain.by_split))
    # everybody but the reference has one
    named = {g.candidate for g in clustered.information_gains}
    assert named == {c.id for c in clustered.candidates} - {"poisson_rate.raw"}


def test_the_report_shows_the_gains(clustered: Evidence) -> None:
    page = render_report(clustered)
    assert "Information gain per event over the Poisson rate" in page
    without = clustered.model_copy(update={"information_gains": ()})
    assert "Information gain" not in render_report(without)


def test_classes_gain_by_their_log_loss_and_two_runs_agree(tmp_path: Path) -> None:
    asked = {"events": 'predict = "any"', "days": 450, **CLUSTERED}
    path = lay_out(tmp_path, **asked)
    text = path.read_text().replace('"poisson_regression", ', "")
    path.write_text(text, encoding="utf-8")
    one = run_study(path, runs_dir=tmp_path / "one", n_workers=0, report=False).evidence
    two = run_study(path, runs_dir=tmp_path / "two", n_workers=2, report=False).evidence
    assert fingerprint(one) == fingerprint(two)
    gain = gain_of(one, "etas_lite.raw")
    etas, rate = (
        [r for r in one.results if r.candidate == name]
        for name in ("etas_lite.raw", "poisson_rate.raw")
    )
    first = (rate[0].scores["log_loss"] - etas[0].scores["log_loss"]) * etas[0].n_test
    assert gain.by_split[0] == pytest.approx(first / etas[0].n_events)
    assert one.data.positive == "yes"


def test_no_reference_no_gain() -> None:
    from qneko.studies.statistics._bars import ScoreTable

    from .evidence_builder import observations

    assert make_information_gains(ScoreTable(observations())) == ()
