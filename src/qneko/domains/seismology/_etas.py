"""Earthquakes that bring earthquakes: an epidemic-type model of the counts of a period.

Ogata's epidemic-type aftershock sequence (ETAS) gives every earthquake aftershocks of its own: the
more the larger it is (Utsu's productivity), and the fewer the longer ago it was (Omori's law, as
Utsu modified it). Here it is simplified to what a table of regions and periods can hold:

- The expected count of a period is integrated from the events *before* it. Aftershocks of the
  period's own events are not followed; on average the productivity absorbs them.
- Each region has its own events only; nothing is triggered across a border.
- The background is a fixed share of the region's smoothed mean rate, not a rate for each place.
- Events older than ten years are forgotten.

References
----------
Ogata (1988), "Statistical models for earthquake occurrences and residual analysis for point
processes", J. Am. Stat. Assoc. 83, 9-27.
Ogata (1998), "Space-time point-process models for earthquake occurrences", Ann. Inst. Statist.
Math. 50, 379-402.
Utsu, Ogata and Matsu'ura (1995), "The centenary of the Omori formula for a decay law of aftershock
activity", J. Phys. Earth 43, 1-33.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.utils.validation import check_is_fitted

from ...errors import InputError
from ._framing import CELL, DAYS, HISTORY_DAYS, HISTORY_MAGNITUDES
from ._poisson_rate import check_rows, region_rates, two_classes

Floats = NDArray[np.float64]

NEEDS = (CELL, DAYS, HISTORY_DAYS, HISTORY_MAGNITUDES)

#: Where the search begins and what it may reach: logarithms of share, productivity, c (days) and
#: p - 1, and alpha itself.
_START = {"share": np.log(0.5), "k": np.log(0.1), "alpha": 1.0, "c": np.log(0.1), "q": np.log(0.2)}
_BOUNDS = {
    "share": (np.log(1e-3), np.log(2.0)),
    "k": (np.log(1e-6), np.log(10.0)),
    "alpha": (0.0, 4.0),
    "c": (np.log(1e-3), np.log(30.0)),
    "q": (np.log(0.01), np.log(1.5)),
}
_LEAST_RATE = 1e-9


@dataclass(frozen=True)
class _Triggers:
    """The earlier events of all rows, one after the other.

    Parameters
    ----------
    row : ndarray of shape (n_triggers,)
        The row that each belongs to.
    from_, to : ndarray of shape (n_triggers,)
        Days from the event to the begin and the end of the row's period.
    size : ndarray of shape (n_triggers,)
        Magnitude above the reference.
    n_rows : int
        Number of rows.
    """

    row: NDArray[np.intp]
    from_: Floats
    to: Floats
    size: Floats
    n_rows: int

    def summed(self, values: Floats) -> Floats:
        return np.bincount(self.row, values, minlength=self.n_rows).astype(np.float64)

    def expected(self, theta: Floats) -> tuple[Floats, tuple[Floats, ...]]:
        """Return the triggered counts, and their derivatives by log k, alpha, log c and log q."""
        _, k, alpha, c, q = theta
        c, q = np.exp(c), np.exp(q)
        weight = np.exp(k + alpha * self.size)
        u, v = 1.0 + self.from_ / c, 1.0 + self.to / c
        log_u, log_v = np.log(u), np.log(v)
        left_u, left_v = np.exp(-q * log_u), np.exp(-q * log_v)
        share = weight * (left_u - left_v)  # of each event's aftershocks, those in the period
        by_c = weight * q * (left_u * (1.0 - 1.0 / u) - left_v * (1.0 - 1.0 / v))
        by_q = weight * q * (log_v * left_v - log_u * left_u)
        counts = self.summed(share)
        return counts, (counts, *(self.summed(d) for d in (share * self.size, by_c, by_q)))


def _triggers(X: pd.DataFrame, reference: float) -> _Triggers:
    back = [np.asarray(days, dtype=np.float64) for days in X[HISTORY_DAYS]]
    sizes = [np.asarray(m, dtype=np.float64) for m in X[HISTORY_MAGNITUDES]]
    lengths = [len(days) for days in back]
    from_ = np.concatenate([*back, np.empty(0)])
    return _Triggers(
        row=np.repeat(np.arange(len(X)), lengths),
        from_=from_,
        to=from_ + np.repeat(X[DAYS].to_numpy(dtype=np.float64), lengths),
        size=np.concatenate([*sizes, np.empty(0)]) - reference,
        n_rows=len(X),
    )


def negative_log_likelihood(
    theta: Floats, triggers: _Triggers, background: Floats, y: Floats, is_class: bool
) -> tuple[float, Floats]:
    """Return what is minimised, the mean over the rows, and its gradient.

    Parameters
    ----------
    theta : ndarray of shape (5,)
        In the order of the search's start.
    triggers : _Triggers
        The rows' earlier events.
    background : ndarray of shape (n_samples,)
        Expected counts at the regions' mean rates.
    y : ndarray of shape (n_samples,)
        Events in each row, or 1 where there was one.
    is_class : bool
        Whether `y` only says that there was an event.
    """
    independent = np.exp(theta[0]) * background
    triggered, derivatives = triggers.expected(theta)
    rate = np.maximum(independent + triggered, _LEAST_RATE)
    if is_class:
        value = rate @ (1.0 - y) - y @ np.log(-np.expm1(-rate))
        by_rate = (1.0 - y) + y * np.exp(-rate) / np.expm1(-rate)  # no overflow at large rates
    else:
        value = rate.sum() - y @ np.log(rate)
        by_rate = 1.0 - y / rate
    gradient = np.array([by_rate @ d for d in (independent, *derivatives)])
    return float(value) / len(y), gradient / len(y)


class _EtasLite(BaseEstimator):
    """What both have in common."""

    smoothing: float
    max_iter: int

    def _fit(self, X: pd.DataFrame, y: Floats, *, is_class: bool) -> None:
        rows = check_rows(X, NEEDS)
        if not self.smoothing > 0.0:
            raise InputError(f"smoothing must be above 0, got {self.smoothing}.")
        if self.max_iter < 1:
            raise InputError(f"max_iter must be 1 or more, got {self.max_iter}.")
        self.rates_, self.rate_ = region_rates(rows, y, self.smoothing, is_class=is_class)
        sizes = np.concatenate([*rows[HISTORY_MAGNITUDES], np.empty(0)])
        self.reference_magnitude_ = float(sizes.min(initial=np.inf)) if len(sizes) else 0.0
        found = minimize(
            negative_log_likelihood,
            np.array(list(_START.values())),
            args=(_triggers(rows, self.reference_magnitude_), self._background(rows), y, is_class),
            jac=True,
            method="L-BFGS-B",
            bounds=list(_BOUNDS.values()),
            options={"maxiter": self.max_iter},
        )
        self._theta = found.x
        share, k, alpha, c, q = found.x
        self.background_share_ = float(np.exp(share))
        self.productivity_ = float(np.exp(k))
        self.alpha_ = float(alpha)
        self.c_ = float(np.exp(c))
        self.p_ = float(1.0 + np.exp(q))
        self.n_iter_ = int(found.nit)

    def _background(self, rows: pd.DataFrame) -> Floats:
        rate = rows[CELL].map(self.rates_).fillna(self.rate_).to_numpy(dtype=np.float64)
        return rate * rows[DAYS].to_numpy(dtype=np.float64)

    def _expected(self, X: pd.DataFrame) -> Floats:
        check_is_fitted(self, "rates_")
        rows = check_rows(X, NEEDS)
        triggered, _ = _triggers(rows, self.reference_magnitude_).expected(self._theta)
        background = self.background_share_ * self._background(rows)
        return np.maximum(background + triggered, _LEAST_RATE)


class EtasLiteRegressor(RegressorMixin, _EtasLite):
    """Expected number of events: a background, and what earlier events of the region still trigger.

    A simplification of Ogata's ETAS to counts of regions and periods; the module says what is left
    out. All five parameters are fitted by maximum likelihood on the training rows. It reads the
    rows of `frame_events` with their context by name, so it fits no other table. Not for hazard:
    for that take a full space-time ETAS of a seismological centre.

    Parameters
    ----------
    smoothing : float, default 3.0
        Of the background, as in `PoissonRateRegressor`.
    max_iter : int, default 60
        Most iterations of L-BFGS.

    Attributes
    ----------
    background_share_ : float
        Background, as a share of the region's smoothed mean rate.
    productivity_ : float
        Aftershocks that an event of `reference_magnitude_` brings, sooner or later.
    alpha_ : float
        Its growth with magnitude: by ``exp(alpha_)`` for each unit.
    c_, p_ : float
        Omori's law, ``(1 + days / c_) ** -p_``; periods of weeks and more hardly tell c.
    reference_magnitude_ : float
        Smallest magnitude in the histories of the training rows.
    rates_, rate_ : pandas.Series, float
        Smoothed events a day, by region and in a new one.
    n_iter_ : int
        Iterations.

    Examples
    --------
    >>> from qneko.domains.seismology import EtasLiteRegressor, frame_events, simulate_catalogue
    >>> events = simulate_catalogue(6000, productivity=0.3, random_state=0)
    >>> data = frame_events(events, period=30, regions=[], n_cells=1, cell=90)
    >>> model = EtasLiteRegressor().fit(data.raw, data.target)
    >>> bool(model.background_share_ < 1.0 and model.productivity_ > 0.1)
    True
    """

    def __init__(self, smoothing: float = 3.0, max_iter: int = 60) -> None:
        self.smoothing = smoothing
        self.max_iter = max_iter

    def fit(self, X: pd.DataFrame, y: ArrayLike) -> Self:
        """Fit to rows ``X`` and their numbers of events ``y``, of shape (n_samples,)."""
        self._fit(X, np.asarray(y, dtype=np.float64), is_class=False)
        return self

    def predict(self, X: pd.DataFrame) -> Floats:
        """Return the expected number of events of each row, of shape (n_samples,)."""
        return self._expected(X)


class EtasLiteClassifier(ClassifierMixin, _EtasLite):
    """Probability of an event, by the rate of `EtasLiteRegressor`.

    The probability is ``1 - exp(-rate)``, and the parameters maximise the likelihood of what the
    target says: whether there was an event.

    Parameters
    ----------
    smoothing : float, default 3.0
        Of the background.
    max_iter : int, default 60
        Most iterations of L-BFGS.

    Attributes
    ----------
    classes_ : ndarray of shape (2,)
        The two classes; the second is the event.
    background_share_, productivity_, alpha_, c_, p_, reference_magnitude_ : float
        As in `EtasLiteRegressor`.
    rates_, rate_ : pandas.Series, float
        Smoothed events a day, by region and in a new one.
    n_iter_ : int
        Iterations.
    """

    def __init__(self, smoothing: float = 3.0, max_iter: int = 60) -> None:
        self.smoothing = smoothing
        self.max_iter = max_iter

    def fit(self, X: pd.DataFrame, y: ArrayLike) -> Self:
        """Fit to rows ``X`` and their two classes ``y``, of shape (n_samples,)."""
        self.classes_, happened = two_classes(y)
        self._fit(X, happened, is_class=True)
        return self

    def predict_proba(self, X: pd.DataFrame) -> Floats:
        """Return the probabilities of no event and of an event, of shape (n_samples, 2)."""
        quiet = np.exp(-self._expected(X))
        return np.column_stack([quiet, 1.0 - quiet])

    def predict(self, X: pd.DataFrame) -> NDArray[np.generic]:
        """Return the more probable class of each row, of shape (n_samples,)."""
        return self.classes_[self.predict_proba(X).argmax(axis=1)]
