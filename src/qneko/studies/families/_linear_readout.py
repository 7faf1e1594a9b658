"""A linear readout of fixed features: what is left of a quantum model without its circuit."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.linear_model import LogisticRegression, Ridge

Array = NDArray[Any]


def find_bandwidth(X: Array, bandwidth: float | str, scale: float) -> float:
    """Return the factor on the inputs, as the quantum models find theirs.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        Training rows.
    bandwidth : float or "scale"
        A factor; "scale" is `scale` over the root of the summed variance.
    scale : float
        What the model that is replaced takes.
    """
    if bandwidth != "scale":
        return float(bandwidth)
    variance = float(X.var(axis=0).sum())
    return scale / np.sqrt(variance) if variance > 0.0 else 1.0


class FixedFeatures(BaseEstimator):
    """Base of the models that read features with nothing trained in them."""

    readout_: Any

    def _settle(self, X: Array, n_scores: int) -> None:
        """Draw what is random, and keep it."""
        raise NotImplementedError

    def _features(self, X: Array) -> Array:
        """Return features of shape (n_samples, n_features)."""
        raise NotImplementedError

    def predict(self, X: Array) -> Array:
        """Return a label or a number for each row of ``X``."""
        return np.asarray(self.readout_.predict(self._features(X)))


class FixedFeaturesClassifier(ClassifierMixin, FixedFeatures):
    """Base of the classifiers: logistic regression."""

    def fit(self, X: Array, y: Array) -> Self:
        """Fit to ``X`` of shape (n_samples, n_features) and labels ``y``."""
        n_classes = len(np.unique(y))
        self._settle(X, 1 if n_classes == 2 else n_classes)
        readout = LogisticRegression(C=self._inverse_penalty(len(X)), max_iter=1000)
        self.readout_ = readout.fit(self._features(X), y)
        self.classes_ = self.readout_.classes_
        return self

    def predict_proba(self, X: Array) -> Array:
        """Return probabilities of shape (n_samples, n_classes)."""
        return np.asarray(self.readout_.predict_proba(self._features(X)))

    def _inverse_penalty(self, n_samples: int) -> float:
        """Return C of the logistic regression."""
        raise NotImplementedError


class FixedFeaturesRegressor(RegressorMixin, FixedFeatures):
    """Base of the regressors: ridge regression."""

    def fit(self, X: Array, y: Array) -> Self:
        """Fit to ``X`` of shape (n_samples, n_features) and numbers ``y``."""
        self._settle(X, 1)
        self.readout_ = Ridge(alpha=self._penalty(len(X))).fit(self._features(X), y)
        return self

    def _penalty(self, n_samples: int) -> float:
        """Return alpha of the ridge regression."""
        raise NotImplementedError
