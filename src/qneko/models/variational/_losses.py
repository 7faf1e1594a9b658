"""Losses: of each sample, with their derivatives by the scores."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, log_softmax

Array = NDArray[Any]
#: (scores, targets), both (n_samples, n_scores), to losses (n_samples,) and their slopes by score.
Loss = Callable[[Array, Array], tuple[Array, Array]]

#: Residual, in standard deviations of the target, from which Huber's loss is linear.
HUBER_DELTA = 0.5


def mean_loss(
    loss: Loss, scores: Array, targets: Array, weights: Array | None
) -> tuple[float, Array]:
    """Return the mean over samples and its derivative by the scores.

    Parameters
    ----------
    loss : callable
        One of this module's.
    scores, targets : ndarray of shape (n_samples, n_scores)
        What the model says and what it should.
    weights : ndarray of shape (n_samples,) or None
        Weights of mean 1 over all training samples; None if all are equal.
    """
    values, slopes = loss(scores, targets)
    if weights is not None:
        values, slopes = weights * values, weights[:, None] * slopes
    return float(np.mean(values)), slopes / len(scores)


def logistic(scores: Array, targets: Array) -> tuple[Array, Array]:
    """Return the logistic loss of two classes.

    Parameters
    ----------
    scores : ndarray of shape (n_samples, 1)
        Log-odds of the second class.
    targets : ndarray of shape (n_samples, 1)
        1 for the second class, 0 for the first.
    """
    # log(1 + exp(s)) - t s, without overflow
    values = np.logaddexp(0.0, scores) - targets * scores
    return values[:, 0], expit(scores) - targets


def cross_entropy(scores: Array, targets: Array) -> tuple[Array, Array]:
    """Return the cross-entropy of the softmax of scores.

    Parameters
    ----------
    scores, targets : ndarray of shape (n_samples, n_classes)
        Unnormalised log-probabilities; rows that are 1 at the true class and 0 elsewhere.
    """
    logarithms = log_softmax(scores, axis=1)
    return -np.sum(targets * logarithms, axis=1), np.exp(logarithms) - targets


def hinge(scores: Array, targets: Array) -> tuple[Array, Array]:
    """Return the hinge loss, summed over scores; targets are 1 and -1."""
    margins = 1 - targets * scores
    return np.maximum(margins, 0.0).sum(axis=1), np.where(margins > 0, -targets, 0.0)


def squared_error(scores: Array, targets: Array) -> tuple[Array, Array]:
    """Return half of the squared error, summed over scores."""
    residuals = scores - targets
    return (residuals**2).sum(axis=1) / 2, residuals


def absolute_error(scores: Array, targets: Array) -> tuple[Array, Array]:
    """Return the absolute error, summed over scores."""
    residuals = scores - targets
    return np.abs(residuals).sum(axis=1), np.sign(residuals)


def huber(scores: Array, targets: Array) -> tuple[Array, Array]:
    """Return Huber's loss: half the square of small residuals, linear in large ones."""
    residuals = scores - targets
    slopes = np.clip(residuals, -HUBER_DELTA, HUBER_DELTA)
    return (slopes * (residuals - slopes / 2)).sum(axis=1), slopes


def poisson(scores: Array, targets: Array) -> tuple[Array, Array]:
    """Return Poisson's negative log-likelihood of means exp(scores), up to a constant."""
    means = np.exp(scores)
    return (means - targets * scores).sum(axis=1), means - targets


def infidelity(scores: Array, targets: Array) -> tuple[Array, Array]:
    """Return what is missing to fidelity 1, summed over the scores whose target is 1."""
    return (targets * (1 - scores)).sum(axis=1), -targets


#: Of classifiers.
CLASSIFICATION = ("log_loss", "hinge", "squared_error")
#: Of regressors.
REGRESSION: dict[str, Loss] = {
    "squared_error": squared_error,
    "absolute_error": absolute_error,
    "huber": huber,
    "poisson": poisson,
}
