"""Makes every code block of README.md, CONTRIBUTING.md and docs/ a test.

The blocks of a page run in order, in one namespace and in an empty folder of their own:

- ``python``: run; a block of ``>>>`` examples is compared with what it prints.
- ``console``: lines that start with ``$`` are run by the shell and must succeed; the lines below
  are compared with the output, if there are any (``...`` matches anything). ``make`` targets are
  only looked up: a page must not build the house that it is tested in.
- ``toml`` with a ``[study]`` table: must load as a study file; a first line ``# name.toml`` also
  writes it, so that later blocks can use it.
"""

from __future__ import annotations

import doctest
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from sybil import Example, Sybil
from sybil.parsers.myst import CodeBlockParser, PythonCodeBlockParser

ROOT = Path(__file__).parent
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def _enter(namespace: dict[str, Any]) -> None:
    namespace["__folder__"] = tempfile.mkdtemp()
    os.chdir(namespace["__folder__"])


def _leave(namespace: dict[str, Any]) -> None:
    os.chdir(ROOT)
    shutil.rmtree(namespace["__folder__"])


def _run_console(example: Example) -> str | None:
    """Return what is wrong with a console block, None if nothing is."""
    for block in f"\n{example.parsed}".split("\n$ ")[1:]:
        command, _, expected = block.partition("\n")
        printed = _shell(command)
        if isinstance(printed, int):
            return f"`{command}` failed with exit code {printed}."
        checker = doctest.OutputChecker()
        if expected.strip() and not checker.check_output(expected + "\n", printed, FLAGS):
            return checker.output_difference(doctest.Example("", expected + "\n"), printed, FLAGS)
    return None


def _shell(command: str) -> str | int:
    """Return what a command prints, or its exit code if that is not 0."""
    folder: Path | None = None
    if command.startswith("make "):
        command, folder = command.replace("make ", "make -n ", 1), ROOT
    scripts = Path(sys.executable).parent
    environment = {
        **os.environ,
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "100",
        "NO_COLOR": "1",
    }
    run = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
    )
    if run.returncode:
        sys.stderr.write(run.stdout + run.stderr)
        return run.returncode
    return run.stdout


def _load_study(example: Example) -> None:
    from qneko.studies import StudySpec

    first, _, _ = example.parsed.partition("\n")
    if first.startswith("# ") and first.endswith(".toml"):
        Path(first[2:]).write_text(example.parsed)
    content = tomllib.loads(example.parsed)
    if "study" in content:
        StudySpec.model_validate(content)


pytest_collect_file = Sybil(
    parsers=[
        PythonCodeBlockParser(doctest_optionflags=FLAGS),
        CodeBlockParser("console", _run_console),
        CodeBlockParser("toml", _load_study),
    ],
    patterns=["README.md", "CONTRIBUTING.md", "docs/*.md", "docs/**/*.md"],
    excludes=["docs/_build/**"],
    setup=_enter,
    teardown=_leave,
).pytest()
