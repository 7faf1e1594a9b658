"""The file of what was said of each row, and its columns that pictures are drawn from."""

from __future__ import annotations

import re

#: In a run's folder.
FILE = "predictions.csv"
#: Where a row is, in degrees.
PLACE = ("latitude", "longitude")
#: Radii of the ions of a perovskite ABX3, in one unit; or what is made of them.
RADII = ("ra", "rb", "rx")
FACTORS = ("tolerancefactor", "octahedralfactor")
#: Bond length, in angstrom.
DISTANCE = "distance"

DRAWN = frozenset((*PLACE, *RADII, *FACTORS, DISTANCE))

_SHORT = {"lat": "latitude", "lon": "longitude", "lng": "longitude", "long": "longitude"}


def plain_name(name: str) -> str:
    """Return a column's name as it is compared: ``rA (Ang)`` and ``r_A`` are both ``ra``."""
    without_unit = re.sub(r"[(\[].*?[)\]]|/.*", "", name.casefold())
    plain = re.sub(r"[^a-z0-9]", "", without_unit)
    return _SHORT.get(plain, plain)
