"""Ranks over data sets: Demšar's worked example, SciPy, tables, and false alarms by simulation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from qneko.studies.statistics._ranks import (
    critical_difference,
    friedman,
    groups,
    pairs,
    ranks,
    wilcoxon,
)
from qneko.studies.statistics._tests import holm

#: Demšar 2006, table 6: AUC of C4.5, and of it with a tuned m, cf, and both, on 14 data sets.
DEMSAR = np.array(
    [
        (0.763, 0.768, 0.771, 0.798),
        (0.599, 0.591, 0.590, 0.569),
        (0.954, 0.971, 0.968, 0.967),
        (0.628, 0.661, 0.654, 0.657),
        (0.882, 0.888, 0.886, 0.898),
        (0.936, 0.931, 0.916, 0.931),
        (0.661, 0.668, 0.609, 0.685),
        (0.583, 0.583, 0.563, 0.625),
        (0.775, 0.838, 0.866, 0.875),
        (1.000, 1.000, 1.000, 1.000),
        (0.940, 0.962, 0.965, 0.962),
        (0.619, 0.666, 0.614, 0.669),
        # printed as 0.975 twice, and ranked 2 and 3 by what was not printed
        (0.972, 0.981, 0.97501, 0.975),
        (0.957, 0.978, 0.946, 0.970),
    ]
)


def test_reproduces_demsars_worked_example() -> None:
    found = ranks(DEMSAR)
    means = found.mean(axis=0)
    assert means == pytest.approx([3.143, 2.000, 2.893, 1.964], abs=5e-4)
    # he takes chi2 without the correction for ties: 9.28, and F = 3.69
    n, k = DEMSAR.shape
    uncorrected = 12 * n / (k * (k + 1)) * ((means**2).sum() - k * (k + 1) ** 2 / 4)
    assert uncorrected == pytest.approx(9.28, abs=5e-3)
    assert (n - 1) * uncorrected / (n * (k - 1) - uncorrected) == pytest.approx(3.69, abs=5e-3)
    # with it, the four equal scores of one set and the other ties count
    assert friedman(found).chi2 > uncorrected
    # "the critical difference is 1.25" at 5 %, 1.12 at 10 %
    assert critical_difference(n, k, alpha=0.05) == pytest.approx(1.25, abs=5e-3)
    assert critical_difference(n, k, alpha=0.10) == pytest.approx(1.12, abs=6e-3)
    # "the Nemenyi test is not powerful enough to detect any significant differences" at 5 %;
    # at 10 % he finds two groups: C4.5 with C4.5+cf, and C4.5+m+cf with the two others
    assert groups(means.tolist(), critical_difference(n, k, alpha=0.05)) == [(3, 1, 2, 0)]
    assert groups(means.tolist(), critical_difference(n, k, alpha=0.10)) == [(3, 1, 2), (2, 0)]


@pytest.mark.parametrize(
    ("k", "q05", "q10"),
    [(2, 1.960, 1.645), (3, 2.343, 2.052), (5, 2.728, 2.459), (10, 3.164, 2.920)],
)
def test_critical_values_are_those_of_demsars_table(k: int, q05: float, q10: float) -> None:
    unit = math.sqrt(k * (k + 1) / (6 * 10))
    assert critical_difference(10, k, alpha=0.05) / unit == pytest.approx(q05, abs=1.5e-3)
    assert critical_difference(10, k, alpha=0.10) / unit == pytest.approx(q10, abs=1.5e-3)


def test_friedman_is_scipys_with_and_without_ties() -> None:
    rng = np.random.default_rng(0)
    for scores in (rng.random((12, 5)), rng.integers(0, 4, (12, 5)).astype(float)):
        expected = stats.friedmanchisquare(*scores.T)
        found = friedman(ranks(scores))
        assert found.chi2 == pytest.approx(expected.statistic)
        assert found.p == pytest.approx(expected.pvalue)


def test_friedman_at_its_ends() -> None:
    same = friedman(ranks(np.full((4, 3), 0.9)))
    assert (same.p, same.f_p) == (1.0, 1.0)
    agreed = friedman(ranks(np.tile([0.9, 0.8, 0.7], (5, 1))))
    assert agreed.chi2 == pytest.approx(10.0)
    assert agreed.f == math.inf
    assert agreed.f_p == 0.0


def test_equal_scores_share_their_rank_whatever_the_order_of_a_sum() -> None:
    a, b = sum([0.1, 0.2, 0.3]) / 3, sum([0.3, 0.2, 0.1]) / 3
    assert a != b
    assert ranks(np.array([[a, b, 0.5]])).tolist() == [[2.5, 2.5, 1.0]]


def test_groups_are_the_largest_ones_only() -> None:
    assert groups([1.0, 2.0, 3.0, 4.0], 1.5) == [(0, 1), (1, 2), (2, 3)]
    assert groups([4.0, 1.0, 1.5, 3.8], 1.0) == [(1, 2), (3, 0)]
    assert groups([1.0, 3.0, 5.0], 1.0) == []
    assert groups([2.0, 2.0, 2.0], 0.1) == [(0, 1, 2)]


def test_wilcoxon_is_scipys_exact_one() -> None:
    rng = np.random.default_rng(1)
    for n in (5, 9, 12, 20):
        d = rng.normal(0.3, 1.0, n)
        assert wilcoxon(d) == pytest.approx(stats.wilcoxon(d, method="exact").pvalue)


def test_wilcoxon_counts_zeros_and_ties_as_they_are() -> None:
    assert wilcoxon([0.0, 0.0]) == 1.0
    # ranks of the sizes: 1, 2.5, 2.5; all eight signs equally likely, two are as far out
    assert wilcoxon([0.1, 0.2, 0.2]) == pytest.approx(2 / 8)
    # a zero keeps its rank, half on each side: |3 + 2| of at most 5 among four signs
    assert wilcoxon([0.0, 0.1, 0.2]) == pytest.approx(2 / 4)
    assert wilcoxon([0.1, -0.1]) == 1.0


def test_pairs_are_corrected_over_all_of_them() -> None:
    rng = np.random.default_rng(2)
    quality = rng.random((10, 4)) + np.array([0.0, 0.1, 0.2, 0.8])
    found = pairs(quality)
    assert [(i, j) for i, j, _, _ in found] == [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]
    assert [q for *_, q in found] == holm([p for _, _, p, _ in found])
    # the others in the pool change the correction alone, never the test: what mean ranks cannot
    alone = pairs(quality[:, [0, 3]])
    assert alone[0][2] == found[2][2]


def test_false_alarms_of_all_tests_where_all_models_are_equal() -> None:
    """300 collections of 12 data sets, 5 models; Monte-Carlo error of a share of 0.05: 0.013."""
    rng, n_studies = np.random.default_rng(3), 300
    limit = 0.05 + 3 * math.sqrt(0.05 * 0.95 / n_studies)
    chi2 = f = nemenyi = holms = permuted = 0
    difference = critical_difference(12, 5, alpha=0.05)
    for _ in range(n_studies):
        # data sets differ much, the models on each hardly, and not at all in the mean
        quality = rng.normal(size=(12, 1)) + 0.1 * rng.normal(size=(12, 5))
        ranked = ranks(quality)
        found = friedman(ranked, n_permutations=199)
        chi2 += found.p < 0.05
        permuted += found.p_permutation < 0.05
        f += found.f_p < 0.05
        nemenyi += np.ptp(ranked.mean(axis=0)) > difference
        holms += any(q < 0.05 for *_, q in pairs(quality))
    for count in (chi2, f, nemenyi, holms, permuted):
        assert count / n_studies < limit
    assert f / n_studies > 0.02  # and the sharper form is not timid


@pytest.mark.parametrize(("n", "k"), [(2, 3), (3, 3), (3, 5)])
def test_permutations_keep_the_level_on_very_few_data_sets(n: int, k: int) -> None:
    """300 collections of equal models; Monte-Carlo error of a share of 0.05: 0.013."""
    rng, n_studies = np.random.default_rng(5), 300
    permuted = bold = 0
    for _ in range(n_studies):
        found = friedman(ranks(rng.normal(size=(n, k))), n_permutations=199)
        permuted += found.p_permutation < 0.05
        bold += found.f_p < 0.05
    assert permuted / n_studies < 0.05 + 3 * 0.013
    if k == 3:  # what the permutations are for
        assert bold / n_studies > 0.1


def test_permutations_find_the_enumerated_p() -> None:
    # three data sets that agree on three models: 6 of the 6**3 rankings agree so
    found = friedman(ranks(np.tile([0.9, 0.8, 0.7], (3, 1))))
    assert found.p_permutation == pytest.approx(6 / 6**3, abs=3 * math.sqrt(0.028 / 9999))


def test_real_differences_are_found() -> None:
    rng = np.random.default_rng(4)
    quality = rng.normal(size=(20, 1)) + rng.normal(size=(20, 4)) + np.array([0, 0, 0, 2.0])
    found = friedman(ranks(quality))
    assert max(found.f_p, found.p_permutation) < 0.001
    of_pairs = {(i, j): q for i, j, _, q in pairs(quality)}
    assert max(of_pairs[i, 3] for i in range(3)) < 0.01
    assert min(of_pairs[i, j] for i, j in ((0, 1), (0, 2), (1, 2))) > 0.05
