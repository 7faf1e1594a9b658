"""The Weisfeiler-Lehman subtree kernel: which coloured neighbourhoods a graph is made of.

References
----------
N. Shervashidze et al., Weisfeiler-Lehman graph kernels, J. Mach. Learn. Res. 12, 2539 (2011).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction import DictVectorizer
from sklearn.utils.sparsefuncs import inplace_csr_row_scale

from ...errors import InputError
from ..encodings._graphs import wl_counts
from ._machine import GraphMachine, GraphSVC, GraphSVR
from ._rows import ADJACENCY, NODE_LABELS

if TYPE_CHECKING:
    import pandas as pd


class WeisfeilerLehmanFeatures(TransformerMixin, BaseEstimator):
    """Count the coloured neighbourhoods of each graph, up to some depth.

    A node's first colour is its label. In each round a node gets the colour that stands for its own
    and those of its neighbours. A graph's features are the counts of all colours of all rounds,
    divided by their root of summed squares: the inner product of two graphs is the normalised
    subtree kernel. Edges of different weights are edges of different kinds.

    Use it where the kinds of nodes and their neighbourhoods decide, as in most of chemistry. Do not
    use it where the whole graph does: a hexagon and two triangles look alike at any depth.

    Parameters
    ----------
    n_rounds : int, default 3
        Depth of the neighbourhoods; 0 counts the labels alone.

    Attributes
    ----------
    vectorizer_ : sklearn.feature_extraction.DictVectorizer
        The colours of the training graphs. Those of other graphs count in their norm, but have no
        column: no training graph has them.

    References
    ----------
    N. Shervashidze et al., Weisfeiler-Lehman graph kernels, J. Mach. Learn. Res. 12, 2539 (2011).

    Examples
    --------
    >>> import numpy as np
    >>> from qneko.domains.graphs import WeisfeilerLehmanFeatures, graph_rows
    >>> path = np.array([[0.0, 1, 0], [1, 0, 1], [0, 1, 0]])
    >>> triangle = np.ones((3, 3)) - np.eye(3)
    >>> rows = graph_rows([path, triangle], [np.zeros(3, dtype=int)] * 2)
    >>> features = WeisfeilerLehmanFeatures(1).fit_transform(rows)
    >>> (features @ features.T).toarray().round(2)
    array([[1.  , 0.76],
           [0.76, 1.  ]])
    """

    def __init__(self, n_rounds: int = 3):
        self.n_rounds = n_rounds

    def fit(self, X: pd.DataFrame, y: Any = None) -> Self:
        """Number the colours of the training graphs.

        Parameters
        ----------
        X : pandas.DataFrame
            Rows of `graph_rows`.
        y : None
            Not used.

        Returns
        -------
        WeisfeilerLehmanFeatures
            This transformer, fitted.
        """
        self.vectorizer_ = DictVectorizer().fit(_counts(X, self.n_rounds))
        return self

    def transform(self, X: pd.DataFrame) -> csr_matrix:
        """Return the normalised counts.

        Parameters
        ----------
        X : pandas.DataFrame
            Rows of `graph_rows`.

        Returns
        -------
        scipy.sparse.csr_matrix of shape (n_graphs, n_colours)
            float64; rows of length 1, but for colours that no training graph has.
        """
        counts = _counts(X, self.n_rounds)
        norms = [np.sqrt(sum(n * n for n in of_graph.values())) for of_graph in counts]
        known: csr_matrix = self.vectorizer_.transform(counts)
        inplace_csr_row_scale(known, 1.0 / np.array(norms))
        # support vector machines count in 32 bits
        indices, ends = (part.astype(np.int32) for part in (known.indices, known.indptr))
        return csr_matrix((known.data, indices, ends), shape=known.shape)


def _counts(X: pd.DataFrame, n_rounds: int) -> list[dict[str, int]]:
    """Return how often each colour of all rounds occurs in each graph."""
    if isinstance(n_rounds, bool) or not hasattr(n_rounds, "__index__") or n_rounds < 0:
        raise InputError(f"n_rounds must be a whole number from 0 on, got {n_rounds!r}.")
    return [
        {
            **Counter(f"label {int(label)}" for label in labels),
            **wl_counts(matrix, labels, n_rounds),
        }
        for matrix, labels in zip(X[ADJACENCY], X[NODE_LABELS], strict=True)
    ]


class _OnSubtrees(GraphMachine):
    n_rounds: int

    def _transformer(self) -> WeisfeilerLehmanFeatures:
        return WeisfeilerLehmanFeatures(self.n_rounds)


class WeisfeilerLehmanClassifier(_OnSubtrees, GraphSVC):
    """Support vector classifier of graphs on the Weisfeiler-Lehman subtree kernel.

    `WeisfeilerLehmanFeatures` says what the kernel is, when to use it and when not.

    Parameters
    ----------
    C : float, default 1.0
        Inverse strength of regularisation, as in `sklearn.svm.SVC`.
    n_rounds : int, default 3
        Depth of the neighbourhoods.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        Labels, sorted.
    svc_ : sklearn.svm.SVC
        The fitted machine.
    transformer_ : WeisfeilerLehmanFeatures
        The fitted features.

    References
    ----------
    N. Shervashidze et al., Weisfeiler-Lehman graph kernels, J. Mach. Learn. Res. 12, 2539 (2011).

    Examples
    --------
    >>> from qneko.domains import load
    >>> from qneko.domains.graphs import WeisfeilerLehmanClassifier, graph_rows
    >>> mutag = load("biomedicine/mutag")
    >>> rows = graph_rows(mutag.adjacency, mutag.node_labels)
    >>> model = WeisfeilerLehmanClassifier(C=10).fit(rows[::2], mutag.target[::2])
    >>> round(model.score(rows[1::2], mutag.target[1::2]), 2)
    0.8
    """

    def __init__(self, C: float = 1.0, n_rounds: int = 3):
        self.C = C
        self.n_rounds = n_rounds


class WeisfeilerLehmanRegressor(_OnSubtrees, GraphSVR):
    """Support vector regressor of graphs on the Weisfeiler-Lehman subtree kernel.

    `WeisfeilerLehmanFeatures` says what the kernel is, when to use it and when not.

    Parameters
    ----------
    C : float, default 1.0
        Penalty of errors beyond `epsilon`.
    n_rounds : int, default 3
        Depth of the neighbourhoods.
    epsilon : float, default 0.1
        Errors below it are free, in units of the target.

    Attributes
    ----------
    svr_ : sklearn.svm.SVR
        The fitted machine.
    transformer_ : WeisfeilerLehmanFeatures
        The fitted features.

    References
    ----------
    N. Shervashidze et al., Weisfeiler-Lehman graph kernels, J. Mach. Learn. Res. 12, 2539 (2011).

    Examples
    --------
    >>> import numpy as np
    >>> from qneko.domains import load
    >>> from qneko.domains.graphs import WeisfeilerLehmanRegressor, graph_rows
    >>> mutag = load("biomedicine/mutag")
    >>> rows = graph_rows(mutag.adjacency, mutag.node_labels)
    >>> oxygen = np.array([np.mean(labels == 6) for labels in mutag.node_labels])
    >>> model = WeisfeilerLehmanRegressor(C=10, epsilon=0.01).fit(rows[::2], oxygen[::2])
    >>> round(model.score(rows[1::2], oxygen[1::2]), 2)
    0.95
    """

    def __init__(self, C: float = 1.0, n_rounds: int = 3, epsilon: float = 0.1):
        self.C = C
        self.n_rounds = n_rounds
        self.epsilon = epsilon
