"""Parity plot: what a model predicted against what was observed, in the target's unit."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, LogNorm
from matplotlib.figure import Figure
from numpy.typing import NDArray

from ...words._measures import fixed, significant
from .._blocks import Block, Shown, Table
from .._canvas import FAINT, MARKS, Picture
from .._rows import Forecaster, Rows
from ._panels import head, is_many, limits, make_panels, mark_size, net

NAME = "parity"
#: Rows from which on their density is shown, and hexagons across a panel that show it.
_MANY_ROWS, _N_HEXAGONS = 1500, 44
#: Characters that an axis has room for.
_LONGEST = 42


def applies(rows: Rows) -> bool:
    """Return whether numbers were predicted."""
    return rows.are_numbers


def show(rows: Rows) -> tuple[Block, ...]:
    """Return the plot of the best quantum model and the bar, and the errors of all models."""
    unit = _unit(rows)
    facts = [f"{one.label}: {_errors_in_words(rows, one, unit)}" for one in rows.pair]
    picture = Picture(
        NAME,
        f"Predicted against observed: {rows.target}",
        f"{rows.n_rows} test rows; {'; '.join(facts)}.",
        lambda narrow: _draw(rows, narrow),
    )
    marks = "hexagons are the darker the more rows they hold" if rows.n_rows > _MANY_ROWS else (
        "a mark is a test row"
    )  # fmt: skip
    caption = (
        f"On the dashed line a prediction is right; {marks}. Every row was predicted by a model "
        "that had not seen it, in the first repeat. Errors are over all rows together, which may "
        "differ a little from the means over splits."
    )
    return Shown(picture, caption), _table(rows, unit)


def _unit(rows: Rows) -> str:
    unit = rows.evidence.data.target_unit
    return f" {unit}" if unit else ""


def _errors_in_words(rows: Rows, one: Forecaster, unit: str) -> str:
    mae, rmse, *_ = errors(rows.truth, one.said)
    return f"MAE {significant(mae)}{unit}, RMSE {significant(rmse)}{unit}"


def errors(
    truth: NDArray[np.float64], said: NDArray[np.float64]
) -> tuple[float, float, float, float]:
    """Return mean absolute error, root mean squared error, mean error and R²."""
    wrong = said - truth
    square = float(np.mean(wrong**2))
    spread = float(np.var(truth))
    return (
        float(np.mean(np.abs(wrong))),
        square**0.5,
        float(np.mean(wrong)),
        1.0 - square / spread if spread > 0.0 else float("nan"),
    )


def _table(rows: Rows, unit: str) -> Table:
    u = f" ({unit.strip()})" if unit else ""
    cells = []
    for _, one in rows.all():
        mae, rmse, bias, r2 = errors(rows.truth, one.said)
        written = (significant(mae), significant(rmse), significant(bias))
        cells.append((one.label, *written, fixed(r2, 3) if np.isfinite(r2) else "–"))
    return Table(
        caption="Errors over all test rows of the first repeat",
        header=("Candidate", f"MAE{u}", f"RMSE{u}", f"Mean error{u}", "R²"),
        rows=tuple(cells),
        note="The mean error is above zero where a model predicts too much.",
    )


def _draw(rows: Rows, narrow: bool) -> Figure:
    figure, panels = make_panels(narrow, 2, 3.7, to_scale=True)
    low, high = limits(rows.truth, *(one.said for one in rows.pair))
    size = 10 if narrow else 11
    for axes, one in zip(panels, rows.pair, strict=True):
        axes.plot((low, high), (low, high), color=FAINT, lw=1.2, ls=(0, (5, 2)), zorder=1)
        _cloud(axes, rows.truth, one, (low, high))
        axes.set(xlim=(low, high), ylim=(low, high), aspect="equal")
        axes.set_xlabel(rows.axis("Observed", _LONGEST), fontsize=size)
        axes.set_ylabel(rows.axis("Predicted", _LONGEST), fontsize=size)
        head(axes, one.label, narrow, 34)
        _numbers(axes, rows, one)
        net(axes)
    return figure


def _cloud(
    axes: Axes, truth: NDArray[np.float64], one: Forecaster, reach: tuple[float, float]
) -> None:
    mark = MARKS[one.role]
    if len(truth) > _MANY_ROWS:
        shade = LinearSegmentedColormap.from_list("rows", ["#c9d1d9", mark.colour])
        axes.hexbin(
            truth, one.said, gridsize=_N_HEXAGONS, extent=(*reach, *reach), mincnt=1, cmap=shade,
            norm=LogNorm(1), linewidths=0.0, rasterized=True, zorder=2,
        )  # fmt: skip
        return
    axes.scatter(
        truth, one.said, s=mark_size(len(truth)), marker=mark.shape, color=mark.colour, alpha=0.6,
        lw=0, zorder=2, rasterized=is_many(2 * len(truth)),
    )  # fmt: skip


def _numbers(axes: Axes, rows: Rows, one: Forecaster) -> None:
    unit = _unit(rows)
    mae, rmse, *_ = errors(rows.truth, one.said)
    text = f"MAE {significant(mae)}{unit}\nRMSE {significant(rmse)}{unit}"
    axes.text(0.04, 0.96, text, transform=axes.transAxes, va="top", fontsize=10)
