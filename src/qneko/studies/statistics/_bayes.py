"""What is believed of one difference after the study: probabilities, and the size of the effect.

Both stand beside the corrected t-test and take nothing from it or from the verdict. The posterior
of the mean difference is the Student distribution of the Bayesian correlated t-test; with its flat
prior it is centred on the mean, its scale is the corrected standard error, and its central
``1 - alpha`` interval is the corrected t-test's confidence interval, number by number.

References
----------
Corani and Benavoli (2015), "A Bayesian approach for comparing cross-validated algorithms on
multiple data sets", Machine Learning 100, 285-304: the test.
Benavoli, Corani, Demsar and Zaffalon (2017), "Time for a Change: a Tutorial for Comparing Multiple
Classifiers Through Bayesian Analysis", JMLR 18(77), arXiv:1606.04316: the region of practical
equivalence.
Steiger and Fouladi (1997), "Noncentrality interval estimation and the evaluation of statistical
models", in What if there were no significance tests?, 221-257: intervals of standardised effects.
"""

from __future__ import annotations

import math

import numpy as np
from scipy import integrate, optimize, special, stats

from ..evidence._findings import Comparison, Posterior
from ..evidence._record import Interval

#: Width of the chi part of an effect, in standard deviations of the normal part, beyond which the
#: latter is a correction.
_FAR = 20.0


def posterior(comparison: Comparison, *, margin: float) -> Posterior | None:
    """Return how probable it is that the first model is better, practically equal, or worse.

    Parameters
    ----------
    comparison : Comparison
        The corrected t-test of the two.
    margin : float
        Half-width of the region of practical equivalence, in the metric's unit.

    Returns
    -------
    Posterior or None
        Three probabilities that sum to one; None where the splits allow no test.
    """
    error, mean = comparison.standard_error, comparison.difference
    if comparison.p is None or error is None:
        return None
    if error == 0.0:  # equal predictions: the posterior is the point zero
        return Posterior(better=0.0, equivalent=1.0, worse=0.0)
    t = stats.t(comparison.degrees_of_freedom, loc=mean, scale=error)
    better, worse = float(t.sf(margin)), float(t.cdf(-margin))
    # by what is left, so that the three sum to one; rounding must not make it negative
    return Posterior(better=better, equivalent=max(0.0, 1.0 - better - worse), worse=worse)


def standardised_interval(comparison: Comparison, *, alpha: float) -> Interval | None:
    """Return the interval of `Comparison.standardised_difference` at level ``1 - alpha``.

    With splits that are equally correlated as the corrected test assumes, its t follows a
    noncentral Student distribution whose noncentrality is the true standardised difference over
    ``standard_error / sd_between_splits``; the interval holds all values of it that agree with t.

    Parameters
    ----------
    comparison : Comparison
        The corrected t-test.
    alpha : float
        Significance level.

    Returns
    -------
    tuple of float or None
        Lower and upper end; None where there is no test, or no spread to standardise by.
    """
    t, sd = comparison.t, comparison.sd_between_splits
    error, freedom = comparison.standard_error, comparison.degrees_of_freedom
    if t is None or not sd or not error:
        return None
    low, high = (_noncentrality(t, freedom, level) for level in (1.0 - alpha / 2, alpha / 2))
    return low * error / sd, high * error / sd


def _noncentrality(t: float, freedom: int, level: float) -> float:
    """Return the noncentrality under which a value up to `t` has probability `level`.

    That is the ``1 - level`` quantile of ``t S - Z``, with S the chi of t's denominator and Z
    normal. SciPy's noncentral t gives NaN for large t and few degrees of freedom.
    """
    chi = stats.chi(freedom, scale=1.0 / math.sqrt(freedom))
    width = 1.0 / math.sqrt(2.0 * freedom)  # of S, roughly
    if abs(t) * width > _FAR:  # Z only widens t S a little
        centre = t * float(chi.mean())
        quantile = t * float(chi.ppf(1.0 - level if t > 0.0 else level))
        return centre + (quantile - centre) * math.sqrt(1.0 + 1.0 / (t * t * float(chi.var())))
    s = np.linspace(max(0.0, 1.0 - 10.0 * width), 1.0 + 10.0 * width, 4001)
    density = chi.pdf(s)
    density /= integrate.trapezoid(density, s)

    def excess(delta: float) -> float:
        return float(integrate.trapezoid(density * special.ndtr(t * s - delta), s)) - level

    reach = 10.0 * (1.0 + abs(t) * width)
    return float(optimize.brentq(excess, t - reach, t + reach, xtol=1e-12, rtol=1e-12))
