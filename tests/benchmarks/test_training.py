"""What is asked of every library in the same words: the epoch, the decomposition, the one state."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import training
from benchmarks.problem import Data, Gate, Problem, Weight, with_crx_written_out
from benchmarks.reference import answer, apply, apply_to_one, gate_matrix


def test_first_step_of_adam_has_the_length_of_the_rate() -> None:
    problem = Problem("epoch", 1, (), np.zeros((training.BATCH, 0)), np.zeros(2), np.zeros(1))
    trained = training.epoch(problem, lambda weights, rows: (0.0, np.array([3.0, -5.0])))
    np.testing.assert_allclose(trained["weights"], [-training.RATE, training.RATE], rtol=1e-4)


def test_epoch_sees_every_row_once_in_order() -> None:
    rows = np.arange(2 * training.BATCH + 7)[:, None].astype(float)
    seen = []

    def step(weights: np.ndarray, batch: slice) -> tuple[float, np.ndarray]:
        seen.append(rows[batch, 0])
        return 0.0, weights

    training.epoch(Problem("epoch", 1, (), rows, np.zeros(1)), step)
    np.testing.assert_array_equal(np.concatenate(seen), rows[:, 0])
    assert len(seen) == 3


def test_slope_equals_differences_of_the_loss() -> None:
    rng = np.random.default_rng(1)
    values, targets, step = rng.normal(size=5), rng.normal(size=5), 1e-6
    slope = training.loss_slope(values, targets)
    for i in range(5):
        shift = step * (np.arange(5) == i)
        difference = training.loss(values + shift, targets) - training.loss(values - shift, targets)
        assert difference / (2 * step) == pytest.approx(slope[i], abs=1e-8)


def test_training_finds_the_weight_that_made_the_targets() -> None:
    rows = np.random.default_rng(0).uniform(-np.pi, np.pi, (200 * training.BATCH, 1))
    gates = (Gate("ry", (0,), Data(0)), Gate("ry", (0,), Weight(0)))
    problem = Problem("epoch", 1, gates, rows, np.array([0.8]), targets=np.cos(rows[:, 0]))
    assert answer(problem)["weights"][0] == pytest.approx(0, abs=0.02)


@pytest.mark.parametrize("angle", [Weight(0), Data(0), 0.7])
def test_crx_written_out_is_crx(angle: Weight | Data | float) -> None:
    start = [Gate("ry", (q,), 0.4 + q) for q in range(2)]
    whole = Problem(
        "expectations",
        2,
        (*start, Gate("crx", (1, 0), angle), Gate("rx", (1,), 0.3)),
        np.array([[0.7]]),
        np.array([0.7]),
    )
    parts = []
    for gate, factor in with_crx_written_out(whole):
        value = 0.7 if isinstance(gate.angle, Weight | Data) else gate.angle
        parts.append(gate._replace(angle=None if value is None else factor * value))
    written = Problem("expectations", 2, tuple(parts), whole.data, whole.weights)
    np.testing.assert_allclose(answer(written)["values"], answer(whole)["values"], atol=1e-14)


def test_one_state_and_many_take_gates_alike() -> None:
    rng = np.random.default_rng(2)
    state = rng.normal(size=16) + 1j * rng.normal(size=16)
    for name, qubits in (("ry", (2,)), ("crx", (3, 1)), ("ryy", (0, 2)), ("cx", (1, 3))):
        matrix = gate_matrix(name, np.array([0.9]))
        many = apply(state[None], matrix, qubits)[0]
        np.testing.assert_allclose(apply_to_one(state, matrix[0], qubits), many, atol=1e-14)
