"""Tests for scores of resampled splits: corrected t-test, Holm's step-down, what is detectable.

The same rows are in the training part of many splits, so the scores of the splits depend on each
other and an ordinary t-test claims far too much. Nadeau and Bengio put the correlation that this
makes at ``n_test / (n_train + n_test)``, which changes the variance of the mean of ``k`` splits
from ``s**2 / k`` to ``s**2 * (1 / k + n_test / n_train)``.

References
----------
Nadeau and Bengio (2003), "Inference for the Generalization Error", Machine Learning 52, 239-281.
Bouckaert and Frank (2004), "Evaluating the Replicability of Significance Tests for Comparing
Learning Algorithms", PAKDD, LNCS 3056, 3-12: the same for repeated cross-validation.
Holm (1979), "A Simple Sequentially Rejective Multiple Test Procedure", Scand. J. Stat. 6, 65-70.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from scipy import stats

from ...errors import InputError
from ..evidence._findings import Comparison

#: Chance of finding a difference of the size that `Comparison.detectable` names.
POWER = 0.8

# Scores that agree to this relative precision are equal: they differ in summation order only.
_ROUNDING = 1e-12


def oriented_differences(
    first: Sequence[float], second: Sequence[float], *, greater_is_better: bool
) -> np.ndarray:
    """Return score differences split by split; positive means that `first` is better.

    Parameters
    ----------
    first, second : sequence of float, shape (n_splits,)
        Scores on the same splits in the same order.
    greater_is_better : bool
        Direction of the metric.

    Returns
    -------
    ndarray of shape (n_splits,), float64
        In the metric's unit. Differences that are rounding noise are exactly zero.
    """
    a, b = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    if a.shape != b.shape:
        raise InputError(
            f"Scores to compare must be of the same splits, got {a.size} and {b.size} of them."
        )
    difference = a - b if greater_is_better else b - a
    noise = _ROUNDING * np.maximum(np.abs(a), np.abs(b))
    return np.where(np.abs(difference) <= noise, 0.0, difference)


def nadeau_bengio(
    differences: Sequence[float] | np.ndarray,
    *,
    n_train: float,
    n_test: float,
    alpha: float = 0.05,
    step: float = 0.0,
) -> Comparison:
    """Test whether the mean of correlated split values is zero: corrected resampled t-test.

    Parameters
    ----------
    differences : sequence of float, shape (n_splits,)
        One value for each outer split: oriented differences, or scores of one model.
    n_train, n_test : float
        Mean numbers of training and of test rows of a split.
    alpha : float, default=0.05
        The interval is at level ``1 - alpha``.
    step : float, default=0.0
        Smallest change that a split's value can make (``1 / n_test`` for an accuracy), zero for a
        continuous metric. The standard deviation is not taken to be smaller than that of splits
        which are all equal but one that differs by one step: equal scores on a few splits of a
        small table are no proof of equality.

    Returns
    -------
    Comparison
        With no interval and no p where none can be had: a single split, or splits that differ
        from zero all by the same amount in a continuous metric. Splits that are all exactly zero
        in a continuous metric come from equal predictions: p = 1, and the interval is that point.
    """
    values = np.asarray(differences, dtype=float)
    k = values.size
    if values.ndim != 1 or k == 0 or not np.isfinite(values).all():
        raise InputError("A test needs one finite number for each split, in one list.")
    if not (n_train > 0 and n_test > 0 and 0 < alpha < 1 and step >= 0):
        raise InputError(
            "A test needs n_train > 0, n_test > 0, 0 < alpha < 1 and step >= 0, "
            f"got {n_train}, {n_test}, {alpha} and {step}."
        )
    mean = float(values.mean())
    if k == 1:
        return _untested(values, mean, None, "There is one split only: no interval and no test.")
    sd, note = float(values.std(ddof=1)), None
    if sd <= _ROUNDING * float(np.abs(values).max()):
        sd = 0.0
    floor = step / math.sqrt(k)
    if sd < floor:
        sd, note = (
            floor,
            (
                "The splits hardly differ; their spread was taken as if one split differed by one "
                "test sample."
            ),
        )
    if sd == 0.0 and mean != 0.0:
        return _untested(
            values, mean, 0.0, "All splits have exactly the same value: no interval and no test."
        )
    if sd == 0.0:
        note = "All splits are exactly equal: the two made the same predictions."
    error = sd * math.sqrt(1.0 / k + n_test / n_train)
    t = mean / error if error > 0.0 else 0.0
    critical = float(stats.t.ppf(1.0 - alpha / 2.0, k - 1))
    return Comparison(
        differences=tuple(values.tolist()),
        difference=mean,
        interval=(mean - critical * error, mean + critical * error),
        standard_error=error,
        t=t,
        degrees_of_freedom=k - 1,
        p=float(2.0 * stats.t.sf(abs(t), k - 1)),
        sd_between_splits=sd,
        standardised_difference=mean / sd if sd > 0.0 else 0.0,
        detectable=detectable_difference(error, k, alpha=alpha),
        note=note,
    )


def _untested(values: np.ndarray, mean: float, sd: float | None, note: str) -> Comparison:
    return Comparison(
        differences=tuple(values.tolist()),
        difference=mean,
        interval=None,
        standard_error=None,
        t=None,
        degrees_of_freedom=values.size - 1,
        p=None,
        sd_between_splits=sd,
        standardised_difference=None,
        detectable=None,
        note=note,
    )


def holm(p_values: Sequence[float | None]) -> list[float | None]:
    """Return p-values adjusted by Holm's step-down procedure, in the order given.

    Parameters
    ----------
    p_values : sequence of float or None
        None (no test was possible) stays None but counts as one of the family.

    Returns
    -------
    list of float or None
        Reject the hypotheses whose adjusted value is below alpha: the chance of even one false
        rejection is then at most alpha, whatever the dependence between the tests.
    """
    ordered = sorted((p, i) for i, p in enumerate(p_values) if p is not None)
    adjusted: list[float | None] = [None] * len(p_values)
    running = 0.0
    for rank, (p, i) in enumerate(ordered):
        running = max(running, min(1.0, (len(p_values) - rank) * p))
        adjusted[i] = running
    return adjusted


def detectable_difference(standard_error: float, n_splits: int, *, alpha: float = 0.05) -> float:
    """Return the true difference that a two-sided test finds with probability `POWER`.

    By the usual approximation ``(t(1 - alpha/2) + t(power)) * standard_error`` with
    ``n_splits - 1`` degrees of freedom; before any correction for several models.
    """
    return _two_quantiles(n_splits, alpha) * standard_error


def samples_to_detect(
    difference: float, comparison: Comparison, *, n_samples: int, alpha: float = 0.05
) -> float:
    """Return roughly how many samples the same protocol needs to detect `difference`.

    The standard error falls with the square root of the number of samples if the models keep
    their scores; more samples make both better, so this is an order of magnitude.
    """
    if comparison.detectable is None or difference <= 0.0:
        return math.inf
    return n_samples * (comparison.detectable / difference) ** 2


def splits_to_detect(
    difference: float, comparison: Comparison, *, n_train: float, n_test: float, alpha: float = 0.05
) -> float:
    """Return roughly how many outer splits of the same sizes detect `difference`.

    Infinity if no number of repeats does: repeating a cross-validation averages the luck of the
    splits away, not the luck of the sample, whose share ``n_test / n_train`` stays.
    """
    k = len(comparison.differences)
    if comparison.standard_error is None or difference <= 0.0:
        return math.inf
    needed = difference / _two_quantiles(k, alpha)
    left = (needed / comparison.standard_error) ** 2 * (1.0 / k + n_test / n_train)
    left -= n_test / n_train
    return 1.0 / left if left > 0.0 else math.inf


def _two_quantiles(n_splits: int, alpha: float) -> float:
    t = stats.t(n_splits - 1)
    return float(t.ppf(1.0 - alpha / 2.0) + t.ppf(POWER))
