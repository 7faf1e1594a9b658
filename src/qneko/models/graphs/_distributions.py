"""What is measured: the distribution of one number of each graph, over whole bins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from ._rows import Array, entries

OBSERVABLES = ("occupation", "energy")

#: More bins than this are a mistake about units.
_MOST_BINS = 10_000


@dataclass(frozen=True)
class Distributions:
    """Probabilities of shape (n_graphs, n_bins); the first bin is number `low`."""

    low: int
    probabilities: Array

    def over(self, low: int, high: int) -> Array:
        """Return the probabilities of bins `low` to `high`, with zeros where there are none."""
        end = self.low + self.probabilities.shape[1]
        return np.pad(self.probabilities, ((0, 0), (self.low - low, high + 1 - end)))

    @property
    def high(self) -> int:
        """The number of the last bin."""
        return self.low + self.probabilities.shape[1] - 1


def common(*parts: Distributions) -> list[Array]:
    """Return the probabilities of all over the same bins."""
    low, high = min(p.low for p in parts), max(p.high for p in parts)
    return [part.over(low, high) for part in parts]


def joined(parts: list[Distributions], rows: list[NDArray[np.int64]]) -> Distributions:
    """Return one set of distributions, each part at its rows."""
    arrays = common(*parts)
    joint = np.zeros((sum(map(len, rows)), arrays[0].shape[1]))
    for array, where in zip(arrays, rows, strict=True):
        joint[where] = array
    return Distributions(min(p.low for p in parts), joint)


def exact(states: NDArray[np.complexfloating], X: Array, bins: Bins) -> Distributions:
    """Return the distributions in states of graphs of one size, from all their amplitudes."""
    weights = np.square(states.real, dtype=np.float64) + np.square(states.imag, dtype=np.float64)
    weights /= weights.sum(axis=1, keepdims=True)  # to the last digit, in float32 too
    return _histogram(bins(X, None), weights)


def estimated(samples: NDArray[np.int64], X: Array, bins: Bins) -> Distributions:
    """Return the distributions of measured basis states of shape (n_graphs, shots)."""
    shots = samples.shape[1]
    return _histogram(bins(X, samples), np.full(samples.shape, 1 / shots))


#: rows of shape (n_graphs, n_entries) of one size, and basis states of shape (n_graphs, n) or None
#: for all of them, to bin numbers of shape (n_graphs or 1, n)
Bins = Callable[[Array, NDArray[np.int64] | None], NDArray[np.int64]]


def occupation(X: Array, states: NDArray[np.int64] | None) -> NDArray[np.int64]:
    """Return how many nodes are excited."""
    n_nodes = _n_nodes(X)
    if states is not None:
        return ((states[..., None] >> np.arange(n_nodes)) & 1).sum(axis=-1)
    counts = np.zeros((1, 1), dtype=np.int64)
    for _ in range(n_nodes):
        counts = np.concatenate([counts, counts + 1], axis=1)
    return counts


def energy(width: float) -> Bins:
    """Return the function that bins ``sum_ij A_ij n_i n_j + sum_i A_ii n_i`` to whole `width`."""

    def bins(X: Array, states: NDArray[np.int64] | None) -> NDArray[np.int64]:
        energies = _all_energies(X) if states is None else _energies(X, states)
        return np.rint(energies / width).astype(np.int64)

    return bins


def _energies(X: Array, states: NDArray[np.int64]) -> Array:
    n_nodes = _n_nodes(X)
    i, j = entries(n_nodes)
    excited = (states[..., None] >> np.arange(n_nodes)) & 1
    return np.einsum("gse,ge->gs", excited[..., i] * excited[..., j], X)


def _all_energies(X: Array) -> Array:
    """Return the energies of all basis states: each node doubles them, with and without it."""
    energies = np.zeros((len(X), 1))
    column = 0
    for j in range(_n_nodes(X)):
        # what node j adds, as a function of the earlier nodes
        added = X[:, [column + j]]
        for i in range(j):
            added = np.concatenate([added, added + X[:, [column + i]]], axis=1)
        energies = np.concatenate([energies, energies + added], axis=1)
        column += j + 1
    return energies


def _n_nodes(X: Array) -> int:
    return int(np.sqrt(2 * X.shape[1]))


def _histogram(bins: NDArray[np.int64], weights: Array) -> Distributions:
    low, n_graphs = int(bins.min()), len(weights)
    n_bins = int(bins.max()) - low + 1
    if n_bins > _MOST_BINS:
        raise InputError(
            f"The energies spread over {n_bins} bins, expected at most {_MOST_BINS}: raise "
            "bin_width, or scale the weights of the edges."
        )
    cells = bins - low + n_bins * np.arange(n_graphs)[:, None]
    counted = np.bincount(cells.ravel(), weights.ravel(), n_graphs * n_bins)
    return Distributions(low, counted.astype(np.float64).reshape(n_graphs, n_bins))
