"""Feature maps and ansätze from the literature, as ready circuits.

Feature maps are called as ``(n_features, n_layers, entanglement, bandwidth)``, ansätze as
``(n_qubits, n_layers, entanglement)``; what is special to one comes as a keyword. The
entanglement-free twin of a circuit is the same circuit with ``entanglement="none"``. `bandwidth` is
the factor on the features before they become angles (Shaydulin & Wild 2022, arXiv:2111.05451;
Canatar et al. 2022, arXiv:2206.06686): the smaller, the wider and smoother the kernel.
"""

from ._amplitude import amplitude_feature_map
from ._arguments import ENTANGLEMENTS, entangling_pairs
from ._equivariant import permutation_equivariant_ansatz
from ._feature_maps import (
    angle_feature_map,
    iqp_feature_map,
    pauli_feature_map,
    z_feature_map,
    zz_feature_map,
)
from ._hardware_efficient import hardware_efficient_ansatz, hardware_efficient_feature_map
from ._iqp import iqp_ansatz
from ._qcnn import qcnn_ansatz, qcnn_qubits
from ._reuploading import reuploading_ansatz, universal_reuploading_ansatz
from ._strongly_entangling import strongly_entangling_ansatz
from ._tensor_networks import mps_ansatz, tree_ansatz

__all__ = [
    "ENTANGLEMENTS",
    "amplitude_feature_map",
    "angle_feature_map",
    "entangling_pairs",
    "hardware_efficient_ansatz",
    "hardware_efficient_feature_map",
    "iqp_ansatz",
    "iqp_feature_map",
    "mps_ansatz",
    "pauli_feature_map",
    "permutation_equivariant_ansatz",
    "qcnn_ansatz",
    "qcnn_qubits",
    "reuploading_ansatz",
    "strongly_entangling_ansatz",
    "tree_ansatz",
    "universal_reuploading_ansatz",
    "z_feature_map",
    "zz_feature_map",
]
