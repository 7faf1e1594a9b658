"""evidence.json: written whole, read back equal, refused in one sentence, described by a schema."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from qneko.errors import InputError
from qneko.studies.evidence._document import (
    fingerprint,
    json_schema,
    load_evidence,
    save_evidence,
    write_atomically,
)
from qneko.studies.evidence._evidence import Evidence, Observations, Result
from qneko.studies.verdict._verdict import conclude

from .evidence_builder import observations, run


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return conclude(observations())


def test_reads_back_what_it_wrote(evidence: Evidence, tmp_path: Path) -> None:
    path = save_evidence(evidence, tmp_path / "new" / "evidence.json")
    again = load_evidence(path)
    assert again == evidence
    assert fingerprint(again) == fingerprint(evidence)
    assert save_evidence(again, tmp_path / "copy.json").read_bytes() == path.read_bytes()


def test_the_run_stands_last_and_alone_differs(evidence: Evidence) -> None:
    content = json.loads(evidence.model_dump_json())
    assert list(content)[-1] == "run"
    later = evidence.model_copy(update={"run": run(evidence.candidates, wall_s=1.0)})
    assert later != evidence
    assert fingerprint(later) == fingerprint(evidence)


def test_numpy_numbers_become_plain_ones() -> None:
    o = observations()
    r = o.results[0]
    scores = {"accuracy": np.float64(0.1) + np.float64(0.2)}
    made = Result(**{**dict(r), "scores": scores})
    assert "0.30000000000000004" in made.model_dump_json()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "Cannot read the evidence .* No such file"),
        ("{", "is not JSON"),
        ("[]", "has evidence schema None"),
        ('{"schema_version": "99"}', "has evidence schema '99', this qneko reads '1'"),
        ('{"schema_version": "1"}', "does not fit its schema at qneko_version"),
    ],
)
def test_refuses_in_one_sentence(text: str | None, message: str, tmp_path: Path) -> None:
    path = tmp_path / "evidence.json"
    if text is not None:
        path.write_text(text)
    with pytest.raises(InputError, match=message) as caught:
        load_evidence(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda o: {"results": o.results[:-1]}, "one result for every outer split"),
        (lambda o: {"results": (*o.results, o.results[0])}, "one result for every outer split"),
        (lambda o: {"candidates": (*o.candidates, o.candidates[0])}, "must be unique"),
        (lambda o: {"candidates": o.candidates[1:]}, "unknown candidate"),
        (
            lambda o: {
                "results": (
                    o.results[0].model_copy(update={"scores": {"accuracy": None}}),
                    *o.results[1:],
                )
            },
            "no score for the primary metric",
        ),
        (
            lambda o: {
                "diagnostics": (o.diagnostics[0].model_copy(update={"candidate": "ghost"}),)
            },
            "'ghost' is named",
        ),
        (lambda o: {"surprise": 1}, "Extra inputs are not permitted"),
    ],
)
def test_observations_hold_what_statistics_rest_on(change: object, message: str) -> None:
    o = observations()
    with pytest.raises(ValidationError, match=message):
        Observations(**{**dict(o), **change(o)})  # type: ignore[operator]


def test_neither_nan_nor_infinity_gets_in() -> None:
    o = observations()
    for bad in (float("nan"), float("inf")):
        with pytest.raises(ValidationError, match="finite"):
            Result(**{**dict(o.results[0]), "scores": {"accuracy": bad}})


def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "page.html"
    write_atomically(path, "old")

    def refuse(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.replace", refuse)
    with pytest.raises(OSError, match="disk full"):
        write_atomically(path, "new")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["page.html"]


def test_the_committed_schema_is_current() -> None:
    committed = files("qneko.studies").joinpath("evidence.schema.json").read_text("utf-8")
    assert json.loads(committed) == json.loads(json.dumps(json_schema())), (
        "run: python -m qneko.studies.evidence._document > src/qneko/studies/evidence.schema.json"
    )


def test_every_field_of_the_schema_is_in_the_documentation() -> None:
    text = (Path(__file__).parents[2] / "docs" / "evidence.md").read_text("utf-8")
    schema = json_schema()
    documented = set(re.findall(r"`([a-z_0-9]+)`", text))
    fields = set(schema["properties"])
    for part in schema["$defs"].values():
        fields |= set(part.get("properties", ()))
    assert fields - documented == set()
