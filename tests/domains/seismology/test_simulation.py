"""Simulated catalogues follow the law that they were made by."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from qneko.domains.seismology import b_value, simulate_catalogue
from qneko.domains.seismology._simulation import branching_ratio
from qneko.errors import InputError

ETAS = {"productivity": 0.15, "alpha": 1.5, "c": 0.01, "p": 1.5}


def test_a_poisson_catalogue_has_the_rate_and_the_b_that_were_asked_for() -> None:
    made = simulate_catalogue(20_000, rate=0.5, b=0.9, random_state=0)
    assert made.n_events == pytest.approx(10_000, abs=4 * 100)
    found = b_value(made.frame["magnitude"], 5.0, bin_width=0.0)
    assert found.b == pytest.approx(0.9, abs=4 * found.standard_error)
    gaps = made.frame["time"].diff().dropna() / pd.Timedelta(days=1)
    # exponential: the standard deviation is the mean
    assert gaps.std() / gaps.mean() == pytest.approx(1.0, abs=0.05)


def test_aftershocks_multiply_the_background_by_the_branching_ratio() -> None:
    ratio = branching_ratio(1.0, (5.0, 8.0), 0.15, 1.5)
    beta, width = np.log(10.0), 3.0
    x = np.linspace(0, width, 200_001)
    density = beta * np.exp(-beta * x) / (1 - np.exp(-beta * width))
    assert ratio == pytest.approx(0.15 * np.trapezoid(density * np.exp(1.5 * x), x), rel=1e-6)
    made = [simulate_catalogue(4000, rate=0.5, random_state=s, **ETAS).n_events for s in range(20)]
    assert np.mean(made) == pytest.approx(2000 / (1 - ratio), rel=0.1)
    clustered = simulate_catalogue(4000, rate=0.5, random_state=0, **ETAS).frame["time"]
    gaps = clustered.diff().dropna() / pd.Timedelta(days=1)
    assert gaps.std() / gaps.mean() > 1.3


def test_the_branching_ratio_where_alpha_is_beta() -> None:
    beta = np.log(10.0)
    expected = 0.1 * beta * 3.0 / (1 - np.exp(-3 * beta))
    assert branching_ratio(1.0, (5.0, 8.0), 0.1, beta) == pytest.approx(expected)


def test_the_seed_says_all_and_events_are_in_order() -> None:
    one, same, other = (
        simulate_catalogue(500, random_state=seed, **ETAS).frame for seed in (1, 1, 2)
    )
    pd.testing.assert_frame_equal(one, same)
    assert not one.equals(other)
    assert one["time"].is_monotonic_increasing
    assert one["time"].max() < pd.Timestamp("2000-01-01", tz="UTC") + pd.Timedelta(days=500)


def test_a_catalogue_that_never_ends_is_refused() -> None:
    with pytest.raises(InputError, match="below 1 are needed for an end"):
        simulate_catalogue(100, productivity=1.0)
    with pytest.raises(InputError, match="p above 1"):
        simulate_catalogue(100, p=0.9)
