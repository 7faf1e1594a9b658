"""The exact ground-state energy in the sector of the electrons: full configuration interaction."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.linalg import eigsh

from ...errors import InputError
from ._hamiltonian import ElectronicHamiltonian

#: Determinants that one processor diagonalises in minutes.
_MOST_DETERMINANTS = 100_000
#: Below this a dense solver is faster, and has no starting vector.
_DENSE = 400


def exact_energy(hamiltonian: ElectronicHamiltonian) -> float:
    """Return the lowest energy with the Hamiltonian's numbers of electrons of either spin.

    Use it to judge a variational result while the molecule is small: the number of determinants
    grows as a product of binomials. It knows nothing of circuits: a sparse matrix on the
    determinants of the sector, diagonalised by SciPy.

    Parameters
    ----------
    hamiltonian : ElectronicHamiltonian
        At most 100,000 determinants.

    Returns
    -------
    float
        In hartree.

    Examples
    --------
    >>> from qneko.domains import load_molecule
    >>> from qneko.models.chemistry import ElectronicHamiltonian, exact_energy
    >>> h2 = load_molecule("H2", 0.7414)
    >>> hamiltonian = ElectronicHamiltonian(h2.one_body, h2.two_body, 2, h2.nuclear_repulsion)
    >>> round(exact_energy(hamiltonian), 5)
    -1.13727
    """
    n, up, down = hamiltonian.n_orbitals, hamiltonian.n_up, hamiltonian.n_down
    size = comb(n, up) * comb(n, down)
    if size > _MOST_DETERMINANTS:
        raise InputError(
            f"exact_energy takes up to {_MOST_DETERMINANTS} determinants, got {size}: "
            "take fewer orbitals with hamiltonian.active_space."
        )
    matrix = _sector_matrix(hamiltonian)
    if size <= _DENSE:
        return float(np.linalg.eigvalsh(matrix.toarray())[0])
    start = np.zeros(size)  # the mean field overlaps the ground state; a fixed start is repeatable
    start[0] = 1.0
    values = eigsh(matrix.tocsr(), k=1, which="SA", v0=start, return_eigenvectors=False)
    return float(values[0])


def _sector_matrix(hamiltonian: ElectronicHamiltonian) -> coo_array:
    """Return the Hamiltonian on the determinants, the mean-field one first."""
    ups = _strings(hamiltonian.n_orbitals, hamiltonian.n_up)
    downs = _strings(hamiltonian.n_orbitals, hamiltonian.n_down) << 1
    basis = np.sort((ups[:, None] | downs).ravel())
    by_flip: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for string, coefficient in hamiltonian.observable.terms:
        flip = sum(1 << q for q, letter in string if letter != "Z")
        signs = sum(1 << q for q, letter in string if letter != "X")
        # a real Hamiltonian has an even number of Y; each pair is i**2
        pairs = (flip & signs).bit_count() // 2
        by_flip[flip].append((signs, complex(coefficient).real * (-1) ** pairs))
    rows, columns, values = [], [], []
    for flip, terms in by_flip.items():
        target = basis ^ flip
        row = np.searchsorted(basis, target).clip(max=len(basis) - 1)
        column = np.flatnonzero(basis[row] == target)
        value = np.zeros(len(column))
        for signs, coefficient in terms:
            value += coefficient * (1 - 2.0 * (np.bitwise_count(basis[column] & signs) & 1))
        rows.append(row[column])
        columns.append(column)
        values.append(value)
    parts = (np.concatenate(rows), np.concatenate(columns))
    return coo_array((np.concatenate(values), parts), shape=(len(basis), len(basis)))


def _strings(n_orbitals: int, n_electrons: int) -> NDArray[np.int64]:
    """Return all occupations of one spin, as masks of the even qubits."""
    chosen = combinations(range(n_orbitals), n_electrons)
    return np.array([sum(1 << 2 * p for p in orbitals) for orbitals in chosen], dtype=np.int64)
