"""What may be called a Gram matrix."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...errors import InputError

#: Gram matrices in float32 are welcome.
_TOLERANCE = 1e-4


def check_gram(K: ArrayLike, name: str = "K") -> NDArray[np.float64]:
    """Return a symmetric matrix of finite numbers, of two samples or more."""
    gram = np.asarray(K, dtype=np.float64)
    if gram.ndim != 2 or gram.shape[0] != gram.shape[1] or len(gram) < 2:
        raise InputError(
            f"A Gram matrix is square, of two samples or more, got shape {gram.shape} for {name}."
        )
    scale = np.abs(gram).max()
    if not np.isfinite(scale) or not np.allclose(gram, gram.T, rtol=0, atol=_TOLERANCE * scale):
        raise InputError(f"A Gram matrix is symmetric with finite entries; {name} is not.")
    return gram


def check_grams(K: ArrayLike, L: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return two Gram matrices of the same samples."""
    first, second = check_gram(K), check_gram(L, "the other")
    if first.shape != second.shape:
        raise InputError(
            "Both Gram matrices must be of the same samples, "
            f"got shapes {first.shape} and {second.shape}."
        )
    return first, second
