"""What hardware would need to see the outputs of a trained circuit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import ArrayLike

from .._checks import check_positive

if TYPE_CHECKING:
    from ..variational._base import VariationalModel


@dataclass(frozen=True)
class ReadoutResolution:
    """How a model's outputs compare with the noise of measuring them.

    Parameters
    ----------
    spread : float
        Variance of the scores over the samples, summed over scores.
    noise : float
        Variance of the scores when each sample is measured once, averaged over the samples and
        summed over scores.
    shots : int or None
        Shots a sample so that the shot noise is `precision` times the spread, as standard
        deviations; None if the scores do not vary.
    precision : float
        That ratio.
    """

    spread: float
    noise: float
    shots: int | None
    precision: float

    formula: ClassVar[str] = (
        "shots = noise / (r^2 spread) with the variance of the scores over the samples (spread), "
        "the mean variance a^T Cov(Z) a of a score measured in a single shot with readout a "
        "(noise), and relative precision r; all qubits are measured at once."
    )


def readout_resolution(
    model: VariationalModel, X: ArrayLike, *, precision: float = 0.1
) -> ReadoutResolution:
    """Return the shots that a fitted variational model needs to tell samples apart.

    Parameters
    ----------
    model : VariationalClassifier or VariationalRegressor
        A fitted model.
    X : array-like of shape (n_samples, n_features)
        Samples, at least two that differ.
    precision : float, default 0.1
        Wanted ratio of the shot noise to the spread of the scores.

    Returns
    -------
    ReadoutResolution
        Spread, single-shot noise, and shots a sample.

    Notes
    -----
    A score is ``a @ <Z> + b``. A shot measures Z on all qubits at once, so S shots estimate it with
    variance ``a @ Cov(Z) @ a / S``, with the covariance in the final state.
    """
    check_positive(precision=precision)
    scores = model._scores(X)
    spread = float(scores.var(axis=0).sum())
    noise = float(model.score_variance(X).mean(axis=0).sum())
    resolvable = spread > (64 * np.finfo(np.float64).eps) ** 2 * max(1.0, noise)
    shots = max(1, math.ceil(noise / (precision**2 * spread))) if resolvable else None
    return ReadoutResolution(spread, noise, shots, precision)
