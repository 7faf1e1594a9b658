"""Confusion table as a heat map: which class was taken for which, with the counts."""

from __future__ import annotations

from collections import Counter

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from numpy.typing import NDArray

from ...words._measures import fixed
from .._blocks import Block, Shown, Table, Tables
from .._canvas import MARKS, Picture, shorten
from .._rows import Forecaster, Rows
from ._panels import head, make_panels

NAME = "confusion"
#: More classes have no room for their numbers; of them nothing is drawn.
_MOST_CLASSES = 12
#: Next to black, and not the page's ink: cells keep their colours where the page turns dark.
_TEXT = "#14181c"


def applies(rows: Rows) -> bool:
    """Return whether a few classes were predicted."""
    return not rows.are_numbers and 2 <= len(_labels(rows)) <= _MOST_CLASSES


def show(rows: Rows) -> tuple[Block, ...]:
    """Return the map of the best quantum model and of the bar, and the counts as tables."""
    facts = []
    for one in rows.pair:
        counts = confusion(rows, one)
        right, total = int(np.trace(counts)), int(counts.sum())
        facts.append(f"{one.label}: {right} of {total} right")
    picture = Picture(
        NAME,
        f"Which class was taken for which: {rows.target}",
        f"{'; '.join(facts)}. All counts are in the tables below.",
        lambda narrow: _draw(rows, narrow),
    )
    caption = (
        "A row of cells is a true class, a column what it was taken for; the diagonal is right. "
        "Numbers count test rows of the first repeat, each predicted by a model that had not seen "
        "it; a cell is the darker the larger its share of the true class."
    )
    return Shown(picture, caption), Tables(tuple(_table(rows, one) for one in rows.pair))


def _labels(rows: Rows) -> tuple[str, ...]:
    return tuple(rows.evidence.data.classes or rows.classes)


def confusion(rows: Rows, one: Forecaster) -> NDArray[np.int64]:
    """Return how many rows of each class (axis 0) were taken for each class (axis 1)."""
    labels = _labels(rows)
    found = Counter(zip(rows.truth.tolist(), one.said.tolist(), strict=True))
    return np.array([[found[t, s] for s in labels] for t in labels])


def _table(rows: Rows, one: Forecaster) -> Table:
    labels, counts = _labels(rows), confusion(rows, one)
    cells = tuple(
        (label, *map(str, line.tolist()), _percent(line[i], line.sum()))
        for i, (label, line) in enumerate(zip(labels, counts, strict=True))
    )
    return Table(
        caption=f"Taken for: {one.label}",
        header=("True class", *labels, "Right (%)"),
        rows=cells,
    )


def _percent(part: int, whole: int) -> str:
    return fixed(100.0 * part / whole, 1) if whole else "–"


def _draw(rows: Rows, narrow: bool) -> Figure:
    labels = _labels(rows)
    height = 1.5 + (0.42 if len(labels) > 4 else 0.62) * len(labels)
    figure, panels = make_panels(narrow, 2, height)
    for axes, one in zip(panels, rows.pair, strict=True):
        _panel(axes, confusion(rows, one), labels, MARKS[one.role].colour, narrow)
        head(axes, one.label, narrow, 40)
    return figure


def _panel(
    axes: Axes, counts: NDArray[np.int64], labels: tuple[str, ...], colour: str, narrow: bool
) -> None:
    n = len(labels)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    shade = LinearSegmentedColormap.from_list("share", ["#fdfdfd", colour])
    edges = np.arange(n + 1)
    axes.pcolormesh(
        edges, edges, shares, cmap=shade, vmin=0, vmax=1.3, edgecolors="#c9d1d9", linewidth=0.8
    )
    for (i, j), count in np.ndenumerate(counts):
        axes.text(
            j + 0.5, i + 0.5, str(count), ha="center", va="center", fontsize=12 if n <= 4 else 9,
            color=_TEXT,
        )  # fmt: skip
    axes.set_ylim(n, 0)
    # between the names of three classes there is room; of more they are turned
    turned = sum(map(len, labels)) > (28 if narrow else 36)
    axes.set_xticks(
        edges[:-1] + 0.5, [shorten(x, 16) for x in labels], rotation=35 if turned else 0,
        ha="right" if turned else "center", rotation_mode="anchor" if turned else None,
    )  # fmt: skip
    axes.set_yticks(edges[:-1] + 0.5, [shorten(x, 16) for x in labels])
    axes.tick_params(length=0, labelsize=9.5)
    axes.set_xlabel("Taken for", fontsize=10)
    axes.set_ylabel("True class", fontsize=10)
    for spine in axes.spines.values():
        spine.set_visible(False)
