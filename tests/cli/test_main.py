"""The entry point: help, version, codes, and what is said when something goes wrong."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest

import qneko
from qneko.cli import _data
from qneko.cli._main import main, run
from qneko.errors import CapabilityError

COMMAND = [sys.executable, "-c", "from qneko.cli import main; main()"]


def test_help_names_every_command(capsys):
    assert run(["--help"]) == 0
    out = capsys.readouterr().out
    for command in ("run", "plan", "resume", "report", "data", "devices", "--install-completion"):
        assert command in out
    assert "[study] with name and seed" in out


@pytest.mark.parametrize(
    "command", ["run", "plan", "resume", "report", "data list", "data show", "devices list"]
)
def test_every_command_has_json(command, capsys):
    assert run([*command.split(), "--help"]) == 0
    assert "--json" in capsys.readouterr().out


def test_no_command_shows_the_help_and_is_no_success(capsys):
    assert run([]) == 2
    assert "Usage: qneko" in capsys.readouterr().out


def test_version(capsys):
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"qneko {qneko.__version__}\n"


def test_main_leaves_with_the_code():
    with pytest.raises(SystemExit) as left:
        main(["--version"])
    assert left.value.code == 0


def test_help_is_quick_and_loads_nothing_heavy():
    heavy = [
        "numpy",
        "pandas",
        "sklearn",
        "scipy",
        "pydantic",
        "sqlalchemy",
        "optuna",
        "matplotlib",
    ]
    code = (
        "import sys; from qneko.cli._main import run; run(['--help']); "
        f"sys.stderr.write(','.join(m for m in {heavy} if m in sys.modules))"
    )
    seconds = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        # processor time, so that other work on the machine does not count
        seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        assert done.stderr == ""
    assert min(seconds) < 0.7


def fail_with(monkeypatch, error):
    def broken(*_):
        raise error

    monkeypatch.setattr(_data, "print_table", broken)


def test_an_unexpected_error_is_told_and_its_traceback_kept(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.delenv("QNEKO_DEBUG", raising=False)
    fail_with(monkeypatch, ZeroDivisionError("by\nzero"))
    assert run(["data", "list"]) == 1
    err = capsys.readouterr().err
    assert err.startswith("error: qneko failed where it should not (ZeroDivisionError: by zero)")
    assert err.count("\n") == 1
    kept = Path(re.search(r"the file (.+)\.\n", err).group(1)).read_text()
    assert kept.startswith("qneko data list\n")
    assert "Traceback" in kept
    assert "in broken" in kept


def test_debug_shows_the_traceback(monkeypatch):
    monkeypatch.setenv("QNEKO_DEBUG", "1")
    fail_with(monkeypatch, ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        run(["data", "list"])


def test_any_error_of_ours_is_one_sentence(monkeypatch, capsys):
    fail_with(monkeypatch, CapabilityError("No states\nhere"))
    assert run(["data", "list"]) == 2
    assert capsys.readouterr().err == "error: No states here.\n"


@pytest.mark.parametrize("as_json", [False, True])
def test_ctrl_c_says_how_to_go_on(monkeypatch, capsys, as_json):
    fail_with(monkeypatch, KeyboardInterrupt())
    monkeypatch.setattr(_data, "print_json", _data.print_table)
    assert run(["data", "list", *(["--json"] if as_json else [])]) == 130
    out, err = capsys.readouterr()
    assert err == "interrupted: what is done is kept; the same command goes on from there.\n"
    if as_json:
        assert json.loads(out)["error"]["exit_code"] == 130


def test_a_reader_that_leaves_is_no_error():
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [*COMMAND, "data", "list"], stdout=write, stderr=subprocess.PIPE, text=True
    )
    os.close(write)
    assert done.returncode == 1
    assert done.stderr == ""
