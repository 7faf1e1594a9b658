"""The season of a series: where in the year, week or day a point in time lies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...errors import InputError
from .._bundles import SeriesDataset
from ._steps import months_of, step_seconds

#: Parts that a season is cut into at the most: months of a year, days of a week, hours of a day.
N_PHASES = 24
_DAY = 86400.0
_LENGTH = {"year": 365.25 * _DAY, "week": 7 * _DAY, "day": _DAY}
#: A series must last so many seasons before one is looked for.
_SEASONS = 2


@dataclass(frozen=True)
class Season:
    """What returns in a series.

    Parameters
    ----------
    name : str
        "year", "week", "day", or a number of steps.
    n_steps : int
        Steps after which it comes again, rounded.
    phases : ndarray of shape (n_times,)
        int64: the month, the day of the week, the hour, or the 24th part, from 0 on.
    turn : ndarray of shape (n_times,)
        float64: the share of the season that is over, from 0 to 1.
    """

    name: str
    n_steps: int
    phases: NDArray[np.int64]
    turn: NDArray[np.float64]


def find_season(series: SeriesDataset, asked: str | int) -> Season | None:
    """Return the season that is asked for; None if there is none.

    Parameters
    ----------
    series : SeriesDataset
        The series.
    asked : {"auto", "none", "year", "week", "day"} or int
        "auto" takes the year for dates a day or more apart, the day for dates closer than that, and
        none for seconds or where the series is shorter than two seasons. A number is one of steps.

    Raises
    ------
    InputError
        If the series cannot have this season.
    """
    if asked == "none":
        return None
    if not isinstance(asked, str):
        return _of_steps(series, asked)
    dated = isinstance(series.times, pd.DatetimeIndex)
    if asked == "auto":
        if not dated:
            return None
        seconds = step_seconds(series)
        asked = "day" if seconds is not None and seconds < _DAY else "year"
        n_steps = _steps_of(series, asked)
        if n_steps is None or series.n_times < _SEASONS * n_steps:
            return None
        return _of_dates(series, asked, n_steps)
    if asked not in _LENGTH:
        raise InputError(
            "season: 'auto', 'none', 'year', 'week', 'day' or a number of steps is expected, "
            f"got {asked!r}."
        )
    n_steps = _steps_of(series, asked) if dated else None
    if n_steps is None:
        raise InputError(
            f"season: '{asked}' needs dates at least twice in it, at steps that divide it, and the "
            f"times of '{series.name}' are {'dates' if dated else 'seconds'} at steps of "
            f"{series.frequency}; give the number of steps of a season, or 'none'."
        )
    return _of_dates(series, asked, n_steps)


def _steps_of(series: SeriesDataset, name: str) -> int | None:
    """Return the whole number of steps in a season; None where it has less than two."""
    months = months_of(series)
    if months is not None:
        return 12 // months if name == "year" and 12 % months == 0 and months < 12 else None
    seconds = step_seconds(series)
    assert seconds is not None
    n_steps = _LENGTH[name] / seconds
    # years have no whole number of days, but weeks and days have one of whatever is regular in them
    whole = name == "year" or abs(n_steps - round(n_steps)) < 1e-6
    return round(n_steps) if n_steps >= 2.0 and whole else None


def _of_dates(series: SeriesDataset, name: str, n_steps: int) -> Season:
    times = series.times
    assert isinstance(times, pd.DatetimeIndex)
    of_day = (times - times.normalize()).total_seconds().to_numpy() / _DAY
    if name == "year":
        phases = times.month.to_numpy() - 1
        if months_of(series) is not None:
            turn = phases / 12.0
        else:
            days = np.where(times.is_leap_year, 366.0, 365.0)
            turn = (times.day_of_year.to_numpy() - 1 + of_day) / days
    elif name == "week":
        phases = times.day_of_week.to_numpy()
        turn = (phases + of_day) / 7.0
    else:
        phases, turn = times.hour.to_numpy(), of_day
    return Season(name, n_steps, phases.astype(np.int64), np.asarray(turn, dtype=np.float64))


def _of_steps(series: SeriesDataset, n_steps: int) -> Season:
    if n_steps < 2 or series.n_times < n_steps:
        raise InputError(
            f"season: from 2 steps to the {series.n_times} of the series are expected, "
            f"got {n_steps}."
        )
    turn = (np.arange(series.n_times) % n_steps) / n_steps
    phases = np.floor(turn * min(n_steps, N_PHASES)).astype(np.int64)
    return Season(f"{n_steps} steps", n_steps, phases, turn)
