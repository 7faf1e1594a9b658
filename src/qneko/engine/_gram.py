"""Gram matrices of fidelities: states once, then matrix products, tile by tile."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cython_blas
from threadpoolctl import ThreadpoolController

from ..errors import InputError
from . import _native
from ._memory import empty
from ._threads import n_threads

#: Rows and columns of a tile: what is done between two calls of `progress`.
TILE = 2048


class Tile(NamedTuple):
    """A block of a Gram matrix: which rows and columns it covers."""

    rows: slice
    columns: slice


def gram_tiles(n_left: int, n_right: int | None = None, size: int = TILE) -> list[Tile]:
    """Return the tiles that cover a Gram matrix; each can be computed on its own.

    Parameters
    ----------
    n_left, n_right : int
        Rows and columns. Without `n_right` the matrix is symmetric and only tiles on and above
        the diagonal are returned.
    size : int, default 2048
        Largest number of rows and of columns of a tile.
    """
    if size < 1:
        raise InputError(f"A tile has at least one row, got size {size}.")
    columns = n_left if n_right is None else n_right
    return [
        Tile(slice(i, min(i + size, n_left)), slice(j, min(j + size, columns)))
        for i in range(0, n_left, size)
        for j in range(i if n_right is None else 0, columns, size)
    ]


def fidelity_gram(
    left: NDArray[Any],
    right: NDArray[Any] | None = None,
    *,
    accumulate: str | None = None,
    tile: int = TILE,
    progress: Callable[[int, int], None] | None = None,
) -> NDArray[Any]:
    """Return ``|<left_i|right_j>|**2`` for all pairs of states.

    Beyond the states and the result it needs almost no memory.

    Parameters
    ----------
    left : ndarray of shape (n_left, dim), complex64 or complex128
        Normalised states, one a row.
    right : ndarray of shape (n_right, dim), optional
        More states. Without it the Gram matrix of `left` with itself is returned: exactly
        symmetric, its diagonal exactly 1, for half of the work.
    accumulate : {None, "float64"}, default None
        Precision of the overlaps and of the result; None is that of the states. BLAS rounds a row
        differently with the shape of the matrix that it is in, so that fidelities of complex64
        states depend on the other rows by some 1e-7; with "float64" by less than 1e-14. It costs
        as much time as complex128 states (twice that of complex64, up to three times for a few
        hundred rows) and twice the result's memory; the states stay as they are.
    tile : int, default 2048
        Rows and columns computed at once.
    progress : callable, optional
        Called as ``progress(done, total)`` after each tile.

    Returns
    -------
    ndarray of shape (n_left, n_right), float32 or float64

    Raises
    ------
    InputError
        If the states are no matrices of equal width, or not complex.
    """
    if accumulate not in (None, "float64"):
        raise InputError(f"accumulate must be None or 'float64', got {accumulate!r}.")
    left = _checked(left)
    other = None if right is None else _checked(right)
    if other is not None and (other.shape[1], other.dtype) != (left.shape[1], left.dtype):
        raise InputError(
            f"Both sets of states must have equal width and dtype, got {left.shape} {left.dtype} "
            f"and {other.shape} {other.dtype}."
        )
    n_right = None if other is None else len(other)
    dtype = np.dtype(np.complex128) if accumulate else left.dtype
    shape = (len(left), len(left) if other is None else len(other))
    gram = empty(*shape, np.dtype(np.float64) if accumulate else left.real.dtype)
    tiles = gram_tiles(len(left), n_right, tile)
    for number, (rows, columns) in enumerate(tiles, 1):
        mine = left[rows].astype(dtype, copy=False)
        theirs = None
        if other is not None or rows != columns:
            theirs = (left if other is None else other)[columns].astype(dtype, copy=False)
        _fill(gram[rows, columns], mine, theirs)
        if other is None and rows != columns:
            gram[columns, rows] = gram[rows, columns].T
        if progress is not None:
            progress(number, len(tiles))
    return gram


def _checked(states: NDArray[Any]) -> NDArray[Any]:
    if states.ndim != 2 or states.dtype not in (np.complex64, np.complex128):
        raise InputError(
            "States must be a matrix of complex64 or complex128, one state a row, "
            f"got shape {states.shape} and dtype {states.dtype}."
        )
    return np.ascontiguousarray(states)


def _fill(out: NDArray[Any], left: NDArray[Any], right: NDArray[Any] | None) -> None:
    # BLAS runs on our threads, a block each. Threads of its own would go on to wait in a loop after
    # each call, and the next circuit would have to share the cores with them.
    letter = "c" if left.dtype == np.complex64 else "z"
    functions: Any = cython_blas.__pyx_capi__
    gemm, herk = functions[letter + "gemm"], functions[letter + "herk"]
    with _blas_threads().limit(limits=1, user_api="blas"):
        _native.fidelities(left, right, out, gemm, herk, n_threads())


@cache
def _blas_threads() -> ThreadpoolController:
    return ThreadpoolController()
