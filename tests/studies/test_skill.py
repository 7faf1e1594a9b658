"""Skill against reference forecasts, from scores that are put in."""

from __future__ import annotations

import pytest

from qneko.studies.evidence._evidence import Observations
from qneko.studies.statistics._bars import ScoreTable
from qneko.studies.statistics._skill import make_skills

from .evidence_builder import observations


def scored(errors: dict[str, list[float]]) -> ScoreTable:
    """Return a study of four splits, in which some candidates have these errors."""
    made = observations(regression=True, n_repeats=1, n_splits=4)
    renamed = {"logistic-full": "persistence.raw", "svm-full": "climatology.raw"}

    def named(record):
        return record.model_copy(
            update={"candidate": renamed.get(record.candidate, record.candidate)}
        )

    candidates = [c.model_copy(update={"id": renamed.get(c.id, c.id)}) for c in made.candidates]
    results = []
    for result in map(named, made.results):
        if result.candidate in errors:
            scores = {**result.scores, "rmse": errors[result.candidate][result.fold]}
            result = result.model_copy(update={"scores": scores})
        results.append(result)
    changed = {"candidates": candidates, "results": results, "learning_curve": ()}
    return ScoreTable(Observations(**{**dict(made), **changed}))


def test_skill_is_the_share_of_the_squared_error_that_is_avoided() -> None:
    table = scored({"kernel": [1.0, 1.0, 2.0, 1.0], "persistence.raw": [2.0, 2.0, 2.0, 1.0]})
    found = {(s.candidate, s.against): s for s in make_skills(table)}
    mine = found["kernel", "persistence.raw"]
    assert mine.by_split == (0.75, 0.75, 0.0, 0.0)
    assert mine.skill == pytest.approx(0.375)
    assert mine.metric == "rmse"
    assert ("persistence.raw", "climatology.raw") in found
    assert ("persistence.raw", "persistence.raw") not in found


def test_against_a_reference_without_error_there_is_no_skill() -> None:
    table = scored(
        {"persistence.raw": [0.0, 0.0, 0.0, 0.0], "climatology.raw": [0.0, 1.0, 1.0, 1.0]}
    )
    found = {(s.candidate, s.against): s for s in make_skills(table)}
    assert ("kernel", "persistence.raw") not in found
    assert found["kernel", "climatology.raw"].by_split[0] is None
    assert None not in found["kernel", "climatology.raw"].by_split[1:]


def test_no_interval_is_better_than_perfect() -> None:
    table = scored({"kernel": [0.0, 0.0, 0.0, 3.0], "climatology.raw": [3.0, 3.0, 3.0, 3.0]})
    found = {(s.candidate, s.against): s for s in make_skills(table)}
    interval = found["kernel", "climatology.raw"].interval
    assert interval is not None
    assert interval[1] == 1.0


def test_without_references_there_is_nothing_to_say() -> None:
    assert make_skills(ScoreTable(observations(regression=True))) == ()
