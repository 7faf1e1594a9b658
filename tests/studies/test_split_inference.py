"""How often two equally good learners are called different, for splits that are no random folds.

The longer run is told in docs/evidence.md; this one is short, of the cases in which an ordinary
t-test is the most wrong.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats
from sklearn.model_selection import GroupKFold, LeaveOneGroupOut, TimeSeriesSplit

from qneko.studies.statistics._tests import nadeau_bengio

N_STUDIES = 300


def columns(random, n, memory):
    """Return four independent series with standard deviation 1, and memory from row to row."""
    noise = random.normal(size=(n, 4))
    for i in range(1, n):
        noise[i] = memory * noise[i - 1] + math.sqrt(1 - memory**2) * noise[i]
    return noise


def least_squares(X, y):
    return np.linalg.solve(X.T @ X + 0.01 * np.eye(4), X.T @ y)


def rates(splitter, n, *, memory=0.0, n_groups=None):
    """Return how often the ordinary and the corrected test call a difference at 5 %."""
    random = np.random.default_rng(11)
    groups = None if n_groups is None else np.arange(n) % n_groups
    called = np.zeros(2)
    for _ in range(N_STUDIES):
        ours, theirs = columns(random, n, memory), columns(random, n, memory)
        noise = columns(random, n, memory)[:, 0]
        if groups is not None:
            ours += random.normal(size=(n_groups, 4))[groups]
            theirs += random.normal(size=(n_groups, 4))[groups]
            noise += random.normal(size=n_groups)[groups]
        y = np.sign((ours.sum(1) + theirs.sum(1)) / math.sqrt(8) + noise)
        differences, sizes = [], []
        for train, test in splitter.split(y, groups=groups):
            right = [
                np.mean(np.sign(X[test] @ least_squares(X[train], y[train])) == y[test])
                for X in (ours, theirs)
            ]
            differences.append(right[0] - right[1])
            sizes.append((len(train), len(test)))
        n_train, n_test = np.mean(sizes, axis=0)
        found = nadeau_bengio(differences, n_train=n_train, n_test=n_test)
        if found.sd_between_splits and found.p is not None:
            k = len(differences)
            t = found.difference / (found.sd_between_splits / math.sqrt(k))
            called += 2 * stats.t.sf(abs(t), k - 1) < 0.05, found.p < 0.05
    return called / N_STUDIES


@pytest.mark.parametrize(
    ("splitter", "how"),
    [
        (TimeSeriesSplit(20), {"n": 420, "memory": 0.95}),
        (LeaveOneGroupOut(), {"n": 120, "n_groups": 6}),
        (GroupKFold(5), {"n": 240, "n_groups": 20}),
    ],
)
def test_the_corrected_test_keeps_its_level_where_the_ordinary_one_does_not(splitter, how):
    ordinary, corrected = rates(splitter, **how)
    assert corrected < 0.05 < ordinary
