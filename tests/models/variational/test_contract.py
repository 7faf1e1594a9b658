"""Variational models under scikit-learn's whole contract."""

from __future__ import annotations

import pytest

from qneko.models import VariationalClassifier, VariationalRegressor
from tests.models.contract import contract

#: Two qubits for any number of features: one of the checks fits 30 of them.
TWO = {"n_qubits": 2, "max_iter": 60}

CASES = [
    VariationalClassifier(**TWO),
    VariationalRegressor(**TWO),
    VariationalClassifier(n_qubits=2, optimizer="adam", max_iter=10),
    VariationalRegressor(n_qubits=2, optimizer="adam", max_iter=10),
    VariationalClassifier(**TWO).control(),
    VariationalRegressor(**TWO).control(),
    VariationalClassifier(
        "reuploading-scaled", entanglement="full", dtype="float32", n_qubits=2, max_iter=30
    ),
]


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@contract(CASES)
def test_contract(estimator, check) -> None:
    check(estimator)
