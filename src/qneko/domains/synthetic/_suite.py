"""The regression suite of "Better than classical?": six series of data sets, with their splits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray
from sklearn.model_selection import train_test_split

from ...errors import InputError
from ._generators import Problem, hidden_manifold, hyperplanes, linearly_separable, two_curves

_N_SAMPLES = 300
#: What varies within a series: features, or the difficulty at 10 features.
_STEPS = range(2, 21)


@dataclass(frozen=True)
class SuiteMember:
    """One data set with its split.

    Parameters
    ----------
    series : str
        One of `SERIES`.
    step : int
        What varies in the series, from 2 to 20.
    X_train, X_test : ndarray
        Of shapes (240, n_features) and (60, n_features).
    y_train, y_test : ndarray
        Labels -1 and 1.
    """

    series: str
    step: int
    X_train: NDArray[np.float64]
    X_test: NDArray[np.float64]
    y_train: NDArray[np.int64]
    y_test: NDArray[np.int64]


@dataclass(frozen=True)
class _Series:
    """How a series is made: one stream of random numbers runs through it and its predecessor."""

    seed: int
    make: Callable[[int, RandomState], Problem]
    after: str | None = None


_SERIES: dict[str, _Series] = {
    "linearly_separable": _Series(
        42, lambda n, random: linearly_separable(_N_SAMPLES, n, 0.02 * n, random)
    ),
    "hidden_manifold": _Series(3, lambda n, random: hidden_manifold(_N_SAMPLES, n, 6, random)),
    "hidden_manifold_diff": _Series(
        3, lambda m, random: hidden_manifold(_N_SAMPLES, 10, m, random), after="hidden_manifold"
    ),
    "hyperplanes_diff": _Series(1, lambda k, random: hyperplanes(_N_SAMPLES, 10, k, 3, random)),
    "two_curves": _Series(3, lambda n, random: two_curves(_N_SAMPLES, n, 5, 0.1, 0.01, random)),
    "two_curves_diff": _Series(
        3,
        lambda d, random: two_curves(_N_SAMPLES, 10, d, 1 / (2 * d), 0.01, random),
        after="two_curves",
    ),
}

#: Names of the series: "diff" varies the difficulty at 10 features, the others the features.
SERIES = tuple(_SERIES)


def bowles_suite(series: str) -> Iterator[SuiteMember]:
    """Yield the 19 data sets of a series of Bowles, Ahmed and Schuld 2024.

    They equal the published ones: same generators, same seeds, same splits of 240 and 60 samples.

    Parameters
    ----------
    series : str
        One of `SERIES`.

    Yields
    ------
    SuiteMember
        For step 2 to 20.

    References
    ----------
    J. Bowles, S. Ahmed, M. Schuld, Better than classical? The subtle art of benchmarking quantum
    machine learning models (2024), arXiv:2403.07059.

    Examples
    --------
    >>> from qneko.domains.synthetic import bowles_suite
    >>> [member.X_train.shape for member in bowles_suite("hidden_manifold")][:2]
    [(240, 2), (240, 3)]
    """
    if series not in _SERIES:
        raise InputError(f"series must be one of {', '.join(map(repr, SERIES))}, got {series!r}.")
    recipe = _SERIES[series]
    random = RandomState(recipe.seed)
    if recipe.after is not None:  # the stream goes on where the series before it ended
        for step in _STEPS:
            _split(_SERIES[recipe.after].make(step, random), random)
    for step in _STEPS:
        X_train, X_test, y_train, y_test = _split(recipe.make(step, random), random)
        yield SuiteMember(series, step, X_train, X_test, y_train, y_test)


def _split(problem: Problem, random: RandomState) -> list[NDArray[Any]]:
    return train_test_split(*problem, test_size=0.2, random_state=random)
