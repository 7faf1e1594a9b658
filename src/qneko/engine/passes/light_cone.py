"""Drop the rotations that no observable sees."""

from __future__ import annotations

from collections.abc import Iterable

from .lower import Rotation


def light_cone(rotations: list[Rotation], observed: Iterable[tuple[int, int]]) -> list[Rotation]:
    """Return the rotations on which expectations depend, in their order.

    From the last one backwards, a rotation is dropped if it commutes with every observed Pauli
    string and every rotation kept so far: then it commutes with all that they generate, so it
    cancels in U* O U.

    Parameters
    ----------
    rotations : list of Rotation
        The circuit.
    observed : iterable of (x, z)
        Pauli strings that are measured, in physical coordinates.
    """
    strings = set(observed)
    kept: list[Rotation] = []
    for rotation in reversed(rotations):
        if not all(rotation.commutes_with(x, z) for x, z in strings):
            strings.add((rotation.x, rotation.z))
            kept.append(rotation)
    return kept[::-1]
