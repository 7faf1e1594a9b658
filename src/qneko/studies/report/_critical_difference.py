"""The critical-difference diagram: mean ranks on a line, joined where no difference was found."""

from __future__ import annotations

import math

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..evidence._collection import Collection, Entrant
from ..verdict._sentences import initial
from ..words._measures import fixed
from ._canvas import INK, MARKS, Picture, new_figure, shorten


def critical_difference_diagram(collection: Collection) -> Picture:
    """Return Demšar's diagram, the best rank at the left."""
    ordered = sorted(collection.entrants, key=lambda e: (e.mean_rank, e.id))
    difference = collection.critical_difference
    assert difference is not None
    facts = [f"{initial(e.label)} {fixed(e.mean_rank, 2)}" for e in ordered]
    return Picture(
        name="ranks",
        title="Mean ranks, and which of them may be equal",
        description=(
            f"Mean ranks, 1 is best: {'; '.join(facts)}. Critical difference "
            f"{fixed(difference, 2)}; {_in_words(collection)}"
        ),
        draw=lambda narrow: _draw(collection, ordered, narrow),
    )


def _in_words(collection: Collection) -> str:
    label = {e.id: e.label for e in collection.entrants}
    if not collection.groups:
        return "all models differ by more."
    spans = [f"from {label[group[0]]} to {label[group[-1]]}" for group in collection.groups]
    return f"within it of each other: {'; '.join(spans)}."


def _draw(collection: Collection, ordered: list[Entrant], narrow: bool) -> Figure:
    k = len(ordered)
    # labels on both sides of a wide picture, above their lines in a narrow one
    rows = k if narrow else math.ceil(k / 2)
    row, bars = (0.46 if narrow else 0.27), 0.11 * len(collection.groups)
    height = 1.0 + bars + row * rows + 0.15
    figure, axes = new_figure(narrow, height)
    left, right = (0.03, 0.97) if narrow else (0.36, 0.64)
    figure.subplots_adjust(left=left, right=right, top=1.0, bottom=0.0)
    axes.set_axis_off()
    best, worst = ordered[0].mean_rank, ordered[-1].mean_rank
    difference = collection.critical_difference
    assert difference is not None
    low = math.floor(best)
    high = max(math.ceil(worst), math.ceil(low + difference))
    axes.set_xlim(low, high)
    axes.set_ylim(height, 0.0)  # inches from the top
    size = 10 if narrow else 11
    _ruler(axes, low, high, difference, size)
    ranks = {e.id: e.mean_rank for e in ordered}
    for i, group in enumerate(collection.groups):
        y = 0.92 + 0.11 * (i + 1)
        ends = (ranks[group[0]], ranks[group[-1]])
        axes.plot(ends, (y, y), color=INK, lw=4.0, solid_capstyle="round", clip_on=False)
    for place, entrant in enumerate(ordered):
        first_half = narrow or place < math.ceil(k / 2)
        at = place if first_half else k - 1 - place
        y = 1.0 + bars + row * (at + 0.9)
        _label(axes, entrant, y, "left" if first_half else "right", narrow, size)
    return figure


def _ruler(axes: Axes, low: float, high: float, difference: float, size: float) -> None:
    """Draw the line of ranks, and above it how long the critical difference is."""
    y = 0.88
    axes.plot((low, high), (y, y), color=INK, lw=1.2, clip_on=False)
    step = max(1, math.ceil((high - low) / 10))
    for rank in range(int(low), int(high) + 1, step):
        axes.plot((rank, rank), (y - 0.07, y), color=INK, lw=1.2, clip_on=False)
        axes.text(rank, y - 0.1, str(rank), ha="center", va="bottom", fontsize=size - 1)
    axes.plot((low, low + difference), (0.45, 0.45), color=INK, lw=1.6, clip_on=False)
    for end in (low, low + difference):
        axes.plot((end, end), (0.39, 0.51), color=INK, lw=1.6, clip_on=False)
    axes.text(
        low + difference / 2, 0.34, f"critical difference {fixed(difference, 2)}", ha="center",
        va="bottom", fontsize=size - 1,
    )  # fmt: skip


def _label(axes: Axes, entrant: Entrant, y: float, side: str, narrow: bool, size: float) -> None:
    """Draw a line from a rank down and aside to its label."""
    mark = MARKS[entrant.role]
    low, high = axes.get_xlim()
    room = 0.02 * (high - low)
    end = low if narrow else (low - room if side == "left" else high + room)
    rank = entrant.mean_rank
    axes.plot((rank, rank, end), (0.88, y, y), color=mark.colour, lw=1.2, clip_on=False, zorder=1)
    axes.plot(
        rank, 0.88, mark.shape, color=mark.colour, ms=0.8 * mark.size, mec="white", clip_on=False,
        zorder=3,
    )  # fmt: skip
    text = f"{shorten(initial(entrant.label), 44 if narrow else 36)}  {fixed(rank, 2)}"
    if narrow:
        # lines of the ranks below run through here
        ground = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
        axes.text(low, y - 0.07, text, ha="left", va="bottom", fontsize=size, bbox=ground)
        return
    x = end - room if side == "left" else end + room
    axes.text(x, y, text, ha="right" if side == "left" else "left", va="center", fontsize=size)
