"""The expectations of a fixed random circuit as features."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.random import RandomState
from numpy.typing import ArrayLike, NDArray
from sklearn.base import ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from ._extreme import ExtremeLearning

if TYPE_CHECKING:
    from typing import Self

    from ...hybrid import Device


class QuantumExtremeLearningMachine(
    ClassNamePrefixFeaturesOutMixin, TransformerMixin, ExtremeLearning
):
    """Features from a fixed random circuit: the static quantum reservoir.

    Features are mixed by random weights into the angles of a random circuit, and the expectations
    of Z and ZZ come out. Nothing is trained, so it is as fast as the circuit itself, and a linear
    model behind it is a convex problem.

    Use it as a cheap first quantum model, or to see what training a circuit adds. Do not use it
    where few features carry the signal: random mixtures spread it, and a kernel does better.
    Without entanglement (`control`) its expectations are products of single-qubit ones.

    Parameters
    ----------
    n_qubits : int, default 8
        Qubits; the features are mixed into their angles, so their number is free.
    n_layers : int, default 2
        How often features are read, each time in other mixtures.
    entanglement : {"ring", "linear", "full", "none"}, default "ring"
        Which pairs of qubits a layer couples.
    observables : {"z", "zz"}, default "zz"
        Read <Z_i>, or also <Z_i Z_j>.
    bandwidth : float or "scale", default "scale"
        Standard deviation of the random input weights; "scale" stands for
        ``0.3 / sqrt(X.var(axis=0).sum())``: angles of 0.3 radians on average.
    device : str or Device, default "statevector"
        Where the circuit runs.
    dtype : {"float64", "float32"}, default "float64"
        Precision of the expectations.
    random_state : int, RandomState instance or None, default None
        Input weights and angles of the circuit.

    Attributes
    ----------
    program_ : Program
        The compiled circuit.
    input_weights_ : ndarray of shape (n_features, n_layers * n_qubits)
        How features are mixed, before `bandwidth_`.
    input_offset_ : ndarray of shape (n_features,)
        Mean of the training samples, which is taken off first.
    weights_ : ndarray of shape (n_weights,)
        Fixed angles of the circuit, in radians.
    bandwidth_ : float
        The factor that was used.
    n_readouts_ : int
        Expectations of a sample.
    n_features_in_ : int
        Number of features.

    References
    ----------
    P. Mujal et al., Opportunities in quantum reservoir computing and extreme learning machines,
    Adv. Quantum Technol. 4, 2100027 (2021), arXiv:2102.11831.
    G.-B. Huang, Q.-Y. Zhu, C.-K. Siew, Extreme learning machine, Neurocomputing 70, 489 (2006).

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from qneko.models import QuantumExtremeLearningMachine
    >>> X, _ = load_iris(return_X_y=True)
    >>> QuantumExtremeLearningMachine(n_qubits=4, random_state=0).fit_transform(X).shape
    (150, 10)
    """

    def __init__(
        self,
        n_qubits: int = 8,
        *,
        n_layers: int = 2,
        entanglement: str = "ring",
        observables: str = "zz",
        bandwidth: float | str = "scale",
        device: str | Device = "statevector",
        dtype: str = "float64",
        random_state: int | RandomState | None = None,
    ):
        self.n_qubits = n_qubits
        self.n_layers = n_layers
        self.entanglement = entanglement
        self.observables = observables
        self.bandwidth = bandwidth
        self.device = device
        self.dtype = dtype
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: Any = None) -> Self:
        """Draw the circuit and scale it to the data.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Training samples.
        y : ignored
            Not used; here for pipelines.

        Returns
        -------
        QuantumExtremeLearningMachine
            This model, fitted.
        """
        self._fit_circuit(validate_data(self, X, dtype=np.float64))
        return self

    def transform(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return the expectations of samples.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples.

        Returns
        -------
        ndarray of shape (n_samples, n_readouts)
            From -1 to 1.
        """
        check_is_fitted(self)
        return self._expectations(validate_data(self, X, dtype=np.float64, reset=False))

    @property
    def _n_features_out(self) -> int:
        return self.n_readouts_
