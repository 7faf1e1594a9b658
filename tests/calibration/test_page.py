"""Counting: shares, exact intervals, and which claims they refute."""

from __future__ import annotations

import pytest

from calibration import page
from calibration.cases import CASES, Job
from calibration.page import Share
from calibration.run import jobs
from calibration.study import MARGINS, Answer, answer

NULL, PLANTED, _, CLASSICAL = CASES[:4]


def answers(case, n_better, n, *, others="undecided"):
    said = ["better"] * n_better + [others] * (n - n_better)
    kind = case.kinds[0].name
    return [
        Answer(case.name, kind, i, [s] * len(MARGINS), 0.7, 0.6, 0.5) for i, s in enumerate(said)
    ]


def test_interval_is_clopper_and_pearsons():
    assert Share(0, 10).interval == pytest.approx((0.0, 0.3085), abs=1e-4)
    assert Share(5, 10).interval == pytest.approx((0.1871, 0.8129), abs=1e-4)


@pytest.mark.parametrize(
    ("case", "n_better", "refuted"),
    # P(B(100, 0.05) >= 9) = 0.063, >= 10: 0.028; P(B(100, 0.8) <= 73) = 0.056, <= 72: 0.034
    [(NULL, 9, False), (NULL, 10, True), (PLANTED, 73, False), (PLANTED, 72, True)],
)
def test_a_claim_is_refuted_at_five_percent(case, n_better, refuted):
    assert bool(page.failures(answers(case, n_better, 100))) == refuted


@pytest.mark.parametrize(
    # P(B(100, 0.95) <= 91) = 0.063, <= 90: 0.028
    ("n_open", "refuted"),
    [(9, False), (10, True)],
)
def test_a_case_can_promise_that_it_is_decided(n_open, refuted):
    found = answers(CLASSICAL, n_open, 100, others="worse")
    assert bool(page.failures(found)) == refuted
    assert page.decided(found).count == 100 - n_open


def test_the_page_counts_what_was_answered():
    text = page.render(answers(NULL, 3, 100))
    assert "| 100 | 3 | 0 | 0 | 97 | *better* at most 5 % | 3.0 % [0.6 %, 8.5 %] | no |" in text


def test_the_quick_studies_are_the_first_of_all():
    names = [case.name for case in CASES]
    every = {job.name for job in jobs(names, quick=False)}
    assert {job.name for job in jobs(names, quick=True)} < every


def test_a_study_is_answered_at_every_margin():
    found = answer(Job(NULL, 0))
    assert found.kind == NULL.kinds[0].name
    assert len(found.answers) == len(MARGINS)
    assert set(found.answers) <= {"better", "on a par", "worse", "undecided"}
    assert 0.0 <= found.quantum <= 1.0
    assert found == answer(Job(NULL, 0))
