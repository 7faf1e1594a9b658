"""Generative models on catalogues: events as bit strings, and what a model gains per earthquake.

An event becomes the numbers of its bins (of magnitude, latitude, longitude, depth), and these
become bits, one qubit each. A model of bit strings is then a model of where and how large the next
event is. It is judged on later events, by what it gains for each over what a seismologist would
write down first: Gutenberg and Richter's law for the magnitude, and each coordinate by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats
from sklearn.base import clone

from ...errors import InputError
from ._magnitudes import b_value

if TYPE_CHECKING:
    from .._bundles import EventCatalogue

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

_MAGNITUDE = "magnitude"
_MOST_BITS = 16
#: To what catalogues round their magnitudes.
_ROUNDING = 0.1


@dataclass(frozen=True)
class EventBins:
    """How events become bits.

    Attributes
    ----------
    bits : dict of str to int
        Bits of each column, in order; a column has ``2**bits`` bins.
    edges : dict of str to ndarray of shape (2**bits - 1,)
        Inner edges of its bins; the first and the last bin are open.

    Examples
    --------
    >>> from qneko.domains import load
    >>> from qneko.domains.seismology import EventBins
    >>> frame = load("environment/usgs_m55_1965_2016").frame
    >>> bins = EventBins.learn(frame, {"magnitude": 2, "latitude": 2, "longitude": 2})
    >>> bins.encode(frame).shape
    (23412, 6)
    """

    bits: dict[str, int]
    edges: dict[str, Floats]

    @classmethod
    def learn(
        cls, frame: pd.DataFrame, bits: Mapping[str, int], *, magnitude_step: float = 0.3
    ) -> EventBins:
        """Return bins for training events.

        Parameters
        ----------
        frame : pandas.DataFrame of shape (n_events, n_columns)
            Training events; later ones must not be among them.
        bits : mapping of str to int
            Bits of each column, 16 in all at the most. Magnitudes get bins of one width from the
            smallest on, the others bins of equally many training events.
        magnitude_step : float, default 0.3
            Width of the bins of magnitude, the last of which is open.

        Returns
        -------
        EventBins
            The bins.
        """
        total = sum(bits.values())
        if not bits or min(bits.values()) < 1 or total > _MOST_BITS:
            raise InputError(
                f"bits must name columns with 1 or more bits each and {_MOST_BITS} in all at most, "
                f"got {dict(bits)}."
            )
        edges = {}
        for name, n_bits in bits.items():
            if name not in frame.columns or frame[name].isna().any():
                raise InputError(
                    f"Events without gaps in {name!r} are expected, got the columns "
                    f"{', '.join(map(str, frame.columns))}; choose other columns to bin."
                )
            values = frame[name].to_numpy(dtype=np.float64)
            if name == _MAGNITUDE:
                # half a rounding step below: an edge must not cut a rounded magnitude
                steps = magnitude_step * np.arange(1, 2**n_bits)
                edges[name] = values.min() + steps - _ROUNDING / 2.0
            else:
                edges[name] = np.quantile(values, np.linspace(0, 1, 2**n_bits + 1)[1:-1])
        return cls(dict(bits), edges)

    def numbers(self, frame: pd.DataFrame) -> Whole:
        """Return the number of each event's bin in each column, of shape (n_events, n_columns)."""
        columns = [
            np.searchsorted(edges, frame[name].to_numpy(dtype=np.float64), side="right")
            for name, edges in self.edges.items()
        ]
        return np.stack(columns, axis=1).astype(np.int64)

    def encode(self, frame: pd.DataFrame) -> NDArray[np.uint8]:
        """Return the events as bits, of shape (n_events, sum of bits).

        Bins are numbered in Gray code: neighbouring ones differ in one bit.
        """
        numbers = self.numbers(frame)
        parts = []
        for column, n_bits in zip(numbers.T, self.bits.values(), strict=True):
            gray = column ^ (column >> 1)
            parts += [gray >> k & 1 for k in range(n_bits)]
        return np.stack(parts, axis=1).astype(np.uint8)


@dataclass(frozen=True)
class GeneratorScore:
    """What a generative model gains on later events, in nats per earthquake.

    Attributes
    ----------
    gain : float
        Over Gutenberg-Richter with independent coordinates; positive: the model is better.
    interval : tuple of float
        Over the held-out years, each weighing as many as it has events; level ``1 - alpha``.
    by_year : pandas.Series of shape (n_years,)
        The gain in each held-out year.
    n_events : int
        Held-out events.
    table_gain : float
        What the table of all bins' frequencies in the training events gains: the plain classical
        model of the joint distribution, which a generative model has to match at the least.
    """

    gain: float
    interval: tuple[float, float]
    by_year: pd.Series
    n_events: int
    table_gain: float


def score_generator(
    model: Any,
    catalogue: EventCatalogue,
    *,
    until: str,
    bits: Mapping[str, int],
    magnitude_step: float = 0.3,
    alpha: float = 0.05,
) -> GeneratorScore:
    """Train a generative model on the events before a date and score it on those after.

    Every probability, of all models alike, is mixed with one pseudo-event that is spread evenly
    over all bins: no event is impossible to anybody.

    Parameters
    ----------
    model : estimator
        With ``fit(bits)`` and ``score_samples(bits)`` (log-probabilities), such as
        `qneko.models.BornMachine`, its control, or `qneko.models.IQPBornMachine`. A clone of it is
        fitted.
    catalogue : EventCatalogue
        The events; complete from its smallest magnitude on, or b means nothing.
    until : str
        The date, as ISO 8601 has it, from which on events are held out.
    bits : mapping of str to int
        Columns and their bits; "magnitude" among them.
    magnitude_step : float, default 0.3
        Width of the bins of magnitude.
    alpha : float, default 0.05
        The interval is at level ``1 - alpha``.

    Returns
    -------
    GeneratorScore
        The gain, by year and in all.

    Raises
    ------
    InputError
        If there are too few events, or fewer than two years with events, to hold out.
    """
    if _MAGNITUDE not in bits:
        raise InputError("bits must name 'magnitude', whose law is the reference; add it.")
    date = pd.Timestamp(until, tz="UTC")
    held_out = catalogue.frame["time"] >= date
    train, test = catalogue.frame[~held_out], catalogue.frame[held_out]
    years = test["time"].dt.year.to_numpy()
    if len(train) < 100 or len(np.unique(years)) < 2:
        raise InputError(
            f"100 or more events before {until} and two or more years with events after it are "
            f"needed, got {len(train)} and {len(np.unique(years))}; choose another date."
        )
    bins = EventBins.learn(train, bits, magnitude_step=magnitude_step)
    fitted = clone(model).fit(bins.encode(train))
    seen, new = bins.numbers(train), bins.numbers(test)
    reference = _independent(train, seen, new, bins)
    every = 2 ** sum(bits.values())

    def gains(probability: Floats) -> Floats:
        mixed = (len(train) * probability + 1.0 / every) / (len(train) + 1.0)
        found: Floats = np.log(mixed) - np.log(reference)
        return found

    gained = gains(np.exp(fitted.score_samples(bins.encode(test))))
    by_year = pd.Series(gained).groupby(years).mean()
    return GeneratorScore(
        gain=float(gained.mean()),
        interval=_interval(gained, years, alpha),
        by_year=by_year,
        n_events=len(test),
        table_gain=float(gains(_frequencies(seen, new, bins)).mean()),
    )


def _independent(train: pd.DataFrame, seen: Whole, new: Whole, bins: EventBins) -> Floats:
    """Return the probability of new events by Gutenberg-Richter and each coordinate by itself."""
    total = np.ones(len(new))
    for column, (name, n_bits) in enumerate(bins.bits.items()):
        n_bins = 2**n_bits
        if name == _MAGNITUDE:
            sizes = train[name].to_numpy(dtype=np.float64)
            b = b_value(sizes, float(sizes.min()), bin_width=_ROUNDING).b
            first = float(sizes.min()) - _ROUNDING / 2.0
            above = np.exp(-b * np.log(10.0) * (bins.edges[name] - first))
            chance = -np.diff(np.concatenate([[1.0], above, [0.0]]))
        else:
            chance = np.bincount(seen[:, column], minlength=n_bins) + 1.0 / n_bins
        total *= (chance / chance.sum())[new[:, column]]
    return total


def _frequencies(seen: Whole, new: Whole, bins: EventBins) -> Floats:
    """Return how often each new event's bin occurred among the training events."""
    shape = tuple(2**n for n in bins.bits.values())
    counts = np.bincount(np.ravel_multi_index(tuple(seen.T), shape), minlength=int(np.prod(shape)))
    found: Floats = counts[np.ravel_multi_index(tuple(new.T), shape)] / len(seen)
    return found


def _interval(gained: Floats, years: NDArray[Any], alpha: float) -> tuple[float, float]:
    """Return the interval of the mean: events of a year depend on each other, years hardly."""
    names, of_year = np.unique(years, return_inverse=True)
    n, mean = len(names), float(gained.mean())
    # a ratio of two sums over the years: that of the gains and that of the events
    excess = np.bincount(of_year, gained - mean)
    error = float(np.sqrt(n / (n - 1) * (excess**2).sum())) / len(gained)
    reach = float(stats.t.ppf(1.0 - alpha / 2.0, n - 1)) * error
    return mean - reach, mean + reach
