"""Data that studies ask questions of: shipped data sets, own files, and how they are encoded."""

from ._bundles import (
    EventCatalogue,
    GraphDataset,
    HamiltonianDataset,
    SeriesDataset,
    StructureDataset,
)
from ._dataset import Bar, Dataset, DatasetInfo
from ._encoder import make_encoder
from ._figure import draw
from ._formula import composition
from ._molecules import Molecule, load_molecule, molecules
from ._read_events import read_events
from ._read_graphs import read_graphs
from ._read_series import read_series
from ._reductions import PartialLeastSquares, PrincipalComponents, SelectedColumns
from ._registry import AnyDataset, describe, load, names
from ._table import read_table
from .encodings import (
    cyclic_features,
    element_fractions,
    element_statistics,
    encode,
    geographic_features,
    graph_features,
    molecular_descriptors,
    molecular_fingerprints,
    molecular_graphs,
    spectrum_features,
    structure_features,
)
from .forecasting import forecast_table

__all__ = [
    "AnyDataset",
    "Bar",
    "Dataset",
    "DatasetInfo",
    "EventCatalogue",
    "GraphDataset",
    "HamiltonianDataset",
    "Molecule",
    "PartialLeastSquares",
    "PrincipalComponents",
    "SelectedColumns",
    "SeriesDataset",
    "StructureDataset",
    "composition",
    "cyclic_features",
    "describe",
    "draw",
    "element_fractions",
    "element_statistics",
    "encode",
    "forecast_table",
    "geographic_features",
    "graph_features",
    "load",
    "load_molecule",
    "make_encoder",
    "molecular_descriptors",
    "molecular_fingerprints",
    "molecular_graphs",
    "molecules",
    "names",
    "read_events",
    "read_graphs",
    "read_series",
    "read_table",
    "spectrum_features",
    "structure_features",
]
