"""From graphs of any size to one array."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from ...errors import InputError
from .._checks import check_count
from ._rows import Array, adjacency_matrix, n_entries, row_of

if TYPE_CHECKING:
    from typing import Self

    from sklearn.utils import Tags


class GraphVectorizer(TransformerMixin, BaseEstimator):
    """Turn graphs of any size into the rows that qneko's graph models read.

    A graph is a square symmetric matrix (a NumPy array, nested lists or SciPy sparse) with edge
    weights, or an undirected networkx graph. Numbers on the diagonal are node weights, such as a
    label's number: ``networkx.to_numpy_array(graph) + np.diag(values)``.

    A row holds, node after node, the entries (0, j), (1, j), ..., (j, j) of the matrix; entries of
    nodes that a graph lacks are NaN. Renumbering the nodes gives another row of the same graph.

    Parameters
    ----------
    max_nodes : int, optional
        Most nodes that a row has room for; by default those of the largest graph in `fit`.

    Attributes
    ----------
    max_nodes_ : int
        The number that is used.

    Examples
    --------
    >>> import numpy as np
    >>> from qneko.models.graphs import GraphVectorizer
    >>> edge = np.array([[0, 1], [1, 0]])
    >>> path = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]])
    >>> GraphVectorizer().fit_transform([edge, path])
    array([[ 0.,  1.,  0., nan, nan, nan],
           [ 0.,  1.,  0.,  0.,  1.,  0.]])
    """

    def __init__(self, max_nodes: int | None = None):
        self.max_nodes = max_nodes

    def fit(self, X: Iterable[Any], y: Any = None) -> Self:
        """Find the largest graph.

        Parameters
        ----------
        X : iterable of graphs
            Matrices or networkx graphs.
        y : None
            Not used.

        Returns
        -------
        GraphVectorizer
            This transformer, fitted.
        """
        if self.max_nodes is not None:
            check_count(max_nodes=self.max_nodes)
        largest = max((len(matrix) for matrix in _matrices(X)), default=0)
        if not largest:
            raise InputError("Expected at least one graph, got none.")
        self.max_nodes_ = largest if self.max_nodes is None else int(self.max_nodes)
        return self

    def transform(self, X: Iterable[Any]) -> Array:
        """Return one row a graph.

        Parameters
        ----------
        X : iterable of graphs
            Matrices or networkx graphs.

        Returns
        -------
        ndarray of shape (n_graphs, n_entries)
            Weights of edges and nodes, n * (n + 1) / 2 for a row with room for n nodes; NaN where a
            graph has no such node.
        """
        check_is_fitted(self)
        length = n_entries(self.max_nodes_)
        rows = []
        for number, matrix in enumerate(_matrices(X)):
            if len(matrix) > self.max_nodes_:
                raise InputError(
                    f"Graph {number} has {len(matrix)} nodes, expected at most {self.max_nodes_}; "
                    "set max_nodes to the most nodes that will ever occur."
                )
            rows.append(row_of(matrix, length))
        return np.array(rows).reshape(len(rows), length)

    def __sklearn_tags__(self) -> Tags:
        """Say that the input is no array."""
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = False
        return tags


def _matrices(X: Iterable[Any]) -> list[Array]:
    return [adjacency_matrix(graph, f"Graph {number}") for number, graph in enumerate(X)]
