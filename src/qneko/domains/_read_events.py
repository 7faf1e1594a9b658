"""`read_events`: an own catalogue of earthquakes, or of other events in time and space."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

import numpy as np
import pandas as pd

from ..errors import InputError
from ._bundles import EventCatalogue
from ._columns import Column, comma_of, text_cells, understand
from ._read import RawTable, read_raw
from ._roles import RowRoles
from ._words import counted, listed

#: What is read, and how the columns may be called, in small letters.
_NAMES = {
    "time": ("time", "date", "datetime", "origin_time", "origintime"),
    "latitude": ("latitude", "lat"),
    "longitude": ("longitude", "lon", "long"),
    "magnitude": ("magnitude", "mag"),
    "depth": ("depth", "depth_km"),
}
_RANGES = {
    "latitude": (-90.0, 90.0),
    "longitude": (-180.0, 360.0),
    "magnitude": (-5.0, 11.0),
    "depth": (-10.0, 800.0),
}


def read_events(path: str | PathLike[str], *, complete_from: float | None = None) -> EventCatalogue:
    """Read a catalogue: one row an event, with its time, latitude, longitude and magnitude.

    The columns are known by their names, large or small letters: "time" (or "date"), "latitude"
    ("lat"), "longitude" ("lon"), "magnitude" ("mag") and, where there is one, "depth". Tables of
    the ComCat search of the U.S. Geological Survey fit as they are. Rows are put into the order of
    time; longitudes beyond 180 are brought back by a turn.

    Parameters
    ----------
    path : str or path-like
        CSV, TSV (gzip or not) or Parquet (extra "parquet").
    complete_from : float, optional
        Magnitude from which on the catalogue is complete, if it is known.

    Returns
    -------
    EventCatalogue
        The events; rows without a magnitude are left out and said.

    Raises
    ------
    InputError
        If a column is missing, or a cell is no number, no date or out of range; the message names
        the place.

    Examples
    --------
    >>> from qneko.domains import read_events
    >>> read_events("catalogue.csv", complete_from=3.0)  # doctest: +SKIP
    """
    raw = read_raw(Path(path).expanduser())
    found = _find_columns(raw)
    of_size = _understood(raw, found["magnitude"])
    empty = of_size.values.isna() if of_size.kind == "numeric" else of_size.values.isna() & False
    rows = raw.frame.index[~empty]
    if len(rows) == 0:
        raise InputError(f"{raw.path} has no event with a magnitude: add some.")
    columns = {"time": RowRoles(time=found["time"]).values(raw, rows)["times"]}
    if columns["time"].dtype.kind == "f":
        raise InputError(
            f"{raw.place(int(rows[0]))}: dates are expected in {found['time']!r}, got the number "
            f"{columns['time'].iloc[0]:g}: write times as 2011-03-11T05:46:24."
        )
    for what in ("latitude", "longitude", "magnitude", "depth"):
        if what in found:
            columns[what] = _numbers(raw, found[what], what, rows)
    frame = pd.DataFrame(columns)
    frame["longitude"] = (frame["longitude"] + 180.0) % 360.0 - 180.0
    notes = list(raw.notes)
    if empty.any():
        notes.append(f"{counted(int(empty.sum()), 'row')} without a magnitude left out.")
    return EventCatalogue(
        name=raw.path.name,
        source=str(path),
        licence="not stated",
        sha256=raw.sha256,
        notes=tuple(notes),
        frame=frame.sort_values("time", kind="stable", ignore_index=True),
        magnitude_unit="magnitude",
        complete_from=complete_from,
    )


def _find_columns(raw: RawTable) -> dict[str, str]:
    by_small = {str(c).strip().casefold(): str(c) for c in raw.frame.columns}
    found = {}
    for what, names in _NAMES.items():
        known = [by_small[name] for name in names if name in by_small]
        if known:
            found[what] = known[0]
        elif what != "depth":
            raise InputError(
                f"{raw.path} has no column of the events' {what}: name it {names[0]!r}; its "
                f"columns are {listed([str(c) for c in raw.frame.columns], 12)}."
            )
    return found


def _understood(raw: RawTable, name: str) -> Column:
    return understand(name, raw, comma_of(text_cells(raw.frame[name])))


def _numbers(raw: RawTable, name: str, what: str, rows: pd.Index) -> pd.Series:
    values = pd.to_numeric(_understood(raw, name).values.loc[rows], errors="coerce")
    values = values.astype(np.float64).reset_index(drop=True)
    low, high = _RANGES[what]
    wrong = ~values.between(low, high).to_numpy()
    if wrong.any() and what != "depth":  # many catalogues lack some depths
        row = int(rows[int(wrong.argmax())])
        raise InputError(
            f"{raw.place(row)}: a {what} from {low:g} to {high:g} is expected in {name!r}, got "
            f"{str(raw.frame[name].loc[row])!r}: correct it or remove the row."
        )
    return values
