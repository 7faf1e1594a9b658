"""From a support vector machine's decisions to probabilities."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from sklearn.base import clone
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import SVC

Array = NDArray[Any]

#: Folds whose decisions are calibrated; LIBSVM's own calibration takes as many.
_N_FOLDS = 5


def calibrate(
    machine: SVC, gram: Array, encoded: Array, weights: Array | None, random_state: Any
) -> float:
    """Return the scale s for which ``softmax(s * decisions)`` fits held-out labels best.

    Temperature scaling (Guo et al. 2017, arXiv:1706.04599): one number, so the most probable class
    is always the one with the largest decision; with two classes it is Platt's sigmoid without its
    offset. Labels are softened as Platt (1999) does, so that separable data give finite scales.

    Parameters
    ----------
    machine : SVC
        On a precomputed kernel; it is cloned, not changed.
    gram : ndarray of shape (n_samples, n_samples)
        Gram matrix; that of a fold is a slice of it.
    encoded : ndarray of shape (n_samples,)
        Classes, numbered from 0.
    weights : ndarray of shape (n_samples,) or None
        Positive sample weights.
    random_state : int, RandomState instance or None
        Shuffles the folds; None keeps the order.
    """
    smallest = int(np.bincount(encoded).min())
    if smallest < 2:
        warnings.warn(
            "A class has one sample only, so that none can be held out: probabilities are "
            "calibrated on the training decisions and will be too sure.",
            UserWarning,
            stacklevel=3,
        )
        decisions = clone(machine).fit(gram, encoded, weights).decision_function(gram)
    else:
        shuffle = random_state is not None
        folds = StratifiedKFold(min(_N_FOLDS, smallest), shuffle=shuffle, random_state=random_state)
        decisions = _held_out_decisions(machine, gram, encoded, weights, folds)
    return _best_scale(_columns(decisions), encoded, weights)


def probabilities(decisions: Array, scale: float) -> Array:
    """Return class probabilities of shape (n_samples, n_classes) from an SVC's decisions."""
    return np.asarray(softmax(scale * _columns(decisions), axis=1))


def _held_out_decisions(
    machine: SVC, gram: Array, encoded: Array, weights: Array | None, folds: StratifiedKFold
) -> Array:
    n_classes = int(encoded.max()) + 1
    decisions = np.empty((len(encoded), n_classes) if n_classes > 2 else len(encoded))
    for train, test in folds.split(gram, encoded):
        part = clone(machine).fit(
            gram[np.ix_(train, train)], encoded[train], None if weights is None else weights[train]
        )
        decisions[test] = part.decision_function(gram[np.ix_(test, train)])
    return decisions


def _columns(decisions: Array) -> Array:
    """Return one column a class; an SVC gives a single one for two classes."""
    if decisions.ndim == 1:
        return np.stack([np.zeros_like(decisions), decisions], axis=1)
    return decisions


def _best_scale(decisions: Array, encoded: Array, weights: Array | None) -> float:
    n_classes = decisions.shape[1]
    w = np.ones(len(encoded)) if weights is None else weights
    per_class = np.bincount(encoded, w, n_classes)
    # one pseudo-count a class
    targets = np.tile(1 / (per_class[encoded] + n_classes), (n_classes, 1)).T
    targets[np.arange(len(encoded)), encoded] *= per_class[encoded] + 1

    def loss(log_scale: float) -> float:
        logarithms = log_softmax(np.exp(log_scale) * decisions, axis=1)
        return -float(np.sum(w[:, None] * targets * logarithms))

    # bounds: from probabilities that hardly depend on the decision to practically a step
    best = minimize_scalar(loss, bounds=(-7.0, 7.0), method="bounded")
    return float(np.exp(best.x))
