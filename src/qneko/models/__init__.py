"""Quantum models as scikit-learn estimators, each with its entanglement-free control."""

from .kernels import FidelityKernelClassifier, FidelityKernelRegressor
from .variational import VariationalClassifier, VariationalRegressor

__all__ = [
    "FidelityKernelClassifier",
    "FidelityKernelRegressor",
    "VariationalClassifier",
    "VariationalRegressor",
]
