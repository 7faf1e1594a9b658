"""`encode`: what it makes, where the old columns go, and that no row looks at another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from qneko.domains import Dataset, encode, load, make_encoder, read_table
from qneko.errors import InputError

N = 40


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    random = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "month": random.integers(1, 13, N),
            "when": pd.date_range("2024-01-01", periods=N, freq="9D").strftime("%Y-%m-%d"),
            "lat": random.uniform(-80, 80, N).round(3),
            "lon": random.uniform(-180, 180, N).round(3),
            "alloy": [f"Fe0.{90 - k}C0.{10 + k}" for k in range(N)],
            "molecule": random.choice(["CCO", "CCN", "c1ccccc1", "CC(=O)O"], N),
            **{f"nm{900 + k}": random.normal(size=N).round(4) for k in range(12)},
            "y": random.normal(size=N).round(4),
        }
    )
    path = tmp_path_factory.mktemp("encode") / "table.csv"
    frame.to_csv(path, index=False)
    return read_table(path, "y", formula="alloy", smiles="molecule")


ALL = {
    "cyclic": {"month": 12, "when": "year"},
    "geographic": ["lat", "lon"],
    "spectra": "nm*",
    "formulas": ["fractions", "statistics"],
    "molecules": ["descriptors", "fingerprints", "count_fingerprints"],
}


def test_everything_at_once(table: Dataset) -> None:
    found = encode(table, **ALL)
    width = 2 + 2 + 3 + 12 + 2 + 126 + 31 + 1024 + 1024
    assert found.frame.shape == (N, width)
    assert found.frame.columns.is_unique
    assert not {"month", "lat", "lon"} & set(found.frame)
    assert not found.frame["nm900"].equals(table.frame["nm900"])
    assert list(found.context) == ["when", "month", "lat", "lon", "alloy", "molecule"]
    assert found.raw.shape == (N, width + 6)
    assert len(found.encodings) == 9
    assert found.encodings[:3] == (
        "'month' as sine and cosine of a period of 12",
        "'when' as sine and cosine of the year",
        "'lat' and 'lon' as a point on the unit sphere",
    )
    assert not any("has to be encoded" in note for note in found.notes)
    assert any("has to be encoded" in note for note in table.notes)


def test_rows_are_encoded_alike_alone_and_among_others(table: Dataset) -> None:
    rows = [3, 17, 30]
    among, alone = encode(table, **ALL).take(rows).frame, encode(table.take(rows), **ALL).frame
    assert set(alone) == set(among)
    np.testing.assert_allclose(alone[among.columns], among, rtol=1e-12, atol=1e-12)


def test_what_is_not_asked_for_stays(table: Dataset) -> None:
    assert encode(table) is table
    found = encode(table, cyclic={"month": 12})
    pd.testing.assert_frame_equal(
        found.frame.drop(columns=["month (sin)", "month (cos)"]), table.frame.drop(columns="month")
    )
    assert found.smiles is table.smiles


def test_names_that_are_taken_already_do_not_clash(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "C,alloy,y\n" + "\n".join(f"{k % 7},Fe0.{90 - k}C0.{10 + k},{k}" for k in range(30))
    )
    found = encode(read_table(path, "y", formula="alloy"), formulas=["fractions"])
    assert list(found.frame) == ["C", "C (encoded)", "Fe"]


@pytest.mark.parametrize("reduce", ["pca", "pls", "select", "mutual_information", "none"])
def test_nothing_of_test_rows_reaches_the_encoding_of_training_rows(table, reduce) -> None:
    """Other test rows and other test targets change nothing in what the training rows become."""
    train, test = np.arange(25), np.arange(25, N)
    random = np.random.default_rng(1)
    before = encode(table, **ALL)
    frame = table.frame.copy()
    frame.loc[test, "month"] = 7.0
    frame.loc[test, "lat"] = 0.0
    frame.loc[test, "nm905"] *= 1000.0
    # an element and a molecule that no training row has
    formulas, smiles = table.formulas.copy(), table.smiles.copy()
    formulas.loc[test], smiles.loc[test] = "UO2", "ClC(Cl)Cl"
    after = encode(replace(table, frame=frame, formulas=formulas, smiles=smiles), **ALL)
    y = table.target.to_numpy()
    mixed = y.copy()
    mixed[test] = random.permutation(y[test]) * 100.0

    def training(data: Dataset, target: np.ndarray) -> np.ndarray:
        encoder = make_encoder(data.frame, 3, reduce=reduce, task="regression")
        return encoder.fit_transform(data.frame.iloc[train], target[train])

    a, b = training(before, y), training(after, mixed)
    if reduce == "none":  # all columns, which stand in another order after a new element
        a, b = np.sort(a, axis=1), np.sort(b, axis=1)
    np.testing.assert_allclose(np.abs(a), np.abs(b), rtol=1e-7, atol=1e-7)


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"cyclic": {"mnth": 12}}, r"cyclic: .*no column 'mnth' \(did you mean 'month'\?\)"),
        ({"cyclic": {"when": 12}}, "cyclic: 'when' holds dates"),
        ({"geographic": ["lat"]}, "geographic: two columns are expected"),
        ({"geographic": ["lat", "lat"]}, "has no column 'lat' left"),
        ({"geographic": ["month", "lon"], "cyclic": {"month": 12}}, "has no column 'month' left"),
        ({"spectra": "cm*"}, "spectra: no column begins with 'cm'"),
    ],
)
def test_wrong_columns(table: Dataset, how, message) -> None:
    with pytest.raises(InputError, match=message) as caught:
        encode(table, **how)
    assert "\n" not in str(caught.value)


def test_tables_without_formulas_or_molecules() -> None:
    wdbc = load("biomedicine/wdbc")
    with pytest.raises(InputError, match="has no column of chemical formulas"):
        encode(wdbc, formulas=["fractions"])
    with pytest.raises(InputError, match="has no column of SMILES"):
        encode(wdbc, molecules=["descriptors"])


def test_dates_of_the_times_column_and_only_as_iso_8601_has_them(tmp_path: Path) -> None:
    def written(form: str) -> Path:
        days = pd.date_range("2024-01-01", periods=30, freq="7D")
        rows = [f"{day.strftime(form)},{k * k % 7},{k % 11}.5" for k, day in enumerate(days)]
        path = tmp_path / "dates.csv"
        path.write_text("\n".join(["day,x,y", *rows]))
        return path

    found = encode(read_table(written("%Y-%m-%d"), "y", time="day"), cyclic={"day": "year"})
    assert found.frame["day (cos)"][0] == 1.0
    assert found.times is not None
    with pytest.raises(InputError, match=r"or a column of dates \(2024-05-31\)"):
        encode(read_table(written("%d.%m.%Y"), "y"), cyclic={"day": "year"})
