"""What reservoirs are used for, whatever is inside: features and regression."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import ClassNamePrefixFeaturesOutMixin, RegressorMixin, TransformerMixin
from sklearn.linear_model import Ridge
from sklearn.utils.validation import check_is_fitted, validate_data

from ...errors import InputError
from .._checks import check_non_negative
from .._sample_weight import drop_unweighted
from ._base import Reservoir
from ._readout import fit_readout

if TYPE_CHECKING:
    from typing import Self

    from sklearn.utils import Tags

Array = NDArray[Any]


class ReservoirTransformer(ClassNamePrefixFeaturesOutMixin, TransformerMixin, Reservoir):
    """Rows are windows of the past; what comes out are the reservoir's readouts at their end."""

    def fit(self, X: ArrayLike, y: Any = None) -> Self:
        """Fit the input's range and draw the reservoir.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_steps * n_channels)
            Windows, oldest step first, all channels of a step together.
        y : ignored
            Not used; here for pipelines.

        Returns
        -------
        estimator
            This model, fitted.
        """
        data = validate_data(self, X, dtype=np.float64)
        self._fit_reservoir(self._windows(data))
        return self

    def transform(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return the readouts after the last step of each window.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_steps * n_channels)
            Windows as in `fit`.

        Returns
        -------
        ndarray of shape (n_samples, n_readouts)
            One row a window; rows do not depend on one another.
        """
        check_is_fitted(self)
        data = validate_data(self, X, dtype=np.float64, reset=False)
        return self._read_windows(data)

    @property
    def _n_features_out(self) -> int:
        return self.n_readouts_


class ReservoirRegression(RegressorMixin, Reservoir):
    """A ridge readout on the reservoir, from windows or from one long series."""

    alpha: float

    readout_: Ridge

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:
        """Fit on windows: the reservoir starts anew for each.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_steps * n_channels)
            Windows, oldest step first, all channels of a step together.
        y : array-like of shape (n_samples,) or (n_samples, n_targets)
            Target at the end of each window.
        sample_weight : array-like of shape (n_samples,), optional
            Weights of the squared errors; zero removes the sample.

        Returns
        -------
        estimator
            This model, fitted.
        """
        check_non_negative(alpha=self.alpha)
        data, target = validate_data(
            self, X, y, dtype=np.float64, y_numeric=True, multi_output=True
        )
        data, target, weights = drop_unweighted(data, target, sample_weight)
        self._fit_reservoir(self._windows(data))
        self.readout_ = fit_readout(self._read_windows(data), target, self.alpha, weights)
        return self

    def predict(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return the target at the end of each window.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_steps * n_channels)
            Windows as in `fit`.

        Returns
        -------
        ndarray of shape (n_samples,) or (n_samples, n_targets)
            In units of the target.
        """
        check_is_fitted(self)
        data = validate_data(self, X, dtype=np.float64, reset=False)
        return np.asarray(self.readout_.predict(self._read_windows(data)))

    def fit_sequence(self, series: ArrayLike, y: ArrayLike, washout: int = 100) -> Self:
        """Fit on a series that drives the reservoir from its first step to its last.

        Parameters
        ----------
        series : array-like
            Input: one series, of shape (n_steps,) or (n_steps, n_channels), or many, of shape
            (n_series, n_steps, n_channels).
        y : array-like of shape (n_steps,) or (n_series, n_steps)
            Target at each step.
        washout : int, default 100
            First steps of each series that are not fitted: there the readouts still remember the
            initial state.

        Returns
        -------
        estimator
            This model, fitted; `predict_sequence` and `predict` both work.
        """
        check_non_negative(alpha=self.alpha)
        inputs = self._as_series(series)
        target = np.asarray(y, dtype=np.float64)
        n_steps = inputs.shape[1]
        if target.size != inputs.shape[0] * n_steps or not np.isfinite(target).all():
            raise InputError(
                f"y must hold a finite target for each step, shape {inputs.shape[:2]}, "
                f"got shape {target.shape}."
            )
        if not hasattr(washout, "__index__") or not 0 <= washout < n_steps:
            raise InputError(
                f"washout must be from 0 to {n_steps - 1}, less than the steps of the series, "
                f"got {washout!r}."
            )
        self.__dict__.pop("n_features_in_", None)  # windows of any length may follow
        self.__dict__.pop("feature_names_in_", None)
        self._fit_reservoir(inputs)
        readouts, _ = self._machine().run(self._scale(inputs))
        target = target.reshape(inputs.shape[:2])[:, washout:]
        rows = readouts[:, washout:].reshape(-1, self.n_readouts_)
        self.readout_ = fit_readout(rows, target.ravel(), self.alpha)
        return self

    def predict_sequence(self, series: ArrayLike) -> NDArray[np.float64]:
        """Return the target at each step of a series, the reservoir starting at its first.

        Parameters
        ----------
        series : array-like
            As in `fit_sequence`. To predict beyond the training steps, give them all and take the
            last: the reservoir must have seen the past.

        Returns
        -------
        ndarray of shape (n_steps,) or (n_series, n_steps)
            In units of the target.
        """
        readouts = self.run(series)
        flat = self.readout_.predict(readouts.reshape(-1, self.n_readouts_))
        return np.asarray(flat).reshape(readouts.shape[:-1])

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.target_tags.multi_output = True
        # of a window, a reservoir without memory sees the last step alone
        tags.regressor_tags.poor_score = self._is_memoryless()
        return tags
