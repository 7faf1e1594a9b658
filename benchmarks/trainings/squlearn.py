"""sQUlearn, through its QNNRegressor: the readout is a sum of Pauli strings with parameters."""

from __future__ import annotations

import numpy as np

from . import CannotError
from .task import Task, evaluate

LABEL = "sQUlearn (PennyLane)"
DISTRIBUTIONS = ("squlearn", "pennylane", "qiskit")
REQUIREMENTS = ("squlearn==0.12.0",)


def train(task: Task, n_steps: int) -> list[float]:
    """Return the loss before each step."""
    if task.entry is not None:
        raise CannotError("no classical layer before a circuit")
    from qiskit import QuantumCircuit
    from qiskit.circuit import ParameterVector
    from squlearn import Executor
    from squlearn.encoding_circuit import QiskitEncodingCircuit
    from squlearn.observables import CustomObservable
    from squlearn.optimizers import Adam
    from squlearn.qnn import QNNRegressor, SquaredLoss

    columns = ParameterVector("x", task.n_inputs)
    weights = ParameterVector("p", len(task.weights))
    circuit = QuantumCircuit(task.n_qubits)
    for gate in task.gates:
        angles = [evaluate(a, columns, weights) for a in gate["angles"]]
        getattr(circuit, gate["name"])(*angles, *gate["qubits"])
    strings = ["I" * task.n_qubits]
    strings += [
        "".join(dict(s).get(q, "I") for q in range(task.n_qubits)) for s in task.observables
    ]

    def rate(n_done: int) -> float:
        # its correction of the moments is one step behind: all are to take the same steps
        return task.learning_rate * _correction(n_done + 1) / _correction(max(n_done, 1))

    losses: list[float] = []
    model = QNNRegressor(
        QiskitEncodingCircuit(circuit, feature_label="x", parameter_label="p"),
        CustomObservable(task.n_qubits, strings, parameterized=True),
        Executor("pennylane"),
        SquaredLoss(),
        Adam({"lr": rate, "beta_2": 0.999, "maxiter": n_steps, "tol": 0.0}),
        param_ini=task.weights.copy(),
        param_op_ini=np.concatenate([task.intercept, task.matrix[:, 0]]),
        callback=lambda iteration, x, gradient, value: losses.append(float(value)),
    )
    model.fit(task.X, task.y)
    # its loss is the sum of the squares
    return [value / (2 * len(task.y)) for value in losses]


def _correction(n: int) -> float:
    """Return the factor that undoes the bias of Adam's moments after n steps."""
    return float(np.sqrt(1 - 0.999**n) / (1 - 0.9**n))
