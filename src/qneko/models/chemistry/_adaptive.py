"""Adaptive growth: the excitation with the steepest energy is added, all weights are fitted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from ._ansatz import excitation_circuit
from ._energies import Energies, Minimum, minimise
from ._excitations import Excitation, excitations, generalized_excitations
from ._ground_state import n_circuits
from ._hamiltonian import ElectronicHamiltonian

if TYPE_CHECKING:
    from ...hybrid import Device

#: name -> the excitations that growth may choose from
POOLS = {"sd": excitations, "gsd": generalized_excitations}


@dataclass(frozen=True)
class Grown:
    """What growth came to.

    Attributes
    ----------
    operators : tuple of Excitation
        In the order in which they act.
    pool_gradients : tuple of float
        Norm of the pool's gradient before each operator, and at the end.
    minimum : Minimum
        Its trajectory has one entry an operator, after the mean field's.
    n_evaluations, n_circuits : int
        Work done, that of the pool included.
    """

    operators: tuple[Excitation, ...]
    pool_gradients: tuple[float, ...]
    minimum: Minimum
    n_evaluations: int
    n_circuits: int


def grow(
    device: Device,
    hamiltonian: ElectronicHamiltonian,
    pool: tuple[Excitation, ...],
    *,
    max_operators: int,
    gradient_tol: float,
    max_iter: int,
    tol: float,
) -> Grown:
    """Add excitations until the pool's gradient is small or there are enough."""
    if not pool:
        raise InputError("The pool has no excitation: all orbitals are filled, or none is.")
    operators: list[Excitation] = []
    norms: list[float] = []
    fitted = Minimum(np.empty((1, 0)), np.empty((0, 1)), converged=True)
    trajectory: list[float] = []
    evaluations = circuits = 0
    while True:
        ahead = Energies(
            device, excitation_circuit(hamiltonian, (*operators, *pool)), [hamiltonian]
        )
        energy, slopes = pool_gradient(ahead, fitted.weights[0], len(pool))
        if not trajectory:
            trajectory.append(energy)
        norms.append(float(np.linalg.norm(slopes)))
        evaluations += 1
        circuits += n_circuits(ahead.circuit)
        settled = norms[-1] < gradient_tol
        if settled or len(operators) == max_operators:
            break
        operators.append(pool[int(np.argmax(np.abs(slopes)))])
        energies = Energies(device, excitation_circuit(hamiltonian, operators), [hamiltonian])
        start = np.append(fitted.weights, [[0.0]], axis=1)
        fitted = minimise(energies, start, max_iter=max_iter, tol=tol)
        trajectory.append(float(fitted.trajectory[-1, 0]))
        evaluations += energies.n_evaluations
        circuits += energies.n_evaluations * n_circuits(energies.circuit)
    whole = Minimum(fitted.weights, np.array(trajectory)[:, None], settled and fitted.converged)
    return Grown(tuple(operators), tuple(norms), whole, evaluations, circuits)


def pool_gradient(
    ahead: Energies, weights: NDArray[np.float64], n_pool: int
) -> tuple[float, NDArray[np.float64]]:
    """Return the energy, and its slope by every operator of the pool if it were added.

    The slope is ``<[H, T - T^]>``. The pool stands at the end of the circuit with all its weights
    0, where each operator sees the state as if it were alone: one backward pass gives all slopes.
    """
    energy, gradient = ahead.with_gradient(np.append(weights, np.zeros(n_pool))[None])
    return float(energy[0]), gradient[0, len(weights) :]
