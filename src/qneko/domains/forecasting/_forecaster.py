"""What baselines of series have in common: raw rows in, a number and its likely error out."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.utils.validation import check_array, check_is_fitted

from ...errors import InputError
from ._rows import Floats, Rows, read_rows


def read_target(rows: Rows, y: Any) -> Floats:
    """Return targets as float64, one for each row."""
    target = np.asarray(check_array(y, ensure_2d=False, dtype=np.float64)).ravel()
    if len(target) != len(rows):
        raise InputError(f"One target for each of {len(rows)} rows is expected, got {len(target)}.")
    return target


class Forecaster(RegressorMixin, BaseEstimator):
    """Base of forecasts from raw rows; `predict` looks at each row alone."""

    spread_: float

    @abstractmethod
    def _learn(self, rows: Rows, target: Floats) -> None:
        """Learn from training rows."""

    @abstractmethod
    def _forecast(self, rows: Rows) -> Floats:
        """Return a forecast for each row."""

    def fit(self, X: pd.DataFrame, y: Any) -> Self:
        """Fit to training rows.

        Parameters
        ----------
        X : pandas.DataFrame of shape (n_samples, n_columns)
            Rows of ``forecast_table(...).raw``.
        y : array-like of shape (n_samples,)
            Their targets.

        Returns
        -------
        estimator
            This model, fitted.
        """
        rows = read_rows(X)
        target = read_target(rows, y)
        self._learn(rows, target)
        self.spread_ = float(np.sqrt(np.mean(np.square(target - self._forecast(rows)))))
        self.feature_names_in_ = np.asarray(X.columns, dtype=object)
        self.n_features_in_ = X.shape[1]
        return self

    def predict(self, X: pd.DataFrame, return_std: bool = False) -> Any:
        """Forecast each row from what was known at its origin.

        Parameters
        ----------
        X : pandas.DataFrame of shape (n_samples, n_columns)
            Rows of ``forecast_table(...).raw``.
        return_std : bool, default False
            Whether to return the standard deviation of the forecasts too: `spread_`, the same for
            all rows.

        Returns
        -------
        ndarray of shape (n_samples,), or two of them
            In the target's unit.
        """
        check_is_fitted(self, "spread_")
        mean = self._forecast(read_rows(X))
        return (mean, np.full(len(mean), self.spread_)) if return_std else mean
