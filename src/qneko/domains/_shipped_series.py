"""The shipped series: each file's layout to values over regular points in time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ._bundles import SeriesDataset
from ._dataset import DatasetInfo
from ._files import Paths, Reader
from ._netcdf import read_netcdf

_RATE = 360  # samples of the electrocardiogram in a second
_STEP = 60.0  # seconds between two values of a buoy
#: Latitude and longitude of the buoys, degrees north and east, from the source's set-up files.
_BUOYS = {
    "21401": (42.617, 152.583),
    "21413": (30.5153, 152.1167),
    "21418": (38.711, 148.694),
    "21419": (44.455, 155.736),
}


def _series(info: DatasetInfo, **content: Any) -> SeriesDataset:
    assert info.target is not None
    return SeriesDataset(
        name=info.name,
        source=info.origin,
        licence=info.licence,
        sha256=info.sha256,
        bars=info.bars,
        target=info.target,
        **{"notes": info.notes, "positions": {}, **content},
    )


def _elnino(
    info: DatasetInfo, paths: Paths, official: Path | None, allowed: Sequence[str]
) -> SeriesDataset:
    """One row a year and one column a month, to months."""
    table = pd.read_csv(paths[info.file])
    first = f"{int(table['YEAR'].iloc[0])}-01-01"
    return _series(
        info,
        values=table.drop(columns="YEAR").to_numpy(dtype=np.float64).reshape(-1, 1),
        times=pd.date_range(first, periods=12 * len(table), freq="MS"),
        channels=("Niño 1+2",),
        units=("°C",),
        groups=("Niño 1+2",),
        frequency="MS",
        positions={"Niño 1+2": (-5.0, -85.0)},
    )


def _mauna_loa(
    info: DatasetInfo, paths: Paths, official: Path | None, allowed: Sequence[str]
) -> SeriesDataset:
    """The monthly mean; what was computed with later months only on request."""
    from ._shipped import leak_notes

    table = pd.read_csv(paths[info.file])
    channels = ["average", *allowed]
    return _series(
        info,
        values=table[channels].to_numpy(dtype=np.float64),
        times=pd.DatetimeIndex(pd.to_datetime(table["date"] + "-01"), freq="MS"),
        channels=tuple(channels),
        units=("ppm",) * len(channels),
        groups=("Mauna Loa",) * len(channels),
        frequency="MS",
        positions={"Mauna Loa": (19.536, -155.576)},
        notes=(*leak_notes(info, allowed), *info.notes),
    )


def _global_temp(
    info: DatasetInfo, paths: Paths, official: Path | None, allowed: Sequence[str]
) -> SeriesDataset:
    """Two sources, one below the other, to two columns over all months of either."""
    table = pd.read_csv(paths[info.file])
    wide = table.pivot(index="Year", columns="Source", values="Mean")
    wide.index = pd.to_datetime(wide.index + "-01")
    wide = wide.asfreq("MS")
    return _series(
        info,
        values=wide.to_numpy(dtype=np.float64),
        times=wide.index,
        channels=tuple(wide.columns),
        units=("°C",) * wide.shape[1],
        groups=("Earth",) * wide.shape[1],
        frequency="MS",
    )


def _era5(
    info: DatasetInfo, paths: Paths, official: Path | None, allowed: Sequence[str]
) -> SeriesDataset:
    """Variables of cities, to one column for each pair; or the official file with all of them."""
    if official is not None:
        whole = read_netcdf(official)
        return _series(
            info,
            values=whole.values,
            times=whole.times,
            channels=whole.channels,
            units=whole.units,
            groups=whole.groups,
            frequency=whole.frequency,
            positions=whole.positions,
            notes=(*info.notes[1:], "The official file, all 24 variables."),
        )
    with np.load(paths[info.file]) as z:
        values, variables, units, cities = z["values"], z["variables"], z["units"], z["cities"]
        latitude, longitude, first = z["latitude"], z["longitude"], str(z["first_day"])
    pairs = [(str(city), str(name)) for name in variables for city in cities]
    return _series(
        info,
        values=values.reshape(len(pairs), -1).T.astype(np.float64),
        times=pd.date_range(first, periods=values.shape[2], freq="D"),
        channels=tuple(f"{city} {name}" for city, name in pairs),
        units=tuple(str(unit) for unit in units for _ in cities),
        groups=tuple(city for city, _ in pairs),
        frequency="D",
        positions={
            str(city): (float(lat), float(lon))
            for city, lat, lon in zip(cities, latitude, longitude, strict=True)
        },
    )


def _dart(
    info: DatasetInfo, paths: Paths, official: Path | None, allowed: Sequence[str]
) -> SeriesDataset:
    """Four files of seconds and metres: in order of time, one value for each minute."""
    columns = {}
    for file, path in paths.items():
        seconds, height = np.loadtxt(path).T
        # the stamps differ from whole steps by rounding
        minutes = np.rint((seconds - seconds.min()) / _STEP).astype(int)
        columns[file.removesuffix("_notide.txt")] = (
            pd.Series(height).groupby(minutes).mean().to_numpy()
        )
        first = seconds.min()
    values = np.column_stack(list(columns.values()))
    return _series(
        info,
        values=values,
        times=pd.Index(first + _STEP * np.arange(len(values)), dtype=np.float64),
        channels=tuple(columns),
        units=("m",) * len(columns),
        groups=tuple(columns),
        frequency="60 s",
        positions=_BUOYS,
    )


def _ecg(
    info: DatasetInfo, paths: Paths, official: Path | None, allowed: Sequence[str]
) -> SeriesDataset:
    """Numbers of the converter to millivolt."""
    with np.load(paths[info.file]) as z:
        volts = (z["ecg"].astype(np.float64) - 1024.0) / 200.0
    return _series(
        info,
        values=volts[:, None],
        times=pd.Index(np.arange(len(volts)) / _RATE, dtype=np.float64),
        channels=("MLII",),
        units=("mV",),
        groups=("record 208",),
        frequency=f"{_RATE} Hz",
    )


SERIES: dict[str, Reader] = {
    "biomedicine/ecg_mitbih208": _ecg,
    "environment/elnino_sst": _elnino,
    "environment/era5_cities": _era5,
    "environment/global_temp": _global_temp,
    "environment/mauna_loa_co2": _mauna_loa,
    "environment/tohoku2011_dart": _dart,
}
