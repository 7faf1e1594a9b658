"""The rate that every forecast of earthquakes has to beat: each region's own mean."""

from __future__ import annotations

from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.utils.validation import check_is_fitted

from ...errors import InputError
from ._framing import CELL, DAYS

Floats = NDArray[np.float64]


def region_rates(
    X: pd.DataFrame, y: Floats, smoothing: float, *, is_class: bool
) -> tuple[pd.Series, float]:
    """Return the events a day of each region, and of a region that was never seen.

    Parameters
    ----------
    X : pandas.DataFrame of shape (n_samples, n_columns)
        Rows with "cell" and "days".
    y : ndarray of shape (n_samples,)
        Events in each row, or 1 where there was one.
    smoothing : float
        So many rows at the rate of all regions together are added to each region's own.
    is_class : bool
        Whether `y` only says that there was an event.
    """
    rows = pd.DataFrame({"n": y, "rows": 1.0, "days": X[DAYS].to_numpy()})
    each = rows.groupby(X[CELL].to_numpy()).sum()
    whole = each.sum()
    # half an event more: a rate of 0 would forbid what was only never seen
    mean = (whole["n"] + 0.5) / (whole["rows"] + (1.0 if is_class else 0.0))
    per_row = (each["n"] + smoothing * mean) / (each["rows"] + smoothing)
    if is_class:
        per_row, mean = -np.log1p(-np.minimum(per_row, 1.0 - 1e-6)), -np.log1p(-mean)
    return per_row / (each["days"] / each["rows"]), float(mean / (whole["days"] / whole["rows"]))


class _PoissonRate(BaseEstimator):
    """What both have in common."""

    smoothing: float

    rates_: pd.Series
    rate_: float

    def _fit(self, X: pd.DataFrame, y: ArrayLike, *, is_class: bool) -> None:
        rows = check_rows(X, (CELL, DAYS))
        if not self.smoothing > 0.0:
            raise InputError(f"smoothing must be above 0, got {self.smoothing}.")
        self.rates_, self.rate_ = region_rates(
            rows, np.asarray(y, dtype=np.float64), self.smoothing, is_class=is_class
        )

    def _expected(self, X: pd.DataFrame) -> Floats:
        check_is_fitted(self, "rates_")
        rows = check_rows(X, (CELL, DAYS))
        rate = rows[CELL].map(self.rates_).fillna(self.rate_).to_numpy(dtype=np.float64)
        return rate * rows[DAYS].to_numpy(dtype=np.float64)


class PoissonRateRegressor(RegressorMixin, _PoissonRate):
    """Expected number of events: each region's mean rate in the training rows, smoothed.

    It is the reference of earthquake forecasting: earthquakes that come at random, as often as they
    always did. It reads the rows of `frame_events` with their context ("cell", "days") by name, so
    it fits no other table.

    Parameters
    ----------
    smoothing : float, default 3.0
        So many periods at the mean rate of all regions are added to each region's own.

    Attributes
    ----------
    rates_ : pandas.Series of shape (n_regions,)
        Events a day, by region.
    rate_ : float
        Events a day in a region that was never seen.

    Examples
    --------
    >>> import pandas as pd
    >>> from qneko.domains.seismology import PoissonRateRegressor
    >>> rows = pd.DataFrame({"cell": ["a", "a", "b", "b"], "days": [30.0, 30.0, 30.0, 30.0]})
    >>> model = PoissonRateRegressor(smoothing=0.01).fit(rows, [4, 6, 0, 1])
    >>> model.predict(rows).round(1)
    array([5. , 5. , 0.5, 0.5])
    """

    def __init__(self, smoothing: float = 3.0) -> None:
        self.smoothing = smoothing

    def fit(self, X: pd.DataFrame, y: ArrayLike) -> Self:
        """Fit to rows ``X`` and their numbers of events ``y``, of shape (n_samples,)."""
        self._fit(X, y, is_class=False)
        return self

    def predict(self, X: pd.DataFrame) -> Floats:
        """Return the expected number of events of each row, of shape (n_samples,)."""
        return self._expected(X)


class PoissonRateClassifier(ClassifierMixin, _PoissonRate):
    """Probability of an event: each region's share of periods with one, smoothed.

    See `PoissonRateRegressor`; here the target only says whether there was an event.

    Parameters
    ----------
    smoothing : float, default 3.0
        So many periods at the mean of all regions are added to each region's own.

    Attributes
    ----------
    classes_ : ndarray of shape (2,)
        The two classes; the second is the event.
    rates_ : pandas.Series of shape (n_regions,)
        Events a day, by region.
    rate_ : float
        Events a day in a region that was never seen.
    """

    def __init__(self, smoothing: float = 3.0) -> None:
        self.smoothing = smoothing

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


def check_rows(X: pd.DataFrame, needed: tuple[str, ...]) -> pd.DataFrame:
    """Return the rows, or say which column they lack."""
    for name in needed:
        if not isinstance(X, pd.DataFrame) or name not in X.columns:
            raise InputError(
                f"Rows of a framed catalogue with the column {name!r} are expected; frame the "
                "events with frame_events and give the rows of Dataset.raw."
            )
    return X


def two_classes(y: ArrayLike) -> tuple[NDArray[np.generic], Floats]:
    """Return the two classes and where the second came, or refuse another number of them."""
    classes, numbers = np.unique(np.asarray(y), return_inverse=True)
    if len(classes) != 2:
        raise InputError(
            f"Two classes, no event and an event, are expected, got {len(classes)} of them."
        )
    return classes, numbers.astype(np.float64)
