"""W6: what it costs to train a re-uploading regressor for one epoch, optimiser included."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..problem import Problem, Workload
from ._reuploading import reuploading


def training(n_qubits: int, n_samples: int, rng: np.random.Generator) -> Problem:
    """W1's circuit learns the product of two cosines, in mini-batches of 100, by Adam."""
    problem = reuploading(n_qubits, n_samples, rng, "epoch")
    targets = np.cos(problem.data[:, 0]) * np.cos(problem.data[:, 1])
    return replace(problem, targets=targets)


WORKLOAD = Workload(
    title="one epoch of a re-uploading regressor, mini-batches of 100, Adam",
    cases=((6, 10_000),),
    quick=((6, 10_000),),
    make=training,
)
