"""Training samples: each different one once, with its weight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.model_selection import train_test_split
from sklearn.utils.validation import _check_sample_weight

from ...errors import InputError

Array = NDArray[Any]


@dataclass(frozen=True)
class Samples:
    """Samples with one number each to be learned.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        Features.
    y : ndarray of shape (n_samples,)
        Numbers of classes, or target values.
    weights : ndarray of shape (n_samples,) or None
        Weights, with a mean of 1; None if all are equal.
    """

    X: Array
    y: Array
    weights: Array | None = None

    def __len__(self) -> int:
        return len(self.X)

    def take(self, rows: Array) -> Samples:
        """Return some of the samples; their weights have a mean of 1 again."""
        weights = None if self.weights is None else _normal(self.weights[rows])
        return Samples(self.X[rows], self.y[rows], weights)

    def mean(self, values: Array) -> float:
        """Return the weighted mean of values, one a sample."""
        return float(np.average(values, weights=self.weights))

    @classmethod
    def merged(cls, X: Array, y: Array, sample_weight: ArrayLike | None) -> Samples:
        """Return the samples of positive weight, equal ones as one.

        A sample that occurs k times costs as much as one, and is bit for bit the same as one of
        weight k. Without weights and repetitions the order is kept.
        """
        times: Array | None = None
        if sample_weight is not None:
            times = _check_sample_weight(sample_weight, X, dtype=np.float64)
            if np.any(times < 0) or not np.any(times > 0):
                raise InputError(
                    "sample_weight must be 0 or larger and not 0 throughout, got a smallest weight "
                    f"of {times.min():.6g} and a largest of {times.max():.6g}."
                )
            if np.all(times == times[0]):
                times = None
        rows = np.column_stack([X, y]) + 0.0  # -0.0 and 0.0 are one sample
        if times is None and not _repeats(rows):
            return cls(X, y)
        chosen = slice(None) if times is None else times > 0
        unique, which = np.unique(rows[chosen], axis=0, return_inverse=True)
        total = np.bincount(which.ravel(), None if times is None else times[chosen])
        return cls(unique[:, :-1].copy(), unique[:, -1].copy(), _normal(total.astype(np.float64)))

    def split(self, fraction: float, random: Any, stratify: bool) -> tuple[Samples, Samples]:
        """Return the samples to train with and those to stop early by."""
        if len(self) < 2:
            raise InputError("early_stopping needs at least two different samples, got 1.")
        held_out = int(np.ceil(fraction * len(self)))
        can = stratify and self._can_stratify(min(held_out, len(self) - held_out))
        train, held = train_test_split(
            np.arange(len(self)),
            test_size=min(held_out, len(self) - 1),
            random_state=random,
            stratify=self.y if can else None,
        )
        return self.take(train), self.take(held)

    def _can_stratify(self, smaller: int) -> bool:
        """Return whether both parts, the smaller one of a given size, can have each class."""
        _, counts = np.unique(self.y, return_counts=True)
        return bool(counts.min() >= 2 and len(counts) <= smaller)


def _normal(weights: Array) -> Array | None:
    return None if np.all(weights == weights[0]) else weights / weights.mean()


def _repeats(rows: Array) -> bool:
    # rows as opaque bytes: several times faster than comparing them number by number
    keys = np.ascontiguousarray(rows).view(np.dtype((np.void, rows.itemsize * rows.shape[1])))
    return len(np.unique(keys)) < len(rows)
