"""Gram matrices of fidelities: states once, then one matrix product."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import blas

from ..errors import InputError


def fidelity_gram(left: NDArray[Any], right: NDArray[Any] | None = None) -> NDArray[Any]:
    """Return |<left_i|right_j>|^2 for all pairs of states.

    Parameters
    ----------
    left : ndarray of shape (n_left, dim), complex64 or complex128
        Normalised states, one a row.
    right : ndarray of shape (n_right, dim), optional
        More states. Without it the Gram matrix of `left` with itself is returned: exactly
        symmetric, its diagonal exactly 1, for half of the work.

    Returns
    -------
    ndarray of shape (n_left, n_right), float32 or float64

    Raises
    ------
    InputError
        If the states are no matrices of equal width.
    """
    for states in (left, right):
        if states is not None and (states.ndim != 2 or states.shape[1] != left.shape[1]):
            raise InputError(
                f"States must be matrices of equal width, got shapes {left.shape} "
                f"and {states.shape}."
            )
    if right is None:
        return _symmetric(left)
    overlaps = left @ right.conj().T
    fidelities: NDArray[Any] = overlaps.real**2 + overlaps.imag**2
    return fidelities


def _symmetric(states: NDArray[Any]) -> NDArray[Any]:
    # a Hermitian rank-k update computes one triangle only
    herk = blas.cherk if states.dtype == np.complex64 else blas.zherk
    # states.T is Fortran-ordered without a copy; with trans=2 BLAS forms conj(S S^H)
    overlaps = herk(1.0, states.T, trans=2, lower=0)
    gram: NDArray[Any] = np.triu(overlaps.real**2 + overlaps.imag**2, 1)
    gram += gram.T
    np.fill_diagonal(gram, 1.0)
    return gram
