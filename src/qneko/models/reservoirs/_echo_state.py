"""The echo-state network: the classical reservoir that a quantum one is compared with."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, clone
from sklearn.utils import check_random_state

from ...errors import InputError
from .._checks import check_count, check_non_negative
from ._base import Reservoir

Array = NDArray[Any]


class EchoStates:
    """Runs ``x' = (1 - leak) x + leak tanh(W x + V u)`` on batches of series.

    Parameters
    ----------
    recurrent : ndarray of shape (n_nodes, n_nodes)
        W.
    inputs : ndarray of shape (n_nodes, n_channels)
        V.
    leak_rate : float
        From 0 (exclusive) to 1.
    """

    def __init__(self, recurrent: Array, inputs: Array, leak_rate: float):
        self._recurrent = recurrent.T
        self._inputs = inputs.T
        self._leak = leak_rate
        self.n_readouts = len(recurrent)

    def start(self, n_series: int, index: int = 0) -> Array:
        """Return zeros, or with an index other than 0 all ones."""
        return np.full((n_series, self.n_readouts), 0.0 if index == 0 else 1.0)

    def run(
        self, inputs: Array, state: Array | None = None, *, last_only: bool = False
    ) -> tuple[Array, Array]:
        """Return the readouts of inputs (n_series, n_steps, n_channels), and the final state."""
        state = self.start(len(inputs)) if state is None else state
        driven = inputs @ self._inputs
        kept = [] if last_only else [np.empty(0)] * inputs.shape[1]
        for t in range(inputs.shape[1]):
            fresh = np.tanh(state @ self._recurrent + driven[:, t])
            state = (1 - self._leak) * state + self._leak * fresh
            if kept:
                kept[t] = state
        return (state if last_only else np.stack(kept, axis=1)), state


class EchoStateReservoir(Reservoir, BaseEstimator):
    """Base of the echo-state networks: draws the weights once and for all."""

    n_nodes: int
    spectral_radius: float
    leak_rate: float
    input_scaling: float

    recurrent_weights_: NDArray[np.float64]
    input_weights_: NDArray[np.float64]

    def control(self) -> Any:
        """Return the twin whose nodes are not connected.

        Returns
        -------
        estimator
            An unfitted clone with ``spectral_radius=0`` and all other parameters equal: it sees
            the last input alone (with ``leak_rate=1``), so it shows what memory is worth.
        """
        return clone(self).set_params(spectral_radius=0.0)

    def _draw(self) -> None:
        check_count(n_nodes=self.n_nodes, n_channels=self.n_channels)
        check_non_negative(
            spectral_radius=self.spectral_radius,
            input_scaling=self.input_scaling,
            leak_rate=self.leak_rate,
        )
        if not 0 < self.leak_rate <= 1:
            raise InputError(f"leak_rate must be above 0 and at most 1, got {self.leak_rate!r}.")
        random = check_random_state(self.random_state)
        weights = random.uniform(-1, 1, (self.n_nodes, self.n_nodes))
        radius = np.abs(np.linalg.eigvals(weights)).max()
        self.recurrent_weights_ = weights * (self.spectral_radius / radius)
        self.input_weights_ = self.input_scaling * random.uniform(
            -1, 1, (self.n_nodes, self.n_channels)
        )

    def _is_memoryless(self) -> bool:
        return self.spectral_radius == 0 and self.leak_rate == 1

    def _machine(self) -> EchoStates:
        return EchoStates(self.recurrent_weights_, self.input_weights_, self.leak_rate)
