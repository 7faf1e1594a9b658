"""Whole studies with every kind of split: their verdicts, and the same numbers however they ran."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from qneko.studies import StudyInterruptedError, load_evidence, run_study
from qneko.studies.running._progress import Silence

from .small import STUDY, lay_out, make_table

QUICK = (
    STUDY.replace('["fidelity_kernel", "variational"]', '["fidelity_kernel"]')
    .replace('["linear", "svm"]', '["linear"]')
    .replace("n_repeats = 2\n", "")
    .replace("n_trials = 3", "n_trials = 2")
)
KINDS = ("grouped", "leave_one_group_out", "rolling", "fixed", "one")


def study_of(folder, kind):
    table, study = make_table(), QUICK
    table["patient"] = [f"p{i:02d}" for i in np.arange(60) // 4]
    table["site"] = [f"s{i % 3}" for i in range(60)]
    table["day"] = pd.date_range("2024-01-01", periods=60).strftime("%Y-%m-%d")
    table["fold"] = [f"f{i % 3}" for i in range(60)]
    table["part"] = (["train"] * 7 + ["validation"] * 4 + ["test"] * 9) * 3
    data, protocol, used = {
        "grouped": ('group = "patient"', "n_splits = 3", ["patient"]),
        "leave_one_group_out": ('group = "site"', 'split = "leave_one_group_out"', ["site"]),
        "rolling": ('time = "day"', "n_splits = 3\ngap = 2", ["day"]),
        "fixed": ('split = "fold"', "", ["fold"]),
        "one": ('split = "part"\ngroup = "patient"', "", ["part", "patient"]),
    }[kind]
    extra = [c for c in ("patient", "site", "day", "fold", "part") if c not in used]
    study = study.replace('target = "kind"\n', f'target = "kind"\ndrop = {extra}\n{data}\n')
    return lay_out(folder, study.replace("n_splits = 2\n", f"{protocol}\n"), table)


def outside_run(result):
    content = json.loads(result.evidence_path.read_text(encoding="utf-8"))
    del content["run"]
    return json.dumps(content)


class Impatient(Silence):
    def task_done(self, done):
        if done.n_done == 9:
            raise KeyboardInterrupt


@pytest.fixture(scope="module", params=KINDS)
def done(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    path = study_of(folder, request.param)
    return request.param, path, run_study(path, n_workers=1, runs_dir=folder / "runs")


def test_two_workers_and_an_interruption_change_nothing(done, tmp_path):
    _, path, whole = done
    with pytest.raises(StudyInterruptedError):
        run_study(path, n_workers=1, runs_dir=tmp_path, progress=Impatient())
    resumed = run_study(path, n_workers=2, runs_dir=tmp_path)
    assert resumed.evidence.run.tasks.reused >= 8
    assert outside_run(resumed) == outside_run(whole)


def test_the_evidence_says_how_it_was_cut(done):
    kind, _, result = done
    protocol = load_evidence(result.evidence_path).protocol
    expected = {
        "grouped": ("StratifiedGroupKFold", "grouped", "patient", "splits"),
        "leave_one_group_out": ("LeaveOneGroupOut", "leave_one_group_out", "site", "splits"),
        "rolling": ("TimeSeriesSplit", "rolling", "day", "splits"),
        "fixed": ("PredefinedSplit", "fixed", "fold", "splits"),
        "one": ("PredefinedSplit", "fixed", "part", "rows"),
    }[kind]
    assert (protocol.splitter, protocol.split, protocol.follows, protocol.inference) == expected
    names = {
        "leave_one_group_out": ("s0", "s1", "s2"),
        "rolling": ("2024-01-16 to 2024-01-30", "2024-01-31 to 2024-02-14",
                    "2024-02-15 to 2024-02-29"),
        "fixed": ("f0", "f1", "f2"),
        "one": ("test",),
    }  # fmt: skip
    assert protocol.fold_names == names.get(kind, ())
    assert protocol.gap == (2 if kind == "rolling" else 0)
    report = result.report_path.read_text(encoding="utf-8")
    for name in protocol.fold_names:
        assert name in report


def test_every_kind_comes_to_a_test_with_an_interval(done):
    kind, _, result = done
    evidence = result.evidence
    against_bar = next(c for c in evidence.contrasts if c.against == "bar_full")
    assert against_bar.interval is not None
    assert against_bar.p_holm is not None
    low, high = against_bar.interval
    assert low < against_bar.difference < high
    text = evidence.verdict.sentence
    if kind == "one":
        # 27 test rows of 15 patients: patients are what is drawn
        assert against_bar.degrees_of_freedom == len(set(evidence.test_rows.groups)) - 1
        assert "paired bootstrap over the 27 test rows" in text
        assert "corrected t-test" not in text
        assert all(s.interval is None for s in evidence.summaries)
        assert evidence.protocol.inner_splits == 1
    else:
        assert evidence.test_rows is None
        n_splits = len(against_bar.differences)
        assert f"corrected t-test on {n_splits} outer splits" in text
        assert against_bar.degrees_of_freedom == n_splits - 1
    powers = [r.sentence for r in evidence.verdict.reasons if r.topic == "power"]
    if kind != "grouped":
        assert not any("repeats" in sentence for sentence in powers)


def test_test_rows_are_what_the_scores_are_from(done):
    kind, _, result = done
    if kind != "one":
        return
    evidence = result.evidence
    truth = np.array(evidence.test_rows.truth)
    for forecast in evidence.test_rows.forecasts:
        (found,) = [r for r in evidence.results if r.candidate == forecast.candidate]
        assert found.n_test == len(truth) == len(forecast.predicted)
        assert np.mean(truth == np.array(forecast.predicted)) == found.scores["accuracy"]
        probabilities = np.array(forecast.probabilities)
        picked = probabilities[np.arange(len(truth)), truth.astype(int)]
        np.testing.assert_allclose(-np.log(picked).mean(), found.scores["log_loss"], rtol=1e-9)
