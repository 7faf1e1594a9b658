"""A model that reads one column of raw rows, for tests."""

from __future__ import annotations

import pandas as pd
from sklearn.base import BaseEstimator, RegressorMixin


class RuleOfThree(RegressorMixin, BaseEstimator):
    """Three times the column x, whatever it is trained on."""

    def fit(self, X, y):
        assert isinstance(X, pd.DataFrame)
        self.fitted_ = True
        return self

    def predict(self, X):
        return 3.0 * X["x"].to_numpy()
