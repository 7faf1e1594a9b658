"""Memory of results, used again from call to call."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import _native

#: Bytes from which NumPy may ask the system for fresh pages; to touch them for the first time costs
#: more than to compute what goes there.
_LARGE = 1 << 16


def empty(rows: int, columns: int, dtype: np.dtype[Any]) -> NDArray[Any]:
    """Return an uninitialised matrix; its memory serves again when the array is gone."""
    if rows * columns * dtype.itemsize < _LARGE:
        return np.empty((rows, columns), dtype)
    if dtype == np.float32:
        return _native.empty_float32(rows, columns)
    return _native.empty_float64(rows, columns)
