"""Kinds of values in a study file, and what is said of wrong ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from ...hybrid.devices import list_snapshots
from ..families._baselines import BASELINES
from ..families._quantum import QUANTUM
from ..words._measures import MEASURES


def nearest(name: str, known: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"``, or all known names where none is near."""
    names = list(known)
    close = get_close_matches(name.casefold(), names, n=1)
    if close:
        return f"; did you mean '{close[0]}'?"
    return f"; known: {', '.join(names)}"


def one_of(known: Iterable[str]) -> Callable[[str], str]:
    """Return a check that a name is known; a wrong one is told what is near."""
    names = tuple(known)

    def check(name: str) -> str:
        if name not in names:
            raise ValueError(f"there is no '{name}'{nearest(name, names)}")
        return name

    return check


def class_label(value: Any) -> Any:
    """Return a class as TOML writes it: a text or a whole number."""
    if value is None or (isinstance(value, str | int) and not isinstance(value, bool)):
        return value
    raise ValueError(f"expected a class, a text or a whole number, got {value!r}")


def two_degrees(value: Any) -> Any:
    """Return two numbers of degrees."""
    numbers = value if isinstance(value, list | tuple) else ()
    if len(numbers) == 2 and all(type(n) in (int, float) for n in numbers):
        return float(numbers[0]), float(numbers[1])
    raise ValueError(f"expected two numbers of degrees, such as [30, 46], got {value!r}")


def length_of_time(value: Any) -> Any:
    """Return a word for a length of time, or a number of days."""
    if value in ("week", "month", "quarter", "year"):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
        return value
    raise ValueError(
        f'expected "week", "month", "quarter", "year" or a whole number of days, got {value!r}'
    )


def season_length(value: Any) -> Any:
    """Return how many steps a season has, or that there is none."""
    if value in ("auto", "none", "year", "week", "day"):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and value >= 2:
        return value
    raise ValueError(
        'expected "auto", "none", "year", "week", "day" or a number of steps from 2 on, '
        f"got {value!r}"
    )


Text = Annotated[str, Field(min_length=1)]
QuantumName = Annotated[str, AfterValidator(one_of(QUANTUM))]
BaselineName = Annotated[str, AfterValidator(one_of(BASELINES))]
DeviceName = Annotated[str, AfterValidator(one_of(list_snapshots()))]
SplitName = Literal["auto", "random", "grouped", "leave_one_group_out", "rolling", "fixed"]
MetricName = Annotated[str, AfterValidator(one_of(("auto", *MEASURES)))]


class Section(BaseModel):
    """Base of all tables of a study file: immutable, typed as written, no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)
