"""Shipped data sets in studies: leaks only by name and in bold, kinds that no study can ask."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qneko.domains import Dataset, names
from qneko.errors import InputError
from qneko.studies import load_dataset, parse_spec
from qneko.studies.report import render_report
from qneko.studies.verdict._verdict import conclude

from .evidence_builder import observations

PEROVSKITES = "materials/perovskite_tau"


def data(**table: Any) -> Dataset:
    return load_dataset(parse_spec({"study": {"name": "s", "seed": 1}, "data": table}), Path())


def test_a_known_leak_is_no_feature_unless_it_is_named() -> None:
    assert "tau" not in data(name=PEROVSKITES).frame
    leaky = data(name=PEROVSKITES, allow_leaks=["tau"])
    assert "tau" in leaky.frame
    assert "t" not in leaky.frame
    assert leaky.notes[0].startswith("Warning: known leak: 'tau'")


def test_what_is_no_known_leak_is_refused() -> None:
    with pytest.raises(InputError, match="allow_leaks: 'rA' is no known leak"):
        data(name=PEROVSKITES, allow_leaks=["rA"])
    with pytest.raises(InputError, match="allow_leaks only beside name"):
        data(path="my.csv", target="y", allow_leaks=["x"])
    with pytest.raises(InputError, match="'x' is no known leak of 'synthetic/linearly_separable/2"):
        data(name="synthetic/linearly_separable/2", allow_leaks=["x"])


def test_the_report_prints_a_leak_in_bold_beside_the_verdict() -> None:
    notes = data(name=PEROVSKITES, allow_leaks=["tau"]).notes
    made = observations()
    warned = made.data.model_copy(update={"notes": ("Warning: two rows look alike.", *notes)})
    page = render_report(conclude(observations(data=warned)))
    beside = page.split('<p class="sentence">', 1)[1].split("</section>", 1)[0]
    assert "<li><strong>Warning: known leak: &#39;tau&#39; is a feature on request" in beside
    assert "<li>Warning: two rows look alike." in beside
    assert "known leak" not in render_report(conclude(made))


@pytest.mark.parametrize("name", names("table") + names("graphs") + names("structures"))
def test_every_row_becomes_numbers_or_categories(name: str) -> None:
    dataset = data(name=name)
    assert dataset.n_columns > 0
    kinds = {str(dtype) for dtype in dataset.frame.dtypes}
    assert kinds <= {"float64", "category"}


def test_formulas_alone_cannot_be_left_out() -> None:
    study = {"name": "s", "seed": 1}
    table = {"name": "materials/matbench_steels"}
    spec = parse_spec({"study": study, "data": table, "encoding": {"formulas": []}})
    with pytest.raises(InputError, match="encoding: .* has formulas or molecules and no column of"):
        load_dataset(spec, Path())
