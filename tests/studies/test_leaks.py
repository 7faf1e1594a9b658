"""Nothing that a study does lets a test row into the training, and what the data let in is told."""

from __future__ import annotations

import dataclasses
from typing import get_args

import numpy as np
import pandas as pd
import pytest
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.pipeline import Pipeline

from qneko.domains import make_encoder
from qneko.studies import prepare_study, run_study
from qneko.studies.families._space import defaults
from qneko.studies.protocol._workbench import Workbench
from qneko.studies.running._candidates import Candidate
from qneko.studies.running._task import TaskSpec, prepare, run_task

from .small import STUDY, lay_out, make_table

SPLITS = {
    "random": "",
    "grouped": 'split = "grouped"',
    "rolling": 'split = "rolling"',
}


def plan_of(folder, kind="random", study=STUDY, table=None, data=""):
    study = study.replace("n_repeats = 2\n", SPLITS[kind] + "\n")
    study = study.replace('target = "kind"\n', f'target = "kind"\n{data}\n')
    return prepare_study(lay_out(folder, study, table))


def task_of(plan, kind, name, fold, n_rows=None):
    candidate = next(c for c in plan.candidates if c.id == name)
    params = defaults(candidate.recipe(plan.protocol.task).space)
    return TaskSpec(plan.digest, kind, candidate, params, 0, fold, 5, n_rows)


class Canary(TransformerMixin, BaseEstimator):
    """Notes which rows it was fitted on, with which targets, and which it transformed."""

    fitted: list = []  # noqa: RUF012  one log for all clones
    transformed: list = []  # noqa: RUF012

    def fit(self, X, y=None):
        self.fitted.append((X.index.to_numpy(), None if y is None else np.asarray(y)))
        return self

    def transform(self, X):
        self.transformed.append(X.index.to_numpy())
        return X


@pytest.fixture
def canary(monkeypatch):
    """Put a canary before every encoder, and a step that looks at the target behind it."""
    Canary.fitted, Canary.transformed = [], []

    def with_canary(frame, n_features, **how):
        steps = make_encoder(frame, n_features, **how).steps
        return Pipeline([("canary", Canary()), *steps, ("best", SelectKBest(f_classif, k=2))])

    monkeypatch.setattr("qneko.studies.protocol._workbench.make_encoder", with_canary)
    return Canary


@pytest.mark.parametrize("kind", SPLITS)
@pytest.mark.parametrize("what", ["trial", "final", "curve", "diagnostic"])
def test_encoders_are_fitted_on_training_rows_alone(tmp_path, canary, kind, what):
    plan = plan_of(tmp_path, kind)
    bench = Workbench(plan.dataset, plan.protocol)
    prepare(plan.digest, bench, plan.candidates)
    y = bench.y
    for fold in range(2):
        canary.fitted.clear()
        canary.transformed.clear()
        name = "fidelity_kernel" if what == "diagnostic" else "linear.full"
        n_rows = plan.curve_rows[-1] if what == "curve" else None
        result, _ = run_task(task_of(plan, what, name, fold, n_rows))
        assert "error" not in result
        train, test = bench.outer(0, fold)
        pairs = bench.inner(0, fold) if what == "trial" else [(train, test)]
        assert len(canary.fitted) == len(pairs)
        for (rows, targets), (allowed, tested) in zip(canary.fitted, pairs, strict=True):
            assert set(rows) <= set(allowed)
            assert what == "curve" or len(rows) == len(allowed)
            assert not set(rows) & (set(tested) | set(test))
            # a step that depends on the target gets the targets of these rows
            np.testing.assert_array_equal(targets, y[rows])
        seen = set(np.concatenate(canary.transformed))
        assert what != "trial" or not seen & set(test)


@pytest.mark.parametrize("kind", SPLITS)
def test_models_are_fitted_on_training_rows_alone(tmp_path, monkeypatch, kind):
    plan = plan_of(tmp_path, kind)
    bench = Workbench(plan.dataset, plan.protocol)
    prepare(plan.digest, bench, plan.candidates)
    fitted = []
    build = Candidate.estimator

    def estimator(self, *arguments):
        model = build(self, *arguments)
        fit = model.fit

        def noted(X, y):
            fitted.append((len(X), np.asarray(y)))
            return fit(X, y)

        monkeypatch.setattr(model, "fit", noted, raising=False)
        return model

    monkeypatch.setattr(Candidate, "estimator", estimator)
    for name in ("linear.full", "fidelity_kernel"):
        fitted.clear()
        run_task(task_of(plan, "trial", name, 1))
        run_task(task_of(plan, "final", name, 1))
        expected = [train for train, _ in bench.inner(0, 1)] + [bench.outer(0, 1)[0]]
        for (n_rows, targets), rows in zip(fitted, expected, strict=True):
            assert n_rows == len(rows)
            np.testing.assert_array_equal(targets, bench.y[rows])


@pytest.mark.parametrize("kind", SPLITS)
def test_whatever_stands_in_test_rows_changes_nothing_that_was_learned(tmp_path, kind):
    """The strongest form: features and targets of the test rows are turned into nonsense."""
    plan = plan_of(tmp_path, kind)
    bench = Workbench(plan.dataset, plan.protocol)
    _, test = bench.outer(0, 1)
    frame, target = plan.dataset.frame.copy(), plan.dataset.target.copy()
    numbers = frame.columns[:3]
    frame.loc[test, numbers] = 1e6 * np.random.default_rng(0).normal(size=(len(test), 3))
    target.loc[test] = np.where(target.loc[test] == "yes", "no", "yes")
    other = Workbench(dataclasses.replace(plan.dataset, frame=frame, target=target), plan.protocol)
    other._outer, other._inner = bench._outer, {(0, 1): bench.inner(0, 1)}  # cut as before
    found = {}
    for which in (bench, other):
        prepare(plan.digest, which, plan.candidates)
        for name in ("linear.full", "svm.reduced", "fidelity_kernel", "variational"):
            trial = run_task(task_of(plan, "trial", name, 1))[0]["score"]
            found.setdefault(name, []).append(trial)
        part = which.part(*which.outer(0, 1), "reduced")
        found.setdefault("encoded", []).append(part.X_train.tobytes())
        final = run_task(task_of(plan, "final", "linear.full", 1))[0]["scores"]["accuracy"]
        found.setdefault("test score", []).append(final)
    first, second = found.pop("test score")
    assert first != second  # the nonsense did reach the test
    assert all(before == after for before, after in found.values())


def test_a_study_file_has_no_place_for_preprocessing_of_ones_own():
    """What can be said of preprocessing is a few numbers, names of columns and known names."""
    from qneko.studies import StudySpec

    sections = StudySpec.model_fields
    assert set(sections["encoding"].annotation.model_fields) == {
        *("n_features", "reduce", "cyclic", "geographic", "spectra", "spectrum_steps"),
        *("formulas", "molecules", "graphs", "structures"),
    }
    for section in sections.values():
        tables = get_args(section.annotation) or (section.annotation,)  # one may be left out
        for table in (t for t in tables if t is not type(None)):
            for field in table.model_fields.values():
                assert "Callable" not in str(field.annotation)


def copied(n_copies=20):
    table = make_table()
    return pd.concat([table, table.iloc[:n_copies]], ignore_index=True)


def test_copies_across_folds_are_counted_and_a_way_out_is_told(tmp_path):
    plan = plan_of(tmp_path, table=copied())
    bench = Workbench(plan.dataset, plan.protocol)
    keys = [repr(row) for row in plan.dataset.frame.to_numpy(dtype=object).tolist()]
    keys = np.array(keys)
    shares = [
        np.mean([key in set(keys[train]) for key in keys[test]])
        for train, test in (bench.outer(*split) for split in plan.protocol.splits)
    ]
    assert plan.notes[0].startswith(f"Warning: {np.mean(shares):.1%} of the test rows")
    assert 'set split = "grouped"' in plan.notes[0]
    assert any(note.startswith("Warning: 20 rows are copies") for note in plan.notes)


def test_splits_that_keep_copies_together_need_no_warning(tmp_path):
    plan = plan_of(tmp_path, "grouped", table=copied())
    assert not any("cop" in note for note in plan.notes if note.startswith("Warning"))
    assert "No test row has a training row with the same features." in plan.notes
    assert any("copies" in note for note in plan.dataset.notes)


def test_groups_and_times_that_splits_do_not_follow_are_told(tmp_path):
    table = make_table()
    table["patient"] = np.arange(60) // 4
    table["fold"] = np.where(np.arange(60) % 2, "a", "b")
    plan = plan_of(tmp_path, table=table, data='split = "fold"\ngroup = "patient"')
    assert plan.notes[0].startswith("Warning: 100.0% of the test rows")
    assert "'patient'" in plan.notes[0]
    # as a shipped data set with such a column would have it
    random = plan_of(tmp_path)
    days = pd.Series(np.arange(60.0), name="day")
    later = dataclasses.replace(random, dataset=dataclasses.replace(random.dataset, times=days))
    assert any("do not follow the time in 'day'" in note for note in later.notes)
    rolling = plan_of(tmp_path, "rolling")
    in_order = dataclasses.replace(
        rolling, dataset=dataclasses.replace(rolling.dataset, times=days)
    )
    assert not any(note.startswith("Warning") for note in in_order.notes)


def test_a_leak_is_told_in_evidence_report_and_terminal(tmp_path, capsys):
    from qneko.cli._verdict_view import print_verdict

    table = copied(10)
    table["outcome"] = np.where(table["kind"] == "yes", 2.5, -1.0)
    study = STUDY.replace('["fidelity_kernel", "variational"]', '["fidelity_kernel"]')
    study = study.replace('["linear", "svm"]', '["linear"]').replace("n_trials = 3", "n_trials = 1")
    study = study.replace("n_repeats = 2", "n_repeats = 1")
    result = run_study(lay_out(tmp_path, study, table), n_workers=1, runs_dir=tmp_path / "runs")
    warnings = [n for n in result.evidence.data.notes if n.startswith("Warning")]
    assert any("'outcome' tells the target 'kind' exactly" in w for w in warnings)
    assert any("training row with the same features" in w for w in warnings)
    report = result.report_path.read_text(encoding="utf-8")
    box = report.split('class="warnings"')[1].split("</div>")[0]
    print_verdict(result.evidence, result.report_path)
    printed = " ".join(capsys.readouterr().out.split())
    for words in ("tells the target", "training row with the same features"):
        assert words in box
        assert words in printed
