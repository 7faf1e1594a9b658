"""The Jordan-Wigner mapping: products of fermionic operators as sums of Pauli strings."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...circuits import Observable, PauliString
from ...errors import InputError

#: Qubits that fit with their twin mask into one 64-bit key.
_MOST_MODES = 30
#: Below this a coefficient is rounding error of the sum that made it.
_ZERO = 1e-14


def jordan_wigner(
    coefficients: ArrayLike, modes: ArrayLike, creation: tuple[bool, ...]
) -> Observable:
    """Return a sum of products of ladder operators as a sum of Pauli strings.

    Mode p is qubit p, and 1 is occupied: ``a_p = Z_0 ... Z_(p-1) (X_p + i Y_p) / 2``.

    Parameters
    ----------
    coefficients : array-like of shape (n_products,)
        Real or complex factors.
    modes : array-like of int, of shape (n_products, n_factors)
        The mode of each factor of each product, the leftmost factor first.
    creation : tuple of n_factors bool
        Which factors are creation operators; the others annihilate.

    Returns
    -------
    Observable
        May have complex coefficients, if the sum is not hermitian.

    References
    ----------
    P. Jordan and E. Wigner, Über das Paulische Äquivalenzverbot, Z. Phys. 47, 631 (1928).

    Examples
    --------
    >>> from qneko.models.chemistry import jordan_wigner
    >>> print(jordan_wigner([1.0], [[1, 1]], (True, False)))  # the number of particles in mode 1
    0.5 I - 0.5 Z1
    """
    factors = np.atleast_1d(np.asarray(coefficients))
    where = np.asarray(modes, dtype=np.int64).reshape(len(factors), len(creation))
    if where.size and not 0 <= where.min() <= where.max() < _MOST_MODES:
        raise InputError(
            f"jordan_wigner: expected modes from 0 to {_MOST_MODES - 1}, "
            f"got {where.min()} to {where.max()}."
        )
    # A string is X**x Z**z with bit masks x and z. Each factor has two: a product is 2**n strings.
    x = np.zeros((len(factors), 1), np.int64)
    z = np.zeros((len(factors), 1), np.int64)
    value = factors.astype(complex)[:, None]
    for column, creates in zip(where.T, creation, strict=True):
        bit = np.int64(1) << column[:, None]
        # a = (X - XZ) / 2 and its adjoint (X + XZ) / 2, after Z on all modes before
        right = np.concatenate([bit - 1, (bit - 1) | bit], axis=1)
        weight = np.array([0.5, 0.5 if creates else -0.5])
        # Z**z X**x' = (-1)**|z & x'| X**x' Z**z
        sign = 1 - 2 * (np.bitwise_count(z & bit) & 1).astype(np.int64)
        value = ((value * sign)[:, :, None] * weight).reshape(len(factors), -1)
        z = (z[:, :, None] ^ right[:, None, :]).reshape(len(factors), -1)
        x = np.repeat(x ^ bit, 2, axis=1)
    return _collect(x.ravel(), z.ravel(), value.ravel())


def _collect(x: NDArray[np.int64], z: NDArray[np.int64], value: NDArray[Any]) -> Observable:
    """Return the sum of ``value * X**x Z**z``, equal strings added."""
    keys, inverse = np.unique((x << _MOST_MODES) | z, return_inverse=True)
    total = np.bincount(inverse, value.real, len(keys)) + 1j * np.bincount(
        inverse, value.imag, len(keys)
    )
    x, z = keys >> _MOST_MODES, keys & ((1 << _MOST_MODES) - 1)
    total *= np.array([1, -1j, -1, 1j])[np.bitwise_count(x & z) % 4]  # X Z = -i Y
    kept = np.abs(total) > _ZERO * max(1.0, np.abs(total).max(initial=0.0))
    return Observable(
        (_letters(int(x[k]), int(z[k])), complex(total[k])) for k in np.flatnonzero(kept)
    )


def _letters(x: int, z: int) -> PauliString:
    return tuple(
        (q, "XZY"[(z >> q & 1) + (x >> q & z >> q & 1)])
        for q in range((x | z).bit_length())
        if (x | z) >> q & 1
    )
