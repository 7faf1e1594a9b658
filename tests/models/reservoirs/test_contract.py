"""Reservoirs and extreme learning machines under scikit-learn's whole contract."""

from __future__ import annotations

from qneko.models import (
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
from tests.models.contract import contract

DEFAULTS = [
    EchoStateNetwork(),
    EchoStateNetworkForecaster(),
    EchoStateNetworkRegressor(),
    QuantumExtremeLearningClassifier(),
    QuantumExtremeLearningMachine(),
    QuantumExtremeLearningRegressor(),
    QuantumReservoir(),
    QuantumReservoirForecaster(),
    QuantumReservoirRegressor(),
]
CASES = [
    *DEFAULTS,
    *(model.control() for model in DEFAULTS),
    QuantumReservoir(dynamics="circuit", observables="zz", entanglement="ring"),
    QuantumReservoirForecaster(strategy="recursive", n_qubits=3),
    QuantumReservoirRegressor(dynamics="circuit", n_qubits=4),
    QuantumReservoirRegressor(dtype="float32"),
]


@contract(CASES)
def test_contract(estimator, check) -> None:
    check(estimator)
