"""Reservoirs in studies: the window before each origin, oldest step first, drives one."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd
from numpy.random import RandomState
from sklearn.base import BaseEstimator, RegressorMixin, clone
from sklearn.utils.validation import check_is_fitted

from ._checks import check_non_negative, check_whole
from ._forecaster import read_target
from ._rows import Floats, Rows, read_rows
from ._usual import Anomalies

if TYPE_CHECKING:
    from ...hybrid import Device
    from ...models.diagnostics import Resources


class WindowRegressor(RegressorMixin, BaseEstimator):
    """Base of reservoirs on raw rows: each runs over the row's window and is read at its end."""

    reservoir_: Any

    @abstractmethod
    def _reservoir(self, n_channels: int) -> Any:
        """Return the unfitted model of windows with so many channels."""

    def fit(self, X: pd.DataFrame, y: Any) -> Self:
        """Fit the readout to training rows.

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
        self.anomalies_ = Anomalies().fit(rows, target)
        reservoir = self._reservoir(rows.n_channels)
        anomaly = self.anomalies_.target(rows, target)
        self.reservoir_ = reservoir.fit(self._of_rows(rows), anomaly)
        self.n_windows_ = len(rows)
        self.feature_names_in_ = np.asarray(X.columns, dtype=object)
        self.n_features_in_ = X.shape[1]
        return self

    def predict(self, X: pd.DataFrame) -> Floats:
        """Forecast each row from its window.

        Parameters
        ----------
        X : pandas.DataFrame of shape (n_samples, n_columns)
            Rows of ``forecast_table(...).raw``.

        Returns
        -------
        ndarray of shape (n_samples,)
            In the target's unit.
        """
        check_is_fitted(self, "reservoir_")
        rows = read_rows(X)
        return self.anomalies_.back(rows, self.reservoir_.predict(self._of_rows(rows)))

    def windows(self, X: pd.DataFrame) -> Floats:
        """Return what the reservoir is driven by.

        Parameters
        ----------
        X : pandas.DataFrame of shape (n_samples, n_columns)
            Rows of ``forecast_table(...).raw``.

        Returns
        -------
        ndarray of shape (n_samples, n_steps * n_channels)
            Anomalies, oldest step first, all channels of a step together.
        """
        check_is_fitted(self, "reservoir_")
        return self._of_rows(read_rows(X))

    def _of_rows(self, rows: Rows) -> Floats:
        return self.anomalies_.past(rows, rows.lags).reshape(len(rows), -1)


class QuantumReservoirOnWindows(WindowRegressor):
    """A quantum reservoir that each row's window drives, and a ridge readout.

    `QuantumReservoirRegressor` for the rows of a `forecast_table`: the last `lags` values, less
    what is usual in their part of the season, arrive step by step, all rows as one batch; the
    readout forecasts the target's anomaly. It keeps no state between rows.

    Between two inputs a random circuit runs, not an Ising evolution, so that what it takes on
    hardware can be counted in gates.

    Parameters
    ----------
    n_memory : int, default 4
        Qubits that remember, beside one for each channel; at most 9 in all.
    n_virtual_nodes : int, default 10
        Layers of the circuit between two inputs; the qubits are read after each.
    alpha : float, default 1e-3
        Penalty on the squared readout.
    entanglement : {"full", "ring", "linear", "none"}, default "full"
        Which pairs of qubits a layer couples.
    device : str or Device, default "statevector"
        Computes the circuit's unitary.
    random_state : int, RandomState instance or None, default None
        Angles of the circuit.

    Attributes
    ----------
    reservoir_ : QuantumReservoirRegressor
        The fitted reservoir.
    anomalies_ : Anomalies
        What is usual in each part of the season.
    n_windows_ : int
        Training rows.

    References
    ----------
    K. Fujii, K. Nakajima, Phys. Rev. Applied 8, 024030 (2017), arXiv:1602.08159.

    Examples
    --------
    >>> from qneko.domains import forecast_table, load
    >>> from qneko.domains.forecasting import QuantumReservoirOnWindows
    >>> data = forecast_table(load("environment/elnino_sst"), lags=6)
    >>> model = QuantumReservoirOnWindows(n_virtual_nodes=4, random_state=0)
    >>> model.fit(data.raw[:600], data.target[:600]).predict(data.raw[600:]).shape
    (126,)
    """

    def __init__(
        self,
        n_memory: int = 4,
        n_virtual_nodes: int = 10,
        alpha: float = 1e-3,
        entanglement: str = "full",
        device: str | Device = "statevector",
        random_state: int | RandomState | None = None,
    ):
        self.n_memory = n_memory
        self.n_virtual_nodes = n_virtual_nodes
        self.alpha = alpha
        self.entanglement = entanglement
        self.device = device
        self.random_state = random_state

    def control(self) -> QuantumReservoirOnWindows:
        """Return the twin without entanglement.

        Returns
        -------
        QuantumReservoirOnWindows
            Unfitted; its qubits never meet, so that it reads the last step alone: what is left is
            memory.
        """
        return clone(self).set_params(entanglement="none")

    def count_resources(self) -> Resources:
        """Return what the fitted model takes on hardware.

        Returns
        -------
        Resources
            Circuits of all training windows, and of one.
        """
        from ...models.diagnostics import resources

        check_is_fitted(self, "reservoir_")
        return resources(self.reservoir_, self.n_windows_)

    def _reservoir(self, n_channels: int) -> Any:
        from ...models import QuantumReservoirRegressor

        check_whole(n_memory=self.n_memory)
        return QuantumReservoirRegressor(
            self.n_memory + n_channels,
            n_virtual_nodes=self.n_virtual_nodes,
            dynamics="circuit",
            entanglement=self.entanglement,
            n_channels=n_channels,
            alpha=self.alpha,
            device=self.device,
            random_state=self.random_state,
        )


class EchoStateOnWindows(WindowRegressor):
    """An echo-state network that each row's window drives, and a ridge readout.

    `EchoStateNetworkRegressor` for the rows of a `forecast_table`, on the same anomalies as
    `QuantumReservoirOnWindows`: the bar of any reservoir, and its surrogate.

    Parameters
    ----------
    n_nodes : int, default 50
        Nodes, which are the readouts.
    spectral_radius : float, default 0.9
        Largest absolute eigenvalue of the recurrent weights.
    leak_rate : float, default 1.0
        Share of a node that is renewed in a step.
    input_scaling : float, default 1.0
        Input weights are uniform from -input_scaling to input_scaling.
    alpha : float, default 1e-3
        Penalty on the squared readout.
    random_state : int, RandomState instance or None, default None
        Weights.

    Attributes
    ----------
    reservoir_ : EchoStateNetworkRegressor
        The fitted network.
    anomalies_ : Anomalies
        What is usual in each part of the season.
    n_windows_ : int
        Training rows.

    References
    ----------
    H. Jaeger, The "echo state" approach to analysing and training recurrent neural networks, GMD
    Report 148 (2001).

    Examples
    --------
    >>> from qneko.domains import forecast_table, load
    >>> from qneko.domains.forecasting import EchoStateOnWindows
    >>> data = forecast_table(load("environment/elnino_sst"), lags=6)
    >>> model = EchoStateOnWindows(random_state=0).fit(data.raw[:600], data.target[:600])
    >>> model.predict(data.raw[600:]).shape
    (126,)
    """

    def __init__(
        self,
        n_nodes: int = 50,
        spectral_radius: float = 0.9,
        leak_rate: float = 1.0,
        input_scaling: float = 1.0,
        alpha: float = 1e-3,
        random_state: int | RandomState | None = None,
    ):
        self.n_nodes = n_nodes
        self.spectral_radius = spectral_radius
        self.leak_rate = leak_rate
        self.input_scaling = input_scaling
        self.alpha = alpha
        self.random_state = random_state

    def _reservoir(self, n_channels: int) -> Any:
        from ...models import EchoStateNetworkRegressor

        check_non_negative(alpha=self.alpha)
        return EchoStateNetworkRegressor(
            self.n_nodes,
            spectral_radius=self.spectral_radius,
            leak_rate=self.leak_rate,
            input_scaling=self.input_scaling,
            n_channels=n_channels,
            alpha=self.alpha,
            random_state=self.random_state,
        )
