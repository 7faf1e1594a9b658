"""Power laws through learning curves: recovered where they are true, with honest intervals."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import optimize

from qneko.studies import conclude
from qneko.studies.evidence._evidence import LearningPoint
from qneko.studies.evidence._findings import LearningFit
from qneko.studies.report import render_report
from qneko.studies.report._learning import learning_table
from qneko.studies.statistics._learning import HORIZON, fit_power_law, make_learning_fits

from .evidence_builder import observations

SIZES = np.array([80.0, 160.0, 240.0, 320.0, 400.0])


@pytest.mark.parametrize(
    ("asymptote", "amplitude", "exponent"), [(0.05, 0.1, 0.5), (0.0, 0.2, 0.33), (0.2, 0.01, 1.7)]
)
def test_finds_the_law_that_is_there(asymptote: float, amplitude: float, exponent: float) -> None:
    errors = asymptote + amplitude * (SIZES / 400) ** -exponent
    law = fit_power_law(SIZES, errors)
    assert law.asymptote == pytest.approx(asymptote, abs=1e-3)
    assert law.amplitude == pytest.approx(amplitude, rel=0.02)
    assert law.exponent == pytest.approx(exponent, rel=0.02)
    assert law.error(800) == pytest.approx(asymptote + amplitude * 2**-exponent, rel=1e-3)


def test_is_no_worse_than_scipys_curve_fit_from_the_true_values() -> None:
    rng = np.random.default_rng(0)

    def curve(n, c, a, b):
        return c + a * (n / 400) ** -b

    for _ in range(20):
        errors = curve(SIZES, 0.1, 0.1, 0.6) + rng.normal(0, 0.01, 5)
        found = fit_power_law(SIZES, errors)
        mine = sum((found.error(n) - e) ** 2 for n, e in zip(SIZES, errors, strict=True))
        bounds = ((0, 0, 0.1), (np.inf, np.inf, 2.0))
        theirs, _ = optimize.curve_fit(curve, SIZES, errors, p0=(0.1, 0.1, 0.6), bounds=bounds)
        assert mine <= ((curve(SIZES, *theirs) - errors) ** 2).sum() + 1e-9


def test_a_curve_that_gets_worse_is_taken_for_flat() -> None:
    law = fit_power_law(SIZES, [0.1, 0.11, 0.12, 0.13, 0.14])
    assert law.amplitude == pytest.approx(0.0, abs=1e-12)
    assert law.error(800) == pytest.approx(0.12)


def fits_of(scores: np.ndarray, sizes=SIZES, **changes) -> tuple[LearningFit, ...]:
    points = tuple(
        LearningPoint(candidate="kernel", n_train=int(n), scores=tuple(row))
        for n, row in zip(sizes, scores.tolist(), strict=True)
    )
    return make_learning_fits(observations(learning_curve=points, diagnostics=(), **changes))


def test_scores_are_carried_on_in_their_own_unit() -> None:
    errors = 0.05 + 0.1 * (SIZES / 400) ** -0.5
    (share,) = fits_of(np.repeat(1 - errors[:, None], 5, axis=1))
    assert share.n_train == 800 == HORIZON * share.n_measured
    assert share.score == pytest.approx(1 - (0.05 + 0.1 * 2**-0.5), abs=1e-4)
    assert share.asymptote == pytest.approx(0.95, abs=2e-3)
    assert share.interval is None  # splits that are all alike allow no test
    (in_ev,) = fits_of(np.repeat(10 * errors[:, None], 5, axis=1), regression=True)
    assert in_ev.score == pytest.approx(10 * (0.05 + 0.1 * 2**-0.5), abs=1e-3)
    assert in_ev.asymptote == pytest.approx(0.5, abs=0.02)


def test_three_sizes_are_too_few_for_three_parameters_and_one_split_for_an_interval() -> None:
    assert fits_of(np.full((3, 5), 0.9), SIZES[:3]) == ()
    (one,) = fits_of(np.array([[0.8], [0.85], [0.87], [0.88], [0.89]]))
    assert one.interval is None
    assert one.score > 0.89


@pytest.mark.parametrize("exponent", [0.4, 1.0])
def test_the_interval_holds_the_truth_where_the_law_holds(exponent: float) -> None:
    """200 curves of five folds that share the sample's luck; Monte-Carlo error of 0.95: 0.015."""
    rng, k, covered = np.random.default_rng(1), 5, []
    errors = 0.1 + 0.1 * (SIZES / 400) ** -exponent
    truth = 1 - (0.1 + 0.1 * 2**-exponent)
    for _ in range(200):
        shared = 0.02 * math.sqrt(1 / k) * rng.normal()
        folds = 0.02 * math.sqrt(1 - 1 / k) * rng.normal(size=k)
        scores = 1 - (errors[:, None] + shared + folds + 0.01 * rng.normal(size=(5, k)))
        (fit,) = fits_of(scores)
        assert fit.interval is not None
        assert fit.interval[0] <= fit.score <= fit.interval[1]
        covered.append(fit.interval[0] <= truth <= fit.interval[1])
    assert np.mean(covered) > 0.95 - 3 * 0.015


def test_the_report_says_what_is_extrapolated() -> None:
    evidence = conclude(observations())
    fits = {f.candidate: f for f in evidence.learning_fits}
    assert set(fits) == {"kernel", "kernel-control", "svm-reduced", "svm-full"}
    page = render_report(evidence)
    assert page.count("extrapolated,") >= 2
    table = learning_table(evidence)
    assert table is not None
    assert "910, extrapolated" in table.header
    for row in table.rows:
        name = next(c.id for c in evidence.candidates if c.label.lower() == row[0].lower())
        assert row[-3].startswith(f"{100 * fits[name].score:.1f}")
    # documents of before have curves and no laws
    before = evidence.model_copy(update={"learning_fits": ()})
    assert "extrapolated," not in render_report(before)
