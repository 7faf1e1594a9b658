"""What is printed: JSON for programs, tables and panels for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console


def print_json(content: dict[str, Any]) -> None:
    """Print one JSON document to stdout."""
    print(json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False))


def console(*, stderr: bool = False) -> Console:
    """Return a console that never cuts a line of a file or a pipe at 80 columns."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    # highlight=False: numbers inside sentences stay plain
    return Console(stderr=stderr, highlight=False, width=None if stream.isatty() else 110)


def print_table(title: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table; headers that end in ">" are for columns of numbers, set right."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(title=title or None, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for name in header:
        table.add_column(name.removesuffix(">"), justify="right" if name.endswith(">") else "left")
    for row in rows:
        table.add_row(*(_cell(value) for value in row))
    console().print(table)


def print_facts(facts: Iterable[tuple[str, object]]) -> None:
    """Print name and value, one pair a line, values aligned and wrapped."""
    from rich.table import Table

    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in facts:
        table.add_row(name, _cell(value))
    console().print(table)


def _cell(value: object) -> str:
    from rich.markup import escape

    if value is None:
        return "–"
    return escape(f"{value:,}" if isinstance(value, int) and abs(value) >= 10_000 else str(value))
