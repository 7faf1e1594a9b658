"""A difference over several data sets: each has its own, and they come from one population.

The difference of two models on data set i is measured as ``d_i`` with the standard error and the
degrees of freedom of its corrected t-test. Each true difference is drawn from a normal population
with mean mu and standard deviation tau. The posterior of both is computed on a grid, and the
integral over each data set's true difference by Gauss-Hermite quadrature: no sampling and no
seed. What is asked of it is the next data set of this kind.

References
----------
Corani, Benavoli, Demsar, Mangili and Zaffalon (2017), "Statistical comparison of classifiers
through Bayesian hierarchical modelling", Machine Learning 106, 1817-1837, arXiv:1609.08905: the
model, with a Student population and sampling; the normal population here is its simpler form.
Gelman et al. (2013), Bayesian Data Analysis, 3rd ed., section 5.4: the normal hierarchical model.
Röver (2020), "Bayesian random-effects meta-analysis using the bayesmeta R package", Journal of
Statistical Software 93(6), arXiv:1711.08683: that it needs no sampling, and half-normal priors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

from ..evidence._findings import Posterior
from ..evidence._record import Interval

Floats = NDArray[np.float64]

_N_MEANS, _N_SPREADS, _N_NODES = 121, 48, 16
#: Reach of the grid beyond the data, in units of their scale.
_REACH = 6.0


@dataclass(frozen=True)
class Population:
    """What is believed of the population that the data sets come from.

    Parameters
    ----------
    mean, spread : float
        Posterior means of mu and tau.
    interval : tuple of float
        Central interval of mu.
    next : Posterior
        Probabilities for the next data set of this kind.
    """

    mean: float
    spread: float
    interval: Interval
    next: Posterior


def population(
    differences: Sequence[float],
    errors: Sequence[float],
    freedoms: Sequence[float],
    *,
    margin: float,
    alpha: float = 0.05,
) -> Population:
    """Return the posterior of the population of differences.

    Parameters
    ----------
    differences, errors, freedoms : sequence of float, shape (n_data,)
        Of each data set: mean difference, its corrected standard error (above 0), and degrees of
        freedom; infinity stands for a known error.
    margin : float
        Half-width of the region of practical equivalence.
    alpha : float, default 0.05
        The interval is at level ``1 - alpha``.

    Returns
    -------
    Population
        Under a flat prior on mu and a half-normal one on tau whose scale is the root mean square of
        differences and errors: it says no more than that differences between data sets are of
        the size of what was seen.
    """
    d, e = np.asarray(differences, dtype=float), np.asarray(errors, dtype=float)
    scale = float(np.sqrt(np.mean(d * d + e * e)))
    centre = float(np.average(d, weights=1.0 / (e * e + scale * scale / 4.0)))
    mu = centre + scale * np.linspace(-_REACH, _REACH, _N_MEANS)
    # midpoints: tau = 0, all data sets being one, is an edge and no value
    tau = 0.5 * _REACH * scale * (np.arange(_N_SPREADS) + 0.5) ** 2 / _N_SPREADS**2
    log_posterior = np.log(_spacing(tau))[None, :] - 0.5 * (tau / scale)[None, :] ** 2
    log_posterior = np.repeat(log_posterior, len(mu), axis=0)
    for one, error, freedom in zip(d, e, freedoms, strict=True):
        likelihood = _likelihood(mu, tau, one, error, freedom)
        log_posterior += np.log(np.maximum(likelihood, 1e-300))
    weight = np.exp(log_posterior - log_posterior.max())
    weight /= weight.sum()
    of_mu = weight.sum(axis=1)
    better = float((weight * special.ndtr((mu[:, None] - margin) / tau)).sum())
    worse = float((weight * special.ndtr((-margin - mu[:, None]) / tau)).sum())
    low, high = np.interp((alpha / 2, 1 - alpha / 2), np.cumsum(of_mu) - of_mu / 2, mu)
    return Population(
        mean=float((of_mu * mu).sum()),
        spread=float((weight.sum(axis=0) * tau).sum()),
        interval=(float(low), float(high)),
        next=Posterior(better=better, equivalent=max(0.0, 1.0 - better - worse), worse=worse),
    )


def _spacing(values: Floats) -> Floats:
    """Return the width that each grid point stands for."""
    return np.asarray(np.gradient(values), dtype=np.float64)


def _likelihood(mu: Floats, tau: Floats, d: float, error: float, freedom: float) -> Floats:
    """Return the density of one measured difference, given mean and spread of the population.

    The narrower of the two distributions is taken to the nodes, so that the wider is smooth there.
    """
    nodes, weights = np.polynomial.hermite_e.hermegauss(_N_NODES)
    weights = weights / weights.sum()
    z = (d - mu[:, None, None] - tau[None, :, None] * nodes) / error
    of_truth = _density(z, freedom) @ weights / error
    # the measurement's error as a mixture of normals: chi-square quantiles of its variance
    share = (np.arange(_N_NODES) + 0.5) / _N_NODES
    variance = (
        error**2 * freedom / stats.chi2(freedom).ppf(share)
        if np.isfinite(freedom)
        else np.full(_N_NODES, error**2)
    )
    wide = np.sqrt(tau[:, None] ** 2 + variance)  # normal + normal
    of_error = (_density((d - mu[:, None, None]) / wide, np.inf) / wide).mean(axis=-1)
    return np.asarray(np.where(tau < error, of_truth, of_error), dtype=np.float64)


def _density(z: Floats, freedom: float) -> Floats:
    """Return Student's density; with infinite freedom the normal one."""
    if not np.isfinite(freedom):
        return np.asarray(np.exp(-0.5 * z * z) / np.sqrt(2.0 * np.pi), dtype=np.float64)
    norm = np.sqrt(freedom) * special.beta(0.5, freedom / 2.0)
    return np.asarray((1.0 + z * z / freedom) ** (-(freedom + 1) / 2) / norm, dtype=np.float64)
