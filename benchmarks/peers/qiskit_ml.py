"""Qiskit Machine Learning: EstimatorQNN by parameter shift on Aer, FidelityStatevectorKernel."""

from __future__ import annotations

import numpy as np

from ..problem import Data, Problem, Weight
from ..training import epoch, loss, loss_slope
from . import Call, CannotError

LABEL = "Qiskit ML"
DISTRIBUTIONS = ("qiskit-machine-learning", "qiskit-aer", "qiskit", "numpy")
REQUIREMENTS = ("qiskit==2.6.2", "qiskit-aer==0.18.2", "qiskit-machine-learning==0.9.1")
PRECISIONS = ("float64",)
LOOPS = ("gradient", "epoch")


def prepare(problem: Problem, precision: str) -> Call:
    """Return the call to time."""
    if problem.ask not in ("gradient", "epoch", "gram"):
        raise CannotError("see Aer")
    from qiskit import QuantumCircuit
    from qiskit.circuit import ParameterVector

    columns = ParameterVector("x", problem.data.shape[1])
    weights = ParameterVector("w", len(problem.weights))
    circuit = QuantumCircuit(problem.n_qubits)
    for gate in problem.gates:
        angle = gate.angle
        if isinstance(angle, Data):
            angle = columns[angle.column]
        elif isinstance(angle, Weight):
            angle = weights[angle.index]
        getattr(circuit, gate.name)(*([] if angle is None else [angle]), *gate.qubits)
    if problem.ask == "gram":
        from qiskit_machine_learning.kernels import FidelityStatevectorKernel

        def gram() -> dict[str, np.ndarray]:
            # a new one: it keeps the states of earlier calls
            kernel = FidelityStatevectorKernel(feature_map=circuit)
            return {"values": kernel.evaluate(problem.data)}

        return gram

    from qiskit.quantum_info import SparsePauliOp
    from qiskit_aer.primitives import EstimatorV2
    from qiskit_machine_learning.gradients import ParamShiftEstimatorGradient
    from qiskit_machine_learning.neural_networks import EstimatorQNN

    estimator = EstimatorV2(options={"backend_options": {"method": "statevector"}})
    estimator.options.default_precision = 0.0  # exact values instead of shots
    network = EstimatorQNN(
        circuit=circuit,
        estimator=estimator,
        observables=SparsePauliOp.from_sparse_list([("Z", [0], 1.0)], problem.n_qubits),
        input_params=list(columns),
        weight_params=list(weights),
        gradient=ParamShiftEstimatorGradient(estimator),
        default_precision=0.0,
    )

    def slopes(x: np.ndarray, w: np.ndarray) -> np.ndarray:
        return np.asarray(network.backward(x, w)[1])[:, 0]

    def on_batch(w: np.ndarray, rows: slice) -> tuple[float, np.ndarray]:
        x, targets = problem.data[rows], problem.targets[rows]
        values = np.asarray(network.forward(x, w))[:, 0]
        return loss(values, targets), loss_slope(values, targets) @ slopes(x, w)

    if problem.ask == "epoch":
        return lambda: epoch(problem, on_batch)
    return lambda: {"gradient": slopes(problem.data, problem.weights).mean(0)}
