"""The quantum evolution kernel as a transformer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.random import RandomState
from numpy.typing import ArrayLike, NDArray
from sklearn.base import ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from ._base import GraphEvolution

if TYPE_CHECKING:
    from typing import Self

    from ...hybrid import Device


class QuantumEvolutionKernel(ClassNamePrefixFeaturesOutMixin, TransformerMixin, GraphEvolution):
    """Quantum evolution kernel between graphs, for any model with ``kernel="precomputed"``.

    Each node is a qubit. Pulses excite all qubits alike; in between the qubits that an edge joins
    interact, as neutral atoms do. How often k nodes are found excited is a fingerprint p of the
    graph, and the kernel of two graphs is ``exp(-mu JS(p, p'))`` with their Jensen-Shannon
    divergence. It does not depend on how the nodes are numbered.

    Use it on graphs of up to about 20 nodes (each adds a factor of two to the cost; 24 is the
    default device's limit) where the structure of the whole graph matters: unlike the
    Weisfeiler-Lehman kernel it tells a hexagon from two triangles. Do not use it where the labels
    of nodes and their neighbourhoods decide, as in most of chemistry: Weisfeiler-Lehman kernels are
    then better and much faster. Larger graphs are refused.

    Parameters
    ----------
    evolution : {"ising", "xy"}, default "ising"
        How the nodes that an edge joins interact: van der Waals ``A_ij n_i n_j``, or exchange
        ``A_ij (X_i X_j + Y_i Y_j) / 2``.
    observable : {"occupation", "energy"}, default "occupation"
        What is measured: the number of excited nodes, or the Ising energy
        ``sum_ij A_ij n_i n_j + sum_i A_ii n_i``, the weight of the edges between excited nodes.
    n_layers : int, default 1
        How often the interaction and a pulse follow one another. Many layers of short times and
        small pulses, without phases, are the constant drive of Albrecht et al.
    time : float or sequence of n_layers floats, default 1.0
        Duration of the interaction in each layer, in units of 1 / (the weight of an edge).
    pulse : float or sequence of n_layers + 1 floats, default pi / 2
        Angle of the pulse before the first interaction and after each, in radians.
    phase : float or sequence of n_layers floats, default pi / 2
        How much the phase of the drive is advanced before each pulse but the first. With pi / 2 the
        outcome depends linearly on short times; with 0 it depends on their square.
    mu : float or "scale", default "scale"
        How fast the kernel falls with the divergence; "scale" stands for 1 / (the mean divergence
        of the training graphs).
    entanglement : {"graph", "none"}, default "graph"
        "none" is the control, without the part of the interaction that entangles.
    n_steps : int, default 4
        Second-order Trotter steps of each interaction with "xy"; "ising" is exact.
    bin_width : float, default 1.0
        Width of the bins of the energy, in units of the weights.
    shots : int, optional
        Measurements of each graph; by default the exact distribution.
    device : str or Device, default "statevector"
        Where the graphs evolve.
    dtype : {"float64", "float32"}, default "float64"
        Precision of the states.
    random_state : int, RandomState instance or None, default None
        Draws the shots.

    Attributes
    ----------
    X_fit_ : ndarray of shape (n_graphs, n_features)
        Rows of the training graphs.
    distributions_ : ndarray of shape (n_graphs, n_bins)
        Their measured distributions.
    first_bin_ : int
        The whole number that the first bin stands for.
    times_ : ndarray of shape (n_layers,)
        Durations that were used.
    pulses_ : ndarray of shape (n_layers + 1,)
        Pulses that were used.
    phases_ : ndarray of shape (n_layers,)
        Phases that were used.
    mu_ : float
        The factor on the divergence that was used.
    n_features_in_ : int
        Length of a row.

    References
    ----------
    L.-P. Henry, S. Thabet, C. Dalyac, L. Henriet, Quantum evolution kernel: machine learning on
    graphs with programmable arrays of qubits, Phys. Rev. A 104, 032416 (2021), arXiv:2107.03247.
    B. Albrecht et al., Quantum feature maps for graph machine learning on a neutral atom quantum
    processor, Phys. Rev. A 107, 042615 (2023), arXiv:2211.16337.

    Examples
    --------
    >>> import numpy as np
    >>> from qneko.models import QuantumEvolutionKernel
    >>> from qneko.models.graphs import GraphVectorizer
    >>> ring = np.roll(np.eye(6), 1, axis=1)
    >>> hexagon = ring + ring.T
    >>> triangle = np.ones((3, 3)) - np.eye(3)
    >>> two_triangles = np.kron(np.eye(2), triangle)
    >>> graphs = GraphVectorizer().fit_transform([hexagon, two_triangles])
    >>> kernel = QuantumEvolutionKernel(n_layers=2, time=2, mu=10)
    >>> kernel.fit_transform(graphs).round(3)
    array([[1.   , 0.867],
           [0.867, 1.   ]])
    >>> kernel.control().fit_transform(graphs).round(3)
    array([[1., 1.],
           [1., 1.]])
    """

    def __init__(
        self,
        evolution: str = "ising",
        *,
        observable: str = "occupation",
        n_layers: int = 1,
        time: float | Sequence[float] = 1.0,
        pulse: float | Sequence[float] = math.pi / 2,
        phase: float | Sequence[float] = math.pi / 2,
        mu: float | str = "scale",
        entanglement: str = "graph",
        n_steps: int = 4,
        bin_width: float = 1.0,
        shots: int | None = None,
        device: str | Device = "statevector",
        dtype: str = "float64",
        random_state: int | RandomState | None = None,
    ):
        self.evolution = evolution
        self.observable = observable
        self.n_layers = n_layers
        self.time = time
        self.pulse = pulse
        self.phase = phase
        self.mu = mu
        self.entanglement = entanglement
        self.n_steps = n_steps
        self.bin_width = bin_width
        self.shots = shots
        self.device = device
        self.dtype = dtype
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: Any = None) -> Self:
        """Measure the training graphs.

        Parameters
        ----------
        X : array-like of shape (n_graphs, n_features)
            Rows of `GraphVectorizer`: the upper triangles of adjacency matrices, NaN for nodes that
            a graph lacks.
        y : None
            Not used.

        Returns
        -------
        QuantumEvolutionKernel
            This transformer, fitted.
        """
        self._fit_distributions(self._validate(X, reset=True))
        self._settle_gram()
        return self

    def fit_transform(self, X: ArrayLike, y: Any = None) -> NDArray[np.float64]:
        """Measure the training graphs, once, and return their Gram matrix.

        Parameters
        ----------
        X : array-like of shape (n_graphs, n_features)
            Rows of `GraphVectorizer`.
        y : None
            Not used.

        Returns
        -------
        ndarray of shape (n_graphs, n_graphs)
            Kernel values, from ``2**-mu_`` to 1; symmetric, with a diagonal of ones.
        """
        self._fit_distributions(self._validate(X, reset=True))
        return self._settle_gram()

    def transform(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return the kernel between graphs and the training graphs.

        Parameters
        ----------
        X : array-like of shape (n_graphs, n_features)
            Rows of `GraphVectorizer`.

        Returns
        -------
        ndarray of shape (n_graphs, n_training_graphs)
            Kernel values, from ``2**-mu_`` to 1.
        """
        check_is_fitted(self)
        return self._gram_to_fitted(self._validate(X))

    @property
    def _n_features_out(self) -> int:
        return len(self.distributions_)
