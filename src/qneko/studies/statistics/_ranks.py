"""Several models on several data sets: ranks, their tests, and pairs.

References
----------
Demšar (2006), "Statistical comparisons of classifiers over multiple data sets", JMLR 7, 1-30:
Friedman's test, Nemenyi's critical difference and its diagram.
Iman and Davenport (1980), "Approximations of the critical region of the Friedman statistic",
Communications in Statistics A9, 571-595.
Benavoli, Corani and Mangili (2016), "Should we really use post-hoc tests based on mean-ranks?",
JMLR 17(5), arXiv:1505.02288: whether two models differ must not depend on the others in the pool,
hence Wilcoxon's signed-rank test for pairs.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from ._tests import holm

Floats = NDArray[np.float64]

#: Data sets up to which Wilcoxon's distribution is enumerated, ties and all.
_ENUMERATED = 12
#: Qualities that agree to so many digits are tied: they differ by the order of a sum.
_DIGITS = 12


@dataclass(frozen=True)
class Friedman:
    """Friedman's test of all models being equally good, and Iman and Davenport's sharper form.

    Parameters
    ----------
    chi2, p : float
        Friedman's statistic, corrected for ties, with ``k - 1`` degrees of freedom.
    f, f_p : float
        ``(N - 1) chi2 / (N (k - 1) - chi2)``, an F with ``k - 1`` and ``(k - 1)(N - 1)``.
    p_permutation : float
        Of `chi2` among random permutations of the ranks of each data set: right for any number of
        data sets, where the chi-square is timid and the F, on two or three of them, far too bold.
    """

    chi2: float
    p: float
    f: float
    f_p: float
    p_permutation: float


def ranks(quality: Floats) -> Floats:
    """Return each model's rank on each data set; 1 is best, equals share their mean rank.

    Parameters
    ----------
    quality : ndarray of shape (n_data, n_models)
        Scores, greater is better.
    """
    rounded = np.round(quality, _DIGITS)
    return np.asarray(stats.rankdata(-rounded, axis=1), dtype=np.float64)


def friedman(ranked: Floats, *, n_permutations: int = 9999) -> Friedman:
    """Return Friedman's test of mean ranks.

    Parameters
    ----------
    ranked : ndarray of shape (n_data, n_models)
        At least two of each.
    n_permutations : int, default 9999
        How many; they are the same at every call.
    """
    n, k = ranked.shape
    means = ranked.mean(axis=0)
    # the variance of ranks within a data set, smaller than (k^2 - 1)/12 where there are ties
    variance = ranked.var(axis=1).sum() / n
    if variance == 0.0:  # all models tie everywhere
        return Friedman(0.0, 1.0, 0.0, 1.0, 1.0)
    chi2 = float(n * (k - 1) / k * ((means - (k + 1) / 2) ** 2).sum() / variance)
    # at most n (k - 1), when all data sets agree; rounding must not take it beyond
    left = n * (k - 1) - chi2
    f = math.inf if left <= 1e-9 * chi2 else (n - 1) * chi2 / left
    return Friedman(
        chi2=chi2,
        p=float(stats.chi2.sf(chi2, k - 1)),
        f=f,
        f_p=float(stats.f.sf(f, k - 1, (k - 1) * (n - 1))),
        p_permutation=_by_permutation(ranked, n_permutations),
    )


def _by_permutation(ranked: Floats, n_permutations: int) -> float:
    """Return the share of permutations whose mean ranks differ at least as much as these."""
    random = np.random.default_rng(0)
    spread = ((ranked.sum(axis=0) - ranked.sum() / ranked.shape[1]) ** 2).sum()
    as_much = 1  # the ranks as they are
    for _ in range(n_permutations):
        sums = random.permuted(ranked, axis=1).sum(axis=0)
        # ranks are halves, so that sums are exact
        as_much += ((sums - sums.mean()) ** 2).sum() >= spread - 1e-9
    return float(as_much / (n_permutations + 1))


def critical_difference(n_data: int, n_models: int, *, alpha: float) -> float:
    """Return Nemenyi's critical difference of two mean ranks.

    ``q / sqrt(2) * sqrt(k (k + 1) / (6 N))``, where q is the ``1 - alpha`` quantile of the
    studentised range of k models with infinitely many degrees of freedom.
    """
    q = float(stats.studentized_range.ppf(1.0 - alpha, n_models, np.inf))
    return q / math.sqrt(2.0) * math.sqrt(n_models * (n_models + 1) / (6.0 * n_data))


def groups(mean_ranks: Sequence[float], difference: float) -> list[tuple[int, ...]]:
    """Return the largest groups whose mean ranks lie within a critical difference.

    Parameters
    ----------
    mean_ranks : sequence of float, shape (n_models,)
        In any order.
    difference : float
        The critical difference.

    Returns
    -------
    list of tuple of int
        Positions in `mean_ranks`, best first; a model that differs from all others is in none.
    """
    order = sorted(range(len(mean_ranks)), key=lambda i: (mean_ranks[i], i))
    found: list[tuple[int, ...]] = []
    reached = 0
    for start in range(len(order)):
        end = start
        while (
            end + 1 < len(order)
            and mean_ranks[order[end + 1]] - mean_ranks[order[start]] <= difference
        ):
            end += 1
        if end > start and end > reached:
            found.append(tuple(order[start : end + 1]))
            reached = end
    return found


def wilcoxon(differences: Sequence[float] | Floats) -> float:
    """Return the two-sided p of Wilcoxon's signed-rank test; a zero counts half on each side.

    Parameters
    ----------
    differences : sequence of float, shape (n_data,)
        One for each data set, in a unit that they share.
    """
    d = np.round(np.asarray(differences, dtype=float), _DIGITS)
    if not d.any():
        return 1.0
    sizes = stats.rankdata(np.abs(d))
    # twice the statistic: with a zero's rank split it is still a sum of ranks and half ranks
    seen = abs(float((sizes * np.sign(d)).sum()))
    moving = sizes[d != 0.0]
    if len(moving) <= _ENUMERATED:
        signs = np.array(list(itertools.product((-1.0, 1.0), repeat=len(moving))))
        return float((np.abs(signs @ moving) >= seen - 1e-9).mean())
    result = stats.wilcoxon(d, zero_method="zsplit", method="auto")
    return float(result.pvalue)


def pairs(quality: Floats) -> list[tuple[int, int, float, float]]:
    """Return every pair of models with Wilcoxon's p, as it is and after Holm over all pairs.

    Parameters
    ----------
    quality : ndarray of shape (n_data, n_models)
        Greater is better, in a unit that the data sets share.
    """
    both = list(itertools.combinations(range(quality.shape[1]), 2))
    plain = [wilcoxon(quality[:, i] - quality[:, j]) for i, j in both]
    adjusted = holm(plain)
    return [
        (i, j, p, q) for (i, j), p, q in zip(both, plain, adjusted, strict=True) if q is not None
    ]
