"""sQUlearn: its low-level QNN on PennyLane, and its fidelity kernel."""

from __future__ import annotations

import numpy as np

from ..problem import Data, Problem, Weight
from ..training import epoch, loss, loss_slope
from . import Call, CannotError

LABEL = "sQUlearn (PennyLane)"
DISTRIBUTIONS = ("squlearn", "pennylane", "qiskit", "numpy")
REQUIREMENTS = ("squlearn==0.12.0",)
PRECISIONS = ("float64",)
LOOPS = ("gradient", "expectations", "gram", "epoch")


def prepare(problem: Problem, precision: str) -> Call:
    """Return the call to time."""
    if problem.ask not in ("gradient", "expectations", "gram", "epoch"):
        raise CannotError("not a simulator of single states")
    from qiskit import QuantumCircuit
    from qiskit.circuit import ParameterVector
    from squlearn import Executor
    from squlearn.encoding_circuit import QiskitEncodingCircuit

    columns = ParameterVector("x", problem.data.shape[1])
    weights = ParameterVector("p", len(problem.weights))
    circuit = QuantumCircuit(problem.n_qubits)
    for gate in problem.gates:
        angle = gate.angle
        if isinstance(angle, Data):
            angle = columns[angle.column]
        elif isinstance(angle, Weight):
            angle = weights[angle.index]
        getattr(circuit, gate.name)(*([] if angle is None else [angle]), *gate.qubits)
    encoding = QiskitEncodingCircuit(circuit, feature_label="x", parameter_label="p")
    executor = Executor("pennylane")
    if problem.ask == "gram":
        from squlearn.kernel import FidelityKernel

        kernel = FidelityKernel(encoding, executor)
        return lambda: {"values": kernel.evaluate(problem.data)}

    from squlearn.observables import SinglePauli
    from squlearn.qnn.lowlevel_qnn import LowLevelQNN

    n_read = problem.n_qubits if problem.ask == "expectations" else 1
    observables = [SinglePauli(problem.n_qubits, q, "Z") for q in range(n_read)]
    n_columns = problem.data.shape[1]
    # with its cache, a call that is made again would only look the answer up
    network = LowLevelQNN(encoding, observables, executor, num_features=n_columns, caching=False)

    def evaluate(x: np.ndarray, w: np.ndarray, *what: str) -> dict[str, np.ndarray]:
        return network.evaluate(x, w, np.zeros(0), *what)

    def gradient() -> dict[str, np.ndarray]:
        result = evaluate(problem.data, problem.weights, "f", "dfdp")
        values, slopes = np.asarray(result["f"]), np.asarray(result["dfdp"])
        n_samples = len(problem.data)
        return {
            "values": values.reshape(n_samples),
            "gradient": slopes.reshape(n_samples, -1).mean(0),
        }

    def expectations() -> dict[str, np.ndarray]:
        return {"values": np.asarray(evaluate(problem.data, problem.weights, "f")["f"])}

    def on_batch(w: np.ndarray, rows: slice) -> tuple[float, np.ndarray]:
        targets = problem.targets[rows]
        result = evaluate(problem.data[rows], w, "f", "dfdp")
        values = np.asarray(result["f"]).reshape(len(targets))
        slopes = np.asarray(result["dfdp"]).reshape(len(targets), -1)
        return loss(values, targets), loss_slope(values, targets) @ slopes

    return {
        "gradient": gradient,
        "expectations": expectations,
        "epoch": lambda: epoch(problem, on_batch),
    }[problem.ask]
