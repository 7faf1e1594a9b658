"""Learning curves, kernel spectra and training losses."""

from __future__ import annotations

import math
from typing import TypeVar

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullFormatter
from matplotlib.typing import FillStyleType

from ..evidence._evidence import Candidate, Evidence, KernelDiagnostic, VariationalDiagnostic
from ..statistics._bars import ScoreTable
from ..verdict._sentences import initial, number_style
from ._canvas import BAND, FAINT, GRID, MARKS, Picture, new_figure, shorten, tick_format

# Shares of a kernel below this are nothing that a model could use.
_SMALL = 1e-5

D = TypeVar("D", KernelDiagnostic, VariationalDiagnostic)

# Marks of one role differ in what is filled; their shapes, colours and lines tell the roles apart.
_FILLS: tuple[FillStyleType, ...] = ("full", "none", "left", "bottom", "right", "top")
# A line of many points has about so many marks.
_N_MARKS = 8


def curves(evidence: Evidence) -> list[Picture]:
    """Return the pictures of what the run measured besides scores."""
    pictures = []
    if evidence.learning_curve:
        pictures.append(_learning(evidence))
    if any(isinstance(d, KernelDiagnostic) for d in evidence.diagnostics):
        pictures.append(_spectra(evidence))
    if any(isinstance(d, VariationalDiagnostic) and d.loss for d in evidence.diagnostics):
        pictures.append(_losses(evidence))
    return pictures


def _learning(evidence: Evidence) -> Picture:
    table = ScoreTable(evidence)
    style = number_style(table)
    means = {
        (p.candidate, p.n_train): sum(p.scores) / len(p.scores) for p in evidence.learning_curve
    }
    sizes = sorted({n for _, n in means})
    lines = [c for c in evidence.candidates if any(i == c.id for i, _ in means)]

    def draw(narrow: bool) -> Figure:
        figure, axes = new_figure(narrow, 3.8)
        for c in lines:
            points = [(float(n), means[c.id, n]) for n in sizes if (c.id, n) in means]
            line(axes, evidence, c, points, c.label)
        axes.set_xscale("log")
        carried = _carry_on(axes, evidence, lines)
        axes.set_xticks([*sizes, *carried])
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))
        axes.xaxis.set_minor_formatter(NullFormatter())
        axes.yaxis.set_major_formatter(tick_format(style))
        unit = style.score_unit.strip()
        finish(
            figure,
            axes,
            narrow,
            "Training samples",
            f"Mean test {style.measure.label}{f' ({unit})' if unit else ''}",
        )
        return figure

    facts = [
        f"{c.label}: "
        + ", ".join(f"{style.score(means[c.id, n])} with {n}" for n in sizes if (c.id, n) in means)
        for c in lines
    ]
    facts += [
        f"{c.label}: extrapolated to {fit.n_train} by a power law, {style.score(fit.score)}"
        for c in lines
        for fit in evidence.learning_fits
        if fit.candidate == c.id
    ]
    return Picture(
        "learning",
        "Learning curves: score against number of training samples",
        "; ".join(facts) + ".",
        draw,
    )


def _carry_on(axes: Axes, evidence: Evidence, lines: list[Candidate]) -> list[int]:
    """Draw what the power laws say beyond what was measured, and that it was not; return where."""
    fits = {f.candidate: f for f in evidence.learning_fits}
    shown = [fits[c.id] for c in lines if c.id in fits]
    if not shown:
        return []
    measured, end = max(f.n_measured for f in shown), max(f.n_train for f in shown)
    axes.axvspan(measured, 1.06 * end, color=BAND, lw=0, zorder=0)
    axes.annotate(
        "extrapolated,\nnot measured", (measured, 1.0), xytext=(4, -4), va="top", ha="left",
        xycoords=axes.get_xaxis_transform(), textcoords="offset points", fontsize=9, color=FAINT,
    )  # fmt: skip
    greater = evidence.protocol.greater_is_better
    steps = [(end / measured) ** (i / 12) for i in range(13)]
    models = [c for c in lines if c.id in fits]
    for place, c in enumerate(models):
        fit, mark = fits[c.id], MARKS[c.role]
        limit = 1.0 - fit.asymptote if greater else fit.asymptote
        errors = [limit + fit.amplitude * x**-fit.exponent for x in steps]
        axes.plot(
            [fit.n_measured * x for x in steps], [1.0 - e if greater else e for e in errors],
            color=mark.colour, ls=(0, (1, 1.6)), lw=1.6, label="_",
        )  # fmt: skip
        if fit.interval is not None:
            # side by side, so that every interval can be seen
            x = end * (1.0 + 0.035 * (place - len(models) / 2.0) / len(models))
            axes.vlines(x, *fit.interval, color=mark.colour, lw=2.0, alpha=0.7)
    axes.set_xlim(right=1.06 * end)
    return [end]


def _spectra(evidence: Evidence) -> Picture:
    found = first_of_each(evidence, KernelDiagnostic)
    by_id = {c.id: c for c in evidence.candidates}

    def draw(narrow: bool) -> Figure:
        figure, axes = new_figure(narrow, 3.6)
        for d in found:
            points = [(i + 1.0, v) for i, v in enumerate(d.spectrum) if v > _SMALL]
            line(axes, evidence, by_id[d.candidate], points, by_id[d.candidate].label)
        axes.set_yscale("log")
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:g}"))
        axes.set_xlim(left=0.5)
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        finish(figure, axes, narrow, "Eigenvalue, largest first", "Share of the whole kernel (%)")
        return figure

    facts = [
        f"{by_id[d.candidate].label}: the largest eigenvalue holds {100 * d.spectrum[0]:.0f} %"
        for d in found
        if d.spectrum
    ]
    return Picture(
        "spectrum",
        "Kernel spectrum: how many independent patterns a kernel can see",
        "; ".join(facts) + ".",
        draw,
    )


def _losses(evidence: Evidence) -> Picture:
    found = [d for d in first_of_each(evidence, VariationalDiagnostic) if d.loss]
    by_id = {c.id: c for c in evidence.candidates}

    def draw(narrow: bool) -> Figure:
        figure, axes = new_figure(narrow, 3.4)
        for d in found:
            points = [(float(i), v) for i, v in enumerate(d.loss)]
            label = by_id[d.candidate].label
            line(axes, evidence, by_id[d.candidate], points, label)
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        finish(figure, axes, narrow, "Iteration", "Training loss")
        return figure

    facts = [
        f"{by_id[d.candidate].label}: from {d.loss[0]:.3g} to {d.loss[-1]:.3g} "
        f"in {len(d.loss) - 1} iterations"
        for d in found
    ]
    return Picture("loss", "Training of the variational models", "; ".join(facts) + ".", draw)


def first_of_each(evidence: Evidence, kind: type[D]) -> list[D]:
    """Return the first diagnostic of each candidate, in the order of the candidates."""
    first: dict[str, D] = {}
    for d in evidence.diagnostics:
        if isinstance(d, kind):
            first.setdefault(d.candidate, d)
    return [first[c.id] for c in evidence.candidates if c.id in first]


def line(
    axes: Axes,
    evidence: Evidence,
    candidate: Candidate,
    points: list[tuple[float, float]],
    label: str,
) -> None:
    """Draw one candidate's points, joined, with the colour, line and marks that tell it apart."""
    mark = MARKS[candidate.role]
    same = [c.id for c in evidence.candidates if c.role == candidate.role]
    fill = _FILLS[same.index(candidate.id) % len(_FILLS)]
    axes.plot(
        [x for x, y in points if math.isfinite(y)],
        [y for _, y in points if math.isfinite(y)],
        color=mark.colour,
        ls=mark.line,
        lw=2.0,
        marker=mark.shape,
        markevery=max(1, len(points) // _N_MARKS),
        ms=0.8 * mark.size,
        # "none" would let the line through
        fillstyle="full" if fill == "none" else fill,
        mfc="white" if fill == "none" else mark.colour,
        markerfacecoloralt="white",
        mec="white" if fill == "full" else mark.colour,
        label=shorten(initial(label), 46),
    )


def finish(figure: Figure, axes: Axes, narrow: bool, x: str, y: str) -> None:
    """Put grid, names of the axes and the legend of the labelled lines in their places."""
    size = 10 if narrow else 11
    axes.grid(color=GRID, lw=0.8, which="major")
    axes.set_axisbelow(True)
    axes.set_xlabel(x, fontsize=size)
    # horizontal, above the axis: a turned label is hard to read on a telephone
    axes.set_title(y, fontsize=size, loc="left")
    shown = sum(not str(line.get_label()).startswith("_") for line in axes.lines)
    rows = math.ceil(shown / (1 if narrow else 2))
    height = figure.get_figheight() + 0.24 * rows
    figure.set_figheight(height)
    figure.legend(
        loc="lower left", ncols=1 if narrow else 2, fontsize=size - 0.5, handlelength=3.2,
        borderaxespad=0.2, labelspacing=0.3,
    )  # fmt: skip
    figure.subplots_adjust(
        left=0.14 if narrow else 0.07,
        right=0.97,
        top=1.0 - 0.35 / height,
        bottom=(0.65 + 0.24 * rows) / height,
    )
