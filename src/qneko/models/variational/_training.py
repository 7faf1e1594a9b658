"""The course of a training: epochs, when to stop, and what is noted on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from ._network import Objective
from ._optimisers import Stepper
from ._state import TrainingState

Array = NDArray[Any]


@dataclass
class Monitor:
    """Looks at a training after each iteration.

    Parameters
    ----------
    objective : Objective
        Whose work is counted.
    tol : float
        Least gain that counts.
    patience : int
        Iterations without such a gain after which the training ends.
    watches_loss : bool
        Whether the training loss is to fall; L-BFGS has criteria of its own.
    score : callable or None
        Of the parameters to the score of the samples held out; it is to rise, and takes the place
        of the loss.
    save : callable or None
        Called with the state after every `save_every` iterations.
    save_every : int
        How often.
    show : callable or None
        Called with the state after every iteration.
    """

    objective: Objective
    tol: float
    patience: int
    watches_loss: bool = True
    score: Callable[[Array], float] | None = None
    save: Callable[[TrainingState], None] | None = None
    save_every: int = 1
    show: Callable[[TrainingState], None] | None = None

    def after(self, state: TrainingState) -> bool:
        """Note an iteration, and return whether the training has settled."""
        state.n_forward += self.objective.n_forward
        state.n_backward += self.objective.n_backward
        self.objective.n_forward = self.objective.n_backward = 0
        if self.score is not None:
            self._note_score(state, self.score(state.parameters))
        elif self.watches_loss:
            self._note_loss(state)
        if self.show:
            self.show(state)
        if self.save and len(state.losses) % self.save_every == 0:
            self.save(state)
        return self.is_over(state)

    def is_over(self, state: TrainingState) -> bool:
        """Return whether nothing has been gained for long."""
        return state.waited >= self.patience

    def _note_loss(self, state: TrainingState) -> None:
        loss = state.losses[-1]
        state.waited = 0 if loss < state.best - self.tol else state.waited + 1
        state.best = min(state.best, loss)

    def _note_score(self, state: TrainingState, score: float) -> None:
        state.validation_scores.append(score)
        best = -np.inf if state.best_parameters is None else state.best
        state.waited = 0 if score > best + self.tol else state.waited + 1
        if score > best:
            state.best, state.best_parameters = score, state.parameters.copy()


def run_epochs(
    objective: Objective,
    state: TrainingState,
    stepper: Stepper,
    monitor: Monitor,
    *,
    n_epochs: int,
    batch_size: int,
    random: RandomState,
) -> bool:
    """Go through all samples `n_epochs` times in shuffled batches; return whether it settled.

    The loss of an epoch is the mean over its batches, each before its step.
    """
    n_samples = objective.n_samples
    for _ in range(n_epochs):
        if monitor.is_over(state):
            break
        total = 0.0
        order = random.permutation(n_samples)
        for begin in range(0, n_samples, batch_size):
            rows = order[begin : begin + batch_size]
            total += stepper.step(state, objective, rows, random) * len(rows)
        state.losses.append(total / n_samples)
        monitor.after(state)
    return monitor.is_over(state)
