"""How good a forecast of rates is: its likelihood, and what it gains over another.

A forecast gives every bin of space, time and magnitude an expected number of earthquakes; what is
observed is a count in each. The Collaboratory for the Study of Earthquake Predictability (CSEP)
takes the counts as independent and Poisson.

References
----------
Schorlemmer, Gerstenberger, Wiemer, Jackson and Rhoades (2007), "Earthquake likelihood model
testing", Seismol. Res. Lett. 78, 17-29.
Rhoades, Schorlemmer, Gerstenberger, Christophersen, Zechar and Imoto (2011), "Efficient testing of
earthquake forecasting models", Acta Geophys. 59, 728-747: the T-test.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats

from ...errors import InputError

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class InformationGain:
    """What a forecast gains over a reference, for each earthquake that came.

    Attributes
    ----------
    gain : float
        In nats per earthquake; positive: the forecast is better. Its exponential is the
        probability gain.
    interval : tuple of float
        Of the T-test, which takes the earthquakes as independent: aftershocks make it too short.
    t, p : float
        Statistic, and two-sided p-value with ``n_events - 1`` degrees of freedom.
    n_events : int
        Earthquakes in all bins.
    """

    gain: float
    interval: tuple[float, float]
    t: float
    p: float
    n_events: int


def poisson_log_likelihood(rates: ArrayLike, counts: ArrayLike) -> float:
    """Return the joint log-likelihood of counts under a forecast of rates.

    Parameters
    ----------
    rates : array-like
        Expected number of events in each bin, 0 or more.
    counts : array-like of the same shape
        Observed numbers.

    Returns
    -------
    float
        In nats: the sum of ``-rate + n log(rate) - log(n!)``. Minus infinity if an event fell where
        the rate is 0.

    Examples
    --------
    >>> from qneko.domains.seismology import poisson_log_likelihood
    >>> round(poisson_log_likelihood([0.5, 2.0, 1.0], [0, 3, 1]), 4)
    -3.2123
    """
    expected, observed = _checked(rates, counts)
    terms = special.xlogy(observed, expected) - expected - special.gammaln(observed + 1.0)
    return float(terms.sum())


def information_gain(
    rates: ArrayLike, reference: ArrayLike, counts: ArrayLike, *, alpha: float = 0.05
) -> InformationGain:
    """Return the information gain per earthquake of a forecast over a reference: the T-test.

    Parameters
    ----------
    rates, reference : array-like
        Expected number of events in each bin, by the forecast and by the reference; above 0 where
        events were.
    counts : array-like of the same shape
        Observed numbers.
    alpha : float, default 0.05
        The interval is at level ``1 - alpha``.

    Returns
    -------
    InformationGain
        The difference of the two log-likelihoods by the number of events, with its test.

    Raises
    ------
    InputError
        If there are fewer than two events, or one fell where a rate is 0.

    Examples
    --------
    >>> from qneko.domains.seismology import information_gain
    >>> found = information_gain([2.0, 0.5, 0.5], [1.0, 1.0, 1.0], [3, 0, 1])
    >>> round(found.gain, 3)
    0.347
    """
    ours, observed = _checked(rates, counts)
    theirs, _ = _checked(reference, counts)
    n = int(observed.sum())
    if n < 2:
        raise InputError(f"An information gain needs two or more events, got {n}; take more bins.")
    hit = observed > 0
    if not (ours[hit].min() > 0.0 and theirs[hit].min() > 0.0):
        raise InputError(
            "An event fell into a bin whose rate is 0, which no likelihood forgives; give every "
            "bin a small rate."
        )
    of_each = np.repeat(np.log(ours[hit]) - np.log(theirs[hit]), observed[hit].astype(np.intp))
    gain = float(of_each.mean()) - float(ours.sum() - theirs.sum()) / n
    error = float(of_each.std(ddof=1) / np.sqrt(n))
    if error == 0.0:  # the same ratio at every event: nothing to test by
        return InformationGain(gain, (gain, gain), 0.0, 1.0 if gain == 0.0 else 0.0, n)
    reach = float(stats.t.ppf(1.0 - alpha / 2.0, n - 1)) * error
    t = gain / error
    p = float(2.0 * stats.t.sf(abs(t), n - 1))
    return InformationGain(gain, (gain - reach, gain + reach), float(t), p, n)


def _checked(rates: ArrayLike, counts: ArrayLike) -> tuple[Floats, Floats]:
    expected = np.asarray(rates, dtype=np.float64)
    observed = np.asarray(counts, dtype=np.float64)
    if expected.shape != observed.shape:
        raise InputError(
            f"Rates and counts must be of the same bins, got shapes {expected.shape} and "
            f"{observed.shape}."
        )
    if not (np.isfinite(expected).all() and (expected >= 0.0).all()):
        raise InputError("Rates must be finite and 0 or more; correct the forecast.")
    if not ((observed >= 0.0).all() and (observed == np.rint(observed)).all()):
        raise InputError("Counts must be whole numbers from 0 on; correct the observations.")
    return expected, observed
