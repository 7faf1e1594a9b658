"""What the pictures of rows have in common: panels, marks of classes, and how they stay light."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from .._canvas import GRID, shorten

#: Marks of a picture up to which each is an element of the SVG; more become images inside it.
MOST_MARKS = 1000

#: Rows that a picture of classes shows; of more it shows one of two, three, ... and says so.
_MOST_ROWS = 2000

#: Classes by colour and shape, either is enough; Okabe and Ito's colours.
CLASS_MARKS = (
    ("#0072B2", "o"), ("#D55E00", "^"), ("#009E73", "s"), ("#CC79A7", "D"), ("#E69F00", "v"),
    ("#6e7781", "P"),
)  # fmt: skip


def make_panels(
    narrow: bool, n: int, height: float, *, extra: float = 0.0, to_scale: bool = False
) -> tuple[Figure, list[Axes]]:
    """Return a figure of `n` panels, each `height` inches high: side by side, or stacked.

    Parameters
    ----------
    narrow : bool
        One column only, for telephones.
    n : int
        How many panels.
    height : float
        Of a row of panels.
    extra : float
        Inches for a legend below the panels.
    to_scale : bool
        Whether the axes of a panel keep their proportions.
    """
    columns = 1 if narrow else 2
    rows = -(-n // columns)
    figure = Figure(
        figsize=(4.0 if narrow else 10.0, height * rows + extra),
        layout="compressed" if to_scale else "constrained",
    )
    return figure, list(figure.subplots(rows, columns, squeeze=False).flat)


def add_legend(figure: Figure, handles: list[Line2D], columns: int) -> None:
    """Write the legend of all panels below them."""
    figure.legend(
        handles=handles, loc="outside lower left", ncols=columns, fontsize=9.5, handlelength=2.6,
        columnspacing=1.2, labelspacing=0.3,
    )  # fmt: skip


def class_handles(names: Iterable[str]) -> list[Line2D]:
    """Return the marks of classes for a legend."""
    return [
        Line2D([], [], color=colour, marker=shape, ls="", ms=6, label=shorten(name, 34))
        for name, (colour, shape) in zip(names, CLASS_MARKS, strict=False)
    ]


def head(axes: Axes, text: str, narrow: bool, length: int = 46) -> None:
    """Write what a panel shows above it, at the left."""
    axes.set_title(shorten(text, length), fontsize=10 if narrow else 11, loc="left")


def net(axes: Axes) -> None:
    """Draw the grid below everything else."""
    axes.grid(color=GRID, lw=0.8)
    axes.set_axisbelow(True)


def is_many(count: int) -> bool:
    """Return whether so many marks in a picture become images."""
    return count > MOST_MARKS


def thinned(n_rows: int) -> tuple[NDArray[np.bool_], str]:
    """Return which rows a picture of classes shows, and what its caption says of that."""
    step = -(-n_rows // _MOST_ROWS)
    said = f" One row of {step} is drawn, so that marks can be told apart." if step > 1 else ""
    return np.arange(n_rows) % step == 0, said


def mark_size(count: int) -> float:
    """Return the area of a mark, in square points, that leaves `count` of them readable."""
    return float(np.clip(9000.0 / max(count, 1), 5.0, 34.0))


def limits(*values: NDArray[np.float64]) -> tuple[float, float]:
    """Return the range of all values with some room, never empty."""
    low = min(float(v.min()) for v in values)
    high = max(float(v.max()) for v in values)
    room = 0.04 * (high - low) or 0.04 * (abs(high) or 1.0)
    return low - room, high + room
