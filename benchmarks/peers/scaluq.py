"""scaluq: batched states on Kokkos; its gradient takes one sample a call."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..problem import Data, Gate, Problem, Weight, with_crx_written_out
from ..training import epoch, loss, loss_slope
from . import CannotError

LABEL = "scaluq (batched)"
DISTRIBUTIONS = ("scaluq", "numpy")
REQUIREMENTS = ("scaluq==0.2.0", "numpy")
PRECISIONS = ("float64", "float32")
LOOPS = ("gradient", "epoch")

FIXED = {"h": "H", "x": "X", "cx": "CX", "cz": "CZ"}
#: a phase gate is RZ up to a global phase, which neither expectations nor fidelities see
ROTATIONS = {"rx": "RX", "ry": "RY", "rz": "RZ", "p": "RZ"}
PAULI_ROTATIONS = {"rxx": "X", "ryy": "Y", "rzz": "Z"}


def prepare(problem: Problem, precision: str) -> Callable[[], dict[str, np.ndarray]]:
    """Return the call to time."""
    import scaluq

    lib = getattr(scaluq.default, {"float32": "f32", "float64": "f64"}[precision])
    circuit = lib.Circuit()

    def add_turning(gate: Gate, factor: float, name: str | None) -> None:
        if gate.name in PAULI_ROTATIONS:
            letter = PAULI_ROTATIONS[gate.name]
            pauli = " ".join(f"{letter} {q}" for q in gate.qubits)
            make, arguments = "PauliRotation", (lib.PauliOperator(pauli, 1.0),)
        elif gate.name in ROTATIONS:
            make, arguments = ROTATIONS[gate.name], gate.qubits
        else:
            raise CannotError(f"no gate {gate.name}")
        if name is None:
            angle = factor * problem.shared_angle(gate)
            circuit.add_gate(getattr(lib.gate, make)(*arguments, angle))
        else:
            circuit.add_param_gate(getattr(lib.gate, f"Param{make}")(*arguments, factor), name)

    # the gradient of its own controlled rotations comes out wrong (0.2.0), so they are written out
    for gate, factor in with_crx_written_out(problem):
        if gate.name in FIXED:
            circuit.add_gate(getattr(lib.gate, FIXED[gate.name])(*gate.qubits))
        elif gate.name == "rzz" and isinstance(gate.angle, Data):
            i, j = gate.qubits
            circuit.add_gate(lib.gate.CX(i, j))
            circuit.add_param_gate(lib.gate.ParamRZ(j), f"x{gate.angle.column}")
            circuit.add_gate(lib.gate.CX(i, j))
        elif isinstance(gate.angle, Data):
            add_turning(gate, factor, f"x{gate.angle.column}")
        elif isinstance(gate.angle, Weight) and problem.ask in ("gradient", "epoch"):
            add_turning(gate, factor, f"w{gate.angle.index}")
        else:
            add_turning(gate, factor, None)

    if problem.ask == "state":

        def state() -> dict[str, Callable[[], np.ndarray]]:
            vector = lib.StateVector(problem.n_qubits)
            circuit.update_quantum_state(vector)
            return {"state": lambda: np.array(vector.get_amplitudes())}

        return state

    n_samples, n_columns = problem.data.shape
    z = [lib.Operator([lib.PauliOperator(f"Z {q}", 1.0)]) for q in range(problem.n_qubits)]
    columns = {f"x{c}": problem.data[:, c].tolist() for c in range(n_columns)}

    def simulate():  # -> StateVectorBatched
        states = lib.StateVectorBatched(n_samples, problem.n_qubits)
        states.set_zero_state()
        circuit.update_quantum_state(states, params=columns)
        return states

    def gradient() -> dict[str, np.ndarray]:
        total = np.zeros(len(problem.weights))
        shared = {f"w{k}": w for k, w in enumerate(problem.weights.tolist())}
        for row in problem.data.tolist():
            parameters = shared | {f"x{c}": value for c, value in enumerate(row)}
            slopes = circuit.compute_expectation_gradient(z[0], parameters)
            total += [slopes[f"w{k}"].real for k in range(len(total))]
        return {"gradient": total / n_samples}

    def expectations() -> dict[str, np.ndarray]:
        states = simulate()
        return {"values": np.array([o.get_expectation_value(states) for o in z]).real.T}

    def gram() -> dict[str, np.ndarray]:
        states = np.array(simulate().get_amplitudes())
        if precision == "float32":
            states = states.astype(np.complex64)
        return {"values": np.abs(states.conj() @ states.T) ** 2}

    def on_batch(weights: np.ndarray, rows: slice) -> tuple[float, np.ndarray]:
        shared = {f"w{k}": w for k, w in enumerate(weights.tolist())}
        batch, targets = problem.data[rows], problem.targets[rows]
        states = lib.StateVectorBatched(len(batch), problem.n_qubits)
        states.set_zero_state()
        together = {f"w{k}": [w] * len(batch) for k, w in enumerate(weights.tolist())}
        together |= {f"x{c}": batch[:, c].tolist() for c in range(n_columns)}
        circuit.update_quantum_state(states, params=together)
        values = np.array(z[0].get_expectation_value(states)).real
        total = np.zeros(len(weights))
        for row, slope in zip(batch.tolist(), loss_slope(values, targets), strict=True):
            parameters = shared | {f"x{c}": value for c, value in enumerate(row)}
            slopes = circuit.compute_expectation_gradient(z[0], parameters)
            total += [slope * slopes[f"w{k}"].real for k in range(len(total))]
        return loss(values, targets), total

    return {
        "gradient": gradient,
        "expectations": expectations,
        "gram": gram,
        "epoch": lambda: epoch(problem, on_batch),
    }[problem.ask]
