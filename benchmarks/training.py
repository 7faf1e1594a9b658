"""One epoch of training, the same for all: mini-batches in order, squared error, Adam.

The optimiser is written here once, in NumPy: what differs between libraries is the gradient.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .problem import Problem

#: samples a step
BATCH = 100
RATE = 0.01
DECAY = (0.9, 0.999)
#: larger than usual: some slopes are exactly zero, and Adam must not make steps of their rounding
EPSILON = 1e-4

#: (weights, rows of the data) -> loss of these rows and its gradient by the weights
Step = Callable[[NDArray[np.float64], slice], tuple[float, NDArray[np.float64]]]


def loss(values: NDArray[np.floating], targets: NDArray[np.floating]) -> float:
    """Return the mean squared error."""
    return float(np.mean((values - targets) ** 2))


def loss_slope(values: NDArray[np.floating], targets: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return the loss's derivatives by the values."""
    return 2 * (values - targets) / len(values)


def epoch(problem: Problem, step: Step) -> dict[str, NDArray[np.float64]]:
    """Train once over all samples by Adam (Kingma and Ba 2015, arXiv:1412.6980).

    Returns
    -------
    dict
        ``losses`` of the mini-batches, in order, and the ``weights`` after the last.
    """
    weights = problem.weights.copy()
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    losses = []
    for number, start in enumerate(range(0, len(problem.data), BATCH), 1):
        value, gradient = step(weights, slice(start, start + BATCH))
        losses.append(value)
        mean += (1 - DECAY[0]) * (gradient - mean)
        square += (1 - DECAY[1]) * (gradient**2 - square)
        corrected = np.sqrt(square / (1 - DECAY[1] ** number)) + EPSILON
        weights = weights - RATE * mean / (1 - DECAY[0] ** number) / corrected
    return {"losses": np.array(losses), "weights": weights}
