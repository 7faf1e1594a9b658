"""What a reservoir does between two inputs: random Ising dynamics, or a random circuit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from ...circuits import Circuit, entangling_pairs, feature, weight
from ...engine import compile

if TYPE_CHECKING:
    from ...hybrid import Device

Array = NDArray[Any]


def ising_unitaries(couplings: Array, field: float, times: Array) -> Array:
    """Return the evolution under ``H = sum_{i<j} J_ij X_i X_j + h sum_i Z_i``.

    Parameters
    ----------
    couplings : ndarray of shape (n_qubits, n_qubits)
        J_ij above the diagonal; the rest is not read.
    field : float
        The transverse field h.
    times : ndarray of shape (n_times,)
        In units of one over the couplings' unit.

    Returns
    -------
    ndarray of shape (n_times, 2**n_qubits, 2**n_qubits), complex128
        ``exp(-i H t)``, qubit q being bit q of an index.
    """
    n_qubits = len(couplings)
    index = np.arange(2**n_qubits)
    hamiltonian = np.diag(field * z_values(n_qubits).sum(axis=0))
    for i, j in zip(*np.triu_indices(n_qubits, 1), strict=True):
        hamiltonian[index, index ^ (1 << i | 1 << j)] += couplings[i, j]
    energies, vectors = np.linalg.eigh(hamiltonian)
    phases = np.exp(-1j * np.outer(times, energies))
    return (vectors * phases[:, None, :]) @ vectors.T


def random_couplings(
    n_qubits: int, strength: float, entanglement: str, random: RandomState
) -> Array:
    """Return J_ij, uniform from -strength / 2 to strength / 2 on coupled pairs and 0 elsewhere."""
    drawn = np.triu(random.uniform(-strength / 2, strength / 2, (n_qubits, n_qubits)), 1)
    coupled = np.zeros((n_qubits, n_qubits), dtype=bool)
    for pair in entangling_pairs(n_qubits, entanglement):
        coupled[min(pair), max(pair)] = True
    return np.where(coupled, drawn, 0.0)


def layer_circuit(n_qubits: int, entanglement: str) -> Circuit:
    """Return one layer: any rotation of each qubit (RZ RY RZ), then CX on the coupled pairs."""
    circuit = Circuit(n_qubits)
    for q in range(n_qubits):
        circuit.rz(weight(), q).ry(weight(), q).rz(weight(), q)
    for control, target in entangling_pairs(n_qubits, entanglement):
        circuit.cx(control, target)
    return circuit


def circuit_unitaries(
    device: Device, n_qubits: int, n_layers: int, entanglement: str, random: RandomState
) -> Array:
    """Return a random circuit's unitary after each of its layers, computed by the device.

    Parameters
    ----------
    device : Device
        Computes the columns: one layer on every basis state, as one batch.
    n_qubits, n_layers : int
        Size of the circuit.
    entanglement : {"full", "ring", "linear", "none"}
        Which pairs of qubits a layer couples.
    random : RandomState
        Source of the angles, uniform on the circle.

    Returns
    -------
    ndarray of shape (n_layers, 2**n_qubits, 2**n_qubits), complex128
        The product of the first 1, 2, ... layers.
    """
    layer = layer_circuit(n_qubits, entanglement)
    dim = 2**n_qubits
    circuit = Circuit(n_qubits).initialize([feature(k) for k in range(dim)])
    program = compile(circuit.compose(layer))
    angles = random.uniform(-np.pi, np.pi, (n_layers, program.n_weights))
    product = np.eye(dim, dtype=np.complex128)
    unitaries = []
    for layer_angles in angles:
        columns = np.asarray(device.states(program, np.eye(dim), layer_angles))
        product = columns.T @ product
        unitaries.append(product)
    return np.stack(unitaries)


def z_values(n_qubits: int) -> Array:
    """Return the diagonal of Z on each qubit, (n_qubits, 2**n_qubits)."""
    bits = np.arange(2**n_qubits) >> np.arange(n_qubits)[:, None] & 1
    return (1 - 2 * bits).astype(np.float64)


def readout_diagonals(n_qubits: int, observables: str) -> Array:
    """Return the diagonals of all Z, and with "zz" of all products of two, too."""
    single = z_values(n_qubits)
    if observables == "z":
        return single
    left, right = np.triu_indices(n_qubits, 1)
    return np.concatenate([single, single[left] * single[right]])
