"""Forecasts over time beside what came: their bands, and which fold tested which time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray
from scipy.stats import norm

from ...verdict._sentences import level
from ...words._measures import fixed, significant
from .._blocks import Block, Shown, Table
from .._canvas import BAND, FAINT, INK, MARKS, Picture
from .._rows import Forecaster, Rows
from ._panels import add_legend, head, is_many, make_panels, net

NAME = "series"
_FEWEST_TIMES = 10
#: Panels of groups, and points in time of a panel; what is left out is said.
_MOST_TRACES, _MOST_POINTS = 4, 600
#: The two of a pair, where there is no room for their names.
_WHO = ("Quantum model", "Bar")
#: Rows of the table.
_MOST_PARTS = 30
#: Errors that it takes to say how wide a band must be.
_FEWEST_ERRORS = 10


def applies(rows: Rows) -> bool:
    """Return whether numbers were predicted for points in time, one for each time and group."""
    if not rows.are_numbers or rows.times is None:
        return False
    groups = rows.groups if rows.groups is not None else [""] * rows.n_rows
    keys = set(zip(groups, rows.times.tolist(), strict=True))
    return len(keys) == rows.n_rows and len(set(rows.times.tolist())) >= _FEWEST_TIMES


@dataclass(frozen=True)
class _Trace:
    """Rows of one panel, in the order of time; `n_left_out` came before the first."""

    name: str
    index: NDArray[np.int64]
    n_left_out: int


def show(rows: Rows) -> tuple[Block, ...]:
    """Return truth, forecasts and bands of the best quantum model and the bar, and their errors."""
    traces = _traces(rows)
    unit = rows.evidence.data.target_unit or ""
    facts = []
    for one in rows.pair:
        mae = float(np.abs(one.said - rows.truth).mean())
        covered = _coverage(rows, one, np.arange(rows.n_rows))
        facts.append(
            f"{one.label}: mean absolute error {significant(mae)} {unit}".rstrip()
            + (f", {covered} % of what came inside the band" if covered != "–" else "")
        )
    picture = Picture(
        NAME,
        f"Forecasts in the order of time: {rows.target}",
        f"{rows.n_rows} test rows. {'; '.join(facts)}.",
        lambda narrow: _draw(rows, traces, narrow),
    )
    return Shown(picture, _caption(rows, traces)), _table(rows)


def _caption(rows: Rows, traces: list[_Trace]) -> str:
    share = level(rows.evidence.protocol.alpha)
    text = "Broad line: what came; coloured line: the forecast by a model that had not seen it. "
    text += f"Quantum model: {rows.best_quantum.label}. "
    bands = {_band_words(rows, one, share): one.label for one in rows.pair}
    if len(bands) == 1:
        text += f"Bands: {next(iter(bands))}. "
    else:
        text += "Bands: " + "; ".join(f"{who}: {what}" for what, who in bands.items()) + ". "
    if any(_folds_follow(rows, trace.index) for trace in traces):
        text += "Grey and white stripes: the folds, each tested by a model of its own. "
    n_groups = 1 if rows.groups is None else len(set(rows.groups.tolist()))
    if n_groups > len(traces):
        text += f"Of {n_groups} groups those {len(traces)} are shown that vary most. "
    if any(trace.n_left_out for trace in traces):
        text += f"Only the last {_MOST_POINTS} points in time of each panel are shown. "
    return text.strip()


def _band_words(rows: Rows, one: Forecaster, share: str) -> str:
    if one.spread is not None:
        return f"{share} by the standard deviation that the model itself gives"
    which = "earlier" if rows.evidence.protocol.split == "rolling" else "the other"
    return (
        f"as wide as {share} of the errors in {which} folds, since the model gives no "
        "standard deviation"
    )


def half_width(rows: Rows, one: Forecaster) -> NDArray[np.float64]:
    """Return half the width of each row's band; NaN where nothing is known.

    A model's own standard deviation counts as that of a normal distribution. Without one it is the
    quantile of the sizes of errors in earlier folds (rolling origin), or in the other folds.
    """
    alpha = rows.evidence.protocol.alpha
    if one.spread is not None:
        return np.asarray(norm.ppf(1.0 - alpha / 2.0) * one.spread, dtype=np.float64)
    sizes = np.abs(one.said - rows.truth)
    width = np.full(rows.n_rows, np.nan)
    rolling = rows.evidence.protocol.split == "rolling"
    for fold in np.unique(rows.fold):
        known = sizes[rows.fold < fold if rolling else rows.fold != fold]
        if len(known) >= _FEWEST_ERRORS:
            width[rows.fold == fold] = np.quantile(known, 1.0 - alpha)
    return width


def _coverage(rows: Rows, one: Forecaster, index: NDArray[np.int64]) -> str:
    width = half_width(rows, one)[index]
    known = np.isfinite(width)
    if not known.any():
        return "–"
    inside = np.abs(one.said - rows.truth)[index][known] <= width[known]
    return fixed(100.0 * float(inside.mean()), 0)


def _traces(rows: Rows) -> list[_Trace]:
    assert rows.times is not None
    order = np.argsort(rows.times, kind="stable")
    names = [""] if rows.groups is None else list(dict.fromkeys(rows.groups.tolist()))
    if len(names) == 1:
        return [_trace("", order)]
    members = {name: order[rows.groups[order] == name] for name in names}  # type: ignore[index]
    wildest = sorted(names, key=lambda name: -float(np.ptp(rows.truth[members[name]])))
    shown = set(wildest[:_MOST_TRACES])
    return [_trace(name, members[name]) for name in names if name in shown]


def _trace(name: str, index: NDArray[np.int64]) -> _Trace:
    return _Trace(name, index[-_MOST_POINTS:], max(0, len(index) - _MOST_POINTS))


def _folds_follow(rows: Rows, index: NDArray[np.int64]) -> bool:
    """Return whether there are several folds that follow each other in time."""
    folds = rows.fold[index]
    n_folds = len(np.unique(folds))
    return n_folds > 1 and int(np.count_nonzero(np.diff(folds))) == n_folds - 1


def _table(rows: Rows) -> Table:
    unit = rows.evidence.data.target_unit
    u = f" ({unit})" if unit else ""
    by_group = rows.groups is not None and 1 < len(set(rows.groups.tolist())) <= _MOST_PARTS
    keys: NDArray[Any] = rows.groups if by_group and rows.groups is not None else rows.fold
    names = rows.evidence.protocol.fold_names
    cells = []
    for key in dict.fromkeys(keys.tolist()):
        index = np.flatnonzero(keys == key)
        name = str(key) if by_group else f"Fold {key + 1}"
        if not by_group and len(names) == rows.evidence.protocol.n_splits:
            name += f", {names[key]}"
        cells.append((name, str(len(index)), *_errors(rows, index)))
    heads = [h for one in rows.pair for h in (f"{one.label}: MAE{u}", "in the band (%)")]
    return Table(
        caption="The forecasts in numbers",
        header=("Group" if by_group else "Test part", "Test rows", *heads),
        rows=tuple(cells),
        note=(
            "In the band: how much of what came lay inside; "
            f"{level(rows.evidence.protocol.alpha)} is what the bands are made for."
        ),
    )


def _errors(rows: Rows, index: NDArray[np.int64]) -> list[str]:
    cells = []
    for one in rows.pair:
        cells.append(significant(float(np.abs(one.said - rows.truth)[index].mean())))
        cells.append(_coverage(rows, one, index))
    return cells


def _draw(rows: Rows, traces: list[_Trace], narrow: bool) -> Figure:
    n_panels = 2 * len(traces)
    legend = 0.3
    figure, panels = make_panels(narrow, n_panels, 2.9 if n_panels == 2 else 2.1, extra=legend)
    # of each panel: what came, what was said, and two edges of the band
    many = is_many(2 * sum(len(trace.index) for trace in traces))
    widths = [half_width(rows, one) for one in rows.pair]
    for place, axes in enumerate(panels):
        trace, one = traces[place // 2], rows.pair[place % 2]
        _panel(axes, rows, trace, one, widths[place % 2], many)
        head(axes, _title(rows, trace, one, place % 2), narrow)
        if narrow or place % 2 == 0:
            axes.set_ylabel(rows.axis("", 22 if n_panels > 2 else 34), fontsize=9)
        if place >= n_panels - (1 if narrow else 2):
            axes.set_xlabel(_time_label(rows), fontsize=10)
    for left, right in zip(panels[::2], panels[1::2], strict=True):
        low = min(left.get_ylim()[0], right.get_ylim()[0])
        high = max(left.get_ylim()[1], right.get_ylim()[1])
        left.set_ylim(low, high)
        right.set_ylim(low, high)
    _legend(figure, rows)
    return figure


def _title(rows: Rows, trace: _Trace, one: Forecaster, which: int) -> str:
    """Return what a panel shows: a model, or a group, its fold if it is one, and who forecast."""
    if not trace.name:
        return one.label
    folds = set(rows.fold[trace.index].tolist())
    fold = f" (fold {folds.pop() + 1})" if len(folds) == 1 else ""
    return f"{trace.name}{fold}: {_WHO[which].lower()}"


def _time_label(rows: Rows) -> str:
    protocol = rows.evidence.protocol
    return protocol.follows if protocol.split == "rolling" and protocol.follows else "Time"


def _panel(
    axes: Axes, rows: Rows, trace: _Trace, one: Forecaster, width: NDArray[np.float64], many: bool
) -> None:
    index, mark = trace.index, MARKS[one.role]
    x, are_dates = _along(rows, index)
    if _folds_follow(rows, index):
        _stripes(axes, rows.fold[index], x)
    times, truth, said, half = _broken(x, rows.truth[index], one.said[index], width[index])
    axes.fill_between(
        times, said - half, said + half, color=mark.colour, alpha=0.22, lw=0, zorder=1,
        rasterized=many,
    )  # fmt: skip
    # broad and below, so that it can be seen where both are near
    axes.plot(times, truth, color=INK, alpha=0.5, lw=2.6, zorder=2, rasterized=many)
    # a row alone between two gaps has no line
    few = len(index) <= 40 or len(times) > len(index)
    axes.plot(
        times, said, color=mark.colour, ls=mark.line, lw=1.2, zorder=3, rasterized=many,
        marker=mark.shape if few else None, ms=3.0,
    )  # fmt: skip
    if are_dates:
        locator = AutoDateLocator(maxticks=6)  # type: ignore[no-untyped-call]
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(
            ConciseDateFormatter(locator)  # type: ignore[no-untyped-call]
        )
    axes.margins(x=0.01)
    net(axes)


def _along(rows: Rows, index: NDArray[np.int64]) -> tuple[NDArray[np.float64], bool]:
    """Return times as Matplotlib counts them, and whether they are dates."""
    assert rows.times is not None
    are_dates = rows.times.dtype.kind == "M"
    times = rows.times[index]
    if are_dates:
        times = date2num(times)  # type: ignore[no-untyped-call]
    return np.asarray(times, dtype=np.float64), are_dates


def _broken(times: NDArray[np.float64], *columns: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Return all columns with NaN put in where much more time passes than usual."""
    steps = np.diff(times)
    gaps = np.flatnonzero(steps > 4 * np.median(steps)) + 1 if len(steps) else steps[:0].astype(int)
    return [
        np.insert(times, gaps, times[gaps]),
        *(np.insert(values, gaps, np.nan) for values in columns),
    ]


def _stripes(axes: Axes, folds: NDArray[np.int64], times: NDArray[np.float64]) -> None:
    starts = [0, *(np.flatnonzero(np.diff(folds)) + 1).tolist()]
    ends = [*(times[s] for s in starts[1:]), times[-1]]
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if place % 2 == 0:
            axes.axvspan(times[start], end, color=BAND, lw=0, zorder=0)
        if len(starts) <= 10:
            axes.annotate(
                str(int(folds[start]) + 1), (times[start], 1.0), xytext=(3, -3), va="top",
                xycoords=axes.get_xaxis_transform(), textcoords="offset points", fontsize=8,
                color=FAINT,
            )  # fmt: skip


def _legend(figure: Figure, rows: Rows) -> None:
    lines = [Line2D([], [], color=INK, alpha=0.5, lw=2.6, label="Observed")]
    for one, name in zip(rows.pair, _WHO, strict=True):
        mark = MARKS[one.role]
        lines.append(Line2D([], [], color=mark.colour, ls=mark.line, lw=1.2, label=name))
    add_legend(figure, lines, 3)
