"""Coordinates in which a set of masks has few bits, by linear algebra over GF(2)."""

from __future__ import annotations

from collections.abc import Sequence


def coordinates(masks: Sequence[int], n_bits: int) -> tuple[list[int], list[int]]:
    """Return a basis of index space in which the first independent masks are single bits.

    Parameters
    ----------
    masks : sequence of int
        Z-masks of a diagonal layer.
    n_bits : int
        Number of qubits.

    Returns
    -------
    basis : list of int, n_bits long
        ``basis[i]`` is what bit i of the new index adds (xor) to the old one. Bits that no mask
        needs come last.
    new_masks : list of int
        The masks in the new coordinates: parity(mask & old) == parity(new_mask & new).
    """
    chosen = _independent([*masks, *(1 << i for i in range(n_bits))])
    basis = _dual(chosen)
    new_masks = [
        sum(((mask & vector).bit_count() & 1) << i for i, vector in enumerate(basis))
        for mask in masks
    ]
    return basis, new_masks


def _independent(vectors: Sequence[int]) -> list[int]:
    """Return the vectors that are not sums of those before them."""
    echelon: list[int] = []
    chosen = []
    for vector in vectors:
        rest = vector
        for pivot in echelon:
            rest = min(rest, rest ^ pivot)
        if rest:
            echelon.append(rest)
            chosen.append(vector)
    return chosen


def _dual(rows: list[int]) -> list[int]:
    """Return vectors d with parity(rows[i] & d[j]) == (i is j): the columns of the inverse."""
    n = len(rows)
    # Gauss-Jordan on [rows | identity]; the right half ends as the inverse
    left, right = list(rows), [1 << i for i in range(n)]
    for column in range(n):
        pivot = next(i for i in range(column, n) if left[i] >> column & 1)
        for table in (left, right):
            table[column], table[pivot] = table[pivot], table[column]
        for i in range(n):
            if i != column and left[i] >> column & 1:
                left[i] ^= left[column]
                right[i] ^= right[column]
    return [sum((right[i] >> j & 1) << i for i in range(n)) for j in range(n)]
