"""Minimisers of a loss that is computed whole at every step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Array = NDArray[np.float64]
Loss = Callable[[Array], tuple[float, Array]]


class Fitted(NamedTuple):
    """Where a minimiser ended: weights, the loss after each iteration, whether it settled."""

    weights: Array
    losses: list[float]
    converged: bool


def descend(loss: Loss, start: Array, *, max_iter: int, tol: float, epsilon: float) -> Fitted:
    """Minimise with SciPy's L-BFGS; `epsilon` is the precision of the loss.

    A discrepancy is small where it begins to matter, so the loss must settle to rounding, or the
    largest entry of the gradient fall below `tol`.
    """
    losses: list[float] = []

    def remember(intermediate_result: Any) -> None:
        losses.append(float(intermediate_result.fun))

    options: Any = {"maxiter": max_iter, "gtol": tol, "ftol": 100 * epsilon, "maxfun": 10**9}
    result = minimize(loss, start, method="L-BFGS-B", jac=True, callback=remember, options=options)
    if not losses:  # the start was already optimal
        losses.append(float(result.fun))
    return Fitted(result.x, losses, result.nit < max_iter)


def wander(loss: Loss, start: Array, *, max_iter: int, learning_rate: float) -> Fitted:
    """Minimise with `max_iter` steps of Adam (Kingma and Ba 2015, arXiv:1412.6980).

    The loss may be another random estimate at every call: the step size falls to zero along a
    cosine, so that the weights end in the middle of what the noise would make of them.
    """
    weights = start.copy()
    first, second = np.zeros_like(start), np.zeros_like(start)
    losses: list[float] = []
    for step in range(1, max_iter + 1):
        value, gradient = loss(weights)
        losses.append(value)
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        size = np.sqrt(second / (1 - 0.999**step)) + 1e-8
        rate = learning_rate * (1 + np.cos(np.pi * step / max_iter)) / 2
        weights -= rate * (first / (1 - 0.9**step)) / size
    return Fitted(weights, losses, True)
