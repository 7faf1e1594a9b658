"""Ground states of molecules and materials: Hamiltonians, ansätze, a variational eigensolver."""

from ._ansatz import uccsd_ansatz
from ._eigensolver import VariationalEigensolver
from ._exact import exact_energy
from ._excitations import Excitation
from ._ground_state import CHEMICAL_ACCURACY, GroundState
from ._hamiltonian import ElectronicHamiltonian
from ._jordan_wigner import jordan_wigner

__all__ = [
    "CHEMICAL_ACCURACY",
    "ElectronicHamiltonian",
    "Excitation",
    "GroundState",
    "VariationalEigensolver",
    "exact_energy",
    "jordan_wigner",
    "uccsd_ansatz",
]
