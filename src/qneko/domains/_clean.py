"""Which columns can be features, which are left out, and the sentences that say so."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd

from ..errors import InputError
from ._columns import Column
from ._words import counted, listed

#: A text column keeps so many columns of its own after encoding; rarer values share one.
MAX_CATEGORIES = 16

_ID_NAME = re.compile(
    r"(row|sample|record|case)?[\s_.-]?(id|idx|index|uuid|guid|identifier)"
    r"|.*[\s_.-](id|uuid|guid|identifier)",
    re.IGNORECASE,
)
_CAMEL_ID = re.compile(r".*[a-z](Id|ID)")
_UNNAMED = re.compile(r"column \d+|Unnamed: \d+|__index_level_\d+__")
# From so many words on, a cell is a sentence and not a name.
_FREE_TEXT_WORDS = 6
# Numbers that stand for "no value was measured" in many tables
_SENTINELS = (-9999.0, -999.0, -99.0, 999.0, 9999.0, 99999.0)


def clean_features(
    columns: dict[str, Column], rows: pd.Index, path: Path, *, may_be_empty: bool = False
) -> tuple[pd.DataFrame, list[str]]:
    """Return the features of the given rows, and notes on what was left out or looks odd.

    Parameters
    ----------
    columns : dict of str to Column
        All columns but the target.
    rows : pandas.Index
        The rows that have a target, by their position in the file.
    path : pathlib.Path
        The file, for messages.
    may_be_empty : bool, default False
        Whether no column may be left: a table of molecules or formulas needs no other.

    Returns
    -------
    frame : pandas.DataFrame
        float64 and "category" columns.
    notes : list of str
        One sentence for each kind of thing that was found.

    Raises
    ------
    InputError
        If a column holds free text, or no column is left.
    """
    kept: dict[str, pd.Series] = {}
    out: dict[str, list[str]] = {}
    notes: list[str] = []
    for name, column in columns.items():
        values = column.values.loc[rows]
        reason = _why_not(column, values)
        if reason:
            out.setdefault(reason, []).append(name)
            if reason == "identifiers" and values.nunique() < values.count():
                notes.append(_group_warning(name, values))
            continue
        if column.kind == "text":
            _refuse_free_text(name, values, path)
            notes += _text_notes(name, values)
            # sorted, so that the order of the rows does not change the encoding
            levels = sorted(values.dropna().unique())
            kept[name] = values.astype(pd.CategoricalDtype(levels))
        else:
            notes += _number_notes(name, values)
            kept[name] = values.astype(float)
    for reason, names in out.items():
        notes.append(f"{counted(len(names), 'column')} left out, {reason}: {listed(names)}.")
    if not kept and not may_be_empty:
        why = "; ".join(f"{listed(names)} left out ({reason})" for reason, names in out.items())
        raise InputError(
            f"{path} has no column left to predict from: {why or 'all but the target dropped'}."
        )
    return pd.DataFrame(kept, index=rows), notes


def _why_not(column: Column, values: pd.Series) -> str:
    """Return why a column cannot be a feature, "" if it can."""
    if column.kind == "empty" or values.isna().all():
        return "empty"
    if column.kind == "date":
        return "dates (shuffled folds would let a model look up its neighbours in time)"
    # a text that is there or missing says something, a number filled by the median does not
    if values.nunique() == 1 and (column.kind == "numeric" or not values.isna().any()):
        return "the same value in every row"
    if column.kind == "numeric" and _counts_rows(column.values):
        return "numbering the rows"
    named = bool(_ID_NAME.fullmatch(column.name) or _CAMEL_ID.fullmatch(column.name))
    distinct = values.nunique() == values.count()
    if column.kind == "text":
        if distinct and _mean_words(values) < _FREE_TEXT_WORDS:
            return "a different text in every row, so it names rows"
        return "identifiers" if named and values.nunique() > MAX_CATEGORIES else ""
    whole = bool((values.dropna() == np.round(values.dropna())).all())
    if whole and (named or _UNNAMED.fullmatch(column.name)) and distinct:
        return "identifiers"
    return "identifiers" if whole and named and values.nunique() > MAX_CATEGORIES else ""


def _group_warning(name: str, values: pd.Series) -> str:
    return (
        f"Warning: {name!r} names {values.nunique()} things in {values.count()} rows; rows of the "
        "same thing can fall into both training and test part, which flatters all models; say "
        f"group = {name!r} under [data] to keep them together."
    )


def _counts_rows(values: pd.Series) -> bool:
    """Whether a column is 0, 1, 2, … or 1, 2, 3, … down the file."""
    array = values.to_numpy(dtype=float)
    return bool(array[0] in (0.0, 1.0) and np.array_equal(array, array[0] + np.arange(len(array))))


def _refuse_free_text(name: str, values: pd.Series, path: Path) -> None:
    present = values.dropna()
    words = _mean_words(present)
    if words >= _FREE_TEXT_WORDS and present.nunique() > 0.5 * len(present):
        raise InputError(
            f"{path}: column {name!r} holds free text ({words:.0f} words on average, "
            f"{present.nunique()} different texts in {len(present)} rows), which qneko does not "
            "encode: turn it into numbers or categories, or list it under drop."
        )


def _mean_words(values: pd.Series) -> float:
    return float(np.mean([len(v.split()) for v in values.dropna()]))


def _text_notes(name: str, values: pd.Series) -> list[str]:
    notes = []
    levels = values.dropna().unique()
    if len(levels) > MAX_CATEGORIES:
        notes.append(
            f"{name!r} holds {len(levels)} different texts: in each fold the "
            f"{MAX_CATEGORIES - 1} most frequent get a column, the others share one."
        )
    if len({" ".join(v.casefold().split()) for v in levels}) < len(levels):
        notes.append(
            f"Warning: some values of {name!r} differ only in capitals or spaces and are taken "
            "as different categories."
        )
    return notes


def _number_notes(name: str, values: pd.Series) -> list[str]:
    """Point at -999 and its like: they are not touched, since they may be real."""
    for sentinel in _SENTINELS:
        hit = values == sentinel
        rest = values[~hit].dropna()
        if hit.sum() >= 2 and not rest.empty and abs(sentinel) > 3 * rest.abs().max():
            return [
                f"Warning: {name!r} is {sentinel:g} in {counted(int(hit.sum()), 'row')} and far "
                "smaller elsewhere, which often means missing; if so, leave these cells empty."
            ]
    return []
