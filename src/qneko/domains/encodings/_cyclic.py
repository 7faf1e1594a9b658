"""What comes round again: months, hours, angles, seasons."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...errors import InputError

#: Periods of a column of dates.
Calendar = Literal["year", "week", "day"]


def cyclic_features(values: pd.Series, period: float | Calendar) -> pd.DataFrame:
    """Return sine and cosine of where each value stands in its period.

    December and January, or 359° and 1°, then lie next to one another, which they do not as
    numbers. Two columns are needed: one alone does not tell spring from autumn.

    Parameters
    ----------
    values : pandas.Series of shape (n_samples,)
        Numbers, or dates for a period of the calendar. Gaps stay gaps.
    period : float or {"year", "week", "day"}
        In the unit of the numbers: 12 for months, 360 for degrees. For dates the season, the day of
        the week or the hour, in UTC.

    Returns
    -------
    pandas.DataFrame of shape (n_samples, 2)
        float64 from -1 to 1, "<name> (sin)" and "<name> (cos)".

    Raises
    ------
    InputError
        If the period is not a positive number, or does not fit the values.

    Examples
    --------
    >>> import pandas as pd
    >>> from qneko.domains import cyclic_features
    >>> cyclic_features(pd.Series([3.0, 12.0], name="month"), 12).round(3)
       month (sin)  month (cos)
    0          1.0          0.0
    1          0.0          1.0
    """
    turns = _turns_of_dates(values, period) if isinstance(period, str) else _turns(values, period)
    angle = 2.0 * np.pi * turns
    return pd.DataFrame(
        {f"{values.name} (sin)": np.sin(angle), f"{values.name} (cos)": np.cos(angle)},
        index=values.index,
    )


def _turns(values: pd.Series, period: float) -> NDArray[np.float64]:
    if isinstance(period, bool) or not np.isfinite(period) or period <= 0.0:
        raise InputError(f"cyclic: a positive number is expected as period, got {period!r}.")
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        raise InputError(
            f"cyclic: {values.name!r} holds dates, so the period is 'year', 'week' or 'day', got "
            f"{period!r}."
        )
    if not pd.api.types.is_numeric_dtype(values.dtype):
        raise InputError(
            f"cyclic: {values.name!r} holds words, and numbers or dates are expected; they are "
            "one-hot encoded if you leave it out here."
        )
    # the remainder first: the sine of a large angle loses digits
    found: NDArray[np.float64] = np.mod(values.to_numpy(dtype=np.float64), period) / period
    return found


def _turns_of_dates(values: pd.Series, period: str) -> NDArray[np.float64]:
    if period not in ("year", "week", "day"):
        raise InputError(
            f"cyclic: a number, 'year', 'week' or 'day' is expected as period of {values.name!r}, "
            f"got {period!r}."
        )
    if not pd.api.types.is_datetime64_any_dtype(values.dtype):
        raise InputError(
            f"cyclic: {values.name!r} holds no dates, so its period is a number in its own unit, "
            f"got {period!r}."
        )
    when = values.dt
    day = (values - when.normalize()) / pd.Timedelta(days=1)
    if period == "day":
        turns = day
    elif period == "week":
        turns = (when.day_of_week + day) / 7.0
    else:
        turns = (when.day_of_year - 1 + day) / np.where(when.is_leap_year, 366.0, 365.0)
    return turns.to_numpy(dtype=np.float64)
