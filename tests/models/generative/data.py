"""Distributions that Born machines are taught in the tests."""

from __future__ import annotations

import numpy as np


def bars_and_stripes(height: int, width: int) -> np.ndarray:
    """Return all images of whole rows, and all of whole columns, one a row of the result."""
    rows = np.arange(2**height)[:, None] >> np.arange(height) & 1
    columns = np.arange(2**width)[:, None] >> np.arange(width) & 1
    images = [np.repeat(rows, width, axis=1), np.tile(columns, (1, height))]
    return np.unique(np.concatenate(images), axis=0)


def correlated_pair(n_samples: int, seed: int = 0) -> np.ndarray:
    """Return two real features, each standard normal, with correlation 0.9."""
    rng = np.random.default_rng(seed)
    return rng.multivariate_normal([0, 0], [[1, 0.9], [0.9, 1]], size=n_samples)
