"""Made-up data whose difficulty is known: the regression suite of Bowles, Ahmed and Schuld 2024."""

from ._generators import hidden_manifold, hyperplanes, linearly_separable, two_curves
from ._suite import SERIES, SuiteMember, bowles_suite

__all__ = [
    "SERIES",
    "SuiteMember",
    "bowles_suite",
    "hidden_manifold",
    "hyperplanes",
    "linearly_separable",
    "two_curves",
]
