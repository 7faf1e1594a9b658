"""Losses: mean over samples and its derivative by the scores."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, log_softmax

Array = NDArray[Any]


def logistic(scores: Array, targets: Array) -> tuple[float, Array]:
    """Return the logistic loss of two classes.

    Parameters
    ----------
    scores : ndarray of shape (n_samples, 1)
        Log-odds of the second class.
    targets : ndarray of shape (n_samples, 1)
        1 for the second class, 0 for the first.
    """
    # log(1 + exp(s)) - t s, without overflow
    value = np.mean(np.logaddexp(0.0, scores) - targets * scores)
    return float(value), (expit(scores) - targets) / len(scores)


def cross_entropy(scores: Array, targets: Array) -> tuple[float, Array]:
    """Return the cross-entropy of the softmax of scores.

    Parameters
    ----------
    scores, targets : ndarray of shape (n_samples, n_classes)
        Unnormalised log-probabilities; rows that are 1 at the true class and 0 elsewhere.
    """
    logarithms = log_softmax(scores, axis=1)
    value = -np.sum(targets * logarithms) / len(scores)
    return float(value), (np.exp(logarithms) - targets) / len(scores)


def squared_error(scores: Array, targets: Array) -> tuple[float, Array]:
    """Return half of the mean squared error; both arrays are of shape (n_samples, 1)."""
    residuals = scores - targets
    return float(np.mean(residuals**2) / 2), residuals / len(scores)
