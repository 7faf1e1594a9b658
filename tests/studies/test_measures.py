"""How numbers are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qneko.studies.words._measures import (
    MEASURES,
    NumberStyle,
    fixed,
    many,
    measure_of,
    p_value,
    roughly,
    significant,
)

SHARE = NumberStyle(MEASURES["accuracy"])
ERROR = NumberStyle(MEASURES["rmse"], "eV")
AREA = NumberStyle(MEASURES["roc_auc"], "eV")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (SHARE.score(0.95432, 0.007), "95.4 %"),
        (SHARE.score(0.95432, 0.0004), "95.43 %"),
        (SHARE.score(0.95432, 0.2), "95.4 %"),
        (SHARE.score(0.95432), "95.4 %"),
        (SHARE.difference(-0.0262, 0.007), "−2.6 percentage points"),
        (SHARE.difference(0.0262, 0.007), "+2.6 percentage points"),
        (SHARE.amount(-0.0262, 0.007), "2.6 percentage points"),
        (SHARE.interval((-0.04, 0.01), 0.007, sign=True), "−4.0 to +1.0"),
        (SHARE.difference(-0.00001, 0.007), "0.0 percentage points"),
        (ERROR.score(0.48432, 0.021), "0.484 eV"),
        (ERROR.score(0.48432, 0.06), "0.48 eV"),
        (ERROR.score(89.54, 12.0), "90 eV"),
        (ERROR.score(89.54), "89.5 eV"),
        (ERROR.difference(-0.05, 0.02), "−0.050 eV"),
        (AREA.score(0.98765, 0.008), "0.988"),
        (fixed(-0.04, 1), "0.0"),
        (significant(0.0), "0"),
        (significant(1234.5), "1234"),
        (significant(1.3e-7), "1.30 × 10⁻⁷"),
        (significant(-2.5e9, 2), "−2.5 × 10⁹"),
        (p_value(0.00004), "p < 0.001"),
        (p_value(0.0344), "p = 0.034"),
        (p_value(0.0999), "p = 0.10"),
        (p_value(0.4567), "p = 0.46"),
        (many(950), "950"),
        (many(103285), "103\N{NARROW NO-BREAK SPACE}285"),
        (many(3.17e9), "3.2 billion"),
        (many(2e18), "2.0 × 10¹⁸"),
        (many(roughly(12345)), "13\N{NARROW NO-BREAK SPACE}000"),
        (many(roughly(0)), "0"),
    ],
)
def test_numbers_are_written_as_people_write_them(written: str, expected: str) -> None:
    assert written == expected


@given(st.floats(1e-9, 1e12))
def test_rough_numbers_are_never_too_small(count: float) -> None:
    assert count * (1 - 1e-9) <= roughly(count) <= 1.1 * count * (1 + 1e-9)


def test_an_unknown_metric_goes_by_its_own_name() -> None:
    unknown = measure_of("mean_pinball_loss", greater_is_better=False)
    assert unknown.label == "mean pinball loss"
    assert not unknown.greater_is_better
    assert NumberStyle(unknown, "eV").score(1.25, 0.1) == "1.25"
