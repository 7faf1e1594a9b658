"""Which columns are the points of an axis, and whether they stand in its order."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from ...errors import InputError
from .._words import did_you_mean, listed

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def axis_columns(asked: str | Sequence[str], columns: Sequence[str]) -> list[str]:
    """Return the columns that a pattern or a list means, in the order of the axis.

    Parameters
    ----------
    asked : str or sequence of str
        What the names begin with and a star, or the names in their order.
    columns : sequence of str
        The table's columns, in their order.

    Raises
    ------
    InputError
        If they are not there, or the numbers in their names neither rise nor fall all along.
    """
    names = _by_prefix(asked, columns) if isinstance(asked, str) else list(asked)
    for name in names:
        if name not in columns:
            raise InputError(
                f"spectra: the table has no column {name!r}{did_you_mean(name, columns)}; its "
                f"columns are {listed(columns, 12)}."
            )
    if len(set(names)) < len(names):
        raise InputError("spectra: each column is expected once.")
    numbers = [_NUMBER.findall(name) for name in names]
    if all(len(found) == 1 for found in numbers):
        steps = np.diff([float(found[0]) for found in numbers])
        if not ((steps > 0.0).all() or (steps < 0.0).all()):
            raise InputError(
                f"spectra: the numbers of {names[0]!r} to {names[-1]!r} neither rise nor fall all "
                "along: give the columns as a list, in the order of their axis."
            )
    return names


def _by_prefix(pattern: str, columns: Sequence[str]) -> list[str]:
    prefix = pattern.removesuffix("*")
    if not pattern.endswith("*") or "*" in prefix:
        raise InputError(
            f"spectra: a list of columns is expected, or what their names begin with and a star, "
            f'like "nm*"; got {pattern!r}.'
        )
    found = [name for name in columns if name.startswith(prefix)]
    if not found:
        raise InputError(
            f"spectra: no column begins with {prefix!r}; the columns are {listed(columns, 12)}."
        )
    return found
