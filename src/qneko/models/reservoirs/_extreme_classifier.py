"""Classification with a fixed random circuit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.random import RandomState
from numpy.typing import ArrayLike, NDArray
from sklearn.base import ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from ...errors import InputError
from .._checks import check_positive
from .._sample_weight import drop_unweighted
from ._extreme import ExtremeLearning

if TYPE_CHECKING:
    from typing import Self

    from ...hybrid import Device


class QuantumExtremeLearningClassifier(ClassifierMixin, ExtremeLearning):
    """Logistic regression on the expectations of a fixed random circuit.

    As `QuantumExtremeLearningMachine`, followed by logistic regression; any labels, any number of
    classes.

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
    C : float, default 10.0
        Inverse strength of regularisation, as in `sklearn.linear_model.LogisticRegression`.
    device : str or Device, default "statevector"
        Where the circuit runs.
    dtype : {"float64", "float32"}, default "float64"
        Precision of the expectations.
    random_state : int, RandomState instance or None, default None
        Input weights and angles of the circuit.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        Labels.
    readout_ : LogisticRegression
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
    >>> from sklearn.datasets import load_iris
    >>> from qneko.models import QuantumExtremeLearningClassifier
    >>> X, y = load_iris(return_X_y=True)
    >>> bool(QuantumExtremeLearningClassifier(random_state=0).fit(X, y).score(X, y) > 0.9)
    True
    """

    readout_: LogisticRegression
    classes_: NDArray[Any]

    def __init__(
        self,
        n_qubits: int = 8,
        *,
        n_layers: int = 2,
        entanglement: str = "ring",
        observables: str = "zz",
        bandwidth: float | str = "scale",
        C: float = 10.0,
        device: str | Device = "statevector",
        dtype: str = "float64",
        random_state: int | RandomState | None = None,
    ):
        self.n_qubits = n_qubits
        self.n_layers = n_layers
        self.entanglement = entanglement
        self.observables = observables
        self.bandwidth = bandwidth
        self.C = C
        self.device = device
        self.dtype = dtype
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:
        """Fit the readout.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Training samples.
        y : array-like of shape (n_samples,)
            Labels.
        sample_weight : array-like of shape (n_samples,), optional
            Weights of the losses.

        Returns
        -------
        QuantumExtremeLearningClassifier
            This model, fitted.
        """
        check_positive(C=self.C)
        data, labels = validate_data(self, X, y, dtype=np.float64)
        check_classification_targets(labels)
        data, labels, weights = drop_unweighted(data, labels, sample_weight)
        if len(np.unique(labels)) < 2:
            raise InputError(f"Expected at least 2 classes in y, got 1 class: {labels[0]!r}.")
        self._fit_circuit(data, weights)
        readout = LogisticRegression(C=self.C, max_iter=1000)
        self.readout_ = readout.fit(self._expectations(data), labels, weights)
        self.classes_ = self.readout_.classes_
        return self

    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """Return the predicted labels of samples.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples.

        Returns
        -------
        ndarray of shape (n_samples,)
            Labels.
        """
        features = self._features(X)
        return self.readout_.predict(features)

    def predict_proba(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return the probability of each class.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples.

        Returns
        -------
        ndarray of shape (n_samples, n_classes)
            In the order of `classes_`.
        """
        features = self._features(X)
        return np.asarray(self.readout_.predict_proba(features))

    def decision_function(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return the scores that the classes are decided by.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples.

        Returns
        -------
        ndarray of shape (n_samples,) or (n_samples, n_classes)
            Log-odds of the second class of two, or a score a class.
        """
        features = self._features(X)
        return np.asarray(self.readout_.decision_function(features))

    def _features(self, X: ArrayLike) -> NDArray[np.float64]:
        check_is_fitted(self)
        return self._expectations(validate_data(self, X, dtype=np.float64, reset=False))
