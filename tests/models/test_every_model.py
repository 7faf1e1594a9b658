"""What holds for each public estimator, so that a new one cannot be forgotten."""

from __future__ import annotations

import inspect
import pickle
from pathlib import Path

import numpy as np
import pytest
from sklearn.base import BaseEstimator, clone, is_classifier

from qneko.models import load, save

from .contract import declared_cases, public_estimators

RNG = np.random.default_rng(17)
X = np.abs(RNG.normal(size=(24, 3)))
OTHERS = np.abs(RNG.normal(size=(6, 3)))
OUTPUTS = ("predict", "predict_proba", "decision_function", "transform", "score_samples", "sample")
each_case = pytest.mark.parametrize("case", declared_cases(), ids=repr)
each_model = pytest.mark.parametrize("kind", public_estimators(), ids=lambda kind: kind.__name__)


@each_model
def test_is_held_to_the_contract_of_scikit_learn(kind) -> None:
    assert any(type(case) is kind for case in declared_cases())


@each_model
def test_names_its_source_and_shows_an_example(kind) -> None:
    text = inspect.getdoc(kind)
    for section in ("Parameters", "Attributes", "References", "Examples"):
        assert f"\n{section}\n" in text, section


@each_model
def test_can_name_its_control(kind) -> None:
    model = kind()
    control = model.control()
    assert control is not model
    assert control.get_params(deep=False) != model.get_params(deep=False) or (
        type(control) is not kind
    )


def outputs(model: BaseEstimator) -> dict[str, bytes]:
    """Return all that a fitted model says of other samples, bit by bit."""
    found = {}
    for name in OUTPUTS:
        if hasattr(model, name):
            said = model.sample(4) if name == "sample" else getattr(model, name)(OTHERS)
            found[name] = np.asarray(said).tobytes()
    return found


@pytest.mark.filterwarnings("ignore")  # of models that are cut short: not the matter here
@each_case
def test_comes_back_from_a_file_and_from_pickle_to_the_last_bit(case, tmp_path: Path) -> None:
    model = clone(case)
    if "random_state" in model.get_params():
        model.set_params(random_state=3)
    model.fit(X, np.arange(24) % 2 if is_classifier(model) else X[:, 0])
    said = outputs(model)
    save(model, tmp_path / "model")
    for again in (load(tmp_path / "model"), pickle.loads(pickle.dumps(model))):
        assert outputs(again) == said
        assert repr(again) == repr(model)
    assert said or hasattr(model, "labels_")
