"""The shipped molecules: right files, right numbers."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pytest

from qneko.domains import _molecules, load_molecule, molecules, names
from qneko.errors import InputError


def test_every_molecule_loads_and_says_where_it_is_from() -> None:
    assert len(molecules()) == 55
    for name, basis, length in molecules():
        m = load_molecule(name, length, basis)
        n = {"sto-3g": {"H2": 2, "LiH": 6}, "6-31g": {"H2": 4}}[basis][name]
        assert m.one_body.shape == (n, n)
        assert m.two_body.shape == (n, n, n, n)
        assert m.n_electrons == {"H2": 2, "LiH": 4}[name]
        assert m.licence == "Apache-2.0"
        assert "OpenFermion" in m.source
        assert m.energies["fci"] < m.energies["hf"]


def test_nuclei_repel_as_coulomb_says() -> None:
    bohr = 0.529177210903
    for name, basis, length in molecules():
        charges = {"H2": 1, "LiH": 3}[name]
        repulsion = load_molecule(name, length, basis).nuclear_repulsion
        assert repulsion == pytest.approx(charges * bohr / length, rel=1e-6)


def test_lithium_hydride_of_two_sources_is_one_curve() -> None:
    # at 1.45 ångström by OpenFermion, elsewhere by PySCF: a parabola through three neighbours
    energies = {x: load_molecule("LiH", x).energies for x in (1.3, 1.4, 1.45, 1.5, 1.6)}
    others = [1.3, 1.4, 1.5, 1.6]
    for method in ("hf", "mp2", "cisd", "ccsd", "fci"):
        fit = np.polyfit(others, [energies[x][method] for x in others], 3)
        assert np.polyval(fit, 1.45) == pytest.approx(energies[1.45][method], abs=2e-5)


def test_methods_that_the_source_lacks_are_left_out() -> None:
    assert set(load_molecule("H2", 0.75, "6-31g").energies) == {"hf", "ccsd", "fci"}


def test_tables_are_not_mixed_up_with_molecules() -> None:
    assert "materials/molecular_hamiltonians" not in names("table")
    assert "materials/molecular_hamiltonians" in names("hamiltonians")


def test_licence_lies_beside_the_files() -> None:
    text = files("qneko.domains").joinpath(_molecules._FOLDER, "LICENSE.txt").read_text()
    assert "Apache License" in text
    assert len(text) > 10_000


def test_unknown_molecules_are_refused_with_what_there_is() -> None:
    with pytest.raises(InputError, match=r"no molecule H2 in sto-3g at 0.74 .*one at 0.7414, 0.7"):
        load_molecule("H2", 0.74)
    with pytest.raises(InputError, match="one of H2 in 6-31g, H2 in sto-3g, LiH in sto-3g"):
        load_molecule("BeH2", 1.3)


def test_a_changed_file_is_refused(tmp_path, monkeypatch) -> None:
    folder = tmp_path / _molecules._FOLDER
    folder.mkdir(parents=True)
    for file in files("qneko.domains").joinpath(_molecules._FOLDER).iterdir():
        folder.joinpath(file.name).write_bytes(file.read_bytes())
    monkeypatch.setattr(_molecules, "files", lambda package: tmp_path)
    caches = (_molecules._read, _molecules._entries, _molecules._about)
    for cached in caches:
        cached.cache_clear()
    try:
        assert np.isfinite(load_molecule("H2", 0.7).nuclear_repulsion)
        archive = folder / "integrals.zip"
        archive.write_bytes(archive.read_bytes()[:-1] + b"x")
        _molecules._read.cache_clear()
        with pytest.raises(InputError, match="integrals.zip .* was expected"):
            load_molecule("H2", 0.7)
    finally:
        for cached in caches:
            cached.cache_clear()
