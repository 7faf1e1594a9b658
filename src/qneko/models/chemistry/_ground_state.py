"""What a variational eigensolver found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...circuits import Circuit, Observable, Z, identity
from ..variational._base import n_shifts
from ._energies import Energies, Minimum
from ._excitations import Excitation
from ._hamiltonian import ElectronicHamiltonian

#: Chemical accuracy, 1 kcal/mol, in hartree.
CHEMICAL_ACCURACY = 1.6e-3


@dataclass(frozen=True)
class GroundState:
    """The lowest state that a variational eigensolver found; energies are in hartree.

    Attributes
    ----------
    energy : float
        Of the state: an upper bound of the exact one among all numbers of electrons.
    weights : ndarray of shape (n_weights,)
        Of `circuit`, in radians.
    circuit : Circuit
        Makes the state.
    trajectory : ndarray of shape (n_iterations + 1,)
        Energy at the start and after each iteration; for adaptive growth, after each operator.
    converged : bool
        Whether the optimiser (and the growth) stopped by itself.
    hartree_fock_energy : float
        Of the mean field, where the search began.
    exact_energy : float or None
        As it was given.
    n_electrons, spin : float
        Expectations of the number of electrons, and of those with spin up less spin down: not
        those of the Hamiltonian where an ansatz that does not conserve them has left the sector.
    n_evaluations : int
        Energies or energies with gradient that were computed.
    n_circuits : int
        Circuits that hardware would have run for them, gradients by the parameter-shift rule;
        each of them in all measurement settings.
    shots : int
        Shots that would estimate the energy with a standard error of 1.6 millihartree, if each
        Pauli string is measured by itself and gets its best share, after D. Wecker et al. 2015,
        arXiv:1507.08969. Measuring strings together needs less.
    operators : tuple of Excitation
        The excitations in the order in which they act; empty for other circuits.
    pool_gradients : tuple of float
        For adaptive growth, the norm of the pool's gradient before each operator, and at the end.
    """

    energy: float
    weights: NDArray[np.float64]
    circuit: Circuit
    trajectory: NDArray[np.float64]
    converged: bool
    hartree_fock_energy: float
    exact_energy: float | None
    n_electrons: float
    spin: float
    n_evaluations: int
    n_circuits: int
    shots: int
    operators: tuple[Excitation, ...] = ()
    pool_gradients: tuple[float, ...] = ()

    @property
    def error(self) -> float | None:
        """The energy less the exact one, None where that is not known."""
        return None if self.exact_energy is None else self.energy - self.exact_energy


def judge(
    hamiltonian: ElectronicHamiltonian,
    energies: Energies,
    minimum: Minimum,
    k: int,
    n_evaluations: int,
    exact_energy: float | None,
    **more: Any,
) -> GroundState:
    """Return Hamiltonian `k` of a minimised batch as a result, with what can be said of it."""
    weights = minimum.weights[k : k + 1]
    strings = energies.strings(weights)[0]
    electrons, spin = energies.measured(electrons_and_spin(hamiltonian), weights)[0]
    return GroundState(
        energy=float(minimum.trajectory[-1, k]),
        weights=weights[0],
        circuit=energies.circuit,
        trajectory=minimum.trajectory[:, k],
        converged=minimum.converged,
        hartree_fock_energy=hamiltonian.hartree_fock_energy(),
        exact_energy=exact_energy,
        n_electrons=float(electrons),
        spin=float(spin),
        n_evaluations=n_evaluations,
        n_circuits=n_evaluations * n_circuits(energies.circuit),
        shots=shots_needed(energies.coefficients[k], strings),
        **more,
    )


def n_circuits(circuit: Circuit) -> int:
    """Return how many circuits an energy and its gradient take by the parameter-shift rule."""
    return 1 + n_shifts(circuit)


def shots_needed(coefficients: NDArray[np.float64], strings: NDArray[np.float64]) -> int:
    """Return the shots for chemical accuracy, shared out in proportion to |c| times the spread."""
    spread = np.sqrt(np.clip(1 - strings**2, 0.0, None))
    return int(np.ceil((np.abs(coefficients) @ spread / CHEMICAL_ACCURACY) ** 2))


def electrons_and_spin(hamiltonian: ElectronicHamiltonian) -> tuple[Observable, Observable]:
    """Return the number of electrons, and of those with spin up less spin down."""
    filled = [0.5 * identity() - 0.5 * Z(q) for q in range(hamiltonian.n_qubits)]
    spins = [(-1.0) ** q * number for q, number in enumerate(filled)]
    return Observable.sum(filled), Observable.sum(spins)
