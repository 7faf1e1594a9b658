"""Electrons in a basis of orbitals: integrals, the mean field, active spaces, the Pauli sum."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...circuits import Observable, identity
from ...errors import InputError
from ._jordan_wigner import jordan_wigner

Array = NDArray[np.float64]

#: How far integrals may be from symmetric, in hartree: what quantum chemistry codes leave.
_SYMMETRY = 1e-6


class ElectronicHamiltonian:
    """The electrons of a molecule or a crystal's cell, in a basis of orthonormal orbitals.

    ``H = constant + sum one_body[p, q] a_p^ a_q + sum two_body[p, q, r, s] a_p^ a_q^ a_r a_s / 2``
    with both spins of every orbital, in hartree. Spin orbital ``2 p + spin`` is qubit
    ``2 p + spin``, spin up being 0. The mean-field reference fills the first orbitals, so they
    must be sorted as a Hartree-Fock calculation leaves them.

    Parameters
    ----------
    one_body : array-like of shape (n_orbitals, n_orbitals)
        Real and symmetric.
    two_body : array-like of shape (n_orbitals, n_orbitals, n_orbitals, n_orbitals)
        In the order of OpenFermion: [p, q, r, s] is the repulsion (ps|qr). From the chemists'
        order ``eri`` of PySCF it is ``eri.transpose(0, 2, 3, 1)``.
    n_electrons : int
        Number of electrons.
    constant : float, default 0.0
        Repulsion of the nuclei, and of the electrons that were left out.
    spin : int, default 0
        Electrons with spin up less those with spin down.

    Examples
    --------
    >>> from qneko.domains import load_molecule
    >>> from qneko.models.chemistry import ElectronicHamiltonian
    >>> h2 = load_molecule("H2", 0.7414)
    >>> hamiltonian = ElectronicHamiltonian(h2.one_body, h2.two_body, 2, h2.nuclear_repulsion)
    >>> hamiltonian
    <ElectronicHamiltonian: 2 electrons in 2 orbitals, 4 qubits>
    >>> round(hamiltonian.hartree_fock_energy(), 5), len(hamiltonian.observable.terms)
    (-1.11668, 15)
    """

    def __init__(
        self,
        one_body: ArrayLike,
        two_body: ArrayLike,
        n_electrons: int,
        constant: float = 0.0,
        *,
        spin: int = 0,
    ):
        self.one_body = _checked("one_body", one_body, 2)
        self.two_body = _checked("two_body", two_body, 4)
        self.constant = float(constant)
        self.n_up, self.n_down = _occupation(n_electrons, spin, self.n_orbitals)
        _check_symmetry(self.one_body, self.two_body)

    @property
    def n_orbitals(self) -> int:
        """Number of spatial orbitals."""
        return len(self.one_body)

    @property
    def n_qubits(self) -> int:
        """Number of spin orbitals."""
        return 2 * self.n_orbitals

    @property
    def n_electrons(self) -> int:
        """Number of electrons."""
        return self.n_up + self.n_down

    @property
    def occupied(self) -> tuple[int, ...]:
        """The spin orbitals that the mean-field reference fills, sorted."""
        up, down = range(0, 2 * self.n_up, 2), range(1, 2 * self.n_down, 2)
        return tuple(sorted((*up, *down)))

    @cached_property
    def observable(self) -> Observable:
        """The Pauli sum by the Jordan-Wigner mapping."""
        orbitals = np.indices(self.one_body.shape).reshape(2, -1)
        ones = [2 * orbitals.T + s for s in (0, 1)]
        one = jordan_wigner(np.tile(self.one_body.ravel(), 2), np.concatenate(ones), (True, False))
        orbitals = np.indices(self.two_body.shape).reshape(4, -1)
        twos = [2 * orbitals.T + np.array([s, t, t, s]) for s in (0, 1) for t in (0, 1)]
        two = jordan_wigner(
            np.tile(self.two_body.ravel() / 2, 4),
            np.concatenate(twos),
            (True, True, False, False),
        )
        total = Observable.sum([self.constant * identity(), one, two])
        return Observable((string, complex(c).real) for string, c in total.terms if abs(c) > 1e-12)

    def hartree_fock_energy(self) -> float:
        """Return the mean-field energy: that of the determinant that fills the first orbitals."""
        energy = self.constant
        coulomb = np.einsum("ijji->ij", self.two_body)
        exchange = np.einsum("ijij->ij", self.two_body)
        for n in (self.n_up, self.n_down):
            energy += np.trace(self.one_body[:n, :n]) - exchange[:n, :n].sum() / 2
            for m in (self.n_up, self.n_down):
                energy += coulomb[:n, :m].sum() / 2
        return float(energy)

    def active_space(
        self, frozen: Sequence[int], active: Sequence[int] | None = None
    ) -> ElectronicHamiltonian:
        """Return the Hamiltonian of some orbitals, in the field of filled ones.

        Parameters
        ----------
        frozen : sequence of int
            Orbitals that stay doubly occupied; they become part of the constant and of the
            one-body integrals.
        active : sequence of int, optional
            Orbitals that are kept, in this order; by default all that are not frozen. The others
            stay empty.

        Returns
        -------
        ElectronicHamiltonian
            With two electrons less for each frozen orbital.
        """
        core = list(frozen)
        kept = [p for p in range(self.n_orbitals) if p not in core] if active is None else active
        chosen = [*core, *kept]
        if len(set(chosen)) < len(chosen) or not set(chosen) <= set(range(self.n_orbitals)):
            raise InputError(
                f"active_space: expected different orbitals from 0 to {self.n_orbitals - 1}, "
                f"got frozen {core} and active {list(kept)}."
            )
        two = self.two_body
        coulomb = np.einsum("piiq->pqi", two)[:, :, core].sum(axis=2)
        exchange = np.einsum("piqi->pqi", two)[:, :, core].sum(axis=2)
        field = self.one_body + 2 * coulomb - exchange
        constant = self.constant + float(np.trace((self.one_body + field)[np.ix_(core, core)]))
        block = np.ix_(kept, kept)
        return ElectronicHamiltonian(
            field[block],
            two[np.ix_(kept, kept, kept, kept)],
            self.n_electrons - 2 * len(core),
            constant,
            spin=self.n_up - self.n_down,
        )

    def __repr__(self) -> str:
        return (
            f"<ElectronicHamiltonian: {self.n_electrons} electrons in {self.n_orbitals} orbitals, "
            f"{self.n_qubits} qubits>"
        )


def _checked(name: str, integrals: ArrayLike, n_axes: int) -> Array:
    array = np.asarray(integrals)
    if array.ndim != n_axes or len(set(array.shape)) != 1 or not array.size:
        raise InputError(
            f"{name} must have {n_axes} axes of n_orbitals each, got shape {array.shape}."
        )
    if array.dtype.kind not in "fiu" or not np.isfinite(array).all():
        raise InputError(f"{name} must hold finite real numbers, got dtype {array.dtype}.")
    return array.astype(np.float64)


def _occupation(n_electrons: int, spin: int, n_orbitals: int) -> tuple[int, int]:
    """Return the numbers of electrons with spin up and down."""
    up, odd = divmod(n_electrons + spin, 2)
    down = n_electrons - up
    if odd or not (0 <= up <= n_orbitals and 0 <= down <= n_orbitals):
        raise InputError(
            f"{n_electrons} electrons with spin {spin} do not fit into {n_orbitals} orbitals: "
            "spin is the number with spin up less the number with spin down."
        )
    return up, down


def _check_symmetry(one_body: Array, two_body: Array) -> None:
    if one_body.shape != two_body.shape[:2]:
        raise InputError(
            f"one_body and two_body must be of as many orbitals, got {len(one_body)} and "
            f"{len(two_body)}."
        )
    if not np.allclose(one_body, one_body.T, atol=_SYMMETRY):
        raise InputError("one_body must be symmetric: the orbitals are real.")
    swaps = [(1, 0, 3, 2), (3, 1, 2, 0), (0, 2, 1, 3)]
    if not all(np.allclose(two_body, two_body.transpose(s), atol=_SYMMETRY) for s in swaps):
        raise InputError(
            "two_body[p, q, r, s] must be the repulsion (ps|qr) of real orbitals; from the "
            "chemists' order it is eri.transpose(0, 2, 3, 1)."
        )
