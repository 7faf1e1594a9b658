"""Gaussian processes with a classical kernel, as baselines that say how sure they are."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.gaussian_process import GaussianProcessClassifier, GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Kernel, Matern, WhiteKernel

#: Smoothness of the Matérn family by name; the smoothest is the radial basis function.
_NU = {"rbf": float("inf"), "matern52": 2.5, "matern32": 1.5, "matern12": 0.5}


def _kernel(smoothness: str, n_features: int) -> Kernel:
    # standardised inputs are about this far from each other
    scale = float(np.sqrt(n_features))
    shape = Matern(scale, (0.03 * scale, 100.0 * scale), nu=_NU[smoothness])
    return ConstantKernel(1.0, (1e-3, 1e3)) * shape


class MaternGPC(ClassifierMixin, BaseEstimator):
    """Gaussian process classifier with a Matérn kernel, amplitude and width by likelihood.

    Parameters
    ----------
    smoothness : {"rbf", "matern52", "matern32", "matern12"}
        Member of the Matérn family.
    random_state : int or None
        Not used unless the likelihood is searched from several starts.
    """

    def __init__(self, smoothness: str = "rbf", random_state: int | None = None):
        self.smoothness = smoothness
        self.random_state = random_state

    def fit(self, X: NDArray[Any], y: NDArray[Any]) -> Self:
        """Fit to ``X`` of shape (n_samples, n_features) and labels ``y``."""
        kernel = _kernel(self.smoothness, X.shape[1])
        self.gp_ = GaussianProcessClassifier(kernel, random_state=self.random_state).fit(X, y)
        self.classes_ = self.gp_.classes_
        return self

    def predict(self, X: NDArray[Any]) -> NDArray[Any]:
        """Return a label for each row of ``X``."""
        return self.gp_.predict(X)

    def predict_proba(self, X: NDArray[Any]) -> NDArray[Any]:
        """Return probabilities of shape (n_samples, n_classes)."""
        return self.gp_.predict_proba(X)


class MaternGPR(RegressorMixin, BaseEstimator):
    """Gaussian process regressor: Matérn kernel and noise, all but the smoothness by likelihood.

    Parameters
    ----------
    smoothness : {"rbf", "matern52", "matern32", "matern12"}
        Member of the Matérn family.
    random_state : int or None
        Not used unless the likelihood is searched from several starts.
    """

    def __init__(self, smoothness: str = "rbf", random_state: int | None = None):
        self.smoothness = smoothness
        self.random_state = random_state

    def fit(self, X: NDArray[Any], y: NDArray[Any]) -> Self:
        """Fit to ``X`` of shape (n_samples, n_features) and numbers ``y``."""
        kernel = _kernel(self.smoothness, X.shape[1]) + WhiteKernel(0.1, (1e-6, 10.0))
        self.gp_ = GaussianProcessRegressor(
            kernel, normalize_y=True, random_state=self.random_state
        ).fit(X, y)
        return self

    def predict(self, X: NDArray[Any], return_std: bool = False) -> Any:
        """Return a number for each row of ``X``, and if asked for, its standard deviation."""
        return self.gp_.predict(X, return_std=return_std)
