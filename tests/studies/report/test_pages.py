"""Whole pages with pictures of rows: from a run, in a browser, on paper."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from qneko.cli._app import app
from qneko.studies import run_study
from qneko.studies.report import Rows, render_report

from ...browser import DARK, NARROW, audit, print_to_pdf, words_of
from ..small import STUDY as LARGER
from ..small import lay_out, make_table
from .rows_builder import places, rows_of, study, table

STUDY = LARGER.replace(', "variational"', "").replace("n_repeats = 2", "n_repeats = 1")


@pytest.fixture(scope="module")
def many_pictures(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    folder = tmp_path_factory.mktemp("rows")
    evidence = study(unit="mHa", target="energy")
    columns = {
        **places(100),
        "time": np.tile(np.arange(50), 2),
        "group": np.repeat(["a", "b"], 50),
        "distance": np.linspace(0.5, 3.0, 100),
    }
    return rows_of(evidence, table(evidence, columns), folder)


def test_a_run_draws_the_rows_that_it_kept(tmp_path: Path) -> None:
    content = make_table()
    content["lat"] = np.linspace(-20.0, 40.0, len(content))
    content["lon"] = np.linspace(100.0, 180.0, len(content))
    result = run_study(lay_out(tmp_path, STUDY, content), n_workers=0, runs_dir=tmp_path / "runs")
    kept = pd.read_csv(result.folder / "predictions.csv")
    np.testing.assert_allclose(kept.sort_values("row")["lat"], content["lat"])
    assert "b" not in kept  # features that no picture shows stay out
    page = result.report_path.read_text("utf-8")
    assert {"confusion", "places"} <= set(re.findall(r'id="figure-(\w+)"', page))
    # written again from the folder it is the same
    done = CliRunner().invoke(app, ["report", str(result.folder)])
    assert done.exit_code == 0
    assert result.report_path.read_text("utf-8") == page
    # as it is without the file, as in older runs
    (result.folder / "predictions.csv").unlink()
    assert CliRunner().invoke(app, ["report", str(result.folder)]).exit_code == 0
    assert result.report_path.read_text("utf-8") == render_report(result.evidence)


def test_the_study_file_can_leave_them_out(tmp_path: Path) -> None:
    quiet = run_study(
        lay_out(tmp_path, STUDY + "[report]\npictures = false\n"),
        n_workers=0,
        runs_dir=tmp_path / "runs",
    )
    assert "figure-confusion" not in quiet.report_path.read_text("utf-8")
    assert (quiet.folder / "predictions.csv").exists()
    assert quiet.evidence.run.pictures is False


@pytest.mark.parametrize("how", ["", DARK, NARROW], ids=["plain", "dark", "narrow"])
def test_axe_finds_no_barrier(how: str, many_pictures: Rows, tmp_path: Path) -> None:
    page = render_report(many_pictures.evidence, rows=many_pictures)
    found = audit(page, tmp_path, *filter(None, [how]))
    assert found.violations == ()
    assert {"color-contrast", "svg-img-alt"} <= found.passes


def test_prints_on_a4_and_nothing_is_cut(many_pictures: Rows, tmp_path: Path) -> None:
    page = render_report(many_pictures.evidence, rows=many_pictures)
    words = words_of(print_to_pdf(page, tmp_path))
    margin, width = 15.0 / 25.4 * 72.0, 595.0
    assert [w for w in words if w.left < margin - 2.0 or w.right > width - margin + 2.0] == []
    text = " ".join(w.text for w in words)
    for shown in ("Predicted against observed", "chemical accuracy", "Bond length"):
        assert shown in text
