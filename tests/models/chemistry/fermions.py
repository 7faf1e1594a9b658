"""Fermions as dense matrices, made from occupations and signs: no Pauli string, no circuit."""

from __future__ import annotations

from functools import reduce

import numpy as np
from scipy.sparse import csr_array

from qneko.circuits import Observable
from qneko.domains import load_molecule
from qneko.models.chemistry import ElectronicHamiltonian
from tests import reference


def annihilator(mode: int, n_modes: int) -> np.ndarray:
    """Return a_mode: the sign counts the occupied modes before it."""
    matrix = np.zeros((2**n_modes, 2**n_modes))
    for state in range(2**n_modes):
        if state >> mode & 1:
            before = (state & ((1 << mode) - 1)).bit_count()
            matrix[state ^ 1 << mode, state] = (-1) ** before
    return matrix


def product(factors: list[tuple[int, bool]], n_modes: int) -> np.ndarray:
    """Return a product of (mode, is it a creation operator?), the leftmost first."""
    matrices = [annihilator(m, n_modes).T if c else annihilator(m, n_modes) for m, c in factors]
    return reduce(np.matmul, matrices)


def hamiltonian_matrix(h: ElectronicHamiltonian) -> np.ndarray:
    """Return the Hamiltonian, summed as its definition is written."""
    n = h.n_qubits
    a = [csr_array(annihilator(m, n)) for m in range(n)]
    total = csr_array(h.constant * np.eye(2**n))
    for p, q in np.ndindex(h.one_body.shape):
        for s in (0, 1):
            total += h.one_body[p, q] * a[2 * p + s].T @ a[2 * q + s]
    for p, q, r, t in np.ndindex(h.two_body.shape):
        for s in (0, 1):
            for u in (0, 1):
                created = a[2 * p + s].T @ a[2 * q + u].T
                total += h.two_body[p, q, r, t] / 2 * created @ a[2 * r + u] @ a[2 * t + s]
    return np.asarray(total.todense())


def pauli_matrix(observable: Observable, n_qubits: int) -> np.ndarray:
    """Return an observable, which may be not hermitian, as a matrix; qubit 0 is the lowest bit."""
    total = np.zeros((2**n_qubits, 2**n_qubits), complex)
    for string, coefficient in observable.terms:
        letters = dict(string)
        matrix = np.eye(1)
        for q in range(n_qubits):
            one = reference.pauli_matrix(letters[q]) if q in letters else np.eye(2)
            matrix = np.kron(one, matrix)
        total += coefficient * matrix
    return total


def molecule(name: str, bond_length: float, basis: str = "sto-3g") -> ElectronicHamiltonian:
    """Return a shipped molecule's Hamiltonian."""
    m = load_molecule(name, bond_length, basis)
    return ElectronicHamiltonian(m.one_body, m.two_body, m.n_electrons, m.nuclear_repulsion)


def random_hamiltonian(
    n_orbitals: int, n_electrons: int, seed: int, **more
) -> ElectronicHamiltonian:
    """Return a Hamiltonian with integrals that have the symmetry of real orbitals, and no other."""
    rng = np.random.default_rng(seed)
    one = rng.normal(size=(n_orbitals, n_orbitals))
    eri = rng.normal(size=(n_orbitals,) * 4)
    eri = eri + eri.transpose(1, 0, 2, 3)
    eri = eri + eri.transpose(0, 1, 3, 2)
    eri = eri + eri.transpose(2, 3, 0, 1)
    return ElectronicHamiltonian(
        one + one.T, eri.transpose(0, 2, 3, 1) / 8, n_electrons, 0.7, **more
    )
