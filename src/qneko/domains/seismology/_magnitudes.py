"""How many small earthquakes come with a large one: the law of Gutenberg and Richter.

References
----------
Gutenberg and Richter (1944), "Frequency of earthquakes in California", BSSA 34, 185-188.
Aki (1965), "Maximum likelihood estimate of b in the formula log N = a - bM and its confidence
limits", Bull. Earthquake Res. Inst. 43, 237-239.
Utsu (1966), "A statistical significance test of the difference in b-value between two earthquake
groups", J. Phys. Earth 14, 37-40: magnitudes that are rounded.
Shi and Bolt (1982), "The standard error of the magnitude-frequency b value", BSSA 72, 1677-1687.
Wiemer and Wyss (2000), "Minimum magnitude of completeness in earthquake catalogs", BSSA 90,
859-869: maximum curvature.
Woessner and Wiemer (2005), "Assessing the quality of earthquake catalogues", BSSA 95, 684-698: that
it comes out 0.2 too small.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...errors import InputError


@dataclass(frozen=True)
class BValue:
    """The slope of the magnitude-frequency law, ``log10 N(>= m) = a - b m``.

    Attributes
    ----------
    b : float
        The slope; about 1 for most of the Earth.
    standard_error : float
        Of `b`, after Shi and Bolt.
    n_events : int
        Events that it rests on; below about 100 it means little.
    """

    b: float
    standard_error: float
    n_events: int


def b_value(magnitudes: ArrayLike, completeness: float, *, bin_width: float = 0.1) -> BValue:
    """Return the b-value by maximum likelihood.

    Use it on magnitudes of one kind, above the magnitude from which the catalogue is complete. Not
    on mixed kinds of magnitude, and not below completeness: both bend the line, and the standard
    error does not know.

    Parameters
    ----------
    magnitudes : array-like of shape (n_events,)
        All magnitudes; those below `completeness` are left out.
    completeness : float
        Centre of the first bin that counts: the smallest rounded magnitude.
    bin_width : float, default 0.1
        To what magnitudes are rounded; 0 for magnitudes that are not.

    Returns
    -------
    BValue
        ``log10(e) / (mean - (completeness - bin_width / 2))`` of Aki and Utsu. For bins of 0.1 the
        correction leaves a bias of about half a per cent of b.

    Raises
    ------
    InputError
        If fewer than two events are left, or all have one magnitude.

    Examples
    --------
    >>> from qneko.domains import load
    >>> from qneko.domains.seismology import b_value
    >>> found = b_value(load("environment/usgs_m55_1965_2016").frame["magnitude"], 5.5)
    >>> round(found.b, 2), round(found.standard_error, 3), found.n_events
    (1.0, 0.006, 23412)
    """
    values = _finite(magnitudes)
    if not bin_width >= 0.0:
        raise InputError(f"bin_width must be 0 or more, got {bin_width}; give the rounding step.")
    # a rounded magnitude is not always the nearest float to its decimals
    values = values[values >= completeness - 1e-9]
    if len(values) < 2 or np.ptp(values) == 0.0:
        raise InputError(
            f"A b-value needs two or more magnitudes from {completeness:g} on that differ, got "
            f"{len(values)} of them; lower completeness or take more events."
        )
    excess = float(values.mean()) - (completeness - bin_width / 2.0)
    b = float(np.log10(np.e) / excess)
    spread = values.std(ddof=1) / np.sqrt(len(values))
    return BValue(b, float(np.log(10.0) * b**2 * spread), len(values))


def magnitude_of_completeness(
    magnitudes: ArrayLike, *, bin_width: float = 0.1, correction: float = 0.2
) -> float:
    """Return the magnitude from which a catalogue is complete, by maximum curvature.

    It is the bin with the most events, plus a correction. Quick and steady; too small where
    incompleteness sets in gradually, and meaningless for a catalogue that was cut before: then it
    is the cut.

    Parameters
    ----------
    magnitudes : array-like of shape (n_events,)
        All magnitudes.
    bin_width : float, default 0.1
        Width of the bins, whose centres are its multiples.
    correction : float, default 0.2
        What is added, after Woessner and Wiemer; 0 for the bare bin.

    Returns
    -------
    float
        Centre of that bin, plus `correction`. Of equally full bins the lowest counts.

    Examples
    --------
    >>> from qneko.domains.seismology import magnitude_of_completeness
    >>> magnitude_of_completeness([1.0, 1.1, 1.2, 1.2, 1.3], correction=0.0)
    1.2
    """
    values = _finite(magnitudes)
    if not bin_width > 0.0:
        raise InputError(f"bin_width must be above 0, got {bin_width}; 0.1 is usual.")
    if len(values) == 0:
        raise InputError("Completeness needs at least one magnitude, got none.")
    numbers, counts = np.unique(np.rint(values / bin_width).astype(np.int64), return_counts=True)
    return round(float(numbers[counts.argmax()] * bin_width + correction), 9)


def _finite(magnitudes: ArrayLike) -> NDArray[np.float64]:
    values = np.asarray(magnitudes, dtype=np.float64)
    if values.ndim != 1 or not np.isfinite(values).all():
        raise InputError(
            f"Magnitudes are expected as one list of finite numbers, got shape {values.shape}; "
            "leave out what is missing."
        )
    return values
