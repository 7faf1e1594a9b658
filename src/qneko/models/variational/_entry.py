"""The classical layer before a circuit: features to angles, with parameters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True)
class Entry:
    """``pi / 2 * tanh(X @ matrix + offset)``; parameters: the matrix row by row, then the offsets.

    Parameters
    ----------
    n_features, n_angles : int
        Width of what goes in and of what comes out.
    bandwidth : float
        Factor on the features before anything else.
    """

    n_features: int
    n_angles: int
    bandwidth: float

    @property
    def n_parameters(self) -> int:
        """Length of its part of the parameter vector."""
        return (self.n_features + 1) * self.n_angles

    @property
    def n_penalised(self) -> int:
        """How many of them, the first ones, are penalised: the matrix."""
        return self.n_features * self.n_angles

    def start(self, random: RandomState) -> Array:
        """Return a random matrix and offsets of 0.

        The bandwidth has brought all features together to one size, whatever their number, so the
        matrix's entries need no smaller scale for more features.
        """
        return np.concatenate([random.normal(size=self.n_penalised), np.zeros(self.n_angles)])

    def angles(self, X: Array, parameters: Array) -> Array:
        """Return angles of shape (n_samples, n_angles), in radians."""
        return np.pi / 2 * self._squashed(X, parameters)

    def angles_and_pull(
        self, X: Array, parameters: Array
    ) -> tuple[Array, Callable[[Array], Array]]:
        """Return angles, and the function from the loss's derivatives by them to its own."""
        squashed = self._squashed(X, parameters)

        def pull(by_angle: Array) -> Array:
            slope = np.pi / 2 * by_angle * (1 - squashed**2)
            by_matrix = self.bandwidth * (X.T @ slope)
            return np.concatenate([by_matrix.ravel(), slope.sum(axis=0)])

        return np.pi / 2 * squashed, pull

    def unpack(self, parameters: Array) -> tuple[Array, Array]:
        """Return matrix and offsets, as views."""
        matrix, offset = parameters[: self.n_penalised], parameters[self.n_penalised :]
        return matrix.reshape(self.n_features, self.n_angles), offset

    def _squashed(self, X: Array, parameters: Array) -> Array:
        matrix, offset = self.unpack(parameters)
        return np.tanh((self.bandwidth * X) @ matrix + offset)
