"""Samples as bits and back: one bit for a binary feature, bins for the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from ...errors import InputError
from .._checks import check_choice, check_count
from ._kernel import Bits

Array = NDArray[np.float64]

STRATEGIES = ("quantile", "uniform")
#: With ``n_bits="auto"``: bits of all features together, and the most of one of them.
TOTAL, MOST = 12, 4


@dataclass(frozen=True)
class BitEncoder:
    """Translates samples to bits, feature by feature.

    A feature with bins has the bins' numbers in Gray code: neighbouring bins differ in one bit, so
    that the Hamming distance knows that they are near.

    Parameters
    ----------
    n_bits : list of int
        Bits of each feature.
    edges : list of ndarray of shape (2**n_bits + 1,)
        Rising edges of the bins of each feature; empty for a binary feature.
    """

    n_bits: list[int]
    edges: list[Array]

    def encode(self, X: Array) -> Bits:
        """Return bits of shape (n_samples, sum of n_bits); beyond the range counts as the end."""
        columns = []
        for values, n_bits, edges in zip(X.T, self.n_bits, self.edges, strict=True):
            number = _bin_numbers(values, edges) if len(edges) else (values > 0.5).astype(np.int64)
            gray = number ^ (number >> 1)
            columns += [(gray >> k & 1) for k in range(n_bits)]
        return np.stack(columns, axis=1).astype(np.uint8)

    def decode(self, bits: Bits, random: RandomState) -> Array:
        """Return samples, in the data's units, with uniform noise inside each bin."""
        X = np.empty((len(bits), len(self.n_bits)))
        first = 0
        for j, (n_bits, edges) in enumerate(zip(self.n_bits, self.edges, strict=True)):
            part = bits[:, first : first + n_bits].astype(np.int64)
            number = np.zeros(len(bits), np.int64)
            for k in reversed(range(n_bits)):  # Gray code back to the number, from the highest bit
                number |= (part[:, k] ^ (number >> (k + 1) & 1)) << k
            if len(edges):
                low, high = edges[number], edges[number + 1]
                X[:, j] = low + (high - low) * random.random_sample(len(bits))
            else:
                X[:, j] = number
            first += n_bits
        return X

    def log_volume(self, X: Array) -> Array:
        """Return the logarithm of the volume of each sample's bin; infinite outside all bins."""
        total = np.zeros(len(X))
        for values, edges in zip(X.T, self.edges, strict=True):
            if len(edges):
                total += np.log(np.diff(edges))[_bin_numbers(values, edges)]
                total[(values < edges[0]) | (values > edges[-1])] = np.inf
            else:
                total[~np.isin(values, (0, 1))] = np.inf
        return total


def make_encoder(X: Array, n_bits: Any, strategy: str, weights: Array) -> BitEncoder:
    """Return the encoder for training samples of positive weight."""
    check_choice(STRATEGIES, strategy=strategy)
    binary = np.asarray(np.isin(X, (0, 1)).all(axis=0))
    widths = _find_widths(n_bits, binary)
    edges = [
        np.empty(0) if is_binary else _bin_edges(values, 2**width, strategy, weights)
        for values, width, is_binary in zip(X.T, widths, binary, strict=True)
    ]
    return BitEncoder(widths, edges)


def _find_widths(n_bits: Any, binary: NDArray[np.bool_]) -> list[int]:
    """Return the bits of each feature; binary ones always have one."""
    if isinstance(n_bits, str):
        check_choice(("auto",), n_bits=n_bits)
        others = int((~binary).sum())
        share = (TOTAL - int(binary.sum())) // others if others else 1
        n_bits = min(MOST, max(1, share))
    if not isinstance(n_bits, Sequence | np.ndarray):
        n_bits = [n_bits] * len(binary)
    if len(n_bits) != len(binary):
        raise InputError(
            f"n_bits must be 'auto', a whole number or one for each of the {len(binary)} features, "
            f"got {len(n_bits)} of them."
        )
    for width in n_bits:
        check_count(n_bits=width)
        if width > 16:
            raise InputError(f"n_bits must be at most 16 a feature, got {width}: 2**{width} bins.")
    return [1 if is_binary else int(w) for w, is_binary in zip(n_bits, binary, strict=True)]


def _bin_edges(values: Array, n_bins: int, strategy: str, weights: Array) -> Array:
    low, high = values.min(), values.max()
    if strategy == "uniform":
        edges = np.unique(np.linspace(low, high, n_bins + 1))
    else:
        levels = np.linspace(0, 1, n_bins + 1)
        # the one method of NumPy that takes weights; a weight of 2 is the sample twice
        inner = np.quantile(values, levels, weights=weights, method="inverted_cdf")
        edges = np.unique(np.concatenate([[low], inner, [high]]))
    if not high - low > 1e-9 * max(abs(low), abs(high)):  # constant up to rounding
        reach = max(0.5, 1e-6 * abs(low))
        edges = np.linspace(low - reach, high + reach, n_bins + 1)
    # ties leave fewer bins: halve the widest until there are enough, so that all have a width
    while len(edges) <= n_bins:
        widest = int(np.argmax(np.diff(edges)))
        edges = np.insert(edges, widest + 1, (edges[widest] + edges[widest + 1]) / 2)
    return edges


def _bin_numbers(values: Array, edges: Array) -> NDArray[np.int64]:
    """Return each value's bin; a value on an edge belongs to the bin above, the highest below."""
    return np.searchsorted(edges[1:-1], values, side="right").astype(np.int64)
