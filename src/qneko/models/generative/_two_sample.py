"""The two-sample statistic that generative models are compared by."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.random import RandomState
from numpy.typing import ArrayLike, NDArray
from sklearn.metrics.pairwise import euclidean_distances
from sklearn.utils import check_array, check_random_state

from ...errors import InputError
from .._checks import check_positive

Array = NDArray[np.float64]


class DiscrepancyResult(NamedTuple):
    """Squared maximum mean discrepancy of two samples, and its permutation p-value."""

    statistic: float
    pvalue: float


def maximum_mean_discrepancy(
    X: ArrayLike,
    Y: ArrayLike,
    *,
    bandwidth: float | ArrayLike | str = "median",
    n_permutations: int = 0,
    random_state: int | RandomState | None = None,
) -> DiscrepancyResult:
    """Return the squared maximum mean discrepancy of two samples, unbiased.

    It is zero in the mean if both samples come from the same distribution, and so may be below
    zero. The kernel is ``exp(-|x - y|**2 / (2 s**2))``, averaged over the widths s; on bits the
    squared distance is the Hamming distance, and the kernel is the one that `BornMachine` and
    `IQPBornMachine` are trained with.

    Use it to compare generative models of any kind with samples that none of them was trained on.
    Do not compare statistics of different bandwidths, and scale features of different units first.

    Parameters
    ----------
    X : array-like of shape (n_samples_X, n_features)
        Samples, at least two.
    Y : array-like of shape (n_samples_Y, n_features)
        Other samples, at least two.
    bandwidth : float, array-like of float or "median", default "median"
        The kernel's widths s, in units of the features; "median" is the median distance of two
        different samples of X and Y together.
    n_permutations : int, default 0
        How often the samples are shuffled between X and Y to find how large the statistic is by
        chance; without, the p-value is NaN.
    random_state : int, RandomState instance or None, default None
        Draws the permutations.

    Returns
    -------
    DiscrepancyResult
        ``statistic`` and ``pvalue``; the latter is at least ``1 / (n_permutations + 1)``.

    Notes
    -----
    Memory is that of one matrix of (n_samples_X + n_samples_Y)**2 numbers.

    References
    ----------
    A. Gretton et al., A kernel two-sample test, J. Mach. Learn. Res. 13, 723 (2012).

    Examples
    --------
    >>> import numpy as np
    >>> from qneko.models import maximum_mean_discrepancy
    >>> random = np.random.default_rng(0)
    >>> X, Y = random.normal(size=(100, 2)), random.normal(1, size=(100, 2))
    >>> maximum_mean_discrepancy(X, Y, n_permutations=99, random_state=0).pvalue
    0.01
    """
    first, second = (check_array(A, dtype=np.float64, ensure_min_samples=2) for A in (X, Y))
    if first.shape[1] != second.shape[1]:
        raise InputError(
            f"X and Y must have the same features, got {first.shape[1]} and {second.shape[1]}."
        )
    if isinstance(n_permutations, bool) or not hasattr(n_permutations, "__index__"):
        raise InputError(f"n_permutations must be a whole number, got {n_permutations!r}.")
    gram = _gram(np.concatenate([first, second]), bandwidth)
    n, total = len(first), len(gram)
    own = (np.arange(total) < n).astype(np.float64)
    statistic = float(_statistics(gram, own[:, None])[0])
    if n_permutations < 1:
        return DiscrepancyResult(statistic, float("nan"))
    random = check_random_state(random_state)
    shuffled = np.stack([random.permutation(own) for _ in range(n_permutations)], axis=1)
    # what differs by rounding alone counts as equal, so that ties are not lost
    n_larger = int((_statistics(gram, shuffled) >= statistic - 1e-12).sum())
    return DiscrepancyResult(statistic, (1 + n_larger) / (1 + n_permutations))


def _gram(samples: Array, bandwidth: float | ArrayLike | str) -> Array:
    """Return the kernel matrix without its diagonal."""
    squares = euclidean_distances(samples, squared=True)
    if isinstance(bandwidth, str):
        if bandwidth != "median":
            raise InputError(f"bandwidth must be 'median' or numbers, got {bandwidth!r}.")
        pairs = squares[np.triu_indices_from(squares, 1)]
        widths = [float(np.sqrt(np.median(pairs))) or 1.0]  # half of all pairs may be equal
    else:
        widths = np.atleast_1d(np.asarray(bandwidth, dtype=np.float64)).ravel().tolist()
    for width in widths:
        check_positive(bandwidth=width)
    gram = np.mean([np.exp(-squares / (2 * s**2)) for s in widths], axis=0)
    np.fill_diagonal(gram, 0.0)
    return gram


def _statistics(gram: Array, is_first: Array) -> Array:
    """Return the statistic for each column of 0 and 1 that says which samples are the first."""
    n = float(is_first[:, 0].sum())
    m = len(gram) - n
    to_first = gram @ is_first
    within_first = (is_first * to_first).sum(axis=0)
    across = to_first.sum(axis=0) - within_first
    within_second = gram.sum() - within_first - 2 * across
    return within_first / (n * (n - 1)) + within_second / (m * (m - 1)) - 2 * across / (n * m)
