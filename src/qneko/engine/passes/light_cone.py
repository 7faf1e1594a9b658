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
    strings = list(observed)
    masks = [*(mask for pair in strings for mask in pair), *(r.x | r.z for r in rotations)]
    span = _Span(max(masks, default=0).bit_length())
    for x, z in strings:
        span.add(x, z)
    kept: list[Rotation] = []
    for rotation in reversed(rotations):
        if not span.commutes_with(rotation.x, rotation.z):
            span.add(rotation.x, rotation.z)
            kept.append(rotation)
    return kept[::-1]


class _Span:
    """Pauli strings; only independent ones are kept, at most two a qubit.

    What commutes with these commutes with all that they generate.
    """

    def __init__(self, n_qubits: int):
        self._n_qubits = n_qubits
        self._echelon: dict[int, int] = {}
        self._exchanged: list[int] = []  # as z, x: one mask counts where two strings anticommute

    def add(self, x: int, z: int) -> None:
        """Add a string, unless it is a product of those that are there."""
        if len(self._exchanged) == 2 * self._n_qubits:
            return
        rest = x << self._n_qubits | z
        while rest:
            leading = rest.bit_length()
            if leading not in self._echelon:
                self._echelon[leading] = rest
                self._exchanged.append(z << self._n_qubits | x)
                return
            rest ^= self._echelon[leading]

    def commutes_with(self, x: int, z: int) -> bool:
        """Whether a string commutes with all of them."""
        string = x << self._n_qubits | z
        return not any((string & other).bit_count() & 1 for other in self._exchanged)
