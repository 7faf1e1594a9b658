"""A support vector classifier with calibrated probabilities on a Gram matrix."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import ClassifierMixin
from sklearn.exceptions import NotFittedError
from sklearn.svm import SVC
from sklearn.utils.metaestimators import available_if
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from ...errors import InputError
from .._base import QuantumEstimator
from .._checks import check_positive
from .._sample_weight import drop_unweighted
from ._calibration import calibrate, probabilities

if TYPE_CHECKING:
    from typing import Self


def _has_probability(model: SupportVectorClassifier) -> bool:
    if not model.probability:
        raise AttributeError("predict_proba needs probability=True when the model is fitted.")
    return True


class SupportVectorClassifier(ClassifierMixin, QuantumEstimator):
    """Base of the support vector classifiers; another base has the kernel."""

    C: float
    probability: bool
    random_state: Any

    #: of (X, classes, is_class=True, sample_weight): settle the kernel, return the Gram matrix
    _fit_gram: Callable[..., NDArray[np.float64]]
    #: of (X, support): kernel values to the training samples, of which only some are looked at
    _support_gram: Callable[..., NDArray[np.float64]]
    #: how `validate_data` is to be more lenient
    _accepts: ClassVar[dict[str, Any]] = {}

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
        estimator
            This model, fitted.
        """
        check_positive(C=self.C)
        data, labels = validate_data(self, X, y, dtype=np.float64, **self._accepts)
        check_classification_targets(labels)
        data, labels, weights = drop_unweighted(data, labels, sample_weight)
        self.classes_, encoded = np.unique(labels, return_inverse=True)
        if len(self.classes_) < 2:
            raise InputError(
                f"Expected labels of at least two classes, got 1 class ({self.classes_[0]!r})."
            )
        gram = self._fit_gram(data, encoded, is_class=True, sample_weight=weights)
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
        gram = self._svm_gram(X)
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
        gram = self._svm_gram(X)
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

    def _svm_gram(self, X: ArrayLike) -> NDArray[np.float64]:
        check_is_fitted(self)
        return self._support_gram(X, self.svm_.support_)
