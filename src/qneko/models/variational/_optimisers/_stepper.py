"""What the optimisers that go step by step have in common."""

from __future__ import annotations

from typing import Any, Protocol

from numpy.random import RandomState
from numpy.typing import NDArray

from .._network import Objective
from .._state import TrainingState

Array = NDArray[Any]


class Stepper(Protocol):
    """An optimiser that takes one step on one batch."""

    def step(
        self, state: TrainingState, objective: Objective, rows: Array | None, random: RandomState
    ) -> float:
        """Change the state's parameters and return the loss of the batch before that."""
        ...
