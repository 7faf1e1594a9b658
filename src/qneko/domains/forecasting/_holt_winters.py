"""Holt-Winters: level, trend and season that follow the values."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from ._checks import check_choice
from ._forecaster import Forecaster
from ._rows import Floats, Rows, Whole
from ._smoothing import State, Weights, begin, cycle, n_first, smooth

_EDGE = 1e-4
#: Where the search begins, and how far a slope may be damped in a step.
_BEGIN = (0.5, 0.05, 0.2, 0.95)
_DAMPING = (0.8, 0.995)


class HoltWinters(Forecaster):
    """Exponential smoothing with a trend and an additive season.

    How fast level, slope and season follow is fitted to the training rows, to what they would have
    forecast one step ahead; then each forecast runs through the history of its row, from the first
    value to the one at its origin and no further. For series with a trend and a season that change
    slowly, such as carbon dioxide; not for waves that come and go.

    Parts of the season are those of the table: months for years. The first level, slope and season
    of a history are read from its first two seasons. Gaps are bridged by the forecast itself.

    Parameters
    ----------
    trend : {"additive", "damped", "none"}, default "additive"
        A slope that goes on, one that fades, or none.

    Attributes
    ----------
    weights_ : Weights
        Shares of a new value in level, slope and season, and what is left of a slope in a step.
    spread_ : float
        Root mean square of the training errors, in the target's unit.

    References
    ----------
    P. R. Winters, Forecasting sales by exponentially weighted moving averages, Management Science
    6, 324-342 (1960); E. S. Gardner, E. McKenzie, Forecasting trends in time series, Management
    Science 31, 1237-1246 (1985).

    Examples
    --------
    >>> from qneko.domains import forecast_table, load
    >>> from qneko.domains.forecasting import HoltWinters
    >>> data = forecast_table(load("environment/mauna_loa_co2"), horizon=12, difference=True)
    >>> bool(HoltWinters().fit(data.raw, data.target).spread_ < 1.0)
    True
    """

    def __init__(self, trend: str = "additive"):
        self.trend = trend

    def _learn(self, rows: Rows, target: Floats) -> None:
        check_choice(("additive", "damped", "none"), trend=self.trend)
        longest = [_Run(rows, mine[-1], self._has_trend) for mine in _by_group(rows)]
        is_free = [
            True,
            self._has_trend,
            any(r.has_season for r in longest),
            self.trend == "damped",
        ]
        scale = sum(float(np.nanvar(r.history)) * len(r.history) for r in longest) or 1.0

        def loss(free: Floats) -> float:
            weights = self._weights(free, is_free)
            return sum(run.squares(weights) for run in longest) / scale

        share = (_EDGE, 1.0 - _EDGE)
        bounds = [
            b for b, free in zip((share, share, share, _DAMPING), is_free, strict=True) if free
        ]
        found = minimize(loss, np.array(_BEGIN)[is_free], bounds=bounds, method="L-BFGS-B")
        self.weights_ = self._weights(found.x, is_free)

    def _forecast(self, rows: Rows) -> Floats:
        found = np.empty(len(rows))
        for mine in _by_group(rows):
            while len(mine):
                run = _Run(rows, mine[-1], self._has_trend)
                same = np.array([run.goes_on_from(rows.history[i][:, 0]) for i in mine])
                states = run.states(self.weights_, {len(rows.history[i]) for i in mine[same]})
                for i in mine[same]:
                    state = states[len(rows.history[i])]
                    found[i] = state.ahead(rows.horizon, rows.phase[i], self.weights_.damping)
                mine = mine[~same]
        return found - rows.base

    @property
    def _has_trend(self) -> bool:
        return self.trend != "none"

    def _weights(self, free: Floats, is_free: list[bool]) -> Weights:
        every = np.array([1.0, 0.0, 0.0, 1.0])
        every[is_free] = free
        return Weights(*every.tolist())


class _Run:
    """The history of one row, from which shorter ones that begin alike are read off."""

    def __init__(self, rows: Rows, row: int, has_trend: bool):
        self.history: Floats = rows.history[row][:, 0]
        phases: Whole = rows.phases[row]
        self.has_season = cycle(phases) is not None
        self._n_first = n_first(self.history, phases)
        self._start = begin(self.history, phases, has_trend=has_trend)
        self._values, self._phases = self.history.tolist(), phases.tolist()

    def squares(self, weights: Weights) -> float:
        """Return the sum of squared errors one step ahead."""
        return smooth(self._values, self._phases, self._start, weights)[0]

    def states(self, weights: Weights, ends: set[int]) -> dict[int, State]:
        """Return the states after so many values."""
        return smooth(self._values, self._phases, self._start, weights, frozenset(ends))[1]

    def goes_on_from(self, history: Floats) -> bool:
        """Return whether another history is the beginning of this one, and begins from as much."""
        if len(history) < min(self._n_first, len(self.history)):
            return False
        return np.array_equal(history, self.history[: len(history)], equal_nan=True)


def _by_group(rows: Rows) -> Iterator[NDArray[np.intp]]:
    """Yield the rows of each group, the one with the longest history last."""
    lengths = np.array([len(h) for h in rows.history])
    for group in sorted(set(rows.group.tolist())):
        mine = np.flatnonzero(rows.group == group)
        yield mine[np.argsort(lengths[mine], kind="stable")]
