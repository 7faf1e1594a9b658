"""Chemical formulas as the fractions of their elements."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...errors import InputError
from .._formula import ELEMENTS, composition

_NUMBER = {symbol: z for z, symbol in enumerate(ELEMENTS)}


def element_fractions(formulas: Iterable[str]) -> pd.DataFrame:
    """Return the fraction of each element in chemical formulas.

    The plainest encoding of a composition, and a strong one where few elements vary, as in alloys.
    It knows nothing of chemistry: that chlorides resemble bromides has to be learned from the rows,
    so where elements are many, see `element_statistics`.

    Parameters
    ----------
    formulas : iterable of str of length n_samples
        As `composition` reads them, such as "Fe2O3".

    Returns
    -------
    pandas.DataFrame of shape (n_samples, n_elements)
        float64; each row sums to 1. Columns are the elements that occur, by atomic number. Whether
        an element occurs is part of the table's layout and nothing that is learned: a column that
        is 0 in all training rows is removed inside the fold.

    Raises
    ------
    InputError
        If a text is no formula.

    Examples
    --------
    >>> from qneko.domains import element_fractions
    >>> element_fractions(["Fe2O3", "MgO"])
         O   Mg   Fe
    0  0.6  0.0  0.4
    1  0.5  0.5  0.0
    """
    fractions, index, _ = read_fractions(formulas)
    present = np.flatnonzero(fractions.any(axis=0))
    return pd.DataFrame(fractions[:, present], index=index, columns=[ELEMENTS[z] for z in present])


def read_fractions(
    formulas: Iterable[str],
) -> tuple[NDArray[np.float64], pd.Index, list[str]]:
    """Return fractions of shape (n_samples, all elements), the rows' index and the formulas."""
    if isinstance(formulas, str):
        raise InputError(f"A list of formulas is expected, got the text {formulas!r}: write [...].")
    texts = list(formulas)
    index = formulas.index if isinstance(formulas, pd.Series) else pd.RangeIndex(len(texts))
    fractions = np.zeros((len(texts), len(ELEMENTS)))
    for row, text in enumerate(texts):
        for symbol, count in composition(str(text)).items():
            fractions[row, _NUMBER[symbol]] = count
    return fractions / fractions.sum(axis=1, keepdims=True), index, texts
