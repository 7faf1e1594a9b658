"""Tolerance factors, against the published columns and the published accuracy."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from sklearn.base import clone

from qneko.domains import load
from qneko.domains.perovskites import ToleranceFactorClassifier, bartel_tau, goldschmidt_t
from qneko.errors import InputError

NAME = "materials/perovskite_tau"
RADII = ["rA (Ang)", "rB (Ang)", "rX (Ang)"]


@pytest.fixture(scope="module")
def data():
    return load(NAME)


@pytest.fixture(scope="module")
def published():
    return load(NAME, allow_leaks=["tau", "t"]).frame


def test_strontium_titanate_is_a_perovskite_by_both() -> None:
    assert goldschmidt_t(1.44, 0.605, 1.40) == pytest.approx(1.0016, abs=1e-4)
    assert bartel_tau(1.44, 0.605, 1.40, 2) < 4.18


def test_equal_cations_have_no_tau() -> None:
    assert np.isinf(bartel_tau(1.0, 1.0, 1.4, 1))


@pytest.mark.parametrize("column", ["tau", "t"])
def test_the_published_columns_lie_within_the_rounding_of_the_radii(data, published, column):
    radii = data.frame[RADII].to_numpy()
    corners = []
    for step in itertools.product((-0.005, 0.0, 0.005), repeat=3):
        a, b, x = (radii + np.array(step)).T
        tau = column == "tau"
        corners.append(bartel_tau(a, b, x, data.frame["nA"]) if tau else goldschmidt_t(a, b, x))
    low, high = np.min(corners, axis=0) - 0.005, np.max(corners, axis=0) + 0.005
    inside = (published[column] >= low) & (published[column] <= high)
    assert inside.all()


def test_tau_learns_the_published_threshold_and_accuracy(data) -> None:
    train, test = data.parts == "train", data.parts == "test"
    model = ToleranceFactorClassifier().fit(data.frame[train], data.target[train])
    assert model.thresholds_ == pytest.approx([4.18], abs=0.01)
    assert model.score(data.frame[test], data.target[test]) == pytest.approx(0.94, abs=0.005)


def test_goldschmidt_needs_two_thresholds_and_does_worse(data) -> None:
    train, test = data.parts == "train", data.parts == "test"
    tau = ToleranceFactorClassifier().fit(data.frame[train], data.target[train])
    t = ToleranceFactorClassifier("t").fit(data.frame[train], data.target[train])
    # 0.825 < t < 1.059 in the paper, where the tree was grown on the same compounds
    assert t.thresholds_ == pytest.approx([0.825, 1.059], abs=0.01)
    on_test = data.frame[test], data.target[test]
    assert t.score(*on_test) < tau.score(*on_test) - 0.1


@pytest.mark.parametrize("factor", ["tau", "t"])
def test_probabilities_fall_with_the_distance_and_agree_with_labels(data, factor: str) -> None:
    model = ToleranceFactorClassifier(factor).fit(data.frame, data.target)
    shares = model.predict_proba(data.frame)
    np.testing.assert_allclose(shares.sum(axis=1), 1.0)
    is_one = shares[:, list(model.classes_).index("perovskite")]
    radii = data.frame[RADII].to_numpy().T
    value = bartel_tau(*radii, data.frame["nA"]) if factor == "tau" else goldschmidt_t(*radii)
    away = value if factor == "tau" else np.abs(value - model.thresholds_.mean())
    assert (np.diff(is_one[np.argsort(away, kind="stable")]) <= 1e-12).all()
    by_share = model.classes_[shares.argmax(axis=1)]
    assert (by_share == model.predict(data.frame)).mean() > 0.85


def test_labels_may_be_numbers_and_the_model_can_be_cloned(data) -> None:
    y = (data.target == "perovskite").to_numpy(dtype=int)
    model = clone(ToleranceFactorClassifier("t")).fit(data.frame, y)
    assert set(model.predict(data.frame)) == {0, 1}


def test_an_unknown_factor_is_refused(data) -> None:
    with pytest.raises(InputError, match="factor must be 'tau' or 't', got 'tolerance'"):
        ToleranceFactorClassifier("tolerance").fit(data.frame, data.target)
