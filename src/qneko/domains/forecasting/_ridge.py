"""Ridge regression on the past of a series, less what is usual."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import Ridge

from ._checks import check_choice, check_non_negative, check_whole
from ._forecaster import Forecaster
from ._rows import Floats, Rows
from ._usual import Anomalies


class LagRidge(Forecaster):
    """Ridge regression on the last values and on the one a season before, all less what is usual.

    A linear autoregression that is fitted for its horizon, which is what a forecaster tries before
    anything else: it knows the season (through what is usual), how fast anomalies decay, and how
    far back to look. Not for waves whose past must be combined in products.

    Parameters
    ----------
    n_lags : int, default 6
        Values of the past, of every channel. Longer than the table's `lags` is possible: rows
        remember their history.
    season_lag : {"no", "yes"}, default "no"
        Whether the target's anomaly one season before is among the inputs.
    alpha : float, default 1.0
        Penalty on squared coefficients; anomalies are in units of their standard deviation.

    Attributes
    ----------
    ridge_ : Ridge
        The fitted regression.
    coef_, intercept_ : ndarray, float
        Its coefficients, oldest step first, all channels of a step together, then the season's.
    anomalies_ : Anomalies
        What is usual in each part of the season.
    spread_ : float
        Root mean square of the training errors, in the target's unit.

    References
    ----------
    A. E. Hoerl, R. W. Kennard, Ridge regression, Technometrics 12, 55-67 (1970); for the sea
    surface temperature: C. Penland, T. Magorian, Prediction of Niño 3 sea surface temperatures
    using linear inverse modeling, J. Climate 6, 1067-1076 (1993).

    Examples
    --------
    >>> from qneko.domains import forecast_table, load
    >>> from qneko.domains.forecasting import LagRidge
    >>> data = forecast_table(load("environment/elnino_sst"), horizon=3)
    >>> LagRidge(n_lags=12).fit(data.raw, data.target).coef_.shape
    (12,)
    """

    def __init__(self, n_lags: int = 6, season_lag: str = "no", alpha: float = 1.0):
        self.n_lags = n_lags
        self.season_lag = season_lag
        self.alpha = alpha

    def _learn(self, rows: Rows, target: Floats) -> None:
        check_whole(n_lags=self.n_lags)
        check_choice(("no", "yes"), season_lag=self.season_lag)
        check_non_negative(alpha=self.alpha)
        self.anomalies_ = Anomalies().fit(rows, target)
        anomaly = self.anomalies_.target(rows, target)
        self.ridge_ = Ridge(alpha=self.alpha).fit(self._inputs(rows), anomaly)

    def _forecast(self, rows: Rows) -> Floats:
        return self.anomalies_.back(rows, np.asarray(self.ridge_.predict(self._inputs(rows))))

    @property
    def coef_(self) -> NDArray[np.float64]:
        """Coefficients, in standard deviations of anomalies."""
        return np.asarray(self.ridge_.coef_)

    @property
    def intercept_(self) -> Any:
        """What is added to them."""
        return self.ridge_.intercept_

    def _inputs(self, rows: Rows) -> Floats:
        inputs = self.anomalies_.past(rows, self.n_lags).reshape(len(rows), -1)
        before = self.anomalies_.season_before(rows) if self.season_lag == "yes" else None
        return inputs if before is None else np.column_stack([inputs, before])
