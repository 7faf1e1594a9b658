"""Scores of a fitted estimator on rows that it never saw."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import (
    accuracy_score,
    average_precision_score,
    balanced_accuracy_score,
    log_loss,
    matthews_corrcoef,
    mean_absolute_error,
    mean_poisson_deviance,
    r2_score,
    roc_auc_score,
    root_mean_squared_error,
)

from ._forecasts import Sums, brier, class_sums, crps, normal_forecast, quantile_sums

#: Metrics that read probabilities and not labels.
FROM_PROBABILITIES = frozenset({"roc_auc", "pr_auc", "log_loss", "brier"})

#: Smaller predicted rates, negative ones among them, count as this many events a row: at a rate of
#: 0 a single event would have an infinite deviance.
LEAST_RATE = 1e-3


def scores(
    estimator: Any,
    X: NDArray[np.float64],
    y: NDArray[Any],
    metrics: Sequence[str],
    n_classes: int | None,
    event: int | None = None,
) -> dict[str, float | None]:
    """Return each metric's score; None where it is not defined on these rows.

    Parameters
    ----------
    estimator : object
        A fitted scikit-learn estimator.
    X : ndarray of shape (n_samples, n_features)
        Encoded inputs.
    y : ndarray of shape (n_samples,)
        Class numbers 0 to n_classes - 1, or target values.
    metrics : sequence of str
        Of `qneko.studies` metrics, those for the task.
    n_classes : int or None
        Number of classes; None for regression.
    event : int or None
        Of two classes, the one that is looked for; by default the second.
    """
    found: dict[str, float | None] = {}
    if any(m not in FROM_PROBABILITIES for m in metrics):
        predicted = estimator.predict(X)
    if any(m in FROM_PROBABILITIES for m in metrics):
        probabilities = estimator.predict_proba(X)
    if "crps" in metrics:
        forecast = normal_forecast(estimator, X)
    for metric in metrics:
        if metric in FROM_PROBABILITIES:
            value = _from_probabilities(metric, y, probabilities, n_classes or 2, event)
        elif metric == "crps":
            value = crps(y, predicted, None) if forecast is None else crps(y, *forecast)
        elif metric == "poisson_deviance":
            value = poisson_deviance(y, predicted)
        else:
            value = float(_FROM_PREDICTIONS[metric](y, predicted))
        found[metric] = value if value is not None and math.isfinite(value) else None
    return found


def reliability(
    estimator: Any, X: NDArray[np.float64], y: NDArray[Any], *, is_class: bool, event: int | None
) -> Sums | None:
    """Return the sums of a reliability diagram; None if the model predicts numbers alone.

    Parameters
    ----------
    estimator : estimator
        Fitted.
    X : ndarray of shape (n_samples, n_features)
        Rows that it never saw.
    y : ndarray of shape (n_samples,)
        Their classes, or their numbers.
    is_class : bool
        Whether classes are predicted.
    event : int or None
        Of two classes, the one whose probability is looked at.
    """
    if is_class:
        return class_sums(y, estimator.predict_proba(X), event)
    forecast = normal_forecast(estimator, X)
    return None if forecast is None else quantile_sums(y, *forecast)


_FROM_PREDICTIONS = {
    "accuracy": accuracy_score,
    "balanced_accuracy": balanced_accuracy_score,
    "mcc": matthews_corrcoef,
    "rmse": root_mean_squared_error,
    "mae": mean_absolute_error,
    "r2": r2_score,
}


def are_counts(y: NDArray[Any]) -> bool:
    """Return whether all values are whole numbers from 0 on."""
    return bool((y >= 0).all() and (y == np.rint(y)).all())


def poisson_deviance(y: NDArray[Any], rates: NDArray[np.float64]) -> float | None:
    """Return the mean deviance of counts at predicted rates; None if they are no counts.

    Rates below `LEAST_RATE` count as that: most regressors predict negative numbers at times.
    """
    if not are_counts(y):
        return None
    return float(mean_poisson_deviance(y, np.maximum(rates, LEAST_RATE)))


def _from_probabilities(
    metric: str,
    y: NDArray[Any],
    probabilities: NDArray[np.float64],
    n_classes: int,
    event: int | None,
) -> float | None:
    classes = np.arange(n_classes)
    if metric == "log_loss":
        return float(log_loss(y, probabilities, labels=classes))
    if metric == "brier":
        return brier(y, probabilities)
    if len(np.unique(y)) < n_classes:
        return None  # a class without a row has no curve
    if metric == "pr_auc":
        looked_for = classes if n_classes > 2 else [1 if event is None else event]
        areas = [average_precision_score(y == c, probabilities[:, c]) for c in looked_for]
        return float(np.mean(areas))
    if n_classes == 2:
        return float(roc_auc_score(y, probabilities[:, 1]))
    return float(roc_auc_score(y, probabilities, multi_class="ovr", labels=classes))
