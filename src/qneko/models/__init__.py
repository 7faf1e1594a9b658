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
from .reservoirs import (
    EchoStateNetwork,
    EchoStateNetworkForecaster,
    EchoStateNetworkRegressor,
    QuantumExtremeLearningClassifier,
    QuantumExtremeLearningMachine,
    QuantumExtremeLearningRegressor,
    QuantumReservoir,
    QuantumReservoirForecaster,
    QuantumReservoirRegressor,
)
from .saving import load, save
from .variational import VariationalClassifier, VariationalRegressor

__all__ = [
    "EchoStateNetwork",
    "EchoStateNetworkForecaster",
    "EchoStateNetworkRegressor",
    "FidelityKernelClassifier",
    "FidelityKernelRegressor",
    "QuantumExtremeLearningClassifier",
    "QuantumExtremeLearningMachine",
    "QuantumExtremeLearningRegressor",
    "QuantumGaussianProcessClassifier",
    "QuantumGaussianProcessRegressor",
    "QuantumKernelClassifier",
    "QuantumKernelNystroem",
    "QuantumKernelPCA",
    "QuantumKernelRegressor",
    "QuantumKernelRidge",
    "QuantumOneClassSVM",
    "QuantumReservoir",
    "QuantumReservoirForecaster",
    "QuantumReservoirRegressor",
    "QuantumSpectralClustering",
    "VariationalClassifier",
    "VariationalRegressor",
    "load",
    "save",
]
