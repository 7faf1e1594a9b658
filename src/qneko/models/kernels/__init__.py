"""Support vector machines on fidelity kernels."""

from ._base import FEATURE_MAPS
from ._classifier import FidelityKernelClassifier
from ._regressor import FidelityKernelRegressor

__all__ = ["FEATURE_MAPS", "FidelityKernelClassifier", "FidelityKernelRegressor"]
