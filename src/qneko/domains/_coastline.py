"""The coastlines of the world for plain maps: Natural Earth's, 1:110 million, simplified."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

#: Maps that span more degrees are drawn with the coarse lines.
_WIDE = 60.0


@cache
def _shipped(detail: str) -> tuple[NDArray[np.float64], ...]:
    text = (files(__package__) / "coastline" / "coastline.json").read_text(encoding="utf-8")
    return tuple(np.array(line) for line in json.loads(text)[detail])


def coastline(west: float = -180.0, span: float = 360.0) -> NDArray[np.float64]:
    """Return all coastlines as one line for Matplotlib.

    Parameters
    ----------
    west : float
        Longitude, in degrees, at which the lines begin; they end 360 degrees further east.
    span : float
        How many degrees of longitude the map will show; a small one gets finer lines.

    Returns
    -------
    ndarray of shape (2, n_points)
        Longitudes and latitudes in degrees; NaN stands where one line ends, or leaves the map.
    """
    pieces = []
    gap = np.full((2, 1), np.nan)
    for line in _shipped("coarse" if span > _WIDE else "fine"):
        turned = np.vstack([(line[0] - west) % 360.0 + west, line[1]])
        leaves = np.flatnonzero(np.abs(np.diff(turned[0])) > 180.0) + 1
        for piece in np.split(turned, leaves, axis=1):
            if piece.shape[1] > 1:
                pieces += [piece, gap]
    return np.hstack(pieces[:-1])
