"""A kind of model that can take part in a study, as plain data.

A recipe says where the estimator's class is, what is fixed, and what is tuned over which range.
Nothing heavy is imported before an estimator is built.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Literal

from ..evidence._record import Task
from ._space import Space, Value

Params = Mapping[str, Value]


@dataclass(frozen=True)
class Recipe:
    """How one model is built and tuned for one kind of task.

    Parameters
    ----------
    module, model : str
        Where the estimator's class is, and its name.
    space : mapping
        Hyperparameter to its range; empty if there is nothing to tune.
    fit_s : float
        Seconds that one fit on 300 rows takes, roughly; for the plan's estimate only.
    growth : float, default 1.0
        Power of the number of rows with which that grows.
    fixed : mapping
        Arguments that are not tuned.
    is_random : bool, default True
        Whether it takes a ``random_state``.
    scales_target : bool, default False
        Whether the target is brought to mean 0 and variance 1 on the training rows.
    label : str, optional
        Name for people, where it is not the family's.
    """

    module: str
    model: str
    space: Space
    fit_s: float
    growth: float = 1.0
    fixed: Mapping[str, Value] = field(default_factory=dict)
    is_random: bool = True
    scales_target: bool = False
    label: str | None = None

    def build(self, params: Params, seed: int) -> Any:
        """Return an unfitted estimator with these hyperparameters."""
        kind = getattr(import_module(self.module), self.model)
        random = {"random_state": seed} if self.is_random else {}
        return kind(**self.fixed, **random, **params)


@dataclass(frozen=True)
class Family:
    """A kind of model, for one or both kinds of task.

    Parameters
    ----------
    label : str
        Name for people.
    description : str
        One sentence on what it is.
    classification, regression : Recipe or None
        How it is done; None if it is not.
    surrogate : Family or None
        Of a quantum model: the classical model that is made to do the same.
    inputs : {"encoded", "raw"}
        Whether it gets the matrix that the encoder makes, or the rows of `Dataset.raw`.
    needs : tuple of str
        Columns of `Dataset.raw` without which it can do nothing.
    learns : bool, default True
        Whether more training rows can make it better; False if it computes each row by itself.
    """

    label: str
    description: str
    classification: Recipe | None
    regression: Recipe | None
    surrogate: Family | None = None
    inputs: Literal["encoded", "raw"] = "encoded"
    needs: tuple[str, ...] = ()
    learns: bool = True

    def does(self, task: Task) -> bool:
        """Return whether there is a recipe for a kind of task."""
        return (self.classification if task == "classification" else self.regression) is not None

    def recipe(self, task: Task) -> Recipe:
        """Return the recipe for a kind of task."""
        found = self.classification if task == "classification" else self.regression
        if found is None:
            raise LookupError(f"{self.label} does no {task}")  # the plan has refused it before
        return found
