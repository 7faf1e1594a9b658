"""qneko, through its public face."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from ..problem import Data, Problem, Weight
from ..training import epoch, loss, loss_slope
from . import CannotError

LABEL = "qneko"
DISTRIBUTIONS = ("qneko", "numpy")
REQUIREMENTS = ()
PRECISIONS = ("float64", "float32")
LOOPS = ()

if TYPE_CHECKING:
    from qneko.engine import Program


def prepare(problem: Problem, precision: str) -> Callable[[], dict[str, np.ndarray]]:
    """Return the call to time."""
    from qneko.engine import fidelity_gram

    program = _program(problem, precision)
    X = problem.data.astype(precision)
    w = problem.weights.astype(precision)

    if problem.ask == "gram":
        return lambda: {"values": fidelity_gram(program.states(X, w))}
    if problem.ask == "state":
        return lambda: {"state": program.states(None)[0]}
    if problem.ask == "expectations":
        return lambda: {"values": program.expectations(X, w)}
    if problem.ask == "epoch":
        targets = problem.targets[:, None]

        def on_batch(weights: np.ndarray, rows: slice) -> tuple[float, np.ndarray]:
            values, vjp = program.value_and_vjp(X[rows], weights)
            _, by_weight = vjp(loss_slope(values, targets[rows]))
            return loss(values, targets[rows]), by_weight

        return lambda: epoch(problem, on_batch)

    mean = np.full((len(X), 1), 1 / len(X), dtype=precision)

    def step() -> dict[str, np.ndarray]:
        # the gradient by the features comes with it: qneko does more here than is asked
        values, _, by_weight = program.vjp(X, w, mean)
        return {"values": values[:, 0], "gradient": by_weight}

    return step


def states(problem: Problem, precision: str) -> np.ndarray:
    """Return the states of all samples, for a peer that is given them."""
    data, weights = problem.data.astype(precision), problem.weights.astype(precision)
    return _program(problem, precision).states(data, weights)


def work(problem: Problem, precision: str) -> dict[str, float]:
    """Return the flops of one call and the bytes it moves to and from the cache, as counted.

    Of a Gram matrix, the matrix product counts: 8 flops an entry of a triangle and amplitude.
    """
    cost = _program(problem, precision).cost
    n_samples = len(problem.data)
    flops, moved = cost.forward_flops * n_samples, cost.forward_bytes * n_samples
    if problem.ask in ("gradient", "epoch"):
        flops += cost.backward_flops * n_samples
        moved += cost.backward_bytes * n_samples
    if problem.ask == "gram":
        flops += 4 * n_samples * (n_samples + 1) * 2**problem.n_qubits
    return {"flops": flops, "bytes": moved}


def _program(problem: Problem, precision: str) -> Program:
    from qneko.circuits import GATES, Circuit, Z, feature, weight
    from qneko.engine import compile

    circuit = Circuit(problem.n_qubits)
    weights = [weight() for _ in problem.weights]
    for gate in problem.gates:
        if gate.name not in GATES:
            raise CannotError(f"no gate {gate.name}")
        angle = gate.angle
        if isinstance(angle, Data):
            angle = feature(angle.column)
        elif isinstance(angle, Weight):
            angle = weights[angle.index]
        circuit.append(gate.name, gate.qubits, () if angle is None else (angle,))
    measured = {
        "gradient": [Z(0)],
        "epoch": [Z(0)],
        "expectations": [Z(q) for q in range(problem.n_qubits)],
    }
    return compile(circuit, measured.get(problem.ask, []), dtype=precision)
