"""What may stand in ``[encoding]``: names, columns, periods."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

Reduce = Literal["pca", "pls", "select", "mutual_information", "none"]
_CALENDAR = ("year", "week", "day")


def _names_of(*known: str, may_be_empty: bool = False) -> Callable[[Any], tuple[str, ...]]:
    """Return a check for one name or a list of them, each once."""
    all_known = ", ".join(f'"{name}"' for name in known)

    def check(value: Any) -> tuple[str, ...]:
        names = _texts(value, f"a name or a list of names of {all_known}")
        for name in names:
            if name not in known:
                raise ValueError(f"there is no '{name}'; known: {all_known}")
        if len(set(names)) < len(names):
            raise ValueError(f"expected each name once, got {', '.join(names)}")
        if not names and not may_be_empty:
            raise ValueError(f"expected at least one of {all_known}")
        return names

    return check


def _texts(value: Any, expected: str) -> tuple[str, ...]:
    names = (value,) if isinstance(value, str) else value
    if not isinstance(names, list | tuple) or not all(n and isinstance(n, str) for n in names):
        raise ValueError(f"expected {expected}, got {value!r}")
    return tuple(names)


def _places(value: Any) -> tuple[str, ...]:
    names = _texts(value, "a list of two columns, latitude and longitude")
    if names and (len(names) != 2 or names[0] == names[1]):
        raise ValueError(f"expected two columns, latitude and longitude, got {list(names)}")
    return names


def _points(value: Any) -> str | tuple[str, ...]:
    if isinstance(value, str):
        if len(value) > 1 and value.find("*") == len(value) - 1:
            return value
        raise ValueError(
            f'expected what the columns begin with and a star, such as "nm*", got {value!r}'
        )
    return _texts(value, 'a list of columns, or what they begin with and a star, such as "nm*"')


def _periods(value: Any) -> dict[str, float | str]:
    if not isinstance(value, dict):
        raise ValueError(f"expected a table such as {{ month = 12, angle = 360 }}, got {value!r}")
    found: dict[str, float | str] = {}
    for column, period in value.items():
        is_number = isinstance(period, int | float) and not isinstance(period, bool)
        if is_number and 0.0 < period < float("inf"):
            found[column] = float(period)
        elif period in _CALENDAR:
            found[column] = period
        else:
            raise ValueError(
                f"expected a positive number as the period of '{column}', or for dates 'year', "
                f"'week' or 'day', got {period!r}"
            )
    return found


Periods = Annotated[dict[str, float | str], BeforeValidator(_periods)]
Places = Annotated[tuple[str, ...], BeforeValidator(_places)]
Points = Annotated[str | tuple[str, ...], BeforeValidator(_points)]
Steps = Annotated[
    tuple[str, ...], BeforeValidator(_names_of("snv", "derivative", "fourier", may_be_empty=True))
]
Formulas = Annotated[
    tuple[str, ...], BeforeValidator(_names_of("fractions", "statistics", may_be_empty=True))
]
Molecules = Annotated[
    tuple[str, ...],
    BeforeValidator(
        _names_of("descriptors", "fingerprints", "count_fingerprints", may_be_empty=True)
    ),
]
Graphs = Annotated[
    tuple[str, ...], BeforeValidator(_names_of("counts", "spectrum", "neighbourhoods"))
]
Structures = Annotated[
    tuple[str, ...],
    BeforeValidator(_names_of("element_counts", "coulomb_spectrum", "coulomb_matrix")),
]
