"""Quantum models as scikit-learn estimators, each with its entanglement-free control."""

from .kernels import (
    FidelityKernelClassifier,
    FidelityKernelRegressor,
    QuantumGaussianProcessClassifier,
    QuantumGaussianProcessRegressor,
    QuantumKernelClassifier,
    QuantumKernelNystroem,
    QuantumKernelPCA,
    QuantumKernelRegressor,
    QuantumKernelRidge,
    QuantumOneClassSVM,
    QuantumSpectralClustering,
)
from .saving import load, save
from .variational import VariationalClassifier, VariationalRegressor

__all__ = [
    "FidelityKernelClassifier",
    "FidelityKernelRegressor",
    "QuantumGaussianProcessClassifier",
    "QuantumGaussianProcessRegressor",
    "QuantumKernelClassifier",
    "QuantumKernelNystroem",
    "QuantumKernelPCA",
    "QuantumKernelRegressor",
    "QuantumKernelRidge",
    "QuantumOneClassSVM",
    "QuantumSpectralClustering",
    "VariationalClassifier",
    "VariationalRegressor",
    "load",
    "save",
]
