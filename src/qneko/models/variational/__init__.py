"""Variational models: trained circuits with a linear readout."""

from ._base import ANSATZE
from ._classifier import VariationalClassifier
from ._regressor import VariationalRegressor

__all__ = ["ANSATZE", "VariationalClassifier", "VariationalRegressor"]
