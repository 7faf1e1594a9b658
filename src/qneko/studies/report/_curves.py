"""Learning curves, kernel spectra and training losses."""

from __future__ import annotations

import math
from typing import TypeVar

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullFormatter

from .._bars import ScoreTable
from .._evidence import Candidate, Evidence, KernelDiagnostic, VariationalDiagnostic
from .._sentences import initial, number_style
from ._canvas import GRID, MARKS, Picture, new_figure, shorten, tick_format

# Shares of a kernel below this are nothing that a model could use.
_SMALL = 1e-5

D = TypeVar("D", KernelDiagnostic, VariationalDiagnostic)

# Lines of one role differ in lightness; their marks and styles tell the roles apart.
_ALPHAS = (1.0, 0.6, 0.4, 0.3)


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
            _line(axes, evidence, c, points, c.label)
        axes.set_xscale("log")
        axes.set_xticks(sizes)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))
        axes.xaxis.set_minor_formatter(NullFormatter())
        axes.yaxis.set_major_formatter(tick_format(style))
        unit = style.score_unit.strip()
        _finish(
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
    return Picture(
        "learning",
        "Learning curves: score against number of training samples",
        "; ".join(facts) + ".",
        draw,
    )


def _spectra(evidence: Evidence) -> Picture:
    found = _first_of_each(evidence, KernelDiagnostic)
    by_id = {c.id: c for c in evidence.candidates}

    def draw(narrow: bool) -> Figure:
        figure, axes = new_figure(narrow, 3.6)
        for d in found:
            points = [(i + 1.0, v) for i, v in enumerate(d.spectrum) if v > _SMALL]
            _line(axes, evidence, by_id[d.candidate], points, by_id[d.candidate].label)
        axes.set_yscale("log")
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:g}"))
        axes.set_xlim(left=0.5)
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        _finish(figure, axes, narrow, "Eigenvalue, largest first", "Share of the whole kernel (%)")
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
    found = [d for d in _first_of_each(evidence, VariationalDiagnostic) if d.loss]
    by_id = {c.id: c for c in evidence.candidates}

    def draw(narrow: bool) -> Figure:
        figure, axes = new_figure(narrow, 3.4)
        for d in found:
            points = [(float(i), v) for i, v in enumerate(d.loss)]
            label = by_id[d.candidate].label
            _line(axes, evidence, by_id[d.candidate], points, label, marks=False)
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        _finish(figure, axes, narrow, "Iteration", "Training loss")
        return figure

    facts = [
        f"{by_id[d.candidate].label}: from {d.loss[0]:.3g} to {d.loss[-1]:.3g} "
        f"in {len(d.loss) - 1} iterations"
        for d in found
    ]
    return Picture("loss", "Training of the variational models", "; ".join(facts) + ".", draw)


def _first_of_each(evidence: Evidence, kind: type[D]) -> list[D]:
    """Return the first diagnostic of each candidate, in the order of the candidates."""
    first: dict[str, D] = {}
    for d in evidence.diagnostics:
        if isinstance(d, kind):
            first.setdefault(d.candidate, d)
    return [first[c.id] for c in evidence.candidates if c.id in first]


def _line(
    axes: Axes,
    evidence: Evidence,
    candidate: Candidate,
    points: list[tuple[float, float]],
    label: str,
    *,
    marks: bool = True,
) -> None:
    mark = MARKS[candidate.role]
    same = [c.id for c in evidence.candidates if c.role == candidate.role]
    drawn = sum(line.get_color() == mark.colour for line in axes.lines)
    axes.plot(
        [x for x, y in points if math.isfinite(y)],
        [y for _, y in points if math.isfinite(y)],
        color=mark.colour,
        ls=mark.line,
        lw=2.0,
        marker=mark.shape if marks else None,
        ms=0.8 * mark.size,
        mec="white",
        alpha=_ALPHAS[min(drawn, len(_ALPHAS) - 1)] if len(same) > 1 else 1.0,
        label=shorten(initial(label), 46),
    )


def _finish(figure: Figure, axes: Axes, narrow: bool, x: str, y: str) -> None:
    size = 10 if narrow else 11
    axes.grid(color=GRID, lw=0.8, which="major")
    axes.set_axisbelow(True)
    axes.set_xlabel(x, fontsize=size)
    # horizontal, above the axis: a turned label is hard to read on a telephone
    axes.set_title(y, fontsize=size, loc="left")
    rows = math.ceil(len(axes.lines) / (1 if narrow else 2))
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
