"""The picture of the verdict: all models with intervals, and the bar."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from ..evidence._evidence import Candidate, Evidence
from ..evidence._record import Interval
from ..statistics._bars import ScoreTable
from ..verdict._sentences import initial, number_style
from ..words._measures import NumberStyle
from ..words._messages import Language, say
from ._canvas import (
    BAND,
    FAINT,
    GRID,
    INK,
    MARKS,
    Picture,
    new_figure,
    shorten,
    tick_format,
)


@dataclass(frozen=True)
class _Row:
    candidate: Candidate
    mean: float
    interval: Interval | None


def overview(evidence: Evidence, language: Language = "en") -> Picture:
    """Return the picture that a non-expert reads first."""
    style = number_style(ScoreTable(evidence), language)
    bar = evidence.bars.full
    best = next(s for s in _primary(evidence) if s.candidate.id == evidence.verdict.candidate)
    better = "overview.right" if evidence.protocol.greater_is_better else "overview.left"
    return Picture(
        name="overview",
        title=say(language, "overview.title"),
        description=say(
            language,
            "overview.description",
            measure=style.label,
            direction=say(language, better),
            model=best.candidate.label,
            score=style.score(best.mean),
            bar_score=style.score(bar.mean),
        ),
        draw=lambda narrow: _draw_overview(evidence, style, narrow),
    )


def _primary(evidence: Evidence) -> list[_Row]:
    by_id = {c.id: c for c in evidence.candidates}
    return [
        _Row(by_id[s.candidate], s.mean, s.interval)
        for s in evidence.summaries
        if s.metric == evidence.protocol.metric
    ]


# From top to bottom.
_ORDER = ("quantum", "control", "surrogate", "baseline", "dummy")


def _groups(evidence: Evidence, language: Language) -> list[tuple[str, list[_Row]]]:
    """Return headings and rows, best first within a group."""
    table, rows = ScoreTable(evidence), _primary(evidence)
    groups: dict[str, list[_Row]] = {}
    several = len({c.inputs for c in evidence.candidates if c.role == "baseline"}) > 1
    for row in rows:
        c = row.candidate
        heading = say(language, f"overview.{c.role}")
        if several and c.role == "baseline":
            heading = say(language, f"overview.{c.inputs}", heading=heading)
        groups.setdefault(heading, []).append(row)
    for of_one in groups.values():
        of_one.sort(key=lambda r: (-table.quality(r.mean), r.candidate.id))
    return sorted(groups.items(), key=lambda g: _ORDER.index(g[1][0].candidate.role))


def _draw_overview(evidence: Evidence, style: NumberStyle, narrow: bool) -> Figure:
    groups = _groups(evidence, style.language)
    # on a telephone labels stand above their rows, so rows are higher
    row_height, heading_height = (1.65, 1.25) if narrow else (1.0, 1.25)
    total = sum(heading_height + row_height * len(rows) for _, rows in groups)
    figure, axes = new_figure(narrow, 0.29 * total + 0.6)
    low, high = _limits(evidence, groups)
    axes.set_xlim(low, high)
    axes.set_ylim(total + 0.2, -0.9)
    _draw_bar(evidence, axes, style, narrow)
    left, indent = (0.0, 0.06) if narrow else (-0.58, 0.04)
    label_at = left if narrow else left + indent
    at = 0.0
    for heading, rows in groups:
        at += heading_height
        mark = MARKS[rows[0].candidate.role]
        _text(axes, left + indent, at - 0.62, initial(heading), narrow, weight="bold")
        axes.plot(
            left + indent / 3, at - 0.62, mark.shape, color=mark.colour, ms=mark.size,
            transform=axes.get_yaxis_transform(), clip_on=False,
        )  # fmt: skip
        for row in rows:
            _draw_row(axes, row, at + row_height - 0.5, style, narrow, label_at)
            at += row_height
    _finish(evidence, figure, axes, style, narrow)
    return figure


def _limits(evidence: Evidence, groups: list[tuple[str, list[_Row]]]) -> tuple[float, float]:
    """Return the range of scores worth showing: all but a guess that is far off."""
    rows = [r for _, of_one in groups for r in of_one if r.candidate.role != "dummy"]
    values = [b for r in rows for b in (r.interval or (r.mean, r.mean))]
    values += evidence.bars.full.interval or (evidence.bars.full.mean,)
    low, high = min(values), max(values)
    room = 0.06 * (high - low) or 0.01 * (abs(high) or 1.0)
    return low - room, high + room


def _draw_bar(evidence: Evidence, axes: Axes, style: NumberStyle, narrow: bool) -> None:
    bar = evidence.bars.full
    if bar.interval is not None:
        axes.axvspan(*bar.interval, color=BAND, lw=0, zorder=0)
    axes.axvline(bar.mean, color=INK, lw=1.4, ls=(0, (5, 2)), zorder=1)
    low, high = axes.get_xlim()
    on_the_right = bar.mean > (low + high) / 2
    axes.annotate(
        say(style.language, "overview.bar", score=style.score(bar.mean)),
        (bar.mean, -0.45),
        xytext=(-5 if on_the_right else 5, 0),
        textcoords="offset points",
        ha="right" if on_the_right else "left",
        va="center",
        fontsize=10 if narrow else 11,
        fontweight="bold",
    )


def _text(axes: Axes, x: float, y: float, text: str, narrow: bool, **how: object) -> None:
    """Write at `x` in shares of the axes and `y` in rows."""
    axes.text(
        x,
        y,
        shorten(text, 46 if narrow else 50),
        transform=axes.get_yaxis_transform(),
        va="center",
        fontsize=10 if narrow else 11,
        **how,  # type: ignore[arg-type]
    )


def _draw_row(
    axes: Axes, row: _Row, y: float, style: NumberStyle, narrow: bool, left: float
) -> None:
    mark, (low, high) = MARKS[row.candidate.role], axes.get_xlim()
    label_y = y - 0.72 if narrow else y
    _text(axes, left, label_y, initial(row.candidate.label), narrow)
    value = style.score(row.mean)
    if low <= row.mean <= high:
        if row.interval is not None:
            axes.plot(row.interval, (y, y), color=mark.colour, lw=2.2, solid_capstyle="butt")
        axes.plot(
            row.mean, y, mark.shape, color=mark.colour, ms=mark.size, mec="white", mew=0.8, zorder=3
        )
    else:
        is_left = row.mean < low
        axes.annotate(
            "",
            (0.0 if is_left else 1.0, y),
            xytext=(0.06 if is_left else 0.94, y),
            xycoords=axes.get_yaxis_transform(),
            arrowprops={"arrowstyle": "-|>", "color": mark.colour, "lw": 1.6},
        )
        _text(
            axes, 0.075 if is_left else 0.925, y, say(style.language, "overview.outside"), narrow,
            color=FAINT, ha="left" if is_left else "right", style="italic",
        )  # fmt: skip
    _text(axes, 1.0 if narrow else 1.155, label_y, value, narrow, ha="right")


def _finish(
    evidence: Evidence, figure: Figure, axes: Axes, style: NumberStyle, narrow: bool
) -> None:
    axes.yaxis.set_visible(False)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x", color=GRID, lw=0.8)
    axes.set_axisbelow(True)
    axes.xaxis.set_major_locator(MaxNLocator(4 if narrow else 7, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(tick_format(style))
    measure = style.label
    if unit := style.score_unit.strip():
        measure = say(style.language, "overview.with_unit", measure=measure, unit=unit)
    key = "overview.axis_right" if evidence.protocol.greater_is_better else "overview.axis_left"
    size = 10 if narrow else 11
    axes.set_xlabel(say(style.language, key, measure=measure), fontsize=size)
    height = figure.get_figheight()
    figure.subplots_adjust(
        left=0.02 if narrow else 0.335,
        right=0.98 if narrow else 0.91,
        top=0.99,
        bottom=0.6 / height,
    )
