"""Forecasts from a reservoir: one series or many, some steps at once or one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score
from sklearn.utils.validation import check_is_fitted, validate_data

from ...errors import InputError
from .._checks import check_choice, check_count, check_non_negative
from ._base import Machine, Reservoir
from ._readout import fit_readout

if TYPE_CHECKING:
    from typing import Self

Array = NDArray[Any]

STRATEGIES = ("direct", "recursive")


class ReservoirForecasting(Reservoir):
    """A ridge readout that predicts the reservoir's next inputs."""

    horizon: int
    strategy: str
    washout: int | str
    difference: bool
    alpha: float

    readout_: Ridge
    series_: NDArray[np.float64]
    washout_: int

    def fit(self, X: ArrayLike, y: Any = None) -> Self:
        """Fit on one or many series; all share the readout.

        Parameters
        ----------
        X : array-like of shape (n_series, n_steps * n_channels)
            A row is a series, oldest step first, all channels of a step together; one series is
            ``series.reshape(1, -1)``.
        y : ignored
            Not used: a series is its own target.

        Returns
        -------
        estimator
            This model, fitted.
        """
        self._check_forecast()
        data = validate_data(self, X, dtype=np.float64)
        series = self._windows(data)
        steps = self._differences(series)
        self.washout_ = self._find_washout(steps.shape[1], data.shape[1])
        self._fit_reservoir(steps)
        readouts, _ = self._machine().run(self._scale(steps))
        ahead = self.horizon if self.strategy == "direct" else 1
        usable = range(self.washout_, steps.shape[1] - ahead)
        rows = readouts[:, usable.start : usable.stop].reshape(-1, self.n_readouts_)
        targets = [steps[:, usable.start + k : usable.stop + k] for k in range(1, ahead + 1)]
        self.readout_ = fit_readout(rows, np.stack(targets, 2).reshape(len(rows), -1), self.alpha)
        self.series_ = series
        return self

    def predict(self, X: ArrayLike | None = None, horizon: int | None = None) -> Array:
        """Forecast what comes after series as long as the training series.

        Parameters
        ----------
        X : array-like of shape (n_series, n_steps * n_channels), optional
            Series as in `fit`; by default the training series.
        horizon : int, optional
            Steps ahead; by default `horizon` of the model. With ``strategy="direct"`` at most that.

        Returns
        -------
        ndarray of shape (n_series, horizon * n_channels)
            Forecasts in the units of the series, nearest step first, channels of a step together.
        """
        check_is_fitted(self)
        if X is None:
            series = self.series_
        else:
            data = validate_data(self, X, dtype=np.float64, reset=False)
            series = self._windows(data)
        return self._forecast(series, horizon).reshape(len(series), -1)

    def forecast(self, series: ArrayLike, horizon: int | None = None) -> Array:
        """Forecast what comes after series of any length: a rolling origin, or other series.

        Parameters
        ----------
        series : array-like
            One series, of shape (n_steps,) or (n_steps, n_channels), or many, of shape (n_series,
            n_steps, n_channels). Give more steps than the reservoir remembers, for example the
            whole past.
        horizon : int, optional
            Steps ahead, as in `predict`.

        Returns
        -------
        ndarray of shape (horizon,), (horizon, n_channels) or (n_series, horizon, n_channels)
            Forecasts, in the form of the series.
        """
        check_is_fitted(self)
        found = self._forecast(self._as_series(series), horizon)
        n_axes = np.ndim(series)
        return found if n_axes == 3 else found[0] if n_axes == 2 else found[0, :, 0]

    def score(self, X: ArrayLike, y: ArrayLike | None = None) -> float:
        """Return the coefficient of determination of forecasts, so that searches can compare.

        Parameters
        ----------
        X : array-like of shape (n_series, n_steps * n_channels)
            Series.
        y : array-like of shape (n_series, horizon * n_channels), optional
            What came after them. By default the last `horizon` steps of X are held back and
            forecast from the steps before.

        Returns
        -------
        float
            R^2 over all series and steps ahead; 1 is perfect.
        """
        check_is_fitted(self)
        series = self._windows(validate_data(self, X, dtype=np.float64, reset=False))
        if y is None:
            if series.shape[1] <= self.horizon + self.difference:
                raise InputError(
                    f"Expected more than {self.horizon + self.difference} steps to hold back "
                    f"horizon={self.horizon} of them, got {series.shape[1]}: give y, or longer "
                    "series."
                )
            series, actual = series[:, : -self.horizon], series[:, -self.horizon :]
        else:
            actual = np.asarray(y, dtype=np.float64)
        found = self._forecast(series, None)
        if actual.size != found.size:
            raise InputError(
                f"y must hold {found[0].size} values for each series, got {actual.size} in all."
            )
        return float(r2_score(actual.ravel(), found.ravel()))

    def _forecast(self, series: Array, horizon: int | None) -> Array:
        """Return (n_series, horizon, n_channels)."""
        ahead = self.horizon if horizon is None else horizon
        check_count(horizon=ahead)
        if self.strategy == "direct" and ahead > self.horizon:
            raise InputError(
                f"horizon must be at most {self.horizon}, which was fitted, got {ahead}: fit with "
                "a larger horizon, or take strategy='recursive'."
            )
        if series.shape[1] <= self.difference:
            raise InputError("Expected at least 2 steps to take differences of, got 1.")
        steps = self._differences(series)
        machine = self._machine()
        readouts, state = machine.run(self._scale(steps), last_only=True)
        found = self.readout_.predict(readouts).reshape(len(steps), -1, self.n_channels)
        if self.strategy == "recursive":
            found = self._continue(machine, found, state, ahead)
        found = found[:, :ahead]
        return series[:, -1:] + np.cumsum(found, axis=1) if self.difference else found

    def _continue(self, machine: Machine, first: Array, state: Array, ahead: int) -> Array:
        """Feed each forecast back as the next input."""
        found = [first]
        for _ in range(ahead - 1):
            readouts, state = machine.run(self._scale(found[-1]), state, last_only=True)
            found.append(self.readout_.predict(readouts).reshape(first.shape))
        return np.concatenate(found, axis=1)

    def _differences(self, series: Array) -> Array:
        return np.diff(series, axis=1) if self.difference else series

    def _find_washout(self, n_steps: int, n_features: int) -> int:
        """Return the steps to leave out, after checking that enough remain."""
        ahead = self.horizon if self.strategy == "direct" else 1
        washout = self.washout
        if isinstance(washout, str):
            check_choice(("auto",), washout=washout)
            washout = min(100, max(0, n_steps - ahead) // 5)
        elif isinstance(washout, bool) or not hasattr(washout, "__index__") or washout < 0:
            raise InputError(
                f"washout must be 'auto' or a whole number from 0 on, got {washout!r}."
            )
        if n_steps <= washout + ahead:
            least = (washout + ahead + 1 + self.difference) * self.n_channels
            raise InputError(
                f"Expected series of at least {least} columns, so that a step after the washout "
                f"has its {ahead} next steps, got X with {n_features} feature(s): give longer "
                "series, or a smaller washout or horizon."
            )
        return int(washout)

    def _check_forecast(self) -> None:
        check_count(horizon=self.horizon)
        check_choice(STRATEGIES, strategy=self.strategy)
        check_non_negative(alpha=self.alpha)
        if not isinstance(self.difference, (bool, np.bool_)):
            raise InputError(f"difference must be True or False, got {self.difference!r}.")
