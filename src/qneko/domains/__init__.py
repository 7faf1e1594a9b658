"""Data that studies ask questions of: shipped data sets, own tables, and how they are encoded."""

from ._dataset import Dataset, DatasetInfo
from ._encoder import PrincipalComponents, make_encoder
from ._molecules import Molecule, load_molecule, molecules
from ._registry import describe, load, names
from ._table import read_table

__all__ = [
    "Dataset",
    "DatasetInfo",
    "Molecule",
    "PrincipalComponents",
    "describe",
    "load",
    "load_molecule",
    "make_encoder",
    "molecules",
    "names",
    "read_table",
]
