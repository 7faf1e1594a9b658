"""Data that studies ask questions of: shipped data sets, own files, and how they are encoded."""

from ._bundles import (
    EventCatalogue,
    GraphDataset,
    HamiltonianDataset,
    SeriesDataset,
    StructureDataset,
)
from ._dataset import Bar, Dataset, DatasetInfo
from ._encoder import PrincipalComponents, make_encoder
from ._figure import draw
from ._formula import composition
from ._molecules import Molecule, load_molecule, molecules
from ._read_graphs import read_graphs
from ._read_series import read_series
from ._registry import AnyDataset, describe, load, names
from ._table import read_table

__all__ = [
    "AnyDataset",
    "Bar",
    "Dataset",
    "DatasetInfo",
    "EventCatalogue",
    "GraphDataset",
    "HamiltonianDataset",
    "Molecule",
    "PrincipalComponents",
    "SeriesDataset",
    "StructureDataset",
    "composition",
    "describe",
    "draw",
    "load",
    "load_molecule",
    "make_encoder",
    "molecules",
    "names",
    "read_graphs",
    "read_series",
    "read_table",
]
