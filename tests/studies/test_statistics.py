"""Corrected t-test, Holm, power: published examples, properties, and calibration under the null."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats
from sklearn.datasets import make_moons
from sklearn.model_selection import RepeatedStratifiedKFold, cross_val_score
from sklearn.svm import SVC

from qneko.errors import InputError
from qneko.studies.statistics._tests import (
    POWER,
    detectable_difference,
    holm,
    nadeau_bengio,
    oriented_differences,
    samples_to_detect,
    splits_to_detect,
)

DIFFERENCES = st.lists(st.floats(-1, 1).map(lambda x: round(x, 3)), min_size=2, max_size=30)


def test_reproduces_the_example_of_scikit_learns_documentation() -> None:
    # "Statistical comparison of models using grid search": t = 0.750, one-sided p = 0.227
    X, y = make_moons(noise=0.352, random_state=1, n_samples=100)
    cv = RepeatedStratifiedKFold(n_splits=10, n_repeats=10, random_state=0)
    rbf, linear = (
        cross_val_score(SVC(kernel=k, random_state=0), X, y, scoring="roc_auc", cv=cv)
        for k in ("rbf", "linear")
    )
    found = nadeau_bengio(
        oriented_differences(rbf, linear, greater_is_better=True), n_train=90, n_test=10
    )
    assert found.t == pytest.approx(0.750, abs=5e-4)
    assert found.p is not None
    assert found.p / 2 == pytest.approx(0.227, abs=5e-4)


def test_is_the_formula_of_nadeau_and_bengio() -> None:
    d = [0.03, -0.01, 0.02, 0.04, 0.0]
    found = nadeau_bengio(d, n_train=80, n_test=20, alpha=0.1)
    error = np.std(d, ddof=1) * math.sqrt(1 / 5 + 20 / 80)
    half = stats.t.ppf(0.95, 4) * error
    assert found.difference == pytest.approx(0.016)
    assert found.standard_error == pytest.approx(error)
    assert found.interval == pytest.approx((0.016 - half, 0.016 + half))
    assert found.standardised_difference == pytest.approx(0.016 / np.std(d, ddof=1))
    assert found.degrees_of_freedom == 4
    assert found.differences == tuple(d)


@given(DIFFERENCES, st.floats(0.01, 0.2))
def test_p_and_interval_say_the_same(d: list[float], alpha: float) -> None:
    found = nadeau_bengio(d, n_train=80, n_test=20, alpha=alpha)
    if found.interval is None or found.p is None or abs(found.p - alpha) < 1e-9:
        return
    outside = found.interval[0] > 0 or found.interval[1] < 0
    assert outside == (found.p < alpha)


@given(DIFFERENCES)
def test_exchanging_the_two_turns_the_sign_and_nothing_else(d: list[float]) -> None:
    one = nadeau_bengio(d, n_train=80, n_test=20, step=0.05)
    other = nadeau_bengio([-x for x in d], n_train=80, n_test=20, step=0.05)
    assert other.difference == -one.difference
    assert other.p == one.p
    if one.interval is not None:
        assert other.interval == (-one.interval[1], -one.interval[0])


def test_orientation_follows_the_metric() -> None:
    errors = oriented_differences([1.0, 2.0], [1.5, 1.0], greater_is_better=False)
    assert errors.tolist() == [0.5, -1.0]
    scores = oriented_differences([1.0, 2.0], [1.5, 1.0], greater_is_better=True)
    assert scores.tolist() == [-0.5, 1.0]


def test_the_order_of_a_sum_makes_no_difference() -> None:
    a, b = sum([0.1, 0.2, 0.3]) / 3, sum([0.3, 0.2, 0.1]) / 3
    assert a != b
    assert oriented_differences([a], [b], greater_is_better=True).tolist() == [0.0]


@pytest.mark.parametrize("value", [0.0, 1 / 20])
def test_equal_accuracies_are_no_proof_of_equality(value: float) -> None:
    d, step = [value] * 10, 1 / 20
    found = nadeau_bengio(d, n_train=80, n_test=20, step=step)
    # as if one of the ten splits had differed by one test sample
    assert found.sd_between_splits == pytest.approx(np.std([step] + [0.0] * 9, ddof=1))
    assert found.interval is not None
    assert found.interval[1] - found.interval[0] > 0.03
    assert found.note is not None


def test_equal_predictions_in_a_continuous_metric_are_equality() -> None:
    found = nadeau_bengio([0.0] * 10, n_train=80, n_test=20)
    assert (found.interval, found.p, found.t) == ((0.0, 0.0), 1.0, 0.0)
    assert found.note is not None
    assert "same predictions" in found.note


@pytest.mark.parametrize("d", [[0.3], [0.1] * 5, [0.1 + 0.2, 0.3, 0.3]])
def test_no_test_where_none_is_possible(d: list[float]) -> None:
    found = nadeau_bengio(d, n_train=80, n_test=20)
    assert (found.interval, found.p, found.t, found.detectable) == (None,) * 4
    assert found.difference == pytest.approx(d[0])
    assert found.note is not None


@pytest.mark.parametrize(
    ("d", "how"),
    [([], {}), ([math.nan, 1], {}), ([1, 2], {"n_train": 0}), ([1, 2], {"alpha": 1.0})],
)
def test_refuses_what_is_no_sample(d: list[float], how: dict[str, float]) -> None:
    with pytest.raises(InputError, match="needs"):
        nadeau_bengio(d, **{"n_train": 80, "n_test": 20, **how})


def test_refuses_different_splits() -> None:
    with pytest.raises(InputError, match="got 1 and 2"):
        oriented_differences([1.0], [1.0, 2.0], greater_is_better=True)


@pytest.mark.parametrize(
    ("p", "adjusted"),
    [
        # documentation of pingouin, and the example of the Wikipedia article on the method
        ([0.50, 0.003, 0.32, 0.054, 0.0003], [0.64, 0.012, 0.64, 0.162, 0.0015]),
        ([0.01, 0.04, 0.03, 0.005], [0.03, 0.06, 0.06, 0.02]),
        ([], []),
        ([0.2], [0.2]),
    ],
)
def test_holm_on_published_examples(p: list[float], adjusted: list[float]) -> None:
    assert holm(p) == pytest.approx(adjusted)


@given(st.lists(st.floats(0, 1), max_size=8), st.floats(0.01, 0.3))
def test_holm_rejects_what_the_step_down_rejects(p: list[float], alpha: float) -> None:
    rejected = set()
    for rank, i in enumerate(sorted(range(len(p)), key=lambda i: p[i])):
        if not (len(p) - rank) * p[i] < alpha:
            break
        rejected.add(i)
    adjusted = holm(p)
    assert {i for i, a in enumerate(adjusted) if a is not None and a < alpha} == rejected


def test_holm_counts_tests_that_were_not_possible() -> None:
    assert holm([0.01, None, 0.03]) == [pytest.approx(0.03), None, pytest.approx(0.06)]


def _correlated(rng: np.random.Generator, k: int, rho: float, n: int) -> NDArray[np.float64]:
    """Draw n samples of k values of variance 1 with correlation rho."""
    return math.sqrt(rho) * rng.normal(size=(n, 1)) + math.sqrt(1 - rho) * rng.normal(size=(n, k))


def test_finds_a_detectable_difference_as_often_as_it_says() -> None:
    rng, k, n_train, n_test = np.random.default_rng(5), 10, 80, 20
    noise = _correlated(rng, k, n_test / (n_train + n_test), 2000)
    error = math.sqrt(1 / k + n_test / n_train) * math.sqrt(1 - n_test / (n_train + n_test))
    d = noise + detectable_difference(error, k)
    found = [nadeau_bengio(row, n_train=n_train, n_test=n_test).p for row in d]
    share = np.mean([p is not None and p < 0.05 for p in found])
    assert share == pytest.approx(POWER, abs=0.04)


def test_what_it_takes_to_detect_a_difference() -> None:
    found = nadeau_bengio([0.03, -0.01, 0.02, 0.04, 0.0], n_train=80, n_test=20)
    assert found.detectable is not None
    half = found.detectable / 2
    assert samples_to_detect(half, found, n_samples=100) == pytest.approx(400)
    assert splits_to_detect(found.detectable, found, n_train=80, n_test=20) == pytest.approx(5)
    # 1/5 + 1/4 = 0.45; repeating takes away the 1/5 alone
    assert math.isinf(splits_to_detect(0.7 * found.detectable, found, n_train=80, n_test=20))
    needed = 1 / (0.8**2 * 0.45 - 0.25)
    assert splits_to_detect(0.8 * found.detectable, found, n_train=80, n_test=20) == pytest.approx(
        needed
    )
    assert math.isinf(samples_to_detect(0.0, found, n_samples=100))


@pytest.mark.parametrize("n_repeats", [1, 2, 5])
def test_type_one_error_on_real_cross_validation(n_repeats: int) -> None:
    """Two learners that are equally good by construction, on new data each time."""
    rng, n, n_folds, n_studies = np.random.default_rng(7), 60, 5, 300
    corrected, naive = [], []
    for _ in range(n_studies):
        y = np.arange(n) % 2
        X = rng.normal(size=(n, 6)) + 0.6 * y[:, None]
        d = []
        for _ in range(n_repeats):
            order = rng.permutation(n)
            for fold in range(n_folds):
                test = np.isin(np.arange(n), order[fold::n_folds])
                d.append(
                    _centroid_accuracy(X[:, :3], y, test) - _centroid_accuracy(X[:, 3:], y, test)
                )
        found = nadeau_bengio(d, n_train=0.8 * n, n_test=0.2 * n, step=1 / (0.2 * n))
        assert found.p is not None
        corrected.append(found.p < 0.05)
        naive.append(stats.ttest_1samp(d, 0.0).pvalue < 0.05)
    two_standard_errors = 2 * math.sqrt(0.05 * 0.95 / n_studies)
    assert np.mean(corrected) <= 0.05 + two_standard_errors
    if n_repeats > 1:  # what the correction is for
        assert np.mean(naive) > 0.10


def _centroid_accuracy(
    X: NDArray[np.float64], y: NDArray[np.int_], test: NDArray[np.bool_]
) -> float:
    zero, one = (X[~test & (y == label)].mean(axis=0) for label in (0, 1))
    towards_one = (X[test] - (zero + one) / 2) @ (one - zero) > 0
    return float((towards_one == y[test]).mean())


def test_type_one_error_over_a_family_of_models() -> None:
    """Holm over three models that share a bar: at most one study in twenty rejects anything."""
    rng, k, n_studies = np.random.default_rng(11), 10, 400
    rho = 0.2
    bar = _correlated(rng, k, rho, n_studies)
    models = [_correlated(rng, k, rho, n_studies) for _ in range(3)]
    false = 0
    for i in range(n_studies):
        p = [nadeau_bengio(m[i] - bar[i], n_train=80, n_test=20).p for m in models]
        false += any(a is not None and a < 0.05 for a in holm(p))
    assert false / n_studies <= 0.05 + 2 * math.sqrt(0.05 * 0.95 / n_studies)


def test_more_splits_or_smaller_tests_narrow_the_interval() -> None:
    rng = np.random.default_rng(3)
    d = rng.normal(size=40)
    widths = []
    for n_test, k in itertools.product((50, 10), (10, 40)):
        found = nadeau_bengio(d[:k] / d[:k].std(ddof=1), n_train=100 - n_test, n_test=n_test)
        assert found.interval is not None
        widths.append(found.interval[1] - found.interval[0])
    assert widths == sorted(widths, reverse=True)
