"""Phase-stability map of perovskites: Goldschmidt's tolerance factor against the octahedral one."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from ...evidence._row_columns import FACTORS, RADII
from .._blocks import Block, Shown, Table
from .._canvas import FAINT, Picture
from .._rows import Forecaster, Rows
from ._panels import (
    CLASS_MARKS,
    add_legend,
    class_handles,
    head,
    is_many,
    limits,
    make_panels,
    mark_size,
    net,
    thinned,
)

NAME = "stability"
#: Below it six anions around the ion B touch each other, and it can rattle between them.
_OCTAHEDRAL_LIMIT = 2.0**0.5 - 1.0
#: Edges of the tolerance factor in the table.
_EDGES = (-np.inf, 0.80, 0.85, 0.90, 0.95, 1.00, 1.05, np.inf)


def applies(rows: Rows) -> bool:
    """Return whether a few classes were predicted of rows with radii of three ions."""
    if rows.are_numbers or not 2 <= len(rows.classes) <= len(CLASS_MARKS):
        return False
    return _factors(rows) is not None


def show(rows: Rows) -> tuple[Block, ...]:
    """Return the map of the best quantum model and the bar, and counts by tolerance factor."""
    found = _factors(rows)
    assert found is not None
    t, mu = found
    facts = [
        f"{one.label}: {int((one.said == rows.truth).sum())} of {rows.n_rows} right"
        for one in rows.pair
    ]
    picture = Picture(
        NAME,
        f"Phase-stability map: {rows.target}",
        f"Tolerance factors from {t.min():.2f} to {t.max():.2f}, octahedral factors from "
        f"{mu.min():.2f} to {mu.max():.2f}. {'; '.join(facts)}.",
        lambda narrow: _draw(rows, t, mu, narrow),
    )
    caption = (
        "Tolerance factor t = (r_A + r_X) / (√2 (r_B + r_X)); octahedral factor r_B / r_X. The "
        "shape of a mark is the class that was observed, its filling the one that was predicted: "
        "where both have one colour the prediction is right, a dark edge marks those that are "
        "wrong. Lines: t = 1, where ions that touch fill the cubic cell, and r_B / r_X = √2 − 1, "
        f"where the anions around B touch each other.{thinned(rows.n_rows)[1]}"
    )
    return Shown(picture, caption), _table(rows, t)


def _factors(rows: Rows) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """Return tolerance and octahedral factor, from the radii if they are there."""
    a, b, x = (rows.numbers(name) for name in RADII)
    if a is not None and b is not None and x is not None:
        if min(a.min(), b.min(), x.min()) <= 0.0:
            return None
        return (a + x) / (2.0**0.5 * (b + x)), b / x
    t, mu = (rows.numbers(name) for name in FACTORS)
    return None if t is None or mu is None else (t, mu)


def _table(rows: Rows, t: NDArray[np.float64]) -> Table:
    first, second = rows.pair
    wanted = rows.classes[0]
    cells = []
    for low, high in pairwise(_EDGES):
        inside = (t >= low) & (t < high)
        if inside.any():
            name = (
                f"below {high:.2f}" if low == -np.inf else f"{low:.2f} and more"
                if high == np.inf else f"{low:.2f} to {high:.2f}"
            )  # fmt: skip
            shares = [
                str(int((v[inside] == wanted).sum())) for v in (rows.truth, first.said, second.said)
            ]
            cells.append((name, str(int(inside.sum())), *shares))
    return Table(
        caption="The map in numbers, by tolerance factor",
        header=(
            "Tolerance factor", "Test rows", f"{wanted}, observed", first.label, second.label,
        ),
        rows=tuple(cells),
    )  # fmt: skip


def _draw(rows: Rows, t: NDArray[np.float64], mu: NDArray[np.float64], narrow: bool) -> Figure:
    legend = 0.3 * len(rows.classes) + 0.05 if narrow else 0.35
    figure, panels = make_panels(narrow, 2, 3.9, extra=legend)
    size = 10 if narrow else 11
    for axes, one in zip(panels, rows.pair, strict=True):
        axes.axvline(1.0, color=FAINT, lw=1.0, ls=(0, (5, 2)), zorder=1)
        axes.axhline(_OCTAHEDRAL_LIMIT, color=FAINT, lw=1.0, ls=(0, (2, 2)), zorder=1)
        _marks(axes, rows, one, t, mu)
        axes.set(xlim=limits(t), ylim=limits(mu))
        axes.set_xlabel("Tolerance factor t", fontsize=size)
        axes.set_ylabel("Octahedral factor r_B / r_X", fontsize=size)
        head(axes, one.label, narrow, 40)
        net(axes)
    add_legend(figure, class_handles(rows.classes), 1 if narrow else len(rows.classes))
    return figure


def _marks(
    axes: Axes, rows: Rows, one: Forecaster, t: NDArray[np.float64], mu: NDArray[np.float64]
) -> None:
    looks = dict(zip(rows.classes, CLASS_MARKS, strict=False))
    drawn, _ = thinned(rows.n_rows)
    for truth in rows.classes:
        for said in rows.classes:
            here = drawn & (rows.truth == truth) & (one.said == said)
            # wrong ones lie on top, with an edge: colour alone must not tell it
            axes.scatter(
                t[here], mu[here], marker=looks[truth][1], color=looks[said][0],
                s=1.5 * mark_size(drawn.sum()), alpha=0.65 if truth == said else 1.0,
                edgecolors="none" if truth == said else "#14181c", linewidths=1.0,
                zorder=2 if truth == said else 3, rasterized=is_many(2 * drawn.sum()),
            )  # fmt: skip
