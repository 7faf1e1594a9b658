"""Gram matrices of projected quantum kernels: what reduced states tell about samples."""

from __future__ import annotations

from collections.abc import Callable
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from ._gram import TILE, gram_tiles


def projected_gram(
    left: NDArray[Any],
    right: NDArray[Any] | None = None,
    *,
    kernel: str = "gaussian",
    gamma: float = 1.0,
    tile: int = TILE,
    progress: Callable[[int, int], None] | None = None,
) -> NDArray[np.float64]:
    """Return the projected quantum kernel for all pairs of samples.

    With reduced density matrices ``rho_q(x)`` of the subsets q, "gaussian" is
    ``exp(-gamma sum_q ||rho_q(x) - rho_q(y)||_F**2)`` and "linear" is
    ``sum_q Tr(rho_q(x) rho_q(y))``. It keeps telling samples apart where the fidelity of whole
    states concentrates at 0, as long as the reduced states differ; it knows nothing that is only in
    the correlations of more than k qubits. Beyond its arguments and the result it needs the memory
    of one tile.

    Parameters
    ----------
    left : ndarray of shape (n_left, n_subsets, dim, dim)
        What `reduced_states` returned.
    right : ndarray of shape (n_right, n_subsets, dim, dim), optional
        More of them. Without it: `left` with itself, exactly symmetric; the diagonal of the
        Gaussian kernel is exactly 1.
    kernel : {"gaussian", "linear"}, default "gaussian"
        Which of the two.
    gamma : float, default 1.0
        Inverse squared width of the Gaussian kernel. In expectations of single-qubit Paulis the
        exponent is ``-gamma / 2`` times the sum of squared differences.
    tile : int, default 2048
        Rows and columns computed at once.
    progress : callable, optional
        Called as ``progress(done, total)`` after each tile.

    Returns
    -------
    ndarray of shape (n_left, n_right), float64
        Computed in float64 whatever the precision of the states, so that a row does not depend on
        the others.

    References
    ----------
    H.-Y. Huang et al., "Power of data in quantum machine learning", Nat. Commun. 12, 2631 (2021),
    arXiv:2011.01938.

    Examples
    --------
    >>> import numpy as np
    >>> from qneko.engine import projected_gram
    >>> zero, one = np.diag([1, 0]) + 0j, np.diag([0, 1]) + 0j
    >>> projected_gram(np.array([[zero], [one]]), gamma=0.5).round(4)
    array([[1.    , 0.3679],
           [0.3679, 1.    ]])
    """
    if kernel not in ("gaussian", "linear"):
        raise InputError(f"kernel must be 'gaussian' or 'linear', got {kernel!r}.")
    if not isinstance(gamma, Real) or not 0 < float(gamma) < np.inf:
        raise InputError(f"gamma must be a finite number above 0, got {gamma!r}.")
    rows = _vectors(left)
    others = rows if right is None else _vectors(right)
    if right is not None and left.shape[1:] != right.shape[1:]:
        raise InputError(
            "Both sets of reduced states must have equal subsets, "
            f"got shapes {left.shape} and {right.shape}."
        )
    gram = np.empty((len(rows), len(others)))
    tiles = gram_tiles(len(rows), None if right is None else len(others), tile)
    for number, (mine, theirs) in enumerate(tiles, 1):
        block = rows[mine] @ others[theirs].T
        if kernel == "gaussian":
            _gaussian(block, _squares(rows[mine]), _squares(others[theirs]), gamma)
        if right is None and mine == theirs:
            diagonal = np.ones(len(block)) if kernel == "gaussian" else _squares(rows[mine])
            _mirror(block, diagonal)
        gram[mine, theirs] = block
        if right is None and mine != theirs:
            gram[theirs, mine] = block.T
        if progress is not None:
            progress(number, len(tiles))
    return gram


def _gaussian(
    products: NDArray[np.float64],
    left: NDArray[np.float64],
    right: NDArray[np.float64],
    gamma: float,
) -> None:
    """Turn inner products into the kernel, in place."""
    products *= -2.0
    products += left[:, None]
    products += right
    np.maximum(products, 0.0, out=products)  # rounding may go below
    products *= -gamma
    np.exp(products, out=products)


def _mirror(block: NDArray[np.float64], diagonal: NDArray[np.float64]) -> None:
    """Copy the upper triangle to the lower one, and set the diagonal."""
    upper = np.triu(block, 1)
    np.add(upper, upper.T, out=block)
    np.fill_diagonal(block, diagonal)


def _squares(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    squares: NDArray[np.float64] = np.einsum("ij,ij->i", vectors, vectors)
    return squares


def _vectors(rho: NDArray[Any]) -> NDArray[np.float64]:
    """Return real rows whose inner products are ``sum_q Tr(rho_q sigma_q)``."""
    if rho.ndim != 4 or rho.shape[2] != rho.shape[3] or rho.dtype.kind != "c":
        raise InputError(
            "Reduced states must be complex, of shape (n_samples, n_subsets, dim, dim), "
            f"got shape {rho.shape} and dtype {rho.dtype}."
        )
    # Hermitian: the diagonal is real, and each entry above it counts twice
    above = np.triu_indices(rho.shape[2], 1)
    upper = np.sqrt(2.0) * rho[:, :, above[0], above[1]].astype(np.complex128)
    diagonal = np.diagonal(rho, axis1=2, axis2=3).real
    parts = np.concatenate([diagonal, upper.real, upper.imag], axis=2)
    return parts.reshape(len(rho), -1)
