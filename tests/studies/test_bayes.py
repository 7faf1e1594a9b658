"""Posterior and effect size: an independent implementation, closed forms, and calibration."""

from __future__ import annotations

import math

import numpy as np
import pytest
from baycomp import two_on_single
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from qneko.studies.evidence._findings import Comparison
from qneko.studies.statistics._bayes import _noncentrality, posterior, standardised_interval
from qneko.studies.statistics._tests import nadeau_bengio

DIFFERENCES = st.lists(st.floats(-1, 1).map(lambda x: round(x, 3)), min_size=2, max_size=30)


def compared(d: NDArray[np.float64] | list[float], *, n_train: float = 80, n_test: float = 20):
    return nadeau_bengio(d, n_train=n_train, n_test=n_test)


@pytest.mark.parametrize("runs", [1, 3])
@pytest.mark.parametrize("rope", [0.0, 0.01, 0.05])
def test_equals_the_implementation_of_the_tutorials_authors(runs: int, rope: float) -> None:
    rng = np.random.default_rng(runs)
    x, y = rng.normal(0.85, 0.03, (2, 10 * runs))
    found = posterior(compared(x - y, n_train=90, n_test=10), margin=rope)
    assert found is not None
    expected = two_on_single(x, y, rope=rope, runs=runs)  # x better, (rope,) y better
    expected = (expected[0], 0.0, expected[1]) if rope == 0.0 else expected
    assert (found.better, found.equivalent, found.worse) == pytest.approx(expected, abs=1e-12)


def test_is_the_closed_form_with_one_degree_of_freedom() -> None:
    # two splits: a Cauchy distribution, whose distribution function is an arc tangent
    found = posterior(compared([0.0, 0.2], n_train=50, n_test=50), margin=0.05)
    assert found is not None
    scale = 0.1 * math.sqrt(2) * math.sqrt(1 / 2 + 1)
    assert found.better == pytest.approx(0.5 - math.atan((0.05 - 0.1) / scale) / math.pi)
    assert found.worse == pytest.approx(0.5 + math.atan((-0.05 - 0.1) / scale) / math.pi)


@given(DIFFERENCES, st.floats(0.0, 0.3))
def test_probabilities_agree_with_the_interval(d: list[float], margin: float) -> None:
    comparison = compared(d)
    found = posterior(comparison, margin=margin)
    if found is None or comparison.interval is None:
        assert comparison.p is None
        return
    assert found.better + found.equivalent + found.worse == pytest.approx(1.0)
    low, high = comparison.interval
    if -margin < low and high < margin:  # on a par
        assert found.equivalent >= 0.95 - 1e-12
    if low > margin:
        assert found.better >= 0.975 - 1e-12
    if comparison.p is not None and comparison.standard_error:
        one_sided = posterior(comparison, margin=0.0)
        assert one_sided is not None
        assert min(one_sided.better, one_sided.worse) == pytest.approx(comparison.p / 2, abs=1e-12)


def test_there_is_no_posterior_where_there_is_no_test() -> None:
    assert posterior(compared([0.1]), margin=0.01) is None
    assert posterior(compared([0.1, 0.1]), margin=0.01) is None
    assert standardised_interval(compared([0.1, 0.1]), alpha=0.05) is None
    same = posterior(compared([0.0, 0.0]), margin=0.01)
    assert same is not None
    assert same.equivalent == 1.0
    assert standardised_interval(compared([0.0, 0.0]), alpha=0.05) is None


def correlated(rng: np.random.Generator, mean: float, n_studies: int) -> list[Comparison]:
    """Return studies of 10 splits whose differences are correlated as the test assumes: by 0.2."""
    shared = rng.normal(size=(n_studies, 1)) * math.sqrt(0.2)
    own = rng.normal(size=(n_studies, 10)) * math.sqrt(0.8)
    return [compared(row) for row in mean + shared + own]


def test_a_confident_posterior_is_as_often_wrong_as_it_says() -> None:
    """Monte-Carlo error of a share of 0.05 in 600 studies: 0.009; allowed are three of them."""
    rng, n_studies, margin = np.random.default_rng(5), 600, 0.5
    error = 3 * math.sqrt(0.05 * 0.95 / n_studies)
    null = [posterior(c, margin=0.0) for c in correlated(rng, 0.0, n_studies)]
    assert abs(np.mean([p.better > 0.95 for p in null if p]) - 0.05) < error
    # on the border of the region "practically equal" is wrong, and so is "better"
    border = [posterior(c, margin=margin) for c in correlated(rng, margin, n_studies)]
    assert np.mean([p.equivalent > 0.95 for p in border if p]) < 0.05 + error
    assert abs(np.mean([p.better > 0.95 for p in border if p]) - 0.05) < error


@pytest.mark.parametrize("effect", [0.0, 0.4, 3.0])
def test_the_interval_of_the_effect_covers_it(effect: float) -> None:
    """Monte-Carlo error of a coverage of 0.95 in 400 studies: 0.011; allowed are three."""
    rng, n_studies = np.random.default_rng(6), 400
    # the spread between splits, given what they share, has variance 0.8
    truth = effect / math.sqrt(0.8)
    found = [standardised_interval(c, alpha=0.05) for c in correlated(rng, effect, n_studies)]
    covered = np.mean([i is not None and i[0] <= truth <= i[1] for i in found])
    assert abs(covered - 0.95) < 3 * math.sqrt(0.05 * 0.95 / n_studies)


def test_the_interval_of_the_effect_inverts_the_noncentral_t() -> None:
    for d in ([0.3, -0.1, 0.2, 0.4, 0.0], [-0.31, -0.3, -0.29, -0.3, -0.33]):
        c = compared(d)
        found = standardised_interval(c, alpha=0.1)
        assert found is not None
        assert c.standard_error is not None
        assert c.sd_between_splits is not None
        scale = c.sd_between_splits / c.standard_error
        assert stats.nct.cdf(c.t, 4, found[0] * scale) == pytest.approx(0.95, abs=1e-6)
        assert stats.nct.cdf(c.t, 4, found[1] * scale) == pytest.approx(0.05, abs=1e-6)


@given(DIFFERENCES)
def test_effect_size_lies_in_its_interval_and_turns_with_the_sign(d: list[float]) -> None:
    one, other = compared(d), compared([-x for x in d])
    found = standardised_interval(one, alpha=0.05)
    turned = standardised_interval(other, alpha=0.05)
    if found is None or turned is None or one.standardised_difference is None:
        assert found is turned is None
        return
    assert found[0] < one.standardised_difference < found[1]
    assert (-turned[1], -turned[0]) == pytest.approx(found, rel=1e-6, abs=1e-9)


def test_far_out_effects_have_intervals_too() -> None:
    far = compared([5000.0, 5000.1, 4999.9, 5000.2])
    found = standardised_interval(far, alpha=0.05)
    assert found is not None
    assert far.standardised_difference is not None
    assert 0 < found[0] < far.standardised_difference < found[1]


@pytest.mark.parametrize("freedom", [1, 4, 24, 99])
def test_the_limit_for_far_out_effects_joins_on(freedom: int) -> None:
    border = 20.0 * math.sqrt(2 * freedom)
    for level in (0.025, 0.5, 0.975):
        near, far = (_noncentrality(border * r, freedom, level) for r in (0.9999, 1.0001))
        # three thousandths of the interval's width, about 3 borders over the root of the freedom
        assert abs(far - near) < 0.003 * 3 * border / math.sqrt(freedom)
