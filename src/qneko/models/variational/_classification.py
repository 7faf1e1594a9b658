"""Trained circuits that tell classes apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, softmax
from sklearn.base import ClassifierMixin
from sklearn.metrics import accuracy_score
from sklearn.utils.metaestimators import available_if
from sklearn.utils.multiclass import _check_partial_fit_first_call, check_classification_targets
from sklearn.utils.validation import validate_data

from ...errors import InputError
from .._checks import check_choice
from ._base import VariationalModel
from ._losses import CLASSIFICATION, Loss, cross_entropy, hinge, logistic, squared_error
from ._samples import Samples

if TYPE_CHECKING:
    from typing import Self

Array = NDArray[Any]


def goes_step_by_step(model: VariationalModel) -> bool:
    """Return whether a model's optimiser can take single steps; the reason not to is an error."""
    if model.optimizer == "lbfgs":
        raise AttributeError(
            "partial_fit needs an optimiser that goes batch by batch: optimizer='adam', 'spsa' or "
            "'natural-gradient'."
        )
    return True


def _has_probabilities(model: TrainedClassifier) -> bool:
    if model.loss != "log_loss":
        raise AttributeError(f"Scores trained with loss={model.loss!r} are no probabilities.")
    return True


class TrainedClassifier(ClassifierMixin, VariationalModel):
    """Base of the classifiers: labels in and out, one score for two classes, else one a class."""

    loss: str
    classes_: NDArray[Any]

    _is_stratified = True

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:
        """Fit the classifier.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Training samples, in radians once multiplied by `bandwidth`.
        y : array-like of shape (n_samples,)
            Labels of any type, two classes or more.
        sample_weight : array-like of shape (n_samples,), optional
            Weights of the samples: a sample of weight k counts as k equal ones.

        Returns
        -------
        estimator
            This model, fitted.
        """
        data, labels = validate_data(self, X, y, dtype=np.float64)
        check_classification_targets(labels)
        classes, encoded = np.unique(labels, return_inverse=True)
        if len(classes) < 2:
            raise InputError(
                f"Expected labels of at least two classes, got 1 class ({classes[0]!r})."
            )
        if self._goes_on(incremental=False) and not np.array_equal(classes, self.classes_):
            raise InputError(
                "A fit that goes on (warm_start) needs the classes of the one before, got "
                f"{classes.tolist()} after {self.classes_.tolist()}: set warm_start=False."
            )
        self.classes_ = classes
        self._train(Samples.merged(data, encoded, sample_weight))
        return self

    @available_if(goes_step_by_step)  # type: ignore[untyped-decorator]  # scikit-learn's
    def partial_fit(
        self,
        X: ArrayLike,
        y: ArrayLike,
        classes: ArrayLike | None = None,
        sample_weight: ArrayLike | None = None,
    ) -> Self:
        """Go through more samples once, from where the last call ended.

        Not for L-BFGS. The first call fixes what depends on data: bandwidth and classes.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Training samples.
        y : array-like of shape (n_samples,)
            Their labels.
        classes : array-like of shape (n_classes,), optional
            All labels that will come; needed in the first call.
        sample_weight : array-like of shape (n_samples,), optional
            Weights of the samples.

        Returns
        -------
        estimator
            This model.
        """
        first = _check_partial_fit_first_call(self, classes)
        data, labels = validate_data(self, X, y, dtype=np.float64, reset=first)
        check_classification_targets(labels)
        if len(self.classes_) < 2:
            raise InputError(f"Expected at least two classes, got 1 ({self.classes_[0]!r}).")
        unknown = np.setdiff1d(labels, self.classes_)
        if len(unknown):
            raise InputError(
                f"Expected labels among the classes of the first call, {self.classes_.tolist()}, "
                f"got also {unknown.tolist()}."
            )
        encoded = np.searchsorted(self.classes_, labels)
        self._train(Samples.merged(data, encoded, sample_weight), incremental=True)
        return self

    def decision_function(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return the scores of samples.

        With ``loss="log_loss"`` they are log-odds (two classes) or unnormalised log-probabilities.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples.

        Returns
        -------
        ndarray of shape (n_samples,) or (n_samples, n_classes)
            With two classes, positive for the second of `classes_`.
        """
        scores = self._scores(X)
        return scores[:, 0] if len(self.classes_) == 2 else scores

    @available_if(_has_probabilities)  # type: ignore[untyped-decorator]  # scikit-learn's
    def predict_proba(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return the probabilities of the classes; only with ``loss="log_loss"``.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples.

        Returns
        -------
        ndarray of shape (n_samples, n_classes)
            Rows sum to 1; columns in the order of `classes_`.
        """
        scores = self._scores(X)
        if len(self.classes_) == 2:
            second = expit(scores)
            return np.hstack([1 - second, second])
        return softmax(scores, axis=1)

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
        decided = chosen(self._scores(X))
        return self.classes_[decided]

    def _n_scores(self) -> int:
        return 1 if len(self.classes_) == 2 else len(self.classes_)

    def _loss(self) -> Loss:
        check_choice(CLASSIFICATION, loss=self.loss)
        if self.loss == "log_loss":
            return logistic if len(self.classes_) == 2 else cross_entropy
        return hinge if self.loss == "hinge" else squared_error

    def _targets(self, y: Array) -> Array:
        """Return 1 for the class of a score; else 0, or -1 for losses of margins."""
        if len(self.classes_) == 2:
            targets = np.asarray(y, dtype=np.float64)[:, None]
        else:
            targets = np.eye(len(self.classes_))[np.asarray(y, dtype=np.intp)]
        return targets if self.loss == "log_loss" else 2 * targets - 1

    def _performance(self, scores: Array, held: Samples) -> float:
        return float(accuracy_score(held.y, chosen(scores), sample_weight=held.weights))


def chosen(scores: Array) -> NDArray[np.intp]:
    """Return the number of the class that is decided for."""
    if scores.shape[1] == 1:
        return (scores[:, 0] > 0).astype(np.intp)
    return scores.argmax(axis=1)
