"""Variational models under scikit-learn's whole contract."""

from __future__ import annotations

import pytest

from qneko.models import (
    CircuitCentricClassifier,
    DataReuploadingClassifier,
    DressedCircuitClassifier,
    DressedCircuitRegressor,
    MPSClassifier,
    QCNNClassifier,
    TreeTensorClassifier,
    VariationalClassifier,
    VariationalRegressor,
)
from tests.models.contract import contract

#: Two qubits for any number of features: one of the checks fits 30 of them.
TWO = {"n_qubits": 2, "max_iter": 60}
FEW = {"n_qubits": 2, "max_iter": 30}

MODELS = [
    VariationalClassifier(**TWO),
    VariationalRegressor(**TWO),
    CircuitCentricClassifier(n_layers=2, max_iter=40),
    DataReuploadingClassifier(n_layers=3, **FEW),
    DressedCircuitClassifier(n_layers=1, **FEW),
    DressedCircuitRegressor(n_layers=1, **FEW),
    MPSClassifier(**FEW),
    QCNNClassifier(**FEW),
    TreeTensorClassifier(**FEW),
]
CASES = [
    *MODELS,
    *(model.control() for model in MODELS),
    VariationalClassifier(n_qubits=2, optimizer="adam", max_iter=10),
    VariationalRegressor(n_qubits=2, optimizer="adam", max_iter=10),
    VariationalClassifier(n_qubits=2, optimizer="spsa", max_iter=80),
    VariationalClassifier(
        n_layers=2, n_qubits=2, optimizer="natural-gradient", learning_rate=0.1, max_iter=10
    ),
    VariationalClassifier(
        "reuploading-scaled", entanglement="full", dtype="float32", n_qubits=2, max_iter=30
    ),
    DressedCircuitClassifier(n_layers=1, optimizer="adam", early_stopping=True, **FEW),
]


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@contract(CASES)
def test_contract(estimator, check) -> None:
    check(estimator)
