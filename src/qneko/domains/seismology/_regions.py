"""Pieces of the Earth's surface: boxes of latitude and longitude, and the cells of a grid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_EARTH_RADIUS = 6371.0  # km


@dataclass(frozen=True)
class Region:
    """A box of latitude and longitude.

    Attributes
    ----------
    name : str
        What it is called.
    latitude : tuple of float
        South and north, in degrees.
    longitude : tuple of float
        West and east, in degrees; east is smaller than west where the box crosses 180°.
    """

    name: str
    latitude: tuple[float, float]
    longitude: tuple[float, float]

    def __post_init__(self) -> None:
        south, north = self.latitude
        west, east = self.longitude
        if not -90.0 <= south < north <= 90.0:
            raise InputError(
                f"Region {self.name!r}: latitude must be [south, north] within -90 to 90, got "
                f"[{south:g}, {north:g}]."
            )
        if west == east or not (-180.0 <= west <= 180.0 and -180.0 <= east <= 180.0):
            raise InputError(
                f"Region {self.name!r}: longitude must be [west, east] within -180 to 180, got "
                f"[{west:g}, {east:g}]."
            )

    @property
    def width(self) -> float:
        """Degrees of longitude."""
        west, east = self.longitude
        return (east - west) % 360.0 or 360.0

    @property
    def centre(self) -> tuple[float, float]:
        """Latitude and longitude of the middle, in degrees."""
        longitude = (self.longitude[0] + self.width / 2.0 + 180.0) % 360.0 - 180.0
        return sum(self.latitude) / 2.0, longitude

    @property
    def area(self) -> float:
        """Square kilometres."""
        south, north = np.sin(np.radians(self.latitude))
        return float(_EARTH_RADIUS**2 * np.radians(self.width) * (north - south))

    def contains(self, latitude: Floats, longitude: Floats) -> Mask:
        """Return which places are inside; the southern and western edges belong to the box."""
        return _inside(self.latitude, self.longitude[0], self.width, latitude, longitude)

    def surrounds(self, latitude: Floats, longitude: Floats) -> Mask:
        """Return which places lie around the box: in a frame half as wide and high as it is."""
        south, north = self.latitude
        reach = (north - south) / 2.0
        grown = (max(-90.0, south - reach), min(90.0, north + reach))
        west, width = self.longitude[0] - self.width / 2.0, min(360.0, 2.0 * self.width)
        near = _inside(grown, west, width, latitude, longitude)
        return near & ~self.contains(latitude, longitude)


def _inside(
    latitude: tuple[float, float], west: float, width: float, lat: Floats, lon: Floats
) -> Mask:
    south, north = latitude
    below = lat <= north if north == 90.0 else lat < north  # the pole belongs to the last box
    found: Mask = (lat >= south) & below & ((lon - west) % 360.0 < width)
    return found


def most_active_cells(
    latitude: Floats, longitude: Floats, *, size: float, most: int
) -> tuple[Region, ...]:
    """Return the cells of a grid that hold most places.

    Parameters
    ----------
    latitude, longitude : ndarray of shape (n_events,)
        Places in degrees.
    size : float
        Degrees of latitude and longitude of a cell; the grid starts at -90, -180.
    most : int
        How many cells at most; cells without a place are never taken.

    Returns
    -------
    tuple of Region
        From south-west to north-east, each named by its centre: ``"35°N 145°E"``.
    """
    rows = np.floor((latitude + 90.0) / size).astype(np.intp)
    columns = np.floor(((longitude + 180.0) % 360.0) / size).astype(np.intp)
    rows = np.minimum(rows, int(np.ceil(180.0 / size)) - 1)  # the pole belongs to the last row
    cells, counts = np.unique(np.column_stack([rows, columns]), axis=0, return_counts=True)
    # stable: of equally active cells the south-western ones
    chosen = np.sort(np.argsort(-counts, kind="stable")[:most])
    return tuple(_cell(int(row), int(column), size) for row, column in cells[chosen])


def _cell(row: int, column: int, size: float) -> Region:
    south, west = row * size - 90.0, column * size - 180.0
    north, east = min(90.0, south + size), min(180.0, west + size)
    middle = ((south + north) / 2.0, (west + east) / 2.0)
    return Region(_named(*middle), (south, north), (west, east))


def _named(latitude: float, longitude: float) -> str:
    north = f"{abs(latitude):g}°{'N' if latitude >= 0 else 'S'}"
    return f"{north} {abs(longitude):g}°{'E' if longitude >= 0 else 'W'}"
