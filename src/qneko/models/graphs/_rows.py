"""Graphs as rows of one array, which is what scikit-learn needs.

A row is the upper triangle of the adjacency matrix with its diagonal, node by node: entries (0, j),
(1, j), ..., (j, j) for j = 0, 1, ... Smaller graphs come first in the same row, so that padding is
at its end: the entries of a node that a graph lacks are NaN.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError

Array = NDArray[np.float64]


def n_entries(n_nodes: int) -> int:
    """Return the length of the row of a graph."""
    return n_nodes * (n_nodes + 1) // 2


def entries(n_nodes: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the nodes i <= j that each entry of a row joins."""
    j, i = np.tril_indices(n_nodes)
    return i, j


def adjacency_matrix(graph: Any, place: str) -> Array:
    """Return a graph's symmetric matrix: edge weights, and node weights on the diagonal."""
    if type(graph).__module__.partition(".")[0] == "networkx":
        graph = import_module("networkx").to_numpy_array(graph)
    matrix = np.asarray(graph.toarray() if hasattr(graph, "toarray") else graph, dtype=np.float64)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not len(matrix):
        raise InputError(
            f"{place}: expected a square adjacency matrix or a networkx graph, "
            f"got shape {matrix.shape}."
        )
    if not np.array_equal(matrix, matrix.T):
        raise InputError(
            f"{place}: expected an undirected graph, that is a symmetric matrix of finite numbers; "
            "take (A + A.T) / 2 of a directed one."
        )
    return matrix


def row_of(matrix: Array, length: int) -> Array:
    """Return a graph's row, continued with NaN up to `length`."""
    row = np.full(length, np.nan)
    row[: n_entries(len(matrix))] = matrix[entries(len(matrix))]
    return row


def read_rows(X: Array) -> tuple[Array, NDArray[np.int64]]:
    """Return the rows without the nodes that are missing, and each graph's number of nodes.

    A node is missing where its own weight, the last of its entries, is NaN; any other NaN is no
    edge. A row that ends within a node's entries goes on with zeros.
    """
    n_given = X.shape[1]
    n_nodes = int(np.ceil((np.sqrt(8 * n_given + 1) - 1) / 2))
    last = np.minimum(np.cumsum(np.arange(1, n_nodes + 1)), n_given) - 1
    full = np.zeros((len(X), n_entries(n_nodes)))
    full[:, :n_given] = np.nan_to_num(X)
    present = ~np.isnan(X[:, last])
    packed = np.zeros_like(full)
    i, j = entries(n_nodes)
    for nodes in np.unique(present, axis=0):
        rows = np.flatnonzero((present == nodes).all(axis=1))
        kept = np.flatnonzero(nodes[i] & nodes[j])
        packed[rows, : len(kept)] = full[np.ix_(rows, kept)]
    return packed, present.sum(axis=1)
