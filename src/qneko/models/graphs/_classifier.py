"""Classification of graphs with the quantum evolution kernel."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.random import RandomState
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize

from ...errors import InputError
from ..kernels._svc import SupportVectorClassifier
from ._base import GraphEvolution
from ._divergence import alignment
from ._rows import Array

if TYPE_CHECKING:
    from typing import Self

    from sklearn.utils import Tags

    from ...hybrid import Device


class QuantumEvolutionKernelClassifier(SupportVectorClassifier, GraphEvolution):
    """Support vector classifier of graphs on the quantum evolution kernel.

    `QuantumEvolutionKernel` says what the kernel is, when to use it and when not. With
    `alignment_steps` the times, pulses and phases are trained first, on the centred alignment of
    the kernel with the labels (Cortes et al. 2012).

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
    C : float, default 1.0
        Inverse strength of regularisation, as in `sklearn.svm.SVC`.
    alignment_steps : int, default 0
        Most steps of a Nelder-Mead search for the times, pulses and phases of the best aligned
        kernel, which starts from the given ones; each step measures all graphs once or twice. 0
        keeps them as they are.
    probability : bool, default True
        Whether to calibrate `predict_proba`, as `FidelityKernelClassifier` does.
    device : str or Device, default "statevector"
        Where the graphs evolve.
    dtype : {"float64", "float32"}, default "float64"
        Precision of the states.
    random_state : int, RandomState instance or None, default None
        Draws the shots and shuffles the calibration folds.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        Labels, sorted.
    X_fit_ : ndarray of shape (n_graphs, n_features)
        Rows of the training graphs with a weight other than zero.
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
    alignment_ : float
        Centred alignment of the training kernel with the labels, at most 1.
    svm_ : SVC
        The fitted support vector machine on the precomputed kernel; its classes are positions in
        `classes_`.
    probability_scale_ : float
        Factor between decisions and log-probabilities, if `probability`.
    n_features_in_ : int
        Length of a row.

    References
    ----------
    L.-P. Henry et al., Phys. Rev. A 104, 032416 (2021), arXiv:2107.03247.
    C. Cortes, M. Mohri, A. Rostamizadeh, J. Mach. Learn. Res. 13, 795 (2012), arXiv:1203.0550.
    B. Albrecht et al., Phys. Rev. A 107, 042615 (2023), arXiv:2211.16337.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.pipeline import make_pipeline
    >>> from qneko.models import QuantumEvolutionKernelClassifier
    >>> from qneko.models.graphs import GraphVectorizer
    >>> ring = [np.roll(np.eye(n), 1, axis=1) for n in range(4, 9)]
    >>> rings = [r + r.T for r in ring]
    >>> paths = [np.tri(n, k=1) - np.tri(n, k=0) for n in range(4, 9)]
    >>> paths = [p + p.T for p in paths]
    >>> labels = ["ring"] * 5 + ["path"] * 5
    >>> model = make_pipeline(GraphVectorizer(), QuantumEvolutionKernelClassifier(C=100))
    >>> model.fit(rings + paths, labels).score(rings + paths, labels)
    1.0
    """

    _accepts = GraphEvolution._accepts

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
        C: float = 1.0,
        alignment_steps: int = 0,
        probability: bool = True,
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
        self.C = C
        self.alignment_steps = alignment_steps
        self.probability = probability
        self.device = device
        self.dtype = dtype
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:
        """Fit the classifier.

        Parameters
        ----------
        X : array-like of shape (n_graphs, n_features)
            Rows of `GraphVectorizer`: the upper triangles of adjacency matrices, NaN for nodes that
            a graph lacks.
        y : array-like of shape (n_graphs,)
            Labels of any type, two classes or more.
        sample_weight : array-like of shape (n_graphs,), optional
            Factors on C, one a graph; zero removes the graph.

        Returns
        -------
        QuantumEvolutionKernelClassifier
            This model, fitted.
        """
        return super().fit(X, y, sample_weight)

    def _fit_gram(
        self,
        X: Array,
        y: NDArray[np.int64],
        *,
        is_class: bool = True,
        sample_weight: Array | None = None,
    ) -> Array:
        self._fit_distributions(X)
        self._align(y)
        gram = self._settle_gram()
        self.alignment_ = alignment(gram, y)
        return gram

    def _support_gram(self, X: ArrayLike, support: NDArray[np.int64]) -> Array:
        return self._gram_to_fitted(self._validate(X))

    def __sklearn_tags__(self) -> Tags:
        """Say that the control, for which all graphs are sets of nodes, is no model of a table."""
        tags = super().__sklearn_tags__()
        tags.classifier_tags.poor_score = self.entanglement == "none"
        return tags

    def _align(self, encoded: NDArray[np.int64]) -> None:
        """Move times, pulses and phases to those of the best aligned kernel."""
        steps = self.alignment_steps
        if isinstance(steps, bool) or not hasattr(steps, "__index__") or steps < 0:
            raise InputError(f"alignment_steps must be a whole number from 0 on, got {steps!r}.")
        if not steps:
            return

        def measure(parameters: NDArray[np.float64]) -> None:
            splits = [self.n_layers, 2 * self.n_layers]
            self.times_, self.phases_, self.pulses_ = np.split(parameters, splits)
            self._measure_training()

        def loss(parameters: NDArray[np.float64]) -> float:
            measure(parameters)
            return -alignment(self._settle_gram(), encoded)

        start = np.concatenate([self.times_, self.phases_, self.pulses_])
        measure(minimize(loss, start, method="Nelder-Mead", options={"maxiter": steps}).x)
