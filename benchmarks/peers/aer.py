"""Qiskit Aer's statevector method; its pruning of unread qubits is off, for equal work."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..problem import Data, Problem
from . import Call, CannotError

LABEL = "Qiskit Aer (statevector)"
DISTRIBUTIONS = ("qiskit-aer", "qiskit", "numpy")
REQUIREMENTS = ("qiskit==2.6.2", "qiskit-aer==0.18.2")
PRECISIONS = ("float64", "float32")
LOOPS = ()


def prepare(problem: Problem, precision: str) -> Call:
    """Return the call to time."""
    if problem.ask not in ("state", "expectations"):
        raise CannotError("no adjoint gradients and no Gram matrices; see Qiskit ML")
    from qiskit import QuantumCircuit, transpile
    from qiskit.circuit import ParameterVector
    from qiskit.quantum_info import SparsePauliOp
    from qiskit_aer import AerSimulator

    n, data = problem.n_qubits, problem.data
    columns = ParameterVector("x", data.shape[1])
    circuit = QuantumCircuit(n)
    for gate in problem.gates:
        by_sample = isinstance(gate.angle, Data)
        angle = columns[gate.angle.column] if by_sample else problem.shared_angle(gate)
        getattr(circuit, gate.name)(*([] if angle is None else [angle]), *gate.qubits)
    simulator = AerSimulator(
        method="statevector",
        precision={"float32": "single", "float64": "double"}[precision],
        enable_truncation=False,
    )
    if problem.ask == "state":
        circuit.save_statevector()
        ready = transpile(circuit, simulator)

        def state() -> dict[str, Callable[[], np.ndarray]]:
            result = simulator.run(ready, shots=1).result()
            return {"state": lambda: np.asarray(result.get_statevector())}

        return state
    for q in range(n):
        z = SparsePauliOp.from_sparse_list([("Z", [q], 1.0)], n)
        circuit.save_expectation_value(z, list(range(n)), label=str(q))
    ready = transpile(circuit, simulator)
    binds = [{columns[c]: data[:, c].tolist() for c in range(data.shape[1])}]

    def expectations() -> dict[str, np.ndarray]:
        result = simulator.run(ready, parameter_binds=binds, shots=1).result()
        rows = [result.data(i) for i in range(len(data))]
        return {"values": np.array([[row[str(q)] for q in range(n)] for row in rows])}

    return expectations
