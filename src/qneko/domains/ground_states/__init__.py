"""Ground states in studies: geometries of a molecule as rows, and models of their energies."""

from ._rows import CHEMICAL_ACCURACY_MHA, frame_geometries
from ._solver import GroundStateRegressor, ReferenceEnergyRegressor, hamiltonian_of

__all__ = [
    "CHEMICAL_ACCURACY_MHA",
    "GroundStateRegressor",
    "ReferenceEnergyRegressor",
    "frame_geometries",
    "hamiltonian_of",
]
