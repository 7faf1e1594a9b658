"""Gram matrices that shot noise has made indefinite, projected back."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh

Array = NDArray[Any]


class Clipped(NamedTuple):
    """A Gram matrix without negative eigenvalues.

    Parameters
    ----------
    gram : ndarray of shape (n_samples, n_samples)
        The nearest positive semidefinite matrix in the Frobenius norm.
    projection : ndarray of shape (n_samples, n_samples) or None
        The projection P on the eigenvectors that stay, so that ``gram = K @ P``; None if all do.
    """

    gram: Array
    projection: Array | None


def clip_spectrum(K: Array) -> Clipped:
    """Set the negative eigenvalues of a symmetric matrix to zero.

    Kernel values between new samples and the training samples must be multiplied by the same
    projection, or a model would be fitted on one kernel and asked on another (Chen et al. 2009,
    Similarity-based classification, JMLR 10, 747, section 4.2).

    Parameters
    ----------
    K : ndarray of shape (n_samples, n_samples)
        Gram matrix of the training samples.
    """
    values, vectors = eigh(K)
    # of an exact kernel, what is below zero is rounding
    negative = values < -len(K) * np.finfo(np.float64).eps * abs(values[-1])
    if not negative.any():
        return Clipped(K, None)
    out = vectors[:, negative]
    gram = K - (out * values[negative]) @ out.T
    return Clipped((gram + gram.T) / 2, np.eye(len(K)) - out @ out.T)
