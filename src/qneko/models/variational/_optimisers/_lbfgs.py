"""L-BFGS on all samples, from SciPy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from .._network import Objective
from .._state import TrainingState

Array = NDArray[Any]


def lbfgs(
    objective: Objective,
    state: TrainingState,
    *,
    max_iter: int,
    tol: float,
    epsilon: float,
    after: Callable[[TrainingState], bool],
) -> bool:
    """Minimise, and return whether it settled before `max_iter` iterations were used up.

    Parameters
    ----------
    objective : Objective
        What to minimise.
    state : TrainingState
        Where to begin; it is changed in place.
    max_iter : int
        Most iterations.
    tol : float
        Largest entry of the gradient at which it has settled.
    epsilon : float
        Precision of the loss.
    after : callable
        Called after each iteration; it ends the training by returning True.
    """
    begin, stopped = len(state.losses), False

    def on_all(parameters: Array) -> tuple[float, Array]:
        return objective(parameters, None)

    def remember(intermediate_result: Any) -> None:
        nonlocal stopped
        state.parameters = np.array(intermediate_result.x)
        state.losses.append(float(intermediate_result.fun))
        state.n_steps += 1
        stopped = after(state)
        if stopped:
            raise StopIteration

    # a step that gains less than the loss's own rounding error is the end
    options: Any = {"maxiter": max_iter, "gtol": tol, "ftol": max(1e-9, 100 * epsilon)}
    result = minimize(
        on_all,
        state.parameters,
        method="L-BFGS-B",
        jac=True,
        callback=remember,
        options=options,
    )
    if len(state.losses) == begin:  # the start was already optimal
        state.losses.append(float(result.fun))
        stopped = after(state)
    if not stopped:
        state.parameters = result.x
    return stopped or result.nit < max_iter
