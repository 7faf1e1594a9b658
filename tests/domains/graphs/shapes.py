"""Graphs that tests share."""

from __future__ import annotations

import numpy as np
import pandas as pd

from qneko.domains.graphs import graph_rows


def path(n: int) -> np.ndarray:
    return np.eye(n, k=1) + np.eye(n, k=-1)


def ring(n: int) -> np.ndarray:
    return path(n) + np.eye(n, k=n - 1) + np.eye(n, k=1 - n)


HEXAGON = ring(6)
TWO_TRIANGLES = np.kron(np.eye(2), ring(3))


def rows(graphs: list[np.ndarray], labels: list[list[int]] | None = None) -> pd.DataFrame:
    kinds = [[0] * len(g) for g in graphs] if labels is None else labels
    return graph_rows(graphs, [np.array(k) for k in kinds])


def some(n: int, seed: int = 0) -> pd.DataFrame:
    """Return random graphs of 3 to 7 nodes with two kinds of nodes."""
    random = np.random.default_rng(seed)
    graphs, labels = [], []
    for _ in range(n):
        size = int(random.integers(3, 8))
        upper = np.triu(random.random((size, size)) < 0.5, 1).astype(float)
        graphs.append(upper + upper.T)
        labels.append(random.integers(0, 2, size).tolist())
    return rows(graphs, labels)


def renumbered(table: pd.DataFrame, seed: int = 1) -> pd.DataFrame:
    """Return the same graphs with their nodes in another order."""
    random = np.random.default_rng(seed)
    orders = [random.permutation(len(a)) for a in table["adjacency"]]
    return graph_rows(
        [a[np.ix_(o, o)] for a, o in zip(table["adjacency"], orders, strict=True)],
        [k[o] for k, o in zip(table["node_labels"], orders, strict=True)],
    )
