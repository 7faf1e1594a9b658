"""The generators against their definitions, and against the published data sets' fingerprints."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.random import RandomState

from qneko.domains.synthetic import (
    SERIES,
    bowles_suite,
    hidden_manifold,
    hyperplanes,
    linearly_separable,
    two_curves,
)
from qneko.errors import InputError


def slow_hidden_manifold(n_samples: int, n_features: int, m: int, random: RandomState):
    """Return the definition, sample by sample."""
    F = random.normal(size=(m, n_features))
    C = random.normal(size=(n_samples, m))
    b = 2 * random.uniform(size=n_features) - 1
    W, v = random.normal(size=(m, m)), random.normal(size=m)
    X = np.array([np.tanh(F.T @ c / np.sqrt(m) - b) for c in C])
    scores = np.array([v @ np.tanh(W @ c) / np.sqrt(m) for c in C])
    return X, np.where(scores < np.median(scores), -1, 1)


def slow_two_curves(n_samples: int, n_features: int, degree: int, offset: float, noise: float, r):
    """Return the definition, number by number."""
    a = r.uniform(size=(n_features, degree + 1, 2))
    a = a / np.linalg.norm(a)
    X = np.empty((n_samples, n_features))
    for s in range(n_samples):
        t = r.uniform()
        for i in range(n_features):
            value = a[i, 0, 0] + a[i, 0, 1]
            for k in range(1, degree + 1):
                value += a[i, k, 0] * np.cos(k * np.pi * t) + a[i, k, 1] * np.sin(k * np.pi * t)
            X[s, i] = value + r.normal(scale=noise) + (offset if s >= n_samples // 2 else 0)
    return (X - X.mean(axis=0)) / X.std(axis=0)


def test_hidden_manifold_is_its_definition() -> None:
    X, y = hidden_manifold(60, 5, 3, random_state=7)
    slow_X, slow_y = slow_hidden_manifold(60, 5, 3, RandomState(7))
    np.testing.assert_allclose(X, slow_X, atol=1e-14)
    np.testing.assert_array_equal(y, slow_y)
    assert y.sum() == 0


def test_two_curves_are_their_definition() -> None:
    X, y = two_curves(20, 3, 4, 0.2, 0.05, random_state=7)
    np.testing.assert_allclose(X, slow_two_curves(20, 3, 4, 0.2, 0.05, RandomState(7)), atol=1e-12)
    np.testing.assert_array_equal(y, np.repeat([-1, 1], 10))


def test_linearly_separable_keeps_its_margin() -> None:
    X, y = linearly_separable(100, 4, margin=0.3, random_state=0)
    assert np.all(-y * X.sum(axis=1) > 0.3)
    assert np.abs(X).max() <= 1


def test_hyperplanes_are_even_and_odd_sides_of_points_in_few_dimensions() -> None:
    X, y = hyperplanes(80, 6, 4, 2, random_state=0)
    assert np.linalg.matrix_rank(X, tol=1e-8) == 2
    random = RandomState(0)
    normals, offsets = random.uniform(size=(4, 2)), random.uniform(size=4)
    points = random.normal(size=(320, 2))
    counts = [
        sum(float(n @ p) + b > 0 for n, b in zip(normals, offsets, strict=True)) for p in points
    ]
    odd = np.array(counts) % 2 == 1
    kept = np.concatenate([points[~odd][:40], points[odd][:40]]) @ random.uniform(size=(2, 6))
    np.testing.assert_allclose(X, (kept - kept.mean(axis=0)) / kept.std(axis=0), atol=1e-12)
    np.testing.assert_array_equal(y, np.repeat([-1, 1], 40))


#: Of each series' last data set: sums that a wrong seed, order or split would change. They were
#: computed from generators whose support vector machines give the published accuracies.
FINGERPRINTS = {
    "linearly_separable": (-6.3811, 32),
    "hidden_manifold": (-5.027, 29),
    "hidden_manifold_diff": (45.6832, 26),
    "hyperplanes_diff": (-85.9256, 31),
    "two_curves": (-60.266, 23),
    "two_curves_diff": (26.7329, 36),
}


@pytest.mark.parametrize("series", SERIES)
def test_the_suite_is_the_published_one(series: str) -> None:
    members = list(bowles_suite(series))
    assert [member.step for member in members] == list(range(2, 21))
    last = members[-1]
    assert last.X_train.shape == (240, 10 if series.endswith("diff") else 20)
    assert last.X_test.shape[0] == len(last.y_test) == 60
    found = (last.X_test.sum(), int((last.y_test == 1).sum()))
    assert found == (pytest.approx(FINGERPRINTS[series][0], abs=1e-3), FINGERPRINTS[series][1])


def test_impossible_requests() -> None:
    with pytest.raises(InputError, match="n_samples must be even, got 5"):
        hidden_manifold(5, 2, 2)
    with pytest.raises(InputError, match="n_features must be a whole number"):
        two_curves(4, 0, 2, 0.1, 0.1)
    with pytest.raises(InputError, match="leaves 0 of 20 points"):
        linearly_separable(10, 2, margin=5.0)
    with pytest.raises(InputError, match="series must be one of"):
        next(bowles_suite("mnist"))
