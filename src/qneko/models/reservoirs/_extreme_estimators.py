"""Estimators on a fixed random circuit: the quantum extreme learning machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.random import RandomState
from numpy.typing import ArrayLike, NDArray
from sklearn.base import (
    ClassifierMixin,
    ClassNamePrefixFeaturesOutMixin,
    RegressorMixin,
    TransformerMixin,
)
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from ...errors import InputError
from .._checks import check_non_negative, check_positive
from ._extreme import ExtremeLearning
from ._readout import drop_unweighted, fit_readout

if TYPE_CHECKING:
    from typing import Self

    from sklearn.utils import Tags

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
