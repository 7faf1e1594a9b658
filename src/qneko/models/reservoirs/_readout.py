"""The trained part of a reservoir computer: a linear readout, on the samples that count."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.linear_model import Ridge
from sklearn.utils.validation import _check_sample_weight

from ...errors import InputError

Array = NDArray[Any]


def fit_readout(
    readouts: Array, target: Array, alpha: float, weights: Array | None = None
) -> Ridge:
    """Return the ridge readout; singular values keep it stable where readouts are alike."""
    model = Ridge(alpha=alpha, solver="svd")
    return model.fit(readouts, target, weights)


def drop_unweighted(
    X: Array, y: Array, sample_weight: ArrayLike | None
) -> tuple[Array, Array, Array | None]:
    """Return the samples of positive weight: others must not even set the input's range."""
    if sample_weight is None:
        return X, y, None
    weights = _check_sample_weight(sample_weight, X, dtype=np.float64, ensure_non_negative=True)
    counted = weights > 0
    if not counted.any():
        raise InputError("Sample weights must contain at least one non-zero number.")
    return X[counted], y[counted], weights[counted]
