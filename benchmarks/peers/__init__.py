"""One small file a library. Add yours to ``NAMES``.

Each module defines ``LABEL`` (for the table), ``DISTRIBUTIONS`` (whose versions the table states),
``REQUIREMENTS`` (for pip; empty: the environment that qneko is in), ``PRECISIONS`` (its own default
first) and ``prepare(problem, precision)``, which does everything that a user does once (build,
compile) and returns the call that a user repeats. That call returns the arrays of `Problem.ask`
("gradient" may leave out ``values``); a function in the place of an array is called to copy it out
of the library's memory, which is not timed. ``prepare`` raises `CannotError` for what the library
lacks. ``LOOPS`` lists the questions for which it takes the samples one by one and would take very
long for all: it gets as many as it can do in a second or two, and its time is scaled up.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

NAMES = (
    "qneko",
    "blas",
    "lightning",
    "qulacs",
    "scaluq",
    "plain_torch",
    "tensorcircuit",
    "aer",
    "qiskit_ml",
    "squlearn",
)

#: what ``prepare`` returns
Call = Callable[[], dict[str, Any]]


class CannotError(Exception):
    """A library lacks a gate or an operation that the problem needs."""


def load(name: str) -> ModuleType:
    """Return a peer's module; its library is only imported by ``prepare``."""
    return import_module(f".{name}", __name__)
