"""A circuit as a PennyLane QNode with PyTorch's interface."""

from __future__ import annotations

from typing import Any

from ..peers.lightning import GATES
from . import CannotError, _torch_model
from .task import Task, evaluate

#: those that the other benchmarks do not need
MORE_GATES = {"u": "U3", "cry": "CRY", "crz": "CRZ"}


def train(task: Task, n_steps: int, device: str, method: str) -> list[float]:
    """Return the loss before each step, on one of PennyLane's devices."""
    import pennylane as qml
    import torch

    names = GATES | MORE_GATES
    missing = {g["name"] for g in task.gates} - names.keys()
    if missing:
        raise CannotError(f"no gate {', '.join(sorted(missing))}")
    weights = torch.tensor(task.weights, requires_grad=True)

    @qml.qnode(qml.device(device, wires=task.n_qubits), interface="torch", diff_method=method)
    def circuit(features: Any, w: Any) -> list[Any]:
        columns = features.T
        for gate in task.gates:
            angles = [evaluate(a, columns, w) for a in gate["angles"]]
            getattr(qml, names[gate["name"]])(*angles, wires=gate["qubits"])
        return [qml.expval(_pauli(qml, string)) for string in task.observables]

    def run(angles: Any) -> Any:
        return torch.stack(circuit(angles, weights), dim=-1).double()

    return _torch_model.train(task, n_steps, run, [weights])


def _pauli(qml: Any, string: list[tuple[int, str]]) -> Any:
    return qml.prod(*(getattr(qml, f"Pauli{letter}")(q) for q, letter in string))
