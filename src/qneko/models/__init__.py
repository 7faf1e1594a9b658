"""Quantum models as scikit-learn estimators, each with its entanglement-free control."""

from .kernels import FidelityKernelClassifier, FidelityKernelRegressor
from .saving import load, save
from .variational import VariationalClassifier, VariationalRegressor

__all__ = [
    "FidelityKernelClassifier",
    "FidelityKernelRegressor",
    "VariationalClassifier",
    "VariationalRegressor",
    "load",
    "save",
]
