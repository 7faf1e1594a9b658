"""Proper scores, reliability sums and calibration errors: closed forms, scikit-learn, chance."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import integrate, stats
from sklearn.dummy import DummyRegressor
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.linear_model import Ridge
from sklearn.metrics import brier_score_loss, mean_pinball_loss

from qneko.studies import Evidence, conclude, prepare_study, run_study
from qneko.studies.evidence._evidence import Reliability
from qneko.studies.report import render_report
from qneko.studies.statistics._calibration import calibrate, make_bins, mean_deviation, wilson
from qneko.studies.statistics._forecasts import (
    LEVELS,
    N_BINS,
    brier,
    class_sums,
    crps,
    event_of,
    normal_forecast,
    quantile_sums,
)

from .evidence_builder import observations
from .small import STUDY, lay_out, make_table


def test_brier_score_is_scikit_learns_for_two_classes_and_from_zero_to_one() -> None:
    rng = np.random.default_rng(0)
    p, y = rng.random(50), rng.integers(0, 2, 50)
    both = np.column_stack([1 - p, p])
    assert brier(y, both) == pytest.approx(brier_score_loss(y, p))
    three = np.eye(3)[[0, 1, 2]]
    assert brier(np.array([0, 1, 2]), three) == 0.0
    assert brier(np.array([1, 2, 0]), three) == 1.0
    assert brier(np.array([0, 0, 0]), np.full((3, 3), 1 / 3)) == pytest.approx(1 / 3)


def test_crps_of_a_normal_forecast_is_its_defining_integral() -> None:
    for y, mean, std in ((0.3, 0.0, 1.0), (-4.0, 1.0, 2.5), (2.0, 2.0, 0.1)):
        forecast = stats.norm(mean, std)
        below = integrate.quad(lambda x, f=forecast: f.cdf(x) ** 2, -60, y, points=[mean])[0]
        above = integrate.quad(lambda x, f=forecast: f.sf(x) ** 2, y, 60, points=[mean])[0]
        found = crps(np.array([y]), np.array([mean]), np.array([std]))
        assert found == pytest.approx(below + above, rel=1e-6)


def test_crps_is_twice_the_pinball_loss_over_all_quantiles() -> None:
    rng = np.random.default_rng(1)
    y, mean, std = rng.normal(size=20), rng.normal(size=20), rng.uniform(0.2, 2.0, 20)
    levels = (np.arange(2000) + 0.5) / 2000
    losses = [mean_pinball_loss(y, mean + std * stats.norm.ppf(a), alpha=a) for a in levels]
    assert crps(y, mean, std) == pytest.approx(2 * np.mean(losses), rel=1e-3)


def test_crps_of_a_number_is_its_absolute_error() -> None:
    y, mean = np.array([1.0, 2.0]), np.array([0.5, 4.0])
    assert crps(y, mean, None) == crps(y, mean, np.zeros(2)) == 1.25
    assert crps(y, mean, np.full(2, 1e-9)) == pytest.approx(1.25)


def test_only_models_with_a_distribution_forecast_one() -> None:
    X = np.linspace(0, 1, 12)[:, None]
    y = np.sin(3 * X[:, 0])
    mean, std = normal_forecast(GaussianProcessRegressor(alpha=0.1).fit(X, y), X)
    assert mean.shape == std.shape == (12,)
    assert (std > 0).all()
    assert normal_forecast(Ridge().fit(X, y), X) is None
    # it takes return_std, and calls its one number certain
    assert normal_forecast(DummyRegressor().fit(X, y), X) is None


def test_sums_of_classes_fall_into_the_bins_of_their_probability() -> None:
    p = np.array([0.0, 0.05, 0.1, 0.55, 0.55, 1.0])
    y = np.array([0, 1, 0, 1, 0, 1])
    sums = class_sums(y, np.column_stack([1 - p, p]), 1)
    assert [n for n, _, _ in sums] == [2, 1, 0, 0, 0, 2, 0, 0, 0, 1]
    assert sums[5] == [2, pytest.approx(1.1), 1]
    other = class_sums(y, np.column_stack([1 - p, p]), 0)
    assert sum(h for _, _, h in other) == 3
    # three classes: whether the most probable one comes
    three = class_sums(np.array([2, 0]), np.array([[0.2, 0.1, 0.7], [0.3, 0.4, 0.3]]), None)
    assert three[7] == [1, 0.7, 1]
    assert three[4] == [1, 0.4, 0]


def test_sums_of_splits_add_up_to_those_of_all_rows() -> None:
    rng = np.random.default_rng(2)
    p, y = rng.random(90), rng.integers(0, 2, 90)
    both = np.column_stack([1 - p, p])
    parts = [class_sums(y[i::3], both[i::3], 1) for i in range(3)]
    once, added = make_bins([class_sums(y, both, 1)]), make_bins(parts)
    assert make_bins(parts[::-1]) == added
    for a, b in zip(once, added, strict=True):
        assert (a.count, a.frequency) == (b.count, b.frequency)
        assert a.probability == pytest.approx(b.probability)


def test_quantiles_of_a_true_normal_forecast_are_met() -> None:
    rng = np.random.default_rng(3)
    mean, std = rng.normal(size=4000), rng.uniform(0.5, 2.0, 4000)
    bins = make_bins([quantile_sums(mean + std * rng.normal(size=4000), mean, std)])
    assert [b.probability for b in bins] == pytest.approx(LEVELS)
    for b in bins:  # three binomial standard errors
        assert abs(b.frequency - b.probability) < 3 * math.sqrt(0.25 / 4000)


@pytest.mark.parametrize(("n", "p"), [(1, 0.3), (7, 0.5), (40, 0.02), (200, 0.999)])
def test_mean_deviation_is_that_of_the_binomial(n: int, p: float) -> None:
    k = np.arange(n + 1)
    expected = (stats.binom(n, p).pmf(k) * np.abs(k / n - p)).sum()
    assert mean_deviation(n, p) == pytest.approx(expected, rel=1e-9)
    assert mean_deviation(n, 0.0) == mean_deviation(n, 1.0) == 0.0


def test_wilsons_interval_is_scipys() -> None:
    for n, k in ((1, 0), (8, 8), (30, 11)):
        expected = stats.binomtest(k, n).proportion_ci(0.9, method="wilson")
        assert wilson(n, k / n, 0.1) == pytest.approx((expected.low, expected.high))


def test_the_error_of_a_calibrated_forecaster_is_its_bias_alone() -> None:
    """300 forecasters whose probabilities are right; Monte-Carlo error by the spread of them."""
    rng, errors, biases, covered = np.random.default_rng(4), [], [], []
    for _ in range(300):
        p = rng.beta(0.7, 0.7, 120)
        y = (rng.random(120) < p).astype(int)
        bins = make_bins([class_sums(y, np.column_stack([1 - p, p]), 1)])
        found = calibrate(Reliability(candidate="x", event="y", bins=bins), n_repeats=1, alpha=0.05)
        errors.append(found.error)
        biases.append(found.error_if_calibrated)
        covered += [
            low <= b.probability <= high for b, (low, high) in zip(bins, found.bands, strict=True)
        ]
    monte_carlo = np.std(errors) / math.sqrt(300)
    # forecasts within a bin differ, which the closed form leaves out: up to 4 % too much
    assert np.mean(errors) - 3 * monte_carlo < np.mean(biases)
    assert np.mean(biases) < 1.04 * np.mean(errors) + 3 * monte_carlo
    assert np.mean(errors) > 0.05  # the bias is no trifle
    assert np.mean(covered) > 0.93


def test_repeats_of_the_same_rows_bring_no_certainty() -> None:
    rng = np.random.default_rng(5)
    p = rng.random(200)
    sums = class_sums((rng.random(200) < p).astype(int), np.column_stack([1 - p, p]), 1)
    once = Reliability(candidate="x", event="y", bins=make_bins([sums]))
    often = Reliability(candidate="x", event="y", bins=make_bins([sums] * 10))
    a = calibrate(once, n_repeats=1, alpha=0.05)
    b = calibrate(often, n_repeats=10, alpha=0.05)
    assert b.error == pytest.approx(a.error)
    assert b.error_if_calibrated == pytest.approx(a.error_if_calibrated)
    assert np.array(b.bands) == pytest.approx(np.array(a.bands))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    folder = tmp_path_factory.mktemp("study")
    study = STUDY.replace(', "variational"', "").replace('"svm"', '"gaussian_process"')
    return run_study(lay_out(folder, study), runs_dir=folder / "runs", n_workers=1).evidence


def test_a_study_of_classes_holds_every_candidates_reliability(small: Evidence) -> None:
    assert {r.candidate for r in small.reliability} == {c.id for c in small.candidates}
    for r in small.reliability:
        assert r.event == "kind is yes"
        assert sum(b.count for b in r.bins) == 60 * 2  # rows and repeats
        assert len(r.bins) <= N_BINS
        happened = sum(b.frequency * b.count for b in r.bins)
        assert happened == pytest.approx(2 * small.data.classes["yes"])  # type: ignore[index]
    # a guess says what share there is
    guess = next(c for c in small.calibration if c.candidate == "dummy")
    assert guess.error < 0.01
    brier_scores = [s for s in small.summaries if s.metric == "brier"]
    assert len(brier_scores) == len(small.candidates)
    page = render_report(small)
    assert "figure-reliability" in page
    assert "of that by chance alone" in page


def test_a_study_of_numbers_scores_distributions_beside_numbers(tmp_path) -> None:
    study = STUDY.replace('"kind"', '"size"').replace("n_repeats = 2", "n_repeats = 1")
    study = study.replace('["fidelity_kernel", "variational"]', '["quantum_gaussian_process"]')
    study = study.replace('"svm"', '"gaussian_process"').replace("n_trials = 3", "n_trials = 1")
    found = run_study(lay_out(tmp_path, study), runs_dir=tmp_path / "runs", n_workers=1).evidence
    means = {(s.candidate, s.metric): s.mean for s in found.summaries}
    for c in found.candidates:
        if "process" in c.id:  # a distribution is worth more than its mean
            assert means[c.id, "crps"] < means[c.id, "mae"]
        else:
            assert means[c.id, "crps"] == pytest.approx(means[c.id, "mae"])
    forecasters = {r.candidate for r in found.reliability}
    assert forecasters == {c.id for c in found.candidates if "process" in c.id}
    assert [d.candidate for d in found.diagnostics] == ["quantum_gaussian_process"]
    assert "figure-reliability" in render_report(found)


def test_the_event_is_the_class_that_is_looked_for(tmp_path) -> None:
    plan = prepare_study(
        lay_out(tmp_path, STUDY.replace("[encoding]", 'positive = "no"\n[encoding]'))
    )
    assert event_of(plan.dataset) == (0, "no")
    three = make_table().replace({"kind": {"no": "maybe"}})
    three.loc[::4, "kind"] = "no"
    assert event_of(prepare_study(lay_out(tmp_path, table=three)).dataset) is None


def test_evidence_without_forecasts_has_none_of_it() -> None:
    found = conclude(observations())
    assert found.calibration == ()
    assert "figure-reliability" not in render_report(found)
    assert "Log loss" in render_report(found)
