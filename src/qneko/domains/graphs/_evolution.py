"""The quantum evolution kernel on rows that hold graphs."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from ...models import QuantumEvolutionKernelClassifier
from ...models.graphs import GraphVectorizer
from ...models.graphs._distributions import Distributions, joined
from ._rows import ADJACENCY

if TYPE_CHECKING:
    import pandas as pd

#: Room in a row, of one length for all graphs: more nodes than the default device has qubits.
_MOST_NODES = 30


class GraphEvolutionClassifier(QuantumEvolutionKernelClassifier):
    """`qneko.models.QuantumEvolutionKernelClassifier` for rows of `graph_rows`.

    All parameters and attributes are those of that model, which says when to use it and when not.
    Labels of nodes are not looked at: their numbers are names, and no weights.

    References
    ----------
    L.-P. Henry et al., Phys. Rev. A 104, 032416 (2021), arXiv:2107.03247.

    Examples
    --------
    >>> import numpy as np
    >>> from qneko.domains.graphs import GraphEvolutionClassifier, graph_rows
    >>> paths = [np.eye(n, k=1) + np.eye(n, k=-1) for n in range(4, 9)]
    >>> rings = [p + np.eye(len(p), k=len(p) - 1) + np.eye(len(p), k=1 - len(p)) for p in paths]
    >>> graphs = paths + rings
    >>> rows = graph_rows(graphs, [np.zeros(len(g), dtype=int) for g in graphs])
    >>> labels = np.array(["path"] * 5 + ["ring"] * 5)
    >>> GraphEvolutionClassifier(C=100).fit(rows, labels).score(rows, labels)
    1.0
    """

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Fit the classifier.

        Parameters
        ----------
        X : pandas.DataFrame
            Rows of `graph_rows`.
        y : array-like of shape (n_graphs,)
            Labels.
        sample_weight : array-like of shape (n_graphs,), optional
            Factors on C.

        Returns
        -------
        GraphEvolutionClassifier
            This model, fitted.
        """
        return super().fit(_upper_triangles(X), y, sample_weight)

    def decision_function(self, X: Any) -> NDArray[np.float64]:
        """Return the signed distance from the decision surface, as the model of arrays does.

        Parameters
        ----------
        X : pandas.DataFrame
            Rows of `graph_rows`.

        Returns
        -------
        ndarray of shape (n_graphs,) or (n_graphs, n_classes)
            Positive for the second of two classes.
        """
        return super().decision_function(_upper_triangles(X))

    def predict(self, X: Any) -> NDArray[Any]:
        """Return the labels of graphs.

        Parameters
        ----------
        X : pandas.DataFrame
            Rows of `graph_rows`.

        Returns
        -------
        ndarray of shape (n_graphs,)
            Elements of `classes_`.
        """
        return super().predict(_upper_triangles(X))

    def _measure(self, X: NDArray[np.float64]) -> Distributions:
        """Measure each graph by itself, and only once in a process where nothing is random.

        A study asks for the same graphs in every fold. One by one, because circuits of a batch have
        the edges of all its graphs, and the last digit of a graph must not depend on the others.
        """
        if self.shots is not None or self.device != "statevector":
            return super()._measure(X)
        settings = (
            *(getattr(self, name) for name in _SETTINGS),
            *(tuple(getattr(self, name).tolist()) for name in ("times_", "pulses_", "phases_")),
        )
        found = [_measured(settings, row.tobytes()) for row in X]
        return joined(found, [np.array([k]) for k in range(len(X))])


#: All that decides a distribution, but for the durations and angles.
_SETTINGS = ("evolution", "observable", "entanglement", "n_steps", "bin_width", "dtype")


@lru_cache(maxsize=50_000)
def _measured(settings: tuple[Any, ...], row: bytes) -> Distributions:
    *plain, times, pulses, phases = settings
    model = QuantumEvolutionKernelClassifier(**dict(zip(_SETTINGS, plain, strict=True)))
    model.times_, model.pulses_, model.phases_ = map(np.array, (times, pulses, phases))
    return model._measure(np.frombuffer(row)[None])


def _upper_triangles(X: pd.DataFrame) -> NDArray[np.float64]:
    """Return the rows that the model of arrays reads."""
    rows: NDArray[np.float64] = GraphVectorizer(_MOST_NODES).fit_transform(X[ADJACENCY])
    return rows
