"""The static reservoir: a fixed random circuit on the features, and a linear readout."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray
from sklearn.utils import check_random_state

from ...circuits import Circuit, Observable, Z, entangling_pairs, feature, weight
from ...engine import Program, compile
from ...errors import InputError
from ...hybrid import get_device
from .._base import QuantumEstimator
from .._checks import check_choice, check_count
from ._quantum import OBSERVABLES

Array = NDArray[Any]

#: ``bandwidth="scale"``: angles of this size on average, so that expectations bend but do not wrap;
#: larger ones forget more of the features than a linear readout can put together again.
_SCALE = 0.3


class ExtremeLearning(QuantumEstimator):
    """Base of the extreme learning machines: random input weights, random circuit, expectations."""

    n_qubits: int
    n_layers: int
    observables: str
    dtype: str
    random_state: int | RandomState | None

    program_: Program
    input_weights_: NDArray[np.float64]
    input_offset_: NDArray[np.float64]
    weights_: NDArray[np.float64]
    bandwidth_: float
    n_readouts_: int

    def _fit_circuit(self, X: Array, weights: Array | None = None) -> None:
        """Centre the features, draw input weights and angles, and compile the circuit."""
        check_count(n_qubits=self.n_qubits, n_layers=self.n_layers)
        check_choice(OBSERVABLES, observables=self.observables)
        most = get_device(self.device).capabilities.max_qubits
        if self.n_qubits > most:
            raise InputError(
                f"n_qubits must be at most {most}, which is what the device takes, "
                f"got {self.n_qubits}."
            )
        self.input_offset_ = np.average(X, axis=0, weights=weights)
        self.bandwidth_ = self._find_weighted_bandwidth(X, weights)
        circuit = random_feature_circuit(self.n_qubits, self.n_layers, self.entanglement)
        self.program_ = compile(circuit, self._readouts(), dtype=self.dtype)
        random = check_random_state(self.random_state)
        shape = (X.shape[1], self.program_.n_features)
        self.input_weights_ = random.normal(size=shape)
        self.weights_ = random.uniform(-np.pi, np.pi, self.program_.n_weights)
        self.n_readouts_ = self.program_.n_observables

    def _find_weighted_bandwidth(self, X: Array, weights: Array | None) -> float:
        """Return the factor on the features; a sample of weight 2 counts as two samples."""
        if weights is None or not isinstance(self.bandwidth, str):
            return self._find_bandwidth(X, _SCALE)
        # columns whose plain variance is the weighted one of X
        deviation = np.sqrt(np.average((X - self.input_offset_) ** 2, axis=0, weights=weights))
        return self._find_bandwidth(self.input_offset_ + np.outer([-1.0, 1.0], deviation), _SCALE)

    def _expectations(self, X: Array) -> NDArray[np.float64]:
        """Return what the readout sees, (n_samples, n_readouts)."""
        device = get_device(self.device)
        angles = self.bandwidth_ * (X - self.input_offset_) @ self.input_weights_
        values = device.expectations(self.program_, angles, self.weights_)
        return np.asarray(values, dtype=np.float64)

    def _readouts(self) -> list[Observable]:
        single: list[Observable] = [Z(q) for q in range(self.n_qubits)]
        if self.observables == "z":
            return single
        pairs = zip(*np.triu_indices(self.n_qubits, 1), strict=True)
        return [*single, *(Z(int(p)) @ Z(int(q)) for p, q in pairs)]


def random_feature_circuit(n_qubits: int, n_layers: int, entanglement: str) -> Circuit:
    """Return the circuit of the extreme learning machines.

    A layer reads a mixture of the features as the angle of RY on each qubit, turns each qubit by
    fixed random angles (RZ RY), and couples the pairs by CZ.

    Parameters
    ----------
    n_qubits, n_layers : int
        Size; it reads ``n_qubits * n_layers`` features.
    entanglement : {"full", "ring", "linear", "none"}
        Which pairs of qubits a layer couples.
    """
    circuit = Circuit(n_qubits)
    for layer in range(n_layers):
        for q in range(n_qubits):
            circuit.ry(feature(layer * n_qubits + q), q).rz(weight(), q).ry(weight(), q)
        for control, target in entangling_pairs(n_qubits, entanglement):
            circuit.cz(control, target)
    return circuit
