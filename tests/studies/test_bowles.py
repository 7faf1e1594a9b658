"""The study files of the Bowles suite: made by their script, and a quick run of a few of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from qneko.domains.synthetic import SERIES
from qneko.studies import gather, load_spec, parse_spec, prepare_study, run_study

FOLDER = Path(__file__).parents[2] / "studies" / "bowles"


def test_the_committed_files_are_what_the_script_writes(tmp_path: Path) -> None:
    command = [sys.executable, str(FOLDER / "make.py"), "--steps", "10", "--folder", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == f"6 study files in {tmp_path}\n"
    written = {p.name: p.read_text() for p in tmp_path.iterdir()}
    assert written == {p.name: p.read_text() for p in FOLDER.glob("*.toml")}


@pytest.mark.parametrize("series", SERIES)
def test_every_committed_study_is_ready_to_run(series: str) -> None:
    plan = prepare_study(FOLDER / f"{series}-10.toml")
    assert plan.dataset.name == f"synthetic/{series}/10"
    # the published split, and no other: one outer test part of 60 rows
    assert plan.protocol.splits == [(0, 0)]
    assert plan.protocol.n_features == 10
    assert plan.dataset.parts is not None
    assert (plan.dataset.parts == "test").sum() == 60


def test_a_quick_run_of_a_few_members_is_a_collection(tmp_path: Path) -> None:
    done = []
    for series in ("linearly_separable", "two_curves", "hyperplanes_diff"):
        spec = load_spec(FOLDER / f"{series}-10.toml").resolved()
        spec["data"]["name"] = f"synthetic/{series}/3"
        spec["encoding"]["n_features"] = 3
        spec["models"] = {"quantum": ["fidelity_kernel"], "baselines": ["linear", "svm"]}
        spec["protocol"] |= {"n_trials": 1, "inner_splits": 2}
        spec = {k: {n: v for n, v in s.items() if v is not None} for k, s in spec.items()}
        result = run_study(parse_spec(spec), n_workers=1, runs_dir=tmp_path)
        assert result.evidence.protocol.n_test_mean == 60
        done.append((str(result.folder), result.evidence))
    found = gather(done)
    assert [m.n_samples for m in found.members] == [300, 300, 300]
    # one split each, but a test over its rows: enough to weigh the studies by
    (kernel,) = found.against_bar
    assert kernel.next_data is not None
    # a plane is a linear model's own problem
    linear = next(i for i, e in enumerate(found.entrants) if e.id == "linear.reduced")
    assert found.scores[0][linear] > 0.95
