"""Samples as bits: nothing is lost but the place inside a bin."""

from __future__ import annotations

import numpy as np
import pytest

from qneko.errors import InputError
from qneko.models.generative._bits import make_encoder

RNG = np.random.default_rng(0)
X = np.column_stack([RNG.normal(size=300), RNG.integers(2, size=300), RNG.exponential(size=300)])
EQUAL = np.full(300, 1 / 300)


@pytest.mark.parametrize("strategy", ["quantile", "uniform"])
def test_decoding_gives_the_same_bin_and_the_same_binary_feature(strategy: str) -> None:
    encoder = make_encoder(X, [3, 1, 4], strategy, EQUAL)
    assert encoder.n_bits == [3, 1, 4]
    bits = encoder.encode(X)
    assert bits.shape == (300, 8)
    again = encoder.decode(bits, np.random.RandomState(0))
    np.testing.assert_array_equal(encoder.encode(again), bits)
    np.testing.assert_array_equal(again[:, 1], X[:, 1])
    widest = np.diff(encoder.edges[0]).max()
    assert np.abs(again[:, 0] - X[:, 0]).max() <= widest


def test_neighbouring_bins_differ_in_one_bit() -> None:
    encoder = make_encoder(X, 4, "uniform", EQUAL)
    edges = encoder.edges[2]
    centres = (edges[1:] + edges[:-1]) / 2
    samples = np.column_stack([np.zeros(16), np.zeros(16), centres])
    codes = encoder.encode(samples)[:, 5:]
    assert len(np.unique(codes, axis=0)) == 16
    np.testing.assert_array_equal(np.abs(np.diff(codes.astype(int), axis=0)).sum(axis=1), 1)


def test_quantile_bins_hold_equally_many_and_uniform_bins_are_equally_wide() -> None:
    edges = make_encoder(X, 3, "quantile", EQUAL).edges[2]
    counts = np.histogram(X[:, 2], edges)[0]
    assert counts.min() >= 36
    assert counts.max() <= 39
    np.testing.assert_allclose(np.ptp(np.diff(make_encoder(X, 3, "uniform", EQUAL).edges[2])), 0,
                               atol=1e-12)  # fmt: skip


def test_a_weight_of_two_is_the_sample_twice() -> None:
    weights = RNG.integers(1, 4, size=300).astype(float)
    repeated = X.repeat(weights.astype(int), axis=0)
    plain = make_encoder(repeated, 3, "quantile", np.full(len(repeated), 1 / len(repeated)))
    weighted = make_encoder(X, 3, "quantile", weights / weights.sum())
    for mine, theirs in zip(weighted.edges, plain.edges, strict=True):
        np.testing.assert_array_equal(mine, theirs)


@pytest.mark.parametrize(
    "values", [np.full(20, 7.0), np.repeat([1.0, 2.0, 5.0], 7), np.zeros(5) + 1e20]
)
def test_ties_leave_no_bin_without_a_width(values: np.ndarray) -> None:
    for strategy in ("quantile", "uniform"):
        encoder = make_encoder(values[:, None], 3, strategy, np.full(len(values), 1 / len(values)))
        assert len(encoder.edges[0]) == 9
        assert np.all(np.diff(encoder.edges[0]) > 0)
        assert np.all(np.isfinite(encoder.log_volume(values[:, None])))


def test_auto_spends_twelve_bits() -> None:
    def widths(n_features: int) -> list[int]:
        return make_encoder(RNG.normal(size=(9, n_features)), "auto", "quantile", EQUAL[:9]).n_bits

    assert widths(1) == [4]
    assert widths(5) == [2] * 5
    assert widths(12) == [1] * 12
    assert widths(20) == [1] * 20
    assert make_encoder(X, "auto", "quantile", EQUAL).n_bits == [4, 1, 4]


def test_outside_all_bins_is_said_and_counts_as_the_end() -> None:
    encoder = make_encoder(X, 2, "quantile", EQUAL)
    outside = np.array([[99.0, 0, 1.0], [0.0, 0.5, 1.0], [0.0, 1.0, 1.0]])
    np.testing.assert_array_equal(np.isinf(encoder.log_volume(outside)), [True, True, False])
    highest = X[X[:, 0].argmax()][None]
    np.testing.assert_array_equal(encoder.encode(outside)[0, :2], encoder.encode(highest)[0, :2])


@pytest.mark.parametrize("wrong", [0, 17, "many", [1, 2], 2.5])
def test_wrong_numbers_of_bits(wrong) -> None:
    with pytest.raises(InputError, match="n_bits must"):
        make_encoder(X, wrong, "quantile", EQUAL)
