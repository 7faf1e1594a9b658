"""From passes to the native core's plan: lists of masks, angles and layers."""

from __future__ import annotations

from collections.abc import Sequence

from ..circuits import Angle, Circuit, Observable
from . import _native
from .passes.coordinates import coordinates
from .passes.light_cone import light_cone
from .passes.lower import Lowered, lower
from .passes.schedule import Layer, schedule

#: (x, imaginary) -> {z: [(observable, coefficient), ...]}, in physical coordinates
Groups = dict[tuple[int, bool], dict[int, list[tuple[int, float]]]]


class PlanBuilder:
    """Fills one `_native.Plan`; angles and phase tables that are equal are kept once."""

    def __init__(self, circuit: Circuit, n_observables: int):
        self.plan = _native.Plan()
        self.plan.n_qubits = circuit.n_qubits
        self.plan.n_features = circuit.n_features
        self.plan.n_weights = circuit.n_weights
        self.plan.n_observables = n_observables
        self._n_qubits = circuit.n_qubits
        self._angles: dict[Angle, int] = {}
        self._tables: dict[tuple[object, ...], int] = {}

    def angle(self, angle: Angle) -> int:
        """Return the number of `angle`, adding it if it is new."""
        if angle not in self._angles:
            self._angles[angle] = len(self._angles)
            self.plan.add_angle(
                [
                    (
                        coefficient,
                        [s.index for s in monomial if s.kind == "feature"],
                        [s.index for s in monomial if s.kind == "weight"],
                    )
                    for monomial, coefficient in angle.terms
                ]
            )
        return self._angles[angle]

    def circuit(self, layers: list[Layer], lowered: Lowered) -> None:
        """Add the layers; on |0...0> the first ones are cheap."""
        if lowered.amplitudes:
            self.plan.initial_states = list(lowered.amplitudes)
            self.plan.initial_amplitudes = [self.angle(a) for a in lowered.amplitudes.values()]
            phase = lowered.phase
        else:
            phase, layers = self._start(layers, lowered.phase)
        for layer in layers:
            if layer.diagonal:
                self._diagonal(layer)
            else:
                self.plan.add_real_layer(self._rotations(layer))
        self.plan.phase = self.angle(phase)
        self.plan.readout = lowered.frame.columns
        self.plan.readout_offset = lowered.frame.origin()

    def _start(self, layers: list[Layer], phase: Angle) -> tuple[Angle, list[Layer]]:
        """Take the layers that |0...0> makes cheap; return the phase and the other layers."""
        while layers and layers[0].diagonal:  # |0...0> only gets a phase from it
            for angle in layers[0].angles.values():
                phase = phase - angle / 2
            layers = layers[1:]
        if layers:  # and real rotations on independent directions make a product state
            self.plan.set_start(self._rotations(layers[0]))
        return phase, layers[1:]

    def observables(self, groups: Groups) -> None:
        """Add what is measured."""
        for (x, imaginary), strings in groups.items():
            basis, masks = coordinates(list(strings), self._n_qubits)
            members = [
                (i, observable, coefficient)
                for i, uses in enumerate(strings.values())
                for observable, coefficient in uses
            ]
            self.plan.add_observables(x, imaginary, 0, basis, list(strings), masks, members)

    def _rotations(self, layer: Layer) -> list[tuple[int, int, int]]:
        return [(r.x, r.z, self.angle(r.angle)) for r in layer.rotations]

    def _diagonal(self, layer: Layer) -> None:
        angles = list(layer.angles.values())
        basis, masks = coordinates([z for _, z in layer.angles], self._n_qubits)
        # X gates in the frame only change signs. Starting the walk elsewhere takes them out again,
        # so that layers that differ by them share one table.
        offset = 0
        for i, vector in enumerate(basis):
            owner = next((j for j, mask in enumerate(masks) if mask == 1 << i), None)
            if owner is not None and angles[owner].terms[-1][1] < 0:
                offset ^= vector
                angles = [-a if m >> i & 1 else a for a, m in zip(angles, masks, strict=True)]
        numbers = [self.angle(a) for a in angles]
        content = tuple(sorted(zip(masks, numbers, strict=True)))
        table = self._tables.setdefault(content, len(self._tables))
        strings = [z for _, z in layer.angles]
        phases = list(zip(strings, masks, numbers, strict=True))
        self.plan.add_diagonal_layer(table, offset, basis, phases)


def observable_groups(lowered: Lowered, observables: Sequence[Observable]) -> Groups:
    """Return the Pauli strings of all observables in physical coordinates, by what they flip."""
    groups: Groups = {}
    for number, observable in enumerate(observables):
        for string, coefficient in observable.terms:
            x, z, k = lowered.frame.pauli(dict(string))
            sign = 1.0 if k < 2 else -1.0
            uses = groups.setdefault((x, k % 2 == 1), {}).setdefault(z, [])
            uses.append((number, sign * complex(coefficient).real))
    return groups


def state_plan(circuit: Circuit) -> _native.Plan:
    """Return the plan that computes states."""
    lowered = lower(circuit)
    builder = PlanBuilder(circuit, 0)
    builder.circuit(schedule(lowered.rotations), lowered)
    return builder.plan


def expectation_plan(circuit: Circuit, observables: Sequence[Observable]) -> _native.Plan:
    """Return the plan that computes expectations and their gradients, and nothing else."""
    lowered = lower(circuit)
    groups = observable_groups(lowered, observables)
    observed = [(x, z) for (x, _), strings in groups.items() for z in strings]
    builder = PlanBuilder(circuit, len(observables))
    builder.circuit(schedule(light_cone(lowered.rotations, observed)), lowered)
    builder.observables(groups)
    return builder.plan
