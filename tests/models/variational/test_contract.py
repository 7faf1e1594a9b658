"""Variational models under scikit-learn's whole contract."""

from __future__ import annotations

import pytest

from qneko.models import VariationalClassifier, VariationalRegressor
from tests.models.contract import contract

CASES = [
    VariationalClassifier(),
    VariationalRegressor(max_iter=50),
    VariationalClassifier(optimizer="adam", max_iter=10),
    VariationalRegressor(optimizer="adam", max_iter=10),
    VariationalClassifier().control(),
    VariationalRegressor(max_iter=50).control(),
    VariationalClassifier("reuploading-scaled", entanglement="full", dtype="float32"),
]


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@contract(CASES)
def test_contract(estimator, check) -> None:
    check(estimator)
