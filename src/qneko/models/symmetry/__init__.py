"""Trained circuits that have the symmetry of their data."""

from ._classifier import PermutationEquivariantClassifier
from ._regressor import PermutationEquivariantRegressor

__all__ = ["PermutationEquivariantClassifier", "PermutationEquivariantRegressor"]
