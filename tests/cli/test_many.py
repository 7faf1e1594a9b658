"""``qneko run`` with several files, and ``qneko compare``, on studies of seconds."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from qneko.cli._main import run
from qneko.studies import gather, load_evidence

from .malformed import STUDY, table
from .test_main import COMMAND

OWN = (
    STUDY
    + """\
[models]
quantum = ["fidelity_kernel"]
baselines = ["linear", "svm"]
[protocol]
n_splits = 2
n_repeats = 1
inner_splits = 2
n_trials = 1
"""
)


def lay_out(folder: Path) -> Path:
    folder.joinpath("my.csv").write_text(table(n=60))
    folder.joinpath("own.toml").write_text(OWN)
    made = OWN.replace("my question", "made").split("[data]")[0] + "[data]\n"
    made += 'name = "synthetic/linearly_separable/2"\n'
    made += "[models]" + OWN.split("[models]")[1].replace("n_splits = 2\nn_repeats = 1\n", "")
    folder.joinpath("made.toml").write_text(made)
    folder.joinpath("bad.toml").write_text(OWN.replace("n_trials", "n_trails"))
    return folder


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """Two studies that work and one that cannot be read, in one command."""
    folder = lay_out(tmp_path_factory.mktemp("many"))
    command = [*COMMAND, "run", "own.toml", "bad.toml", "made.toml", "--workers", "1"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    return folder, done


@pytest.fixture
def there(finished, monkeypatch):
    monkeypatch.chdir(finished[0])
    return finished[0]


def run_folders(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.glob("runs/*/"))


def test_one_bad_study_costs_no_other_and_is_told(finished):
    folder, done = finished
    assert done.returncode == 2
    assert done.stderr.startswith("error: bad.toml, protocol.n_trails: unknown key")
    assert "2 studies to run, about" in done.stderr
    assert "[1/2] own.toml" in done.stderr
    assert "1 of 2 studies done, about" in done.stderr
    assert "bad.toml" in done.stdout
    assert "failed" in done.stdout
    assert done.stdout.endswith("Overview: runs/overview.html\n")
    assert len(run_folders(folder)) == 2
    for kept in run_folders(folder):
        assert (folder / kept / "report.html").is_file()
    page = (folder / "runs" / "overview.html").read_text()
    for kept in run_folders(folder):
        assert f'<a href="{Path(kept).name}/report.html">' in page


def test_the_same_again_is_known_and_json_holds_all(there, capsys):
    assert run(["run", "own.toml", "bad.toml", "made.toml", "--json", "-q"]) == 2
    out, err = capsys.readouterr()
    said = json.loads(out)
    own, bad, made = said["studies"]
    assert own["tasks"]["reused"] == own["tasks"]["total"] > 0
    assert (own["file"], made["file"]) == ("own.toml", "made.toml")
    assert bad["error"]["type"] == "InputError"
    assert bad["error"]["exit_code"] == 2
    assert bad["error"]["message"] in err
    assert said["overview"] == "runs/overview.html"


def test_quiet_prints_a_line_a_study(there, capsys):
    assert run(["run", "own.toml", "made.toml", "-q"]) == 0
    out, err = capsys.readouterr()
    first, second, last = out.splitlines()
    assert first.startswith("my question: ")
    assert second.startswith("made: ")
    assert last == "Overview: runs/overview.html"
    assert err == ""


def test_a_study_twice_is_run_once(there, capsys):
    assert run(["run", "own.toml", "own.toml", "-q"]) == 2
    out, err = capsys.readouterr()
    assert "own.toml is the same study as own.toml: leave one of them out." in err
    assert out.count("my question: ") == 1


def test_a_fault_of_ours_in_one_study_costs_no_other(there, capsys, monkeypatch):
    from qneko import studies

    whole = studies.run_study

    def faulty(plan, **how):
        if plan.spec.study.name == "made":
            raise RuntimeError("boom")
        return whole(plan, **how)

    monkeypatch.setattr(studies, "run_study", faulty, raising=False)
    assert run(["run", "made.toml", "own.toml", "--json", "-q"]) == 1
    made, own = json.loads(capsys.readouterr().out)["studies"]
    assert "RuntimeError: boom" in made["error"]["message"]
    assert made["error"]["exit_code"] == 1
    assert own["answer"]


def test_stopping_stops_all_and_says_how_to_go_on(there, capsys, monkeypatch):
    from qneko import studies

    def stopped(plan, **how):
        raise studies.StudyInterruptedError(Path("runs/x"), 3, 9)

    monkeypatch.setattr(studies, "run_study", stopped, raising=False)
    assert run(["run", "own.toml", "made.toml", "-q"]) == 130
    err = capsys.readouterr().err
    assert err.startswith("interrupted: 0 of 2 studies are done")
    assert "3 of 9 tasks are done and kept" in err


def test_compare_prints_writes_and_links(there, capsys):
    assert run(["compare", *run_folders(there)]) == 0
    out = capsys.readouterr().out
    assert "synthetic/linearly_separable/2" in out
    assert "Better than the classical bar in" in out
    assert "Critical difference of mean ranks" in out
    assert "2 studies are few" in " ".join(out.split())
    assert out.endswith("Overview: runs/overview.html\n")


def test_compare_as_json_is_what_python_finds(there, capsys):
    folders = run_folders(there)
    assert run(["compare", *folders, "--json", "--out", "pages/all.html"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said.pop("overview") == "pages/all.html"
    found = gather([(f, load_evidence(Path(f) / "evidence.json")) for f in folders])
    assert said == json.loads(found.model_dump_json())
    name = Path(folders[0]).name
    assert f'href="../runs/{name}/report.html"' in Path("pages/all.html").read_text()


def test_compare_refuses_in_one_sentence(there, tmp_path, capsys):
    first, second = run_folders(there)
    assert run(["compare", first]) == 2
    assert "two or more finished studies, got 1" in capsys.readouterr().err
    assert run(["compare", first, "runs/nothing"]) == 2
    assert "There is no runs/nothing/evidence.json" in capsys.readouterr().err
    copy = tmp_path / "copy"
    shutil.copytree(first, copy)
    assert run(["compare", first, str(copy), second]) == 2
    assert "hold the same evidence" in capsys.readouterr().err
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert run(["compare", first, second, "-o", str(blocked / "x.html")]) == 2
    assert "cannot be written" in capsys.readouterr().err
