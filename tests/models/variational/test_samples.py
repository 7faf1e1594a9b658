"""Training samples: weights, repetitions and the part that is held out."""

from __future__ import annotations

import numpy as np
import pytest

from qneko.errors import InputError
from qneko.models.variational._samples import Samples

X = np.random.default_rng(3).normal(size=(6, 2))
Y = np.array([0, 1, 1, 0, 2, 2])


def test_different_samples_are_left_alone() -> None:
    for weights in (None, np.ones(6), np.full(6, 0.3)):
        samples = Samples.merged(X, Y, weights)
        assert samples.X is X
        assert samples.y is Y
        assert samples.weights is None


def test_repeated_samples_are_weighted_ones_bit_by_bit() -> None:
    times = np.array([2, 0, 1, 5, 1, 3])
    order = np.random.default_rng(0).permutation(times.sum())
    repeated = Samples.merged(X.repeat(times, 0)[order], Y.repeat(times)[order], None)
    weighted = Samples.merged(X[::-1], Y[::-1], times[::-1])
    assert len(repeated) == 5
    for name in ("X", "y", "weights"):
        np.testing.assert_array_equal(getattr(repeated, name), getattr(weighted, name))
    assert repeated.weights.mean() == pytest.approx(1)
    assert repeated.mean(repeated.y) == pytest.approx(np.average(Y, weights=times))
    some = repeated.take(np.array([0, 3]))
    assert some.weights is None or some.weights.mean() == pytest.approx(1)


def test_equal_features_with_another_target_are_other_samples() -> None:
    assert len(Samples.merged(np.zeros((3, 2)), np.array([0.0, 1.0, -0.0]), None)) == 2


@pytest.mark.parametrize("weights", [np.zeros(6), [1, 1, 1, 1, 1, -1]])
def test_weights_that_mean_nothing(weights) -> None:
    # scikit-learn itself refuses zeros, in newer versions
    with pytest.raises(ValueError, match=r"(?i)sample.weights? must"):
        Samples.merged(X, Y, weights)


def test_held_out_samples_are_stratified_where_they_can_be() -> None:
    y = np.repeat([0, 1], [30, 10])
    data = np.arange(40.0)[:, None]
    train, held = Samples(data, y).split(0.2, 0, stratify=True)
    assert np.bincount(held.y).tolist() == [6, 2]
    assert sorted([*train.X[:, 0], *held.X[:, 0]]) == data[:, 0].tolist()
    lonely = Samples(data, np.where(np.arange(40) == 0, 1, 0))
    assert len(lonely.split(0.2, 0, stratify=True)[1]) == 8
    with pytest.raises(InputError, match="at least two different samples"):
        Samples(data[:1], y[:1]).split(0.2, 0, stratify=False)
