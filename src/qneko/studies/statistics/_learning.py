"""What more training rows would bring: a power law through the learning curve, carried on.

References
----------
Cortes, Jackel, Solla, Vapnik and Denker (1993), "Learning curves: asymptotic values and rate of
convergence", NIPS 6: the power law with an asymptote.
Viering and Loog (2023), "The shape of learning curves: a review", IEEE TPAMI 45, 7799-7819,
arXiv:2103.10948: where it holds, and where it does not.
Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 11: the jackknife.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from ..evidence._evidence import LearningPoint, Measured
from ..evidence._findings import LearningFit
from ..words._measures import measure_of
from ._tests import nadeau_bengio

Floats = NDArray[np.float64]

#: How far the law is carried on: to so many times the largest number of rows that was measured.
HORIZON = 2.0
#: Sizes that a law of three parameters needs at the least.
_LEAST_SIZES = 4
#: Exponents that are looked at: a curve that falls slower looks flat, a faster one like a step.
_EXPONENTS = np.linspace(0.1, 2.0, 39)


@dataclass(frozen=True)
class PowerLaw:
    """An error that falls like ``asymptote + amplitude * n ** -exponent``.

    Parameters
    ----------
    asymptote : float
        The error with endlessly many rows; not below zero.
    amplitude : float
        What the rows take away, at one `unit` of them; not below zero.
    exponent : float
        How fast.
    unit : float
        Rows that `amplitude` is stated for.
    """

    asymptote: float
    amplitude: float
    exponent: float
    unit: float

    def error(self, n: float) -> float:
        """Return the error with `n` rows."""
        return float(self.asymptote + self.amplitude * (n / self.unit) ** -self.exponent)


def fit_power_law(n: Sequence[float] | Floats, errors: Sequence[float] | Floats) -> PowerLaw:
    """Return the power law of least squares.

    For a given exponent the law is linear in its other parameters, which must not be negative; the
    exponent is searched over its whole range, so that no starting value decides.

    Parameters
    ----------
    n, errors : array-like of shape (n_sizes,)
        Training rows, and the error with so many.
    """
    sizes, values = np.asarray(n, dtype=float), np.asarray(errors, dtype=float)
    unit = float(sizes.max())

    def solve(exponent: float) -> tuple[Floats, float]:
        design = np.column_stack([np.ones_like(sizes), (sizes / unit) ** -exponent])
        found: tuple[Floats, float] = optimize.nnls(design, values)
        return found

    losses = [solve(b)[1] for b in _EXPONENTS]
    best = int(np.argmin(losses))
    around = _EXPONENTS[max(best - 1, 0)], _EXPONENTS[min(best + 1, len(_EXPONENTS) - 1)]
    refined = optimize.minimize_scalar(
        lambda b: solve(float(b))[1], bounds=around, method="bounded", options={"xatol": 1e-6}
    )
    exponent = float(refined.x if refined.fun < losses[best] else _EXPONENTS[best])
    (asymptote, amplitude), _ = solve(exponent)
    return PowerLaw(float(asymptote), float(amplitude), exponent, unit)


def make_learning_fits(measured: Measured) -> tuple[LearningFit, ...]:
    """Return the law of each candidate that has a learning curve of enough sizes."""
    fits = []
    for candidate in measured.candidates:
        points = [p for p in measured.learning_curve if p.candidate == candidate.id]
        widths = {len(p.scores) for p in points}
        if len({p.n_train for p in points}) >= _LEAST_SIZES and len(widths) == 1:
            fits.append(_fit(sorted(points, key=lambda p: p.n_train), measured))
    return tuple(fits)


def _fit(points: Sequence[LearningPoint], measured: Measured) -> LearningFit:
    protocol = measured.protocol
    # scores that are better when greater end at 1; all others are errors that end at 0
    greater = protocol.greater_is_better
    scores = np.array([p.scores for p in points])  # (n_sizes, n_splits)
    errors = 1.0 - scores if greater else scores
    n = [float(p.n_train) for p in points]
    law = fit_power_law(n, errors.mean(axis=1))
    target = HORIZON * n[-1]
    error = law.error(target)
    half = _half_width(n, errors, target, measured)
    low, high = measure_of(protocol.metric, greater_is_better=greater).bounds

    def score(value: float) -> float:
        return min(high, max(low, 1.0 - value if greater else value))

    ends = None if half is None else sorted((score(error - half), score(error + half)))
    return LearningFit(
        candidate=points[0].candidate,
        asymptote=score(law.asymptote),
        amplitude=law.amplitude,
        exponent=law.exponent,
        n_measured=points[-1].n_train,
        n_train=round(target),
        score=score(error),
        interval=None if ends is None else (ends[0], ends[1]),
    )


def _half_width(
    n: Sequence[float], errors: Floats, target: float, measured: Measured
) -> float | None:
    """Return the half-width of the extrapolation's interval, by the jackknife over the splits.

    The spread of its pseudo-values is to the extrapolation what the spread of the splits' scores is
    to their mean, and gets the same correction for splits that share rows: for a curve that ended
    in the last point the interval would be that of the last point.
    """
    k = errors.shape[1]
    if k == 1:
        return None
    whole = fit_power_law(n, errors.mean(axis=1)).error(target)
    without = [
        fit_power_law(n, np.delete(errors, i, axis=1).mean(axis=1)).error(target) for i in range(k)
    ]
    protocol = measured.protocol
    interval = nadeau_bengio(
        k * whole - (k - 1) * np.array(without),
        n_train=protocol.n_train_mean,
        n_test=protocol.n_test_mean,
        alpha=protocol.alpha,
    ).interval
    return None if interval is None else (interval[1] - interval[0]) / 2.0
