"""The Gaussian kernel on bit strings, as what it is on a quantum computer: a mixture of Z strings.

With H the Hamming distance, ``exp(-H(x, y) / (2 s**2))`` is the sum over all subsets S of the bits
of ``share(S) * (-1)**(x.S) * (-1)**(y.S)``, where a bit is in S with probability
``(1 - exp(-1 / (2 s**2))) / 2``, independently of the others. So the squared maximum mean
discrepancy of two distributions is the mean of ``(<Z_S>_p - <Z_S>_q)**2`` over such subsets
(Rudolph et al. 2024, arXiv:2305.02881; Recio-Armengol et al. 2025, arXiv:2503.02934).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from ...circuits import Observable
from ...errors import InputError
from .._checks import check_positive

Array = NDArray[np.float64]
Bits = NDArray[np.uint8]

#: With ``bandwidth="scale"``: fractions of the typical distance of random bit strings. Together
#: they see single bits, pairs, and groups of several bits, whatever the number of bits.
SCALES = (1.0, 0.5, 0.25)
#: Entries of a block of parities: bounds the memory of many samples with many strings.
_BLOCK = 1 << 21


@dataclass(frozen=True)
class Strings:
    """Z strings and their shares in the kernel.

    Parameters
    ----------
    masks : ndarray of shape (n_strings, n_bits), uint8
        Which bits a string reads; with all strings, row k is the binary number k, bit 0 first.
    shares : ndarray of shape (n_strings,)
        Weights that sum to 1.
    complete : bool
        Whether these are all strings, so that the discrepancy is exact.
    """

    masks: Bits
    shares: Array
    complete: bool

    def observables(self) -> list[Observable]:
        """Return one observable a string."""
        supports = [np.flatnonzero(mask).tolist() for mask in self.masks]
        return [Observable([(tuple((q, "Z") for q in s), 1.0)]) for s in supports]

    def means(self, bits: Bits, weights: Array) -> Array:
        """Return each string's mean over samples with weights that sum to 1."""
        total = np.zeros(len(self.masks))
        rows = max(1, _BLOCK // len(self.masks))
        for first in range(0, len(bits), rows):
            part = slice(first, first + rows)
            total += weights[part] @ parity(bits[part], self.masks)
        return 1.0 - 2.0 * total


def find_bandwidths(bandwidth: Any, n_bits: int) -> tuple[float, ...]:
    """Return the kernel's widths s, after checking them or deriving them from the number of bits.

    They are in units of the square root of a Hamming distance. The typical squared distance of
    random strings is n_bits / 2.
    """
    if isinstance(bandwidth, str):
        if bandwidth != "scale":
            raise InputError(
                f"bandwidth must be 'scale', a number or a list of numbers, got {bandwidth!r}."
            )
        return tuple(float(scale * np.sqrt(n_bits / 2)) for scale in SCALES)
    widths = tuple(bandwidth) if np.iterable(bandwidth) else (bandwidth,)
    if not widths:
        raise InputError("bandwidth must hold at least one number, got an empty list.")
    for width in widths:
        check_positive(bandwidth=width)
    return tuple(map(float, widths))


def all_strings(n_bits: int, bandwidths: tuple[float, ...]) -> Strings:
    """Return all 2**n_bits strings with their exact shares."""
    masks = index_to_bits(np.arange(2**n_bits), n_bits)
    sizes = masks.sum(axis=1, dtype=np.int64)
    shares = [p**sizes * (1 - p) ** (n_bits - sizes) for p in _inclusions(bandwidths)]
    return Strings(masks, np.mean(shares, axis=0), True)


def draw_strings(
    n_bits: int, bandwidths: tuple[float, ...], n_strings: int, random: RandomState
) -> Strings:
    """Return strings drawn from the kernel's shares; their plain mean is unbiased."""
    widths = random.randint(len(bandwidths), size=n_strings)
    inclusions = np.asarray(_inclusions(bandwidths))[widths]
    masks = (random.random_sample((n_strings, n_bits)) < inclusions[:, None]).astype(np.uint8)
    return Strings(masks, np.full(n_strings, 1 / n_strings), False)


def choose_strings(
    n_bits: int, bandwidths: tuple[float, ...], n_strings: int, random: RandomState
) -> Strings:
    """Return all strings where there are at most `n_strings`, else so many drawn ones."""
    if n_bits < 63 and 2**n_bits <= n_strings:
        return all_strings(n_bits, bandwidths)
    return draw_strings(n_bits, bandwidths, n_strings, random)


def squared_discrepancy(
    strings: Strings, model: Array, model_squares: Array, data: Array, n_samples: int
) -> float:
    """Return the squared discrepancy of a model to the distribution that samples came from.

    Unbiased: what the samples' own scatter adds is taken off, so that it may come out below 0.

    Parameters
    ----------
    strings : Strings
        The kernel.
    model, model_squares : ndarray of shape (n_strings,)
        Estimates of <Z_S> and of <Z_S>**2 under the model.
    data : ndarray of shape (n_strings,)
        Means of the strings over the samples.
    n_samples : int
        Number of samples.
    """
    data_squares = (n_samples * data**2 - 1) / (n_samples - 1)
    return float(strings.shares @ (model_squares - 2 * model * data + data_squares))


def walsh(values: Array) -> Array:
    """Return the Walsh-Hadamard transform of 2**n values: sum over x of (-1)**(x.S) values[x]."""
    transformed = np.array(values, dtype=np.float64)
    step = 1
    while step < len(transformed):
        pairs = transformed.reshape(-1, 2, step)
        pairs[:] = np.stack([pairs[:, 0] + pairs[:, 1], pairs[:, 0] - pairs[:, 1]], axis=1)
        step *= 2
    return transformed


def index_to_bits(indices: NDArray[np.int64], n_bits: int) -> Bits:
    """Return bit q of each index in column q."""
    return (indices[:, None] >> np.arange(n_bits) & 1).astype(np.uint8)


def bits_to_index(bits: Bits) -> NDArray[np.int64]:
    """Return each row as a whole number; column q is bit q."""
    return bits.astype(np.int64) @ (np.int64(1) << np.arange(bits.shape[1], dtype=np.int64))


def parity(first: Bits, second: Bits) -> Bits:
    """Return 1 where two rows share an odd number of ones, of shape (n_first, n_second)."""
    mine, theirs = _pack(first), _pack(second)
    common = mine[:, None, 0] & theirs[None, :, 0]
    for word in range(1, mine.shape[1]):
        # the parity of all words' ones is that of their exclusive or
        common ^= mine[:, None, word] & theirs[None, :, word]
    return np.bitwise_count(common) & 1


def _inclusions(bandwidths: tuple[float, ...]) -> list[float]:
    """Return the probability that a bit is in a string, for each width."""
    return [float(-np.expm1(-1 / (2 * s**2)) / 2) for s in bandwidths]


def _pack(bits: Bits) -> NDArray[np.uint64]:
    """Return rows of bits as 64-bit words, of shape (n_rows, n_words)."""
    padded = np.pad(bits, ((0, 0), (0, -bits.shape[1] % 64)))
    return np.packbits(padded, axis=1).view(np.uint64)
