"""Files of models: equal to the last bit, whole or absent, and harmless whoever wrote them."""

from __future__ import annotations

import json
import os
import pickle
import random
import zipfile
from contextlib import suppress
from pathlib import Path

import joblib
import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier
from sklearn.exceptions import InconsistentVersionWarning
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from qneko.circuits import angle_feature_map, zz_feature_map
from qneko.errors import InputError
from qneko.hybrid import get_device
from qneko.models import FidelityKernelClassifier, VariationalRegressor, load, save

RNG = np.random.default_rng(5)
X = RNG.normal(size=(40, 3))
Y = np.array(["low", "high"])[(X[:, 0] * X[:, 1] > 0).astype(int)]


def fitted() -> FidelityKernelClassifier:
    return FidelityKernelClassifier(random_state=np.random.RandomState(3)).fit(X, Y)


def rewrite(path: Path, change) -> None:
    """Change a file's document."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    document = json.loads(members["model.json"])
    document = change(document) or document
    members["model.json"] = json.dumps(document).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def test_a_fitted_model_comes_back_to_the_last_bit(tmp_path: Path) -> None:
    model = fitted()
    model.save(tmp_path / "a.qneko")
    again = load(tmp_path / "a.qneko")
    np.testing.assert_array_equal(again.predict_proba(X), model.predict_proba(X))
    assert again.predict(X).dtype == model.predict(X).dtype
    assert again.random_state.randint(1000) == model.random_state.randint(1000)
    assert again.program_.circuit == model.program_.circuit
    assert again.svm_.get_params() == model.svm_.get_params()
    again.fit(X, Y)


def test_the_same_model_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in "ab":
        save(fitted(), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    load(tmp_path / "a").save(tmp_path / "c")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "c").read_bytes()


def test_pickle_and_joblib_work_too(tmp_path: Path) -> None:
    model = fitted()
    joblib.dump(model, tmp_path / "model.joblib")
    for again in (pickle.loads(pickle.dumps(model)), joblib.load(tmp_path / "model.joblib")):
        np.testing.assert_array_equal(again.predict_proba(X), model.predict_proba(X))


def test_a_pipeline_comes_back(tmp_path: Path) -> None:
    model = make_pipeline(StandardScaler(), PCA(2), VariationalRegressor(max_iter=5))
    model.fit(X, X[:, 0])
    save(model, tmp_path / "p")
    np.testing.assert_array_equal(load(tmp_path / "p").predict(X), model.predict(X))


def test_parameters_of_a_model_that_is_not_fitted(tmp_path: Path) -> None:
    model = FidelityKernelClassifier(bandwidth=0.1, device=get_device("statevector"))
    model.save(tmp_path / "m")
    again = load(tmp_path / "m")
    assert type(again.device) is type(model.device)
    assert {**again.get_params(), "device": 0} == {**model.get_params(), "device": 0}
    assert not hasattr(again, "program_")


def test_functions_are_handed_over_and_circuits_of_ours_are_known(tmp_path: Path) -> None:
    def own(n_features: int, n_layers: int, entanglement: str, bandwidth: float):
        return angle_feature_map(n_features, n_layers, entanglement, bandwidth)

    model = FidelityKernelClassifier(own).fit(X, Y)
    model.save(tmp_path / "m")
    with pytest.raises(InputError, match=r"feature_map is a function .* load\(path, feature_map"):
        load(tmp_path / "m")
    again = load(tmp_path / "m", feature_map=own)
    assert again.feature_map is own
    np.testing.assert_array_equal(again.predict(X), model.predict(X))
    FidelityKernelClassifier(zz_feature_map).save(tmp_path / "m")
    assert load(tmp_path / "m").feature_map is zz_feature_map
    with pytest.raises(InputError, match="takes no function ansatz"):
        load(tmp_path / "m", ansatz=own)


def test_what_no_file_holds_is_refused_and_the_old_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "m"
    save(fitted(), path)
    before = path.read_bytes()
    for model in (RandomForestClassifier(), make_pipeline(StandardScaler(), object())):
        with pytest.raises(InputError, match="Cannot save"):
            save(model, path)
    with pytest.raises(InputError, match="takes a model, got dict"):
        save({}, path)
    with pytest.raises(InputError, match="there is no folder"):
        save(fitted(), tmp_path / "nowhere" / "m")
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["m"]


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "m"
    save(fitted(), path)
    before = path.read_bytes()

    def full(*_):
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        save(FidelityKernelClassifier(), path)
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["m"]


def test_another_version_of_scikit_learn_is_said(tmp_path: Path) -> None:
    save(LogisticRegression().fit(X, Y), tmp_path / "m")

    def older(document) -> None:
        document["model"]["state"]["_sklearn_version"] = "1.0"

    rewrite(tmp_path / "m", older)
    with pytest.warns(InconsistentVersionWarning):
        load(tmp_path / "m")


def _state(document):
    return document["model"]["state"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d.update(format="other"), "not a model file of qneko"),
        (lambda d: d.update(version=99), "version 99.* reads version 1"),
        (lambda d: d.update(model=3), "holds no model, but a int"),
        (lambda d: d["model"].update({"class": "os:system"}), "none of the classes"),
        (lambda d: d["model"].update({"class": "qneko.models.saving._saving:os"}), "none of the"),
        (lambda d: d["model"].update({"class": "qneko.cli._main:main"}), "none of the classes"),
        (lambda d: d["model"].update({"class": "sklearn.tree:DecisionTreeClassifier"}), "none of"),
        (lambda d: d["model"].update(kind="code"), "unknown kind 'code'"),
        (lambda d: _state(d).update(X_fit_={"kind": "array", "number": 99}), "is damaged"),
        (lambda d: _state(d).update(X_fit_={"kind": "array", "number": -1}), "is damaged"),
        (lambda d: _state(d).update(feature_map={"kind": "function", "name": "eval"}), "damaged"),
        (lambda d: _state(d).update(dtype={"kind": "dtype"}), "is damaged: KeyError"),
        (lambda d: _state(d)["svm_"]["state"].update(kernel="rbf"), "vector machine does not fit"),
        (lambda d: _state(d)["svm_"]["state"].update(_dual_coef_=1), "machine does not fit"),
        (lambda d: _state(d)["program_"]["circuit"].update(n_qubits=99), "1 to 30 qubits"),
    ],
)
def test_a_document_that_lies_is_refused_in_a_sentence(tmp_path, change, message: str) -> None:
    save(fitted(), tmp_path / "m")
    rewrite(tmp_path / "m", lambda document: change(document))
    with pytest.raises(InputError, match=message):
        load(tmp_path / "m")


def test_support_vectors_out_of_range_never_reach_the_library(tmp_path: Path) -> None:
    save(fitted(), tmp_path / "m")
    number = []

    def find(document) -> None:
        number.append(document["model"]["state"]["svm_"]["state"]["support_"]["number"])

    rewrite(tmp_path / "m", find)
    with zipfile.ZipFile(tmp_path / "m") as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = f"arrays/{number[0]:05d}.npy"
    members[name] = members[name][:-4] + (10**9).to_bytes(4, "little")
    with zipfile.ZipFile(tmp_path / "m", "w") as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    with pytest.raises(InputError, match="does not fit together"):
        load(tmp_path / "m")


def test_no_file_no_archive_no_pickle(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no file"):
        load(tmp_path / "m")
    (tmp_path / "m").write_bytes(pickle.dumps(fitted()))
    with pytest.raises(InputError, match="not a model file"):
        load(tmp_path / "m")
    with zipfile.ZipFile(tmp_path / "m", "w") as archive:
        archive.writestr("other", "text")
    with pytest.raises(InputError, match=r"has no model\.json"):
        load(tmp_path / "m")
    with zipfile.ZipFile(tmp_path / "m", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("model.json", "{" * 9000)
    with pytest.raises(InputError, match="compressed"):
        load(tmp_path / "m")


def test_damage_anywhere_is_refused_or_harmless(tmp_path: Path) -> None:
    path = tmp_path / "m"
    save(fitted(), path)
    whole = path.read_bytes()
    rng = random.Random(0)
    for _ in range(300):
        damaged = bytearray(whole)
        if rng.random() < 0.3:
            damaged = damaged[: rng.randrange(len(damaged))]
        else:
            for _ in range(rng.choice([1, 20])):
                damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        path.write_bytes(bytes(damaged))
        with suppress(InputError):  # and nothing else
            load(path)


def test_any_branch_cut_from_the_document_is_refused_or_harmless(tmp_path: Path) -> None:
    path = tmp_path / "m"
    save(fitted(), path)
    whole = path.read_bytes()
    rng = random.Random(1)

    def cut(node) -> None:
        while True:
            inner = [k for k, v in _pairs(node) if isinstance(v, (dict, list)) and v]
            if not inner or rng.random() < 0.2:
                break
            node = node[rng.choice(inner)]
        key = rng.choice([k for k, _ in _pairs(node)])
        node[key] = rng.choice([None, -1, 1e9, "x", [], {}, {"kind": "tuple"}])

    for _ in range(200):
        path.write_bytes(whole)
        rewrite(path, cut)
        with suppress(InputError):
            load(path)


def _pairs(node):
    return list(node.items()) if isinstance(node, dict) else list(enumerate(node))
