"""Shipped data that are no tables: units, known values, traps handled, what belongs together."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from qneko.domains import load, load_molecule, names
from qneko.domains._isomorphism import equal_graphs


@pytest.mark.parametrize("name", names("series"))
def test_series_are_regular_and_every_channel_has_a_unit_and_a_group(name):
    data = load(name)
    assert data.values.shape == (data.n_times, data.n_channels)
    assert len(data.channels) == len(data.units) == len(data.groups)
    assert len(set(data.channels)) == data.n_channels
    assert all(data.units)
    assert data.times.is_monotonic_increasing
    if isinstance(data.times, pd.DatetimeIndex):
        assert data.times.freqstr == data.frequency
    else:
        np.testing.assert_allclose(np.diff(data.times), data.times[1] - data.times[0])
    assert data.target_channels
    assert set(data.positions) <= set(data.groups)
    assert data.frame().shape == data.values.shape


def test_elnino_is_in_the_order_of_months():
    data = load("environment/elnino_sst")
    frame = data.frame()["Niño 1+2"]
    assert (frame["1950-01-01"], frame["1950-12-01"], frame["2010-12-01"]) == (23.11, 21.8, 22.07)
    assert data.units == ("°C",)
    # the sea off Peru is warmest in March
    assert frame.groupby(frame.index.month).mean().idxmax() == 3


def test_carbon_dioxide_is_the_mean_and_not_the_flags():
    data = load("environment/mauna_loa_co2")
    assert data.channels == ("average",)
    assert data.units == ("ppm",)
    assert data.times[0] == pd.Timestamp("1958-03-01")
    assert data.values[0, 0] == 315.71
    assert data.values.min() > 300


def test_two_sources_of_temperature_are_two_columns():
    data = load("environment/global_temp")
    frame = data.frame()
    assert frame["gcag"].iloc[0] == -0.6746
    assert frame["GISTEMP"].first_valid_index() == pd.Timestamp("1880-01-01")
    assert frame["GISTEMP"].notna().sum() == 1728
    assert frame["gcag"].notna().sum() == 2095


def test_weather_belongs_to_cities():
    data = load("environment/era5_cities")
    frame = data.frame()
    assert set(data.groups) == {"Halifax", "Montréal", "Iqaluit", "Saskatoon", "Victoria"}
    assert data.units[data.channels.index("Iqaluit tas")] == "K"
    assert frame["Halifax tas"].iloc[0] == pytest.approx(277.5557, abs=1e-3)
    assert (frame["Iqaluit tasmin"] <= frame["Iqaluit tas"]).all()
    assert (frame["Iqaluit tas"] <= frame["Iqaluit tasmax"]).all()
    assert data.positions["Iqaluit"] == (63.75, pytest.approx(-68.4))
    # Iqaluit is the coldest
    assert frame[[c for c in frame if c.endswith(" tas")]].mean().idxmin() == "Iqaluit tas"


def test_buoys_are_in_order_of_time_and_the_nearest_sees_the_wave_first():
    data = load("environment/tohoku2011_dart")
    assert data.channels == data.groups == ("21401", "21413", "21418", "21419")
    assert (data.times[0], data.times[-1]) == (36.0, 43176.0)
    # a file that ran backwards begins with its last line
    assert data.values[0, 1] == pytest.approx(-4.06117338e-03)
    # four samples with one stamp
    four = [1.207409896778699476e-03, -1.279259010243549710e-02, -5.792590102828398813e-03]
    four.append(2.920740989702608204e-02)
    two = data.values[2, 0]
    assert min(four) < two < max(four)
    tsunami = data.values[data.times > 1500]
    peaks = dict(zip(data.channels, tsunami.argmax(axis=0), strict=True))
    assert min(peaks, key=peaks.get) == "21418"
    assert tsunami.max() == pytest.approx(1.873, abs=1e-3)


def test_electrocardiogram_is_in_millivolt():
    data = load("biomedicine/ecg_mitbih208")
    assert data.units == ("mV",)
    assert data.times[360] == 1.0
    assert data.values.min() == pytest.approx((327 - 1024) / 200)
    assert data.values.max() == pytest.approx((1754 - 1024) / 200)


def test_mutag_has_the_atoms_that_are_published():
    data = load("biomedicine/mutag")
    kinds, counts = np.unique(np.concatenate(data.node_labels), return_counts=True)
    atoms = {data.label_names[int(k)]: int(n) for k, n in zip(kinds, counts, strict=True)}
    assert atoms == {"C": 2395, "N": 345, "O": 593, "F": 12, "I": 1, "Cl": 23, "Br": 2}
    assert data.target.value_counts().to_dict() == {"mutagenic": 125, "not mutagenic": 63}
    for matrix in data.adjacency:
        np.testing.assert_array_equal(matrix, matrix.T)
        assert not matrix.diagonal().any()
    # nitro groups: every graph has a nitrogen with two oxygens
    for matrix, kind in zip(data.adjacency, data.node_labels, strict=True):
        n_oxygen = matrix[kind == 5] @ (kind == 6)
        assert n_oxygen.max() >= 2


def test_groups_of_graphs_do_not_depend_on_the_order_of_nodes():
    data = load("biomedicine/mutag")
    rng = np.random.default_rng(3)
    shuffled = []
    for matrix, kind in zip(data.adjacency, data.node_labels, strict=True):
        order = rng.permutation(len(kind))
        shuffled.append((matrix[np.ix_(order, order)], kind[order]))
    again = equal_graphs(*zip(*shuffled, strict=True))
    assert again.equals(data.groups)
    assert data.groups.nunique() == 175
    triangle, path = np.ones((3, 3)) - np.eye(3), np.diag([1.0, 1.0], 1)
    kinds = [np.zeros(3, dtype=np.int64)] * 2
    assert equal_graphs([triangle, path + path.T], kinds).nunique() == 2
    assert equal_graphs([triangle, 2 * triangle], kinds).nunique() == 2


def test_qm7_has_methane_and_the_units_of_the_source():
    data = load("materials/qm7")
    assert data.units == "kcal/mol"
    assert data.groups.iloc[0] == "CH4"
    assert data.target.iloc[0] == pytest.approx(-417.031, abs=1e-3)
    assert set(np.unique(data.atomic_numbers)) == {0, 1, 6, 7, 8, 16}
    carbon, hydrogens = data.positions[0, 0], data.positions[0, 1:5]
    bonds = np.linalg.norm(hydrogens - carbon, axis=1)
    np.testing.assert_allclose(bonds, 1.09, atol=0.01)  # Å
    assert not data.positions[data.atomic_numbers == 0].any()


def test_coulomb_matrices_are_those_of_the_paper_and_blind_to_order_and_place():
    data = load("materials/qm7")
    some = data.coulomb_matrices()[:20]
    assert some[0, 0, 0] == pytest.approx(0.5 * 6**2.4)
    nearest = np.linalg.norm(data.positions[0, 1:5] - data.positions[0, 0], axis=1).min()
    assert some[0, 0, 1:].max() == pytest.approx(6 * 0.529177 / nearest, rel=1e-5)
    norms = np.linalg.norm(some, axis=2)
    assert (np.diff(norms) <= 1e-9).all()
    plain = data.coulomb_matrices(ordered=False)[:20]
    np.testing.assert_allclose(np.linalg.eigvalsh(some), np.linalg.eigvalsh(plain), atol=1e-9)


def test_earthquakes_are_days_in_order_and_three_stamps_are_cut():
    data = load("environment/usgs_m55_1965_2016")
    time = data.frame["time"]
    assert time.is_monotonic_increasing
    assert (time == time.dt.normalize()).all()
    assert str(time.dt.tz) == "UTC"
    assert data.frame["magnitude"].min() == data.complete_from == 5.5
    tohoku = data.frame.loc[data.frame["magnitude"].idxmax()]
    assert tohoku["magnitude"] == 9.1
    on_day = (time == pd.Timestamp("2011-03-11", tz="UTC")).sum()
    assert on_day == 128
    assert (time == pd.Timestamp("1985-04-28", tz="UTC")).sum() >= 1


def test_hamiltonians_are_the_molecules():
    energies = load("materials/molecular_hamiltonians").energies
    row = energies[(energies["name"] == "LiH") & (energies["bond_length"] == 1.45)].iloc[0]
    molecule = load_molecule("LiH", 1.45)
    assert molecule.energies["fci"] == row["fci"] == pytest.approx(-7.88098, abs=1e-5)
    assert energies["mp2"].isna().sum() == 1
