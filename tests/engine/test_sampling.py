"""Shots."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from qneko.circuits import Circuit, X, Y, Z, feature, identity, pi
from qneko.engine import compile, counts
from qneko.errors import InputError

PROGRAM = compile(Circuit(3).ry(feature(0), 0).cx(0, 1).h(2).ry(feature(0), 2), dtype="float32")
FEATURES = np.linspace(0, 3, 5)[:, None]


def test_frequencies_follow_the_born_rule():
    shots = 20_000
    outcomes = PROGRAM.sample(FEATURES, shots=shots, seed=3)
    assert outcomes.shape == (5, shots)
    probabilities = np.abs(PROGRAM.states(FEATURES)) ** 2
    for drawn, expected in zip(outcomes, probabilities, strict=True):
        counts = np.bincount(drawn, minlength=8)
        possible = expected > 1e-6
        assert counts[~possible].sum() == 0
        share = expected[possible].astype(float)
        result = stats.chisquare(counts[possible], shots * share / share.sum())
        assert result.pvalue > 1e-4


def test_certain_outcomes():
    program = compile(Circuit(3).x(1).ry(feature(0), 2))
    np.testing.assert_array_equal(program.sample([[0.0], [pi]], shots=4), [[2] * 4, [6] * 4])


def test_a_row_draws_the_same_whatever_its_batch():
    whole = PROGRAM.sample(FEATURES, shots=50, seed=9)
    np.testing.assert_array_equal(PROGRAM.sample(FEATURES[:2], shots=50, seed=9), whole[:2])
    assert (PROGRAM.sample(FEATURES, shots=50, seed=10) != whole).any()


@pytest.mark.parametrize("shots", [0, -1, 2.5, True])
def test_bad_shots(shots):
    with pytest.raises(InputError, match="shots must be a whole number"):
        PROGRAM.sample(FEATURES, shots=shots)


@pytest.mark.parametrize("seed", [-1, 0.5, None])
def test_bad_seeds(seed):
    with pytest.raises(InputError, match="seed must be a whole number"):
        PROGRAM.sample(FEATURES, shots=1, seed=seed)


def test_counts_have_qubit_0_last():
    program = compile(Circuit(3).x(0).ry(feature(0), 2))
    tables = counts(program.sample([[0.0], [pi / 2]], shots=100, seed=1), 3)
    assert tables[0] == {"001": 100}
    assert set(tables[1]) == {"001", "101"}
    assert sum(tables[1].values()) == 100


def test_estimates_agree_with_expectations_within_their_errors():
    circuit = Circuit(3).ry(feature(0), 0).cx(0, 1).rx(0.4, 2).cz(1, 2).h(1)
    measured = [
        Z(0) @ Z(1) + 0.5 * X(2) - 2 * identity(),
        X(0) @ Y(1) - Z(2) + 0.3 * Z(0),
        3 * identity(),
    ]
    program = compile(circuit, measured)
    features = np.linspace(-2, 2, 60)[:, None]
    estimate = program.estimate(features, shots=500, seed=5)
    exact = program.expectations(features)
    np.testing.assert_array_equal(estimate.values[:, 2], 3.0)
    np.testing.assert_array_equal(estimate.standard_errors[:, 2], 0.0)
    pull = (estimate.values - exact)[:, :2] / estimate.standard_errors[:, :2]
    assert 0.8 < pull.std() < 1.2
    assert abs(pull.mean()) < 0.3


def test_one_shot_has_no_error_bar():
    estimate = compile(Circuit(1).h(0), [Z(0)]).estimate(None, shots=1)
    assert abs(estimate.values[0, 0]) == 1
    assert np.isinf(estimate.standard_errors[0, 0])
