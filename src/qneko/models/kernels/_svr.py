"""A support vector regressor on a Gram matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import RegressorMixin
from sklearn.svm import SVR
from sklearn.utils.validation import check_is_fitted, validate_data

from .._checks import check_non_negative, check_positive
from .._sample_weight import drop_unweighted
from ._base import KernelMachine

if TYPE_CHECKING:
    from typing import Self


class SupportVectorRegressor(RegressorMixin, KernelMachine):
    """Base of the support vector regressors."""

    C: float
    epsilon: float

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:
        """Fit the regressor.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Training samples, in radians once multiplied by `bandwidth`.
        y : array-like of shape (n_samples,)
            Target values.
        sample_weight : array-like of shape (n_samples,), optional
            Factors on C, one a sample; zero removes the sample.

        Returns
        -------
        estimator
            This model, fitted.
        """
        check_positive(C=self.C)
        check_non_negative(epsilon=self.epsilon)
        data, target = validate_data(self, X, y, dtype=np.float64, y_numeric=True)
        data, target, weights = drop_unweighted(data, target, sample_weight)
        machine = SVR(kernel="precomputed", C=self.C, epsilon=self.epsilon)
        gram = self._fit_gram(data, target, sample_weight=weights)
        self.svm_ = machine.fit(gram, target, weights)
        return self

    def predict(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return the predicted target of samples.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples.

        Returns
        -------
        ndarray of shape (n_samples,)
            In units of the target.
        """
        check_is_fitted(self)
        return self.svm_.predict(self._support_gram(X, self.svm_.support_))
