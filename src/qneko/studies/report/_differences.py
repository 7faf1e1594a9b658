"""The picture of the differences: split by split, their mean and interval, and the margin."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from ..evidence._evidence import Evidence
from ..evidence._findings import Contrast
from ..statistics._bars import ScoreTable
from ..verdict._sentences import initial, number_style
from ..words._measures import NumberStyle
from ._canvas import BAND, GRID, INK, MARKS, Picture, new_figure, shorten, tick_format

_RIVALS = {
    "bar_full": "against the classical bar",
    "bar_reduced": "against the bar on the same inputs",
    "control": "against its control",
    "surrogate": "against its surrogate",
}


def differences(evidence: Evidence) -> Picture:
    """Return the picture of all contrasts but those against the dummy, which dwarf the rest."""
    style = number_style(ScoreTable(evidence))
    hidden = {"dummy"}
    if evidence.bars.reduced == evidence.bars.full:
        hidden.add("bar_reduced")
    shown = [c for c in evidence.contrasts if c.against not in hidden]
    facts = []
    label = {c.id: c.label for c in evidence.candidates}
    for c in shown:
        interval = (
            f", interval {style.interval(c.interval, c.standard_error)}" if c.interval else ""
        )
        facts.append(
            f"{label[c.candidate]} {_RIVALS[c.against]}: "
            f"{style.difference(c.difference, c.standard_error)}{interval}"
        )
    return Picture(
        name="differences",
        title="Differences split by split; positive is better for the quantum model",
        description=". ".join(facts) + ".",
        draw=lambda narrow: _draw(evidence, shown, style, narrow),
    )


def _draw(evidence: Evidence, shown: list[Contrast], style: NumberStyle, narrow: bool) -> Figure:
    label = {c.id: c.label for c in evidence.candidates}
    by_model: dict[str, list[Contrast]] = {}
    for contrast in shown:
        by_model.setdefault(contrast.candidate, []).append(contrast)
    row, heading = (1.7, 1.2) if narrow else (1.15, 1.2)
    total = sum(heading + row * len(of_one) for of_one in by_model.values())
    figure, axes = new_figure(narrow, 0.32 * total + 0.9)
    margin = evidence.protocol.margin
    axes.axvspan(-margin, margin, color=BAND, lw=0, zorder=0)
    axes.axvline(0.0, color=INK, lw=1.2, zorder=1)
    size = 10 if narrow else 11
    at = 0.0
    for model, of_one in by_model.items():
        at += heading
        _label(axes, 0.0 if narrow else -0.51, at - 0.5, initial(label[model]), size, weight="bold")
        for contrast in of_one:
            y = at + row - 0.55
            x = 0.0 if narrow else -0.47
            _label(axes, x, y - 0.78 if narrow else y, _RIVALS[contrast.against], size)
            _draw_contrast(axes, contrast, y)
            at += row
    axes.set_ylim(total + 0.2, 0.0)
    _finish(figure, axes, style, narrow)
    return figure


def _label(axes: Axes, x: float, y: float, text: str, size: float, **how: object) -> None:
    axes.text(
        x, y, shorten(text, 46), transform=axes.get_yaxis_transform(), va="center", fontsize=size,
        **how,  # type: ignore[arg-type]
    )  # fmt: skip


def _draw_contrast(axes: Axes, contrast: Contrast, y: float) -> None:
    mark = MARKS[contrast.against if contrast.against in ("control", "surrogate") else "baseline"]
    count = len(contrast.differences)
    # spread over the row in the order of the splits, so that equal differences stay countable
    heights = [y + 0.34 * ((i + 0.5) / count - 0.5) * 2 for i in range(count)]
    axes.plot(
        contrast.differences, heights, mark.shape, color=mark.colour, ms=4, alpha=0.75, mew=0,
        zorder=2,
    )  # fmt: skip
    if contrast.interval is not None:
        axes.plot(contrast.interval, (y, y), color=MARKS["quantum"].colour, lw=2.4, zorder=3)
    axes.plot(
        contrast.difference, y, MARKS["quantum"].shape, color=MARKS["quantum"].colour, ms=9,
        mec="white", mew=0.9, zorder=4,
    )  # fmt: skip


def _finish(figure: Figure, axes: Axes, style: NumberStyle, narrow: bool) -> None:
    axes.yaxis.set_visible(False)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x", color=GRID, lw=0.8)
    axes.set_axisbelow(True)
    axes.margins(x=0.06)
    axes.xaxis.set_major_locator(MaxNLocator(4 if narrow else 8, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(tick_format(style))
    unit = style.difference_unit.strip()
    name = "Difference" if narrow else f"Difference in {style.measure.label}"
    axes.set_xlabel(
        f"{name}{f' ({unit})' if unit else ''}\nleft of 0: worse; right of 0: better",
        fontsize=10 if narrow else 11,
    )
    height = figure.get_figheight()
    figure.subplots_adjust(
        left=0.02 if narrow else 0.335, right=0.98, top=1.0, bottom=0.75 / height
    )
