"""PennyLane with its C++ simulator lightning.qubit and adjoint differentiation."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..problem import Data, Problem, Weight
from ..training import epoch
from . import CannotError

LABEL = "lightning.qubit (adjoint)"
DISTRIBUTIONS = ("pennylane", "pennylane-lightning", "numpy")
REQUIREMENTS = ("pennylane==0.45.1", "pennylane-lightning==0.45.0", "autograd")
PRECISIONS = ("float64", "float32")
LOOPS = ("gradient", "expectations", "epoch")

GATES = {
    "h": "Hadamard",
    "x": "PauliX",
    "rx": "RX",
    "ry": "RY",
    "rz": "RZ",
    "p": "PhaseShift",
    "cx": "CNOT",
    "cz": "CZ",
    "crx": "CRX",
    "rxx": "IsingXX",
    "ryy": "IsingYY",
    "rzz": "IsingZZ",
}


def prepare(problem: Problem, precision: str) -> Callable[[], dict[str, np.ndarray]]:
    """Return the call to time."""
    import pennylane as qml
    from pennylane import numpy as autograd_numpy

    missing = {g.name for g in problem.gates} - GATES.keys()
    if missing:
        raise CannotError(f"no gate {', '.join(sorted(missing))}")
    operations = [(getattr(qml, GATES[g.name]), list(g.qubits), g.angle) for g in problem.gates]
    c_dtype = {"float32": np.complex64, "float64": np.complex128}[precision]
    # PennyLane's wire 0 is the most significant bit; only the Gram matrix sees states, and it does
    # not depend on their order
    device = qml.device("lightning.qubit", wires=problem.n_qubits, c_dtype=c_dtype)

    def run(weights: np.ndarray, data: np.ndarray) -> None:
        for gate, qubits, angle in operations:
            if isinstance(angle, Data):
                gate(data[:, angle.column], wires=qubits)
            elif isinstance(angle, Weight):
                gate(weights[angle.index], wires=qubits)
            elif angle is not None:
                gate(angle, wires=qubits)
            else:
                gate(wires=qubits)

    data, weights = problem.data.astype(precision), problem.weights.astype(precision)
    if problem.ask == "gradient":
        node = qml.QNode(
            lambda w, x: (run(w, x), qml.expval(qml.Z(0)))[1], device, diff_method="adjoint"
        )
        data = autograd_numpy.array(data, requires_grad=False)
        weights = autograd_numpy.array(weights, requires_grad=True)
        gradient = qml.grad(lambda w: autograd_numpy.mean(node(w, data)))
        return lambda: {"gradient": np.asarray(gradient(weights))}
    if problem.ask == "epoch":
        node = qml.QNode(
            lambda w, x: (run(w, x), qml.expval(qml.Z(0)))[1], device, diff_method="adjoint"
        )

        def loss(w: np.ndarray, rows: slice) -> np.ndarray:
            x = autograd_numpy.array(data[rows], requires_grad=False)
            return autograd_numpy.mean((node(w, x) - problem.targets[rows]) ** 2)

        slope = qml.grad(loss, argnums=0)

        def on_batch(w: np.ndarray, rows: slice) -> tuple[float, np.ndarray]:
            by_weight = slope(autograd_numpy.array(w, requires_grad=True), rows)
            return float(slope.forward), np.asarray(by_weight)

        return lambda: epoch(problem, on_batch)
    if problem.ask == "state":
        from pennylane_lightning.lightning_qubit._state_vector import LightningStateVector

        # below the QNode, which would copy the state: only the simulation is timed
        gates = [
            gate(
                *([] if angle is None else [angle]),
                wires=[problem.n_qubits - 1 - q for q in qubits],
            )
            for gate, qubits, angle in operations
        ]

        def state() -> dict[str, Callable[[], np.ndarray]]:
            vector = LightningStateVector(problem.n_qubits, dtype=c_dtype)
            vector.apply_operations(gates)
            return {"state": lambda: vector.state}

        return state
    if problem.ask == "expectations":

        def measured(w: np.ndarray, x: np.ndarray) -> list:
            run(w, x)
            return [qml.expval(qml.Z(q)) for q in range(problem.n_qubits)]

        node = qml.QNode(measured, device, diff_method=None)
        return lambda: {"values": np.stack(node(weights, data), axis=-1)}

    node = qml.QNode(lambda w, x: (run(w, x), qml.state())[1], device, diff_method=None)

    def gram() -> dict[str, np.ndarray]:
        states = np.asarray(node(weights, data))
        return {"values": np.abs(states.conj() @ states.T) ** 2}

    return gram
