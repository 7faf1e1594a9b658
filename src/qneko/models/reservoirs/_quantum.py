"""The quantum reservoir of Fujii and Nakajima: qubits driven by resetting some of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.utils import check_random_state

from ...circuits import Circuit
from ...errors import InputError
from ...hybrid import get_device
from .._base import QuantumEstimator
from .._checks import check_choice, check_count, check_non_negative, check_positive
from ._base import Reservoir
from ._dynamics import (
    circuit_unitaries,
    ising_unitaries,
    layer_circuit,
    random_couplings,
    readout_diagonals,
)
from ._simulation import Simulation

DYNAMICS = ("ising", "circuit")
OBSERVABLES = ("z", "zz")
DTYPES = ("float64", "float32")
#: The state is a density matrix, 4**n_qubits numbers: a qubit more takes eight times as long.
MAX_QUBITS = 9


class QubitReservoir(Reservoir, QuantumEstimator):
    """Base of the quantum reservoirs: draws the dynamics and simulates them exactly."""

    n_qubits: int
    n_virtual_nodes: int
    dynamics: str
    interval: float
    coupling: float
    field: float
    observables: str
    dtype: str

    unitaries_: NDArray[np.complex128]

    def _baseline_parameters(self) -> dict[str, Any]:
        """Return what an echo-state network of as many readouts takes."""
        readouts = (
            self.n_qubits if self.observables == "z" else self.n_qubits * (self.n_qubits + 1) // 2
        )
        return {
            "n_nodes": readouts * self.n_virtual_nodes,
            "n_channels": self.n_channels,
            "input_range": self.input_range,
            "random_state": self.random_state,
        }

    def layer_circuit(self) -> Circuit:
        """Return one layer of the random circuit that runs between two inputs.

        Returns
        -------
        Circuit
            Its weights are angles; a step has `n_virtual_nodes` such layers, with other angles.
        """
        if self.dynamics != "circuit":
            raise InputError(
                f"Layers are expected of dynamics='circuit', got {self.dynamics!r}, which has no "
                "gates: set dynamics='circuit'."
            )
        return layer_circuit(self.n_qubits, self.entanglement)

    def _draw(self) -> None:
        self._check_dynamics()
        random = check_random_state(self.random_state)
        n, n_nodes = self.n_qubits, self.n_virtual_nodes
        if self.dynamics == "circuit":
            self.unitaries_ = circuit_unitaries(
                get_device(self.device), n, n_nodes, self.entanglement, random
            )
            return
        couplings = random_couplings(n, self.coupling, self.entanglement, random)
        times = self.interval * np.arange(1, n_nodes + 1) / n_nodes
        self.unitaries_ = ising_unitaries(couplings, self.field, times)

    def _machine(self) -> Simulation:
        n_qubits = self.unitaries_.shape[1].bit_length() - 1
        diagonals = readout_diagonals(n_qubits, self.observables)
        return Simulation(self.unitaries_, self.n_channels, diagonals, self.dtype)

    def _is_memoryless(self) -> bool:
        # the input qubits pass nothing on before they are reset
        return self.entanglement == "none"

    def _check_dynamics(self) -> None:
        check_count(
            n_qubits=self.n_qubits,
            n_virtual_nodes=self.n_virtual_nodes,
            n_channels=self.n_channels,
        )
        check_choice(DYNAMICS, dynamics=self.dynamics)
        check_choice(DTYPES, dtype=self.dtype)
        check_choice(OBSERVABLES, observables=self.observables)
        check_positive(interval=self.interval, coupling=self.coupling)
        check_non_negative(field=self.field)
        if not self.n_channels < self.n_qubits <= MAX_QUBITS:
            raise InputError(
                f"n_qubits must be from {self.n_channels + 1} (one an input channel, and one that "
                f"remembers) to {MAX_QUBITS} (a density matrix is simulated), got {self.n_qubits}."
            )
