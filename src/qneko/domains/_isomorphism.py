"""Which graphs are equal, as far as colour refinement tells."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def equal_graphs(
    adjacency: Sequence[NDArray[np.float64]], node_labels: Sequence[NDArray[np.int64]]
) -> pd.Series:
    """Return a group for each graph: equal labels and neighbourhoods of all depths, equal group.

    Colour refinement never parts equal graphs; rarely it joins different ones, all of whose nodes
    look alike from near. For keeping copies out of a test part that is the safe side.

    Parameters
    ----------
    adjacency : sequence of ndarray of shape (n_nodes, n_nodes)
        Weights of the edges.
    node_labels : sequence of ndarray of shape (n_nodes,)
        Labels of the nodes.

    Returns
    -------
    pandas.Series of shape (n_graphs,)
        "graph 1", "graph 2", …, by first appearance.
    """
    numbers: dict[object, int] = {}

    def number(colour: object) -> int:
        return numbers.setdefault(colour, len(numbers))

    groups: dict[object, int] = {}
    found = []
    for matrix, labels in zip(adjacency, node_labels, strict=True):
        near = [[(int(j), float(row[j])) for j in np.flatnonzero(row)] for row in matrix]
        colours = [number(int(label)) for label in labels]
        seen = [tuple(sorted(colours))]
        for _ in range(len(labels)):
            colours = [
                number((own, *sorted((colours[j], w) for j, w in around)))
                for own, around in zip(colours, near, strict=True)
            ]
            seen.append(tuple(sorted(colours)))
            if len(set(seen[-1])) == len(set(seen[-2])):
                break
        found.append(groups.setdefault(tuple(seen), len(groups) + 1))
    return pd.Series([f"graph {k}" for k in found], name="graph")
