"""Boxes on a sphere: the date line, the poles, areas, and cells of a grid."""

from __future__ import annotations

import numpy as np
import pytest

from qneko.domains.seismology import Region
from qneko.domains.seismology._regions import most_active_cells
from qneko.errors import InputError

EARTH = 4.0 * np.pi * 6371.0**2


def _places(*pairs: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
    latitude, longitude = np.array(pairs, dtype=float).T
    return latitude, longitude


def test_a_box_across_the_date_line() -> None:
    tonga = Region("Tonga", (-30.0, -10.0), (170.0, -170.0))
    assert tonga.width == 20.0
    assert tonga.centre == (-20.0, -180.0)
    inside = tonga.contains(*_places((-20, 175), (-20, -175), (-20, 165), (-20, -170), (-30, 170)))
    assert inside.tolist() == [True, True, False, False, True]
    around = tonga.surrounds(*_places((-20, 175), (-20, -165), (-35, 175), (-41, 175), (-20, 159)))
    assert around.tolist() == [False, True, True, False, False]


def test_areas_of_a_grid_add_up_to_the_earth() -> None:
    latitude, longitude = np.mgrid[-85:90:10, -175:180:10].reshape(2, -1).astype(float)
    cells = most_active_cells(latitude, longitude, size=10.0, most=10_000)
    assert len(cells) == 18 * 36
    assert sum(cell.area for cell in cells) == pytest.approx(EARTH)
    assert Region("all", (-90.0, 90.0), (-180.0, 180.0)).area == pytest.approx(EARTH)
    # every place in exactly one cell, at edges, poles and the date line too
    edges = _places((90, 180), (-90, -180), (0, 0), (89.9, 179.9), (10, -180), (-10, 180))
    assert np.sum([cell.contains(*edges) for cell in cells], axis=0).tolist() == [1] * 6


def test_cells_that_do_not_divide_the_globe_end_at_its_edge() -> None:
    latitude, longitude = _places((89, 179), (-89, -179))
    south, north = most_active_cells(latitude, longitude, size=70.0, most=9)
    assert (south.latitude, south.longitude) == ((-90.0, -20.0), (-180.0, -110.0))
    assert (north.latitude, north.longitude) == ((50.0, 90.0), (170.0, 180.0))
    assert north.contains(latitude, longitude).tolist() == [True, False]


def test_the_most_active_cells_are_taken_and_named_by_their_centre() -> None:
    latitude, longitude = _places((36, 141), (37, 142), (38, 143), (-20, -176), (-21, -175), (5, 5))
    cells = most_active_cells(latitude, longitude, size=10.0, most=2)
    assert [cell.name for cell in cells] == ["25°S 175°W", "35°N 145°E"]


@pytest.mark.parametrize(
    ("latitude", "longitude", "message"),
    [
        ((40.0, 30.0), (0.0, 10.0), r"latitude must be \[south, north\]"),
        ((-100.0, 30.0), (0.0, 10.0), r"latitude must be \[south, north\]"),
        ((30.0, 40.0), (10.0, 10.0), r"longitude must be \[west, east\]"),
        ((30.0, 40.0), (10.0, 190.0), r"longitude must be \[west, east\]"),
    ],
)
def test_refuses_what_is_no_box(
    latitude: tuple[float, float], longitude: tuple[float, float], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        Region("x", latitude, longitude)
