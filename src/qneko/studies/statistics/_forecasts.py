"""Forecasts that say how sure they are: proper scores, and sums that a reliability diagram needs.

A task returns sums over its test rows and no forecast of a single row: ten small numbers a split
are enough for the diagram and its calibration error, sum up over splits exactly, and keep the
ledger and the evidence small whatever the number of rows.

References
----------
Brier (1950), "Verification of forecasts expressed in terms of probability", Mon. Weather Rev. 78.
Gneiting and Raftery (2007), "Strictly proper scoring rules, prediction, and estimation", JASA 102,
359-378: the continuous ranked probability score (CRPS) and its form for a normal distribution.
Kuleshov, Fenner and Ermon (2018), "Accurate uncertainties for deep learning using calibrated
regression", ICML, arXiv:1807.00263: calibration of quantiles.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

if TYPE_CHECKING:
    from ...domains import Dataset

Floats = NDArray[np.float64]

#: Bins of equal width between 0 and 1, and quantile levels of a regression.
N_BINS = 10
LEVELS = tuple(level / 10 for level in range(1, 10))

#: Rows, sum of the forecast probabilities, rows where the event happened; a list for each bin.
Sums = list[list[float]]


def event_of(dataset: Dataset) -> tuple[int, str] | None:
    """Return number and name of the class whose coming is forecast; None unless there are two.

    It is the class that the data set looks for, or else the second by name.
    """
    if dataset.classes is None or len(dataset.classes) != 2:
        return None
    names = sorted(str(label) for label in dataset.classes)
    number = 1 if dataset.positive is None else names.index(str(dataset.positive))
    return number, names[number]


def brier(y: NDArray[np.intp], probabilities: Floats) -> float:
    """Return the Brier score: half the squared distance to the class that came, a row's mean.

    Parameters
    ----------
    y : ndarray of shape (n_samples,)
        Class numbers.
    probabilities : ndarray of shape (n_samples, n_classes)
        Forecasts.

    Returns
    -------
    float
        From 0 (certain and right) to 1; with two classes the mean of ``(p - happened)**2``.
    """
    came = np.zeros_like(probabilities)
    came[np.arange(len(y)), y] = 1.0
    return float(0.5 * ((probabilities - came) ** 2).sum(axis=1).mean())


def normal_forecast(estimator: Any, X: Floats) -> tuple[Floats, Floats] | None:
    """Return mean and standard deviation of each row's predictive distribution.

    Parameters
    ----------
    estimator : object
        A fitted regressor, or one that scales the target around it.
    X : ndarray of shape (n_samples, n_features)
        Encoded inputs.

    Returns
    -------
    tuple of ndarray of shape (n_samples,) or None
        In the target's unit; None if the model predicts numbers alone.
    """
    model = getattr(estimator, "regressor_", estimator)
    if "return_std" not in inspect.signature(model.predict).parameters:
        return None
    mean, std = model.predict(X, return_std=True)
    if not np.any(std > 0.0):  # a guess of one number calls it certain
        return None
    scaler = getattr(estimator, "transformer_", None)
    if scaler is not None:
        mean, std = mean * scaler.scale_[0] + scaler.mean_[0], std * scaler.scale_[0]
    return mean, std


def crps(y: Floats, mean: Floats, std: Floats | None) -> float:
    """Return the mean continuous ranked probability score of normal forecasts.

    Parameters
    ----------
    y, mean : ndarray of shape (n_samples,)
        What came, and the forecasts' means.
    std : ndarray of shape (n_samples,) or None
        Their standard deviations; None or 0 stands for a forecast of one number, whose score is
        the absolute error.

    Returns
    -------
    float
        In the target's unit; twice the integral of the pinball loss over all quantile levels.
    """
    error = np.abs(y - mean)
    if std is None:
        return float(error.mean())
    z = np.divide(error, std, out=np.zeros_like(error), where=std > 0.0)
    density = np.exp(-0.5 * z * z) / np.sqrt(2.0 * np.pi)
    spread = z * (2.0 * special.ndtr(z) - 1.0) + 2.0 * density - 1.0 / np.sqrt(np.pi)
    return float(np.where(std > 0.0, std * spread, error).mean())


def class_sums(y: NDArray[np.intp], probabilities: Floats, event: int | None) -> Sums:
    """Return the sums of a classification by bins of the forecast probability.

    Parameters
    ----------
    y : ndarray of shape (n_samples,)
        Class numbers.
    probabilities : ndarray of shape (n_samples, n_classes)
        Forecasts.
    event : int or None
        The class whose coming is forecast; None: that the most probable class comes.
    """
    if event is None:
        p, happened = probabilities.max(axis=1), probabilities.argmax(axis=1) == y
    else:
        p, happened = probabilities[:, event], y == event
    bins = np.minimum((p * N_BINS).astype(np.intp), N_BINS - 1)
    return [
        [int(inside.sum()), float(p[inside].sum()), int(happened[inside].sum())]
        for inside in (bins == b for b in range(N_BINS))
    ]


def quantile_sums(y: Floats, mean: Floats, std: Floats) -> Sums:
    """Return the sums of a regression: how many targets lay below each quantile of `LEVELS`.

    Parameters
    ----------
    y, mean, std : ndarray of shape (n_samples,)
        What came; means and standard deviations of the normal forecasts.
    """
    return [
        [len(y), len(y) * level, int((y <= mean + std * special.ndtri(level)).sum())]
        for level in LEVELS
    ]
