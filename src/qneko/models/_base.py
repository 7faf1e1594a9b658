"""What every model has in common: one qubit a feature, a device, and an entanglement-free twin."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, clone

from ..errors import InputError
from ..hybrid import get_device
from ._checks import REDUCE, check_choice, check_positive
from .saving import save

if TYPE_CHECKING:
    from typing import Self

    from ..hybrid import Device

#: With ``bandwidth="scale"`` a sample is on average this far (in radians, root of summed squares)
#: from the mean sample: the middle of the range that works on small tables, whatever their width.
SCALE = 0.7


class QuantumEstimator(BaseEstimator):
    """Base of qneko's models.

    A model uses one qubit a feature, takes angles in radians (scale the features in a pipeline;
    the model's ``bandwidth`` multiplies them), asks a device for everything quantum, and can name
    its control.
    """

    device: str | Device
    entanglement: str
    bandwidth: float | str

    def control(self) -> Self:
        """Return this model's entanglement-free twin.

        Returns
        -------
        estimator
            An unfitted clone with ``entanglement="none"`` and all other parameters equal. What it
            does as well as the model does not need entanglement.
        """
        return clone(self).set_params(entanglement="none")

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write this model, fitted or not, to one file; `qneko.models.load` reads it again.

        Parameters
        ----------
        path : str or path-like
            Where to; an existing file is replaced, once the new one is complete.
        """
        save(self, path)

    def _find_device(self, n_features: int) -> Device:
        """Return the device, after checking that it can hold one qubit a feature."""
        device = get_device(self.device)
        most = device.capabilities.max_qubits
        if n_features > most:
            raise InputError(
                f"Expected at most {most} features, one for each qubit of the device "
                f"'{device.name}', got {n_features}: {REDUCE}."
            )
        return device

    def _find_bandwidth(
        self,
        X: NDArray[np.float64],
        scale: float = SCALE,
        weights: NDArray[np.float64] | None = None,
    ) -> float:
        """Return the factor on the features, after checking it or deriving it from the data."""
        if isinstance(self.bandwidth, str):
            check_choice(("scale",), bandwidth=self.bandwidth)
            if weights is None:
                variance = X.var(axis=0).sum()
            else:
                mean = np.average(X, axis=0, weights=weights)
                variance = np.average((X - mean) ** 2, axis=0, weights=weights).sum()
            # the variance of constant columns is rounding error, not a scale
            varies = variance > 1e-20 * np.square(X).mean(axis=0).sum()
            return float(scale / np.sqrt(variance)) if varies else 1.0
        check_positive(bandwidth=self.bandwidth)
        return float(self.bandwidth)
