"""What a weight a sample means: zero removes it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import InputError


def drop_unweighted(
    X: NDArray[Any], y: NDArray[Any], sample_weight: ArrayLike | None
) -> tuple[NDArray[Any], NDArray[Any], NDArray[np.float64] | None]:
    """Return what counts: samples of weight zero are removed, so that both mean the same.

    Raises
    ------
    InputError
        If the weights are not one finite non-negative number a sample, or all are zero.
    """
    if sample_weight is None:
        return X, y, None
    weights = np.asarray(sample_weight, dtype=np.float64)
    if weights.ndim == 0:
        weights = np.full(len(X), float(weights))
    if weights.ndim != 1:
        raise InputError(f"Sample weights must be 1D array or scalar, got shape {weights.shape}.")
    if len(weights) != len(X):
        raise InputError(
            f"sample_weight must have one entry a sample: expected {len(X)}, got {len(weights)}."
        )
    if not np.all(np.isfinite(weights)) or weights.min() < 0:
        raise InputError("sample_weight must hold finite numbers from 0 on.")
    counted = weights > 0
    if not counted.any():
        raise InputError("Sample weights must contain at least one non-zero number.")
    return X[counted], y[counted], weights[counted]
