"""Time: quantum reservoirs, their classical sibling, and the static extreme learning machine."""

from ._extreme_classifier import QuantumExtremeLearningClassifier
from ._extreme_regressor import QuantumExtremeLearningRegressor
from ._extreme_transformer import QuantumExtremeLearningMachine
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
