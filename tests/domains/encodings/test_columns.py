"""Cycles, places and spectra: known values, no row that looks at another, one sentence if wrong."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.signal import savgol_filter

from qneko.domains import cyclic_features, geographic_features, spectrum_features
from qneko.domains.encodings._axis import axis_columns
from qneko.errors import InputError


def test_march_is_a_quarter_of_a_turn_and_december_meets_january() -> None:
    months = cyclic_features(pd.Series(np.arange(1.0, 14.0), name="month"), 12.0)
    assert list(months.columns) == ["month (sin)", "month (cos)"]
    np.testing.assert_allclose(months.iloc[2], [1.0, 0.0], atol=1e-15)
    np.testing.assert_array_equal(months.iloc[0], months.iloc[12])
    steps = np.linalg.norm(np.diff(months, axis=0), axis=1)
    np.testing.assert_allclose(steps, 2.0 * np.sin(np.pi / 12.0))


@pytest.mark.parametrize(
    ("period", "when", "turn"),
    [
        ("year", "2023-01-01", 0.0),
        ("year", "2024-07-02", 183.0 / 366.0),  # a leap year
        ("week", "2024-05-30T12:00", 3.5 / 7.0),  # Thursday noon
        ("day", "2024-05-30T06:00", 0.25),
    ],
)
def test_dates_by_the_calendar(period: str, when: str, turn: float) -> None:
    dates = pd.Series(pd.to_datetime([when, None], utc=True), name="when")
    found = cyclic_features(dates, period)
    expected = [np.sin(2.0 * np.pi * turn), np.cos(2.0 * np.pi * turn)]
    np.testing.assert_allclose(found.iloc[0], expected, atol=1e-12)
    assert found.iloc[1].isna().all()


def test_large_angles_keep_their_digits() -> None:
    found = cyclic_features(pd.Series([90.0, 90.0 + 360.0 * 2**40], name="angle"), 360)
    np.testing.assert_array_equal(found.iloc[0], found.iloc[1])


@pytest.mark.parametrize(
    ("values", "period", "message"),
    [
        ([1.0], 0.0, "positive number is expected as period, got 0"),
        ([1.0], float("nan"), "positive number is expected as period"),
        ([1.0], True, "positive number is expected as period"),
        ([1.0], "year", "'x' holds no dates"),
        (pd.to_datetime(["2024-01-01"]), 12.0, "'x' holds dates, so the period is 'year'"),
        (pd.to_datetime(["2024-01-01"]), "month", "'year', 'week' or 'day' is expected as period"),
        (["May"], 12.0, "'x' holds words"),
    ],
)
def test_wrong_cycles(values, period, message) -> None:
    with pytest.raises(InputError, match=message):
        cyclic_features(pd.Series(values, name="x"), period)


def test_straight_distances_on_the_sphere_follow_from_angles() -> None:
    latitude = pd.Series([35.68, 37.77, 0.0, 0.0])  # Tokyo, San Francisco, 179 east and west
    longitude = pd.Series([139.69, -122.42, 179.0, -179.0])
    found = geographic_features(latitude, longitude).to_numpy()
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1.0)
    angle = 2.0 * np.arcsin(np.linalg.norm(found[0] - found[1]) / 2.0)
    assert angle * 6371.0 == pytest.approx(8270.0, rel=0.005)  # kilometres
    assert np.rad2deg(2.0 * np.arcsin(np.linalg.norm(found[2] - found[3]) / 2.0)) == pytest.approx(
        2.0
    )
    east = geographic_features(pd.Series([10.0]), pd.Series([237.58]))
    west = geographic_features(pd.Series([10.0]), pd.Series([-122.42]))
    np.testing.assert_allclose(east, west, atol=1e-15)


def test_a_place_with_half_its_coordinates_is_missing() -> None:
    found = geographic_features(pd.Series([np.nan, 1.0]), pd.Series([2.0, np.nan]))
    assert found.isna().all(axis=None)


@pytest.mark.parametrize(
    ("latitude", "longitude", "message"),
    [
        ([139.7], [35.7], r"latitude from -90 to 90 .* 'lat', got 139.7 in row 1: check the order"),
        ([1.0, 2.0], [0.0, 361.0], r"longitude from -180 to 360 .* got 361 in row 2"),
        (["north"], [1.0], "'lat' holds words"),
    ],
)
def test_wrong_places(latitude, longitude, message) -> None:
    with pytest.raises(InputError, match=message):
        geographic_features(pd.Series(latitude, name="lat"), pd.Series(longitude, name="lon"))


def spectra(n_rows: int = 6, n_points: int = 40) -> pd.DataFrame:
    random = np.random.default_rng(0)
    columns = [f"nm{700 + 2 * k}" for k in range(n_points)]
    return pd.DataFrame(random.normal(size=(n_rows, n_points)).cumsum(axis=1), columns=columns)


def test_the_standard_normal_variate_takes_out_scale_and_offset() -> None:
    plain = spectra()
    found = spectrum_features(plain, ["snv"])
    np.testing.assert_allclose(found.mean(axis=1), 0.0, atol=1e-12)
    np.testing.assert_allclose(found.std(axis=1, ddof=1), 1.0)
    np.testing.assert_allclose(spectrum_features(3.0 * plain + 7.0, ["snv"]), found, atol=1e-10)


def test_the_derivative_is_savitzky_and_golays_and_takes_out_an_offset() -> None:
    plain = spectra()
    found = spectrum_features(plain, ["derivative"])
    np.testing.assert_array_equal(found, savgol_filter(plain, 11, 2, deriv=1, axis=1))
    line = pd.DataFrame([np.arange(7.0) * 2.0])  # fewer points than the window
    np.testing.assert_allclose(spectrum_features(line, ["derivative"]), 2.0)


def test_fourier_amplitudes_do_not_see_where_a_wave_begins() -> None:
    plain = spectra(n_points=32)
    shifted = pd.DataFrame(np.roll(plain, 5, axis=1), columns=plain.columns)
    found = spectrum_features(plain, ["fourier"])
    assert list(found.columns[:2]) == ["0 cycles", "1 cycles"]
    assert found.shape == (6, 17)
    np.testing.assert_allclose(spectrum_features(shifted, ["fourier"]), found, atol=1e-12)


@pytest.mark.parametrize("steps", [["snv", "derivative"], ["derivative", "snv", "fourier"], []])
def test_a_spectrum_is_the_same_whatever_others_there_are(steps) -> None:
    plain = spectra()
    alone = pd.concat([spectrum_features(plain.iloc[[k]], steps) for k in range(len(plain))])
    np.testing.assert_allclose(spectrum_features(plain, steps), alone, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(
    ("change", "steps", "message"),
    [
        (lambda s: s.iloc[:, :4], ["snv"], "at least 5 points .* got 4"),
        (lambda s: s.mask(s == s.iloc[2, 3]), ["snv"], "row 3 has none in 'nm706' .1 gaps in all"),
        (lambda s: s * 0.0 + 3.0, ["snv"], "row 1 is the same at every point"),
        (lambda s: s.assign(nm700="high"), ["snv"], "'nm700' has words"),
        (lambda s: s, ["fourier", "snv"], "each step is expected once, and 'fourier' last"),
        (lambda s: s, ["snv", "snv"], "each step is expected once"),
        (lambda s: s, ["msc"], "steps are of snv, derivative, fourier, got 'msc'"),
    ],
)
def test_wrong_spectra(change, steps, message) -> None:
    with pytest.raises(InputError, match=message):
        spectrum_features(change(spectra()), steps)


def test_columns_of_an_axis_by_prefix_and_by_list() -> None:
    columns = ["id", "nm900", "nm902", "nm904.5", "y"]
    assert axis_columns("nm*", columns) == ["nm900", "nm902", "nm904.5"]
    assert axis_columns(["nm904.5", "nm902"], columns) == ["nm904.5", "nm902"]
    assert axis_columns(["id", "y"], columns) == ["id", "y"]  # no numbers to go by


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("nm", "begin with and a star"),
        ("n*m*", "begin with and a star"),
        ("cm*", "no column begins with 'cm'"),
        (["nm1", "nm10", "nm2"], "neither rise nor fall"),
        (["nm1", "nm3"], r"no column 'nm3' \(did you mean"),
        (["nm1", "nm1"], "each column is expected once"),
    ],
)
def test_wrong_axes(asked, message) -> None:
    with pytest.raises(InputError, match=message):
        axis_columns(asked, ["nm1", "nm10", "nm2"])
