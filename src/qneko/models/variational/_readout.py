"""From expectations to scores: readouts that are linear in the expectations, with parameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

Array = NDArray[Any]


class Readout(Protocol):
    """What comes behind a circuit; `parameters` is its part of the parameter vector."""

    @property
    def n_parameters(self) -> int:
        """Length of its part."""
        ...

    @property
    def n_penalised(self) -> int:
        """How many of them, the first ones, are penalised."""
        ...

    def start(self, random: RandomState) -> Array:
        """Return the parameters to begin with."""
        ...

    def scores(self, values: Array, parameters: Array) -> Array:
        """Return scores of shape (n_samples, n_scores) from (n_samples, n_observables)."""
        ...

    def pull(self, values: Array, parameters: Array, slope: Array) -> tuple[Array, Array]:
        """Return the loss's derivatives by the values and by the parameters."""
        ...

    def linear(self, parameters: Array) -> tuple[Array, Array]:
        """Return ``coef_`` and ``intercept_`` of the decisions."""
        ...


@dataclass(frozen=True)
class LinearReadout:
    """``values @ matrix + intercept``; parameters: the matrix row by row, then the intercepts."""

    n_values: int
    n_scores: int

    @property
    def n_parameters(self) -> int:
        """Length of its part."""
        return (self.n_values + 1) * self.n_scores

    @property
    def n_penalised(self) -> int:
        """The matrix is penalised."""
        return self.n_values * self.n_scores

    def start(self, random: RandomState) -> Array:
        """Return a random matrix that keeps the size of the values, and intercepts of 0."""
        matrix = random.normal(size=(self.n_values, self.n_scores)) / np.sqrt(self.n_values)
        return np.concatenate([matrix.ravel(), np.zeros(self.n_scores)])

    def scores(self, values: Array, parameters: Array) -> Array:
        """Return scores of shape (n_samples, n_scores)."""
        matrix, intercept = self.unpack(parameters)
        return values @ matrix + intercept

    def pull(self, values: Array, parameters: Array, slope: Array) -> tuple[Array, Array]:
        """Return the loss's derivatives by the values and by the parameters."""
        matrix, _ = self.unpack(parameters)
        by_parameters = np.concatenate([(values.T @ slope).ravel(), slope.sum(axis=0)])
        return slope @ matrix.T, by_parameters

    def linear(self, parameters: Array) -> tuple[Array, Array]:
        """Return ``coef_`` and ``intercept_``."""
        matrix, intercept = self.unpack(parameters)
        return matrix.T, intercept

    def unpack(self, parameters: Array) -> tuple[Array, Array]:
        """Return matrix and intercepts, as views."""
        matrix, intercept = parameters[: self.n_penalised], parameters[self.n_penalised :]
        return matrix.reshape(self.n_values, self.n_scores), intercept


@dataclass(frozen=True, eq=False)
class FidelityReadout:
    """Fidelities of each qubit with each class's state, times a weight.

    The values are <X>, <Y>, <Z> of qubit 0, then of qubit 1 and so on. A score of the training is
    the weighted fidelity of one class and one qubit, class by class; a class's decision is their
    sum.

    Parameters
    ----------
    states : ndarray of shape (n_classes, 3)
        Bloch vectors of the classes.
    n_qubits : int
        Number of qubits.
    is_weighted : bool
        Whether the weights are trained; otherwise they are 1.
    """

    states: Array
    n_qubits: int
    is_weighted: bool

    @property
    def n_parameters(self) -> int:
        """Length of its part."""
        return len(self.states) * self.n_qubits if self.is_weighted else 0

    @property
    def n_penalised(self) -> int:
        """Nothing is penalised."""
        return 0

    def start(self, random: RandomState) -> Array:
        """Return weights of 1."""
        return np.ones(self.n_parameters)

    def scores(self, values: Array, parameters: Array) -> Array:
        """Return weighted fidelities of shape (n_samples, n_classes * n_qubits)."""
        return self._fidelities(values) * self._weights(parameters)

    def pull(self, values: Array, parameters: Array, slope: Array) -> tuple[Array, Array]:
        """Return the loss's derivatives by the values and by the parameters."""
        by_parameters = (slope * self._fidelities(values)).sum(axis=0)[: self.n_parameters]
        by_fidelity = (slope * self._weights(parameters)).reshape(
            len(values), len(self.states), self.n_qubits
        )
        by_values = np.einsum("scq,cd->sqd", by_fidelity, self.states) / 2
        return by_values.reshape(values.shape), by_parameters

    def linear(self, parameters: Array) -> tuple[Array, Array]:
        """Return ``coef_`` and ``intercept_`` of the classes' sums over qubits."""
        weights = self._weights(parameters).reshape(len(self.states), self.n_qubits)
        coefficients = weights[:, :, None] * self.states[:, None, :] / 2
        return coefficients.reshape(len(self.states), -1), weights.sum(axis=1) / 2

    def _weights(self, parameters: Array) -> Array:
        return parameters if self.is_weighted else np.ones(len(self.states) * self.n_qubits)

    def _fidelities(self, values: Array) -> Array:
        vectors = values.reshape(len(values), self.n_qubits, 3)
        found = (1 + np.einsum("sqd,cd->scq", vectors, self.states)) / 2
        return found.reshape(len(values), -1)
