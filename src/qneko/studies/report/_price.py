"""Scores against the seconds that they took: who is worth waiting for."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from ..evidence._evidence import Candidate, Evidence
from ..statistics._bars import ScoreTable
from ..verdict._sentences import initial, number_style
from ..words._measures import significant
from ._canvas import FAINT, MARKS, Picture, new_figure, shorten, tick_format
from ._curves import finish

_SECONDS = "Seconds of tuning and fitting, all outer splits together"


@dataclass(frozen=True)
class _Point:
    candidate: Candidate
    seconds: float
    mean: float


def price(evidence: Evidence) -> Picture | None:
    """Return the picture of scores against seconds; None for evidence without timings.

    Every candidate had the same number of trials, and some take far longer for them: this is the
    other view of fairness. A candidate is on the front if no other one is as good in less time.
    """
    points = _points(evidence)
    if len(points) < 2:
        return None
    table, style = ScoreTable(evidence), number_style(ScoreTable(evidence))
    front = _front(points, table)

    def draw(narrow: bool) -> Figure:
        figure, axes = new_figure(narrow, 4.2)
        for p in points:
            mark = MARKS[p.candidate.role]
            axes.plot(
                p.seconds, p.mean, mark.shape, color=mark.colour, ms=mark.size, mec="white", mew=0.8
            )
        axes.step(
            [p.seconds for p in front],
            [p.mean for p in front],
            where="post",
            color=FAINT,
            lw=1.0,
            ls=(0, (2, 2)),
            zorder=0,
        )
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(LogLocator(subs=(1.0,) if narrow else (1.0, 2.0, 5.0)))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axes.xaxis.set_minor_formatter(NullFormatter())
        axes.yaxis.set_major_formatter(tick_format(style))
        axes.margins(x=0.08, y=0.1)
        model = evidence.verdict.candidate
        named = [p for p in points if p in front or p.candidate.id == model]
        _legend(axes, points, named)
        unit = style.score_unit.strip()
        finish(
            figure,
            axes,
            narrow,
            "Seconds of tuning and fitting, all splits" if narrow else _SECONDS,
            f"Mean test {style.measure.label}{f' ({unit})' if unit else ''}",
        )
        return figure

    on_front = {p.candidate.id for p in front}
    facts = [
        f"{p.candidate.label}: {style.score(p.mean)} in {significant(p.seconds, 2)} s"
        f"{', on the front' if p.candidate.id in on_front else ''}"
        for p in points
    ]
    return Picture("price", "Scores and the seconds that they took", "; ".join(facts) + ".", draw)


def _points(evidence: Evidence) -> list[_Point]:
    """Return every candidate but the guess, the quickest first."""
    table = ScoreTable(evidence)
    seconds = {t.candidate: t.tune_s + t.fit_s for t in evidence.run.timings}
    points = [
        _Point(c, seconds[c.id], table.mean(c.id))
        for c in evidence.candidates
        if c.role != "dummy" and seconds.get(c.id, 0.0) > 0.0
    ]
    return sorted(points, key=lambda p: (p.seconds, p.candidate.id))


def _front(points: list[_Point], table: ScoreTable) -> list[_Point]:
    """Return those that are better than all that are quicker."""
    front: list[_Point] = []
    for p in points:
        if not front or table.quality(p.mean) > table.quality(front[-1].mean):
            front.append(p)
    return front


def _legend(axes: Axes, points: list[_Point], named: list[_Point]) -> None:
    """Number the named points, and say below what marks and numbers stand for."""
    for role in dict.fromkeys(p.candidate.role for p in points):
        mark = MARKS[role]
        axes.plot(
            [], [], mark.shape, color=mark.colour, ms=mark.size, ls="", label=initial(mark.name)
        )
    for number, p in enumerate(named, 1):
        axes.annotate(
            str(number),
            (p.seconds, p.mean),
            xytext=(0, 6),
            textcoords="offset points",
            ha="center",
            fontsize=10,
            fontweight="bold",
        )
        label = shorten(f"{number}: {initial(p.candidate.label)}", 46)
        axes.plot([], [], ls="", label=label)
