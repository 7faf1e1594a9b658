"""Circuits whose states are tried for the ground state; all weights 0 is the mean field."""

from __future__ import annotations

from collections.abc import Iterable

from ...circuits import Circuit, entangling_pairs, weight
from ...errors import InputError
from ._excitations import Excitation, excitations
from ._hamiltonian import ElectronicHamiltonian


def uccsd_ansatz(hamiltonian: ElectronicHamiltonian) -> Circuit:
    """Return unitary coupled cluster with singles and doubles, as one Trotter step.

    The mean-field determinant, then every double and after them every single excitation that
    conserves the spin, each with its own weight. Excitations conserve the number of electrons, and
    the Trotter error is no error here: the weights are fitted to the circuit as it is. The order
    matters little near equilibrium and more where bonds break (arXiv:1910.10329).

    Parameters
    ----------
    hamiltonian : ElectronicHamiltonian
        Says which spin orbitals are filled.

    Returns
    -------
    Circuit
        Pauli rotations: 8 a double and 2 a single excitation.

    References
    ----------
    A. Peruzzo et al., A variational eigenvalue solver on a photonic quantum processor, Nat.
    Commun. 5, 4213 (2014), arXiv:1304.3061; J. Romero et al., Strategies for quantum computing
    molecular energies using the unitary coupled cluster ansatz, Quantum Sci. Technol. 4, 014008
    (2018), arXiv:1701.02691.

    Examples
    --------
    >>> from qneko.domains import load_molecule
    >>> from qneko.models.chemistry import ElectronicHamiltonian, uccsd_ansatz
    >>> h2 = load_molecule("H2", 0.7414)
    >>> uccsd_ansatz(ElectronicHamiltonian(h2.one_body, h2.two_body, 2))
    <Circuit: 4 qubits, 14 gates, 0 features, 3 weights>
    """
    return excitation_circuit(hamiltonian, excitations(hamiltonian))


def hardware_efficient_ansatz(
    hamiltonian: ElectronicHamiltonian, n_layers: int = 2, entanglement: str = "linear"
) -> Circuit:
    """Return layers of RY and RZ on every qubit with CZ between them, on the mean field.

    CZ, unlike the CX of `qneko.circuits.hardware_efficient_ansatz`, leaves the mean field as it is
    where all weights are 0. The circuit knows nothing of electrons: it does not conserve them.

    Parameters
    ----------
    hamiltonian : ElectronicHamiltonian
        Says which spin orbitals are filled.
    n_layers : int, default 2
        How often qubits are entangled; one more layer of rotations ends the circuit.
    entanglement : {"linear", "ring", "full", "none"}, default "linear"
        Which pairs get a CZ; "none" leaves product states.

    References
    ----------
    A. Kandala et al., Hardware-efficient variational quantum eigensolver for small molecules and
    quantum magnets, Nature 549, 242 (2017), arXiv:1704.05050.
    """
    if isinstance(n_layers, bool) or not hasattr(n_layers, "__index__") or n_layers < 0:
        raise InputError(f"n_layers must be a whole number from 0 on, got {n_layers!r}.")
    circuit = mean_field_circuit(hamiltonian)
    pairs = entangling_pairs(circuit.n_qubits, entanglement)
    for layer in range(n_layers + 1):
        for q in range(circuit.n_qubits):
            circuit.ry(weight(), q).rz(weight(), q)
        if layer < n_layers:
            for a, b in pairs:
                circuit.cz(a, b)
    return circuit


def mean_field_circuit(hamiltonian: ElectronicHamiltonian) -> Circuit:
    """Return the circuit that makes the mean-field determinant."""
    circuit = Circuit(hamiltonian.n_qubits)
    for q in hamiltonian.occupied:
        circuit.x(q)
    return circuit


def excitation_circuit(
    hamiltonian: ElectronicHamiltonian, operators: Iterable[Excitation]
) -> Circuit:
    """Return the mean field with excitations in this order, one weight each."""
    circuit = mean_field_circuit(hamiltonian)
    for operator in operators:
        operator.append_to(circuit, weight())
    return circuit
