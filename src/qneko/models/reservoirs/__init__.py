"""Time: quantum reservoirs, their classical sibling, and the static extreme learning machine."""

from ._extreme_estimators import (
    QuantumExtremeLearningClassifier,
    QuantumExtremeLearningMachine,
    QuantumExtremeLearningRegressor,
)
from ._forecasters import EchoStateNetworkForecaster, QuantumReservoirForecaster
from ._regressors import EchoStateNetworkRegressor, QuantumReservoirRegressor
from ._transformers import EchoStateNetwork, QuantumReservoir

__all__ = [
    "EchoStateNetwork",
    "EchoStateNetworkForecaster",
    "EchoStateNetworkRegressor",
    "QuantumExtremeLearningClassifier",
    "QuantumExtremeLearningMachine",
    "QuantumExtremeLearningRegressor",
    "QuantumReservoir",
    "QuantumReservoirForecaster",
    "QuantumReservoirRegressor",
]
