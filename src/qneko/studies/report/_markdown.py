"""The whole report as Markdown, for repositories, electronic notebooks and wikis."""

from __future__ import annotations

import os
import re
from pathlib import Path

from ..evidence._document import fingerprint, write_atomically
from ..evidence._evidence import Evidence
from ..words._messages import Language
from ._blocks import Block, Facts, Hashes, Heading, Listing, Points, Shown, Table, Tables, Text
from ._contents import contents
from ._figures import save_figures
from ._rows import Rows
from ._summary import Summary, summary

FIGURES = "figures"


def render_markdown(
    evidence: Evidence, language: Language | None = None, rows: Rows | None = None
) -> str:
    """Return the report as Markdown with tables as GitHub, Pandoc and MyST read them.

    Parameters
    ----------
    evidence : Evidence
        All that it says comes from here.
    language : {"en", "ja"}, optional
        Of the first part; without it, the one that the study file asked for.
    rows : Rows, optional
        What was said of each row, for pictures of it; `read_rows` reads it from a run's folder.

    Returns
    -------
    str
        Pictures are named as files in the folder ``figures`` beside it.
    """
    first = summary(evidence, language or evidence.run.language)
    sections = contents(evidence, first.language, rows)
    pieces = [*_first(evidence, first), f"## {_escape(first.say('page.details'))}"]
    pieces.append("\n".join(f"- [{_escape(s.title)}](#{s.name})" for s in sections))
    for section in sections:
        pieces.append(f'<a id="{section.name}"></a>\n\n### {_escape(section.title)}')
        pieces += [_block(block) for block in section.blocks]
    pieces.append(
        f"Made by qneko {_escape(evidence.qneko_version)} from evidence.json, fingerprint "
        f"`{fingerprint(evidence)}`."
    )
    return "\n\n".join(pieces) + "\n"


def write_markdown(
    evidence: Evidence,
    path: str | os.PathLike[str],
    language: Language | None = None,
    rows: Rows | None = None,
) -> Path:
    """Write the report as Markdown to `path`, and its figures beside it as SVG."""
    path = Path(path)
    save_figures(evidence, path.parent / FIGURES, "svg", rows)
    return write_atomically(path, render_markdown(evidence, language, rows))


def _first(evidence: Evidence, first: Summary) -> list[str]:
    pieces = [f"# {_escape(evidence.study.name)}"]
    if evidence.study.question:
        pieces.append(_escape(evidence.study.question))
    pieces += [f"## {_escape(first.headline)}", f"**{_escape(first.plain)}**"]
    pieces.append(
        "\n".join(
            f"- {_escape(t.label)}: **{_escape(t.value + t.unit)}** ({_escape(t.note)})"
            for t in first.tiles
        )
    )
    pieces.append(_escape(first.sentence))
    if first.warnings:
        pieces.append("\n".join(f"> {_escape(w)}" for w in first.warnings))
    pieces += [_heading(first, "page.picture"), _block(first.picture)]
    if first.meaning:
        pieces += [_heading(first, "page.meaning"), _pairs(first.meaning)]
    if first.others:
        pieces += [_heading(first, "page.others"), _pairs(first.others)]
    pieces.append(_heading(first, "page.next"))
    pieces.append("\n".join(f"- {_escape(step)}" for step in first.steps))
    if first.costs:
        pieces += [_heading(first, "page.cost"), _pairs(first.costs)]
    return pieces


def _heading(first: Summary, key: str) -> str:
    return f"### {_escape(first.say(key))}"


def _block(block: Block) -> str:
    match block:
        case Text(text):
            return _escape(text)
        case Heading(text):
            return f"#### {_escape(text)}"
        case Points(items, numbered):
            return "\n".join(f"{'1.' if numbered else '-'} {_escape(i)}" for i in items)
        case Facts(rows):
            return _pairs(rows)
        case Hashes(rows):
            return "\n".join(f"- {_escape(name)}: `{value}`" for name, value in rows)
        case Listing(title, text, language):
            fence = "`" * max(3, 1 + max((len(m) for m in re.findall("`+", text)), default=0))
            return f"{_escape(title)}:\n\n{fence}{language}\n{text.rstrip()}\n{fence}"
        case Shown(picture, caption):
            return (
                f"![{_escape(picture.description)}]({FIGURES}/{picture.name}.svg)\n\n"
                f"*{_escape(picture.title)}.* {_escape(caption)}"
            )
        case Table():
            return _table(block)
        case Tables(tables):
            return "\n\n".join(_table(t) for t in tables)


def _pairs(rows: tuple[tuple[str, str], ...]) -> str:
    return "\n".join(f"- **{_escape(name)}** {_escape(text)}" for name, text in rows)


def _table(table: Table) -> str:
    rules = ["---" if i in table.texts else "--:" for i in range(len(table.header))]
    lines = [table.header, *table.rows]
    written = [f"| {' | '.join(_escape(cell) for cell in line)} |" for line in lines]
    written.insert(1, f"| {' | '.join(rules)} |")
    note = f"\n\n{_escape(table.note)}" if table.note else ""
    return f"**{_escape(table.caption)}**\n\n" + "\n".join(written) + note


# What Markdown or HTML would take for its own; a line break would end a table's row.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&])")


def _escape(text: str) -> str:
    flat = re.sub(r"[ \t\r\n]+", " ", text)
    escaped = _SPECIAL.sub(r"\\\1", flat)
    # a number and a full stop at the beginning would begin a list
    return re.sub(r"^(\d+)([.)]) ", r"\1\\\2 ", re.sub(r"^([-+]) ", r"\\\1 ", escaped))
