"""Encodings of the fields: what is made of one row by itself, before any split.

Columns that come round again, places on the globe, chemical formulas, molecules, spectra, graphs
and structures become numbers here. What is learned from several rows is left to
`qneko.domains.make_encoder`, inside the folds.
"""

from ._compositions import element_fractions
from ._cyclic import cyclic_features
from ._element_statistics import element_statistics
from ._encode import encode
from ._geographic import geographic_features
from ._graphs import graph_features
from ._molecular_graphs import molecular_graphs
from ._molecules import molecular_descriptors, molecular_fingerprints
from ._spectra import spectrum_features
from ._structures import structure_features

__all__ = [
    "cyclic_features",
    "element_fractions",
    "element_statistics",
    "encode",
    "geographic_features",
    "graph_features",
    "molecular_descriptors",
    "molecular_fingerprints",
    "molecular_graphs",
    "spectrum_features",
    "structure_features",
]
