"""Peaks of waves: how high, how late."""

from __future__ import annotations

import numpy as np
import pytest

from qneko.domains.forecasting import peak_error
from qneko.errors import InputError


def test_a_wave_that_is_forecast_late_and_low_is_late_and_low():
    times = np.arange(0.0, 3600.0, 60.0)
    wave = np.exp(-(((times - 1200) / 300) ** 2))
    late = 0.8 * np.exp(-(((times - 1500) / 300) ** 2))
    found = peak_error(times, wave, late)
    assert (found.height, found.time) == (1.0, 1200.0)
    assert (found.forecast_height, found.forecast_time) == (0.8, 1500.0)
    assert found.height_error == pytest.approx(-0.2)
    assert found.time_error == 300.0


def test_the_order_of_the_rows_is_that_of_time():
    times = np.array([3.0, 1.0, 2.0, 0.0])
    found = peak_error(times, [5.0, 5.0, 1.0, 0.0], [0.0, 2.0, 2.0, 1.0])
    assert found.time == 1.0  # of equal values the first in time
    assert found.forecast_time == 1.0


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (([0.0, 1.0], [1.0], [1.0, 2.0]), "one number for each of the same rows"),
        (([], [], []), "one number for each of the same rows"),
        (([0.0], [np.nan], [1.0]), "finite numbers are expected"),
    ],
)
def test_what_is_no_wave_is_refused(columns, message):
    with pytest.raises(InputError, match=message):
        peak_error(*columns)
