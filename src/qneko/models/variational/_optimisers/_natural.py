"""The quantum natural gradient."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray
from scipy.linalg import solve

from .._network import Objective
from .._state import TrainingState

Array = NDArray[Any]

#: Tikhonov's constant: directions along which the state hardly moves are not divided by nothing.
REGULARIZATION = 0.01


@dataclass(frozen=True)
class NaturalGradient:
    """Steps of equal length in the space of states instead of the space of angles.

    The circuit's gradient is multiplied by the inverse of the Fubini-Study metric, averaged over
    the batch, plus a small constant on the diagonal. Classical parameters have no such metric;
    they take plain gradient steps.

    References
    ----------
    J. Stokes, J. Izaac, N. Killoran, G. Carleo, "Quantum Natural Gradient", Quantum 4, 269 (2020),
    arXiv:1909.02108.
    """

    learning_rate: float

    def step(
        self, state: TrainingState, objective: Objective, rows: Array | None, random: RandomState
    ) -> float:
        """Take one step and return the loss of the batch before it."""
        value, direction = objective(state.parameters, rows)
        n_weights = objective.network.program.n_weights
        if n_weights:
            metric = objective.metric(state.parameters, rows)
            metric[np.diag_indices(n_weights)] += REGULARIZATION
            direction[:n_weights] = solve(metric, direction[:n_weights], assume_a="pos")
        state.parameters = state.parameters - self.learning_rate * direction
        state.n_steps += 1
        return value
