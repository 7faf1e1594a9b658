"""One raw column to numbers or categories: missing markers, decimal commas, percent, dates."""

from __future__ import annotations

import numbers
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Literal

import numpy as np
import pandas as pd

from ..errors import InputError
from ._read import RawTable

#: Cells that mean "missing" in any column.
MISSING = frozenset(
    ["", "?", "NA", "N/A", "n/a", "NaN", "nan", "NAN", "Nan", "null", "NULL", "Null"]
) | frozenset(["<NA>", "#N/A", "#NA", "#VALUE!", "#DIV/0!", "#REF!", "#NUM!", "#NULL!", "#NAME?"])
#: Cells that mean "missing" among numbers, but may be a category among words ("none", "-").
MISSING_AMONG_NUMBERS = MISSING | frozenset(
    ["-", "--", "---", ".", "..", "*", "na", "n.a.", "None", "none", "missing", "unknown"]
)
#: Beyond this a number is no measurement, and its square would overflow.
LARGEST = 1e100

_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+([eE][+-]?\d+)?")
_THOUSANDS_COMMA = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?")
_DATE = re.compile(
    r"\d{4}([-/.])\d{1,2}\1\d{1,2}([T ]\d{1,2}:\d{2}.*)?"
    r"|\d{1,2}([-/.])\d{1,2}\3(\d{4}|\d{2})([T ]\d{1,2}:\d{2}.*)?"
    r"|\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?"
)
# A column with more different numbers than this is measured, not a code with some words in it.
_MANY_NUMBERS = 20

Comma = Literal["decimal", "thousands", "point", "unclear", "none"]


@dataclass
class Column:
    """A column once it is understood.

    `values` is float64 for "numeric", object (str or NaN) for "text", NaN only for "empty",
    and unchanged for "date"; `markers` counts the cells that were read as missing.
    """

    name: str
    kind: Literal["numeric", "text", "date", "empty"]
    values: pd.Series
    markers: Counter[str]
    note: str = ""


def comma_of(cells: list[str]) -> Comma:
    """Return what a comma inside this column's numbers means, as far as the column tells.

    "point" is a column of numbers without commas and with decimal points, "unclear" one in which
    every comma could be either (1,250), "none" any other.
    """
    with_comma = [c for c in cells if "," in c]
    if np.isnan(_floats([c for c in cells if "," not in c])).any():
        return "none"
    if not with_comma:
        return "point" if any("." in c for c in cells) else "none"
    decimal = [bool(_DECIMAL_COMMA.fullmatch(c)) for c in with_comma]
    thousands = [bool(_THOUSANDS_COMMA.fullmatch(c)) for c in with_comma]
    if all(decimal) and all(thousands):
        # a point elsewhere in the column settles it: one number has one decimal sign
        return "thousands" if any("." in c for c in cells) else "unclear"
    if all(decimal):
        return "decimal"
    return "thousands" if all(thousands) else "none"


def text_cells(values: pd.Series) -> list[str]:
    """Return the cells of a text column that may be numbers, stripped, missing ones left out."""
    if pd.api.types.is_numeric_dtype(values.dtype):
        return []
    stripped = (v.strip() for v in values if isinstance(v, str))
    return [c for c in stripped if c not in MISSING_AMONG_NUMBERS]


def understand(name: str, raw: RawTable, comma: Comma) -> Column:
    """Turn one raw column into numbers or text.

    Parameters
    ----------
    name : str
        The column's name.
    raw : RawTable
        The table as it stands in the file: strings, or what a Parquet file stored.
    comma : {"decimal", "thousands", "point", "unclear", "none"}
        What a comma inside a number of this column means.

    Returns
    -------
    Column
        Float64 numbers or text, with missing values as NaN.

    Raises
    ------
    InputError
        If a cell is infinite, or some cells of a column of numbers are not numbers.
    """
    values = raw.frame[name]
    dtype = values.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        values = values.astype(object)
    elif pd.api.types.is_datetime64_any_dtype(dtype) or pd.api.types.is_timedelta64_dtype(dtype):
        return Column(name, "date", values, Counter())
    elif pd.api.types.is_bool_dtype(dtype) or pd.api.types.is_numeric_dtype(dtype):
        floats = pd.Series(values.to_numpy(dtype=float, na_value=np.nan), index=values.index)
        return _numeric(name, floats, Counter(), raw)
    return _from_text(name, _as_text(name, values, raw), comma, raw)


def _as_text(name: str, values: pd.Series, raw: RawTable) -> pd.Series:
    """Return the cells as stripped strings, missing ones as ""."""
    if len(values) and all(isinstance(v, bool) for v in values.dropna()):
        values = values.map({True: "1", False: "0"})
    cells = []
    for v in values:
        if isinstance(v, str):
            cells.append(v.strip())
        elif v is None or v is pd.NA or v is pd.NaT or (isinstance(v, float) and v != v):
            cells.append("")
        elif isinstance(v, numbers.Number | Decimal | date | time):
            cells.append(str(v))  # what Parquet keeps as objects
        else:
            raise InputError(
                f"{raw.path}: column {name!r} holds {type(v).__name__} values where one number or "
                "one text in each cell is expected: spread it over columns or list it under drop."
            )
    return pd.Series(cells, index=values.index, dtype=object)


def _from_text(name: str, cells: pd.Series, comma: Comma, raw: RawTable) -> Column:
    loose = cells.isin(MISSING_AMONG_NUMBERS)
    strict = cells.isin(MISSING)
    present = cells[~loose]
    if present.empty and cells[~strict].nunique() <= 1:
        return Column(name, "empty", pd.Series(np.nan, index=cells.index), Counter(cells))
    if not present.empty and all(_DATE.fullmatch(c) for c in present):
        return Column(name, "date", cells, Counter(cells[loose]))
    parsed, note = _to_numbers(name, present, comma, raw)
    good = parsed.notna()
    if not present.empty and good.all():
        full = pd.Series(np.nan, index=cells.index).where(loose, parsed.reindex(cells.index))
        column = _numeric(name, full, Counter(cells[loose]), raw)
        column.note = note
        return column
    if good.mean() >= 0.5 and parsed.nunique() > _MANY_NUMBERS:
        first = int(np.flatnonzero((~loose).to_numpy())[np.argmin(good.to_numpy())])
        raise InputError(
            f"{raw.place(first)}: column {name!r} holds numbers except in {(~good).sum()} of "
            f"{len(good)} cells, the first {cells.iloc[first]!r}: write a number, leave the cell "
            "empty, or list the column under drop."
        )
    return Column(name, "text", cells.where(~strict, np.nan), Counter(cells[strict]))


def _to_numbers(name: str, cells: pd.Series, comma: Comma, raw: RawTable) -> tuple[pd.Series, str]:
    """Return the cells as float64, NaN where a cell is no number, and what was rewritten."""
    note = ""
    if comma == "unclear":
        first = int(np.flatnonzero(cells.str.contains(","))[0])
        row = int(cells.index[first])
        raise InputError(
            f"{raw.place(row)}: {cells.iloc[first]!r} in column {name!r} could be a decimal "
            "comma or a thousands separator: write numbers with a decimal point."
        )
    if comma == "decimal":
        cells, note = cells.str.replace(",", "."), f"Decimal commas in {name!r} were read as such."
    elif comma == "thousands":
        cells, note = cells.str.replace(",", ""), f"Thousands separators in {name!r} were removed."
    if len(cells) and cells.str.endswith("%").all():
        cells, note = cells.str.rstrip("% "), f"The percent signs in {name!r} were removed."
    return pd.Series(_floats(list(cells)), index=cells.index), note


def _numeric(name: str, values: pd.Series, markers: Counter[str], raw: RawTable) -> Column:
    wild = np.flatnonzero(np.abs(values.to_numpy()) > LARGEST)
    if wild.size:
        row = int(wild[0])
        raise InputError(
            f"{raw.place(row)}: column {name!r} holds {values.iloc[row]}, where a finite "
            f"number below {LARGEST:g} is expected: correct it or leave the cell empty."
        )
    kind: Literal["numeric", "empty"] = "empty" if values.isna().all() else "numeric"
    return Column(name, kind, values, markers)


def _floats(cells: list[str]) -> np.ndarray:
    """Return the cells as float64, NaN where a cell is no number."""
    try:
        if not any("_" in c for c in cells):
            return np.array([float(c) for c in cells], dtype=float)
    except ValueError:
        pass  # some are no numbers: one by one
    return np.array([_float(c) for c in cells], dtype=float)


def _float(cell: str) -> float:
    # Python also takes "1_000", which in a table is a code and not a number
    if "_" in cell:
        return float("nan")
    try:
        return float(cell)
    except ValueError:
        return float("nan")
