"""Variational models: trained circuits with a readout."""

from ._circuits import ANSATZE, BODIES, ENCODINGS
from ._classifier import VariationalClassifier
from ._regressor import VariationalRegressor

__all__ = ["ANSATZE", "BODIES", "ENCODINGS", "VariationalClassifier", "VariationalRegressor"]
