"""Kernel models under scikit-learn's whole contract."""

from __future__ import annotations

from sklearn.base import BaseEstimator

from qneko.models import (
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
from qneko.models.kernels._svc import SupportVectorClassifier
from qneko.models.kernels._svr import SupportVectorRegressor
from tests.models.contract import contract

CASES = [
    FidelityKernelClassifier(),
    FidelityKernelRegressor(),
    FidelityKernelClassifier().control(),
    FidelityKernelRegressor().control(),
    FidelityKernelClassifier("zz", entanglement="full", dtype="float32", random_state=0),
    FidelityKernelRegressor("iqp", entanglement="linear", dtype="float32"),
    QuantumKernelClassifier(),
    QuantumKernelClassifier("projected", dtype="float32").control(),
    QuantumKernelRegressor("projected", feature_map="hardware-efficient"),
    QuantumKernelRegressor(feature_map="reuploading", n_layers=1, dtype="float32").control(),
    # one of the checks fits 30 features: amplitudes take five qubits for them
    QuantumKernelRidge(feature_map="amplitude"),
    QuantumKernelRidge("projected", feature_map="amplitude", dtype="float32").control(),
    QuantumKernelRegressor("projected-linear", feature_map="z", clip_eigenvalues=True),
    QuantumGaussianProcessRegressor(),
    QuantumGaussianProcessRegressor("projected", noise_level=0.1, dtype="float32").control(),
    QuantumGaussianProcessClassifier(),
    QuantumGaussianProcessClassifier("projected-linear", cache=False).control(),
    QuantumKernelClassifier(feature_map="reuploading", n_layers=1, weights="aligned"),
    QuantumOneClassSVM(),
    QuantumOneClassSVM("projected", feature_map="reuploading").control(),
    QuantumKernelPCA(),
    QuantumKernelPCA("projected", n_components=2).control(),
    QuantumKernelNystroem(),
    QuantumKernelNystroem("projected-linear", n_components=3).control(),
    QuantumSpectralClustering(n_clusters=2),
    QuantumSpectralClustering("projected", n_clusters=2).control(),
]


def expected_failures(model: BaseEstimator) -> dict[str, str]:
    """Return what scikit-learn itself lists for SVC, SVR and OneClassSVM, and nothing else."""
    if isinstance(model, (SupportVectorClassifier, SupportVectorRegressor, QuantumOneClassSVM)):
        return {
            "check_sample_weight_equivalence_on_dense_data": (
                "listed by scikit-learn for its support vector machines; here its 30 features are "
                "30 qubits, too"
            )
        }
    return {}


@contract(CASES, expected_failures)
def test_contract(estimator, check) -> None:
    check(estimator)
