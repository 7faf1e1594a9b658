"""Optimisers, one a file: each takes one step on a batch, L-BFGS runs as a whole."""

from ._adam import Adam
from ._lbfgs import lbfgs
from ._natural import NaturalGradient
from ._spsa import SPSA
from ._stepper import Stepper

__all__ = ["SPSA", "Adam", "NaturalGradient", "Stepper", "lbfgs"]
