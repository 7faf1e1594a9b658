"""The shipped data sets: files, sizes, known values, licences, no leaks among the features."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.svm import SVC

from qneko.domains import (
    Dataset,
    EventCatalogue,
    GraphDataset,
    HamiltonianDataset,
    SeriesDataset,
    StructureDataset,
    _registry,
    composition,
    describe,
    load,
    make_encoder,
    names,
)
from qneko.errors import InputError

TABLES = names("table")
#: 500 columns take seconds: read each set once where nothing is changed
read = cache(load)
TYPES = {
    "table": Dataset,
    "series": SeriesDataset,
    "graphs": GraphDataset,
    "structures": StructureDataset,
    "events": EventCatalogue,
    "hamiltonians": HamiltonianDataset,
}
#: What must stand in the text of a licence.
PHRASES = {
    "MIT": "Permission is hereby granted, free of charge",
    "MIT AND CC-BY-4.0": "Permission is hereby granted, free of charge",
    "CC-BY-4.0": "Creative Commons Attribution 4.0 International",
    "PDDL-1.0": "Public Domain Dedication",
    "ODC-By-1.0": "ODC Attribution License",
    "Artistic-2.0": "The Artistic License 2.0",
    "Apache-2.0": "Apache License",
    "LicenseRef-US-Gov-PD": "ublic domain",
}


def size(data) -> tuple[int, int]:
    match data:
        case Dataset():
            return data.n_samples, data.n_columns
        case SeriesDataset():
            return data.n_times, data.n_channels
        case GraphDataset():
            return data.n_graphs, max(len(matrix) for matrix in data.adjacency)
        case StructureDataset():
            return data.atomic_numbers.shape
        case EventCatalogue():
            return data.n_events, data.frame.shape[1]
        case HamiltonianDataset():
            return data.energies.shape


@pytest.mark.parametrize("name", names())
def test_metadata_agrees_with_the_files(name):
    info, data = describe(name), read(name)
    assert type(data) is TYPES[info.kind]
    assert size(data) == (info.n_samples, info.n_columns)
    assert (data.name, data.sha256, data.licence) == (name, info.sha256, info.licence)
    assert data.source == info.origin
    assert info.doi in data.source
    assert data.bars == info.bars
    folder = files("qneko.domains").joinpath(name)
    for file, sha256 in {info.file: info.sha256, **info.more_files}.items():
        content = folder.joinpath(file).read_bytes()
        assert hashlib.sha256(content).hexdigest() == sha256
        assert len(content) < 2**20
    # nothing lies there that no checksum covers
    known = {info.file, *info.more_files, "dataset.toml", "LICENSE.txt"}
    assert {path.name for path in folder.iterdir()} == known


@pytest.mark.parametrize("name", names())
def test_licence_text_lies_beside_the_files(name):
    text = files("qneko.domains").joinpath(name, "LICENSE.txt").read_text(encoding="utf-8")
    licence = describe(name).licence
    assert f"SPDX: {licence}" in text
    assert PHRASES[licence] in text


@pytest.mark.parametrize("name", TABLES)
def test_tables_are_ready_to_be_asked(name):
    info, data = describe(name), read(name)
    assert (data.target_name, data.task, data.units) == (info.target, info.task, info.units)
    assert not data.target.isna().any()
    assert (data.classes is None) == (data.task == "regression")
    if info.classes:
        assert set(data.classes) == set(info.classes.values())
    if info.positive is not None:
        assert data.positive in data.classes
    if data.task == "regression":
        assert data.units
    for values in (data.groups, data.times, data.parts, data.smiles, data.formulas):
        assert values is None or (len(values) == data.n_samples and not values.isna().any())


@pytest.mark.parametrize("name", names())
def test_no_leak_is_among_the_features(name):
    info, data = describe(name), read(name)
    shown = set(data.channels if isinstance(data, SeriesDataset) else getattr(data, "frame", ()))
    assert not shown & set(info.leaks)
    assert not any("known leak" in note for note in data.notes)
    told = [note for note in data.notes if note.startswith("Left out, for they tell the answer")]
    assert len(told) == bool(info.leaks)
    assert all(repr(leak) in told[0] and why in told[0] for leak, why in info.leaks.items())


@pytest.mark.parametrize("name", [name for name in names() if describe(name).leaks])
def test_a_leak_is_let_in_by_name_only_and_said_first(name):
    leak, *others = describe(name).leaks
    data = load(name, allow_leaks=[leak])
    shown = data.channels if isinstance(data, SeriesDataset) else list(data.frame)
    assert leak in shown
    assert not set(others) & set(shown)
    assert data.notes[0].startswith(f"Warning: known leak: {leak!r} is a feature on request")


def test_what_is_no_known_leak_cannot_be_let_in():
    with pytest.raises(InputError, match=r"'Tau' is no known leak .* \(did you mean 'tau'\?\)"):
        load("materials/perovskite_tau", allow_leaks=["Tau"])
    with pytest.raises(InputError, match=r"'age' is no known leak of .* \(none\)"):
        load("biomedicine/heart_cleveland", allow_leaks=["age"])


def test_roles_of_columns_are_for_tables():
    with pytest.raises(InputError, match="holds series, which have no columns for group"):
        load("environment/elnino_sst", group="YEAR")


def test_wdbc_is_scikit_learns_table_with_malignant_for_0():
    data, reference = load("biomedicine/wdbc"), load_breast_cancer()
    np.testing.assert_array_equal(data.frame.to_numpy(), reference.data)
    assert list(data.frame.columns) == list(reference.feature_names)
    np.testing.assert_array_equal(
        data.target.to_numpy(), reference.target_names.astype(object)[reference.target]
    )
    assert data.classes == {"benign": 357, "malignant": 212}


def test_heart_has_six_missing_cells_written_with_a_question_mark():
    data = load("biomedicine/heart_cleveland")
    missing = data.frame.isna().sum()
    assert missing[missing > 0].to_dict() == {"major vessels colored": 4, "thal": 2}
    assert data.classes == {"absent": 164, "present": 139}
    assert any("6 cells without a value" in note and "'?'" in note for note in data.notes)
    first = data.frame.iloc[0]
    assert (first["age"], first["gender"], first["thal"]) == (63.0, "male", "fixed defect")


def test_esol_keeps_two_names_of_a_molecule_together():
    data = load("biomedicine/esol")
    assert data.groups.nunique() == 1117
    pairs = data.groups[data.groups.duplicated(keep=False)]
    assert len(pairs) == 22
    assert (data.groups == "DDD").sum() == 2
    assert data.smiles.str.strip().equals(data.smiles)
    assert data.smiles.iloc[1] == "Cc1occc1C(=O)Nc2ccccc2"
    assert data.frame["Molecular Weight"].iloc[1] == pytest.approx(201.225)
    assert data.target.iloc[1] == -3.3
    assert data.units == "log10(mol/L)"


def test_gene_expression_keeps_copies_of_a_row_together():
    data = read("biomedicine/tissue_gene_expression")
    assert data.groups.nunique() == 185
    copied = data.groups.duplicated()
    assert data.frame.duplicated().equals(copied)
    assert data.classes["placenta"] == 6


def test_perovskites_have_the_published_split_and_words_for_plus_and_minus_one():
    data = load("materials/perovskite_tau")
    assert data.parts.value_counts().to_dict() == {"train": 460, "test": 116}
    assert data.classes == {"not a perovskite": 263, "perovskite": 313}
    assert list(data.frame) == ["nA", "nB", "nX", "rA (Ang)", "rB (Ang)", "rX (Ang)"]
    assert data.formulas.iloc[0] == "AgBrO3"
    assert data.frame.iloc[0].tolist() == [1, 5, -2, 1.28, 0.31, 1.4]
    # another split replaces the registered one, whose words mean nothing there
    other = load("materials/perovskite_tau", split="nA")
    assert set(other.parts) == {"1", "2", "3", "4", "5"}


def test_compositions_that_are_equal_share_a_group():
    data = load("materials/matbench_expt_gap")
    assert (data.units, data.n_columns) == ("eV", 0)
    group = dict(zip(data.formulas, data.groups, strict=True))
    assert group["Cu1.8S1"] == group["Cu9S5"]
    assert data.groups.nunique() == 4601
    assert data.target.max() == 11.7


def test_steels_are_read_as_formulas():
    data = load("materials/matbench_steels")
    assert data.units == "MPa"
    first = composition(data.formulas.iloc[0])
    assert (first["Fe"], first["Nb"], data.target.iloc[0]) == (0.62, 6.16e-05, 2411.5)
    assert len({symbol for f in data.formulas for symbol in composition(f)}) == 14


def test_tsunamis_are_definite_or_doubtful_and_from_earthquakes():
    data = load("environment/ncei_tsunami_events")
    assert data.classes == {"no": 636, "yes": 764}
    assert list(data.frame) == ["LATITUDE", "LONGITUDE", "EQ_MAGNITUDE", "EQ_DEPTH"]
    assert data.frame["EQ_DEPTH"].isna().sum() == 670
    with_year = load("environment/ncei_tsunami_events", allow_leaks=["YEAR"])
    strongest = with_year.frame["EQ_MAGNITUDE"].idxmax()  # Chile
    assert with_year.frame.loc[strongest, ["YEAR", "EQ_MAGNITUDE"]].tolist() == [1960, 9.5]
    assert with_year.target[strongest] == "yes"


@pytest.mark.parametrize(
    ("name", "model", "n_features", "published"),
    [
        ("biomedicine/wdbc", SVC(), None, 0.977),
        ("biomedicine/wdbc", SVC(), 4, 0.954),
        ("biomedicine/heart_cleveland", LogisticRegression(max_iter=5000), None, 0.832),
        ("biomedicine/heart_cleveland", SVC(), 6, 0.852),
    ],
)
def test_published_bars_are_reached(name, model, n_features, published):
    data = load(name)
    pipeline = make_pipeline(make_encoder(data.frame, n_features), model)
    scores = cross_val_score(pipeline, data.frame, data.target, cv=StratifiedKFold(5))
    # binomial standard error of one pass over the data
    error = np.sqrt(published * (1 - published) / data.n_samples)
    assert scores.mean() == pytest.approx(published, abs=error)
    assert published in {bar.score for bar in data.bars}


def test_a_bar_reads_as_a_clause():
    bar = describe("biomedicine/mutag").bars[0]
    assert str(bar).startswith("support vector machine on the Weisfeiler-Lehman kernel, 3 rounds: ")
    assert "accuracy 0.846 ± 0.056 (" in str(bar)


def test_unknown_name_is_refused_with_the_nearest():
    with pytest.raises(InputError, match=r"no data set 'wdbc' \(did you mean 'biomedicine/wdbc'"):
        load("wdbc")
    with pytest.raises(InputError, match=r"no data set 'biomedicine/wdbd' \(did you mean"):
        describe("biomedicine/wdbd")
    with pytest.raises(InputError, match="choose one of 'biomedicine/ecg_mitbih208'"):
        load("zzz")


def test_a_changed_file_is_refused(tmp_path, monkeypatch):
    source = _registry._folders()["biomedicine/wdbc"]
    for file in source.iterdir():
        tmp_path.joinpath(file.name).write_bytes(file.read_bytes())
    monkeypatch.setattr(_registry, "_folders", lambda: {"biomedicine/wdbc": tmp_path})
    assert load("biomedicine/wdbc").n_samples == 569
    table = tmp_path / "wdbc.csv"
    table.write_bytes(table.read_bytes().replace(b"17.99", b"17.98", 1))
    expected = hashlib.sha256(table.read_bytes()).hexdigest()[:12]
    with pytest.raises(InputError, match=f"checksum {expected}…"):
        load("biomedicine/wdbc")


def test_names_by_kind():
    assert {kind: len(names(kind)) for kind in TYPES} == {
        "table": 8, "series": 6, "graphs": 1, "structures": 1, "events": 1, "hamiltonians": 1,
    }  # fmt: skip
    assert isinstance(load(names("table")[0]).frame, pd.DataFrame)


def test_page_on_data_has_every_set_with_size_licence_and_leaks():
    page = Path(__file__).parents[2].joinpath("docs", "data.md").read_text(encoding="utf-8")
    for name in names():
        info = describe(name)
        (row,) = [line for line in page.splitlines() if line.startswith(f"| `{name}`: ")]
        assert info.title in row
        assert f"| {info.n_samples:,} " in row
        assert row.endswith(f"| {info.licence} |")
        assert all(f"`{leak}`" in row for leak in info.leaks)
        scores = [b.score for b in info.bars if "leak" not in b.model and b.model != "the mean"]
        assert all(f" {score:g}" in row for score in scores)
