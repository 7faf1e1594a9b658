"""Kernel machines, Gaussian processes, components and clusters on quantum kernels."""

from ._cache import CacheInfo, GramCache, gram_cache
from ._classifier import FidelityKernelClassifier, QuantumKernelClassifier
from ._clustering import QuantumSpectralClustering
from ._feature_maps import FEATURE_MAPS
from ._gp_classifier import QuantumGaussianProcessClassifier
from ._gp_regressor import QuantumGaussianProcessRegressor
from ._kernels import KERNELS
from ._nystroem import QuantumKernelNystroem
from ._one_class import QuantumOneClassSVM
from ._pca import QuantumKernelPCA
from ._regressor import FidelityKernelRegressor, QuantumKernelRegressor
from ._ridge import QuantumKernelRidge

__all__ = [
    "FEATURE_MAPS",
    "KERNELS",
    "CacheInfo",
    "FidelityKernelClassifier",
    "FidelityKernelRegressor",
    "GramCache",
    "QuantumGaussianProcessClassifier",
    "QuantumGaussianProcessRegressor",
    "QuantumKernelClassifier",
    "QuantumKernelNystroem",
    "QuantumKernelPCA",
    "QuantumKernelRegressor",
    "QuantumKernelRidge",
    "QuantumOneClassSVM",
    "QuantumSpectralClustering",
    "gram_cache",
]
