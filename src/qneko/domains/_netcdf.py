"""NetCDF files to series: one channel for each variable and place (extra "netcdf")."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..errors import InputError, MissingExtraError
from ._bundles import SeriesDataset
from ._read import read_bytes
from ._regular import regular_grid
from ._words import did_you_mean, listed

#: First bytes of classic files and of those that are HDF5.
SIGNATURES = (b"CDF\x01", b"CDF\x02", b"CDF\x05", b"\x89HDF")
_MOST_CHANNELS = 1000


def read_netcdf(
    path: Path, *, time: str | None = None, channels: Sequence[str] | None = None
) -> SeriesDataset:
    """Read the variables of a NetCDF file that run over time; arguments as of `read_series`."""
    import hashlib

    try:
        import xarray as xr
    except ImportError:
        raise MissingExtraError(
            f"{path} is a NetCDF file, which needs xarray: pip install 'qneko[netcdf]'."
        ) from None
    data = read_bytes(path)
    try:
        with xr.open_dataset(path) as opened:
            content = opened.load()
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise InputError(
            f"{path} is marked as NetCDF but cannot be read as such "
            f"({str(error).splitlines()[0][:80]}): write it again, or give a CSV file."
        ) from None
    clock = _clock(path, content, time)
    wanted = _variables(path, content, clock, channels)
    columns, names, units, groups = _columns(path, content, clock, wanted)
    grid, values, notes = regular_grid(
        str(path), clock, pd.Index(content[clock].to_numpy()), np.column_stack(columns)
    )
    return SeriesDataset(
        name=path.name,
        source=str(path),
        licence="not stated",
        sha256=hashlib.sha256(data).hexdigest(),
        notes=notes,
        values=values,
        times=grid.times,
        channels=tuple(names),
        units=tuple(units),
        groups=tuple(groups),
        frequency=grid.frequency,
        target=wanted[0],
        positions=_positions(content, set(groups)),
    )


def _clock(path: Path, content: Any, time: str | None) -> str:
    """Return the name of the coordinate that is time."""
    dated = [str(n) for n in content.dims if n in content.coords and content[n].dtype.kind == "M"]
    if time is not None:
        if time not in content.dims or time not in content.coords:
            known = [str(n) for n in content.dims]
            raise InputError(
                f"{path} has no coordinate {time!r} for time{did_you_mean(time, known)}; "
                f"its dimensions are {listed(known)}."
            )
        return time
    if len(dated) != 1:
        raise InputError(
            f"{path}: one coordinate with dates (CF units such as 'days since 1990-01-01') is "
            f"expected as time, got {listed(dated) or 'none'}: name it with time."
        )
    return dated[0]


def _variables(path: Path, content: Any, clock: str, chosen: Sequence[str] | None) -> list[str]:
    """Return the variables that run over time, those asked for."""
    known = [
        str(n)
        for n, v in content.data_vars.items()
        if clock in v.dims and v.dtype.kind in "fiu"  # no text, dates or spans of time
    ]
    for name in chosen or ():
        if name not in known:
            raise InputError(
                f"{path} has no variable of numbers {name!r} over {clock!r}"
                f"{did_you_mean(name, known)}; it has {listed(known) or 'none'}."
            )
    if not known:
        raise InputError(f"{path} has no variable of numbers over {clock!r}: choose another file.")
    return list(chosen or known)


def _columns(
    path: Path, content: Any, clock: str, wanted: list[str]
) -> tuple[list[Any], list[str], list[str], list[str]]:
    """Return values, name, unit and group of each channel: a variable at a place."""
    columns: list[Any] = []
    names: list[str] = []
    units: list[str] = []
    groups: list[str] = []
    for name in wanted:
        variable = content[name].transpose(..., clock)
        others = [d for d in variable.dims if d != clock]
        places = np.ndindex(*(variable.sizes[d] for d in others))
        for place in places:
            where = " ".join(
                str(content[d].to_numpy()[k]) if d in content.coords else f"{d} {k + 1}"
                for d, k in zip(others, place, strict=True)
            )
            columns.append(variable.to_numpy()[place].astype(np.float64))
            names.append(f"{where} {name}" if where else name)
            units.append(str(variable.attrs.get("units", "")))
            groups.append(where or path.stem)
        if len(columns) > _MOST_CHANNELS:
            raise InputError(
                f"{path} gives more than {_MOST_CHANNELS} series, one for each variable and place: "
                "cut out the places that matter, or name fewer variables with channels."
            )
    return columns, names, units, groups


def _positions(content: Any, groups: set[str]) -> dict[str, tuple[float, float]]:
    """Return latitude and longitude of the places, where the file has them."""
    for lat, lon in (("lat", "lon"), ("latitude", "longitude")):
        if lat in content.coords and lon in content.coords and content[lat].dims:
            dims = content[lat].dims
            if dims == content[lon].dims and len(dims) == 1 and dims[0] in content.coords:
                labels = [str(label) for label in content[dims[0]].to_numpy()]
                places = zip(labels, content[lat].to_numpy(), content[lon].to_numpy(), strict=True)
                return {n: (float(a), float(o)) for n, a, o in places if n in groups}
    return {}
