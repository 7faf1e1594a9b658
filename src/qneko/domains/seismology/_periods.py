"""Time cut into periods: calendar weeks, months, quarters, years, or so many days."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...errors import InputError

Period = Literal["week", "month", "quarter", "year"] | int

_CALENDAR = {"week": "W-MON", "month": "MS", "quarter": "QS", "year": "YS"}
_DAY = pd.Timedelta(days=1)
#: A period that ends later after the last event, in mean gaps between events or in its own length,
#: is taken as not over yet.
_MOST_GAPS, _MOST_LENGTH = 3.0, 0.1


def cut_time(times: pd.Series, period: Period) -> pd.DatetimeIndex:
    """Return the edges of all periods that a catalogue covers to their end.

    Parameters
    ----------
    times : pandas.Series of shape (n_events,)
        UTC, ascending.
    period : {"week", "month", "quarter", "year"} or int
        A piece of the calendar (weeks begin on Monday), or a number of days from the first event's
        day on.

    Returns
    -------
    pandas.DatetimeIndex of shape (n_periods + 1,)
        The first period begins with, or before, the first event. A file does not say until when it
        was kept: a last period that ends more than three mean gaps between events, or a tenth of
        its length, after the last event is left out as unfinished.

    Raises
    ------
    InputError
        If the period is no such thing, or not even one is covered.
    """
    first, last = times.iloc[0].floor("D"), times.iloc[-1]
    if isinstance(period, str) and period in _CALENDAR:
        offset = pd.tseries.frequencies.to_offset(_CALENDAR[period])
        edges = pd.date_range(offset.rollback(first), last + 2 * offset, freq=offset)
    elif isinstance(period, int) and not isinstance(period, bool) and period >= 1:
        edges = pd.date_range(first, last + 2 * period * _DAY, freq=period * _DAY)
    else:
        raise InputError(
            'A period is "week", "month", "quarter", "year" or a whole number of days, got '
            f"{period!r}."
        )
    gap = (last - times.iloc[0]) / max(len(times) - 1, 1)
    while len(edges) > 1:
        begin, end = edges[-2], edges[-1]
        if end <= last + min(_MOST_GAPS * gap, _MOST_LENGTH * (end - begin)):
            break
        edges = edges[:-1]
    if len(edges) < 2:
        raise InputError(
            f"The catalogue, from {first:%Y-%m-%d} to {last:%Y-%m-%d}, does not cover one "
            f"{in_words(period)}: choose a shorter period."
        )
    return edges


def days_of(times: pd.Series | pd.DatetimeIndex) -> NDArray[np.float64]:
    """Return days since 1970, with their fractions."""
    index = pd.DatetimeIndex(times)
    return np.asarray((index - pd.Timestamp(0, tz="UTC")) / _DAY, dtype=np.float64)


def in_words(period: Period) -> str:
    """Return ``month``, or ``period of 30 days``."""
    return period if isinstance(period, str) else f"period of {period} days"
