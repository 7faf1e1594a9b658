"""Chemical formulas as statistics of what their elements are like."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ._compositions import read_fractions
from ._element_properties import element_properties

STATISTICS = ("mean", "deviation", "min", "max", "range", "mode")


def element_statistics(formulas: Iterable[str]) -> pd.DataFrame:
    """Return statistics of the properties of a formula's elements (extra "materials").

    The way of Ward et al. 2016 ("Magpie", arXiv:1606.09551): of each of 21 properties (atomic
    number, Mendeleev number, weight, period, group, radii, Pauling's electronegativity,
    polarizability, melting point, ionization energy, valence electrons and free places by shell)
    the mean and the mean absolute deviation, both weighted by fraction; the least, the largest and
    their range; and the value of the most abundant element, the mean of those if several are.
    Use it where elements are many, so that what is known of one can tell of its neighbours. Not
    where a few elements vary by little, as in alloys: there fractions say it directly. These are
    not the very numbers of matminer's Magpie: properties that need a calculation of the pure
    element's crystal are missing, others come from newer tables (mendeleev).

    Parameters
    ----------
    formulas : iterable of str of length n_samples
        As `composition` reads them, such as "Fe2O3".

    Returns
    -------
    pandas.DataFrame of shape (n_samples, 126)
        float64, "<property> <statistic>". Elements without a known value are passed over; NaN where
        none has one.

    Raises
    ------
    InputError
        If a text is no formula.
    MissingExtraError
        If mendeleev is not installed.

    Examples
    --------
    >>> from qneko.domains import element_statistics
    >>> element_statistics(["Fe2O3"])[["number mean", "number range", "number mode"]]
       number mean  number range  number mode
    0         15.2          18.0          8.0
    """
    fractions, index, _ = read_fractions(formulas)
    columns: dict[str, NDArray[np.float64]] = {}
    for name, values in element_properties().items():
        known = values.notna().to_numpy()
        of = _statistics(fractions[:, known], values.to_numpy()[known])
        columns |= {f"{name} {key}": of[key] for key in STATISTICS}
    return pd.DataFrame(columns, index=index)


def _statistics(
    weights: NDArray[np.float64], values: NDArray[np.float64]
) -> dict[str, NDArray[np.float64]]:
    """Return the statistics of `values` of shape (n_elements,) under each row of `weights`."""
    total = weights.sum(axis=1)
    none = total == 0.0
    weights = weights / np.where(none, 1.0, total)[:, None]
    mean = weights @ values
    present = weights > 0.0
    least = np.where(present, values, np.inf).min(axis=1)
    largest = np.where(present, values, -np.inf).max(axis=1)
    # equal fractions that differ by rounding are equal
    most = present & (weights >= weights.max(axis=1, keepdims=True) * (1.0 - 1e-9))
    found = {
        "mean": mean,
        "deviation": (weights * np.abs(values - mean[:, None])).sum(axis=1),
        "min": least,
        "max": largest,
        "range": largest - least,
        "mode": (most * values).sum(axis=1) / np.where(none, 1, most.sum(axis=1)),
    }
    return {name: np.where(none, np.nan, column) for name, column in found.items()}
