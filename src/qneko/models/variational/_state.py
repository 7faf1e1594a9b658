"""Where a training stands: everything that is needed to go on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass
class TrainingState:
    """A training after some iterations; optimisers change it in place.

    Parameters
    ----------
    parameters : ndarray of shape (n_parameters,)
        The present ones.
    slots : dict of str to ndarray
        What the optimiser remembers, by its own names.
    n_steps : int
        Steps done; an epoch has one a batch.
    losses, validation_scores : list of float
        One an iteration.
    best : float
        Lowest loss or highest validation score of this fit; an infinity before the first.
    best_parameters : ndarray or None
        Those of the highest validation score.
    waited : int
        Iterations since the best.
    n_forward, n_backward : int
        Samples whose loss was computed without and with its gradient.
    split_seed : int or None
        Which samples are held out for early stopping.
    begin : int
        Iterations of earlier fits, which this one goes on from.
    """

    parameters: Array
    slots: dict[str, Array] = field(default_factory=dict)
    n_steps: int = 0
    losses: list[float] = field(default_factory=list)
    validation_scores: list[float] = field(default_factory=list)
    best: float = np.inf
    best_parameters: Array | None = None
    waited: int = 0
    n_forward: int = 0
    n_backward: int = 0
    split_seed: int | None = None
    begin: int = 0

    def for_another_fit(self, split_seed: int | None) -> TrainingState:
        """Return a state that goes on from here with nothing waited for."""
        return replace(
            self,
            losses=list(self.losses),
            validation_scores=list(self.validation_scores),
            best=np.inf,
            best_parameters=None,
            waited=0,
            split_seed=split_seed,
            begin=len(self.losses),
        )
