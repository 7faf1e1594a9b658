"""What both models train: an equivariant circuit, measured alike on all qubits."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from ...circuits import Observable, X, Y, Z, permutation_equivariant_ansatz
from ..variational._assembly import with_linear_readout
from ..variational._circuits import Blueprint
from ..variational._network import Network

if TYPE_CHECKING:
    from ...hybrid import Device
    from ._classifier import PermutationEquivariantClassifier
    from ._regressor import PermutationEquivariantRegressor


def symmetric_network(
    model: PermutationEquivariantClassifier | PermutationEquivariantRegressor,
    device: Device,
    n_features: int,
) -> Network:
    """Return the circuit of a model, with a linear readout of symmetric observables."""
    circuit = permutation_equivariant_ansatz(
        n_features,
        model.n_layers,
        model.entanglement,
        model.bandwidth_,
        element_size=model.element_size,
        reuploading=model.reuploading,
    )
    return with_linear_readout(
        device,
        Blueprint(circuit, tuple(range(circuit.n_qubits))),
        symmetric_observables(circuit.n_qubits),
        n_scores=model._n_scores(),
        dtype=model.dtype,
    )


def symmetric_observables(n_qubits: int) -> list[Observable]:
    """Return the means of X, Y and Z over the qubits, and those of XX, YY and ZZ over the pairs."""
    single = [Observable.sum([pauli(q) / n_qubits for q in range(n_qubits)]) for pauli in (X, Y, Z)]
    pairs = list(itertools.combinations(range(n_qubits), 2))
    if not pairs:
        return single
    return single + [
        Observable.sum([pauli(a) @ pauli(b) / len(pairs) for a, b in pairs]) for pauli in (X, Y, Z)
    ]
