"""The two-sample statistic against its definition, and its p-value."""

from __future__ import annotations

import numpy as np
import pytest

from qneko.errors import InputError
from qneko.models import maximum_mean_discrepancy

RNG = np.random.default_rng(1)
X, Y = RNG.normal(size=(12, 3)), RNG.normal(0.5, size=(9, 3))


def test_statistic_equals_the_sums_over_pairs() -> None:
    def k(a, b) -> float:
        return np.mean([np.exp(-np.sum((a - b) ** 2) / (2 * s**2)) for s in (0.8, 2.0)])

    xx = np.mean([k(a, b) for i, a in enumerate(X) for j, b in enumerate(X) if i != j])
    yy = np.mean([k(a, b) for i, a in enumerate(Y) for j, b in enumerate(Y) if i != j])
    xy = np.mean([k(a, b) for a in X for b in Y])
    found = maximum_mean_discrepancy(X, Y, bandwidth=[0.8, 2.0])
    assert found.statistic == pytest.approx(xx + yy - 2 * xy, abs=1e-12)
    assert np.isnan(found.pvalue)


def test_p_values_are_small_for_different_and_uniform_for_equal_sources() -> None:
    far = maximum_mean_discrepancy(X, Y + 2, n_permutations=199, random_state=0)
    assert far.pvalue == 1 / 200
    rng = np.random.default_rng(0)
    values = [
        maximum_mean_discrepancy(*rng.normal(size=(2, 15, 2)), n_permutations=19, random_state=s)[1]
        for s in range(200)
    ]
    # at most 5 % below 0.05, within four standard deviations of 200 trials
    assert np.mean(np.array(values) <= 0.05) < 0.05 + 4 * np.sqrt(0.05 * 0.95 / 200)
    assert 0.4 < np.mean(values) < 0.65


def test_equal_samples_and_determinism() -> None:
    same = maximum_mean_discrepancy(np.zeros((3, 2)), np.zeros((4, 2)), n_permutations=9)
    assert same.statistic == pytest.approx(0, abs=1e-12)
    assert same.pvalue == 1
    first, second = (
        maximum_mean_discrepancy(X, Y, n_permutations=50, random_state=7) for _ in range(2)
    )
    assert first == second


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(InputError, match="same features, got 3 and 2"):
        maximum_mean_discrepancy(X, Y[:, :2])
    with pytest.raises(InputError, match="bandwidth must"):
        maximum_mean_discrepancy(X, Y, bandwidth=-1)
    with pytest.raises(InputError, match="'median' or numbers"):
        maximum_mean_discrepancy(X, Y, bandwidth="scale")
    with pytest.raises(InputError, match="n_permutations"):
        maximum_mean_discrepancy(X, Y, n_permutations=2.5)
