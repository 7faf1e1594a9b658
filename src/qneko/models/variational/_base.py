"""A trained circuit with a readout: what all variational models share."""

from __future__ import annotations

import os
import warnings
from abc import abstractmethod
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.random import RandomState
from numpy.typing import ArrayLike, NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted, validate_data

from ...circuits import Circuit, Observable
from ...engine import Program, compile
from ...errors import InputError
from .._base import QuantumEstimator
from ._entry import Entry
from ._fitting import Problem, Settings, check_device, fit
from ._losses import Loss
from ._network import Network
from ._observables import covariance, joint_groups, products, string_coefficients
from ._readout import Readout
from ._samples import Samples
from ._state import TrainingState

if TYPE_CHECKING:
    from ...hybrid import Device

Array = NDArray[Any]

#: Gates whose derivative takes four shifted circuits instead of two (arXiv:2107.12390).
_FOUR_SHIFTS = ("crx", "cry", "crz")


class VariationalModel(QuantumEstimator):
    """Base of the models ``scores = expectations @ coef_.T + intercept_`` of a trained circuit.

    A model says what is trained (`_network`), what for (`_loss`, `_targets`), and how good its
    scores are (`_performance`). Fitting, going on and predicting are here.
    """

    #: Penalty on the classical matrices.
    alpha: float

    program_: Program
    weights_: NDArray[np.float64]
    coef_: NDArray[np.float64]
    intercept_: NDArray[np.float64]

    _entry: Entry | None
    _readout: Readout
    _state: TrainingState
    _random: RandomState

    _is_stratified = False

    def __init__(
        self,
        *,
        bandwidth: float | str,
        optimizer: str,
        max_iter: int,
        tol: float,
        learning_rate: float,
        batch_size: int | None,
        early_stopping: bool,
        validation_fraction: float,
        n_iter_no_change: int,
        warm_start: bool,
        checkpoint: str | os.PathLike[str] | None,
        checkpoint_every: int,
        verbose: bool | int,
        device: str | Device,
        dtype: str,
        random_state: int | RandomState | None,
    ):
        self.bandwidth = bandwidth
        self.optimizer = optimizer
        self.max_iter = max_iter
        self.tol = tol
        self.learning_rate = learning_rate
        self.batch_size = batch_size
        self.early_stopping = early_stopping
        self.validation_fraction = validation_fraction
        self.n_iter_no_change = n_iter_no_change
        self.warm_start = warm_start
        self.checkpoint = checkpoint
        self.checkpoint_every = checkpoint_every
        self.verbose = verbose
        self.device = device
        self.dtype = dtype
        self.random_state = random_state

    def score_variance(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return the variance of each score if it were estimated from a single shot.

        Observables that agree on every qubit are measured in the same shot; each such group gets
        one. With Z on the qubits there is one group, and the variance is ``a @ Cov(Z) @ a`` with a
        row a of `coef_`. With S shots it is S times smaller.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples.

        Returns
        -------
        ndarray of shape (n_samples, n_scores)
            In squared units of the scores: one score for regression and two classes, else one a
            class.
        """
        check_is_fitted(self)
        network, data = self._fitted_network(), self._validate(X)
        angles = network.angles(data, self._state.parameters)
        observables = self.program_.observables
        variance = np.zeros((len(data), len(self.coef_)))
        for strings in joint_groups(observables):
            asked = [Observable([(s, 1.0)]) for s in (*strings, *products(strings))]
            program = compile(self.program_.circuit, asked, dtype=self.dtype)
            values = network.device.expectations(program, angles, self.weights_)
            values = np.asarray(values, dtype=np.float64)
            means, pairs = values[:, : len(strings)], values[:, len(strings) :]
            readout = self.coef_ @ string_coefficients(observables, strings)
            variance += np.einsum("kq,sqp,kp->sk", readout, covariance(means, pairs), readout)
        return np.maximum(variance, 0.0)

    @abstractmethod
    def _network(self, device: Device, n_features: int) -> Network:
        """Return what is to be trained."""

    def _takes_qubit_per_feature(self) -> bool:
        """Return whether the number of features is bound by the qubits of the device."""
        return True

    @abstractmethod
    def _loss(self) -> Loss:
        """Return the loss of a sample."""

    @abstractmethod
    def _targets(self, y: Array) -> Array:
        """Return what the scores are to become, of shape (n_samples, n_scores)."""

    @abstractmethod
    def _performance(self, scores: Array, held: Samples) -> float:
        """Return how good decisions are on samples held out; more is better."""

    def _goes_on(self, incremental: bool) -> bool:
        """Return whether to begin where an earlier fit ended."""
        return (self.warm_start or incremental) and hasattr(self, "_state")

    def _train(self, samples: Samples, incremental: bool = False) -> None:
        """Fit all parameters, from the start or from where an earlier call ended."""
        settings = Settings(**{f.name: getattr(self, f.name) for f in fields(Settings)})
        settings.check()
        goes_on = self._goes_on(incremental)
        n_features = samples.X.shape[1]
        device = self._find_device(n_features if self._takes_qubit_per_feature() else 1)
        if goes_on:
            network = self._fitted_network()
            known = self._entry.n_features if self._entry else self.program_.n_features
            if n_features != known:
                raise InputError(
                    f"A fit that goes on (warm_start) needs the {known} features of the one "
                    f"before, got {n_features}: set warm_start=False to begin anew."
                )
        else:
            self.bandwidth_ = self._find_bandwidth(samples.X, weights=samples.weights)
            network = self._network(device, n_features)
        check_device(network, self.optimizer)
        if not (incremental and goes_on):  # later batches go on with the random numbers, too
            self._random = check_random_state(self.random_state)
        problem = Problem(
            network,
            samples,
            loss=self._loss(),
            targets=self._targets,
            performance=self._performance,
            stratify=self._is_stratified,
            parameters=self.get_params(),
            title=type(self).__name__,
        )
        earlier = self._state if goes_on else None
        state, converged = fit(problem, settings, self._random, earlier, once=incremental)
        self._keep(network, state)
        if not converged and not incremental:
            warnings.warn(
                f"{type(self).__name__} used up max_iter={self.max_iter} before its loss settled; "
                "more iterations may fit better.",
                ConvergenceWarning,
                stacklevel=3,
            )

    def _keep(self, network: Network, state: TrainingState) -> None:
        """Make the trained state this model's."""
        self.program_, self._entry = network.program, network.entry
        self._readout, self._state = network.readout, state
        self.weights_, readout, _ = network.split(state.parameters)
        self.coef_, self.intercept_ = network.readout.linear(readout)
        self.loss_curve_ = state.losses
        self.loss_ = state.losses[-1]
        self.n_iter_ = len(state.losses)
        if self.early_stopping:
            self.validation_scores_ = state.validation_scores
            self.best_validation_score_ = max(state.validation_scores, default=None)
        shifts = n_shifts(self.program_.circuit, of_features=network.entry is not None)
        self.n_circuits_ = state.n_forward + state.n_backward * (1 + shifts)

    def _fitted_network(self) -> Network:
        device = self._find_device(self.program_.n_qubits)
        return Network(device, self.program_, self._readout, self._entry)

    def _scores(self, X: ArrayLike) -> NDArray[np.float64]:
        check_is_fitted(self)
        data = self._validate(X)
        network = self._fitted_network()
        angles = network.angles(data, self._state.parameters)
        values = np.asarray(network.device.expectations(self.program_, angles, self.weights_))
        return values.astype(np.float64, copy=False) @ self.coef_.T + self.intercept_

    def _validate(self, X: ArrayLike) -> NDArray[np.float64]:
        return np.asarray(validate_data(self, X, dtype=np.float64, reset=False))


def n_shifts(circuit: Circuit, of_features: bool = False) -> int:
    """Return how many shifted circuits one sample's gradient takes by the parameter-shift rule."""
    kinds = ("weight", "feature") if of_features else ("weight",)
    return sum(
        4 if operation.name in _FOUR_SHIFTS else 2
        for operation in circuit
        for angle in operation.angles
        if any(symbol.kind in kinds for symbol in angle.symbols)
    )
