"""What compilation made of a circuit, and what one sample costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..circuits import Circuit, Observable
from . import _native
from ._plan import observable_groups
from .passes.light_cone import light_cone
from .passes.lower import Rotation, lower
from .passes.schedule import Layer, schedule

#: Rotations that run together in registers, and such tiles in a pass (native/sweep.hpp).
_TILE, _TILES_A_PASS = 3, 2
#: Going back holds twice the state (native/rotate_back.hpp).
_TILE_BACK = 3 if _native.isa() == "avx512" else 2


@dataclass(frozen=True)
class Cost:
    """Work for one sample, counted and not measured.

    Parameters
    ----------
    forward_flops, backward_flops : int
        Floating-point operations of the expectations, and of what their gradient adds.
    forward_passes, backward_passes : int
        Times that the state is read and written.
    state_bytes : int
        Size of the state of one sample.
    """

    forward_flops: int
    backward_flops: int
    forward_passes: int
    backward_passes: int
    state_bytes: int

    @property
    def forward_bytes(self) -> int:
        """Bytes moved to and from the cache by the expectations."""
        return 2 * self.state_bytes * self.forward_passes

    @property
    def backward_bytes(self) -> int:
        """Bytes moved by what the gradient adds: state and adjoint."""
        return 4 * self.state_bytes * self.backward_passes


@dataclass(frozen=True)
class Explanation:
    """What the compile passes did; ``print`` it.

    Parameters
    ----------
    n_qubits, n_gates : int
        The circuit.
    n_rotations : int
        Pauli rotations that its gates are; CNOT, SWAP and X are none.
    n_kept : int
        Those that the observables can see.
    start : int
        Rotations that make the product state to begin with.
    layers : tuple of Layer
        Layers after the start, in order.
    cost : Cost
        Work for one sample.
    """

    n_qubits: int
    n_gates: int
    n_rotations: int
    n_kept: int
    start: int
    layers: tuple[Layer, ...]
    cost: Cost

    def __str__(self) -> str:
        cost = self.cost
        lines = [
            f"{self.n_gates} gates on {self.n_qubits} qubits",
            f"  lowered to {self.n_rotations} Pauli rotations; CNOT, SWAP and X cost nothing",
            f"  {self.n_rotations - self.n_kept} dropped or merged: outside the light cone of the "
            "observables, or equal to a neighbour",
            f"  {self.start} make the product state to begin with",
        ]
        for number, layer in enumerate(self.layers):
            kind = "phases" if layer.diagonal else "real rotations"
            shared = all(
                symbol.kind == "weight"
                for angle in layer.angles.values()
                for symbol in angle.symbols
            )
            scope = "one table for the batch" if shared else "by sample"
            tail = f", {scope}" if layer.diagonal else f", {_n_passes(layer, _TILE)} passes"
            lines.append(f"  layer {number}: {len(layer.angles)} {kind}{tail}")
        lines.append(
            f"per sample: forward {cost.forward_flops:,} flops, {cost.forward_bytes:,} bytes in "
            f"{cost.forward_passes} passes; gradient {cost.backward_flops:,} flops, "
            f"{cost.backward_bytes:,} bytes in {cost.backward_passes} passes"
        )
        return "\n".join(lines)


def explain(
    circuit: Circuit, observables: tuple[Observable, ...], dtype: np.dtype[np.floating]
) -> Explanation:
    """Run the passes again and keep the account."""
    lowered = lower(circuit)
    kept = lowered.rotations
    groups = observable_groups(lowered, observables)
    if groups:
        kept = light_cone(kept, [(x, z) for (x, _), strings in groups.items() for z in strings])
    layers = schedule(kept)
    start = 0
    if not lowered.amplitudes:
        while layers and layers[0].diagonal:
            layers = layers[1:]
        start = len(layers[0].angles) if layers else 0
        layers = layers[1:]
    cost = _cost(circuit.n_qubits, start, layers, len(groups), 2 * dtype.itemsize)
    n_kept = start + sum(len(layer.angles) for layer in layers)
    return Explanation(
        circuit.n_qubits,
        len(circuit),
        len(lowered.rotations),
        n_kept,
        start,
        tuple(layers),
        cost,
    )


def _cost(
    n_qubits: int, start: int, layers: list[Layer], n_groups: int, amplitude_bytes: int
) -> Cost:
    dim = 2**n_qubits
    # the product state and its gradient; |psi|^2 summed for every group, and the adjoint loaded
    forward, backward = 2 * 2**start + 4 * dim * n_groups, 7 * 2**start + 4 * dim * n_groups
    forward_passes, backward_passes = 1 + n_groups, 1 + n_groups
    for number, layer in enumerate(layers):
        if layer.diagonal:
            by_sample = any(_by_sample(r) for r in layer.rotations)
            table = 8 * dim if by_sample else 0
            # a shared table is applied as the product state is put down, in the same pass
            placed = number == 0 and start > 0 and not by_sample
            forward += (2 if placed else 6) * dim + table
            forward_passes += not placed
            # before the first layer nothing but the adjoint's real part is read
            backward += (8 if number == 0 else 17) * dim + table
            backward_passes += 1
        else:
            # 8 flops a pair of amplitudes, and 4 more for one rotation of each tile, which brings
            # in the scale of all; back: the same for state and adjoint, and 8 for the derivative
            n = len(layer.angles)
            forward += (4 * n + 2 * _n_tiles(n, _TILE)) * dim
            backward += (12 * n + 4 * _n_tiles(n, _TILE_BACK)) * dim
            forward_passes += _n_passes(layer, _TILE)
            backward_passes += _n_passes(layer, _TILE_BACK)
    return Cost(forward, backward, forward_passes, backward_passes, dim * amplitude_bytes)


def _n_tiles(n_rotations: int, most: int) -> int:
    return -(-n_rotations // most)


def _n_passes(layer: Layer, most: int) -> int:
    return -(-_n_tiles(len(layer.angles), most) // _TILES_A_PASS)


def _by_sample(rotation: Rotation) -> bool:
    return any(symbol.kind == "feature" for symbol in rotation.angle.symbols)
