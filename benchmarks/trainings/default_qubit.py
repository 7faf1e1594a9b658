"""PennyLane with its batched simulator in PyTorch, by backpropagation."""

from __future__ import annotations

from . import _pennylane
from .task import Task

LABEL = "PennyLane default.qubit (backprop) + torch"
DISTRIBUTIONS = ("pennylane", "pennylane-lightning", "torch")
REQUIREMENTS = ("pennylane==0.45.1", "pennylane-lightning==0.45.0", "torch==2.13.0")


def train(task: Task, n_steps: int) -> list[float]:
    """Return the loss before each step."""
    return _pennylane.train(task, n_steps, "default.qubit", "backprop")
