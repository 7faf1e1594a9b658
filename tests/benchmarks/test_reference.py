"""The benchmarks' judge must itself be right: its gradient against differences of its values."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.problem import Data, Gate, Problem, Weight
from benchmarks.reference import GENERATORS, answer, gate_matrix
from benchmarks.workloads import NAMES, load


@pytest.fixture
def problem() -> Problem:
    """Every kind of gate with an angle, a shared weight and more samples than one chunk."""
    gates = [
        Gate("h", (0,)),
        Gate("ry", (1,), Data(0)),
        Gate("crx", (0, 2), Weight(0)),
        Gate("rzz", (2, 0), Weight(1)),
        Gate("p", (1,), Weight(2)),
        Gate("ryy", (1, 2), Weight(3)),
        Gate("rx", (0,), Weight(0)),
        Gate("rxx", (0, 1), Weight(4)),
        Gate("cz", (1, 0)),
        Gate("ry", (0,), 0.3),
    ]
    rng = np.random.default_rng(3)
    return Problem("gradient", 3, tuple(gates), rng.normal(size=(70, 1)), rng.normal(size=5))


def test_gradient_equals_differences(problem: Problem) -> None:
    step = 1e-5
    for k, slope in enumerate(answer(problem)["gradient"]):
        shift = step * (np.arange(len(problem.weights)) == k)
        right, left = (
            answer(replace(problem, weights=problem.weights + s * shift))["values"].mean()
            for s in (1, -1)
        )
        assert slope == pytest.approx((right - left) / (2 * step), abs=1e-9)


@pytest.mark.parametrize("name", [*GENERATORS, "p", "crz", "cx", "h"])
def test_matrices_are_unitary(name: str) -> None:
    matrix = gate_matrix(name, np.array([0.7]))[0]
    np.testing.assert_allclose(matrix @ matrix.conj().T, np.eye(len(matrix)), atol=1e-15)


def test_controlled_gate_reads_its_first_qubit() -> None:
    gates = (Gate("x", (1,)), Gate("cx", (1, 0)))
    flipped = Problem("expectations", 3, gates, np.zeros((1, 0)), np.zeros(0))
    np.testing.assert_array_equal(answer(flipped)["values"], [[-1, -1, 1]])


@pytest.mark.parametrize("name", NAMES)
def test_workloads_are_well_formed(name: str) -> None:
    problem = load(name).problem(4, 3)
    used = {g.angle.column for g in problem.gates if isinstance(g.angle, Data)}
    assert used == set(range(problem.data.shape[1]))
    assert {g.angle.index for g in problem.gates if isinstance(g.angle, Weight)} == set(
        range(len(problem.weights))
    )
    assert all(np.isfinite(array).all() for array in answer(problem).values())


def test_gram_matrix_of_one_qubit_rotations_is_known() -> None:
    angles = np.array([[0.0], [np.pi / 3], [np.pi]])
    gram = Problem("gram", 1, (Gate("ry", (0,), Data(0)),), angles, np.zeros(0))
    expected = np.cos((angles - angles.T) / 2) ** 2
    np.testing.assert_allclose(answer(gram)["values"], expected, atol=1e-15)
