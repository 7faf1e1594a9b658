"""A settled quantum kernel as scikit-learn's Gaussian processes want their covariance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from sklearn.gaussian_process.kernels import Kernel

from ...hybrid import get_device
from ._base import QuantumKernelModel
from ._kernels import QuantumKernel

if TYPE_CHECKING:
    from ...hybrid import Device

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class FittedGram:
    """A kernel, its training samples, and their Gram matrix.

    Parameters
    ----------
    kernel : QuantumKernel
        The kernel.
    device : str or Device
        Where it is computed.
    X : ndarray of shape (n_samples, n_features)
        Training samples.
    gram : ndarray of shape (n_samples, n_samples)
        Their Gram matrix, clipped or not.
    projection : ndarray of shape (n_samples, n_samples) or None
        What kernel values to the training samples are multiplied by, if it was clipped.
    cache : bool
        Whether new Gram matrices are kept.
    """

    kernel: QuantumKernel
    device: str | Device
    X: Array
    gram: Array
    projection: Array | None
    cache: bool

    def __deepcopy__(self, memo: dict[int, Any]) -> FittedGram:
        return self  # immutable; the processes clone their kernels often


class FittedGramKernel(Kernel):
    """A covariance function without hyperparameters of its own.

    The search for other kernels' hyperparameters asks for the training Gram matrix again and again:
    it is handed out, not computed.

    Parameters
    ----------
    fitted : FittedGram
        What it stands for.
    """

    def __init__(self, fitted: FittedGram):
        self.fitted = fitted

    def __call__(self, X: Array, Y: Array | None = None, eval_gradient: bool = False) -> Any:
        """Return the covariance of X and Y (or X), and its derivative, which is empty."""
        fitted = self.fitted
        if Y is None and np.array_equal(X, fitted.X):
            K = fitted.gram.copy()
        else:
            device = get_device(fitted.device)
            K = fitted.kernel.gram(device, X, Y, cache=fitted.cache)
            if fitted.projection is not None and Y is not None and np.array_equal(Y, fitted.X):
                K = K @ fitted.projection
        return (K, np.empty((*K.shape, 0))) if eval_gradient else K

    def diag(self, X: Array) -> Array:
        """Return the variances of X."""
        device = get_device(self.fitted.device)
        return self.fitted.kernel.diagonal(device, X, cache=self.fitted.cache).copy()

    def is_stationary(self) -> bool:
        """Return False: it is no function of differences."""
        return False

    def __repr__(self) -> str:
        return f"QuantumKernel({self.fitted.kernel.kind!r})"


def fitted_gram_kernel(model: QuantumKernelModel, gram: Array) -> FittedGramKernel:
    """Return the covariance of a model that has just settled its kernel."""
    return FittedGramKernel(
        FittedGram(model._kernel, model.device, model.X_fit_, gram, model.projection_, model.cache)
    )
