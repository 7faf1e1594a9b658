"""The RBF support vector machine with a tunable width that adapts to the inputs' scale."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.svm import SVC, SVR


def scaled_gamma(X: NDArray[Any], factor: float) -> float:
    """Return `factor` times scikit-learn's ``gamma="scale"``, 1 / (n_features * variance)."""
    variance = float(np.var(X))
    return factor / (X.shape[1] * variance) if variance > 0.0 else factor


class RbfSVC(ClassifierMixin, BaseEstimator):
    """SVC whose kernel width is a multiple of scikit-learn's default one.

    A fixed range of gamma would be too wide for few inputs and too narrow for many. Labels come
    from the decision function; probabilities, calibrated by inner folds, only when asked for.

    Parameters
    ----------
    C : float
        Penalty of misclassified rows.
    gamma_factor : float
        Multiple of ``gamma="scale"``.
    random_state : int or None
        Seed of the calibration's folds.
    """

    def __init__(self, C: float = 1.0, gamma_factor: float = 1.0, random_state: int | None = None):
        self.C = C
        self.gamma_factor = gamma_factor
        self.random_state = random_state

    def fit(self, X: NDArray[Any], y: NDArray[Any]) -> Self:
        """Fit to ``X`` of shape (n_samples, n_features) and labels ``y``."""
        self.svc_ = SVC(C=self.C, gamma=self._gamma(X, y)).fit(X, y)
        self.classes_ = self.svc_.classes_
        self._rows, self._labels = X, y
        return self

    def predict(self, X: NDArray[Any]) -> NDArray[Any]:
        """Return a label for each row of ``X``."""
        return self.svc_.predict(X)

    def predict_proba(self, X: NDArray[Any]) -> NDArray[Any]:
        """Return probabilities of shape (n_samples, n_classes), calibrated by Platt's method."""
        if not hasattr(self, "calibrated_"):
            n_folds = min(5, int(np.unique(self._labels, return_counts=True)[1].min()))
            self.calibrated_ = CalibratedClassifierCV(
                SVC(C=self.C, gamma=self.svc_.gamma), ensemble=False, cv=n_folds
            ).fit(self._rows, self._labels)
        return self.calibrated_.predict_proba(X)

    def _gamma(self, X: NDArray[Any], y: NDArray[Any]) -> float:
        return scaled_gamma(X, self.gamma_factor)


class RbfSVR(RegressorMixin, BaseEstimator):
    """SVR whose kernel width is a multiple of scikit-learn's default one.

    Parameters
    ----------
    C : float
        Penalty of errors beyond `epsilon`.
    gamma_factor : float
        Multiple of ``gamma="scale"``.
    epsilon : float
        Errors below it are free, in units of the target.
    """

    def __init__(self, C: float = 1.0, gamma_factor: float = 1.0, epsilon: float = 0.1):
        self.C = C
        self.gamma_factor = gamma_factor
        self.epsilon = epsilon

    def fit(self, X: NDArray[Any], y: NDArray[Any]) -> Self:
        """Fit to ``X`` of shape (n_samples, n_features) and numbers ``y``."""
        gamma = self._gamma(X, y)
        self.svr_ = SVR(C=self.C, gamma=gamma, epsilon=self.epsilon).fit(X, y)
        return self

    def predict(self, X: NDArray[Any]) -> NDArray[Any]:
        """Return a number for each row of ``X``."""
        return self.svr_.predict(X)

    def _gamma(self, X: NDArray[Any], y: NDArray[Any]) -> float:
        return scaled_gamma(X, self.gamma_factor)
