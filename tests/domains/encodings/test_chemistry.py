"""Formulas and molecules: known values, no row that looks at another, one sentence if wrong."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from qneko.domains import (
    element_fractions,
    element_statistics,
    load,
    molecular_descriptors,
    molecular_fingerprints,
    molecular_graphs,
)
from qneko.domains.encodings._element_properties import element_properties
from qneko.errors import InputError, MissingExtraError

FORMULAS = ["Fe2O3", "NaCl", "Ag(AuS)2", "HeNe", "Cu0.5Zn0.5"]


def test_fractions_of_rust() -> None:
    found = element_fractions(pd.Series(["Fe2O3", "FeO"], index=[5, 9]))
    assert list(found.columns) == ["O", "Fe"]
    assert list(found.index) == [5, 9]
    np.testing.assert_allclose(found, [[0.6, 0.4], [0.5, 0.5]])


def test_two_ways_to_write_a_composition_are_one() -> None:
    found = element_fractions(["Cu1.8S1", "Cu9S5"])
    np.testing.assert_allclose(found.iloc[0], found.iloc[1])
    np.testing.assert_allclose(element_fractions(FORMULAS).sum(axis=1), 1.0)


def test_statistics_of_rust_by_hand() -> None:
    row = element_statistics(["Fe2O3"]).iloc[0]
    assert row["number mean"] == pytest.approx(0.4 * 26 + 0.6 * 8)
    assert row["number deviation"] == pytest.approx(0.4 * (26 - 15.2) + 0.6 * (15.2 - 8))
    assert (row["number min"], row["number max"], row["number range"]) == (8, 26, 18)
    assert row["number mode"] == 8
    assert row["electronegativity range"] == pytest.approx(3.44 - 1.83)
    # [Ar] 3d6 4s2 and [He] 2s2 2p4
    assert row["d valence max"] == 6
    assert row["d unfilled mean"] == pytest.approx(0.4 * 4)
    assert row["p unfilled mean"] == pytest.approx(0.6 * 2)
    assert row["valence mean"] == pytest.approx(0.4 * 8 + 0.6 * 6)


def test_equal_fractions_share_the_mode() -> None:
    assert element_statistics(["NaCl"]).iloc[0]["number mode"] == (11 + 17) / 2


def test_elements_without_a_value_are_passed_over() -> None:
    found = element_statistics(["XeF2", "KrF2", "HeNe"])["electronegativity mean"]
    assert found[0] == pytest.approx((2.6 + 2 * 3.98) / 3)
    assert found[1] == pytest.approx(3.98)  # krypton's is not known here
    assert np.isnan(found[2])


def test_properties_of_the_elements() -> None:
    table = element_properties()
    assert table.shape == (118, 21)
    iron = table.loc["Fe"]
    assert iron["weight"] == pytest.approx(55.845)
    assert iron["melting point"] == pytest.approx(1811, abs=1)
    assert iron["ionization energy"] == pytest.approx(7.902, abs=1e-3)
    assert table.loc["C", "melting point"] > 3800  # graphite sublimes
    assert table.loc["La":"Lu", "group"].eq(3).all()
    known = table.loc["H":"Cm"].drop(columns="electronegativity")
    assert known.notna().all(axis=None)


@pytest.mark.parametrize("encode", [element_fractions, element_statistics])
def test_a_formula_is_the_same_whatever_others_there_are(encode) -> None:
    together = encode(FORMULAS)
    for row, formula in enumerate(FORMULAS):
        alone = encode([formula]).iloc[0]
        np.testing.assert_allclose(together.iloc[row][alone.index], alone, rtol=1e-14)
        others = together.iloc[row].drop(alone.index)
        assert (others == 0.0).all()


@pytest.mark.parametrize("encode", [element_fractions, element_statistics])
def test_wrong_formulas(encode) -> None:
    with pytest.raises(InputError, match="'Xx2' is no chemical formula"):
        encode(["NaCl", "Xx2"])
    with pytest.raises(InputError, match="A list of formulas is expected, got the text 'NaCl'"):
        encode("NaCl")


def test_descriptors_of_ethanol_and_benzene() -> None:
    found = molecular_descriptors(pd.Series(["CCO", "c1ccccc1"], index=["a", "b"]))
    assert found.shape == (2, 31)
    ethanol, benzene = found.loc["a"], found.loc["b"]
    assert ethanol["MolLogP"] == pytest.approx(-0.0014)
    assert ethanol["TPSA"] == pytest.approx(20.23)
    assert ethanol["MolWt"] == pytest.approx(46.069)
    assert (ethanol["NumHDonors"], ethanol["NumRotatableBonds"]) == (1, 0)
    assert (benzene["NumAromaticRings"], benzene["FractionCSP3"]) == (1, 0)


def test_descriptors_are_finite_or_missing() -> None:
    found = molecular_descriptors(["C", "[Na+].[Cl-]", "[Fe+2]", "O=C=O", "C#N"])
    assert not np.isinf(found).any(axis=None)


def test_fingerprints_say_which_neighbourhoods_and_counts_how_many() -> None:
    bits = molecular_fingerprints(["CCO", "OCC", "CCCCCCO"], size=128)
    assert set(np.unique(bits)) == {0.0, 1.0}
    np.testing.assert_array_equal(bits.iloc[0], bits.iloc[1])
    counts = molecular_fingerprints(["CCCCCCO"], size=128, counts=True).iloc[0]
    np.testing.assert_array_equal(counts > 0, bits.iloc[2] > 0)
    assert counts.max() > 1
    only_atoms = molecular_fingerprints(["CCCCCCO"], radius=0, size=128, counts=True).iloc[0]
    assert sorted(only_atoms[only_atoms > 0]) == [1, 1, 5]  # OH, CH3, CH2


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: molecular_descriptors(["CCO", "C1CC"]), "'C1CC' in row 2 .its grammar is wrong"),
        (lambda: molecular_descriptors(["CN(C)(C)(C)C"]), "in row 1 .Explicit valence"),
        (lambda: molecular_fingerprints([""]), "in row 1 .it has no atoms"),
        (lambda: molecular_fingerprints("CCO"), "A list of SMILES is expected, got the text"),
        (lambda: molecular_fingerprints(["C"], size=1), "size: a whole number from 2 on"),
        (lambda: molecular_fingerprints(["C"], radius=-1), "radius: a whole number from 0 on"),
    ],
)
def test_wrong_molecules(call, message, capfd) -> None:
    with pytest.raises(InputError, match=message) as caught:
        call()
    assert "\n" not in str(caught.value)
    assert capfd.readouterr() == ("", "")  # RDKit keeps quiet


def test_graphs_of_molecules() -> None:
    esol = load("biomedicine/esol")
    row = int(np.flatnonzero(esol.smiles == "c1ccccc1")[0])
    graphs = molecular_graphs(esol)
    small = [len(kinds) <= 30 for kinds in molecular_graphs(esol, max_atoms=100).node_labels]
    assert graphs.n_graphs == sum(small) < esol.n_samples
    assert (
        graphs.notes[-1]
        == f"{esol.n_samples - sum(small)} molecules of more than 30 atoms left out."
    )
    at = sum(small[:row])
    np.testing.assert_array_equal(graphs.node_labels[at], [6] * 6)
    assert graphs.adjacency[at].sum() == 12  # a ring
    assert graphs.target[at] == esol.target[row]
    assert (graphs.label_names[6], graphs.units, graphs.task) == ("C", esol.units, "regression")
    orders = molecular_graphs(esol, bond_orders=True).adjacency[at]
    assert set(np.unique(orders)) == {0.0, 1.5}


def test_equal_graphs_and_one_group_of_the_table_stay_together() -> None:
    table = load("biomedicine/esol")
    table = table.take([0, 1, 2, 3])
    table = replace(
        table,
        # the first and the last but one have one graph, the last two are one compound
        smiles=pd.Series(["CCO", "CCN", "OCC", "CCCC"]),
        groups=pd.Series(["a", "b", "c", "c"], name="compound"),
    )
    groups = molecular_graphs(table).groups
    assert groups[0] == groups[2] == groups[3] != groups[1]
    alone = molecular_graphs(replace(table, groups=None)).groups
    assert alone[0] == alone[2] != alone[3]


@pytest.mark.parametrize(
    ("change", "how", "message"),
    [
        ({"smiles": None}, {}, "has no column of molecules"),
        ({}, {"max_atoms": 0}, "max_atoms: a whole number from 1 on"),
        ({}, {"max_atoms": 1}, "every molecule has more than 1 atoms"),
    ],
)
def test_wrong_tables_of_molecules(change, how, message) -> None:
    table = load("biomedicine/esol").take([0, 1, 2])
    with pytest.raises(InputError, match=message):
        molecular_graphs(replace(table, **change), **how)


def test_without_the_extras_one_sentence_says_what_to_install(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "rdkit", None)
    monkeypatch.setitem(sys.modules, "mendeleev.fetch", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'qneko\[chemistry\]'"):
        molecular_descriptors(["C"])
    element_properties.cache_clear()
    with pytest.raises(MissingExtraError, match=r"pip install 'qneko\[materials\]'"):
        element_statistics(["NaCl"])
    assert element_fractions(["NaCl"]).shape == (1, 2)
