"""Why: planted kernels and scores with a known explanation; silence where nothing was seen."""

from __future__ import annotations

import numpy as np
import pytest

from qneko.models import FidelityKernelClassifier, VariationalClassifier
from qneko.studies.evidence._diagnostics import (
    Circuits,
    ClassicalMethod,
    Geometry,
    GradientSpread,
    ShotScore,
)
from qneko.studies.evidence._evidence import Candidate, Evidence, Observations, Result
from qneko.studies.evidence._hardware import device_record
from qneko.studies.looks import _probe
from qneko.studies.verdict._verdict import conclude

from .evidence_builder import LEVELS, observations

NEW = {"surrogate", "geometry", "simulability", "gradient", "noise", "hardware"}
RNG = np.random.default_rng(3)
ROWS = RNG.normal(size=(70, 3))


def inside(candidate: str = "kernel", **found: object) -> Observations:
    """Return observations in which more was measured inside one model."""
    o = observations()
    diagnostics = tuple(
        d.model_copy(update=found) if d.candidate == candidate else d for d in o.diagnostics
    )
    return o.model_copy(update={"diagnostics": diagnostics})


def with_surrogate(o: Observations, level: float, spread: float = 0.001) -> Observations:
    """Return observations with a surrogate of the kernel, which follows it split by split."""
    rng = np.random.default_rng(8)
    twin = Candidate(
        id="kernel.surrogate", label="Gaussian kernel", role="surrogate", inputs="reduced",
        model="SVC", control_of="kernel", n_features=4,
    )  # fmt: skip
    results = []
    for r in o.results:
        if r.candidate == "kernel":
            score = r.scores["accuracy"] + level - LEVELS["kernel"] + rng.normal(0, spread)
            scores = dict.fromkeys(r.scores, score)
            results.append(Result(**{**dict(r), "candidate": "kernel.surrogate", "scores": scores}))
    return o.model_copy(
        update={"candidates": (*o.candidates, twin), "results": (*o.results, *results)}
    )


def said(evidence: Evidence, topic: str) -> str | None:
    return next((r.sentence for r in evidence.verdict.reasons if r.topic == topic), None)


def geometry(difference: float, alignment: float = 0.99, n_rows: int = 400) -> Geometry:
    return Geometry(
        n_rows=n_rows, difference=difference, nearest="Gaussian, gamma=0.1", n_kernels=15,
        alignment=alignment, gamma=0.1,
    )  # fmt: skip


def test_nothing_is_said_where_nothing_was_measured() -> None:
    evidence = conclude(observations())
    assert not NEW & {r.topic for r in evidence.verdict.reasons}
    assert evidence.costs == ()


@pytest.mark.parametrize(
    ("g", "words", "not_words"),
    [
        (1.2, "not worth a quantum computer", "There may be labels"),
        (5.0, "not worth a quantum computer", "There may be labels"),
        (5.1, "a large advantage is ruled out, a small one is not", "not worth"),
        (19.9, "a large advantage is ruled out", "not worth"),
        (20.0, "that these are among them does not follow", "ruled out"),
        (300.0, "that these are among them does not follow", "ruled out"),
    ],
)
def test_geometry_by_its_thresholds(g: float, words: str, not_words: str) -> None:
    sentence = said(conclude(inside(geometry=geometry(g))), "geometry")
    assert sentence is not None
    assert words in sentence
    assert not_words not in sentence
    assert "400 training rows" in sentence
    assert "the square root of the rows, 20" in sentence


def test_planted_easy_and_hard_kernels() -> None:
    easy = FidelityKernelClassifier(bandwidth=0.05, probability=False)
    gram = easy.fit(ROWS, ROWS[:, 0] > 0).gram(ROWS)
    found = _probe.geometry(gram, ROWS, seed=0)
    assert found["difference"] < 0.25 * np.sqrt(70)
    assert found["alignment"] > 0.999
    # a kernel that has nothing to do with the rows: samples are alike by a hidden coin
    hidden = RNG.integers(0, 2, 70)
    hard = 0.999 * (hidden[:, None] == hidden) + 0.001 * np.eye(70)
    far = _probe.geometry(hard, ROWS, seed=0)
    assert far["difference"] > 0.5 * np.sqrt(70)
    assert far["alignment"] < 0.3
    assert far["difference"] > 3 * found["difference"]


def test_large_tables_are_compared_on_some_rows() -> None:
    rows = RNG.normal(size=(600, 2))
    gram = np.exp(-np.square(rows[:, None] - rows).sum(axis=2))
    first, second = (_probe.geometry(gram, rows, seed=4) for _ in range(2))
    assert first == second
    assert first["n_rows"] == 500
    assert first["alignment"] == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize(
    ("level", "alignment", "words"),
    [
        (0.948, 0.99, "the surrogate reproduces it"),
        (0.948, 0.80, "the surrogate does as well"),
        (0.990, 0.99, "the surrogate does it better"),
        (0.900, 0.99, "does not reproduce it; that no other classical model could was not shown"),
    ],
)
def test_surrogates(level: float, alignment: float, words: str) -> None:
    o = with_surrogate(inside(geometry=geometry(1.5, alignment)), level)
    sentence = said(conclude(o), "surrogate")
    assert sentence is not None
    assert words in sentence
    assert f"{alignment:.2f}" in sentence


def test_a_surrogate_that_is_not_told_apart_is_not_said_to_be_the_same() -> None:
    # noise of five points in each split: neither equal nor different
    o = with_surrogate(observations(), 0.948, spread=0.05)
    sentence = said(conclude(o), "surrogate")
    assert sentence is not None
    assert "was not shown" in sentence or "by as much as matters" in sentence
    assert "alignment" not in sentence


def test_surrogates_are_not_part_of_the_bar() -> None:
    plain, beside = conclude(observations()), conclude(with_surrogate(observations(), 0.999))
    assert beside.bars == plain.bars
    assert beside.verdict.answer == plain.verdict.answer


def method(name: str, easy: bool, cost: float = 4.0) -> ClassicalMethod:
    return ClassicalMethod(method=name, easy=easy, cost=cost, sentence=f"A {name} is {cost:g}.")


def test_simulability_names_the_method_or_claims_nothing() -> None:
    quick = (method("state vector", True), method("light cone", True), method("x", False))
    sentence = said(conclude(inside(simulability=quick)), "simulability")
    assert sentence is not None
    assert "a state vector is 4" in sentence
    assert "light cone" not in sentence  # it sees all four qubits
    slow = (method("state vector", False), method("matrix product state", False))
    sentence = said(conclude(inside(simulability=slow)), "simulability")
    assert sentence is not None
    assert sentence.startswith("None of the classical methods that were asked is quick")
    assert "no proof" in sentence


def test_probed_circuits_are_easy_for_a_reason() -> None:
    model = VariationalClassifier(n_layers=1, max_iter=200, random_state=0)
    found = _probe.methods(model.fit(ROWS, ROWS[:, 0] > 0), ROWS)
    by_name = {m["method"]: m for m in found}
    assert by_name["state vector"]["cost"] == 16 * 2**3
    assert by_name["classical surrogate"]["cost"] == 3**3


@pytest.mark.parametrize(
    ("variance", "words"),
    [(0.02, "The loss is not flat"), (1e-5, "The loss is flat"), (0.0, "infinitely many shots")],
)
def test_gradients(variance: float, words: str) -> None:
    spread = GradientSpread(variance=variance, largest=variance, n_points=300)
    o = inside("variational", gradient=spread)
    levels = {"variational": 0.96}  # so that the verdict is about it
    better = observations(levels)
    o = better.model_copy(update={"diagnostics": o.diagnostics})
    sentence = said(conclude(o), "gradient")
    assert sentence is not None
    assert words in sentence
    if variance == 0.02:
        # 1 / (2 * 0.02) shots; sqrt(0.5 / 17) of a random circuit of four qubits
        assert "about 25 shots" in sentence
        assert "random circuit of 4 qubits: 0.17" in sentence


def test_a_measured_gradient_falls_with_the_qubits() -> None:
    found = []
    for n in (2, 5):
        rows = RNG.normal(size=(30, n))
        model = VariationalClassifier(n_layers=4, max_iter=60, random_state=0, tol=0.1)
        found.append(_probe.gradient(model.fit(rows, rows[:, 0] > 0), seed=1))
    assert found[0]["variance"] > 2 * found[1]["variance"] > 0


CIRCUITS = Circuits(
    training=1000, per_sample=20, measured="entries", one_qubit_layers=20, two_qubit_layers=10
)


def shots(*means: tuple[int, float]) -> tuple[ShotScore, ...]:
    return tuple(ShotScore(shots=n, scores=(m - 0.004, m + 0.004)) for n, m in means)


@pytest.mark.parametrize(
    ("ladder", "taken", "keeps"),
    [
        (shots((4, 0.80), (37, 0.93), (370, 0.945), (3700, 0.947)), 370, True),
        (shots((4, 0.80), (37, 0.941), (370, 0.945), (3700, 0.947)), 37, True),
        # lucky with few shots, unlucky with more: only what stays kept counts
        (shots((4, 0.948), (37, 0.90), (370, 0.945), (3700, 0.947)), 370, True),
        (shots((4, 0.60), (37, 0.70), (370, 0.80), (3700, 0.90)), 370, False),
        ((), 370, None),
    ],
)
def test_costs_take_the_fewest_shots_that_keep_the_score(ladder, taken, keeps) -> None:
    o = inside(circuits=CIRCUITS, exact_score=0.947, n_test=114, shot_scores=ladder)
    o = o.model_copy(update={"device": device_record("ibm_torino")})
    evidence = conclude(o)
    (cost,) = evidence.costs
    assert (cost.shots, cost.keeps_score) == (taken, keeps)
    shot_s = 250e-6 + 1560e-9 + 20 * 32e-9 + 10 * 68e-9
    assert cost.training_s == pytest.approx(1000 * taken * shot_s)
    assert cost.training_price == pytest.approx(1.6 * cost.training_s)
    assert cost.sample_s == pytest.approx(20 * taken * shot_s)
    sentence, noise = said(evidence, "hardware"), said(evidence, "noise")
    assert sentence is not None
    assert "No noise but shot noise" in sentence
    assert ("the fewest tried that keep the score" in sentence) == (keeps is True)
    assert ("which do not keep the score" in sentence) == (keeps is False)
    assert "2025-02-26" in sentence
    assert (noise is None) == (keeps is None)
    if noise is not None:
        assert ("stays within the margin" in noise) == keeps


def test_errors_are_kept_when_they_do_not_grow() -> None:
    """For a metric where less is better, more error is what is lost."""
    o = observations(regression=True)  # margin 0.1 eV
    found = {
        "circuits": CIRCUITS, "exact_score": 0.52, "n_test": 100,
        "shot_scores": shots((4, 0.80), (37, 0.60), (370, 0.53)),
    }  # fmt: skip
    diagnostics = tuple(
        d.model_copy(update=found) if d.candidate == "kernel" else d for d in o.diagnostics
    )
    device = device_record("aqt_ibex_q1")
    evidence = conclude(o.model_copy(update={"diagnostics": diagnostics, "device": device}))
    (cost,) = evidence.costs
    assert (cost.shots, cost.keeps_score) == (37, True)
    assert cost.training_s == pytest.approx(1000 * 37 / 5.5)
    assert cost.training_price == pytest.approx(1000 * 0.3 + 37_000 * 0.021)
    sentence = said(evidence, "hardware")
    assert sentence is not None
    assert "120 minutes and 1\N{NARROW NO-BREAK SPACE}100 EUR" in sentence


def test_a_device_without_times_has_a_price_only() -> None:
    o = inside(circuits=CIRCUITS)
    (cost,) = conclude(o.model_copy(update={"device": device_record("iqm_garnet")})).costs
    assert cost.training_s is None
    assert cost.training_price == pytest.approx(1000 * 0.22 + 370_000 * 0.0012)


def test_a_model_that_does_not_fit_on_the_device_has_no_cost() -> None:
    device = device_record("aqt_ibex_q1").model_copy(update={"n_qubits": 3})
    evidence = conclude(inside(circuits=CIRCUITS).model_copy(update={"device": device}))
    assert evidence.costs == ()
    assert said(evidence, "hardware") is None


def test_japanese_says_all_of_it() -> None:
    from qneko.studies.verdict._reasons import make_reasons
    from qneko.studies.verdict._verdict import cases_of

    o = inside(
        geometry=geometry(1.5), circuits=CIRCUITS, exact_score=0.947, n_test=114,
        shot_scores=shots((37, 0.94)), simulability=(method("state vector", True),),
    )  # fmt: skip
    o = with_surrogate(o.model_copy(update={"device": device_record("ibm_torino")}), 0.948)
    evidence = conclude(o)
    reasons = make_reasons(cases_of(evidence, "ja")[evidence.verdict.candidate])
    assert [r.topic for r in reasons] == [r.topic for r in evidence.verdict.reasons]
    assert {r.topic for r in reasons} >= NEW - {"gradient"}
