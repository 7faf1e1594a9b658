"""Small tables for the tests, as the text of a file."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

#: 400 fixed numbers to fill columns with
NUMBERS = np.random.default_rng(7).normal(size=400).round(6)


def lines(header: str, row: Callable[[int], str], n: int = 30) -> str:
    """Return a header line and `n` rows."""
    return header + "\n" + "".join(row(i) + "\n" for i in range(n))


def plain(n: int = 30) -> str:
    """Return a table with the columns a, b (numbers) and y (0 or 1)."""
    return lines("a,b,y", lambda i: f"{NUMBERS[i]},{NUMBERS[-i - 1]},{i % 2}", n)
