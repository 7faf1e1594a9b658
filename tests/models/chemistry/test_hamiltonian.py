"""Hamiltonians: the mapping, the mean field, active spaces and the exact energies."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from qneko.circuits import Observable, identity
from qneko.domains import load_molecule, molecules
from qneko.errors import InputError
from qneko.models.chemistry import ElectronicHamiltonian, exact_energy, jordan_wigner
from tests.models.chemistry.fermions import (
    annihilator,
    hamiltonian_matrix,
    molecule,
    pauli_matrix,
    product,
    random_hamiltonian,
)

OPENFERMION = json.loads(Path(__file__).with_name("openfermion.json").read_text())["terms"]


def test_ladder_operators_anticommute() -> None:
    a = [jordan_wigner([1.0], [[p]], (False,)) for p in range(5)]
    dagger = [jordan_wigner([1.0], [[p]], (True,)) for p in range(5)]
    for p in range(5):
        for q in range(5):
            assert a[p] @ a[q] + a[q] @ a[p] == Observable({})
            mixed = a[p] @ dagger[q] + dagger[q] @ a[p]
            assert mixed == (identity() if p == q else Observable({}))


def test_ladder_operators_are_those_of_occupations() -> None:
    for p in range(4):
        ours = pauli_matrix(jordan_wigner([1.0], [[p]], (False,)), 4)
        np.testing.assert_array_equal(ours, annihilator(p, 4))


@pytest.mark.parametrize(
    "creation", [(True, False), (True, True, False, False), (False, True, True)]
)
def test_sums_of_products_are_those_of_matrices(creation: tuple[bool, ...]) -> None:
    rng = np.random.default_rng(3)
    modes = rng.integers(0, 4, (12, len(creation)))
    factors = rng.normal(size=12) + 1j * rng.normal(size=12)
    expected = sum(
        c * product(list(zip(row, creation, strict=True)), 4)
        for c, row in zip(factors, modes, strict=True)
    )
    ours = pauli_matrix(jordan_wigner(factors, modes, creation), 4)
    np.testing.assert_allclose(ours, expected, atol=1e-14)


def test_modes_out_of_range_are_refused() -> None:
    with pytest.raises(InputError, match="expected modes from 0 to 29, got -1 to -1"):
        jordan_wigner([1.0], [[-1]], (True,))


@pytest.mark.parametrize("seed", range(3))
def test_the_pauli_sum_is_the_definition(seed: int) -> None:
    h = random_hamiltonian(3, 3, seed, spin=1)
    np.testing.assert_allclose(pauli_matrix(h.observable, 6), hamiltonian_matrix(h), atol=1e-12)


@pytest.mark.parametrize("name", OPENFERMION)
def test_the_pauli_sum_is_that_of_openfermion(name: str) -> None:
    formula, basis, length = name.split()
    ours = {
        " ".join(f"{letter}{q}" for q, letter in string): coefficient
        for string, coefficient in molecule(formula, float(length), basis).observable.terms
    }
    theirs = OPENFERMION[name]
    assert set(ours) == set(theirs)
    assert max(abs(ours[k] - theirs[k]) for k in ours) < 1e-8  # they drop integrals below that


@pytest.mark.parametrize(("name", "basis", "length"), molecules())
def test_hartree_fock_and_full_ci_of_every_molecule(name: str, basis: str, length: float) -> None:
    h, energies = molecule(name, length, basis), load_molecule(name, length, basis).energies
    assert h.hartree_fock_energy() == pytest.approx(energies["hf"], abs=1e-6)
    assert exact_energy(h) == pytest.approx(energies["fci"], abs=1e-6)


def test_published_energies() -> None:
    assert exact_energy(molecule("H2", 0.7414)) == pytest.approx(-1.13727, abs=5e-6)
    assert exact_energy(molecule("LiH", 1.45)) == pytest.approx(-7.88098, abs=5e-6)


@pytest.mark.parametrize(("n_electrons", "spin"), [(0, 0), (1, 1), (1, -1), (3, 1), (4, 2), (6, 0)])
def test_mean_field_and_sector_equal_the_matrix(n_electrons: int, spin: int) -> None:
    h = random_hamiltonian(3, n_electrons, 11, spin=spin)
    matrix = hamiltonian_matrix(h)
    reference = sum(1 << q for q in h.occupied)
    assert h.hartree_fock_energy() == pytest.approx(matrix[reference, reference], abs=1e-12)
    inside = [
        b
        for b in range(64)
        if ((b & 0b010101).bit_count(), (b & 0b101010).bit_count()) == (h.n_up, h.n_down)
    ]
    lowest = np.linalg.eigvalsh(matrix[np.ix_(inside, inside)])[0]
    assert exact_energy(h) == pytest.approx(lowest, abs=1e-10)


def test_large_sectors_use_the_sparse_solver(monkeypatch) -> None:
    h = random_hamiltonian(4, 4, 5)
    dense = exact_energy(h)
    monkeypatch.setattr("qneko.models.chemistry._exact._DENSE", 1)
    assert exact_energy(h) == pytest.approx(dense, abs=1e-10)
    monkeypatch.setattr("qneko.models.chemistry._exact._MOST_DETERMINANTS", 35)
    with pytest.raises(InputError, match="up to 35 determinants, got 36.*active_space"):
        exact_energy(h)


def test_an_active_space_is_a_block_of_the_matrix() -> None:
    h = random_hamiltonian(4, 4, 8)
    small = h.active_space(frozen=[1], active=[3, 0])
    # orbital 1 filled, orbital 2 empty; the kept ones in the new order
    states = []
    for b in range(16):
        bits = {2 * new + s: 2 * old + s for new, old in enumerate((3, 0)) for s in (0, 1)}
        states.append(0b1100 | sum(1 << bits[q] for q in bits if b >> q & 1))
    block = hamiltonian_matrix(h)[np.ix_(states, states)]
    ours = hamiltonian_matrix(small)
    # a new order of the modes changes signs of states, not the spectrum
    np.testing.assert_allclose(np.diag(ours), np.diag(block), atol=1e-12)
    np.testing.assert_allclose(np.linalg.eigvalsh(ours), np.linalg.eigvalsh(block), atol=1e-11)
    assert (small.n_electrons, small.n_orbitals) == (2, 2)


def test_freezing_the_core_of_lithium_costs_little() -> None:
    lih = molecule("LiH", 1.45)
    frozen = lih.active_space(frozen=[0])
    assert frozen.n_qubits == 10
    assert frozen.hartree_fock_energy() == pytest.approx(lih.hartree_fock_energy(), abs=1e-10)
    assert 0 < exact_energy(frozen) - exact_energy(lih) < 1e-3


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"one_body": np.eye(3)[:2]}, r"one_body must have 2 axes .* got shape \(2, 3\)"),
        ({"two_body": np.zeros((2, 2))}, r"two_body must have 4 axes"),
        ({"one_body": np.eye(3)}, "as many orbitals, got 3 and 2"),
        ({"one_body": [[0.0, 1.0], [0.0, 0.0]]}, "one_body must be symmetric"),
        ({"one_body": np.full((2, 2), np.nan)}, "one_body must hold finite real numbers"),
        ({"one_body": np.eye(2) * 1j}, "one_body must hold finite real numbers"),
        ({"n_electrons": 3}, "3 electrons with spin 0 do not fit into 2 orbitals"),
        ({"n_electrons": 6}, "6 electrons with spin 0 do not fit into 2 orbitals"),
    ],
)
def test_wrong_input_is_answered_with_a_sentence(change, message: str) -> None:
    h2 = load_molecule("H2", 0.7414)
    given = {"one_body": h2.one_body, "two_body": h2.two_body, "n_electrons": 2} | change
    with pytest.raises(InputError, match=message):
        ElectronicHamiltonian(**given)


def test_the_chemists_order_is_noticed() -> None:
    h2 = load_molecule("H2", 0.7414)
    eri = h2.two_body.transpose(0, 3, 1, 2)
    with pytest.raises(InputError, match=r"eri.transpose\(0, 2, 3, 1\)"):
        ElectronicHamiltonian(h2.one_body, eri, 2)
    again = ElectronicHamiltonian(h2.one_body, eri.transpose(0, 2, 3, 1), 2, h2.nuclear_repulsion)
    assert exact_energy(again) == pytest.approx(h2.energies["fci"], abs=1e-8)


@pytest.mark.parametrize(("frozen", "active"), [([0, 0], None), ([4], None), ([0], [0, 1])])
def test_wrong_active_spaces_are_refused(frozen, active) -> None:
    with pytest.raises(InputError, match="expected different orbitals from 0 to 3"):
        random_hamiltonian(4, 4, 8).active_space(frozen, active)
