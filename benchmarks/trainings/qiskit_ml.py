"""Qiskit Machine Learning: EstimatorQNN by parameter shift on Aer, in PyTorch."""

from __future__ import annotations

from . import _torch_model
from .task import Task, evaluate

LABEL = "Qiskit ML (parameter shift) + torch"
DISTRIBUTIONS = ("qiskit-machine-learning", "qiskit-aer", "qiskit", "torch")
REQUIREMENTS = (
    "qiskit==2.6.2",
    "qiskit-aer==0.18.2",
    "qiskit-machine-learning==0.9.1",
    "torch==2.13.0",
)


def train(task: Task, n_steps: int) -> list[float]:
    """Return the loss before each step."""
    from qiskit import QuantumCircuit
    from qiskit.circuit import ParameterVector
    from qiskit.quantum_info import SparsePauliOp
    from qiskit_aer.primitives import EstimatorV2
    from qiskit_machine_learning.connectors import TorchConnector
    from qiskit_machine_learning.gradients import ParamShiftEstimatorGradient
    from qiskit_machine_learning.neural_networks import EstimatorQNN

    columns = ParameterVector("x", task.n_inputs)
    weights = ParameterVector("w", len(task.weights))
    circuit = QuantumCircuit(task.n_qubits)
    for gate in task.gates:
        angles = [evaluate(a, columns, weights) for a in gate["angles"]]
        getattr(circuit, gate["name"])(*angles, *gate["qubits"])
    estimator = EstimatorV2(options={"backend_options": {"method": "statevector"}})
    estimator.options.default_precision = 0.0  # exact values instead of shots
    observables = [
        SparsePauliOp.from_sparse_list(
            [("".join(letter for _, letter in s), [q for q, _ in s], 1.0)], task.n_qubits
        )
        for s in task.observables
    ]
    network = EstimatorQNN(
        circuit=circuit,
        estimator=estimator,
        observables=observables,
        input_params=list(columns),
        weight_params=list(weights),
        gradient=ParamShiftEstimatorGradient(estimator),
        default_precision=0.0,
        input_gradients=task.entry is not None,
    )
    # what comes out of its layer is float32
    layer = TorchConnector(network, initial_weights=task.weights).double()
    weights_of_layer = list(layer.parameters())
    return _torch_model.train(task, n_steps, lambda a: layer(a).double(), weights_of_layer)
