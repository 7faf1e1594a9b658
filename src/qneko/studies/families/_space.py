"""Search spaces as plain data: what a hyperparameter may be, and what it is by default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Value = float | int | str


@dataclass(frozen=True, slots=True)
class Real:
    """A real number between two bounds.

    Parameters
    ----------
    low, high : float
        Bounds, both included.
    default : float
        Its value in the first trial.
    log : bool, default True
        Whether it is searched on a logarithmic scale.
    """

    low: float
    high: float
    default: float
    log: bool = True


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number between two bounds.

    Parameters
    ----------
    low, high : int
        Bounds, both included.
    default : int
        Its value in the first trial.
    log : bool, default False
        Whether it is searched on a logarithmic scale.
    """

    low: int
    high: int
    default: int
    log: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few values; the first is the default.

    Parameters
    ----------
    values : tuple
        What there is to choose from.
    """

    values: tuple[Value, ...]

    @property
    def default(self) -> Value:
        """Its value in the first trial."""
        return self.values[0]


Space = Mapping[str, Real | Whole | Choice]


def defaults(space: Space) -> dict[str, Value]:
    """Return the hyperparameters of the first trial."""
    return {name: axis.default for name, axis in space.items()}
