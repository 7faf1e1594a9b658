"""From a circuit and what is measured on it to what is trained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...engine import compile
from ._circuits import Blueprint
from ._entry import Entry
from ._network import Network
from ._observables import Observables, make_observables
from ._readout import LinearReadout

if TYPE_CHECKING:
    from ...hybrid import Device


def with_linear_readout(
    device: Device,
    blueprint: Blueprint,
    observables: Observables,
    *,
    n_scores: int,
    dtype: str,
    entry: Entry | None = None,
) -> Network:
    """Return a circuit whose expectations enter a linear readout."""
    circuit = blueprint.circuit
    measured = make_observables(observables, circuit.n_qubits, blueprint.measured)
    program = compile(circuit, measured, dtype=dtype)
    return Network(device, program, LinearReadout(len(measured), n_scores), entry)


def with_answer(device: Device, blueprint: Blueprint, *, n_scores: int, dtype: str) -> Network:
    """Return a circuit whose last qubits are read: their Z, or all of them for several scores.

    One qubit's Z puts the samples on a line, on which several classes stand in each other's way.
    """
    observables = "z" if n_scores == 1 else "xyz"
    return with_linear_readout(device, blueprint, observables, n_scores=n_scores, dtype=dtype)
