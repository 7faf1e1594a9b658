"""Whole studies in real processes: equal numbers, whatever happens on the way."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qneko.errors import InputError, LedgerError
from qneko.hybrid import Ledger
from qneko.studies import (
    StudyInterruptedError,
    fingerprint,
    load_evidence,
    prepare_study,
    run_study,
)

from .small import STUDY, lay_out

TINY = STUDY.replace("n_repeats = 2", "n_repeats = 1").replace(', "variational"', "")
N_KILLS = 10
FILES = [
    "evidence.json",
    "ledger.lock",
    "ledger.sqlite",
    "predictions.csv",
    "protocol.json",
    "report.html",
]

DRIVER = """\
import sys
from qneko.studies import StudyInterruptedError, run_study
class Watcher:
    def started(self, plan, n_workers):
        print("started", flush=True)
    def task_done(self, done):
        print("done", flush=True)
    def finished(self):
        print("finished", flush=True)
try:
    result = run_study(sys.argv[1], n_workers=2, runs_dir=sys.argv[2], progress=Watcher())
except StudyInterruptedError as stop:
    print(stop, flush=True)
    sys.exit(130)
"""


def start(study: Path, runs: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", DRIVER, str(study), str(runs)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def children_of(pid: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if parent == pid:
                found.append(int(entry.name))
    return found


def is_gone(pid: int) -> bool:
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def outside_run(folder: Path) -> str:
    content = json.loads((folder / "evidence.json").read_text(encoding="utf-8"))
    del content["run"]
    return json.dumps(content)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """The study's file, and the result of running it once in peace, with one worker."""
    folder = tmp_path_factory.mktemp("undisturbed")
    study = lay_out(folder, TINY)
    return study, run_study(study, n_workers=1, runs_dir=folder / "runs")


def test_a_run_leaves_evidence_and_report(undisturbed):
    _, result = undisturbed
    assert result.folder.name.startswith("small-study-")
    names = sorted(p.name for p in result.folder.iterdir())
    assert names == FILES
    assert fingerprint(load_evidence(result.evidence_path)) == fingerprint(result.evidence)
    report = result.report_path.read_text(encoding="utf-8")
    assert "Small study" in report
    assert report.rstrip().endswith("</html>")


def test_the_run_is_told_in_its_own_place(undisturbed):
    study, result = undisturbed
    run = result.evidence.run
    assert run.n_workers == 1
    assert run.tasks.reused == 0
    assert run.tasks.total == prepare_study(study).n_tasks
    assert {t.candidate for t in run.timings} == {c.id for c in result.evidence.candidates}
    assert all(t.fit_s > 0 for t in run.timings)
    assert run.versions["qneko"] == result.evidence.qneko_version


@pytest.mark.parametrize("n_workers", [0, 2])
def test_any_number_of_workers_finds_the_same_to_the_last_bit(undisturbed, tmp_path, n_workers):
    study, result = undisturbed
    other = run_study(study, n_workers=n_workers, runs_dir=tmp_path)
    assert other.folder.name == result.folder.name
    assert outside_run(other.folder) == outside_run(result.folder)


def test_a_finished_study_computes_nothing_again(undisturbed):
    study, result = undisturbed
    again = run_study(study, n_workers=1, runs_dir=result.folder.parent)
    assert again.evidence.run.tasks.reused == again.evidence.run.tasks.total
    assert outside_run(again.folder) == outside_run(result.folder)


def test_the_workers_of_the_study_file_do_not_make_another_study(undisturbed, tmp_path):
    _, result = undisturbed
    study = lay_out(tmp_path, TINY + "[run]\nn_workers = 1\n")
    assert prepare_study(study).folder_name == result.folder.name


def test_killed_ten_times_it_ends_the_same(undisturbed, tmp_path):
    """Kills fall anywhere: while loading, starting workers, computing, writing the evidence."""
    study, result = undisturbed
    draw = random.Random(20260)
    n_started = 0
    for kill in range(N_KILLS):
        driver = start(study, tmp_path)
        if kill % 3 == 0:
            time.sleep(draw.uniform(0.0, 2.5))
        else:
            # somewhere between the first results, wherever the study stands by then
            for _ in range(draw.randint(1, 12)):
                if not driver.stdout.readline():
                    break
            time.sleep(draw.uniform(0.0, 0.05))
        workers = children_of(driver.pid)
        driver.kill()
        out, err = driver.communicate()
        assert "Traceback" not in err
        n_started += "done" in out
        end = time.monotonic() + 10
        while not all(map(is_gone, workers)):
            assert time.monotonic() < end, "a worker outlived its driver"
            time.sleep(0.02)
    assert n_started > 0
    final = run_study(study, n_workers=2, runs_dir=tmp_path)
    assert final.evidence.run.tasks.reused > 0
    assert outside_run(final.folder) == outside_run(result.folder)
    names = sorted(p.name for p in final.folder.iterdir())
    assert names == FILES


def test_ctrl_c_is_answered_at_once_and_resumed(undisturbed, tmp_path):
    study, result = undisturbed
    driver = start(study, tmp_path)
    while driver.stdout.readline() != "done\n":
        pass
    os.killpg(driver.pid, signal.SIGINT)
    began = time.monotonic()
    out, err = driver.communicate(timeout=30)
    assert time.monotonic() - began < 5.0
    assert (driver.returncode, err) == (130, "")
    sentence = out.splitlines()[-1]
    assert sentence.startswith("Interrupted after ")
    assert result.folder.name in sentence
    with Ledger.open(tmp_path / result.folder.name / "ledger.sqlite") as ledger:
        assert set(ledger.counts()) <= {"done", "planned"}
    final = run_study(study, n_workers=1, runs_dir=tmp_path)
    assert outside_run(final.folder) == outside_run(result.folder)


def test_ctrl_c_in_this_very_process_names_the_folder(undisturbed, tmp_path):
    study, result = undisturbed

    class Impatient:
        def started(self, plan, n_workers):
            raise KeyboardInterrupt

    with pytest.raises(StudyInterruptedError, match="after 0 of") as caught:
        run_study(study, n_workers=1, runs_dir=tmp_path, progress=Impatient())
    assert caught.value.folder == tmp_path / result.folder.name


def test_the_same_study_runs_once_at_a_time(undisturbed):
    study, result = undisturbed
    evidence = outside_run(result.folder)
    with (
        Ledger.open(result.folder / "ledger.sqlite"),
        pytest.raises(LedgerError, match=f"in use by process {os.getpid()}"),
    ):
        run_study(study, n_workers=1, runs_dir=result.folder.parent)
    assert outside_run(result.folder) == evidence


def test_a_place_where_no_folder_can_be_is_told_so(undisturbed, tmp_path):
    study, _ = undisturbed
    with pytest.raises(InputError, match="n_workers must be 0 .this process. or more, got -1"):
        run_study(study, n_workers=-1, runs_dir=tmp_path)
    assert not list(tmp_path.iterdir())
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be made"):
        run_study(study, n_workers=1, runs_dir=tmp_path / "file" / "runs")


@pytest.mark.parametrize(
    "change",
    [('"kind"', '"nothing"'), ("n_splits = 2", "n_splits = 50"), ("seed = 7", "seed = -7")],
)
def test_a_study_that_cannot_be_run_writes_nothing(tmp_path, change):
    study = lay_out(tmp_path, TINY.replace(*change))
    with pytest.raises(InputError):
        run_study(study, runs_dir=tmp_path / "runs")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["small.toml", "table.csv"]


def test_a_regression_runs_to_its_verdict(tmp_path):
    study = lay_out(
        tmp_path, TINY.replace('"kind"', '"size"').replace('["fidelity_kernel"', '["variational"')
    )
    evidence = run_study(study, n_workers=2, runs_dir=tmp_path / "runs").evidence
    assert evidence.protocol.metric == "rmse"
    assert evidence.verdict.answer in ("better", "on a par", "worse", "undecided")
    # a linear target: ridge must be near the noise of 0.1, and the guess near the spread of 2
    means = {s.candidate: s.mean for s in evidence.summaries if s.metric == "rmse"}
    assert means["linear.full"] < 0.3 < means["dummy"]


def test_the_report_can_wait(undisturbed, tmp_path):
    study, result = undisturbed
    other = run_study(study, n_workers=0, runs_dir=tmp_path, report=False)
    assert other.evidence_path.exists()
    assert not other.report_path.exists()
    assert other.evidence.run.n_workers == 1
    assert fingerprint(other.evidence) == fingerprint(result.evidence)
