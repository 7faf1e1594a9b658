"""The variational eigensolver, for one Hamiltonian or for a curve of them."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.exceptions import ConvergenceWarning

from ...circuits import Circuit
from ...errors import InputError
from ...hybrid import get_device
from .._checks import check_choice, check_count, check_non_negative
from ._adaptive import POOLS, grow
from ._ansatz import excitation_circuit, hardware_efficient_ansatz
from ._curve import check_curve, from_neighbours, joined
from ._energies import Energies, Minimum, minimise
from ._excitations import Excitation, excitations
from ._ground_state import GroundState, judge
from ._hamiltonian import ElectronicHamiltonian

if TYPE_CHECKING:
    from ...hybrid import Device

Array = NDArray[np.float64]
Ansatz = Callable[[ElectronicHamiltonian], Circuit]

ANSATZE = ("uccsd", "adaptive", "hardware-efficient", "product")
#: How often a curve may take over its neighbours' weights and settle again.
_ROUNDS = 5


@dataclass(frozen=True)
class VariationalEigensolver:
    """Ground states of electrons: the weights of a circuit at which the energy is lowest.

    Use it to see how well an ansatz describes a molecule, how many operators, circuits and shots
    that takes, and how it fares where bonds break. *Do not* use it to learn an energy that
    `exact_energy` gives: up to about 20 spin orbitals that is faster, and it is exact.

    Parameters
    ----------
    ansatz : str or callable, default "uccsd"
        "uccsd" (see `uccsd_ansatz`), "adaptive" (ADAPT-VQE: excitations of the pool one after the
        other, the steepest first), "hardware-efficient" (layers of RY, RZ and CZ on the mean
        field), "product" (RY and RZ once), or a function of the Hamiltonian that returns a circuit
        without features.
    n_layers : int, default 2
        Entangling layers of the hardware-efficient ansatz.
    entanglement : {"linear", "ring", "full", "none"}, default "linear"
        Which pairs those entangle.
    pool : {"sd", "gsd"}, default "sd"
        What adaptive growth chooses from: single and double excitations of the mean field, or
        generalized ones, between any orbitals.
    max_operators : int, default 100
        Where adaptive growth ends at the latest.
    gradient_tol : float, default 1e-3
        Growth ends once the norm of the pool's gradient is below, in hartree per radian.
    max_iter : int, default 1000
        Iterations of L-BFGS; for adaptive growth, after each operator.
    tol : float, default 1e-6
        It ends once no slope is above, in hartree per radian.
    n_starts : int, default 8
        Random starts of the ansätze that are not made of excitations; they run as one batch, and
        the lowest energy is kept.
    init_scale : float, default 1.0
        Standard deviation of such a start, in radians around the mean field; too near to it they
        stay there, since it is stationary. The ansätze of excitations start at the mean field.
    random_state : int or None, default None
        Seed of random starts.
    device : str or Device, default "statevector"
        Where circuits run; it must declare gradients.

    References
    ----------
    A. Peruzzo et al., A variational eigenvalue solver on a photonic quantum processor, Nat.
    Commun. 5, 4213 (2014), arXiv:1304.3061; H. R. Grimsley et al., An adaptive variational
    algorithm for exact molecular simulations on a quantum computer, Nat. Commun. 10, 3007 (2019),
    arXiv:1812.11173.

    Examples
    --------
    >>> from qneko.domains import load_molecule
    >>> from qneko.models.chemistry import ElectronicHamiltonian, VariationalEigensolver
    >>> h2 = load_molecule("H2", 0.7414)
    >>> hamiltonian = ElectronicHamiltonian(h2.one_body, h2.two_body, 2, h2.nuclear_repulsion)
    >>> found = VariationalEigensolver().solve(hamiltonian, exact_energy=h2.energies["fci"])
    >>> round(found.energy, 5), abs(found.error) < 1e-8
    (-1.13727, True)
    """

    ansatz: str | Ansatz = "uccsd"
    n_layers: int = 2
    entanglement: str = "linear"
    pool: str = "sd"
    max_operators: int = 100
    gradient_tol: float = 1e-3
    max_iter: int = 1000
    tol: float = 1e-6
    n_starts: int = 8
    init_scale: float = 1.0
    random_state: int | None = None
    device: str | Device = "statevector"

    def control(self) -> VariationalEigensolver:
        """Return the twin without entanglement: product states, started at the mean field.

        Returns
        -------
        VariationalEigensolver
            With ``ansatz="product"`` and all other parameters equal. What it reaches as well
            needs no quantum computer; neither does the result's `hartree_fock_energy`. It may
            leave the sector: look at the result's `n_electrons` and `spin`.
        """
        return replace(self, ansatz="product")

    def solve(
        self,
        hamiltonian: ElectronicHamiltonian,
        *,
        exact_energy: float | None = None,
        start: ArrayLike | None = None,
    ) -> GroundState:
        """Return the lowest state found.

        Parameters
        ----------
        hamiltonian : ElectronicHamiltonian
            Of at most as many spin orbitals as the device has qubits.
        exact_energy : float, optional
            Of full configuration interaction, to judge the result by; it changes nothing else.
        start : array-like of shape (n_weights,), optional
            Where to start, such as the weights of a similar molecule; not for adaptive growth.

        Returns
        -------
        GroundState
            With its energy, weights, trajectory and costs.

        Warns
        -----
        ConvergenceWarning
            If iterations or operators were used up first.
        """
        self._check_parameters()
        device = self._find_device([hamiltonian])
        if self.ansatz == "adaptive":
            if start is not None:
                raise InputError("Adaptive growth has no weights to start from: leave out start.")
            return self._grow(device, hamiltonian, exact_energy)
        circuit, operators = self._circuit(hamiltonian)
        starts = self._starts(circuit.n_weights, start)
        energies, minimum = self._lowest(device, circuit, [hamiltonian], starts)
        return judge(
            hamiltonian, energies, minimum, 0, energies.n_evaluations, exact_energy,
            operators=operators,
        )  # fmt: skip

    def solve_curve(
        self,
        hamiltonians: Sequence[ElectronicHamiltonian],
        *,
        exact_energies: Sequence[float] | None = None,
    ) -> list[GroundState]:
        """Return the lowest states of neighbouring geometries, as one batch.

        The first geometry is solved, and its weights start all others, which are minimised
        together (with ``n_starts - 1`` random starts each, where the ansatz needs them). Where a
        neighbour's weights give a geometry a lower energy than its own, it goes on from them.
        Adaptive growth, whose circuits differ, solves one geometry after the other.

        Parameters
        ----------
        hamiltonians : sequence of ElectronicHamiltonian
            In the order of the geometries, all with as many orbitals and electrons.
        exact_energies : sequence of float, optional
            One a geometry, as for `solve`.

        Returns
        -------
        list of GroundState
            One a geometry. `n_evaluations` of each is its own share.
        """
        self._check_parameters()
        exact: list[float | None] = [None] * len(hamiltonians)
        if exact_energies is not None:
            exact = list(exact_energies)
        check_curve(hamiltonians, exact)
        device = self._find_device(hamiltonians)
        if self.ansatz == "adaptive":
            pairs = zip(hamiltonians, exact, strict=True)
            return [self._grow(device, h, energy) for h, energy in pairs]
        first = self.solve(hamiltonians[0])
        circuit, operators = first.circuit, first.operators
        starts = np.concatenate([first.weights[None], self._starts(circuit.n_weights)[1:]])
        energies, minimum = self._lowest(device, circuit, hamiltonians, starts)
        for _ in range(_ROUNDS):
            better = from_neighbours(energies, minimum)
            if better is None:
                break
            minimum = joined(minimum, self._minimise(energies, better))
        share = energies.n_evaluations // len(hamiltonians)
        return [
            judge(
                h, energies, minimum, k, share + first.n_evaluations * (k == 0), exact[k],
                operators=operators,
            )
            for k, h in enumerate(hamiltonians)
        ]  # fmt: skip

    def _grow(
        self, device: Device, hamiltonian: ElectronicHamiltonian, exact_energy: float | None
    ) -> GroundState:
        grown = grow(
            device,
            hamiltonian,
            POOLS[self.pool](hamiltonian),
            max_operators=self.max_operators,
            gradient_tol=self.gradient_tol,
            max_iter=self.max_iter,
            tol=self.tol,
        )
        if not grown.minimum.converged:
            self._warn("the growth settled")
        circuit = excitation_circuit(hamiltonian, grown.operators)
        found = judge(
            hamiltonian,
            Energies(device, circuit, [hamiltonian]),
            grown.minimum,
            0,
            grown.n_evaluations,
            exact_energy,
            operators=grown.operators,
            pool_gradients=grown.pool_gradients,
        )
        return replace(found, n_circuits=grown.n_circuits)

    def _lowest(
        self,
        device: Device,
        circuit: Circuit,
        hamiltonians: Sequence[ElectronicHamiltonian],
        starts: Array,
    ) -> tuple[Energies, Minimum]:
        """Minimise every Hamiltonian from every start, in one batch; keep the lowest of each."""
        n, n_starts = len(hamiltonians), len(starts)
        energies = Energies(device, circuit, [h for h in hamiltonians for _ in range(n_starts)])
        minimum = self._minimise(energies, np.tile(starts, (n, 1)))
        lowest = minimum.trajectory[-1].reshape(n, n_starts).argmin(axis=1)
        rows = lowest + n_starts * np.arange(n)
        return energies.rows(rows), minimum.rows(rows)

    def _minimise(self, energies: Energies, starts: Array) -> Minimum:
        minimum = minimise(energies, starts, max_iter=self.max_iter, tol=self.tol)
        if not minimum.converged:
            self._warn("the energy settled")
        return minimum

    def _warn(self, event: str) -> None:
        warnings.warn(
            f"VariationalEigensolver used up max_iter={self.max_iter} or "
            f"max_operators={self.max_operators} before {event}.",
            ConvergenceWarning,
            stacklevel=4,
        )

    def _circuit(
        self, hamiltonian: ElectronicHamiltonian
    ) -> tuple[Circuit, tuple[Excitation, ...]]:
        """Return the ansatz's circuit, and its excitations if it is made of them."""
        if self.ansatz == "uccsd":
            operators = excitations(hamiltonian)
            return excitation_circuit(hamiltonian, operators), operators
        if self.ansatz == "hardware-efficient":
            return hardware_efficient_ansatz(hamiltonian, self.n_layers, self.entanglement), ()
        if self.ansatz == "product":
            return hardware_efficient_ansatz(hamiltonian, 0), ()
        assert callable(self.ansatz)
        circuit = self.ansatz(hamiltonian)
        expected = (hamiltonian.n_qubits, 0)
        if not isinstance(circuit, Circuit) or (circuit.n_qubits, circuit.n_features) != expected:
            raise InputError(
                f"The ansatz must return a circuit of {expected[0]} qubits without features, "
                f"got {circuit!r}."
            )
        return circuit, ()

    def _starts(self, n_weights: int, start: ArrayLike | None = None) -> Array:
        """Return where L-BFGS starts, of shape (n_starts, n_weights)."""
        if start is not None:
            given = np.asarray(start, dtype=np.float64)
            if given.shape != (n_weights,):
                raise InputError(f"start must have shape ({n_weights},), got {given.shape}.")
            return given[None]
        if self.ansatz == "uccsd":
            return np.zeros((1, n_weights))
        random = np.random.default_rng(self.random_state)
        return self.init_scale * random.normal(size=(self.n_starts, n_weights))

    def _find_device(self, hamiltonians: Sequence[ElectronicHamiltonian]) -> Device:
        device = get_device(self.device)
        n_qubits, most = hamiltonians[0].n_qubits, device.capabilities.max_qubits
        if n_qubits > most:
            raise InputError(
                f"Expected at most {most} spin orbitals, one for each qubit of the device "
                f"'{device.name}', got {n_qubits}: take fewer with hamiltonian.active_space."
            )
        return device

    def _check_parameters(self) -> None:
        if not callable(self.ansatz):
            check_choice(ANSATZE, ansatz=self.ansatz)
        check_choice(POOLS, pool=self.pool)
        check_count(
            max_iter=self.max_iter, max_operators=self.max_operators, n_starts=self.n_starts
        )
        check_non_negative(tol=self.tol, gradient_tol=self.gradient_tol, init_scale=self.init_scale)
