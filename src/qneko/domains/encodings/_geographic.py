"""Places on the globe as points on a sphere."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ...errors import InputError


def geographic_features(latitude: pd.Series, longitude: pd.Series) -> pd.DataFrame:
    """Return the unit vectors from the centre of the Earth to places on it.

    Degrees are no distances: 179° E and 179° W are neighbours, and a degree of longitude shrinks
    towards the poles. Here the straight distance of two points is 2 sin(angle / 2), so what is
    near is near. The Earth is taken as a sphere.

    Parameters
    ----------
    latitude : pandas.Series of shape (n_samples,)
        In degrees, -90 to 90. Gaps stay gaps.
    longitude : pandas.Series of shape (n_samples,)
        In degrees east, -180 to 360.

    Returns
    -------
    pandas.DataFrame of shape (n_samples, 3)
        float64: "place x" (towards 0° N 0° E), "place y" (0° N 90° E), "place z" (the North Pole).

    Raises
    ------
    InputError
        If a value is outside its range, as it is where the two columns are swapped.

    Examples
    --------
    >>> import pandas as pd
    >>> from qneko.domains import geographic_features
    >>> places = pd.DataFrame({"lat": [0.0, 90.0], "lon": [90.0, 12.0]})
    >>> geographic_features(places["lat"], places["lon"]).round(3)
       place x  place y  place z
    0      0.0      1.0      0.0
    1      0.0      0.0      1.0
    """
    north = np.deg2rad(_in_range(latitude, "latitude", -90.0, 90.0))
    east = np.deg2rad(_in_range(longitude, "longitude", -180.0, 360.0))
    found = pd.DataFrame(
        {
            "place x": np.cos(north) * np.cos(east),
            "place y": np.cos(north) * np.sin(east),
            "place z": np.sin(north),
        },
        index=latitude.index,
    )
    return found.where(longitude.notna())  # a place without a longitude is no place


def _in_range(values: pd.Series, what: str, low: float, high: float) -> pd.Series:
    if not pd.api.types.is_numeric_dtype(values.dtype):
        raise InputError(
            f"geographic: {values.name!r} holds words, and a {what} in degrees is expected."
        )
    outside = ((values < low) | (values > high)).to_numpy()
    if outside.any():
        row = int(np.flatnonzero(outside)[0])
        raise InputError(
            f"geographic: a {what} from {low:g} to {high:g} degrees is expected in "
            f"{values.name!r}, got {values.iloc[row]:g} in row {row + 1}: check the order, which "
            "is latitude, longitude."
        )
    return values
