"""Made-up data whose difficulty is known: the regression suite of Bowles, Ahmed and Schuld 2024."""

from ._generators import hidden_manifold, hyperplanes, linearly_separable, two_curves
from ._members import describe_member, load_member, member_names
from ._suite import SERIES, SuiteMember, bowles_suite

__all__ = [
    "SERIES",
    "SuiteMember",
    "bowles_suite",
    "describe_member",
    "hidden_manifold",
    "hyperplanes",
    "linearly_separable",
    "load_member",
    "member_names",
    "two_curves",
]
