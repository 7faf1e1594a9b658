"""The classical part of a model, its loss and Adam in PyTorch, around any circuit."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from .task import Task

if TYPE_CHECKING:
    import torch


def train(
    task: Task,
    n_steps: int,
    circuit: Callable[[torch.Tensor], torch.Tensor],
    weights: list[torch.Tensor],
) -> list[float]:
    """Return the loss before each step.

    Parameters
    ----------
    task : Task
        What is trained.
    n_steps : int
        Steps of Adam.
    circuit : callable
        Angles of shape (n_samples, n_inputs) to expectations of shape (n_samples, n_observables).
    weights : list of Tensor
        The circuit's parameters, at their start.
    """
    import torch

    X, y = torch.tensor(task.X), torch.tensor(task.y)
    matrix = torch.tensor(task.matrix, requires_grad=True)
    intercept = torch.tensor(task.intercept, requires_grad=True)
    trained = [*weights, matrix, intercept]
    if task.entry is not None:
        factor, first, offset = task.entry
        first_matrix = torch.tensor(first, requires_grad=True)
        first_offset = torch.tensor(offset, requires_grad=True)
        trained += [first_matrix, first_offset]
    optimiser = torch.optim.Adam(trained, lr=task.learning_rate)
    losses = []
    for _ in range(n_steps):
        optimiser.zero_grad()
        angles = X
        if task.entry is not None:
            angles = math.pi / 2 * torch.tanh(factor * X @ first_matrix + first_offset)
        scores = circuit(angles) @ matrix + intercept
        loss = ((scores[:, 0] - y) ** 2).mean() / 2
        loss.backward()
        optimiser.step()
        losses.append(float(loss.detach()))
    return losses
