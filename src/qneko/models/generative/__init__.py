"""Generative models: Born machines, and the statistic that compares generative models."""

from ._circuit import BornMachine
from ._iqp import IQPBornMachine
from ._two_sample import DiscrepancyResult, maximum_mean_discrepancy

__all__ = ["BornMachine", "DiscrepancyResult", "IQPBornMachine", "maximum_mean_discrepancy"]
