"""What is trained: an optional classical layer, a circuit, a readout; and its loss on a batch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from ...engine import Program, quantum_fisher
from ._entry import Entry
from ._losses import Loss, mean_loss
from ._readout import Readout

if TYPE_CHECKING:
    from ...hybrid import Device

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Network:
    """Features to scores, as a function of one vector of parameters.

    The vector holds the circuit's weights, then the readout's parameters, then those of the layer
    before the circuit, if there is one.
    """

    device: Device
    program: Program
    readout: Readout
    entry: Entry | None = None

    @property
    def n_parameters(self) -> int:
        """Length of the vector."""
        return self._entry_begin + (self.entry.n_parameters if self.entry else 0)

    @property
    def penalised(self) -> list[slice]:
        """Where the penalised parameters are."""
        n_weights = self.program.n_weights
        parts = [slice(n_weights, n_weights + self.readout.n_penalised)]
        if self.entry:
            parts.append(slice(self._entry_begin, self._entry_begin + self.entry.n_penalised))
        return parts

    def start(self, random: RandomState) -> Array:
        """Return random parameters."""
        parts = [random.uniform(-np.pi, np.pi, self.program.n_weights), self.readout.start(random)]
        if self.entry:
            parts.append(self.entry.start(random))
        return np.concatenate(parts)

    def split(self, parameters: Array) -> tuple[Array, Array, Array]:
        """Return the parts of circuit, readout and entry, as views."""
        n_weights, entry = self.program.n_weights, self._entry_begin
        return parameters[:n_weights], parameters[n_weights:entry], parameters[entry:]

    def scores(self, X: Array, parameters: Array) -> Array:
        """Return scores of shape (n_samples, n_scores); no gradients are asked of the device."""
        weights, readout, _ = self.split(parameters)
        values = self.device.expectations(self.program, self.angles(X, parameters), weights)
        return self.readout.scores(np.asarray(values, dtype=np.float64), readout)

    def decisions(self, X: Array, parameters: Array) -> Array:
        """Return what is decided by: linear in the expectations, as in ``coef_``."""
        weights, readout, _ = self.split(parameters)
        coef, intercept = self.readout.linear(readout)
        values = self.device.expectations(self.program, self.angles(X, parameters), weights)
        return np.asarray(values).astype(np.float64, copy=False) @ coef.T + intercept

    def angles(self, X: Array, parameters: Array) -> Array:
        """Return what the circuit reads."""
        return self.entry.angles(X, self.split(parameters)[2]) if self.entry else X

    def loss_and_gradient(
        self, X: Array, parameters: Array, targets: Array, loss: Loss, weights: Array | None
    ) -> tuple[float, Array]:
        """Return the mean loss and its gradient: once through the circuit and back."""
        circuit, readout, entry = self.split(parameters)
        angles, pull = X, None
        if self.entry:
            angles, pull = self.entry.angles_and_pull(X, entry)
        values, vjp = self.device.value_and_vjp(self.program, angles, circuit)
        values = values.astype(np.float64, copy=False)
        scores = self.readout.scores(values, readout)
        value, slope = mean_loss(loss, scores, targets, weights)
        by_values, by_readout = self.readout.pull(values, readout, slope)
        by_angle, by_weight = vjp(by_values)
        parts = [by_weight, by_readout]
        if pull:
            parts.append(pull(np.asarray(by_angle, dtype=np.float64)))
        return value, np.concatenate(parts)

    @property
    def _entry_begin(self) -> int:
        return self.program.n_weights + self.readout.n_parameters


class Objective:
    """The penalised mean loss as a function of the parameters and of the rows of a batch.

    The penalty is ``alpha / 2`` times the squared matrices of readout and entry.

    Attributes
    ----------
    n_forward, n_backward : int
        Samples whose loss was computed, and whose gradient was computed with it.
    """

    def __init__(
        self,
        network: Network,
        X: Array,
        targets: Array,
        loss: Loss,
        alpha: float,
        weights: Array | None = None,
    ):
        self.network = network
        # the circuit's precision; a classical layer works in double precision
        dtype = np.float64 if network.entry else network.program.dtype
        self._features = np.ascontiguousarray(X, dtype=dtype)
        self._targets = targets
        self._weights = weights
        self._loss = loss
        self._alpha = alpha
        self.n_samples = len(X)
        self.n_forward = 0
        self.n_backward = 0

    def value(self, parameters: Array, rows: Array | None = None) -> float:
        """Return the loss alone: no gradient is asked of the device."""
        X, targets, weights = self._batch(rows)
        self.n_forward += len(X)
        scores = self.network.scores(X, parameters)
        value = mean_loss(self._loss, scores, targets, weights)[0]
        return value + self._penalty(parameters)

    def __call__(self, parameters: Array, rows: Array | None = None) -> tuple[float, Array]:
        """Return the loss and its gradient, float64."""
        X, targets, weights = self._batch(rows)
        self.n_backward += len(X)
        value, gradient = self.network.loss_and_gradient(
            X, parameters, targets, self._loss, weights
        )
        for part in self.network.penalised:
            gradient[part] += self._alpha * parameters[part]
        return value + self._penalty(parameters), gradient

    def metric(self, parameters: Array, rows: Array | None = None) -> Array:
        """Return the Fubini-Study metric of the circuit's weights, averaged over a batch.

        Of shape (n_weights, n_weights): a quarter of the quantum Fisher information.
        """
        X, _, weights = self._batch(rows)
        circuit = self.network.split(parameters)[0]
        angles = self.network.angles(X, parameters)
        fisher = quantum_fisher(
            self.network.program, angles, circuit, average=True, sample_weight=weights
        )
        return fisher / 4

    def _batch(self, rows: Array | None) -> tuple[Array, Array, Array | None]:
        if rows is None:
            return self._features, self._targets, self._weights
        weights = None if self._weights is None else self._weights[rows]
        return self._features[rows], self._targets[rows], weights

    def _penalty(self, parameters: Array) -> float:
        squares = [float(np.vdot(parameters[p], parameters[p])) for p in self.network.penalised]
        return self._alpha / 2 * sum(squares)
