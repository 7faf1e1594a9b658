"""A quick look: smaller in everything, a study of its own, and never taken for an answer."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from qneko.domains import Dataset
from qneko.errors import InputError
from qneko.studies import (
    evidence_warnings,
    load_dataset,
    parse_spec,
    prepare_study,
    run_study,
)
from qneko.studies.report import render_report
from qneko.studies.rows._fewer_rows import take_at_most
from qneko.studies.study_file._quick import quick_look

from .evidence_builder import observations
from .small import STUDY, lay_out, make_table


def spec(data=None, protocol=None, **tables):
    return parse_spec(
        {
            "study": {"name": "s", "seed": 1},
            "data": data or {"path": "x.csv", "target": "y"},
            "protocol": protocol or {},
            **tables,
        }
    )


def table(n: int, *, task: str = "classification", **columns: pd.Series) -> Dataset:
    """Return rows numbered by their only feature, a class in twenty rare."""
    frame = pd.DataFrame({"x": np.arange(n, dtype=float)})
    target = np.where(np.arange(n) % 20 == 0, "rare", "usual")
    if task == "regression":
        target = np.arange(n, dtype=float)
    return Dataset(
        name="t",
        frame=frame,
        target=pd.Series(target, name="y"),
        target_name="y",
        task=task,
        task_reason="made so",
        source="made up",
        licence="none",
        sha256="0" * 64,
        **columns,
    )


def test_everything_is_smaller_and_nothing_larger():
    quick = quick_look(spec(protocol={"n_repeats": 5, "n_trials": 10}))
    assert quick.data.max_rows == 200
    asked = quick.protocol
    assert (asked.n_splits, asked.n_repeats, asked.inner_splits, asked.n_trials) == (3, 1, 2, 2)

    small = quick_look(
        spec({"path": "x.csv", "target": "y", "max_rows": 50}, {"n_splits": 2, "n_trials": 1})
    )
    assert small.data.max_rows == 50
    assert (small.protocol.n_splits, small.protocol.n_trials) == (2, 1)


def test_the_study_file_says_what_is_quick():
    asked = spec(quick={"max_rows": 60, "n_trials": 1, "quantum": ["fidelity_kernel"]})
    quick = quick_look(asked)
    assert quick.data.max_rows == 60
    assert quick.protocol.n_trials == 1
    assert quick.models.quantum == ("fidelity_kernel",)
    assert quick.models.baselines == asked.models.baselines


@pytest.mark.parametrize(
    "asked",
    [
        spec(protocol={"split": "leave_one_group_out"}),
        spec({"name": "materials/perovskite_tau"}),
        spec({"name": "synthetic/two_curves/10"}),
        spec({"path": "x.csv", "target": "y", "split": "part"}),
    ],
)
def test_folds_that_the_data_make_are_left_to_them(asked):
    assert quick_look(asked).protocol.n_splits is None


def test_the_quick_part_of_a_file_moves_nothing_in_the_study():
    assert spec(quick={"max_rows": 60}).sha256 == spec().sha256


def test_a_quick_look_is_another_study_and_its_own_quick_look():
    whole = spec()
    quick = quick_look(whole)
    assert quick.study.name == "s, quick look"
    assert quick.sha256 != whole.sha256
    assert quick_look(quick) is quick
    long = whole.model_copy(update={"study": whole.study.model_copy(update={"name": "n" * 80})})
    again = parse_spec(json.loads(json.dumps(quick_look(long).resolved())))
    assert again.study.name.endswith("n, quick look")


@pytest.mark.parametrize("n", [20, 57, 99])
def test_shares_of_classes_parts_and_groups_are_kept(n):
    parts = pd.Series(np.where(np.arange(400) % 4 == 0, "test", "train"))
    groups = pd.Series(np.where(np.arange(400) < 100, "small", "large"))
    whole = table(400, parts=parts, groups=groups)
    part = take_at_most(whole, n, "random", seed=3)
    assert part.n_samples == n
    for was, now in (
        (whole.target, part.target),
        (whole.parts, part.parts),
        (whole.groups, part.groups),
    ):
        # each stratum is right to less than a row, and there are eight
        assert (was.value_counts() * n / 400 - now.value_counts()).abs().max() < 4
    assert abs((part.target == "rare").sum() - n / 20) < 4


def test_rows_stay_what_they_were_and_in_order():
    whole = table(300, task="regression", context=pd.DataFrame({"place": np.arange(300)}))
    part = take_at_most(whole, 40, "random", seed=5)
    taken = part.frame["x"].to_numpy()
    assert (np.diff(taken) > 0).all()
    assert (part.target.to_numpy() == taken).all()
    assert (part.context["place"].to_numpy() == taken).all()
    assert part.frame.index.tolist() == list(range(40))
    assert part.notes[-1] == (
        "Only 40 of 300 rows take part, drawn by chance with the seed of the study, as asked."
    )


def test_the_seed_draws_the_rows():
    whole = table(300, task="regression")
    first, same, other = (take_at_most(whole, 40, "random", seed=s).frame for s in (1, 1, 2))
    assert first.equals(same)
    assert not first.equals(other)
    assert not (first["x"] < 40).all()


def test_of_a_series_the_latest_moments_are_taken_whole():
    # three rows a moment, written backwards
    times = pd.Series(np.arange(300)[::-1] // 3, dtype=float)
    part = take_at_most(table(300, task="regression", times=times), 50, "rolling", seed=1)
    assert part.n_samples == 48
    assert sorted(part.times.unique()) == list(range(84, 100))
    assert "48 of 300 rows take part, the latest, as asked" in part.notes[-1]


def test_small_data_stay_whole():
    whole = table(100)
    assert take_at_most(whole, 100, "random", seed=1) is whole


def test_max_rows_is_a_key_of_the_study_file(tmp_path):
    path = lay_out(tmp_path, STUDY.replace('target = "kind"', 'target = "kind"\nmax_rows = 40'))
    plan = prepare_study(path)
    assert plan.dataset.n_samples == 40
    assert "Only 40 of 60 rows take part" in " ".join(plan.notes)
    assert plan.digest != prepare_study(lay_out(tmp_path)).digest
    with pytest.raises(InputError, match=r"data.max_rows: expected a number from 20 on"):
        spec({"path": "x.csv", "target": "y", "max_rows": 5})


def test_shipped_series_of_rows_are_cut_where_time_ends():
    asked = spec({"name": "environment/ncei_tsunami_events", "max_rows": 100})
    assert load_dataset(asked, Path()).n_samples == 100


def test_a_quick_look_says_so_and_is_no_earlier_protocol_of_the_study(tmp_path):
    path = lay_out(tmp_path, table=make_table(90))
    runs = tmp_path / "runs"
    quick = run_study(prepare_study(path, quick=True), n_workers=0, runs_dir=runs)
    assert quick.evidence.study.quick_look
    assert quick.evidence.verdict.sentence.startswith("This is only a quick look, not an answer.")
    assert evidence_warnings(quick.evidence)[0].startswith("Warning: a quick look (rows: 90,")
    page = quick.report_path.read_text(encoding="utf-8")
    assert "<strong>Warning: a quick look" in page or "<li>Warning: a quick look" in page

    whole = run_study(path, n_workers=0, runs_dir=runs, report=False).evidence
    assert not whole.study.quick_look
    assert not evidence_warnings(whole)
    assert [e.same_study for e in whole.run.registration.earlier] == [False]


def test_a_study_itself_says_nothing_of_it():
    from qneko.studies import conclude

    evidence = conclude(observations())
    assert "quick look" not in evidence.verdict.sentence
    assert "quick look" not in render_report(evidence)
