"""How many threads a call uses."""

from __future__ import annotations

import os

from ..errors import InputError


def n_threads() -> int:
    """Return the number of threads: QNEKO_NUM_THREADS, else OMP_NUM_THREADS, else all allowed CPUs.

    The environment is read at each call, so it can be set at any time. The number changes how
    fast a result comes, never the result.
    """
    for name in ("QNEKO_NUM_THREADS", "OMP_NUM_THREADS"):
        value = os.environ.get(name, "").split(",")[0].strip()  # OMP allows a list, one a level
        if value:
            if not value.isdecimal() or int(value) < 1:
                raise InputError(f"{name} must be a whole number from 1 on, got {value!r}.")
            return int(value)
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
