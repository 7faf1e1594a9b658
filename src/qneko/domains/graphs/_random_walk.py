"""Random walkers in the place of qubits: the surrogate of the quantum evolution kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist
from sklearn.base import BaseEstimator, TransformerMixin

from ...errors import InputError
from ._machine import GraphSVC
from ._rows import ADJACENCY

if TYPE_CHECKING:
    import pandas as pd


class RandomWalkKernel(TransformerMixin, BaseEstimator):
    """Kernel between graphs from how many random walkers are found where they started.

    On each node of the graph stands a walker; all walk for some time, independently, along the
    edges: a continuous-time random walk, whose probabilities are the heat kernel
    ``exp(-time * L)`` with the Laplacian L. The number of those that are at home then is between
    0 and n, as is the number of excited nodes in the quantum evolution kernel, and the distribution
    of that number is used in the same way: the kernel is ``exp(-mu JS(p, p'))`` with the
    Jensen-Shannon divergence.

    Use it as the twin of `qneko.models.QuantumEvolutionKernel` that needs no circuit. It takes
    graphs of any size. Do not use it where the labels of nodes decide: it does not see them.

    Parameters
    ----------
    time : float, default 1.0
        How long they walk, in units of 1 / (the weight of an edge).

    Attributes
    ----------
    distributions_ : ndarray of shape (n_graphs, n_bins)
        Of the training graphs: probabilities of 0, 1, ... walkers at home.
    mu_ : float
        1 / (the mean divergence of the training graphs).

    References
    ----------
    L.-P. Henry et al., Quantum evolution kernel, Phys. Rev. A 104, 032416 (2021), arXiv:2107.03247.
    J. Sun, M. Ovsjanikov, L. Guibas, A concise and provably informative multi-scale signature based
    on heat diffusion, Comput. Graph. Forum 28, 1383 (2009): heat kernels that describe shapes.

    Examples
    --------
    >>> import numpy as np
    >>> from qneko.domains.graphs import RandomWalkKernel, graph_rows
    >>> path = np.array([[0.0, 1, 0], [1, 0, 1], [0, 1, 0]])
    >>> triangle = np.ones((3, 3)) - np.eye(3)
    >>> rows = graph_rows([path, triangle], [np.zeros(3, dtype=int)] * 2)
    >>> RandomWalkKernel().fit_transform(rows).round(3)
    array([[1.   , 0.135],
           [0.135, 1.   ]])
    """

    def __init__(self, time: float = 1.0):
        self.time = time

    def fit(self, X: pd.DataFrame, y: Any = None) -> Self:
        """Let walkers walk on the training graphs.

        Parameters
        ----------
        X : pandas.DataFrame
            Rows of `graph_rows`.
        y : None
            Not used.

        Returns
        -------
        RandomWalkKernel
            This transformer, fitted.
        """
        if not self.time > 0.0:
            raise InputError(f"time must be a positive number, got {self.time!r}.")
        self.distributions_ = _distributions(X, self.time)
        mean = float(_divergences(self.distributions_, self.distributions_).mean())
        # the divergences of equal distributions are rounding error, not a scale
        self.mu_ = 1.0 / mean if mean > 1e-12 else 1.0
        return self

    def transform(self, X: pd.DataFrame) -> NDArray[np.float64]:
        """Return the kernel between graphs and the training graphs.

        Parameters
        ----------
        X : pandas.DataFrame
            Rows of `graph_rows`.

        Returns
        -------
        ndarray of shape (n_graphs, n_training_graphs)
            From ``2**-mu_`` to 1.
        """
        divergences = _divergences(_distributions(X, self.time), self.distributions_)
        return np.exp(-self.mu_ * divergences)


def _distributions(X: pd.DataFrame, time: float) -> NDArray[np.float64]:
    """Return the distributions of the number of walkers at home, over as many bins as needed."""
    found = [_at_home(np.abs(matrix), time) for matrix in X[ADJACENCY]]
    width = max(map(len, found))
    return np.array([np.pad(p, (0, width - len(p))) for p in found])


def _at_home(weights: NDArray[np.float64], time: float) -> NDArray[np.float64]:
    weights = weights - np.diag(np.diag(weights))
    laplacian = np.diag(weights.sum(axis=1)) - weights
    rates, modes = np.linalg.eigh(laplacian)
    home = np.square(modes) @ np.exp(-time * rates)
    # independent walkers: the generating function is a product, its Fourier transform the answer
    n_bins = len(home) + 1
    turns = np.exp(2j * np.pi * np.arange(n_bins) / n_bins)
    generating = np.prod(1.0 + home * (turns[:, None] - 1.0), axis=1)
    p = np.fft.fft(generating).real.clip(min=0.0)
    return p / p.sum()


def _divergences(P: NDArray[np.float64], Q: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Jensen-Shannon divergences, in nats; SciPy's distance is their root."""
    width = max(P.shape[1], Q.shape[1])
    P, Q = (np.pad(p, ((0, 0), (0, width - p.shape[1]))) for p in (P, Q))
    # equal rows give a root of a rounding error, which may be negative
    return np.nan_to_num(np.square(cdist(P, Q, "jensenshannon")))


class RandomWalkClassifier(GraphSVC):
    """Support vector classifier of graphs on the random walk kernel.

    `RandomWalkKernel` says what the kernel is, when to use it and when not.

    Parameters
    ----------
    C : float, default 1.0
        Inverse strength of regularisation, as in `sklearn.svm.SVC`.
    time : float, default 1.0
        How long the walkers walk, in units of 1 / (the weight of an edge).

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        Labels, sorted.
    svc_ : sklearn.svm.SVC
        The fitted machine.
    transformer_ : RandomWalkKernel
        The fitted kernel.

    References
    ----------
    L.-P. Henry et al., Quantum evolution kernel, Phys. Rev. A 104, 032416 (2021), arXiv:2107.03247.

    Examples
    --------
    >>> import numpy as np
    >>> from qneko.domains.graphs import RandomWalkClassifier, graph_rows
    >>> paths = [np.eye(n, k=1) + np.eye(n, k=-1) for n in range(4, 9)]
    >>> rings = [p + np.eye(len(p), k=len(p) - 1) + np.eye(len(p), k=1 - len(p)) for p in paths]
    >>> graphs = paths + rings
    >>> rows = graph_rows(graphs, [np.zeros(len(g), dtype=int) for g in graphs])
    >>> labels = np.array(["path"] * 5 + ["ring"] * 5)
    >>> RandomWalkClassifier(C=100).fit(rows, labels).score(rows, labels)
    1.0
    """

    _kernel = "precomputed"

    def __init__(self, C: float = 1.0, time: float = 1.0):
        self.C = C
        self.time = time

    def _transformer(self) -> RandomWalkKernel:
        return RandomWalkKernel(self.time)
