"""Series whose forecasts are known on paper."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from qneko.domains import SeriesDataset


def series(
    values: object,
    *,
    times: str | Sequence[float] = "MS",
    channels: Sequence[str] = ("y",),
    groups: Sequence[str] | None = None,
    units: Sequence[str] | None = None,
    target: str | None = None,
) -> SeriesDataset:
    """Return a series of months, of days, or at given seconds."""
    columns = np.asarray(values, dtype=np.float64).reshape(len(np.asarray(values)), -1)
    if isinstance(times, str):
        index: pd.Index = pd.date_range("1990-01-01", periods=len(columns), freq=times)
        frequency = times
    else:
        index = pd.Index(times, dtype=np.float64)
        frequency = f"{times[1] - times[0]:g} s"
    return SeriesDataset(
        name="made up",
        source="here",
        licence="CC0-1.0",
        sha256="0" * 64,
        values=columns,
        times=index,
        channels=tuple(channels),
        units=tuple(units or ["m"] * len(channels)),
        groups=tuple(groups or ["here"] * len(channels)),
        frequency=frequency,
        target=target or channels[0],
        positions={},
    )
