"""What holds for each public estimator, so that a new one cannot be forgotten."""

from __future__ import annotations

import inspect

import pytest

from .contract import declared_cases, public_estimators

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
