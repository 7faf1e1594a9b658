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
    # rows and their dual basis; a mask takes the place of a unit vector, and the others of the
    # dual basis that see it are corrected by the one that it gets
    dual = [1 << i for i in range(n_bits)]
    free, taken = list(range(n_bits)), []
    for mask in masks:
        seen = [j for j, vector in enumerate(dual) if (mask & vector).bit_count() & 1]
        place = next((j for j in reversed(seen) if j in free), None)
        if place is not None:
            free.remove(place)
            taken.append(place)
            for j in seen:
                if j != place:
                    dual[j] ^= dual[place]
    basis = [dual[j] for j in (*taken, *free)]
    return basis, [_seen(mask, basis) for mask in masks]


def _seen(mask: int, basis: list[int]) -> int:
    """Return the mask in the new coordinates."""
    new = 0
    for i, vector in enumerate(basis):
        new |= ((mask & vector).bit_count() & 1) << i
    return new
