"""The report in the form that somebody asks for."""

from __future__ import annotations

import os
from pathlib import Path

from ...errors import InputError
from ..evidence._evidence import Evidence
from ..words._messages import Language
from ._json import write_json
from ._latex import write_latex
from ._markdown import write_markdown
from ._page import write_report
from ._rows import Rows

#: Forms that a report can have.
REPORT_KINDS = ("html", "markdown", "latex", "json")


def export_report(
    evidence: Evidence,
    folder: str | os.PathLike[str],
    kind: str = "html",
    language: Language | None = None,
    rows: Rows | None = None,
) -> Path:
    """Write the report in one of its forms.

    Parameters
    ----------
    evidence : Evidence
        All that it says comes from here.
    folder : path-like
        Where to, usually the run's folder.
    kind : {"html", "markdown", "latex", "json"}
        ``report.html``; ``report.md`` with the folder ``figures``; the folder ``latex`` with
        tables, a methods paragraph and references; ``report.json``.
    language : {"en", "ja"}, optional
        Of the first part; without it, the one that the study file asked for. LaTeX files are in
        English.
    rows : Rows, optional
        What was said of each row, for pictures of it; `read_rows` reads it from a run's folder.

    Returns
    -------
    Path
        What was written.

    Raises
    ------
    InputError
        If `kind` is another one.
    """
    folder = Path(folder)
    match kind:
        case "html":
            return write_report(evidence, folder / "report.html", language, rows)
        case "markdown":
            return write_markdown(evidence, folder / "report.md", language, rows)
        case "latex":
            return write_latex(evidence, folder / "latex")
        case "json":
            return write_json(evidence, folder / "report.json", language, rows)
    raise InputError(f"A report is written as {', '.join(REPORT_KINDS)}, got {kind!r}.")
