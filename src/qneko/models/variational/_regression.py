"""Trained circuits that predict numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import RegressorMixin
from sklearn.metrics import r2_score
from sklearn.utils.metaestimators import available_if
from sklearn.utils.validation import validate_data

from ...errors import InputError
from .._checks import check_choice
from ._base import VariationalModel
from ._classification import goes_step_by_step
from ._losses import REGRESSION, Loss
from ._network import Network
from ._samples import Samples
from ._state import TrainingState

if TYPE_CHECKING:
    from typing import Self

Array = NDArray[Any]


class TrainedRegressor(RegressorMixin, VariationalModel):
    """Base of the regressors: the target is standardised inside."""

    loss: str

    #: Mean and size of the target, kept for fits that go on.
    _unit: tuple[float, float]

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:
        """Fit the regressor.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Training samples, in radians once multiplied by `bandwidth`.
        y : array-like of shape (n_samples,)
            Target values, in any unit; with ``loss="poisson"`` counts or rates from 0 on.
        sample_weight : array-like of shape (n_samples,), optional
            Weights of the samples: a sample of weight k counts as k equal ones.

        Returns
        -------
        estimator
            This model, fitted.
        """
        self._learn(X, y, sample_weight)
        return self

    @available_if(goes_step_by_step)  # type: ignore[untyped-decorator]  # scikit-learn's
    def partial_fit(
        self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None
    ) -> Self:
        """Go through more samples once, from where the last call ended.

        Not for L-BFGS. The first call fixes what depends on data: the bandwidth, and the mean and
        size of the target.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Training samples.
        y : array-like of shape (n_samples,)
            Their target values.
        sample_weight : array-like of shape (n_samples,), optional
            Weights of the samples.

        Returns
        -------
        estimator
            This model.
        """
        self._learn(X, y, sample_weight, incremental=True)
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
        scores = self._scores(X)[:, 0]
        return np.exp(scores) if self.loss == "poisson" else scores

    def _learn(
        self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None, incremental: bool = False
    ) -> None:
        check_choice(REGRESSION, loss=self.loss)
        begins = not self._goes_on(incremental)
        data, target = validate_data(
            self, X, y, dtype=np.float64, y_numeric=True, reset=begins or not incremental
        )
        samples = Samples.merged(data, target.astype(np.float64, copy=False), sample_weight)
        if self.loss == "poisson" and not (samples.y.min() >= 0 and samples.y.max() > 0):
            raise InputError(
                "loss='poisson' needs targets from 0 on that are not all 0, got a smallest of "
                f"{samples.y.min():.6g} and a largest of {samples.y.max():.6g}."
            )
        if begins:
            self._unit = self._size(samples)
        self._train(samples, incremental)

    def _size(self, samples: Samples) -> tuple[float, float]:
        """Return the target's mean, and its standard deviation where it varies."""
        mean = samples.mean(samples.y)
        deviation = np.sqrt(samples.mean((samples.y - mean) ** 2))
        # constant up to rounding
        return mean, float(deviation) if deviation > 1e-12 * abs(mean) else 1.0

    def _n_scores(self) -> int:
        return 1

    def _loss(self) -> Loss:
        return REGRESSION[self.loss]

    def _targets(self, y: Array) -> Array:
        mean, scale = self._unit
        return (y / mean if self.loss == "poisson" else (y - mean) / scale)[:, None]

    def _performance(self, scores: Array, held: Samples) -> float:
        if len(held) < 2:
            raise InputError(
                "early_stopping scores a regressor by R², which needs two samples held out, got 1: "
                "raise validation_fraction."
            )
        predicted = np.exp(scores) if self.loss == "poisson" else scores
        return float(r2_score(self._targets(held.y), predicted, sample_weight=held.weights))

    def _keep(self, network: Network, state: TrainingState) -> None:
        """Keep the readout in units of the target."""
        super()._keep(network, state)
        mean, scale = self._unit
        if self.loss == "poisson":
            self.intercept_ = np.log(mean) + self.intercept_
        else:
            self.coef_ = scale * self.coef_
            self.intercept_ = mean + scale * self.intercept_
