"""qneko, through its estimators."""

from __future__ import annotations

import warnings

from .task import Task

LABEL = "qneko"
DISTRIBUTIONS = ("qneko", "scikit-learn", "numpy")
REQUIREMENTS: tuple[str, ...] = ()


def train(task: Task, n_steps: int) -> list[float]:
    """Return the loss before each step."""
    from qneko import models

    model = getattr(models, task.estimator)(
        **task.params,
        optimizer="adam",
        learning_rate=task.learning_rate,
        batch_size=None,
        max_iter=n_steps,
        tol=0.0,
        n_iter_no_change=n_steps,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it did not settle in so few steps
        return list(model.fit(task.X, task.y).loss_curve_)
