"""Figures as files, for a paper, a talk or a README."""

from __future__ import annotations

import os
from pathlib import Path

from ...errors import InputError
from ..evidence._document import write_atomically
from ..evidence._evidence import Evidence
from ._blocks import Shown
from ._canvas import Picture, drawing
from ._contents import contents
from ._overview import overview
from ._rows import Rows

#: Kinds of files that figures can be.
FIGURE_KINDS = ("svg", "pdf", "png")


def figures(evidence: Evidence, rows: Rows | None = None) -> tuple[Picture, ...]:
    """Return all pictures of the report, in its order."""
    blocks = (block for section in contents(evidence, rows=rows) for block in section.blocks)
    return overview(evidence), *(b.picture for b in blocks if isinstance(b, Shown))


def save_overview(evidence: Evidence, path: str | os.PathLike[str]) -> Path:
    """Write the overview as a picture of its own, for a README, a talk or a paper.

    Parameters
    ----------
    evidence : Evidence
        What to show.
    path : path-like
        Ends in ``.svg``, ``.png`` or ``.pdf``.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        If the path ends in anything else.
    """
    path = Path(path)
    kind = path.suffix.lower().removeprefix(".")
    if kind not in FIGURE_KINDS:
        raise InputError(f"A picture is saved as .svg, .png or .pdf, got {path.name!r}.")
    return _save(overview(evidence), path, kind)


def save_figures(
    evidence: Evidence,
    folder: str | os.PathLike[str],
    kind: str = "svg",
    rows: Rows | None = None,
) -> tuple[Path, ...]:
    """Write every figure of the report as a file of its own.

    Parameters
    ----------
    evidence : Evidence
        What to show. Figures in files are in English whatever the report's language.
    folder : path-like
        Where to; made if need be. Files are named after the figures: ``overview.svg``.
    kind : {"svg", "pdf", "png"}
        Of the files. SVG keeps text as text and leaves the font to who shows it; PDF brings its
        fonts along; PNG has 160 pixels an inch.
    rows : Rows, optional
        What was said of each row, for pictures of it; `read_rows` reads it from a run's folder.

    Returns
    -------
    tuple of Path
        The files, in the order of the report.

    Raises
    ------
    InputError
        If `kind` is another one, or the folder cannot be written.
    """
    if kind not in FIGURE_KINDS:
        raise InputError(f"Figures are saved as {', '.join(FIGURE_KINDS)}, got {kind!r}.")
    folder = Path(folder)
    return tuple(_save(p, folder / f"{p.name}.{kind}", kind) for p in figures(evidence, rows))


def _save(picture: Picture, path: Path, kind: str) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"The folder {path.parent} cannot be made ({error.strerror}); choose another one."
        ) from None
    if kind == "svg":
        return write_atomically(path, picture.svg(standalone=True))
    with drawing(picture.name):
        figure = picture.draw(False)
        metadata = {"CreationDate": None} if kind == "pdf" else {"Software": None}
        figure.savefig(path, dpi=160, facecolor="white", metadata=metadata)
    return path
