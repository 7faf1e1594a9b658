"""The trained part of a reservoir computer: a linear readout."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray
from sklearn.linear_model import Ridge

Array = NDArray[Any]


def fit_readout(
    readouts: Array, target: Array, alpha: float, weights: Array | None = None
) -> Ridge:
    """Return the ridge readout; singular values keep it stable where readouts are alike."""
    model = Ridge(alpha=alpha, solver="svd")
    return model.fit(readouts, target, weights)
