"""Classification with a fidelity kernel."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.random import RandomState
from numpy.typing import ArrayLike, NDArray
from sklearn.base import ClassifierMixin
from sklearn.exceptions import NotFittedError
from sklearn.svm import SVC
from sklearn.utils.metaestimators import available_if
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import validate_data

from ...circuits import Circuit
from ...errors import InputError
from .._checks import check_positive
from ._base import FidelityKernelMachine, drop_unweighted
from ._calibration import calibrate, probabilities

if TYPE_CHECKING:
    from typing import Self

    from ...hybrid import Device


def _has_probability(model: FidelityKernelClassifier) -> bool:
    if not model.probability:
        raise AttributeError("predict_proba needs probability=True when the model is fitted.")
    return True


class FidelityKernelClassifier(ClassifierMixin, FidelityKernelMachine):
    """Support vector classifier on the fidelity kernel of a quantum feature map.

    The kernel is ``k(x, y) = |<psi(x)|psi(y)>|**2`` with the state ``psi(x)`` that the feature map
    prepares from x, one qubit a feature. The Gram matrix is computed once a fit, on `device`.

    Use it on up to about 15 scaled features and a few thousand samples. Do not expect it to help
    where `qneko.models.diagnostics.kernel_concentration` finds all pairs of samples about equally
    unlike; a smaller `bandwidth` or fewer features is the cure, and the smaller the bandwidth, the
    closer the kernel comes to a classical one.

    Parameters
    ----------
    feature_map : {"angle", "iqp", "zz"} or callable, default "angle"
        `angle_feature_map`, `iqp_feature_map` or `zz_feature_map` of `qneko.circuits`, or a
        function of (n_features, n_layers, entanglement, bandwidth) that returns a circuit.
    n_layers : int, default 2
        Repetitions of the feature map.
    entanglement : {"ring", "linear", "full", "none"}, default "ring"
        Which pairs of qubits the feature map couples.
    bandwidth : float or "scale", default "scale"
        Factor on the features before they become angles; "scale" stands for
        ``0.7 / sqrt(X.var(axis=0).sum())`` of the training samples, with 0.2 for "zz".
    C : float, default 1.0
        Inverse strength of regularisation, as in `sklearn.svm.SVC`.
    probability : bool, default True
        Whether to calibrate `predict_proba`: temperature scaling of cross-validated decisions, five
        small refits on parts of the Gram matrix that is already there.
    device : str or Device, default "statevector"
        Where the kernel is computed.
    dtype : {"float64", "float32"}, default "float64"
        Precision of the states.
    random_state : int, RandomState instance or None, default None
        Shuffles the calibration folds; None keeps the samples' order. Everything else is
        deterministic.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        Labels, sorted.
    X_fit_ : ndarray of shape (n_samples, n_features)
        Training samples with a weight other than zero.
    program_ : Program
        The compiled feature map.
    svm_ : SVC
        The fitted support vector machine on the precomputed kernel; its classes are positions in
        `classes_`.
    probability_scale_ : float
        Factor between decisions and log-probabilities, if `probability`.
    bandwidth_ : float
        The factor that was used.
    n_features_in_ : int
        Number of features, and of qubits.

    References
    ----------
    V. Havlíček et al., Nature 567, 209 (2019), arXiv:1804.11326.
    M. Schuld, N. Killoran, Phys. Rev. Lett. 122, 040504 (2019), arXiv:1803.07128.
    C. Guo et al., On calibration of modern neural networks (2017), arXiv:1706.04599.

    Examples
    --------
    >>> from sklearn.datasets import make_moons
    >>> from qneko.models import FidelityKernelClassifier
    >>> X, y = make_moons(80, noise=0.1, random_state=0)
    >>> model = FidelityKernelClassifier(C=100).fit(X[:60], y[:60])
    >>> bool(model.score(X[60:], y[60:]) > 0.9)
    True
    """

    def __init__(
        self,
        feature_map: str | Callable[[int, int, str, float], Circuit] = "angle",
        *,
        n_layers: int = 2,
        entanglement: str = "ring",
        bandwidth: float | str = "scale",
        C: float = 1.0,
        probability: bool = True,
        device: str | Device = "statevector",
        dtype: str = "float64",
        random_state: int | RandomState | None = None,
    ):
        self.feature_map = feature_map
        self.n_layers = n_layers
        self.entanglement = entanglement
        self.bandwidth = bandwidth
        self.C = C
        self.probability = probability
        self.device = device
        self.dtype = dtype
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:
        """Fit the classifier.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Training samples, in radians once multiplied by `bandwidth`.
        y : array-like of shape (n_samples,)
            Labels of any type, two classes or more.
        sample_weight : array-like of shape (n_samples,), optional
            Factors on C, one a sample; zero removes the sample.

        Returns
        -------
        FidelityKernelClassifier
            This model, fitted.
        """
        check_positive(C=self.C)
        data, labels = validate_data(self, X, y, dtype=np.float64)
        check_classification_targets(labels)
        data, labels, weights = drop_unweighted(data, labels, sample_weight)
        self.classes_, encoded = np.unique(labels, return_inverse=True)
        if len(self.classes_) < 2:
            raise InputError(
                f"Expected labels of at least two classes, got 1 class ({self.classes_[0]!r})."
            )
        gram = self._fit_gram(data)
        # ties between votes are broken by the decisions, so that predict and decision agree
        machine = SVC(kernel="precomputed", C=self.C, break_ties=len(self.classes_) > 2)
        if self.probability:
            self.probability_scale_ = calibrate(machine, gram, encoded, weights, self.random_state)
        self.svm_ = machine.fit(gram, encoded, weights)
        return self

    def decision_function(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return the signed distance from the decision surface, in units of the margin.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples.

        Returns
        -------
        ndarray of shape (n_samples,) or (n_samples, n_classes)
            Positive for the second of two classes; with more classes, one column a class
            (one-versus-rest shape of the one-versus-one votes, as `sklearn.svm.SVC` gives).
        """
        gram = self._predict_gram(X)
        return self.svm_.decision_function(gram)

    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """Return the labels of samples.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples.

        Returns
        -------
        ndarray of shape (n_samples,)
            Elements of `classes_`.
        """
        gram = self._predict_gram(X)
        return self.classes_[self.svm_.predict(gram)]

    @available_if(_has_probability)  # type: ignore[untyped-decorator]
    def predict_proba(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return calibrated probabilities of the classes.

        They are the softmax of the decisions times a calibrated factor: the most probable class is
        the one that `predict` returns.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples.

        Returns
        -------
        ndarray of shape (n_samples, n_classes)
            Rows sum to 1; columns in the order of `classes_`.
        """
        decisions = self.decision_function(X)
        if not hasattr(self, "probability_scale_"):
            raise NotFittedError("predict_proba needs probability=True when the model is fitted.")
        return probabilities(decisions, self.probability_scale_)
