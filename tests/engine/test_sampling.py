"""Shots."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from qneko.circuits import Circuit, feature, pi
from qneko.engine import compile
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
