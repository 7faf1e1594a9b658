"""Symmetric models under scikit-learn's whole contract."""

from __future__ import annotations

import pytest

from qneko.models import PermutationEquivariantClassifier, PermutationEquivariantRegressor
from tests.models.contract import contract

#: One of the checks fits 30 features: then three qubits.
SETS = {"n_layers": 2, "element_size": 10, "max_iter": 20}

MODELS = [PermutationEquivariantClassifier(**SETS), PermutationEquivariantRegressor(**SETS)]
CASES = [
    *MODELS,
    *(model.control() for model in MODELS),
    PermutationEquivariantClassifier(
        element_size=15, optimizer="adam", max_iter=5, dtype="float32", reuploading=False
    ),
]


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@contract(CASES)
def test_contract(estimator, check) -> None:
    check(estimator)
