"""What is computed: circuits, angles, gates and observables."""

from math import pi

from ._angle import Angle, Symbol, feature, weight
from ._circuit import Circuit
from ._gates import GATES, GateKind
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
from .library import (
    ENTANGLEMENTS,
    amplitude_feature_map,
    angle_feature_map,
    entangling_pairs,
    hardware_efficient_ansatz,
    hardware_efficient_feature_map,
    iqp_ansatz,
    iqp_feature_map,
    mps_ansatz,
    pauli_feature_map,
    permutation_equivariant_ansatz,
    qcnn_ansatz,
    qcnn_qubits,
    reuploading_ansatz,
    strongly_entangling_ansatz,
    tree_ansatz,
    universal_reuploading_ansatz,
    z_feature_map,
    zz_feature_map,
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
    "amplitude_feature_map",
    "angle_feature_map",
    "circuit_from_dict",
    "circuit_to_dict",
    "entangling_pairs",
    "feature",
    "from_openqasm3",
    "from_qiskit",
    "hardware_efficient_ansatz",
    "hardware_efficient_feature_map",
    "identity",
    "iqp_ansatz",
    "iqp_feature_map",
    "mps_ansatz",
    "observable_from_list",
    "observable_to_list",
    "pauli",
    "pauli_feature_map",
    "permutation_equivariant_ansatz",
    "pi",
    "projector",
    "qcnn_ansatz",
    "qcnn_qubits",
    "reuploading_ansatz",
    "strongly_entangling_ansatz",
    "to_openqasm3",
    "to_qiskit",
    "tree_ansatz",
    "universal_reuploading_ansatz",
    "weight",
    "z_feature_map",
    "zz_feature_map",
]
