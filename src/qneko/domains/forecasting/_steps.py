"""How much time so many steps of a series are, in words."""

from __future__ import annotations

import pandas as pd
from pandas.tseries.frequencies import to_offset

from .._bundles import SeriesDataset

_SECONDS = ((86400.0, "day"), (3600.0, "h"), (60.0, "min"), (1.0, "s"), (1e-3, "ms"))


def step_seconds(series: SeriesDataset) -> float | None:
    """Return the seconds between two points in time; None if they are months."""
    if months_of(series) is not None:
        return None
    step = series.times[1] - series.times[0]
    return step.total_seconds() if isinstance(step, pd.Timedelta) else float(step)


def months_of(series: SeriesDataset) -> int | None:
    """Return the months between two points in time; None if the step is no whole month."""
    if not isinstance(series.times, pd.DatetimeIndex):
        return None
    offset = to_offset(series.frequency)
    per_step = {"MS": 1, "ME": 1, "QS": 3, "QE": 3, "YS": 12, "YE": 12}
    name = offset.rule_code.split("-")[0]
    return per_step[name] * offset.n if name in per_step else None


def span(series: SeriesDataset, n_steps: int) -> str:
    """Return what `n_steps` of a series are: ``"3 months"``, ``"15 min"``, ``"25 ms"``."""
    months = months_of(series)
    if months is not None:
        n = months * n_steps
        return _counted(n // 12, "year") if n % 12 == 0 and n > 12 else _counted(n, "month")
    seconds = step_seconds(series)
    assert seconds is not None
    total = seconds * n_steps
    for size, name in _SECONDS:
        n_units = total / size
        if n_units >= 1.0 - 1e-9:
            # rounded, since rates such as 360 Hz are no round number of milliseconds
            number = f"{n_units:.3g}" if n_units < 1000 else f"{n_units:.0f}"
            return f"{number} {name}{'s' if name == 'day' and number != '1' else ''}"
    return f"{total:g} s"


def _counted(n: int, noun: str) -> str:
    return f"{n} {noun}{'' if n == 1 else 's'}"
