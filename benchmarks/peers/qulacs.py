"""Qulacs: one parametric circuit, a loop over the samples, its own backpropagation."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..problem import Data, Problem, Weight, with_crx_written_out
from ..training import epoch, loss, loss_slope
from . import CannotError

LABEL = "qulacs (loop)"
DISTRIBUTIONS = ("qulacs", "numpy")
REQUIREMENTS = ("qulacs==0.6.14",)
PRECISIONS = ("float64",)
LOOPS = ()

FIXED = {"h": "H", "x": "X", "cx": "CNOT", "cz": "CZ"}
PARAMETRIC = {"rx": "RX", "ry": "RY", "rz": "RZ"}
#: a phase gate is RZ up to a global phase, which neither expectations nor fidelities see
PARAMETRIC["p"] = "RZ"
#: qubits of a gate that its optimiser may make
FUSED = 2
PAULI_ROTATIONS = {"rxx": [1, 1], "ryy": [2, 2], "rzz": [3, 3]}


def prepare(problem: Problem, precision: str) -> Callable[[], dict[str, np.ndarray]]:
    """Return the call to time."""
    from qulacs import Observable, ParametricQuantumCircuit, QuantumState

    if problem.ask == "state":
        return _state(problem)
    circuit = ParametricQuantumCircuit(problem.n_qubits)
    by_sample: list[tuple[int, int, float]] = []  # (parameter, column, factor)
    shared: list[tuple[int, int, float]] = []  # (parameter, weight, factor)
    for gate, factor in with_crx_written_out(problem):
        if gate.name in FIXED:
            getattr(circuit, f"add_{FIXED[gate.name]}_gate")(*gate.qubits)
            continue
        # Qulacs turns the other way: its angles are ours with the opposite sign
        factor = -factor
        start = factor * (problem.shared_angle(gate) if not isinstance(gate.angle, Data) else 0.0)
        parameter = circuit.get_parameter_count()
        if gate.name in PARAMETRIC:
            getattr(circuit, f"add_parametric_{PARAMETRIC[gate.name]}_gate")(*gate.qubits, start)
        elif gate.name in PAULI_ROTATIONS:
            paulis = PAULI_ROTATIONS[gate.name]
            circuit.add_parametric_multi_Pauli_rotation_gate(list(gate.qubits), paulis, start)
        else:
            raise CannotError(f"no parametric gate {gate.name}")
        if isinstance(gate.angle, Data):
            by_sample.append((parameter, gate.angle.column, factor))
        elif isinstance(gate.angle, Weight):
            shared.append((parameter, gate.angle.index, factor))

    observables = []
    for q in range(problem.n_qubits):
        observables.append(Observable(problem.n_qubits))
        observables[-1].add_operator(1.0, f"Z {q}")
    state = QuantumState(problem.n_qubits)
    rows = problem.data.tolist()

    def load(row: list[float]) -> None:
        for parameter, column, factor in by_sample:
            circuit.set_parameter(parameter, factor * row[column])

    def simulate(row: list[float]) -> None:
        load(row)
        state.set_zero_state()
        circuit.update_quantum_state(state)

    def gradient() -> dict[str, np.ndarray]:
        total = np.zeros(circuit.get_parameter_count())
        for row in rows:
            load(row)
            total += circuit.backprop(observables[0])
        return {"gradient": by_weight(total) / len(rows)}

    def by_weight(total: np.ndarray) -> np.ndarray:
        slopes = np.zeros(len(problem.weights))
        for parameter, index, factor in shared:
            slopes[index] += factor * total[parameter]
        return slopes

    def on_batch(weights: np.ndarray, batch: slice) -> tuple[float, np.ndarray]:
        for parameter, index, factor in shared:
            circuit.set_parameter(parameter, factor * weights[index])
        values, slopes = [], []
        for row in rows[batch]:
            simulate(row)
            values.append(observables[0].get_expectation_value(state))
            slopes.append(circuit.backprop(observables[0]))
        targets = problem.targets[batch]
        total = loss_slope(np.array(values), targets) @ np.array(slopes)
        return loss(np.array(values), targets), by_weight(total)

    def expectations() -> dict[str, np.ndarray]:
        values = np.empty((len(rows), problem.n_qubits))
        for i, row in enumerate(rows):
            simulate(row)
            values[i] = [o.get_expectation_value(state) for o in observables]
        return {"values": values}

    def gram() -> dict[str, np.ndarray]:
        states = np.empty((len(rows), 2**problem.n_qubits), dtype=complex)
        for i, row in enumerate(rows):
            simulate(row)
            states[i] = state.get_vector()
        return {"values": np.abs(states.conj() @ states.T) ** 2}

    return {
        "gradient": gradient,
        "expectations": expectations,
        "gram": gram,
        "epoch": lambda: epoch(problem, on_batch),
    }[problem.ask]


def _state(problem: Problem) -> Callable[[], dict[str, Callable[[], np.ndarray]]]:
    from qulacs import QuantumCircuit, QuantumState
    from qulacs.circuit import QuantumCircuitOptimizer

    circuit = QuantumCircuit(problem.n_qubits)
    for gate in problem.gates:
        if gate.name in PAULI_ROTATIONS:
            paulis = PAULI_ROTATIONS[gate.name]
            circuit.add_multi_Pauli_rotation_gate(list(gate.qubits), paulis, -gate.angle)
        elif gate.name in FIXED:
            getattr(circuit, f"add_{FIXED[gate.name]}_gate")(*gate.qubits)
        else:
            getattr(circuit, f"add_{gate.name.upper()}_gate")(*gate.qubits, -gate.angle)
    QuantumCircuitOptimizer().optimize(circuit, FUSED)

    def run() -> dict[str, Callable[[], np.ndarray]]:
        state = QuantumState(problem.n_qubits)
        circuit.update_quantum_state(state)
        return {"state": state.get_vector}

    return run
