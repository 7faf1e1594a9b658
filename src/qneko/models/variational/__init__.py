"""Variational models: trained circuits with a readout."""

from ._circuit_centric import CircuitCentricClassifier
from ._circuits import ANSATZE, BODIES, ENCODINGS
from ._classifier import VariationalClassifier
from ._dressed import DressedCircuitClassifier
from ._dressed_regressor import DressedCircuitRegressor
from ._mps import MPSClassifier
from ._qcnn import QCNNClassifier
from ._regressor import VariationalRegressor
from ._reuploading import DataReuploadingClassifier
from ._tree import TreeTensorClassifier

__all__ = [
    "ANSATZE",
    "BODIES",
    "ENCODINGS",
    "CircuitCentricClassifier",
    "DataReuploadingClassifier",
    "DressedCircuitClassifier",
    "DressedCircuitRegressor",
    "MPSClassifier",
    "QCNNClassifier",
    "TreeTensorClassifier",
    "VariationalClassifier",
    "VariationalRegressor",
]
