"""The kernel as Z strings, against the kernel as it is defined."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from qneko.errors import InputError
from qneko.models.generative._kernel import (
    all_strings,
    bits_to_index,
    choose_strings,
    draw_strings,
    find_bandwidths,
    index_to_bits,
    squared_discrepancy,
    walsh,
)

RNG = np.random.default_rng(3)
WIDTHS = (0.7, 1.5)


def kernel(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    distances = (x[:, None] != y[None]).sum(axis=2)
    return np.mean([np.exp(-distances / (2 * s**2)) for s in WIDTHS], axis=0)


def test_discrepancy_of_distributions_equals_the_double_sum_over_bit_strings() -> None:
    n = 5
    p, q = RNG.dirichlet(np.ones(2**n), size=2)
    everything = index_to_bits(np.arange(2**n), n)
    direct = (p - q) @ kernel(everything, everything) @ (p - q)
    strings = all_strings(n, WIDTHS)
    assert strings.shares.sum() == pytest.approx(1)
    assert strings.shares @ (walsh(p) - walsh(q)) ** 2 == pytest.approx(direct, rel=1e-12)


def test_walsh_transform_equals_its_definition_and_inverts_itself() -> None:
    values = RNG.normal(size=16)
    signs = np.array([[(-1) ** (x & s).bit_count() for x in range(16)] for s in range(16)])
    np.testing.assert_allclose(walsh(values), signs @ values, atol=1e-13)
    np.testing.assert_allclose(walsh(walsh(values)) / 16, values, atol=1e-13)


def test_means_of_strings_are_the_walsh_transform_of_the_frequencies() -> None:
    bits = RNG.integers(2, size=(200, 6), dtype=np.uint8)
    weights = RNG.dirichlet(np.ones(200))
    frequencies = np.bincount(bits_to_index(bits), weights, minlength=64)
    found = all_strings(6, WIDTHS).means(bits, weights)
    np.testing.assert_allclose(found, walsh(frequencies), atol=1e-12)


@pytest.mark.parametrize("n_bits", [3, 64, 130])
def test_means_of_strings_over_any_number_of_machine_words(n_bits: int, monkeypatch) -> None:
    strings = draw_strings(n_bits, (2.0,), 40, np.random.RandomState(0))
    bits = RNG.integers(2, size=(50, n_bits), dtype=np.uint8)
    direct = 1 - 2 * ((bits.astype(int) @ strings.masks.T.astype(int)) % 2).mean(axis=0)
    weights = np.full(50, 1 / 50)
    np.testing.assert_allclose(strings.means(bits, weights), direct, atol=1e-12)
    monkeypatch.setattr("qneko.models.generative._kernel._BLOCK", 100)  # blocks of two samples
    np.testing.assert_allclose(strings.means(bits, weights), direct, atol=1e-12)


def test_drawn_strings_have_the_exact_shares() -> None:
    drawn = draw_strings(3, WIDTHS, 100_000, np.random.RandomState(0))
    frequencies = np.bincount(bits_to_index(drawn.masks), minlength=8) / 100_000
    shares = all_strings(3, WIDTHS).shares
    assert np.all(np.abs(frequencies - shares) < 5 * np.sqrt(shares / 100_000))
    assert choose_strings(3, WIDTHS, 8, np.random.RandomState(0)).complete
    assert not choose_strings(3, WIDTHS, 7, np.random.RandomState(0)).complete


def test_discrepancy_to_samples_is_unbiased_over_all_possible_samples() -> None:
    n = 2
    p, q = RNG.dirichlet(np.ones(4), size=2)
    strings = all_strings(n, WIDTHS)
    model = walsh(p)
    mean = 0.0
    for drawn in itertools.product(range(4), repeat=3):  # every data set of three samples
        bits = index_to_bits(np.array(drawn), n)
        data = strings.means(bits, np.full(3, 1 / 3))
        found = squared_discrepancy(strings, model, model**2, data, 3)
        mean += q[list(drawn)].prod() * found
    assert mean == pytest.approx(strings.shares @ (model - walsh(q)) ** 2, rel=1e-10)


def test_bits_and_numbers() -> None:
    numbers = np.array([0, 1, 6])
    np.testing.assert_array_equal(index_to_bits(numbers, 3), [[0, 0, 0], [1, 0, 0], [0, 1, 1]])
    np.testing.assert_array_equal(bits_to_index(index_to_bits(numbers, 3)), numbers)


def test_bandwidths() -> None:
    assert find_bandwidths("scale", 8) == (2.0, 1.0, 0.5)
    assert find_bandwidths(1.5, 8) == (1.5,)
    assert find_bandwidths([1, 2], 8) == (1.0, 2.0)
    for wrong in ("median", 0, [1, -1], []):
        with pytest.raises(InputError, match="bandwidth must"):
            find_bandwidths(wrong, 8)
