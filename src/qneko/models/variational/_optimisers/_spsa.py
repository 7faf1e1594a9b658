"""Simultaneous perturbation: two losses a step, no gradients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from .._network import Objective
from .._state import TrainingState

Array = NDArray[Any]

#: Exponents of the gains, as Spall recommends.
ALPHA, GAMMA = 0.602, 0.101
#: First size of the perturbations, in radians: large against rounding and shot noise, small
#: against the period of an expectation.
PERTURBATION = 0.1
#: Slopes count up to this many times the average at the start.
STEEPEST = 2.0
#: Differences from which the gain is calibrated.
N_CALIBRATION = 25


@dataclass(frozen=True)
class SPSA:
    """Spall's SPSA: the loss at two opposite random perturbations of all parameters at once.

    The gain is calibrated before the first step: the average slope along random perturbations is
    measured, and the gain chosen so that the first steps move each parameter by `learning_rate`.
    Slopes much larger than that average are cut, or a few steep steps would throw it off.

    Parameters
    ----------
    learning_rate : float
        Size of the first steps.
    n_expected : int
        Steps of the whole training; a tenth of it is the stability constant A.

    References
    ----------
    J. C. Spall, "Implementation of the simultaneous perturbation algorithm for stochastic
    optimization", IEEE Trans. Aerosp. Electron. Syst. 34, 817 (1998).
    """

    learning_rate: float
    n_expected: int

    def step(
        self, state: TrainingState, objective: Objective, rows: Array | None, random: RandomState
    ) -> float:
        """Take one step and return the mean of the two losses."""
        if "gain" not in state.slots:
            state.slots = {"gain": self._calibrated(state, objective, rows, random)}
        gain, stability, steepest = state.slots["gain"]
        k = state.n_steps
        mean, slope, signs = _difference(
            state, objective, rows, random, PERTURBATION / (k + 1) ** GAMMA
        )
        slope = min(max(slope, -steepest), steepest)
        state.parameters = state.parameters - gain / (stability + k + 1) ** ALPHA * slope * signs
        state.n_steps += 1
        return mean

    def _calibrated(
        self, state: TrainingState, objective: Objective, rows: Array | None, random: RandomState
    ) -> Array:
        slopes = [
            abs(_difference(state, objective, rows, random, PERTURBATION)[1])
            for _ in range(N_CALIBRATION)
        ]
        stability = 0.1 * self.n_expected
        mean = float(np.mean(slopes))
        if not mean > 1e-12:  # a flat start has no slope to measure: any gain serves there
            mean = 1.0
        gain = self.learning_rate * (stability + 1) ** ALPHA / mean
        return np.array([gain, stability, STEEPEST * mean])


def _difference(
    state: TrainingState,
    objective: Objective,
    rows: Array | None,
    random: RandomState,
    size: float,
) -> tuple[float, float, Array]:
    """Return mean loss, slope along a random direction, and that direction's signs."""
    signs = random.choice((-1.0, 1.0), len(state.parameters))
    up = objective.value(state.parameters + size * signs, rows)
    down = objective.value(state.parameters - size * signs, rows)
    return (up + down) / 2, (up - down) / (2 * size), signs
