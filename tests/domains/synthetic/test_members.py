"""Members of the suite by name: the published data, their split, a checksum of their content."""

from __future__ import annotations

import numpy as np
import pytest

from qneko.domains import describe, load, names
from qneko.domains.synthetic import SERIES, bowles_suite, member_names
from qneko.errors import InputError


def test_every_member_has_a_name() -> None:
    assert len(member_names()) == len(set(member_names())) == 19 * len(SERIES)
    assert not set(member_names()) & set(names())


def test_a_member_is_the_suites_with_its_split() -> None:
    data = load("synthetic/hidden_manifold_diff/10")
    member = next(m for m in bowles_suite("hidden_manifold_diff") if m.step == 10)
    is_train = (data.parts == "train").to_numpy()
    np.testing.assert_array_equal(data.frame[is_train].to_numpy(), member.X_train)
    np.testing.assert_array_equal(data.frame[~is_train].to_numpy(), member.X_test)
    np.testing.assert_array_equal(data.target[is_train], member.y_train)
    np.testing.assert_array_equal(data.target[~is_train], member.y_test)
    assert (is_train.sum(), (~is_train).sum()) == (240, 60)
    assert data.classes == {-1: 150, 1: 150}


def test_the_checksum_is_that_of_the_content() -> None:
    sums = {load(f"synthetic/{series}/{step}").sha256 for series in SERIES for step in (2, 3)}
    assert len(sums) == 2 * len(SERIES)
    name = "synthetic/two_curves/2"
    assert load(name).sha256 == describe(name).sha256
    info = describe(name)
    assert (info.n_samples, info.n_columns) == (300, 2)
    assert "degree 5" in info.title


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("synthetic/two_curve/3", "did you mean 'synthetic/two_curves'"),
        ("synthetic/two_curves", "has steps 2 to 20, got ''"),
        ("synthetic/two_curves/21", "has steps 2 to 20, got '21'"),
    ],
)
def test_a_name_that_is_none_is_told_what_there_is(name: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        load(name)
    assert "\n" not in str(caught.value)


def test_a_member_has_no_column_to_split_by() -> None:
    with pytest.raises(InputError, match="published split"):
        load("synthetic/two_curves/3", split="y")
