"""Graphs in studies: how they become rows, and the models that read those rows."""

from ._evolution import GraphEvolutionClassifier
from ._random_walk import RandomWalkClassifier, RandomWalkKernel
from ._rows import frame_graphs, graph_rows
from ._weisfeiler_lehman import (
    WeisfeilerLehmanClassifier,
    WeisfeilerLehmanFeatures,
    WeisfeilerLehmanRegressor,
)

__all__ = [
    "GraphEvolutionClassifier",
    "RandomWalkClassifier",
    "RandomWalkKernel",
    "WeisfeilerLehmanClassifier",
    "WeisfeilerLehmanFeatures",
    "WeisfeilerLehmanRegressor",
    "frame_graphs",
    "graph_rows",
]
