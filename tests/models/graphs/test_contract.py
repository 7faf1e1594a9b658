"""Graph kernels under scikit-learn's whole contract."""

from __future__ import annotations

from sklearn.base import BaseEstimator

from qneko.models import QuantumEvolutionKernel, QuantumEvolutionKernelClassifier
from qneko.models.graphs import GraphVectorizer
from tests.models.contract import contract

CASES = [
    QuantumEvolutionKernel(),
    QuantumEvolutionKernel().control(),
    QuantumEvolutionKernel("xy", observable="energy", n_steps=1, dtype="float32"),
    QuantumEvolutionKernelClassifier(),
    QuantumEvolutionKernelClassifier().control(),
    QuantumEvolutionKernelClassifier("xy", n_steps=1, alignment_steps=2, random_state=0),
]


def expected_failures(model: BaseEstimator) -> dict[str, str]:
    """Return what scikit-learn itself lists for SVC, and nothing else."""
    if isinstance(model, QuantumEvolutionKernelClassifier):
        return {
            "check_sample_weight_equivalence_on_dense_data": "listed by scikit-learn for SVC",
        }
    return {}


@contract([*CASES, GraphVectorizer()], expected_failures)
def test_contract(estimator, check) -> None:
    check(estimator)
