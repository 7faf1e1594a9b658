"""Gaussian kernels that are made to be as much like a quantum kernel as they can be.

A surrogate computes the quantum kernel on its training rows, finds the Gaussian kernel with the
largest centred alignment to it (Flórez Ablan et al. 2025, arXiv:2503.05602), and goes on with that
alone: predictions need no quantum kernel. What it does as well as the quantum model, scikit-learn
does for nothing.
"""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.gaussian_process import GaussianProcessClassifier, GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel

from ...models import QuantumKernelRidge
from ...models.diagnostics import rbf_alignment
from ._svm import RbfSVC, RbfSVR


class _Surrogate(BaseEstimator):
    """What all of them share: the quantum kernel's parameters, and the width that fits it."""

    kernel: str
    n_layers: int
    bandwidth: float | str

    alignment_: float
    gamma_: float

    def _gamma(self, X: NDArray[Any], y: NDArray[Any]) -> float:
        """Return the width, and keep it and how well it fits."""
        # of all models on this kernel the one that is fitted fastest; the targets change nothing
        quantum = QuantumKernelRidge(
            self.kernel, n_layers=self.n_layers, bandwidth=self.bandwidth
        ).fit(X, np.asarray(y, dtype=np.float64))
        self.alignment_, self.gamma_ = rbf_alignment(quantum.gram(X), X)
        return self.gamma_


class GaussianSurrogateSVC(_Surrogate, RbfSVC):
    """Support vector classifier on the Gaussian kernel that is most alike a quantum kernel.

    Parameters
    ----------
    kernel : {"fidelity", "projected"}
        The quantum kernel.
    n_layers : int
        Layers of its feature map.
    bandwidth : float or "scale"
        Factor on the inputs of its feature map.
    C : float
        Penalty of misclassified rows.
    random_state : int or None
        Seed of the calibration's folds.
    """

    def __init__(
        self,
        kernel: str = "fidelity",
        n_layers: int = 2,
        bandwidth: float | str = "scale",
        C: float = 1.0,
        random_state: int | None = None,
    ):
        self.kernel = kernel
        self.n_layers = n_layers
        self.bandwidth = bandwidth
        self.C = C
        self.random_state = random_state


class GaussianSurrogateSVR(_Surrogate, RbfSVR):
    """Support vector regressor on the Gaussian kernel that is most alike a quantum kernel.

    Parameters
    ----------
    kernel : {"fidelity", "projected"}
        The quantum kernel.
    n_layers : int
        Layers of its feature map.
    bandwidth : float or "scale"
        Factor on the inputs of its feature map.
    C : float
        Penalty of errors beyond `epsilon`.
    epsilon : float
        Errors below it are free, in units of the target.
    random_state : int or None
        Nothing is random.
    """

    def __init__(
        self,
        kernel: str = "fidelity",
        n_layers: int = 2,
        bandwidth: float | str = "scale",
        C: float = 1.0,
        epsilon: float = 0.1,
        random_state: int | None = None,
    ):
        self.kernel = kernel
        self.n_layers = n_layers
        self.bandwidth = bandwidth
        self.C = C
        self.epsilon = epsilon
        self.random_state = random_state


class _Process(_Surrogate):
    """What the two Gaussian processes share."""

    def __init__(
        self,
        kernel: str = "fidelity",
        n_layers: int = 2,
        bandwidth: float | str = "scale",
        random_state: int | None = None,
    ):
        self.kernel = kernel
        self.n_layers = n_layers
        self.bandwidth = bandwidth
        self.random_state = random_state

    def _covariance(self, X: NDArray[Any], y: NDArray[Any], largest: float) -> Any:
        # exp(-gamma d**2) is exp(-d**2 / (2 length**2)); the likelihood tunes the amplitude alone
        length = float(np.sqrt(0.5 / self._gamma(X, y)))
        return ConstantKernel(1.0, (1 / largest, largest)) * RBF(length, "fixed")


class GaussianSurrogateGPC(ClassifierMixin, _Process):
    """Gaussian process classifier on the Gaussian kernel that is most alike a quantum kernel.

    Parameters
    ----------
    kernel : {"fidelity", "projected"}
        The quantum kernel.
    n_layers : int
        Layers of its feature map.
    bandwidth : float or "scale"
        Factor on the inputs of its feature map.
    random_state : int or None
        Of the process.
    """

    def fit(self, X: NDArray[Any], y: NDArray[Any]) -> Self:
        """Fit to ``X`` of shape (n_samples, n_features) and labels ``y``."""
        kernel = self._covariance(X, y, 1e4)
        self.gp_ = GaussianProcessClassifier(kernel, random_state=self.random_state).fit(X, y)
        self.classes_ = self.gp_.classes_
        return self

    def predict(self, X: NDArray[Any]) -> NDArray[Any]:
        """Return a label for each row of ``X``."""
        return self.gp_.predict(X)

    def predict_proba(self, X: NDArray[Any]) -> NDArray[Any]:
        """Return probabilities of shape (n_samples, n_classes)."""
        return self.gp_.predict_proba(X)


class GaussianSurrogateGPR(RegressorMixin, _Process):
    """Gaussian process regressor on the Gaussian kernel that is most alike a quantum kernel.

    Parameters
    ----------
    kernel : {"fidelity", "projected"}
        The quantum kernel.
    n_layers : int
        Layers of its feature map.
    bandwidth : float or "scale"
        Factor on the inputs of its feature map.
    random_state : int or None
        Of the process.
    """

    def fit(self, X: NDArray[Any], y: NDArray[Any]) -> Self:
        """Fit to ``X`` of shape (n_samples, n_features) and numbers ``y``."""
        kernel = self._covariance(X, y, 1e3) + WhiteKernel(0.1, (1e-6, 10.0))
        self.gp_ = GaussianProcessRegressor(
            kernel, normalize_y=True, random_state=self.random_state
        ).fit(X, y)
        return self

    def predict(self, X: NDArray[Any], return_std: bool = False) -> Any:
        """Return a number for each row of ``X``, and if asked for, its standard deviation."""
        return self.gp_.predict(X, return_std=return_std)
