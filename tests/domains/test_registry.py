"""The shipped data sets: right file, right numbers, and the published bars reached."""

from __future__ import annotations

import hashlib
from importlib.resources import files

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.svm import SVC

from qneko.domains import _registry, describe, load, make_encoder, names
from qneko.errors import InputError


@pytest.mark.parametrize("name", names())
def test_metadata_agrees_with_the_file(name):
    info, data = describe(name), load(name)
    assert (data.n_samples, data.n_columns) == (info.n_samples, info.n_columns)
    assert data.target_name == info.target
    assert data.task == info.task
    assert data.sha256 == info.sha256
    assert data.licence == info.licence
    assert info.doi in data.source
    assert set(data.classes) == set(info.classes.values())
    assert data.positive in data.classes
    assert not data.target.isna().any()


@pytest.mark.parametrize("name", names())
def test_licence_text_lies_beside_the_file(name):
    text = files("qneko.domains").joinpath(name, "LICENSE.txt").read_text(encoding="utf-8")
    assert f"SPDX: {describe(name).licence}" in text
    assert len(text) > 10_000


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


def test_unknown_name_is_refused_with_the_nearest():
    with pytest.raises(InputError, match=r"no data set 'wdbc' \(did you mean 'biomedicine/wdbc'"):
        load("wdbc")
    with pytest.raises(InputError, match=r"no data set 'biomedicine/wdbd' \(did you mean"):
        describe("biomedicine/wdbd")
    with pytest.raises(InputError, match="choose one of 'biomedicine/heart_cleveland'"):
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
