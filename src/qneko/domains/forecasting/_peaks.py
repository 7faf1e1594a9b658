"""How high a wave is, and when: the peak of a forecast beside the one that came."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ...errors import InputError


@dataclass(frozen=True)
class PeakError:
    """The highest value of forecasts beside the highest that came.

    Parameters
    ----------
    height, time : float
        The peak that came, in the series' unit and in the unit of its times.
    forecast_height, forecast_time : float
        The peak of the forecasts: the highest of them, and the time that it is a forecast of.
    """

    height: float
    time: float
    forecast_height: float
    forecast_time: float

    @property
    def height_error(self) -> float:
        """Forecast less truth; below 0 the wave came higher than it was said to."""
        return self.forecast_height - self.height

    @property
    def time_error(self) -> float:
        """Forecast less truth; above 0 the wave came before it was said to."""
        return self.forecast_time - self.time


def peak_error(times: ArrayLike, truth: ArrayLike, forecast: ArrayLike) -> PeakError:
    """Return how far the peak of forecasts is from the one that came.

    Every forecast is made a horizon ahead from its own origin, so this is not one forecast of a
    whole wave: it says how high and how late the wave would have looked to somebody who read the
    forecasts as they came.

    Parameters
    ----------
    times : array-like of shape (n,)
        What each forecast is of, in any order; numbers, such as seconds.
    truth, forecast : array-like of shape (n,)
        What came, and what was forecast; of equal values the first in time counts.

    Returns
    -------
    PeakError
        Heights in the unit of the values, times in that of `times`.

    Raises
    ------
    InputError
        If the three are not as many finite numbers.

    Examples
    --------
    >>> from qneko.domains.forecasting import peak_error
    >>> found = peak_error([0, 60, 120, 180], [0.0, 0.9, 0.4, 0.1], [0.0, 0.3, 0.7, 0.2])
    >>> round(found.height_error, 2), found.time_error
    (-0.2, 60.0)
    """
    columns = [np.asarray(c, dtype=np.float64) for c in (times, truth, forecast)]
    shapes = {c.shape for c in columns}
    if shapes != {(columns[0].size,)} or not columns[0].size:
        raise InputError(
            "times, truth and forecast: one number for each of the same rows is expected, got "
            f"shapes {', '.join(str(c.shape) for c in columns)}."
        )
    if not all(np.isfinite(c).all() for c in columns):
        raise InputError("times, truth and forecast: finite numbers are expected, got NaN or inf.")
    order = np.argsort(columns[0], kind="stable")
    when, came, said = (c[order] for c in columns)
    at, said_at = int(np.argmax(came)), int(np.argmax(said))
    return PeakError(float(came[at]), float(when[at]), float(said[said_at]), float(when[said_at]))
