"""predictions.csv in the report: read whole or not at all, shown or left out as asked."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from qneko.studies.evidence._evidence import Evidence
from qneko.studies.evidence._row_columns import plain_name
from qneko.studies.report import export_report, read_rows, render_report, save_figures
from qneko.studies.report._pictures import VIEWS, row_blocks

from .rows_builder import places, rows_of, study, table


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return study()


def _names(evidence: Evidence, content: Any, folder: Path) -> list[str]:
    rows = rows_of(evidence, content, folder)
    return [view.name for view in VIEWS if view.applies(rows)]


def test_without_the_file_the_report_is_what_it_was(evidence: Evidence, tmp_path: Path) -> None:
    assert read_rows(tmp_path, evidence) is None
    assert row_blocks(None) == ()
    assert render_report(evidence, rows=None) == render_report(evidence)


def test_reads_what_was_written(evidence: Evidence, tmp_path: Path) -> None:
    content = table(evidence)
    rows = rows_of(evidence, content, tmp_path)
    assert rows.n_rows == 100
    np.testing.assert_array_equal(rows.truth, content["truth"])
    np.testing.assert_array_equal(rows.best_quantum.said, content[evidence.verdict.candidate])
    assert rows.target == "band gap (eV)"


def test_the_bar_is_the_baseline_that_was_picked_in_each_fold(
    evidence: Evidence, tmp_path: Path
) -> None:
    content = table(evidence)
    bar = rows_of(evidence, content, tmp_path).bar
    picks = {p.fold: p.candidate for p in evidence.bars.full.picks}
    assert len(set(picks.values())) > 1
    expected = [content[picks[fold]][i] for i, fold in enumerate(content["fold"])]
    np.testing.assert_array_equal(bar.said, expected)
    assert bar.spread is None
    for name in set(picks.values()):
        content[f"{name}.sd"] = 0.5
    assert np.array_equal(rows_of(evidence, content, tmp_path).bar.spread, np.full(100, 0.5))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda c: c.iloc[:-1],
        lambda c: c.drop(columns="kernel"),
        lambda c: c.drop(columns="truth"),
        lambda c: c.assign(fold=9),
        lambda c: c.assign(truth="much"),
        lambda c: c.assign(kernel=np.nan),
    ],
    ids=["cut", "no model", "no truth", "other folds", "no number", "no prediction"],
)
def test_a_file_that_is_not_whole_is_not_read(
    spoil: Any, evidence: Evidence, tmp_path: Path
) -> None:
    assert evidence.verdict.candidate == "kernel"
    spoil(table(evidence)).to_csv(tmp_path / "predictions.csv", index=False)
    assert read_rows(tmp_path, evidence) is None


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b'fold,truth\n"1'])
def test_rubbish_is_not_read(content: bytes, evidence: Evidence, tmp_path: Path) -> None:
    (tmp_path / "predictions.csv").write_bytes(content)
    assert read_rows(tmp_path, evidence) is None


def test_classes_of_other_data_are_not_read(tmp_path: Path) -> None:
    evidence = study(regression=False)
    content = table(evidence)
    assert rows_of(evidence, content, tmp_path).classes == ("stable", "unstable")
    content.loc[3, "kernel"] = "else"
    content.to_csv(tmp_path / "predictions.csv", index=False)
    assert read_rows(tmp_path, evidence) is None


def test_class_names_that_look_like_missing_values_stay_names(tmp_path: Path) -> None:
    made = study(regression=False)
    data = made.data.model_copy(update={"classes": {"NA": 60, "1": 40}})
    evidence = made.model_copy(update={"data": data})
    content = table(evidence).replace({"stable": "NA", "unstable": "1"})
    assert rows_of(evidence, content, tmp_path).classes == ("NA", "1")


@pytest.mark.parametrize(
    ("made", "columns", "expected"),
    [
        ({}, {}, ["parity"]),
        ({"regression": False}, {}, ["confusion"]),
        ({}, {"time": np.arange(100)}, ["parity", "series"]),
        ({}, {"time": np.arange(100) // 50}, ["parity"]),
        ({}, {"time": ["some day"] * 100}, ["parity"]),
        ({}, {"time": np.arange(100) // 2, "group": ["a", "b"] * 50}, ["parity", "series"]),
        ({"regression": False}, {"time": np.arange(100)}, ["confusion"]),
        ({}, places(100), ["parity", "places"]),
        ({"regression": False}, places(100), ["confusion", "places"]),
        ({}, {"lat": np.full(100, 91.0), "lon": np.arange(100)}, ["parity"]),
        ({}, {"latitude": np.arange(100) / 2}, ["parity"]),
        ({"regression": False}, {"rA (Ang)": 1.4, "r_B": 0.6, "rX": 1.5},
         ["confusion", "stability"]),
        ({}, {"rA (Ang)": 1.4, "r_B": 0.6, "rX": 1.5}, ["parity"]),
        ({"regression": False}, {"rA": 1.4, "rB": -0.6, "rX": 1.5}, ["confusion"]),
        ({"regression": False}, {"tolerance factor": 0.9, "octahedral_factor": 0.5},
         ["confusion", "stability"]),
        ({"unit": "mHa"}, {"distance (Å)": np.arange(100)}, ["parity", "energies"]),
        # how far it is to the sea is no bond length
        ({"unit": "EUR"}, {"distance": np.arange(100)}, ["parity"]),
    ],
)  # fmt: skip
def test_task_and_columns_say_which_pictures_there_are(
    made: dict[str, Any], columns: dict[str, Any], expected: list[str], tmp_path: Path
) -> None:
    evidence = study(**made)
    assert _names(evidence, table(evidence, columns), tmp_path) == expected


def test_the_name_of_the_data_does_not_say_it(tmp_path: Path) -> None:
    evidence = study(regression=False)
    data = evidence.data.model_copy(update={"name": "materials/perovskite_tau"})
    assert _names(evidence.model_copy(update={"data": data}), table(evidence), tmp_path) == [
        "confusion"
    ]


def test_columns_go_by_their_plain_names() -> None:
    assert plain_name("rA (Ang)") == plain_name("r_A") == "ra"
    assert plain_name("LATITUDE") == plain_name("lat") == "latitude"
    assert plain_name("distance (Å)") == plain_name("distance/Å") == "distance"


@pytest.mark.parametrize("wanted", [True, False])
def test_pictures_are_drawn_unless_the_study_file_says_no(wanted: bool, tmp_path: Path) -> None:
    made = study()
    evidence = made.model_copy(update={"run": made.run.model_copy(update={"pictures": wanted})})
    rows = rows_of(evidence, table(evidence), tmp_path)
    page = render_report(evidence, rows=rows)
    assert ('id="figure-parity"' in page) == wanted
    assert ("What was said of each row" in page) == wanted


def test_every_form_of_the_report_has_them(evidence: Evidence, tmp_path: Path) -> None:
    rows = rows_of(evidence, table(evidence, {**places(100), "time": np.arange(100)}), tmp_path)
    drawn = {"parity", "series", "places"}
    for kind in ("html", "markdown", "json"):
        export_report(evidence, tmp_path, kind, rows=rows)
    page = (tmp_path / "report.html").read_text("utf-8")
    assert drawn <= set(re.findall(r'id="figure-(\w+)"', page))
    written = (tmp_path / "report.md").read_text("utf-8")
    for name in drawn:
        assert f"(figures/{name}.svg)" in written
        assert (tmp_path / "figures" / f"{name}.svg").exists()
    (section,) = [
        s
        for s in json.loads((tmp_path / "report.json").read_text("utf-8"))["sections"]
        if s["name"] == "rows"
    ]
    assert {b["name"] for b in section["blocks"] if b["kind"] == "figure"} == drawn
    pdf = {p.stem for p in save_figures(evidence, tmp_path / "pdf", "pdf", rows)}
    assert drawn <= pdf


@pytest.mark.parametrize("n", [100, 5000])
def test_pictures_are_the_same_every_time_described_and_light(n: int, tmp_path: Path) -> None:
    evidence = study(n)
    columns = {**places(n), "time": np.arange(n)}
    content = table(evidence, columns)
    rows, again = rows_of(evidence, content, tmp_path), rows_of(evidence, content, tmp_path)
    blocks = row_blocks(rows)
    pictures = [b.picture for b in blocks if b.kind == "figure"]
    assert len(pictures) == 3
    same = [b.picture for b in row_blocks(again) if b.kind == "figure"]
    for picture, other in zip(pictures, same, strict=True):
        for narrow in (False, True):
            svg = picture.svg(narrow=narrow)
            assert svg == other.svg(narrow=narrow)
            assert len(svg) < 520_000
            root = ET.fromstring(svg)
            for name in ("title", "desc"):
                element = root.find(f"{{*}}{name}")
                assert element is not None
                assert element.text
            # images lie in the page itself
            for link in re.findall(r'xlink:href="([^"]+)"', svg):
                assert link.startswith(("#", "data:image/png;base64,"))
    # a picture is followed by its numbers
    kinds = [b.kind for b in blocks]
    assert all(kinds[i + 1] in ("table", "tables") for i, k in enumerate(kinds) if k == "figure")


def test_long_names_leave_axes_to_their_units(tmp_path: Path) -> None:
    for unit, expected in (
        ("events", ("Observed (events)", "events")),
        (None, ("Observed", "Value")),
    ):
        evidence = study(target="number of events of magnitude 5.5 and more in a year", unit=unit)
        rows = rows_of(evidence, table(evidence), tmp_path)
        assert (rows.axis("Observed", 42), rows.axis("", 30)) == expected
    short = rows_of(study(), table(study()), tmp_path)
    assert short.axis("Observed", 42) == "Observed band gap (eV)"
