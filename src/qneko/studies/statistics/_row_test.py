"""Comparing two fitted models on the test rows of the one split that there is.

With a single published split nothing is known of how scores change with the training rows, so
nothing can be said of the methods (Dietterich 1998 allows McNemar's test at the most). What can be
said is which of the two *fitted* models predicts better on more rows like the tested ones: that is
a question about paired rows, and a paired bootstrap answers it for every metric.

References
----------
Efron and Tibshirani (1993), "An Introduction to the Bootstrap", Chapman & Hall.
Dietterich (1998), "Approximate Statistical Tests for Comparing Supervised Classification Learning
Algorithms", Neural Computation 10, 1895-1923.
Agresti and Min (2005), "Simple improved confidence intervals for comparing matched proportions",
Statistics in Medicine 24, 729-740: the pair of rows that is added to a count.
"""

from __future__ import annotations

import math
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from ..evidence._evidence import Measured, TestRows
from ..evidence._findings import Comparison
from ..words._measures import measure_of
from ._forecasts import crps, normal_forecast
from ._scoring import scores
from ._tests import detectable_difference, oriented_differences

#: What a task keeps of each test row, by name.
Kept = dict[str, Any]

#: Resamples: the standard error is then known to about 2 %.
N_RESAMPLES = 1000

_NOTE = (
    "There is one split: the test is a paired bootstrap over its test rows, and speaks of these "
    "fitted models, not of training them again on other rows."
)


def row_forecast(estimator: Any, X: NDArray[np.float64], *, is_class: bool) -> Kept:
    """Return what a fitted model says of each row, as JSON values."""
    if is_class:
        probabilities = np.asarray(estimator.predict_proba(X), dtype=np.float64)
        predicted = np.asarray(estimator.predict(X), dtype=np.float64)
        return {"predicted": predicted.tolist(), "probabilities": probabilities.tolist()}
    forecast = normal_forecast(estimator, X)
    kept: Kept = {"predicted": np.asarray(estimator.predict(X), dtype=np.float64).tolist()}
    return kept if forecast is None else {**kept, "spread": forecast[1].tolist()}


class RowTest:
    """Scores of the candidates on resampled test rows, the same resamples for all.

    Parameters
    ----------
    measured : Measured
        Observations with `test_rows`.
    """

    def __init__(self, measured: Measured):
        assert measured.test_rows is not None
        self._rows: TestRows = measured.test_rows
        self._protocol = measured.protocol
        self._n_classes = None if measured.data.classes is None else len(measured.data.classes)
        self._event = _event(measured)
        self._known: dict[str, NDArray[np.float64]] = {}

    def compare(self, first: str, second: str) -> Comparison:
        """Return the paired comparison of two candidates; positive: the first is better.

        Interval and p are those of a t-test with the bootstrap's standard error, with one degree
        of freedom less than there are test rows (or groups of them).
        """
        better = self._protocol.greater_is_better
        a, b = self._scores(first), self._scores(second)
        defined = np.isfinite(a) & np.isfinite(b)
        first_scores, second_scores = a[defined].tolist(), b[defined].tolist()
        d = oriented_differences(first_scores, second_scores, greater_is_better=better)
        difference, spread = float(d[0]), float(d[1:].std(ddof=1))
        counts = measure_of(self._protocol.metric).counts_samples
        # one row more that is right in the one and wrong in the other, as in Agresti and Min
        error = math.hypot(spread, 1.0 / self._n_units) if counts else spread
        n, alpha = self._n_units, self._protocol.alpha
        t = difference / error if error > 0.0 else 0.0
        reach = float(stats.t.ppf(1.0 - alpha / 2.0, n - 1)) * error
        return Comparison(
            differences=(difference,),
            difference=difference,
            interval=(difference - reach, difference + reach),
            standard_error=error,
            t=t,
            degrees_of_freedom=n - 1,
            p=float(2.0 * stats.t.sf(abs(t), n - 1)),
            sd_between_splits=None,
            standardised_difference=None,
            detectable=detectable_difference(error, n, alpha=alpha),
            note=_NOTE,
        )

    @cached_property
    def _units(self) -> list[NDArray[np.intp]]:
        """The rows that are drawn together: one by one, or group by group."""
        rows = np.arange(len(self._rows.truth))
        if self._rows.groups is None:
            return [rows[i : i + 1] for i in rows]
        groups = np.array(self._rows.groups)
        return [rows[groups == group] for group in np.unique(groups)]

    @property
    def _n_units(self) -> int:
        return len(self._units)

    @cached_property
    def _resamples(self) -> list[NDArray[np.intp]]:
        """All rows as they are, and then the resamples."""
        random = np.random.default_rng(self._protocol.seed)
        drawn = random.integers(self._n_units, size=(N_RESAMPLES, self._n_units))
        units = self._units
        every = np.arange(len(self._rows.truth))
        return [every, *(np.concatenate([units[i] for i in one]) for one in drawn)]

    def _scores(self, name: str) -> NDArray[np.float64]:
        """Return one candidate's score on each resample; NaN where it is not defined."""
        if name not in self._known:
            forecast = next(f for f in self._rows.forecasts if f.candidate == name)
            y = np.array(self._rows.truth)
            y = y if self._n_classes is None else y.astype(np.intp)
            predicted = np.array(forecast.predicted).astype(y.dtype)
            stored = _Stored(predicted, forecast.probabilities)
            spread = None if forecast.spread is None else np.array(forecast.spread)
            found = [self._score(stored, spread, y, rows) for rows in self._resamples]
            self._known[name] = np.array([math.nan if s is None else s for s in found])
        return self._known[name]

    def _score(
        self,
        stored: _Stored,
        spread: NDArray[np.float64] | None,
        y: NDArray[Any],
        rows: NDArray[np.intp],
    ) -> float | None:
        metric = self._protocol.metric
        if metric == "crps":
            return crps(y[rows], stored.predict(rows), None if spread is None else spread[rows])
        # row numbers stand for inputs: `_Stored` looks up what was predicted from them
        inputs: Any = rows
        return scores(stored, inputs, y[rows], [metric], self._n_classes, self._event)[metric]


def _event(measured: Measured) -> int | None:
    """Return the number of the class that is looked for; classes are numbered by name."""
    data = measured.data
    if data.classes is None or data.positive is None:
        return None
    return sorted(data.classes).index(data.positive)


class _Stored:
    """Gives back what a fitted model predicted, for row numbers in place of inputs."""

    def __init__(self, predicted: NDArray[Any], probabilities: Any):
        self._predicted = predicted
        self._probabilities = None if probabilities is None else np.array(probabilities)

    def predict(self, rows: NDArray[np.intp]) -> NDArray[Any]:
        return self._predicted[rows]

    def predict_proba(self, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        assert self._probabilities is not None
        return self._probabilities[rows]
