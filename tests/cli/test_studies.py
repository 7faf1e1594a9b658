"""``qneko run | plan | resume | report`` with a real, very small study."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qneko.cli._main import run
from qneko.cli._verdict_view import print_verdict, verdict_as_json, warnings
from qneko.studies import load_evidence

from .malformed import STUDY, table
from .test_main import COMMAND

SMALL = (
    STUDY
    + """\
[models]
quantum = ["fidelity_kernel"]
baselines = ["linear", "svm"]
[protocol]
n_splits = 3
n_repeats = 1
inner_splits = 2
n_trials = 2
"""
)


def lay_out(folder: Path, study: str = SMALL) -> Path:
    folder.joinpath("my.csv").write_text(table(n=60))
    folder.joinpath("study.toml").write_text(study)
    return folder


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A folder in which the study has been run, and what the command said."""
    folder = lay_out(tmp_path_factory.mktemp("study"))
    command = [*COMMAND, "run", "study.toml", "--workers", "1"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return folder, done


@pytest.fixture
def there(finished, monkeypatch):
    monkeypatch.chdir(finished[0])
    return finished[0]


def run_folder(folder: Path) -> Path:
    (found,) = folder.joinpath("runs").iterdir()
    return found


def test_run_prints_the_verdict_and_writes_evidence_and_report(finished):
    folder, done = finished
    kept = run_folder(folder)
    evidence = json.loads(kept.joinpath("evidence.json").read_text())
    assert f"my question: {evidence['verdict']['answer']}" in done.stdout
    said = " ".join(done.stdout.replace("│", " ").split())
    assert " ".join(evidence["verdict"]["sentence"].split()) in said
    assert "classical bar, any inputs" in said
    assert done.stdout.endswith(f"Report: runs/{kept.name}/report.html\n")
    assert "1 worker" in done.stderr
    assert "</html>" in kept.joinpath("report.html").read_text()


def test_run_again_computes_nothing_and_finds_the_same(there, capsys):
    before = json.loads((run_folder(there) / "evidence.json").read_text())
    assert run(["run", "study.toml", "--json", "--workers", "2"]) == 0
    out, err = capsys.readouterr()
    result = json.loads(out)
    assert result["tasks"]["reused"] == result["tasks"]["total"] == before["run"]["tasks"]["total"]
    assert result["answer"] == before["verdict"]["answer"]
    assert result["folder"] == f"runs/{run_folder(there).name}"
    assert "All tasks are done" in err
    after = json.loads((run_folder(there) / "evidence.json").read_text())
    assert {**after, "run": None} == {**before, "run": None}


def test_quiet_prints_the_sentence_and_the_path(there, capsys):
    assert run(["run", "study.toml", "--quiet"]) == 0
    out, err = capsys.readouterr()
    evidence = json.loads((run_folder(there) / "evidence.json").read_text())
    assert out.splitlines() == [
        evidence["verdict"]["sentence"],
        f"runs/{run_folder(there).name}/report.html",
    ]
    assert err == ""


def test_resume_takes_the_folder_or_the_file(there, capsys, monkeypatch):
    kept = run_folder(there)
    assert run(["resume", "study.toml", "-q"]) == 0
    assert run(["resume", f"runs/{kept.name}", "-q"]) == 0
    monkeypatch.chdir(kept)
    assert run(["resume", ".", "-q"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [Path(line).name for line in lines[1::2]] == ["report.html"] * 3
    assert len(set(lines[::2])) == 1
    assert len(list(there.joinpath("runs").iterdir())) == 1


def test_report_is_written_again_from_the_evidence_alone(there, capsys):
    kept = run_folder(there)
    page = kept.joinpath("report.html").read_bytes()
    kept.joinpath("report.html").unlink()
    assert run(["report", str(kept)]) == 0
    assert f"Report: {kept}/report.html" in capsys.readouterr().out
    assert kept.joinpath("report.html").read_bytes() == page
    assert run(["report", str(kept), "--figure", str(kept / "all.png")]) == 0
    assert (kept / "all.png").read_bytes().startswith(b"\x89PNG")
    assert run(["report", str(kept), "--figure", str(kept / "all.docx")]) == 2
    assert "saved as .svg, .png or .pdf" in capsys.readouterr().err
    assert run(["report", str(kept / "evidence.json"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["report"] == f"{kept}/report.html"


def test_report_in_other_forms(there, capsys):
    kept = run_folder(there)
    page = kept.joinpath("report.html").read_bytes()
    every = [word for kind in ("markdown", "latex", "json") for word in ("--format", kind)]
    assert run(["report", str(kept), *every, "--language", "ja"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-3:] == [f"Report: {kept}/report.md", f"{kept}/latex", f"{kept}/report.json"]
    assert "古典基準" in kept.joinpath("report.md").read_text()
    assert json.loads(kept.joinpath("report.json").read_text())["language"] == "ja"
    assert kept.joinpath("latex", "methods.tex").is_file()
    assert kept.joinpath("report.html").read_bytes() == page  # was not asked for
    assert run(["report", str(kept), "--figures", "drawn", "--format", "pdf"]) == 0
    assert {path.suffix for path in there.joinpath("drawn").iterdir()} == {".pdf"}
    assert run(["report", str(kept), "--figures", "drawn"]) == 0
    assert there.joinpath("drawn", "overview.svg").is_file()
    assert kept.joinpath("report.html").read_bytes() == page
    capsys.readouterr()
    for arguments, said in (
        (["--format", "docx"], "must be one of html, markdown, latex, json, svg, pdf, png, got"),
        (["--format", "svg"], "say with --figures where they are to go"),
        (["--language", "fr"], "must be en or ja, got 'fr'"),
    ):
        assert run(["report", str(kept), *arguments]) == 2
        assert said in capsys.readouterr().err


def test_the_study_file_chooses_the_language_and_no_number(there, capsys):
    before = json.loads((run_folder(there) / "evidence.json").read_text())
    text = there.joinpath("study.toml").read_text()
    there.joinpath("study.toml").write_text(text + '\n[report]\nlanguage = "ja"\n')
    assert run(["run", "study.toml", "--quiet"]) == 0
    there.joinpath("study.toml").write_text(text)
    after = json.loads((run_folder(there) / "evidence.json").read_text())
    assert after["run"]["language"] == "ja"
    assert {**after, "run": None} == {**before, "run": None}
    assert '<html lang="ja">' in run_folder(there).joinpath("report.html").read_text()
    capsys.readouterr()


def test_warnings_about_the_data_stand_below_the_verdict(there, capsys):
    evidence = load_evidence(run_folder(there) / "evidence.json")
    assert warnings(evidence) == []
    notes = ("Decimal commas were read.", "Warning: 'a' tells the target [exactly].")
    data = evidence.data.model_copy(update={"notes": notes})
    leaky = evidence.model_copy(update={"data": data})
    print_verdict(leaky, Path("report.html"))
    assert (
        "Warning: 'a' tells the target [exactly].\nReport: report.html\n" in capsys.readouterr().out
    )
    assert verdict_as_json(leaky, Path("x"))["warnings"] == [notes[1]]


def test_plan_writes_nothing(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(lay_out(tmp_path))
    assert run(["plan", "study.toml", "--json"]) == 0
    planned = json.loads(capsys.readouterr().out)
    # 1 quantum model, its two twins, 2 baselines: each tuned on each of the 3 outer folds
    assert planned["tasks"]["trial"] == 5 * 3 * 2
    assert planned["protocol"]["metric"] == "accuracy"
    roles = {c["role"] for c in planned["candidates"]}
    assert roles == {"quantum", "control", "surrogate", "baseline", "dummy"}
    assert run(["plan", "study.toml", "--workers", "3"]) == 0
    out = capsys.readouterr().out
    assert "with 3 workers" in out
    assert "fidelity kernel" in out
    assert sorted(p.name for p in tmp_path.iterdir()) == ["my.csv", "study.toml"]


@pytest.mark.parametrize("change", ["study", "table", "gone", "origin"])
def test_resume_of_a_folder_whose_study_has_changed_is_refused(
    change, finished, tmp_path, monkeypatch, capsys
):
    kept = run_folder(finished[0])
    folder = lay_out(tmp_path)
    copy = folder / "runs" / kept.name
    copy.mkdir(parents=True)
    origin = {"study_file": str(folder / "study.toml")}
    copy.joinpath("origin.json").write_text(json.dumps(origin))
    monkeypatch.chdir(folder)
    expected = "no longer those of"
    if change == "study":
        folder.joinpath("study.toml").write_text(SMALL.replace("seed = 1", "seed = 2"))
    elif change == "table":
        folder.joinpath("my.csv").write_text(table(n=61))
    elif change == "gone":
        folder.joinpath("study.toml").unlink()
        expected = "is gone"
    else:
        copy.joinpath("origin.json").write_text("{")
        expected = "not the folder of a run"
    assert run(["resume", f"runs/{kept.name}"]) == 2
    err = capsys.readouterr().err
    assert expected in err
    assert err.count("\n") == 1
    assert [p.name for p in copy.iterdir()] == ["origin.json"]


def test_ctrl_c_says_how_to_go_on_and_that_works(tmp_path):
    long = SMALL.replace("n_trials = 2", "n_trials = 200")
    lay_out(tmp_path, long)
    process = subprocess.Popen(
        [*COMMAND, "run", "study.toml", "--workers", "1", "--json"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # so that Ctrl-C reaches the workers too, as in a terminal
    )
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob("runs/*/ledger.sqlite")) and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(3.0)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    error = json.loads(out)["error"]
    assert error["exit_code"] == 130
    last = err.splitlines()[-1]
    assert last == f"interrupted: {error['message']}"
    assert f"`qneko resume runs/{run_folder(tmp_path).name}` goes on from there." in last
    assert "Traceback" not in err
    assert not list(tmp_path.glob("runs/*/evidence.json"))


def test_a_second_run_of_the_same_study_is_refused_while_the_first_runs(there):
    kept = run_folder(there)
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, time; from qneko.hybrid import Ledger\n"
            f"with Ledger.open({str(kept / 'ledger.sqlite')!r}):\n"
            "    print('held', flush=True); time.sleep(60)",
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout.readline() == "held\n"
        command = [*COMMAND, "run", "study.toml", "-q"]
        done = subprocess.run(command, cwd=there, capture_output=True, text=True, timeout=120)
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close()
    assert done.returncode == 2
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1
    assert str(holder.pid) in done.stderr


def test_a_quick_look_is_planned_run_and_resumed(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(lay_out(tmp_path))
    assert run(["plan", "--quick", "--json", "study.toml"]) == 0
    planned = json.loads(capsys.readouterr().out)
    assert planned["study"].endswith(", quick look")
    assert run(["run", "--quick", "--quiet", "--workers", "1", "study.toml"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("This is only a quick look, not an answer.")
    folder = run_folder(tmp_path)
    assert folder.name == planned["folder"]
    assert run(["resume", "--json", "--workers", "1", str(folder)]) == 0
    again = json.loads(capsys.readouterr().out)
    assert again["tasks"]["reused"] == again["tasks"]["total"]
    assert again["warnings"][0].startswith("Warning: a quick look (rows: 60,")
