"""The law of Gutenberg and Richter, on magnitudes whose b is known."""

from __future__ import annotations

import numpy as np
import pytest

from qneko.domains import load
from qneko.domains.seismology import b_value, magnitude_of_completeness
from qneko.errors import InputError


def _magnitudes(b: float, n: int, seed: int, *, rounded: bool = True) -> np.ndarray:
    """Draw magnitudes of the bins from 2.0 on, whose first bin begins at 1.95."""
    first = 1.95 if rounded else 2.0
    drawn = first + np.random.default_rng(seed).exponential(1.0 / (b * np.log(10.0)), size=n)
    return np.round(drawn, 1) if rounded else drawn


@pytest.mark.parametrize("b", [0.7, 1.0, 1.4])
@pytest.mark.parametrize("rounded", [True, False])
def test_finds_the_b_that_was_put_in(b: float, rounded: bool) -> None:
    found = b_value(
        _magnitudes(b, 20_000, 1, rounded=rounded), 2.0, bin_width=0.1 if rounded else 0.0
    )
    # the correction for rounding leaves (b ln 10 * 0.1)**2 / 12
    bias = b * (0.1 * b * np.log(10.0)) ** 2 / 12.0 if rounded else 0.0
    assert abs(found.b + bias - b) < 3.5 * found.standard_error
    assert found.n_events == 20_000
    # Aki's own error is b / sqrt(n)
    assert found.standard_error == pytest.approx(b / np.sqrt(20_000), rel=0.05)


def test_without_the_correction_b_is_far_too_small() -> None:
    magnitudes = _magnitudes(1.0, 20_000, 2)
    assert b_value(magnitudes, 2.0, bin_width=0.0).b > 1.1
    assert b_value(magnitudes, 2.0).b == pytest.approx(1.0, abs=0.03)


def test_the_standard_error_is_the_spread_of_many_catalogues() -> None:
    found = [b_value(_magnitudes(1.0, 400, seed), 2.0) for seed in range(400)]
    spread = np.std([f.b for f in found])
    assert np.mean([f.standard_error for f in found]) == pytest.approx(spread, rel=0.12)


def test_by_hand() -> None:
    found = b_value([3.0, 3.2, 3.4, 2.0], 3.0)
    assert found.b == pytest.approx(np.log10(np.e) / (3.2 - 2.95))
    # ln 10 b**2 sqrt(sum (m - mean)**2 / (n (n - 1))), the event below completeness left out
    assert found.standard_error == pytest.approx(np.log(10) * found.b**2 * np.sqrt(0.08 / 6))
    assert found.n_events == 3


def test_the_shipped_catalogue_has_a_b_of_one() -> None:
    magnitudes = load("environment/usgs_m55_1965_2016").frame["magnitude"]
    for least in (5.5, 6.0, 6.5):
        found = b_value(magnitudes, least)
        assert found.b == pytest.approx(1.0, abs=0.1)


def test_completeness_is_where_small_events_begin_to_be_missed() -> None:
    magnitudes = _magnitudes(1.0, 30_000, 3)
    random = np.random.default_rng(4)
    # of bins below 2.6 ever fewer were seen
    seen = random.random(len(magnitudes)) < np.clip(10.0 ** (2.0 * (magnitudes - 2.6)), 0, 1)
    observed = magnitudes[seen]
    assert magnitude_of_completeness(observed, correction=0.0) == 2.6
    least = magnitude_of_completeness(observed)
    assert least == 2.8
    assert b_value(observed, least).b == pytest.approx(1.0, abs=0.05)
    assert b_value(observed, 2.0).b < 0.8


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: b_value([5.0, 5.0, 5.0], 5.0), "needs two or more magnitudes from 5 on"),
        (lambda: b_value([4.0, 4.1], 5.0), "got 0 of them"),
        (lambda: b_value([4.0, np.nan], 3.0), "finite numbers"),
        (lambda: b_value([4.0, 5.0], 3.0, bin_width=-1.0), "bin_width must be 0 or more"),
        (lambda: magnitude_of_completeness([]), "at least one magnitude"),
        (lambda: magnitude_of_completeness([1.0], bin_width=0.0), "bin_width must be above 0"),
    ],
)
def test_refuses_in_one_sentence(call: object, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        call()  # type: ignore[operator]
    assert "\n" not in str(caught.value)
