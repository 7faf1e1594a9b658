"""Support vector machines on what a transformer makes of graphs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.svm import SVC, SVR

if TYPE_CHECKING:
    import pandas as pd


class GraphMachine(BaseEstimator):
    """What classifier and regressor share: the transformer, and the kernel that it leads to."""

    C: float

    #: "linear" on the transformer's features, or "precomputed" if it returns a Gram matrix.
    _kernel: ClassVar[str] = "linear"

    def _transformer(self) -> Any:
        raise NotImplementedError


class GraphSVC(ClassifierMixin, GraphMachine):
    """Base of classifiers of graphs; probabilities are calibrated when they are asked for."""

    def fit(self, X: pd.DataFrame, y: NDArray[Any]) -> Self:
        """Fit to rows of `graph_rows` and their labels."""
        self.transformer_ = self._transformer()
        self._rows, self._labels = self.transformer_.fit_transform(X), np.asarray(y)
        self.svc_ = SVC(kernel=self._kernel, C=self.C).fit(self._rows, self._labels)
        self.classes_ = self.svc_.classes_
        if hasattr(self, "calibrated_"):
            del self.calibrated_
        return self

    def predict(self, X: pd.DataFrame) -> NDArray[Any]:
        """Return a label for each row."""
        return self.svc_.predict(self.transformer_.transform(X))

    def predict_proba(self, X: pd.DataFrame) -> NDArray[np.float64]:
        """Return probabilities of shape (n_graphs, n_classes), calibrated by Platt's method."""
        if not hasattr(self, "calibrated_"):
            n_folds = min(5, int(np.unique(self._labels, return_counts=True)[1].min()))
            self.calibrated_ = CalibratedClassifierCV(
                SVC(kernel=self._kernel, C=self.C), ensemble=False, cv=n_folds
            ).fit(self._rows, self._labels)
        return self.calibrated_.predict_proba(self.transformer_.transform(X))


class GraphSVR(RegressorMixin, GraphMachine):
    """Base of regressors of graphs."""

    epsilon: float

    def fit(self, X: pd.DataFrame, y: NDArray[Any]) -> Self:
        """Fit to rows of `graph_rows` and their numbers."""
        self.transformer_ = self._transformer()
        rows = self.transformer_.fit_transform(X)
        self.svr_ = SVR(kernel=self._kernel, C=self.C, epsilon=self.epsilon).fit(rows, y)
        return self

    def predict(self, X: pd.DataFrame) -> NDArray[np.float64]:
        """Return a number for each row."""
        return self.svr_.predict(self.transformer_.transform(X))
