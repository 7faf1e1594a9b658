"""Made-up catalogues whose law is known: a Poisson background, and aftershocks of everything."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.random import RandomState
from numpy.typing import NDArray
from sklearn.utils import check_random_state

from ...errors import InputError
from .._bundles import EventCatalogue

Floats = NDArray[np.float64]

#: Columns of an event while it is made: days, magnitude, latitude, longitude.
_COLUMNS = 4


def simulate_catalogue(
    days: float,
    *,
    rate: float = 0.2,
    b: float = 1.0,
    magnitudes: tuple[float, float] = (5.0, 8.0),
    productivity: float = 0.0,
    alpha: float = 1.5,
    c: float = 0.01,
    p: float = 1.2,
    places: Sequence[tuple[float, float]] = ((5.0, 5.0),),
    spread: float = 1.0,
    start: str = "2000-01-01",
    random_state: int | RandomState | None = None,
) -> EventCatalogue:
    """Simulate an ETAS catalogue: Ogata's branching process, generation by generation.

    Use it to see what a study, or a forecast, finds where the truth is known; with a `productivity`
    of 0 the catalogue is Poisson, and nothing but its rate can be forecast.

    Parameters
    ----------
    days : float
        Length; nothing happened before it.
    rate : float, default 0.2
        Background events a day, in all places together.
    b : float, default 1.0
        Of the Gutenberg-Richter law.
    magnitudes : tuple of float, default (5.0, 8.0)
        Smallest and largest.
    productivity : float, default 0.0
        Mean number of aftershocks of an event of the smallest magnitude.
    alpha : float, default 1.5
        An event one magnitude larger has ``exp(alpha)`` times as many.
    c, p : float, default 0.01 (days) and 1.2
        Omori's law, ``(1 + days / c) ** -p``; p above 1.
    places : sequence of (float, float), default ((5.0, 5.0),)
        Latitudes and longitudes around which the background lies, equally many at each.
    spread : float, default 1.0
        Standard deviation of the background around its place, in degrees; aftershocks lie a fifth
        of that around their event.
    start : str, default "2000-01-01"
        The first day, UTC.
    random_state : int, RandomState instance or None, default None
        Seeds everything.

    Returns
    -------
    EventCatalogue
        Events with "time", "latitude", "longitude" and "magnitude".

    Raises
    ------
    InputError
        If an event had one aftershock or more in the mean: then it never ends.

    Examples
    --------
    >>> from qneko.domains.seismology import simulate_catalogue
    >>> simulate_catalogue(1000, rate=0.2, random_state=0).n_events
    202
    """
    smallest, largest = magnitudes
    if not (days > 0 and rate > 0 and b > 0 and smallest < largest and c > 0 and p > 1):
        raise InputError(
            "A simulation needs days, rate, b and c above 0, p above 1 and magnitudes that ascend, "
            f"got {days}, {rate}, {b}, {c}, {p} and {magnitudes}."
        )
    branching = branching_ratio(b, magnitudes, productivity, alpha)
    if not 0.0 <= branching < 1.0:
        raise InputError(
            f"An event would have {branching:.2g} aftershocks in the mean, and below 1 are needed "
            "for an end; lower productivity or alpha."
        )
    random = check_random_state(random_state)
    n = random.poisson(rate * days)
    at = np.asarray(places, dtype=np.float64)[random.randint(len(places), size=n)]
    parents = np.empty((n, _COLUMNS))
    parents[:, 0] = random.random_sample(n) * days
    parents[:, 1] = _magnitudes(random, n, b, magnitudes)
    parents[:, 2:] = at + spread * random.standard_normal((n, 2))
    generations = [parents]
    while len(generations[-1]):
        last = generations[-1]
        mean = productivity * np.exp(alpha * (last[:, 1] - smallest))
        children = np.repeat(last, random.poisson(mean), axis=0)
        n = len(children)
        # Omori's law by its inverse distribution function
        children[:, 0] += c * (random.random_sample(n) ** (-1.0 / (p - 1.0)) - 1.0)
        children[:, 1] = _magnitudes(random, n, b, magnitudes)
        children[:, 2:] += 0.2 * spread * random.standard_normal((n, 2))
        generations.append(children[children[:, 0] < days])
    return _catalogue(np.concatenate(generations), start, smallest)


def branching_ratio(
    b: float, magnitudes: tuple[float, float], productivity: float, alpha: float
) -> float:
    """Return the mean number of an event's own aftershocks."""
    beta, width = b * np.log(10.0), magnitudes[1] - magnitudes[0]
    steep = alpha - beta
    grown = width if steep == 0.0 else np.expm1(steep * width) / steep
    return float(productivity * beta * grown / -np.expm1(-beta * width))


def _magnitudes(random: RandomState, n: int, b: float, bounds: tuple[float, float]) -> Floats:
    """Draw from an exponential law that ends at the largest magnitude."""
    beta, width = b * np.log(10.0), bounds[1] - bounds[0]
    chance = random.random_sample(n) * -np.expm1(-beta * width)
    found: Floats = bounds[0] - np.log1p(-chance) / beta
    return found


def _catalogue(events: Floats, start: str, smallest: float) -> EventCatalogue:
    events = events[np.argsort(events[:, 0], kind="stable")]
    time = pd.Timestamp(start, tz="UTC") + pd.to_timedelta(events[:, 0], unit="D")
    frame = pd.DataFrame(
        {
            "time": time,
            "latitude": np.clip(events[:, 2], -90.0, 90.0),
            "longitude": (events[:, 3] + 180.0) % 360.0 - 180.0,
            "magnitude": events[:, 1],
        }
    )
    return EventCatalogue(
        name="simulated catalogue",
        source="simulated by qneko",
        licence="CC0-1.0",
        sha256=hashlib.sha256(events.tobytes()).hexdigest(),
        frame=frame,
        magnitude_unit="magnitude",
        complete_from=smallest,
    )
