"""The pages must not fall behind the code. (Their snippets are run too: see conftest.py.)"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from typer.main import get_group

from qneko.cli import _app
from qneko.studies import StudySpec

DOCS = Path(__file__).parent.parent / "docs"


def keys_in_spec() -> Iterator[tuple[str, str]]:
    """Yield (table, key) of everything that a study file may hold."""
    for table, field in StudySpec.model_fields.items():
        # a table that may be missing is the first of a union
        kind, *_ = get_args(field.annotation) or (field.annotation,)
        for key in kind.model_fields:
            yield table, key


def section(text: str, heading: str) -> str:
    """Return a page's text below a heading, up to the next one of the same level."""
    return text.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


def test_study_file_page_has_every_key_and_no_other() -> None:
    page = (DOCS / "study-file.md").read_text()
    documented = {
        (table, key)
        for table in StudySpec.model_fields
        for key in re.findall(r"^\| `(\w+)` \|", section(page, f"`[{table}]`"), re.MULTILINE)
    }
    assert documented == set(keys_in_spec())


def test_commands_page_has_every_command() -> None:
    page = (DOCS / "commands.md").read_text()
    group = get_group(_app.app)
    names = [
        f"{name} {sub}" if sub else name
        for name, command in group.commands.items()
        for sub in getattr(command, "commands", {"": None})
    ]
    assert [name for name in names if f"`qneko {name}" not in page] == []


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=lambda path: path.stem)
def test_every_page_is_in_the_contents(page: Path) -> None:
    contents = (DOCS / "index.md").read_text()
    assert page.stem == "index" or re.search(rf"^{page.stem}$", contents, re.MULTILINE)


@pytest.mark.parametrize("page", sorted((DOCS / "models").glob("*.md")), ids=lambda path: path.stem)
def test_every_model_page_is_in_their_contents(page: Path) -> None:
    contents = (DOCS / "models" / "index.md").read_text()
    assert page.stem == "index" or re.search(rf"^{page.stem}$", contents, re.MULTILINE)
