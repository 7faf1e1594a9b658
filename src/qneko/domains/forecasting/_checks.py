"""What may enter here, in one form of sentence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from numbers import Real
from typing import Any

from ...errors import InputError


def check_whole(least: int = 1, most: int | None = None, **values: Any) -> None:
    """Raise if a parameter is no whole number between two bounds."""
    for name, value in values.items():
        is_whole = hasattr(value, "__index__") and not isinstance(value, bool)
        if not is_whole or value < least or (most is not None and value > most):
            to = "on" if most is None else f"to {most}"
            raise InputError(
                f"{name}: a whole number from {least} {to} is expected, got {value!r}."
            )


def check_non_negative(**values: Any) -> None:
    """Raise if a parameter is no finite number from 0 on."""
    for name, value in values.items():
        if not isinstance(value, Real) or not 0 <= float(value) < math.inf:
            raise InputError(f"{name}: a finite number from 0 on is expected, got {value!r}.")


def check_choice(options: Sequence[Any], **values: Any) -> None:
    """Raise if a parameter is none of the options."""
    for name, value in values.items():
        if not any(value is option or value == option for option in options):
            known = ", ".join(map(repr, options))
            raise InputError(f"{name}: one of {known} is expected, got {value!r}.")
