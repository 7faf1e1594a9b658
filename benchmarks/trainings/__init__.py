"""Whole trainings of the same model, one small file a library. Run by `benchmarks.training_models`.

Each module defines ``LABEL`` (for the table), ``DISTRIBUTIONS`` (whose versions the table states),
``REQUIREMENTS`` (for pip; empty: the environment that qneko is in) and ``train(task, n_steps)``,
which does all that a user does after the imports (build, compile, fit) and returns the loss before
each step. Circuit, start, data, loss and optimiser are those of the `Task`; how batches are run and
gradients found is the library's own. ``train`` raises `CannotError` for a model that the library
cannot express.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

NAMES = ("qneko", "lightning", "default_qubit", "squlearn", "qiskit_ml")


class CannotError(Exception):
    """A library lacks what the model needs."""


def load(name: str) -> ModuleType:
    """Return a library's module; the library is only imported by ``train``."""
    return import_module(f".{name}", __name__)
