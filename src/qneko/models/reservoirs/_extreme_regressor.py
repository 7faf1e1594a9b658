"""Regression with a fixed random circuit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.random import RandomState
from numpy.typing import ArrayLike, NDArray
from sklearn.base import RegressorMixin
from sklearn.linear_model import Ridge
from sklearn.utils.validation import check_is_fitted, validate_data

from .._checks import check_non_negative
from .._sample_weight import drop_unweighted
from ._extreme import ExtremeLearning
from ._readout import fit_readout

if TYPE_CHECKING:
    from typing import Self

    from sklearn.utils import Tags

    from ...hybrid import Device


class QuantumExtremeLearningRegressor(RegressorMixin, ExtremeLearning):
    """Ridge regression on the expectations of a fixed random circuit.

    As `QuantumExtremeLearningMachine`, followed by ridge regression.

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
    alpha : float, default 1e-3
        Penalty on the squared readout.
    device : str or Device, default "statevector"
        Where the circuit runs.
    dtype : {"float64", "float32"}, default "float64"
        Precision of the expectations.
    random_state : int, RandomState instance or None, default None
        Input weights and angles of the circuit.

    Attributes
    ----------
    readout_ : Ridge
        The fitted linear readout.
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
    >>> import numpy as np
    >>> from qneko.models import QuantumExtremeLearningRegressor
    >>> X = np.linspace(-2, 2, 40).reshape(-1, 1)
    >>> model = QuantumExtremeLearningRegressor(random_state=0).fit(X, np.sin(X[:, 0]))
    >>> bool(model.score(X, np.sin(X[:, 0])) > 0.95)
    True
    """

    readout_: Ridge

    def __init__(
        self,
        n_qubits: int = 8,
        *,
        n_layers: int = 2,
        entanglement: str = "ring",
        observables: str = "zz",
        bandwidth: float | str = "scale",
        alpha: float = 1e-3,
        device: str | Device = "statevector",
        dtype: str = "float64",
        random_state: int | RandomState | None = None,
    ):
        self.n_qubits = n_qubits
        self.n_layers = n_layers
        self.entanglement = entanglement
        self.observables = observables
        self.bandwidth = bandwidth
        self.alpha = alpha
        self.device = device
        self.dtype = dtype
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:
        """Fit the readout.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Training samples.
        y : array-like of shape (n_samples,) or (n_samples, n_targets)
            Target values.
        sample_weight : array-like of shape (n_samples,), optional
            Weights of the squared errors.

        Returns
        -------
        QuantumExtremeLearningRegressor
            This model, fitted.
        """
        check_non_negative(alpha=self.alpha)
        data, target = validate_data(
            self, X, y, dtype=np.float64, y_numeric=True, multi_output=True
        )
        data, target, weights = drop_unweighted(data, target, sample_weight)
        self._fit_circuit(data, weights)
        self.readout_ = fit_readout(self._expectations(data), target, self.alpha, weights)
        return self

    def predict(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return the predicted target of samples.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples.

        Returns
        -------
        ndarray of shape (n_samples,) or (n_samples, n_targets)
            In units of the target.
        """
        check_is_fitted(self)
        data = validate_data(self, X, dtype=np.float64, reset=False)
        return np.asarray(self.readout_.predict(self._expectations(data)))

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.target_tags.multi_output = True
        return tags
