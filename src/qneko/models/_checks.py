"""What may enter a model: parameters are checked at `fit`, once, in one form of sentence."""

from __future__ import annotations

import os
from numbers import Real
from typing import Any

from ..errors import InputError

#: How the message about too many features begins to help.
REDUCE = "reduce them first, for example with PCA(n_components=8) before the model in a pipeline"


def check_memory(n_bytes: int, n_samples: int, n_features: int) -> None:
    """Refuse what this machine's memory cannot hold, before it is asked to.

    Parameters
    ----------
    n_bytes : int
        What the work needs at once.
    n_samples, n_features : int
        Where that number comes from.
    """
    available = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    if n_bytes > available:
        raise InputError(
            f"The states of {n_samples} samples with {n_features} features (qubits) need "
            f"{n_bytes / 2**30:.3g} GiB, this machine has {available / 2**30:.3g} GiB: {REDUCE}."
        )


def check_positive(**values: Any) -> None:
    """Raise if a parameter is not a finite number above 0."""
    for name, value in values.items():
        if not _is_number(value) or not 0 < value < float("inf"):
            raise InputError(f"{name} must be a finite number above 0, got {value!r}.")


def check_non_negative(**values: Any) -> None:
    """Raise if a parameter is not a finite number from 0 on."""
    for name, value in values.items():
        if not _is_number(value) or not 0 <= value < float("inf"):
            raise InputError(f"{name} must be a finite number from 0 on, got {value!r}.")


def check_count(**values: Any) -> None:
    """Raise if a parameter is not a whole number from 1 on."""
    for name, value in values.items():
        if isinstance(value, bool) or not hasattr(value, "__index__") or value < 1:
            raise InputError(f"{name} must be a whole number from 1 on, got {value!r}.")


def check_choice(options: Any, **values: Any) -> None:
    """Raise if a parameter is none of the options."""
    for name, value in values.items():
        if value not in options:
            known = ", ".join(map(repr, options))
            raise InputError(f"{name} must be one of {known}, got {value!r}.")


def _is_number(value: Any) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)
