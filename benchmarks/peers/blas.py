"""The bare BLAS calls of a Gram matrix, its states given: what nobody here can go below."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..problem import Problem
from . import Call, CannotError, load

LABEL = "bare BLAS (states given)"
DISTRIBUTIONS = ("scipy", "numpy")
REQUIREMENTS = ()
PRECISIONS = ("float64", "float32")
LOOPS = ()


def prepare(problem: Problem, precision: str) -> Call:
    """Return the call to time: one triangle of the overlaps."""
    if problem.ask != "gram":
        raise CannotError("only for Gram matrices")
    from scipy.linalg import blas

    states = load("qneko").states(problem, precision)
    herk = blas.cherk if precision == "float32" else blas.zherk

    def call() -> dict[str, Callable[[], np.ndarray]]:
        upper = herk(1.0, states.T, trans=2, lower=0)
        return {"values": lambda: np.abs(upper + np.triu(upper, 1).conj().T) ** 2}

    return call
