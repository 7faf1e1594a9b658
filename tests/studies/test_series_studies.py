"""Whole studies of series: verdict, skill, peaks, and what the report tells of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from qneko.studies import StudyResult, run_study
from qneko.studies.report import render_report

TIME = """\
[study]
name = "sea"
seed = 1
[data]
name = "environment/elnino_sst"
max_rows = 260
[series]
lags = 4
horizon = 3
[models]
quantum = ["quantum_reservoir"]
baselines = ["linear", "persistence", "climatology", "lag_ridge", "holt_winters", "echo_state"]
[protocol]
n_splits = 2
inner_splits = 2
n_trials = 2
"""

WAVE = """\
[study]
name = "wave"
seed = 1
[data]
name = "environment/tohoku2011_dart"
[series]
lags = 8
horizon = 10
stride = 6
hold_out = "group"
difference = {difference}
[models]
quantum = ["quantum_reservoir"]
baselines = ["persistence", "lag_ridge"]
surrogates = false
[protocol]
n_trials = 1
"""


def run(folder: Path, text: str, n_workers: int = 0) -> StudyResult:
    file = folder / "study.toml"
    file.write_text(text, encoding="utf-8")
    return run_study(file, n_workers=n_workers, runs_dir=folder / f"runs{n_workers}", report=False)


@pytest.fixture(scope="module")
def sea(tmp_path_factory: pytest.TempPathFactory) -> StudyResult:
    return run(tmp_path_factory.mktemp("sea"), TIME)


@pytest.fixture(scope="module")
def wave(tmp_path_factory: pytest.TempPathFactory) -> StudyResult:
    return run(tmp_path_factory.mktemp("wave"), WAVE.format(difference="false"))


def test_all_take_part_and_are_scored(sea: StudyResult) -> None:
    evidence = sea.evidence
    ids = {c.id for c in evidence.candidates}
    twins = {"quantum_reservoir", "quantum_reservoir.control", "quantum_reservoir.surrogate"}
    forecasters = ("persistence", "climatology", "lag_ridge", "holt_winters", "echo_state")
    assert twins | {f"{name}.raw" for name in forecasters} <= ids
    assert evidence.protocol.split == "rolling"
    assert evidence.protocol.gap == 2
    assert not any("failed" in sentence for sentence in evidence.protocol.sentences)
    assert {r.candidate for r in evidence.reliability} >= {"persistence.raw", "lag_ridge.raw"}


def test_skill_is_one_less_the_ratio_of_mean_squared_errors(sea: StudyResult) -> None:
    table = pd.read_csv(sea.folder / "predictions.csv")
    found = {(s.candidate, s.against, s.metric): s for s in sea.evidence.skills}
    for reference in ("persistence.raw", "climatology.raw"):
        for name in ("quantum_reservoir", "lag_ridge.raw", "dummy"):
            skill = found[name, reference, "rmse"]
            by_fold = [
                1.0
                - np.mean((part[name] - part["truth"]) ** 2)
                / np.mean((part[reference] - part["truth"]) ** 2)
                for _, part in table.groupby("fold")
            ]
            np.testing.assert_allclose(skill.by_split, by_fold, rtol=1e-6)
            assert skill.skill == pytest.approx(np.mean(by_fold))
            assert skill.interval is not None
            assert skill.interval[0] <= skill.skill <= skill.interval[1] <= 1.0
    assert found["lag_ridge.raw", "climatology.raw", "crps"].skill < 1.0
    # a forecast of one number has no distribution to be judged by
    assert ("quantum_reservoir", "climatology.raw", "crps") not in found
    assert ("persistence.raw", "persistence.raw", "rmse") not in found


def test_the_reservoir_is_looked_into(sea: StudyResult) -> None:
    (found,) = sea.evidence.diagnostics
    assert found.n_qubits in (3, 4, 5)
    assert found.circuits is not None
    assert found.circuits.per_sample in (5, 10)
    assert found.circuits.training == found.circuits.per_sample * found.n_samples
    assert found.simulability[0].method == "density matrix"
    assert found.simulability[0].cost == 4.0**found.n_qubits
    effort = {e.candidate: e for e in sea.evidence.efforts}
    assert effort["quantum_reservoir"].n_circuits > 0
    assert effort["quantum_reservoir.surrogate"].n_parameters in (26, 51, 101)


def test_the_report_tells_skill(sea: StudyResult) -> None:
    page = render_report(sea.evidence)
    assert "Skill of the forecasts" in page
    assert "Against persistence, squared error" in page
    assert "The highest wave" not in page
    assert "量子リザバー" in render_report(sea.evidence, "ja")


def test_two_workers_find_the_same(sea: StudyResult, tmp_path: Path) -> None:
    from qneko.studies.evidence._document import fingerprint

    again = run(tmp_path, TIME, n_workers=2)
    assert fingerprint(again.evidence) == fingerprint(sea.evidence)


def test_peaks_are_those_of_the_forecasts_of_each_buoy(wave: StudyResult) -> None:
    table = pd.read_csv(wave.folder / "predictions.csv")
    peaks = {(p.candidate, p.group): p for p in wave.evidence.peaks}
    assert len(peaks) == 4 * len(wave.evidence.candidates)
    for group, part in table.groupby("group"):
        truth = part.loc[part["truth"].idxmax()]
        for name in ("quantum_reservoir", "persistence.raw", "lag_ridge.raw"):
            forecast = part.loc[part[name].idxmax()]
            found = peaks[name, str(group)]
            assert found.height == pytest.approx(truth["truth"])
            assert found.minutes == pytest.approx(truth["time"] / 60)
            assert found.height_error == pytest.approx(forecast[name] - truth["truth"])
            assert found.minutes_late == pytest.approx((forecast["time"] - truth["time"]) / 60)
    # who repeats the last value is right on the height of what was seen, and late
    assert peaks["persistence.raw", "21413"].minutes_late > 0


def test_peaks_of_changes_are_those_of_the_waves(wave: StudyResult, tmp_path: Path) -> None:
    changes = run(tmp_path, WAVE.format(difference="true")).evidence
    mine = {(p.candidate, p.group): p for p in changes.peaks}
    for peak in wave.evidence.peaks:
        if peak.candidate == "persistence.raw":
            found = mine[peak.candidate, peak.group]
            assert found.height == pytest.approx(peak.height)
            assert found.height_error == pytest.approx(peak.height_error, abs=1e-12)
            assert found.minutes_late == pytest.approx(peak.minutes_late)


def test_the_report_tells_the_highest_wave(wave: StudyResult) -> None:
    page = render_report(wave.evidence)
    assert "The highest wave at each place that was held out" in page
    for peak in wave.evidence.peaks:
        assert f"{peak.group} ({peak.height:.2f} m, {peak.minutes:.0f} min)" in page


def test_a_series_that_goes_on_has_no_peak(sea: StudyResult) -> None:
    assert sea.evidence.peaks == ()
