"""The models that see fidelities alone, with the parameters that studies know."""

from __future__ import annotations

import numpy as np
from numpy.random import RandomState
from numpy.typing import ArrayLike, NDArray

from ...errors import InputError
from ._base import KernelMachine


class FidelityKernelMachine(KernelMachine):
    """Base of the support vector machines on ``k(x, y) = |<psi(x)|psi(y)>|**2`` alone."""

    gamma = "scale"
    weights = "random"
    clip_eigenvalues = False
    cache = True
    random_state: int | RandomState | None = None

    @property
    def _kind(self) -> str:
        return "fidelity"

    def kernel(self, X: ArrayLike, Y: ArrayLike | None = None) -> NDArray[np.float64]:
        """Return the fitted model's kernel between samples.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples; ``model.X_fit_`` gives the training Gram matrix.
        Y : array-like of shape (n_others, n_features), optional
            Other samples; by default X itself.

        Returns
        -------
        ndarray of shape (n_samples, n_samples) or (n_samples, n_others)
            Fidelities, from 0 to 1; float64, computed from states in `dtype`. Of X with itself:
            symmetric with a diagonal of ones.
        """
        return self.gram(X, Y)

    def _start_weights(self, n_weights: int, random: RandomState) -> NDArray[np.float64]:
        if n_weights:
            raise InputError(
                f"The feature map must have no weights, got a circuit with {n_weights}: models "
                "such as QuantumKernelClassifier take and train them."
            )
        return np.empty(0)
