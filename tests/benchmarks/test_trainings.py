"""Whole trainings: what is told to every library is the model that qneko trains."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import training_models
from benchmarks.trainings import qneko, tasks
from benchmarks.trainings.task import evaluate
from qneko.circuits import Circuit, Observable, feature, weight
from qneko.engine import compile


@pytest.mark.parametrize("name", tasks.MODELS)
def test_first_loss_is_that_of_the_plain_numbers(name: str) -> None:
    task = tasks.make(name, 7)
    weights = [weight() for _ in task.weights]
    columns = [feature(i) for i in range(task.n_inputs)]
    circuit = Circuit(task.n_qubits).compose(Circuit(task.n_qubits))
    circuit._declare(weights)
    for gate in task.gates:
        angles = [evaluate(a, columns, weights) for a in gate["angles"]]
        circuit.append(gate["name"], gate["qubits"], angles)
    measured = [Observable([(tuple(string), 1.0)]) for string in task.observables]
    X = task.X
    if task.entry is not None:
        factor, matrix, offset = task.entry
        X = np.pi / 2 * np.tanh(factor * X @ matrix + offset)
    values = compile(circuit, measured).expectations(X, task.weights)
    scores = (values @ task.matrix + task.intercept)[:, 0]
    expected = np.mean((scores - task.y) ** 2) / 2
    losses = qneko.train(task, 4)
    assert losses[0] == pytest.approx(expected, rel=1e-10)
    assert len(losses) == 4
    assert losses[-1] < losses[0]


def test_no_ratio_is_stated_for_another_model() -> None:
    ours = {"seconds": [2.0], "n_steps": 4, "losses": [0.5, 0.4, 0.3, 0.2]}
    slower = {"seconds": [3.0, 4.0, 5.0], "n_steps": 2, "losses": [0.5, 0.4 + 1e-9]}
    assert training_models.row("qcnn", 9, "squlearn", slower, ours)[3:] == ["2e+03 †", "4", "1e-09"]
    other = slower | {"losses": [0.5, 0.41]}
    assert training_models.row("qcnn", 9, "squlearn", other, ours)[4] == "another loss"
    unable = training_models.row("dressed", 9, "squlearn", {"error": "no layer"}, ours)
    assert unable[3:] == ["no layer", "–", "–"]
