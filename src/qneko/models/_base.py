"""What every model has in common: one qubit a feature, a device, and an entanglement-free twin."""

from __future__ import annotations

import os
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, clone

from ..errors import InputError
from ..hybrid import get_device

if TYPE_CHECKING:
    from typing import Self

    from ..hybrid import Device

#: With ``bandwidth="scale"`` a sample is on average this far (in radians, root of summed squares)
#: from the mean sample: the middle of the range that works on small tables, whatever their width.
SCALE = 0.7

#: How the message about too many features begins to help.
_REDUCE = "reduce them first, for example with PCA(n_components=8) before the model in a pipeline"


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

    def _find_device(self, n_features: int) -> Device:
        """Return the device, after checking that it can hold one qubit a feature."""
        device = get_device(self.device)
        most = device.capabilities.max_qubits
        if n_features > most:
            raise InputError(
                f"Expected at most {most} features, one for each qubit of the device "
                f"'{device.name}', got {n_features}: {_REDUCE}."
            )
        return device

    def _find_bandwidth(self, X: NDArray[np.float64], scale: float = SCALE) -> float:
        """Return the factor on the features, after checking it or deriving it from the data."""
        if isinstance(self.bandwidth, str):
            check_choice(("scale",), bandwidth=self.bandwidth)
            variance = X.var(axis=0).sum()
            # the variance of constant columns is rounding error, not a scale
            varies = variance > 1e-20 * np.square(X).mean(axis=0).sum()
            return float(scale / np.sqrt(variance)) if varies else 1.0
        check_positive(bandwidth=self.bandwidth)
        return float(self.bandwidth)


def check_memory(n_bytes: int, n_samples: int, n_features: int) -> None:
    """Refuse what this machine's memory cannot hold, before it is asked to.

    Parameters
    ----------
    n_bytes : int
        What the work needs at once.
    n_samples, n_features : int
        Where that number comes from.
    """
    available = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    if n_bytes > available:
        raise InputError(
            f"The states of {n_samples} samples with {n_features} features (qubits) need "
            f"{n_bytes / 2**30:.3g} GiB, this machine has {available / 2**30:.3g} GiB: {_REDUCE}."
        )


def check_positive(**values: Any) -> None:
    """Raise if a parameter is not a finite number above 0."""
    for name, value in values.items():
        if not _is_number(value) or not 0 < value < float("inf"):
            raise InputError(f"{name} must be a finite number above 0, got {value!r}.")


def check_non_negative(**values: Any) -> None:
    """Raise if a parameter is not a finite number from 0 on."""
    for name, value in values.items():
        if not _is_number(value) or not 0 <= value < float("inf"):
            raise InputError(f"{name} must be a finite number from 0 on, got {value!r}.")


def check_count(**values: Any) -> None:
    """Raise if a parameter is not a whole number from 1 on."""
    for name, value in values.items():
        if isinstance(value, bool) or not hasattr(value, "__index__") or value < 1:
            raise InputError(f"{name} must be a whole number from 1 on, got {value!r}.")


def check_choice(options: Any, **values: Any) -> None:
    """Raise if a parameter is none of the options."""
    for name, value in values.items():
        if value not in options:
            known = ", ".join(map(repr, options))
            raise InputError(f"{name} must be one of {known}, got {value!r}.")


def _is_number(value: Any) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)
