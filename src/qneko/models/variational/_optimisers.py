"""Optimisers of a variational model's parameters: SciPy's L-BFGS, and Adam with mini-batches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray
from scipy.optimize import minimize

Array = NDArray[np.float64]

#: Of the parameters and the rows of the batch (None: all) to the loss and its gradient.
Objective = Callable[[Array, NDArray[Any] | None], tuple[float, Array]]


@dataclass(frozen=True)
class Trained:
    """Where an optimiser ended.

    Parameters
    ----------
    parameters : ndarray
        The last parameters.
    losses : list of float
        Loss after each iteration; for Adam, the epoch's mean over its batches.
    converged : bool
        Whether it stopped by itself, before its iterations were used up.
    n_evaluations : int
        Samples whose loss and gradient were computed, repeats counted.
    """

    parameters: Array
    losses: list[float]
    converged: bool
    n_evaluations: int


def lbfgs(
    objective: Objective, start: Array, *, n_samples: int, max_iter: int, tol: float, epsilon: float
) -> Trained:
    """Minimise with L-BFGS on all samples; `epsilon` is the precision of the loss."""
    losses: list[float] = []

    def remember(intermediate_result: Any) -> None:
        losses.append(float(intermediate_result.fun))

    def on_all(parameters: Array) -> tuple[float, Array]:
        return objective(parameters, None)

    # a step that gains less than the loss's own rounding error is the end
    options: Any = {"maxiter": max_iter, "gtol": tol, "ftol": max(1e-9, 100 * epsilon)}
    result = minimize(
        on_all,
        start,
        method="L-BFGS-B",
        jac=True,
        callback=remember,
        options=options,
    )
    if not losses:  # the start was already optimal
        losses.append(float(result.fun))
    return Trained(result.x, losses, result.nit < max_iter, int(result.nfev) * n_samples)


def adam(
    objective: Objective,
    start: Array,
    *,
    n_samples: int,
    max_iter: int,
    tol: float,
    learning_rate: float,
    batch_size: int,
    random: RandomState,
    patience: int = 10,
) -> Trained:
    """Minimise with Adam on shuffled mini-batches (Kingma and Ba 2015, arXiv:1412.6980).

    Stops after `max_iter` epochs, or once the loss has not fallen by `tol` for `patience` epochs.
    """
    parameters = start.copy()
    first, second = np.zeros_like(start), np.zeros_like(start)
    losses: list[float] = []
    best, waited, step = np.inf, 0, 0
    while len(losses) < max_iter and waited < patience:
        total = 0.0
        order = random.permutation(n_samples)
        for begin in range(0, n_samples, batch_size):
            rows = order[begin : begin + batch_size]
            value, gradient = objective(parameters, rows)
            total += value * len(rows)
            step += 1
            first = 0.9 * first + 0.1 * gradient
            second = 0.999 * second + 0.001 * gradient**2
            scale = np.sqrt(second / (1 - 0.999**step)) + 1e-8
            parameters -= learning_rate * (first / (1 - 0.9**step)) / scale
        losses.append(total / n_samples)
        waited = 0 if losses[-1] < best - tol else waited + 1
        best = min(best, losses[-1])
    return Trained(parameters, losses, waited >= patience, len(losses) * n_samples)
