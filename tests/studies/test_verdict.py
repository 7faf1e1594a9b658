"""From scores to an answer: bars, contrasts, the rule, and the sentences."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qneko.errors import InputError
from qneko.studies.evidence._document import fingerprint
from qneko.studies.evidence._evidence import Evidence, Observations
from qneko.studies.evidence._findings import Contrast
from qneko.studies.statistics._bars import ScoreTable, make_bars, summarise
from qneko.studies.statistics._contrasts import make_contrasts
from qneko.studies.statistics._tests import holm, nadeau_bengio
from qneko.studies.verdict._reasons import cost_sentence
from qneko.studies.verdict._sentences import Case, standing
from qneko.studies.verdict._verdict import answer_for, conclude

from .evidence_builder import observations, run

WORDS = ("quantum advantage", "supremacy", "np.float", "nan", "inf ", "None", "  ")


def contrast(
    difference: float = 0.0,
    interval: tuple[float, float] | None = (-0.1, 0.1),
    p_holm: float | None = 1.0,
) -> Contrast:
    base = nadeau_bengio([0.0, 0.1], n_train=8, n_test=2)
    return Contrast(
        **{**dict(base), "difference": difference, "interval": interval},
        candidate="q", against="bar_full", p_holm=p_holm,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("full", "reduced_difference", "answer"),
    [
        (contrast(0.03, (0.02, 0.04), 0.001), 0.01, "better"),
        (contrast(0.03, (0.02, 0.04), 0.001), 0.0, "better"),
        (contrast(0.03, (0.02, 0.04), 0.001), -0.01, "undecided"),
        (contrast(-0.03, (-0.04, -0.02), 0.001), 0.01, "worse"),
        (contrast(0.03, (0.02, 0.04), 0.05), 0.01, "undecided"),
        (contrast(0.03, (-0.02, 0.08), 0.3), 0.01, "undecided"),
        # certain but irrelevant is on a par
        (contrast(0.005, (0.002, 0.008), 0.001), 0.01, "on a par"),
        (contrast(-0.005, (-0.008, -0.002), 0.001), 0.01, "on a par"),
        # an interval that touches the margin is not inside
        (contrast(0.005, (0.0, 0.01), 0.06), 0.01, "undecided"),
        (contrast(0.005, (0.0005, 0.0105), 0.04), 0.01, "better"),
        (contrast(0.03, None, None), 0.01, "undecided"),
    ],
)
def test_the_rule(full: Contrast, reduced_difference: float, answer: str) -> None:
    assert answer_for(full, contrast(reduced_difference), margin=0.01, alpha=0.05) == answer


@pytest.mark.parametrize("regression", [False, True])
@pytest.mark.parametrize(
    ("levels", "noise", "answer"),
    [
        ({"kernel": 0.998, "variational": 0.9}, 0.004, "better"),
        ({"kernel": 0.9765}, 0.002, "on a par"),
        ({}, 0.012, "worse"),
        ({"kernel": 0.97}, 0.02, "undecided"),
    ],
)
def test_finds_what_was_put_in(
    levels: dict[str, float], noise: float, answer: str, regression: bool
) -> None:
    if regression and answer in ("undecided", "on a par"):
        # errors are ten times larger than one minus the level, and so must be the margin
        noise = noise / 3 if answer == "on a par" else noise
    evidence = conclude(observations(levels, noise=noise, regression=regression))
    assert evidence.verdict.answer == answer
    assert evidence.verdict.candidate == "kernel"
    texts = [evidence.verdict.sentence, *(r.sentence for r in evidence.verdict.reasons)]
    texts += [m.sentence for m in evidence.verdict.per_model]
    for text in texts:
        assert text.endswith(".")
        assert not any(word in text for word in WORDS)
    unit = "eV" if regression else "percentage points"
    assert unit in evidence.verdict.sentence
    for fact in ("569 samples", "10 outer splits", "95 % interval", "Nadeau", "Holm"):
        assert fact in evidence.verdict.sentence


def test_pure_and_independent_of_order_and_of_the_run() -> None:
    o = observations()
    assert conclude(o) == conclude(o)
    shuffled = list(o.results)
    random.Random(1).shuffle(shuffled)
    again = conclude(o.model_copy(update={"results": tuple(shuffled)}))
    assert again.verdict == conclude(o).verdict
    assert again.contrasts == conclude(o).contrasts
    slow = conclude(o.model_copy(update={"run": run(o.candidates, wall_s=9e9)}))
    assert fingerprint(slow) == fingerprint(conclude(o))
    other = conclude(observations(seed=1))
    assert fingerprint(other) != fingerprint(conclude(o))


def test_the_bar_is_picked_by_inner_scores_alone() -> None:
    o = observations()
    best = {
        (r.repeat, r.fold): r
        for r in sorted(o.results, key=lambda r: r.inner_score or 0.0)
        if r.candidate.split("-")[0] in ("logistic", "svm", "forest", "boosting", "mlp")
    }
    bars = make_bars(ScoreTable(o))
    assert {(p.repeat, p.fold): p.candidate for p in bars.full.picks} == {
        split: r.candidate for split, r in best.items()
    }
    assert all(p.candidate.endswith("-reduced") for p in bars.reduced.picks)
    assert bars.full.mean == pytest.approx(sum(p.score for p in bars.full.picks) / 10)
    # test scores of baselines that were not picked change nothing
    picked = {(p.repeat, p.fold, p.candidate) for p in bars.full.picks}
    results = tuple(
        r
        if (r.repeat, r.fold, r.candidate) in picked or not r.candidate.endswith("-full")
        else r.model_copy(update={"scores": {**r.scores, "accuracy": 1.0}})
        for r in o.results
    )
    changed = make_bars(ScoreTable(o.model_copy(update={"results": results})))
    assert changed.full.picks == bars.full.picks
    assert changed.full.mean == bars.full.mean


def test_ties_of_inner_scores_go_to_the_baseline_listed_first() -> None:
    o = observations()
    tied = [0.1 + 0.2 + 0.3, 0.3 + 0.2 + 0.1]  # differ in the last bit
    assert tied[0] != tied[1]
    results = tuple(
        r if r.inner_score is None else r.model_copy(update={"inner_score": tied[i % 2]})
        for i, r in enumerate(o.results)
    )
    bars = make_bars(ScoreTable(o.model_copy(update={"results": results})))
    assert {p.candidate for p in bars.full.picks} == {"logistic-reduced"}


def test_one_dimension_gives_one_bar() -> None:
    o = observations()
    kept = [c for c in o.candidates if not c.id.endswith("-full")]
    ids = {c.id for c in kept}
    only = {
        "candidates": tuple(kept),
        "results": tuple(r for r in o.results if r.candidate in ids),
        "learning_curve": tuple(p for p in o.learning_curve if p.candidate in ids),
    }
    evidence = conclude(o.model_copy(update=only))
    assert evidence.bars.full == evidence.bars.reduced
    assert evidence.bars.reduction.difference == 0.0
    assert "dimension" not in {r.topic for r in evidence.verdict.reasons}
    assert "30 inputs" not in evidence.verdict.sentence


def test_contrasts_are_differences_split_by_split_with_holm_by_family() -> None:
    o = observations()
    table = ScoreTable(o)
    contrasts = make_contrasts(table, make_bars(table))
    assert {(c.candidate, c.against) for c in contrasts} == {
        (m, a)
        for m in ("kernel", "variational")
        for a in ("bar_full", "bar_reduced", "control", "dummy")
    }
    for against in ("bar_full", "bar_reduced", "control", "dummy"):
        family = [c for c in contrasts if c.against == against]
        assert [c.p_holm for c in family] == holm([c.p for c in family])
    controls = {c.candidate: c for c in contrasts if c.against == "control"}
    assert {c.candidate: c.against_id for c in controls.values()} == {
        "kernel": "kernel-control",
        "variational": "variational-control",
    }
    control = controls["kernel"]
    expected = [
        a - b for a, b in zip(table.scores("kernel"), table.scores("kernel-control"), strict=True)
    ]
    assert control.differences == pytest.approx(expected)


def test_summaries_hold_every_metric_and_stay_in_its_bounds() -> None:
    o = observations({"svm-full": 0.999})
    found = {(s.candidate, s.metric): s for s in summarise(ScoreTable(o))}
    assert len(found) == len(o.candidates) * 4
    top = found["svm-full", "accuracy"]
    assert top.interval is not None
    assert top.interval[1] == 1.0
    assert next(iter(found)) == ("kernel", "accuracy")


def test_a_metric_that_is_undefined_on_some_splits_is_summarised_over_the_others() -> None:
    o = observations()
    results = tuple(
        r.model_copy(update={"scores": {**r.scores, "roc_auc": None}}) if r.fold == 0 else r
        for r in o.results
    )
    summaries = summarise(ScoreTable(o.model_copy(update={"results": results})))
    assert {s.n_splits for s in summaries if s.metric == "roc_auc"} == {8}
    assert {s.n_splits for s in summaries if s.metric == "accuracy"} == {10}


def test_better_is_the_answer_if_any_model_is() -> None:
    # the variational model has the better mean, but only the kernel is steady enough to convince
    o = observations()
    steady = {0: 0.985, 1: 0.985, 2: 0.985, 3: 0.985, 4: 0.99}
    swinging = {0: 0.935, 1: 1.0, 2: 1.0, 3: 1.0, 4: 1.0}
    by_model = {"variational": swinging, "kernel": steady}
    bar = {0: 0.975, 1: 0.975, 2: 0.975, 3: 0.975, 4: 0.98}
    results = tuple(
        r.model_copy(update={"scores": {"accuracy": by_model.get(r.candidate, bar)[r.fold]}})
        for r in o.results
    )
    evidence = conclude(o.model_copy(update={"results": results}))
    table = ScoreTable(evidence)
    assert table.mean("variational") > table.mean("kernel")
    answers = {m.candidate: m.answer for m in evidence.verdict.per_model}
    assert answers == {"kernel": "better", "variational": "undecided"}
    assert (evidence.verdict.answer, evidence.verdict.candidate) == ("better", "kernel")


@pytest.mark.parametrize(
    ("differences", "size", "interval"),
    [
        ((0.04, 0.05, 0.06), "5.0 percentage points better", "1.0 to 9.0 better"),
        ((-0.04, -0.05, -0.06), "5.0 percentage points worse", "1.0 to 9.0 worse"),
        ((0.04, 0.0, 0.02), "2.0 percentage points better", "6.0 worse to 10.0 better"),
        ((0.01, -0.01, 0.0), "neither better nor worse", "4.0 worse to 4.0 better"),
    ],
)
def test_standing_needs_no_signs(differences: tuple[float, ...], size: str, interval: str) -> None:
    o = observations()
    table = ScoreTable(o)
    bars = make_bars(table)
    case = Case(table, bars, {}, table.candidate("kernel"), "undecided")
    # chosen so that the half-width is 4 standard deviations: 4.303 * sqrt(1/3 + 0.5299)
    found = nadeau_bengio(differences, n_train=1.0, n_test=0.5299)
    assert standing(case, found, than="control") == f"{size} than that (95 % interval: {interval})"
    assert standing(case, found, "p = 0.5") == f"{size} (95 % interval: {interval}; p = 0.5)"


def _reasons(evidence: Evidence) -> dict[str, str]:
    return {r.topic: r.sentence for r in evidence.verdict.reasons}


def test_reasons_follow_from_the_numbers() -> None:
    worse = _reasons(conclude(observations()))
    assert "comes with the reduced inputs" in worse["dimension"]
    assert "entanglement is not what helps" in worse["entanglement"]
    assert "not concentrated" in worse["concentration"]
    assert "103\N{NARROW NO-BREAK SPACE}285 entries" in worse["shots"]  # 455 * 454 / 2
    assert "39 million" in worse["shots"]
    assert "power" not in worse
    assert "learning" not in worse

    helped = _reasons(conclude(observations({"kernel": 0.975, "kernel-control": 0.93})))
    assert "entanglement helps" in helped["entanglement"]
    harmed = _reasons(conclude(observations({"kernel": 0.945, "kernel-control": 0.98})))
    assert "entanglement harms" in harmed["entanglement"]

    # not shown to help, but an interval this wide does not show that it is of no use either
    wide = _reasons(conclude(observations({"kernel": 0.944}, noise=0.04)))
    assert "that entanglement helps was not shown" in wide["entanglement"]

    useless = {"kernel": 0.625, "variational": 0.6}
    assert (
        "could not be shown to do better" in _reasons(conclude(observations(useless)))["learning"]
    )

    undecided = _reasons(conclude(observations({"kernel": 0.97}, noise=0.02)))
    assert "would have been found with a probability of at least 0.8" in undecided["power"]
    assert "samples" in undecided["power"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"mean": 0.06, "variance": 0.004}, "is concentrated"),
        ({"mean": 0.97, "variance": 0.0004}, "nearly constant"),
        ({"mean": 0.3, "variance": 0.05}, "not concentrated"),
    ],
)
def test_kernel_concentration_is_judged_against_random_states(
    change: dict[str, float], words: str
) -> None:
    o = observations()
    diagnostics = tuple(
        d.model_copy(update=change) if d.kind == "kernel" else d for d in o.diagnostics
    )
    o = o.model_copy(update={"diagnostics": diagnostics})
    assert words in _reasons(conclude(o))["concentration"]


def test_no_number_of_shots_is_said_so() -> None:
    o = observations()
    diagnostics = tuple(
        d.model_copy(update={"shots_per_entry": None}) if d.kind == "kernel" else d
        for d in o.diagnostics
    )
    o = o.model_copy(update={"diagnostics": diagnostics})
    assert _reasons(conclude(o))["shots"].startswith("No number of shots")


def test_a_variational_model_has_its_own_shots() -> None:
    evidence = conclude(observations({"variational": 0.96, "kernel": 0.93}))
    assert evidence.verdict.candidate == "variational"
    assert "circuit evaluations" in _reasons(evidence)["shots"]


def test_wall_times_are_told_apart_from_the_evidence() -> None:
    evidence = conclude(observations())
    assert "32 s" not in evidence.model_dump_json(exclude={"run"})
    cost = cost_sentence(evidence)
    assert cost is not None
    assert "32 s" in cost
    assert "8.3 times" in cost
    without = evidence.model_copy(update={"run": evidence.run.model_copy(update={"timings": ()})})
    assert cost_sentence(without) is None


@pytest.mark.parametrize("role", ["quantum", "baseline"])
def test_refuses_a_study_without_one_of_the_two_sides(role: str) -> None:
    roles = tuple(r for r in ("quantum", "baseline", "dummy") if r != role)
    with pytest.raises(InputError, match=f"at least one .*{role}"):
        conclude(observations(roles=roles, diagnostics=(), learning_curve=()))


def test_refuses_baselines_without_inner_scores() -> None:
    o = observations()
    results = tuple(r.model_copy(update={"inner_score": None}) for r in o.results)
    with pytest.raises(InputError, match="no inner score on repeat 0, fold 0"):
        conclude(o.model_copy(update={"results": results}))


def test_a_single_split_has_an_answer_without_a_test() -> None:
    o = observations()
    results = tuple(r for r in o.results if (r.repeat, r.fold) == (0, 0))
    evidence = conclude(o.model_copy(update={"results": results}))
    assert evidence.verdict.answer == "undecided"
    assert "one split only" in evidence.verdict.sentence


@settings(max_examples=40, deadline=None)
@given(
    st.floats(0.5, 1.0), st.floats(0.5, 1.0), st.integers(0, 2**32 - 1), st.floats(0.0, 0.2),
    st.sampled_from([(1, 2), (1, 5), (2, 5), (3, 3)]), st.integers(20, 2000), st.booleans(),
)  # fmt: skip
def test_any_scores_have_a_verdict_in_words(
    kernel: float, svm: float, seed: int, noise: float, shape: tuple[int, int], n: int, flag: bool
) -> None:
    o: Observations = observations(
        {"kernel": kernel, "svm-full": svm}, seed=seed, noise=noise, n_repeats=shape[0],
        n_splits=shape[1], n_samples=n, regression=flag,
    )  # fmt: skip
    evidence = conclude(o)
    Evidence.model_validate_json(evidence.model_dump_json())
    texts = [evidence.verdict.sentence, *(r.sentence for r in evidence.verdict.reasons)]
    for text in texts:
        assert not any(word in text for word in WORDS)
