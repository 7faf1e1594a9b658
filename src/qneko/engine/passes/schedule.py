"""Gather commuting rotations into layers that run in one pass over the state."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...circuits import Angle
from .lower import Rotation


@dataclass(slots=True)
class Layer:
    """Rotations that commute: all diagonal, or all real on independent directions."""

    diagonal: bool
    #: (x, z) -> angle, in the order in which they came
    angles: dict[tuple[int, int], Angle] = field(default_factory=dict)

    @property
    def rotations(self) -> list[Rotation]:
        """Its rotations."""
        return [Rotation(x, z, angle) for (x, z), angle in self.angles.items()]

    def commutes_with(self, rotation: Rotation) -> bool:
        """Whether `rotation` can move past the whole layer."""
        mine_x, mine_z = rotation.x, rotation.z
        if self.diagonal and not mine_x:
            return True
        # a plain loop: it is most of what compiling a long circuit takes
        for x, z in self.angles:
            if ((mine_x & z).bit_count() ^ (mine_z & x).bit_count()) & 1:
                return False
        return True

    def takes(self, rotation: Rotation) -> bool:
        """Whether `rotation` may join it."""
        if self.diagonal:
            return rotation.x == 0
        if rotation.x == 0:
            return False
        # each rotation turns its own side and no other's: parity(z_i & x_j) == (i is j)
        return (rotation.x, rotation.z) in self.angles or not any(
            (rotation.z & x).bit_count() % 2 or (rotation.x & z).bit_count() % 2
            for x, z in self.angles
        )

    def add(self, rotation: Rotation) -> None:
        """Join it; equal rotations become one, or none if their angles cancel."""
        key = (rotation.x, rotation.z)
        before = self.angles.pop(key, None)
        angle = rotation.angle if before is None else before + rotation.angle
        if angle.terms:
            self.angles[key] = angle


def schedule(rotations: list[Rotation]) -> list[Layer]:
    """Return layers that do the same as `rotations` in their order.

    Each rotation moves back past the layers that it commutes with and joins the earliest that
    takes it, or an equal rotation on the way.
    """
    layers: list[Layer] = []
    for rotation in rotations:
        if not rotation.angle.terms:
            continue
        home = None
        for layer in reversed(layers):
            if layer.takes(rotation):
                home = layer
                if (rotation.x, rotation.z) in layer.angles:
                    break
            if not layer.commutes_with(rotation):
                break
        if home is None:
            home = Layer(diagonal=rotation.x == 0)
            layers.append(home)
        home.add(rotation)
    return [layer for layer in layers if layer.angles]
