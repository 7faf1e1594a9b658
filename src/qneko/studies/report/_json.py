"""The report as JSON: the sentences and the tables as they are written, for other pages."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..evidence._document import fingerprint, write_atomically
from ..evidence._evidence import Evidence
from ..words._messages import Language
from ._blocks import Block, Shown, Tables
from ._contents import contents
from ._rows import Rows
from ._summary import summary


def report_as_json(
    evidence: Evidence, language: Language | None = None, rows: Rows | None = None
) -> dict[str, Any]:
    """Return the report as JSON values.

    Parameters
    ----------
    evidence : Evidence
        All that it says comes from here; unrounded numbers are there, not here.
    language : {"en", "ja"}, optional
        Of the first part; without it, the one that the study file asked for.
    rows : Rows, optional
        What was said of each row, for pictures of it; `read_rows` reads it from a run's folder.
    """
    first = summary(evidence, language or evidence.run.language)
    return {
        "study": evidence.study.name,
        "question": evidence.study.question,
        "fingerprint": fingerprint(evidence),
        "language": first.language,
        "answer": evidence.verdict.answer,
        "headline": first.headline,
        "plain": first.plain,
        "sentence": first.sentence,
        "tiles": [asdict(tile) for tile in first.tiles],
        "warnings": list(first.warnings),
        "picture": _block(first.picture),
        "meaning": _pairs(first.meaning),
        "other_models": _pairs(first.others),
        "next": list(first.steps),
        "costs": _pairs(first.costs),
        "sections": [
            {"name": s.name, "title": s.title, "blocks": [_block(b) for b in s.blocks]}
            for s in contents(evidence, first.language, rows)
        ],
    }


def write_json(
    evidence: Evidence,
    path: str | os.PathLike[str],
    language: Language | None = None,
    rows: Rows | None = None,
) -> Path:
    """Write the report as JSON to `path`, all of it or nothing, and return the path."""
    content = report_as_json(evidence, language, rows)
    return write_atomically(path, json.dumps(content, indent=2, ensure_ascii=False) + "\n")


def _pairs(rows: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    return [{"name": name, "text": text} for name, text in rows]


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Shown):
        picture = block.picture
        return {
            "kind": block.kind,
            "name": picture.name,
            "title": picture.title,
            "description": picture.description,
            "caption": block.caption,
        }
    if isinstance(block, Tables):
        return {"kind": block.kind, "tables": [_block(table) for table in block.tables]}
    values = {name: _plain(value) for name, value in vars(block).items()}
    return {"kind": block.kind, **values}


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else value
