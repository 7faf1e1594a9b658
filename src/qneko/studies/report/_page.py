"""The report as one HTML page: its two parts put into the template."""

from __future__ import annotations

import os
import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from ..evidence._document import write_atomically
from ..evidence._evidence import Evidence
from ..words._messages import Language
from ._canvas import Picture
from ._contents import contents
from ._rows import Rows
from ._summary import summary


def render_report(
    evidence: Evidence, language: Language | None = None, rows: Rows | None = None
) -> str:
    """Return the report as one self-contained HTML page.

    Parameters
    ----------
    evidence : Evidence
        What the page says comes from here; equal evidence gives an equal page.
    language : {"en", "ja"}, optional
        Of the first part: verdict, picture, meaning, next steps, costs. The long part is in
        English. Without it, the one that the study file asked for.
    rows : Rows, optional
        What was said of each row, for pictures of it; `read_rows` reads it from a run's folder.

    Returns
    -------
    str
        HTML 5 with its style and its pictures (SVG) inside: no script, no network.
    """
    first = summary(evidence, language or evidence.run.language)
    environment = template_environment()
    return environment.get_template("report.html.j2").render(
        evidence=evidence,
        first=first,
        sections=contents(evidence, first.language, rows),
        style=style(),
    )


def write_report(
    evidence: Evidence,
    path: str | os.PathLike[str],
    language: Language | None = None,
    rows: Rows | None = None,
) -> Path:
    """Write the report to `path`, all of it or nothing, and return the path."""
    return write_atomically(path, render_report(evidence, language, rows))


def template_environment() -> Environment:
    """Return the environment in which the templates of this folder are rendered."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_bind,
    )
    environment.filters["breakable"] = _breakable
    environment.filters["svg"] = _svg
    # a no-break space would spoil it for copying
    environment.filters["as_it_is"] = lambda text: Markup("{}").format(text)
    return environment


def style() -> Markup:
    """Return the style sheet of all pages."""
    return Markup((Path(__file__).parent / "style.css").read_text(encoding="utf-8"))


# A number and its unit, or p and its value, stay on one line.
_LOOSE = re.compile(r"(?<=\d) (?=%|s\b|(?:m|b|tr)illion\b)|(?<=\bp) (?=[<=] \d)|(?<=[<=]) (?=\d)")


def _bind(value: object) -> object:
    if isinstance(value, str) and not isinstance(value, Markup):
        return _LOOSE.sub("\N{NO-BREAK SPACE}", value)
    return value


def _breakable(name: str) -> Markup:
    """Return a name that may be broken after an underscore, as hyperparameters have them."""
    return Markup("_<wbr>").join(escape(part) for part in name.split("_"))


def _svg(picture: Picture, narrow: bool = False) -> Markup:
    # the SVG is ours and escapes what comes from users itself
    return Markup(picture.svg(narrow=narrow))
