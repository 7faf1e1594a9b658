"""Likelihoods of rate forecasts, against SciPy's Poisson distribution and t-test."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from qneko.domains.seismology import information_gain, poisson_log_likelihood
from qneko.errors import InputError

RANDOM = np.random.default_rng(7)
RATES = RANDOM.gamma(2.0, 0.5, size=(6, 8))
OTHER = RATES * RANDOM.uniform(0.5, 2.0, size=RATES.shape)
COUNTS = RANDOM.poisson(RATES)


def test_the_likelihood_is_that_of_the_poisson_distribution() -> None:
    expected = stats.poisson.logpmf(COUNTS, RATES).sum()
    assert poisson_log_likelihood(RATES, COUNTS) == pytest.approx(expected)


def test_a_rate_of_zero_forbids_events_and_nothing_else() -> None:
    assert poisson_log_likelihood([0.0, 1.0], [0, 1]) == pytest.approx(-1.0)
    assert poisson_log_likelihood([0.0, 1.0], [1, 1]) == -np.inf


def test_the_gain_is_the_difference_of_likelihoods_by_the_events() -> None:
    found = information_gain(RATES, OTHER, COUNTS)
    difference = poisson_log_likelihood(RATES, COUNTS) - poisson_log_likelihood(OTHER, COUNTS)
    assert found.n_events == COUNTS.sum()
    assert found.gain == pytest.approx(difference / COUNTS.sum())
    assert information_gain(OTHER, RATES, COUNTS).gain == pytest.approx(-found.gain)


def test_the_test_is_a_t_test_of_the_log_ratios_at_the_events() -> None:
    found = information_gain(RATES, OTHER, COUNTS, alpha=0.1)
    ratios = np.repeat(np.log(RATES / OTHER).ravel(), COUNTS.ravel())
    shift = (RATES.sum() - OTHER.sum()) / COUNTS.sum()
    theirs = stats.ttest_1samp(ratios - shift, 0.0)
    assert (found.t, found.p) == (pytest.approx(theirs.statistic), pytest.approx(theirs.pvalue))
    interval = theirs.confidence_interval(0.9)
    assert found.interval == (pytest.approx(interval.low), pytest.approx(interval.high))


def test_equal_forecasts_gain_nothing() -> None:
    found = information_gain(RATES, RATES, COUNTS)
    assert (found.gain, found.p, found.interval) == (0.0, 1.0, (0.0, 0.0))


def test_the_true_rate_gains_over_a_wrong_one() -> None:
    # one kind of bin with 2 events in the mean, one with 0.2; the reference says 1.1 everywhere
    true = np.repeat([2.0, 0.2], 5000)
    counts = np.random.default_rng(1).poisson(true)
    found = information_gain(true, np.full(10_000, 1.1), counts)
    expected = (2.0 * np.log(2.0 / 1.1) + 0.2 * np.log(0.2 / 1.1)) / 2.2
    assert found.interval[0] < expected < found.interval[1]
    assert found.interval[1] - found.interval[0] < 0.05


@pytest.mark.parametrize(
    ("rates", "counts", "message"),
    [
        ([1.0, 2.0], [1], "of the same bins"),
        ([-1.0, 2.0], [1, 0], "finite and 0 or more"),
        ([np.nan, 2.0], [1, 0], "finite and 0 or more"),
        ([1.0, 2.0], [0.5, 0], "whole numbers"),
        ([1.0, 2.0], [1, 0], "two or more events, got 1"),
        ([0.0, 2.0], [1, 1], "a bin whose rate is 0"),
    ],
)
def test_refuses_in_one_sentence(rates: list[float], counts: list[float], message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        information_gain(rates, rates, counts)
    assert "\n" not in str(caught.value)
