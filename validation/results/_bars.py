"""A classical bar beside what it was measured at before: numbers, their uncertainty, a finding."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..finding import Finding

Array = NDArray[np.float64]

#: Where the numbers that the bars are held to come from, and how much an agreement is worth.
BEFORE = (
    "measured before with scikit-learn 1.9.1 on the same data sets, their protocols not all "
    "written down: where settings, folds or targets were open, those that give the numbers were "
    "looked for, so agreement says what was done then, and is no second measurement"
)


def beside(
    what: str, theirs: float, ours: float, error: float, unit: str = "", why: str = ""
) -> Finding:
    """Return a finding that agrees if ours is within two standard errors, or rounds to theirs.

    Parameters
    ----------
    what : str
        Model, data and protocol.
    theirs, ours : float
        The numbers.
    error : float
        Standard error of ours: what another seed or another cut of the data would change.
    unit : str, default ""
        Unit of all three.
    why : str, default ""
        What explains a difference, where there is one.
    """
    unit = f" {unit}" if unit else ""
    digits = max(len(f"{theirs:g}".partition(".")[2]), 1)
    spread = f" ± {error:.2g}" if error else ""
    return Finding(
        what,
        f"{theirs:g}{unit}",
        f"{ours:.{digits}f}{spread}{unit}",
        bool(abs(ours - theirs) <= max(2 * error, 0.5 * 10.0**-digits)),
        why,
    )


def of_folds(scores: Array) -> float:
    """Return the standard error of a mean over folds."""
    return float(scores.std(ddof=1) / np.sqrt(len(scores)))


def of_share(share: float, n: int) -> float:
    """Return the binomial standard error of an accuracy over `n` rows."""
    return float(np.sqrt(share * (1.0 - share) / n))
