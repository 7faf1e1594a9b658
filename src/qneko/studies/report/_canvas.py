"""Drawing: colours and marks of the roles, and Matplotlib figures as accessible inline SVG."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from ..words._measures import MINUS, NumberStyle

#: Dots an inch of images inside an SVG, which clouds of many marks become.
_IMAGE_DPI = 120
INK, FAINT, GRID, BAND = "#1b1f24", "#57606a", "#d8dee4", "#e3e7eb"


@dataclass(frozen=True)
class Mark:
    """How one role looks; shape and colour both tell it, either is enough.

    Parameters
    ----------
    colour : str
        Of Okabe and Ito's palette, which colour-blind people can tell apart.
    shape : str
        Matplotlib marker.
    size : float
        Marker size in points.
    line : str
        Line style where points are joined.
    name : str
        The role in words.
    """

    colour: str
    shape: str
    size: float
    line: str
    name: str


MARKS = {
    "quantum": Mark("#0072B2", "o", 8.5, "-", "quantum model"),
    "control": Mark("#E69F00", "D", 6.8, "--", "control (no entanglement)"),
    "surrogate": Mark("#CC79A7", "^", 7.6, "--", "classical surrogate"),
    "baseline": Mark("#009E73", "s", 7.2, "-.", "classical baseline"),
    "dummy": Mark("#6e7781", "X", 7.5, ":", "guess that ignores the inputs"),
}

_RC: dict[str, Any] = {
    # text stays text: small files, selectable, and the reader's own font
    "svg.fonttype": "none",
    # outlines that journals and other programs can edit and search
    "pdf.fonttype": 42,
    "text.parse_math": False,
    "font.family": ["DejaVu Sans"],
    "font.size": 10.0,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": True,
    "text.color": INK,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "legend.frameon": False,
    "figure.facecolor": "none",
    "savefig.facecolor": "none",
}


@contextmanager
def drawing(salt: str = "qneko") -> Iterator[None]:
    """Set Matplotlib up for our figures, whatever the user's own configuration says.

    Parameters
    ----------
    salt : str
        Makes the identifiers inside an SVG the same at every run.
    """
    with mpl.rc_context(), warnings.catch_warnings():
        # labels may be in any script; the reader's browser has fonts that Matplotlib lacks
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        mpl.rcdefaults()
        settings: Any = {**_RC, "svg.hashsalt": salt}
        mpl.rcParams.update(settings)
        yield


@dataclass(frozen=True)
class Picture:
    """A figure of the report: drawn wide for pages, narrow for telephones.

    Parameters
    ----------
    name : str
        Short name, prefix of all identifiers in the SVG.
    title : str
        What the picture is, for those who do not see it.
    description : str
        What can be seen in it.
    draw : callable
        ``draw(narrow) -> Figure``.
    """

    name: str
    title: str
    description: str
    draw: Callable[[bool], Figure]

    def svg(self, *, narrow: bool = False, standalone: bool = False) -> str:
        """Return the picture as an SVG element, equal for equal evidence.

        Parameters
        ----------
        narrow : bool
            About 360 pixels wide instead of 900.
        standalone : bool
            With a size and a white ground, for a file of its own.
        """
        prefix = f"{self.name}-{'narrow' if narrow else 'wide'}"
        buffer = io.StringIO()
        with drawing(prefix):
            figure = self.draw(narrow)
            FigureCanvasSVG(figure)
            if standalone:
                figure.set_facecolor("white")
            figure.savefig(
                buffer,
                format="svg",
                dpi=_IMAGE_DPI,
                facecolor=figure.get_facecolor(),
                metadata={"Date": None, "Creator": None, "Format": None, "Type": None},
            )
        return _as_element(buffer.getvalue(), prefix, self.title, self.description, standalone)


def _as_element(text: str, prefix: str, title: str, description: str, standalone: bool) -> str:
    """Turn Matplotlib's SVG file into an element with title and description."""
    text = text[text.index("<svg") :]
    # several pictures stand on one page, and the browser knows identifiers by page
    text = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}-\1"', text)
    text = re.sub(r'(xlink:href|href)="#([^"]+)"', rf'\1="#{prefix}-\2"', text)
    text = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}-\1)", text)
    text = re.sub(r"<metadata>.*?</metadata>\s*", "", text, flags=re.DOTALL)
    text = text.replace("'DejaVu Sans'", "system-ui, 'Helvetica Neue', Arial, 'DejaVu Sans'")
    text = _COORDINATES.sub(lambda found: _DIGITS.sub(r"\1", found[0]), text)
    end = text.index(">")
    head = text[:end]
    if not standalone:
        head = re.sub(r'\s(width|height)="[^"]*"', "", head)
        text = _follow_the_page(text)
    head += f' role="img" aria-labelledby="{prefix}-title {prefix}-desc"'
    return (
        f'{head}>\n<title id="{prefix}-title">{escape(title)}</title>\n'
        f'<desc id="{prefix}-desc">{escape(description)}</desc>{text[end + 1 :].rstrip()}\n'
    )


# A hundredth of a point is finer than any screen; Matplotlib writes a millionth.
_COORDINATES, _DIGITS = re.compile(r'\b(?:d|x|y)="[^"]*"'), re.compile(r"(\.\d\d)\d+")


def _follow_the_page(text: str) -> str:
    """Let the page set ink and ground, so that a picture is readable on a dark one too."""
    for colour, name in (
        (INK, "ink"), (FAINT, "faint"), (GRID, "line"), (BAND, "band"), ("#ffffff", "paper"),
    ):  # fmt: skip
        text = re.sub(rf"(fill|stroke): {colour}\b", rf"\1: var(--{name}, {colour})", text)
    return text


def new_figure(narrow: bool, height: float) -> tuple[Figure, Axes]:
    """Return an empty figure of our width, `height` inches high, with one pair of axes."""
    figure = Figure(figsize=(4.0 if narrow else 10.0, height))
    return figure, figure.add_subplot()


def shorten(text: str, length: int) -> str:
    """Return `text`, cut with an ellipsis if it is longer than a picture has room for."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def tick_format(style: NumberStyle) -> FuncFormatter:
    """Return how scores are written along an axis: per cent without the sign, or plain."""
    factor = 100.0 if style.measure.is_share else 1.0
    return FuncFormatter(lambda value, _: f"{value * factor:g}".replace("-", MINUS))
