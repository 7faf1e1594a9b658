"""Points in time to a regular grid, or the sentence that says why not."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.tseries.frequencies import to_offset

from ..errors import InputError
from ._words import counted

_MIN_TIMES = 10
# A grid with more empty points than this is no series but single values.
_MOST_EMPTY = 0.5
_ROUNDING = 1e-6


class Grid(NamedTuple):
    """Regular points in time and what lies between two of them, in words."""

    times: pd.Index
    frequency: str


def regular_grid(
    where: str, name: str, times: pd.Index, values: NDArray[np.float64]
) -> tuple[Grid, NDArray[np.float64], tuple[str, ...]]:
    """Return the values in the order of time; points that are missing in between become NaN.

    Parameters
    ----------
    where, name : str
        The file and its column of times, for messages.
    times : pandas.Index of shape (n_times,)
        Dates, or seconds.
    values : ndarray of shape (n_times, n_channels)
        One row for each time.

    Returns
    -------
    grid : Grid
        Increasing, regular.
    values : ndarray of shape (n_grid, n_channels)
        float64.
    notes : tuple of str
        What was done.

    Raises
    ------
    InputError
        If a time occurs twice, or the times lie on no grid.
    """
    notes = []
    if len(times) < _MIN_TIMES:
        raise InputError(
            f"{where}: a series of at least {_MIN_TIMES} points in time is expected, "
            f"got {len(times)}: add data."
        )
    if isinstance(times, pd.DatetimeIndex) and times.tz is not None:
        times = times.tz_convert("UTC").tz_localize(None)
    if not times.is_monotonic_increasing:
        order = np.argsort(times, kind="stable")
        times, values = times[order], values[order]
        notes.append(f"The rows were put into the order of {name!r}.")
    twice = times.duplicated()
    if twice.any():
        raise InputError(
            f"{where}: {times[twice][0]} occurs more than once in {name!r}: one row for each point "
            "in time is expected, so average the rows or give each place its own column."
        )
    if isinstance(times, pd.DatetimeIndex):
        grid = _dates(where, name, times)
    else:
        grid = _seconds(where, name, times)
    gaps = len(grid.times) - len(times)
    if gaps:
        whole = np.full((len(grid.times), values.shape[1]), np.nan)
        # seconds may differ from the grid by rounding
        whole[grid.times.get_indexer(times, method="nearest")] = values
        values = whole
        notes.append(f"{counted(gaps, 'point')} in time missing in between, filled with NaN.")
    return grid, values, tuple(notes)


def _dates(where: str, name: str, times: pd.DatetimeIndex) -> Grid:
    steps = pd.Series(times[1:] - times[:-1])
    step = steps.min()
    days = f"{step.days if step.days > 1 else ''}D"
    whole = step == pd.Timedelta(days=step.days)
    frequency = _months(times) or (days if whole else to_offset(step).freqstr)
    grid = pd.date_range(times[0], times[-1], freq=frequency)
    if times.isin(grid).all() and len(times) > (1 - _MOST_EMPTY) * len(grid):
        return Grid(grid, frequency)
    raise _irregular(where, name, times, steps.dt.total_seconds().to_numpy())


def _months(times: pd.DatetimeIndex) -> str:
    """Return the offset of series by whole months, by their first or last days; "" for others."""
    first = bool((times.day == 1).all())
    if not (first or times.is_month_end.all()) or (times != times.normalize()).any():
        return ""
    steps = np.diff(12 * times.year.to_numpy() + times.month.to_numpy())
    n = int(np.gcd.reduce(steps))
    return f"{n if n > 1 else ''}{'MS' if first else 'ME'}" if n else ""


def _seconds(where: str, name: str, times: pd.Index) -> Grid:
    seconds = times.to_numpy(dtype=np.float64)
    steps = np.diff(seconds)
    step = float(np.min(steps))
    place = (seconds - seconds[0]) / step
    n = round(place[-1]) + 1
    # rounding in the file adds up over the steps of a series
    on_grid = np.abs(place - np.rint(place)).max() < max(_ROUNDING * n, _ROUNDING)
    if not on_grid or len(seconds) <= (1 - _MOST_EMPTY) * n:
        raise _irregular(where, name, times, steps)
    return Grid(pd.Index(seconds[0] + step * np.arange(n), dtype=np.float64), f"{step:g} s")


def _irregular(where: str, name: str, times: pd.Index, steps: NDArray[Any]) -> InputError:
    usual = float(np.median(steps))
    odd = int(np.argmax(np.abs(steps - usual)))
    return InputError(
        f"{where}: regular points in time are expected in {name!r}, but between {times[odd]} and "
        f"{times[odd + 1]} lie {steps[odd]:g} s where {usual:g} s is usual: resample the series."
    )
