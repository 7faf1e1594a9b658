"""Several data sets as one population: a textbook example, plain integration, calibration."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from qneko.studies.statistics._hierarchy import population

#: Gelman et al., Bayesian Data Analysis, table 5.2: coaching effects in eight schools.
EFFECTS = [28.0, 8.0, -3.0, 7.0, -1.0, 1.0, 18.0, 12.0]
ERRORS = [15.0, 10.0, 16.0, 11.0, 9.0, 11.0, 10.0, 18.0]


def by_sampling(d, e, freedoms, scale, margin, n=400_000, seed=0):
    """Importance sampling of mu and tau, with each truth integrated out by its own samples."""
    rng = np.random.default_rng(seed)
    tau = np.abs(rng.normal(0, scale, n))
    mu = np.mean(d) + 6 * scale * rng.uniform(-1, 1, n)
    log_weight = np.zeros(n)
    for one, error, freedom in zip(d, e, freedoms, strict=True):
        # a Student error is a normal one whose variance is drawn
        chi = 1.0 if math.isinf(freedom) else rng.chisquare(freedom, (40, n)) / freedom
        variance = tau**2 + error**2 / chi
        density = np.exp(-0.5 * (one - mu) ** 2 / variance) / np.sqrt(variance)
        log_weight += np.log(density if math.isinf(freedom) else density.mean(axis=0))
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    better = (weight * stats.norm.sf((margin - mu) / tau)).sum()
    return (weight * mu).sum(), (weight * tau).sum(), better


def test_is_what_sampling_finds_for_eight_schools() -> None:
    found = population(EFFECTS, ERRORS, [math.inf] * 8, margin=2.0)
    scale = math.sqrt(np.mean(np.square(EFFECTS) + np.square(ERRORS)))
    mean, spread, better = by_sampling(EFFECTS, ERRORS, [math.inf] * 8, scale, 2.0)
    assert found.mean == pytest.approx(mean, abs=0.1)
    assert found.spread == pytest.approx(spread, rel=0.03)
    assert found.next.better == pytest.approx(better, abs=0.01)
    # the textbook, with a flat prior on tau, has 8 and an interval from -2 to 18
    assert found.mean == pytest.approx(8.0, abs=0.5)
    assert found.interval == pytest.approx((-2.0, 18.0), abs=1.5)


def test_few_degrees_of_freedom_are_taken_as_such() -> None:
    d, e, freedoms = [0.03, 0.01, -0.04, 0.02], [0.01, 0.02, 0.015, 0.01], [2, 4, 2, 9]
    found = population(d, e, freedoms, margin=0.01)
    scale = math.sqrt(np.mean(np.square(d) + np.square(e)))
    mean, spread, better = by_sampling(d, e, freedoms, scale, 0.01)
    assert found.mean == pytest.approx(mean, abs=0.001)
    assert found.spread == pytest.approx(spread, rel=0.05)
    assert found.next.better == pytest.approx(better, abs=0.02)


def test_turns_with_the_sign_and_scales_with_the_unit() -> None:
    one = population([0.02, 0.05], [0.01, 0.02], [9, 9], margin=0.01)
    other = population([-2.0, -5.0], [1.0, 2.0], [9, 9], margin=1.0)
    assert other.mean == pytest.approx(-100 * one.mean)
    assert other.next.worse == pytest.approx(one.next.better)
    assert other.next.equivalent == pytest.approx(one.next.equivalent)


def test_agreeing_data_sets_make_sure_and_contradicting_ones_do_not() -> None:
    agreed = population([0.05] * 8, [0.01] * 8, [9] * 8, margin=0.01)
    assert agreed.next.better > 0.97
    torn = population([0.2, -0.2] * 4, [0.01] * 8, [9] * 8, margin=0.01)
    assert torn.next.equivalent < 0.1
    assert torn.next.better == pytest.approx(torn.next.worse, abs=0.01)
    equal = population([0.001, -0.001] * 4, [0.002] * 8, [9] * 8, margin=0.02)
    assert equal.next.equivalent > 0.98


def test_what_it_says_of_the_next_data_set_comes_true() -> None:
    """150 populations; Monte-Carlo error of a frequency near one half: 0.041."""
    rng, said, came, covered = np.random.default_rng(7), [], [], []
    for _ in range(150):
        mean, spread = rng.normal(0, 0.02), abs(rng.normal(0, 0.02))
        truths = rng.normal(mean, spread, 7)
        error = 0.01
        # a standard error that was itself estimated with 9 degrees of freedom
        seen = error * np.sqrt(rng.chisquare(9, 6) / 9)
        measured = truths[:6] + error * rng.normal(size=6)
        found = population(measured.tolist(), seen.tolist(), [9] * 6, margin=0.01)
        said.append((found.next.better, found.next.equivalent, found.next.worse))
        came.append((truths[6] > 0.01, abs(truths[6]) <= 0.01, truths[6] < -0.01))
        covered.append(found.interval[0] <= mean <= found.interval[1])
    assert np.mean(came, axis=0) == pytest.approx(np.mean(said, axis=0), abs=0.12)
    # among those who were sure of something, it came as often as they said
    sure = np.max(said, axis=1) > 0.8
    hit = [c[int(np.argmax(s))] for s, c in zip(said, came, strict=True)]
    assert np.mean(np.array(hit)[sure]) > np.mean(np.max(said, axis=1)[sure]) - 0.1
    assert np.mean(covered) > 0.95 - 3 * 0.018
