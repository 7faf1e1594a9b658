"""Adam."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from .._network import Objective
from .._state import TrainingState

Array = NDArray[Any]


@dataclass(frozen=True)
class Adam:
    """Gradient steps scaled by their own recent size (Kingma and Ba 2015, arXiv:1412.6980)."""

    learning_rate: float

    def step(
        self, state: TrainingState, objective: Objective, rows: Array | None, random: RandomState
    ) -> float:
        """Take one step and return the loss of the batch before it."""
        value, gradient = objective(state.parameters, rows)
        slots, n_steps = state.slots, state.n_steps + 1
        zeros = np.zeros_like(state.parameters)
        first = 0.9 * slots.get("first", zeros) + 0.1 * gradient
        second = 0.999 * slots.get("second", zeros) + 0.001 * gradient**2
        scale = np.sqrt(second / (1 - 0.999**n_steps)) + 1e-8
        step = self.learning_rate * (first / (1 - 0.9**n_steps)) / scale
        state.parameters = state.parameters - step
        state.slots, state.n_steps = {"first": first, "second": second}, n_steps
        return value
