"""Energies of geometries: computed by a variational eigensolver, or read from the source."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, RegressorMixin, clone
from sklearn.utils.validation import check_is_fitted

from ...errors import InputError
from ...models.chemistry import ElectronicHamiltonian, GroundState, VariationalEigensolver
from ...models.diagnostics import Resources, native_layers
from .._molecules import load_molecule
from ._rows import BASIS, DIGITS, DISTANCE, METHODS, MOLECULE

if TYPE_CHECKING:
    import pandas as pd

    from ...hybrid import Device

Floats = NDArray[np.float64]


class GroundStateRegressor(RegressorMixin, BaseEstimator):
    """Compute the ground-state energy of each geometry with a variational eigensolver.

    There is nothing that other geometries could teach it: `fit` only keeps one of them as an
    example for counting circuits, and `predict` runs the eigensolver on each row by itself, from
    the mean field, so that the energy of a row depends on that row alone.
    `qneko.models.chemistry.VariationalEigensolver` says when to use it and when not.

    Parameters
    ----------
    ansatz : {"uccsd", "adaptive", "hardware-efficient", "product"}, default "uccsd"
        The circuit, as for `VariationalEigensolver`.
    n_layers : int, default 2
        Entangling layers of the hardware-efficient ansatz.
    n_starts : int, default 8
        Random starts of the hardware-efficient ansatz and of product states.
    gradient_tol : float, default 1e-3
        Where adaptive growth ends, in hartree per radian.
    device : str or Device, default "statevector"
        Where circuits run.
    random_state : int or None, default None
        Seed of random starts.

    Attributes
    ----------
    example_ : tuple of (str, str, float)
        Molecule, basis and distance of the first training row.

    References
    ----------
    A. Peruzzo et al., A variational eigenvalue solver on a photonic quantum processor, Nat.
    Commun. 5, 4213 (2014), arXiv:1304.3061; H. R. Grimsley et al., An adaptive variational
    algorithm for exact molecular simulations on a quantum computer, Nat. Commun. 10, 3007 (2019),
    arXiv:1812.11173.

    Examples
    --------
    >>> from qneko.domains import load
    >>> from qneko.domains.ground_states import GroundStateRegressor, frame_geometries
    >>> curve = frame_geometries(load("materials/molecular_hamiltonians"), "H2", between=(0.7, 1.0))
    >>> model = GroundStateRegressor().fit(curve.raw, curve.target)
    >>> bool(abs(model.predict(curve.raw) - curve.target).max() < 1e-3)  # millihartree
    True
    """

    def __init__(
        self,
        ansatz: str = "uccsd",
        *,
        n_layers: int = 2,
        n_starts: int = 8,
        gradient_tol: float = 1e-3,
        device: str | Device = "statevector",
        random_state: int | None = None,
    ):
        self.ansatz = ansatz
        self.n_layers = n_layers
        self.n_starts = n_starts
        self.gradient_tol = gradient_tol
        self.device = device
        self.random_state = random_state

    def control(self) -> Self:
        """Return the twin without entanglement: product states.

        Returns
        -------
        GroundStateRegressor
            An unfitted clone with ``ansatz="product"`` and all other parameters equal.
        """
        return clone(self).set_params(ansatz="product")

    def fit(self, X: pd.DataFrame, y: Any = None) -> Self:
        """Keep the first geometry.

        Parameters
        ----------
        X : pandas.DataFrame
            Rows of `frame_geometries`.
        y : array-like of shape (n_geometries,), optional
            Not looked at.

        Returns
        -------
        GroundStateRegressor
            This model.
        """
        self.example_ = next(_geometries(X))
        return self

    def predict(self, X: pd.DataFrame) -> Floats:
        """Return the energies of geometries.

        Parameters
        ----------
        X : pandas.DataFrame
            Rows of `frame_geometries`.

        Returns
        -------
        ndarray of shape (n_geometries,)
            In millihartree, to six digits.
        """
        check_is_fitted(self)
        found = [self.ground_state(*of_row).energy for of_row in _geometries(X)]
        return (1000.0 * np.array(found)).round(DIGITS)

    def ground_state(self, molecule: str, basis: str, distance: float) -> GroundState:
        """Return all that is known of the state that was found for one geometry.

        Parameters
        ----------
        molecule, basis : str
            As `qneko.domains.load_molecule` knows them.
        distance : float
            In ångström.

        Returns
        -------
        GroundState
            In hartree.
        """
        solver = VariationalEigensolver(
            self.ansatz,
            n_layers=self.n_layers,
            n_starts=self.n_starts,
            gradient_tol=self.gradient_tol,
            random_state=self.random_state,
            device=self.device,
        )
        return _solve(solver, molecule, basis, distance)

    def count_resources(self) -> Resources:
        """Return what the example takes on hardware, every Pauli string measured by itself.

        Returns
        -------
        Resources
            All circuits are those of one geometry: nothing is trained on others.
        """
        check_is_fitted(self)
        found = self.ground_state(*self.example_)
        one, two = native_layers(found.circuit)
        circuits = found.n_circuits * n_strings(hamiltonian_of(*self.example_))
        return Resources(0, 0, circuits, one, two, "states")

    def shots_per_circuit(self) -> int:
        """Return the shots for each of these circuits, so that energies are chemically accurate.

        Returns
        -------
        int
            The shots of one energy, shared by the Pauli strings.
        """
        found = self.ground_state(*self.example_)
        return max(1, ceil(found.shots / n_strings(hamiltonian_of(*self.example_))))


@lru_cache(maxsize=4096)
def _solve(
    solver: VariationalEigensolver, molecule: str, basis: str, distance: float
) -> GroundState:
    """Solve a geometry once in a process: every fold asks for it again."""
    known = load_molecule(molecule, distance, basis).energies.get("fci")
    return solver.solve(hamiltonian_of(molecule, basis, distance), exact_energy=known)


@lru_cache(maxsize=256)
def hamiltonian_of(molecule: str, basis: str, distance: float) -> ElectronicHamiltonian:
    """Return the Hamiltonian of a shipped geometry.

    Parameters
    ----------
    molecule, basis : str
        As `qneko.domains.load_molecule` knows them.
    distance : float
        In ångström.

    Returns
    -------
    ElectronicHamiltonian
        Of all electrons and orbitals.
    """
    found = load_molecule(molecule, distance, basis)
    return ElectronicHamiltonian(
        found.one_body, found.two_body, found.n_electrons, found.nuclear_repulsion
    )


def n_strings(hamiltonian: ElectronicHamiltonian) -> int:
    """Return how many Pauli strings are measured for an energy."""
    return sum(1 for string, _ in hamiltonian.observable.terms if string)


def _geometries(X: pd.DataFrame) -> Iterator[tuple[str, str, float]]:
    columns = (X[MOLECULE], X[BASIS], X[DISTANCE].astype(float))
    return zip(*(column.tolist() for column in columns), strict=True)


class ReferenceEnergyRegressor(RegressorMixin, BaseEstimator):
    """Return the energies that a method of quantum chemistry gives, as the source computed them.

    Use it as the bar of `GroundStateRegressor`: the mean field costs next to nothing, coupled
    cluster less than any circuit would.

    Parameters
    ----------
    method : {"hf", "mp2", "cisd", "ccsd"}, default "hf"
        Hartree-Fock, second-order perturbation theory, configuration interaction or coupled
        cluster with singles and doubles.

    References
    ----------
    A. Szabo, N. S. Ostlund, Modern Quantum Chemistry, Dover (1996).

    Examples
    --------
    >>> from qneko.domains import load
    >>> from qneko.domains.ground_states import ReferenceEnergyRegressor, frame_geometries
    >>> curve = frame_geometries(load("materials/molecular_hamiltonians"), "H2", between=(0.7, 1.0))
    >>> errors = ReferenceEnergyRegressor("hf").fit(curve.raw).predict(curve.raw) - curve.target
    >>> bool(errors.min() > 15)  # the correlation energy, in millihartree
    True
    """

    def __init__(self, method: str = "hf"):
        self.method = method

    def fit(self, X: pd.DataFrame, y: Any = None) -> Self:
        """Look for the column of the method.

        Parameters
        ----------
        X : pandas.DataFrame
            Rows of `frame_geometries`.
        y : array-like of shape (n_geometries,), optional
            Not looked at.

        Returns
        -------
        ReferenceEnergyRegressor
            This model.
        """
        if self.method not in METHODS:
            raise InputError(f"method must be one of {', '.join(METHODS)}, got {self.method!r}.")
        self.column_ = METHODS[self.method]
        return self

    def predict(self, X: pd.DataFrame) -> Floats:
        """Return the energies of geometries.

        Parameters
        ----------
        X : pandas.DataFrame
            Rows of `frame_geometries`.

        Returns
        -------
        ndarray of shape (n_geometries,)
            In millihartree.
        """
        check_is_fitted(self)
        return X[self.column_].to_numpy(dtype=np.float64)
