"""Forecasts with probabilities: proper scores, calibration errors and the reliability diagram."""

from __future__ import annotations

from collections import Counter

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..evidence._evidence import Candidate, Evidence, Reliability
from ..evidence._findings import Calibration
from ..statistics._bars import ScoreTable
from ..verdict._sentences import initial
from ..words._measures import fixed, significant
from ._blocks import Table
from ._canvas import BAND, FAINT, GRID, MARKS, Picture, new_figure, shorten
from ._tables import NONE, PROBABILISTIC, score_cells, score_heads


def forecast_scores(evidence: Evidence) -> Table | None:
    """Return proper scores and calibration errors; None if nobody forecast probabilities."""
    if not evidence.reliability:
        return None
    metrics = [m for m in PROBABILISTIC if any(s.metric == m for s in evidence.summaries)]
    found = {c.candidate: c for c in evidence.calibration}
    rows = []
    for c in evidence.candidates:
        cells = score_cells(evidence, c, metrics)
        mine = found.get(c.id)
        error, chance = (
            (NONE, NONE)
            if mine is None
            else (fixed(mine.error, 3), fixed(mine.error_if_calibrated, 3))
        )
        rows.append((initial(c.label), *cells, error, chance))
    return Table(
        caption="Forecast probabilities: proper scores and calibration",
        header=(
            "Candidate",
            *score_heads(evidence, metrics),
            "Expected calibration error",
            "of that by chance alone",
        ),
        rows=tuple(rows),
        note=(
            "Proper scores are best, in the mean, for who says what he believes. The expected "
            "calibration error is the mean distance of the forecast probability from the share of "
            "rows in which the event happened, over the bins of the reliability diagram. It is "
            "never zero on so many rows: the last column is its mean for a forecaster whose "
            "probabilities are all right, and only what goes beyond it is an error."
        ),
    )


def reliability_bins(evidence: Evidence) -> list[Table]:
    """Return the numbers of the reliability diagram, a table for each candidate."""
    label = {c.id: c.label for c in evidence.candidates}
    found = {c.candidate: c for c in evidence.calibration}
    return [
        Table(
            caption=f"Reliability: {label[r.candidate]}",
            header=("Forecast probability", "Happened", "Band", "Test rows"),
            rows=tuple(
                (
                    fixed(b.probability, 3),
                    fixed(b.frequency, 3),
                    f"{fixed(low, 3)} to {fixed(high, 3)}",
                    str(b.count),
                )
                for b, (low, high) in zip(r.bins, found[r.candidate].bands, strict=True)
            ),
        )
        for r in evidence.reliability
    ]


def reliability(evidence: Evidence) -> Picture | None:
    """Return the diagram of the quantum models and of the baseline that is the bar most often."""
    shown = _shown(evidence)
    if not shown:
        return None
    facts = [
        f"{c.label}: expected calibration error {significant(k.error, 2)}, of which "
        f"{significant(k.error_if_calibrated, 2)} by chance alone"
        for c, _, k in shown
    ]
    event = shown[0][1].event
    return Picture(
        "reliability",
        f"Reliability: how often it happened that {event}, by how probable it was said to be",
        "; ".join(facts) + ".",
        lambda narrow: _draw(shown, narrow),
    )


def _shown(evidence: Evidence) -> list[tuple[Candidate, Reliability, Calibration]]:
    usual = Counter(p.candidate for p in evidence.bars.full.picks).most_common(1)[0][0]
    table = ScoreTable(evidence)
    sums = {r.candidate: r for r in evidence.reliability}
    errors = {c.candidate: c for c in evidence.calibration}
    drawn = [*table.of_role("quantum"), table.candidate(usual)]
    return [(c, sums[c.id], errors[c.id]) for c in drawn if c.id in sums and c.id in errors]


def _draw(shown: list[tuple[Candidate, Reliability, Calibration]], narrow: bool) -> Figure:
    rows = len(shown) if narrow else 1
    figure, _ = new_figure(narrow, 3.6 * rows + 0.3)
    figure.clear()
    panels = figure.subplots(rows, 1 if narrow else len(shown), squeeze=False)
    size = 10 if narrow else 11
    for axes, (candidate, sums, errors) in zip(panels.flat, shown, strict=True):
        _panel(axes, candidate, sums, errors)
        axes.set_title(shorten(initial(candidate.label), 34), fontsize=size, loc="left")
        axes.set_xlabel("Forecast probability", fontsize=size)
    panels[0, 0].set_ylabel("Share in which it happened", fontsize=size)
    figure.tight_layout()
    return figure


def _panel(axes: Axes, candidate: Candidate, sums: Reliability, errors: Calibration) -> None:
    mark = MARKS[candidate.role]
    axes.plot((0, 1), (0, 1), color=FAINT, lw=1.2, ls=(0, (5, 2)), zorder=1)
    x = np.array([b.probability for b in sums.bins])
    y = np.array([b.frequency for b in sums.bins])
    low, high = np.array(errors.bands).T
    axes.vlines(x, low, high, color=mark.colour, lw=2.0, alpha=0.55, zorder=2)
    axes.plot(x, y, mark.line, marker=mark.shape, color=mark.colour, ms=7, mec="white", zorder=3)
    # how many rows a mark stands for, along the bottom
    counts = np.array([b.count for b in sums.bins])
    axes.bar(x, 0.18 * counts / counts.max(), width=0.05, color=BAND, zorder=0)
    axes.set(xlim=(-0.02, 1.02), ylim=(0.0, 1.02), aspect="equal")
    axes.grid(color=GRID, lw=0.8)
    axes.set_axisbelow(True)
