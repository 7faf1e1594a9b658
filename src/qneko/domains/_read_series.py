"""`read_series`: an own file of measurements over time, CSV, Parquet or NetCDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from os import PathLike
from pathlib import Path

import numpy as np
import pandas as pd

from ..errors import InputError
from ._bundles import SeriesDataset
from ._columns import Column, comma_of, text_cells, understand
from ._netcdf import SIGNATURES, read_netcdf
from ._read import RawTable, read_raw
from ._regular import regular_grid
from ._roles import RowRoles
from ._words import did_you_mean, listed


def read_series(
    path: str | PathLike[str],
    *,
    time: str | None = None,
    channels: Sequence[str] | None = None,
    target: str | None = None,
    units: Mapping[str, str] | None = None,
) -> SeriesDataset:
    """Read measurements over regular points in time.

    A table (CSV, TSV, Parquet) has one row for each point in time, one column of times and one for
    each channel. A NetCDF file has one coordinate of dates; each variable at each place is a
    channel, and a place is a group. Rows are put into the order of time, and points that are
    missing in between become NaN. Times that lie on no grid, or occur twice, are refused.

    Parameters
    ----------
    path : str or path-like
        The file; what it is, is seen from its content.
    time : str, optional
        The column or coordinate of times: seconds as numbers, or ISO 8601 dates. A table needs it,
        a NetCDF file if it has several coordinates with dates.
    channels : sequence of str, optional
        Columns or variables to read; by default all that hold numbers.
    target : str, optional
        What is to be forecast, one of the channels or variables; by default the first.
    units : mapping of str to str, optional
        Units by channel; those of a NetCDF file are read from it.

    Returns
    -------
    SeriesDataset
        Values, times, channels and notes.

    Raises
    ------
    InputError
        If the file cannot be used; the message names the place.
    MissingExtraError
        If the file is NetCDF (extra "netcdf") or Parquet (extra "parquet") and the extra is
        missing.

    Examples
    --------
    >>> from qneko.domains import read_series
    >>> read_series("load.csv", time="day", units={"load": "MW"})  # doctest: +SKIP
    """
    file = Path(path).expanduser()
    if _is_netcdf(file):
        found = read_netcdf(file, time=time, channels=channels)
    else:
        found = _from_table(read_raw(file), time, channels)
    named = dict.fromkeys([*found.channels, *(c.split(" ")[-1] for c in found.channels)])
    for name in [*(units or {}), *([target] if target else [])]:
        if name not in named:
            raise InputError(
                f"{file} has no channel {name!r}{did_you_mean(name, list(named))}; "
                f"its channels are {listed(found.channels, 12)}."
            )
    given = units or {}
    return replace(
        found,
        source=str(path),
        target=target or found.target,
        units=tuple(
            given.get(c, given.get(c.split(" ")[-1], u))
            for c, u in zip(found.channels, found.units, strict=True)
        ),
    )


def _is_netcdf(file: Path) -> bool:
    if not file.is_file():
        return False
    with file.open("rb") as stream:
        return stream.read(4) in SIGNATURES


def _from_table(raw: RawTable, time: str | None, channels: Sequence[str] | None) -> SeriesDataset:
    names = [str(c) for c in raw.frame.columns]
    for name in [*([time] if time else []), *(channels or ())]:
        if name not in names:
            raise InputError(
                f"{raw.path} has no column {name!r}{did_you_mean(name, names)}; "
                f"its columns are {listed(names, 12)}."
            )
    if time is None:
        raise InputError(
            f"{raw.path}: say which column holds the times; its columns are {listed(names, 12)}."
        )
    times = RowRoles(time=time).values(raw, raw.frame.index)["times"]
    columns, left_out = _channels(raw, [c for c in channels or names if c != time], channels)
    grid, values, notes = regular_grid(
        str(raw.path),
        time,
        pd.Index(times.to_numpy()) if times.dtype.kind == "f" else pd.DatetimeIndex(times),
        np.column_stack([c.values.to_numpy(dtype=np.float64) for c in columns]),
    )
    if left_out:
        notes = (*notes, f"Left out, for they hold no numbers: {listed(left_out)}.")
    return SeriesDataset(
        name=raw.path.name,
        source=str(raw.path),
        licence="not stated",
        sha256=raw.sha256,
        notes=(*raw.notes, *(c.note for c in columns if c.note), *notes),
        values=values,
        times=grid.times,
        channels=tuple(c.name for c in columns),
        units=("",) * len(columns),
        groups=(raw.path.stem,) * len(columns),
        frequency=grid.frequency,
        target=columns[0].name,
        positions={},
    )


def _channels(
    raw: RawTable, names: Sequence[str], asked: Sequence[str] | None
) -> tuple[list[Column], list[str]]:
    """Return the columns of numbers, and the names of the others."""
    every = [understand(n, raw, comma_of(text_cells(raw.frame[n]))) for n in names]
    numeric = [c for c in every if c.kind == "numeric"]
    others = [c.name for c in every if c.kind != "numeric"]
    if asked and others:
        raise InputError(
            f"{raw.path}: numbers are expected in {others[0]!r}, which holds "
            f"{str(raw.frame[others[0]].iloc[0])!r}: leave it out of channels or correct it."
        )
    if not numeric:
        raise InputError(f"{raw.path} has no column of numbers beside the times: add one.")
    return numeric, others
