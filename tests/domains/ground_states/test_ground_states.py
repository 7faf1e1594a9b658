"""Geometries as rows, and the energies of models beside those that are known."""

from __future__ import annotations

import numpy as np
import pytest

from qneko.domains import load, load_molecule
from qneko.domains.ground_states import (
    CHEMICAL_ACCURACY_MHA,
    GroundStateRegressor,
    ReferenceEnergyRegressor,
    frame_geometries,
    hamiltonian_of,
)
from qneko.errors import InputError
from qneko.models.chemistry import exact_energy
from qneko.models.diagnostics import resources


@pytest.fixture(scope="module")
def energies():
    return load("materials/molecular_hamiltonians")


@pytest.fixture(scope="module")
def hydrogen(energies):
    return frame_geometries(energies, "H2", between=(0.5, 1.5))


def test_a_row_is_a_geometry(energies) -> None:
    curve = frame_geometries(energies, "H2")
    assert curve.n_samples == 31
    assert list(curve.frame.columns) == ["distance (Å)"]
    assert curve.frame["distance (Å)"].is_monotonic_increasing
    assert (curve.units, curve.task) == ("mHa", "regression")
    assert curve.accuracy[0] == CHEMICAL_ACCURACY_MHA
    for row, length in ((0, 0.1), (30, 3.0)):
        known = load_molecule("H2", length).energies
        assert curve.target[row] == pytest.approx(1000 * known["fci"], abs=1e-6)
        assert curve.context["HF (mHa)"][row] == pytest.approx(1000 * known["hf"], abs=1e-6)


def test_a_kilocalorie_is_the_accuracy() -> None:
    joule_of_hartree, joule_of_calorie, avogadro = 4.3597447222e-18, 4.184, 6.02214076e23
    per_mole = joule_of_hartree * avogadro / joule_of_calorie / 1000  # kcal/mol
    assert pytest.approx(1000 / per_mole, abs=1e-3) == CHEMICAL_ACCURACY_MHA


def test_methods_that_the_source_lacks_have_no_column(energies) -> None:
    columns = frame_geometries(energies, "H2", "6-31g").context.columns
    assert "CCSD (mHa)" in columns
    assert "MP2 (mHa)" not in columns


def test_lithium_hydride_is_a_curve(energies) -> None:
    curve = frame_geometries(energies, "LiH")
    assert curve.n_samples == 23
    assert curve.frame["distance (Å)"][curve.target.argmin()] == 1.5


def test_what_is_not_there_is_refused_in_a_sentence(energies) -> None:
    with pytest.raises(InputError, match="there is no 'lih' .*'LiH'.*; the data have H2, LiH"):
        frame_geometries(energies, "lih")
    with pytest.raises(InputError, match="basis: LiH is there in sto-3g, got '6-31g'"):
        frame_geometries(energies, "LiH", "6-31g")
    with pytest.raises(InputError, match="between: H2 is there from 0.1 to 3 ångström, got 5 to 6"):
        frame_geometries(energies, "H2", between=(5.0, 6.0))


@pytest.mark.parametrize("ansatz", ["uccsd", "adaptive"])
def test_two_electrons_are_solved_exactly(hydrogen, ansatz: str) -> None:
    model = GroundStateRegressor(ansatz).fit(hydrogen.raw[:1])
    found = model.predict(hydrogen.raw)
    exact = [exact_energy(hamiltonian_of("H2", "sto-3g", x)) for x in hydrogen.raw["distance (Å)"]]
    np.testing.assert_allclose(found, 1000 * np.array(exact), atol=1e-5)


def test_a_row_depends_on_itself_alone(hydrogen) -> None:
    rows, others = hydrogen.raw, hydrogen.raw[::-1]
    model = GroundStateRegressor("hardware-efficient", random_state=4)
    whole = model.fit(rows, hydrogen.target).predict(rows)
    again = model.fit(others[:2], hydrogen.target[:2]).predict(rows[3:4])
    assert again[0] == whole[3]


def test_the_control_is_the_lowest_product_state(hydrogen) -> None:
    control = GroundStateRegressor(random_state=0).control().fit(hydrogen.raw)
    assert control.ansatz == "product"
    near = hydrogen.raw["distance (Å)"] < 1.0  # there the mean field is the lowest
    mean_field = hydrogen.raw["HF (mHa)"][near]
    np.testing.assert_allclose(control.predict(hydrogen.raw[near]), mean_field, atol=1e-3)


def test_resources_are_those_of_one_energy(hydrogen) -> None:
    model = GroundStateRegressor().fit(hydrogen.raw)
    found = model.ground_state("H2", "sto-3g", 0.5)
    counted = resources(model)
    assert (counted.n_parameters, counted.training_circuits) == (0, 0)
    # 14 strings beside the identity, each in circuits of its own
    assert counted.circuits_per_sample == 14 * found.n_circuits
    assert 14 * model.shots_per_circuit() >= found.shots > 13 * model.shots_per_circuit()


def test_reference_energies_are_those_of_the_source(hydrogen) -> None:
    for method in ("hf", "mp2", "cisd", "ccsd"):
        model = ReferenceEnergyRegressor(method).fit(hydrogen.raw)
        known = [load_molecule("H2", x).energies[method] for x in hydrogen.raw["distance (Å)"]]
        np.testing.assert_allclose(model.predict(hydrogen.raw), 1000 * np.array(known), atol=1e-6)
    with pytest.raises(InputError, match="method must be one of hf, mp2, cisd, ccsd, got 'dft'"):
        ReferenceEnergyRegressor("dft").fit(hydrogen.raw)
