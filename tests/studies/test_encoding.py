"""Encodings in studies: one small study of each kind, what it says, and what it depends on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import RidgeCV
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline

from qneko.domains import make_encoder
from qneko.errors import InputError
from qneko.studies import Plan, StudyResult, load_dataset, make_plan, parse_spec, run_study
from qneko.studies.report import render_report

RMSE = "neg_root_mean_squared_error"
QUICK = {
    "models": {"quantum": ["fidelity_kernel"], "baselines": ["linear"], "surrogates": False},
    "protocol": {"n_splits": 2, "n_repeats": 1, "inner_splits": 2, "n_trials": 1},
}


def plan(folder: Path, data: dict[str, Any], **encoding: Any) -> Plan:
    study = {"name": "small", "seed": 1}
    spec = parse_spec({"study": study, "data": data, "encoding": encoding, **QUICK})
    return make_plan(spec, load_dataset(spec, folder))


def run(folder: Path, data: dict[str, Any], **encoding: Any) -> StudyResult:
    return run_study(plan(folder, data, **encoding), runs_dir=folder, n_workers=0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a table that has something of everything."""
    random = np.random.default_rng(0)
    n, at = 60, np.arange(20)
    month = random.integers(1, 13, n)
    height = random.uniform(0.5, 1.5, n)
    peak = height[:, None] * np.exp(-0.1 * (at - 10.0) ** 2) + random.normal(size=(n, 1))
    carbon = random.uniform(0.01, 0.2, n).round(3)
    table = pd.DataFrame(
        {
            "month": month,
            "latitude": random.uniform(-60, 60, n).round(2),
            "longitude": random.uniform(-180, 180, n).round(2),
            **{f"nm{900 + 2 * k}": peak[:, k].round(4) for k in at},
            "alloy": [f"Fe{1 - c:.3f}C{c:.3f}" for c in carbon],
            "molecule": random.choice(["CCO", "CCCO", "CCCCO", "CCN", "c1ccccc1O"], n),
            "y": (np.cos(month * np.pi / 6) + height + 5 * carbon).round(4),
        }
    )
    place = tmp_path_factory.mktemp("encoding")
    table.to_csv(place / "table.csv", index=False)
    return place


OWN = {"path": "table.csv", "target": "y"}
DROP = {"drop": ["alloy", "molecule"]}
COLUMNS = {"cyclic": {"month": 12}, "geographic": ["latitude", "longitude"], "spectra": "nm*"}
KINDS = {
    "columns": ({**OWN, **DROP}, {**COLUMNS, "reduce": "pls"}),
    "formulas": ({**OWN, "drop": ["molecule"], "formula": "alloy"}, {"formulas": "statistics"}),
    "molecules": ({**OWN, "drop": ["alloy"], "smiles": "molecule"}, {"reduce": "select"}),
    "graphs": ({"name": "biomedicine/mutag", "max_rows": 40}, {"reduce": "mutual_information"}),
    "structures": ({"name": "materials/qm7", "max_rows": 40}, {"structures": "coulomb_matrix"}),
}
SAID = {
    "columns": "'month' as sine and cosine of a period of 12; 'latitude' and 'longitude' as a "
    "point on the unit sphere; 20 points of 'nm900' to 'nm938': standard normal variate, then "
    "Savitzky-Golay first derivative",
    "formulas": "'alloy' as 126 statistics of its elements (mendeleev",
    "molecules": "'molecule' as 31 descriptors (RDKit",
    "graphs": "each graph as its numbers of nodes and edges, by degree and label, the 30 largest",
    "structures": "each molecule as the upper half of its Coulomb matrix",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_small_study_of_each_kind(folder: Path, kind: str) -> None:
    data, encoding = KINDS[kind]
    evidence = run(folder, data, **encoding).evidence
    protocol = evidence.protocol
    said = f"Each row was encoded by itself, before any split: {'; '.join(protocol.encodings)}."
    assert SAID[kind] in said
    assert said in protocol.sentences
    assert evidence.verdict.sentence
    page = render_report(evidence)
    words = {
        "pca": "4 principal components",
        "pls": "4 latent variables of partial least squares",
        "select": "the 4 columns with the largest F-statistics",
        "mutual_information": "the 4 columns with the largest mutual information with the target",
    }
    assert words[protocol.reduction] in page
    assert ("principal component" in page) == (protocol.reduction == "pca")


def test_season_makes_a_difference_that_months_as_numbers_cannot(folder: Path) -> None:
    """The target follows the cosine of the month: a linear model needs it as such."""

    def error(**encoding: Any) -> float:
        data = plan(folder, {**OWN, **DROP}, **encoding).dataset
        model = make_pipeline(make_encoder(data.frame, None), RidgeCV())
        return -float(cross_val_score(model, data.frame, data.target, scoring=RMSE).mean())

    assert error(cyclic={"month": 12}) < 0.7 * error()


def test_none_gives_each_column_a_qubit(folder: Path) -> None:
    few = {**OWN, "drop": ["alloy", "molecule", *(f"nm{900 + 2 * k}" for k in range(20))]}
    whole = plan(folder, few, reduce="none")
    assert (whole.protocol.n_features, whole.protocol.n_encoded) == (3, 3)
    assert whole.protocol.inputs == "all 3 encoded columns"
    with pytest.raises(InputError, match="keeps all 3 encoded columns, got 2; leave one"):
        plan(folder, few, reduce="none", n_features=2)
    with pytest.raises(InputError, match=r'"none" gives each of the 23 encoded columns a qubit'):
        plan(folder, {**OWN, **DROP}, reduce="none")


def test_tasks_and_protocol_depend_on_the_encoding(folder: Path) -> None:
    data = {**OWN, "formula": "alloy", "smiles": "molecule"}
    ways: list[dict[str, Any]] = [
        {},
        {"reduce": "pls"},
        {"cyclic": {"month": 12}},
        {"cyclic": {"month": 24}},
        {"geographic": ["latitude", "longitude"]},
        {"spectra": "nm*"},
        {"spectra": "nm*", "spectrum_steps": ["fourier"]},
        {"formulas": ["statistics"]},
        {"molecules": []},
    ]
    plans = [plan(folder, data, **way) for way in ways]
    for of in ("digest", "protocol_sha256", "folder_name"):
        assert len({getattr(p, of) for p in plans}) == len(ways)
    assert plan(folder, data, cyclic={"month": 12.0}).digest == plans[2].digest


def test_what_happens_where_nothing_is_said(folder: Path) -> None:
    def encodings(data: dict[str, Any], **encoding: Any) -> list[str]:
        return [e.split(" (")[0] for e in plan(folder, data, **encoding).protocol.encodings]

    named = {**OWN, "formula": "alloy", "smiles": "molecule"}
    assert encodings(named) == [
        "'alloy' as fractions of 2 elements",
        "'molecule' as 31 descriptors",
    ]
    assert encodings(named, molecules=[]) == ["'alloy' as fractions of 2 elements"]
    # molecules of a shipped table that has columns of its own are left as they are
    assert encodings({"name": "biomedicine/esol"}) == []
    assert encodings({"name": "biomedicine/esol"}, molecules="descriptors") == [
        "'smiles' as 31 descriptors"
    ]


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("reduce", "umap", r"encoding.reduce: expected 'pca', 'pls', 'select', .* got 'umap'"),
        ("cyclic", {"month": 0}, r"encoding.cyclic: expected a positive number as the period of"),
        ("cyclic", {"month": "month"}, r"or for dates 'year', 'week' or 'day', got 'month'"),
        ("cyclic", 12, r"encoding.cyclic: expected a table such as"),
        ("geographic", ["latitude"], r"encoding.geographic: expected two columns"),
        ("geographic", ["a", "a"], r"encoding.geographic: expected two columns"),
        ("spectra", "nm", r"encoding.spectra: expected what the columns begin with and a star"),
        ("spectra", [1], r"encoding.spectra: expected a list of columns"),
        ("spectrum_steps", ["msc"], r"spectrum_steps: there is no 'msc'; known: \"snv\", "),
        ("formulas", "magpie", r"encoding.formulas: there is no 'magpie'; known: \"fractions\", "),
        ("molecules", ["descriptors"] * 2, r"encoding.molecules: expected each name once"),
        ("graphs", [], r"encoding.graphs: expected at least one of"),
        ("structures", 3, r"encoding.structures: expected a name or a list of names"),
    ],
)
def test_wrong_keys(folder: Path, key: str, value: Any, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        plan(folder, OWN, **{key: value})
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("encoding", "message"),
    [
        ({"cyclic": {"mnth": 12}}, r"encoding: cyclic: .* no column 'mnth' \(did you mean 'month'"),
        ({"molecules": ["descriptors"]}, "encoding: molecules: .* has no column of SMILES"),
        ({"geographic": ["longitude", "latitude"]}, "encoding: geographic: .* check the order"),
    ],
)
def test_keys_that_do_not_fit_the_table(folder: Path, encoding: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        plan(folder, {**OWN, **DROP}, **encoding)


def test_columns_of_shipped_tables_are_known() -> None:
    data = {"name": "biomedicine/esol", "smiles": "smiles"}
    with pytest.raises(InputError, match="expected smiles only beside path"):
        parse_spec({"study": {"name": "s", "seed": 1}, "data": data})
