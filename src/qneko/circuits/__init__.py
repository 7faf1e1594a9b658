"""What is computed: circuits, angles, gates and observables."""

from math import pi

from ._angle import Angle, Symbol, feature, weight
from ._circuit import Circuit
from ._gates import GATES, GateKind
from ._library import (
    ENTANGLEMENTS,
    angle_feature_map,
    entangling_pairs,
    iqp_feature_map,
    reuploading_ansatz,
    z_feature_map,
    zz_feature_map,
)
from ._observable import Observable, PauliString, X, Y, Z, identity
from ._operation import Operation
from ._pauli_text import all_z, pauli, projector
from .exchange import (
    circuit_from_dict,
    circuit_to_dict,
    from_openqasm3,
    from_qiskit,
    observable_from_list,
    observable_to_list,
    to_openqasm3,
    to_qiskit,
)

__all__ = [
    "ENTANGLEMENTS",
    "GATES",
    "Angle",
    "Circuit",
    "GateKind",
    "Observable",
    "Operation",
    "PauliString",
    "Symbol",
    "X",
    "Y",
    "Z",
    "all_z",
    "angle_feature_map",
    "circuit_from_dict",
    "circuit_to_dict",
    "entangling_pairs",
    "feature",
    "from_openqasm3",
    "from_qiskit",
    "identity",
    "iqp_feature_map",
    "observable_from_list",
    "observable_to_list",
    "pauli",
    "pi",
    "projector",
    "reuploading_ansatz",
    "to_openqasm3",
    "to_qiskit",
    "weight",
    "z_feature_map",
    "zz_feature_map",
]
