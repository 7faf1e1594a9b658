"""Graphs as rows of a table: numbers that describe them, and beside them the graphs themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from .._bundles import GraphDataset
from .._dataset import Dataset
from .._words import counted
from ..encodings._graphs import GraphFeature, graph_features

if TYPE_CHECKING:
    import pandas as pd

#: Columns of the graph itself: what models that need them say in `Family.needs`.
ADJACENCY, NODE_LABELS = "adjacency", "node_labels"


def graph_rows(
    adjacency: Sequence[NDArray[np.float64]],
    node_labels: Sequence[NDArray[np.int64]],
    index: Any = None,
) -> pd.DataFrame:
    """Return graphs as a table with one row each, which is what the models of this package read.

    Parameters
    ----------
    adjacency : sequence of ndarray of shape (n_nodes, n_nodes)
        Symmetric, one a graph.
    node_labels : sequence of ndarray of shape (n_nodes,)
        Whole numbers, one array a graph.
    index : pandas.Index, optional
        Of the table.

    Returns
    -------
    pandas.DataFrame of shape (n_graphs, 2)
        The columns "adjacency" and "node_labels", each cell an array.
    """
    import pandas as pd

    columns = {}
    for name, arrays in ((ADJACENCY, adjacency), (NODE_LABELS, node_labels)):
        # filled one by one: NumPy would make one array of graphs that happen to be of one size
        cells = np.empty(len(arrays), dtype=object)
        for place, array in enumerate(arrays):
            cells[place] = array
        columns[name] = cells
    return pd.DataFrame(columns, index=index)


def frame_graphs(
    graphs: GraphDataset,
    *,
    max_nodes: int | None = None,
    features: Sequence[GraphFeature] = ("counts", "spectrum", "neighbourhoods"),
) -> Dataset:
    """Return graphs as a data set of which a study can ask: a row is a graph.

    Its `frame` holds the numbers of `qneko.domains.encodings.graph_features`, each of which depends
    on one graph alone; its `context` holds the graphs, see `graph_rows`. Equal graphs are a group.

    Parameters
    ----------
    graphs : GraphDataset
        As `qneko.domains.load` or `read_graphs` return them.
    max_nodes : int, optional
        Leave larger graphs out, and say in the notes how many those were.
    features : sequence of {"counts", "spectrum", "neighbourhoods"}, default all
        Which numbers, as `graph_features` has them.

    Returns
    -------
    Dataset
        One row a graph, in the same order.

    Raises
    ------
    InputError
        If no graph is left, or all of them have the same target.

    Examples
    --------
    >>> from qneko.domains import load
    >>> from qneko.domains.graphs import frame_graphs
    >>> small = frame_graphs(load("biomedicine/mutag"), max_nodes=14)
    >>> small.n_samples, list(small.context.columns)
    (53, ['adjacency', 'node_labels'])
    """
    described = graph_features(graphs, features)
    rows = graph_rows(graphs.adjacency, graphs.node_labels, described.frame.index)
    whole = replace(described, context=rows)
    return whole if max_nodes is None else _up_to(max_nodes, whole)


def _up_to(max_nodes: int, data: Dataset) -> Dataset:
    """Return the graphs that are small enough, with a note of those that are not."""
    assert data.context is not None
    sizes = data.context[ADJACENCY].map(len)
    kept = data.take(np.flatnonzero(sizes <= max_nodes))
    if not kept.n_samples:
        raise InputError(
            f"max_nodes: no graph has {max_nodes} nodes or fewer, the smallest has {sizes.min()}; "
            "raise it or leave it out."
        )
    if kept.n_samples == data.n_samples:
        return data
    if kept.target.nunique() < 2:
        raise InputError(
            f"max_nodes: all {kept.n_samples} graphs of up to {max_nodes} nodes have the same "
            f"{data.target_name!r}, {kept.target[0]!r}; raise it or leave it out."
        )
    left_out = counted(data.n_samples - kept.n_samples, "graph")
    note = (
        f"Left out as asked: {left_out} of {data.n_samples}, with more than {max_nodes} nodes; "
        f"{_shift(data, kept)}, so scores cannot be compared with those on all of them."
    )
    return replace(kept, notes=(note, *kept.notes))


def _shift(before: Dataset, after: Dataset) -> str:
    """Return how the target of the graphs that are left differs from that of all."""
    if before.task == "regression":
        return (
            f"the mean of {before.target_name!r} went from {before.target.mean():.3g} to "
            f"{after.target.mean():.3g}"
        )
    label = before.target.mode()[0]
    return (
        f"{label!r} are {(before.target == label).mean():.0%} of all graphs and "
        f"{(after.target == label).mean():.0%} of those that are left"
    )
