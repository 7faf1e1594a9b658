"""Every malformed study file or table: code 2, one sentence with place and fix, nothing written."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from qneko.cli._main import run

from .malformed import CASES, table

SENTENCE_BREAK = re.compile(r"[.!?]['\")]*\s+[A-Z]")


def tree(folder: Path) -> dict[str, bytes | None]:
    return {
        str(p.relative_to(folder)): p.read_bytes() if p.is_file() else None
        for p in folder.rglob("*")
    }


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lay_out(case, folder):
    for name, content in {"my.csv": table(), "study.toml": case.study, **case.files}.items():
        data = content if isinstance(content, bytes) else content.encode("utf-8")
        (folder / name).write_bytes(data)
    return tree(folder)


def assert_one_sentence(stderr: str, case) -> None:
    assert stderr.startswith("error: ")
    assert stderr.count("\n") == 1
    assert stderr.endswith((".\n", "?\n"))
    sentence = stderr.removeprefix("error: ").strip()
    assert not SENTENCE_BREAK.search(sentence), sentence
    for expected in case.says:
        assert re.search(expected, sentence), f"{expected!r} not in {sentence!r}"
    for technical in ("Traceback", "pydantic", "np.float64", "<class", "validation error"):
        assert technical not in sentence


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_malformed(case, folder, capsys):
    before = lay_out(case, folder)
    code = run(case.arguments)
    out, err = capsys.readouterr()
    assert code == 2
    assert out == ""
    assert_one_sentence(err, case)
    assert tree(folder) == before


@pytest.mark.parametrize("case", CASES[:: len(CASES) // 6], ids=lambda case: case.name)
def test_malformed_as_json(case, folder, capsys):
    before = lay_out(case, folder)
    assert run([*case.arguments, "--json"]) == 2
    out, err = capsys.readouterr()
    error = json.loads(out)["error"]
    assert error["exit_code"] == 2
    assert f"error: {error['message']}\n" == err
    assert tree(folder) == before


@pytest.mark.parametrize("case", CASES[3 :: len(CASES) // 3], ids=lambda case: case.name)
def test_malformed_in_a_process_of_its_own(case, folder):
    before = lay_out(case, folder)
    command = [sys.executable, "-c", "from qneko.cli import main; main()", *case.arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
    assert done.returncode == 2
    assert done.stdout == ""
    assert_one_sentence(done.stderr, case)
    assert tree(folder) == before


def test_names_are_unique_and_many():
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names) >= 100
