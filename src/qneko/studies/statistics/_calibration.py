"""Calibration: whether what is forecast with probability p happens in a share p of the cases.

References
----------
Guo, Pleiss, Sun and Weinberger (2017), "On calibration of modern neural networks", ICML,
arXiv:1706.04599: the expected calibration error.
Bröcker (2012), "Estimating reliability and resolution of probability forecasts", Clim. Dyn. 39:
its bias.
Wilson (1927), "Probable inference, the law of succession, and statistical inference", JASA 22.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from scipy import special, stats

from ..evidence._evidence import Reliability, ReliabilityBin
from ..evidence._findings import Calibration
from ..evidence._record import Interval


def calibrate(reliability: Reliability, *, n_repeats: int, alpha: float) -> Calibration:
    """Return the calibration error of one candidate, its bias, and bands for each bin.

    Parameters
    ----------
    reliability : Reliability
        Sums over all outer splits.
    n_repeats : int
        How many times each row was tested: the repeats are of the same rows, so that a row counts
        once, however often it was tested.
    alpha : float
        Bands are at level ``1 - alpha``.
    """
    bins = reliability.bins
    total = sum(b.count for b in bins)
    rows = [max(1, round(b.count / n_repeats)) for b in bins]
    return Calibration(
        candidate=reliability.candidate,
        error=sum(b.count / total * abs(b.frequency - b.probability) for b in bins),
        error_if_calibrated=sum(
            b.count / total * mean_deviation(n, b.probability)
            for n, b in zip(rows, bins, strict=True)
        ),
        bands=tuple(wilson(n, b.frequency, alpha) for n, b in zip(rows, bins, strict=True)),
    )


def make_bins(sums: Sequence[Sequence[Sequence[float]]]) -> tuple[ReliabilityBin, ...]:
    """Add up the sums of all splits, bin by bin; a bin without a row is left out.

    Parameters
    ----------
    sums : sequence of (n_bins, 3) nested lists
        Rows, sum of probabilities and events of each bin, for each split.
    """
    found = []
    for of_bin in zip(*sums, strict=True):
        count = int(sum(n for n, _, _ in of_bin))
        if count == 0:
            continue
        # fsum: the same whatever the order
        mean = math.fsum(p for _, p, _ in of_bin) / count
        happened = int(sum(h for _, _, h in of_bin))
        found.append(
            ReliabilityBin(
                count=count, probability=min(1.0, max(0.0, mean)), frequency=happened / count
            )
        )
    return tuple(found)


def mean_deviation(n: int, p: float) -> float:
    """Return the mean absolute deviation of a share of `n` from its probability `p`.

    De Moivre's closed form for the binomial distribution. The forecasts of a bin differ a little,
    which makes the true value a little smaller.
    """
    if p in (0.0, 1.0):
        return 0.0
    m = math.floor(n * p) + 1
    if m > n:  # p rounds up to 1
        return 0.0
    log_choose = special.gammaln(n + 1) - special.gammaln(m + 1) - special.gammaln(n - m + 1)
    log_share = log_choose + m * math.log(p) + (n - m + 1) * math.log1p(-p)
    return float(2.0 * m * math.exp(log_share) / n)


def wilson(n: int, frequency: float, alpha: float) -> Interval:
    """Return Wilson's interval of the probability behind a frequency among `n` rows."""
    z2 = float(stats.norm.ppf(1.0 - alpha / 2.0)) ** 2
    centre = (frequency + z2 / (2 * n)) / (1.0 + z2 / n)
    half = math.sqrt(z2 * (frequency * (1.0 - frequency) / n + z2 / (4 * n * n))) / (1.0 + z2 / n)
    return max(0.0, centre - half), min(1.0, centre + half)
