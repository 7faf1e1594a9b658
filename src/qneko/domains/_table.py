"""`read_table`: from a file and the name of its target to a data set that studies can use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from os import PathLike
from pathlib import Path

import pandas as pd

from ..errors import InputError
from ._clean import clean_features
from ._columns import Column, Comma, comma_of, text_cells, understand
from ._dataset import Dataset, Task
from ._dates import date_columns
from ._leaks import leak_warnings
from ._read import RawTable, read_raw
from ._roles import RowRoles, role_notes
from ._target import settle_target
from ._words import counted, did_you_mean, listed


def read_table(
    path: str | PathLike[str],
    target: str,
    *,
    task: Task | None = None,
    drop: Sequence[str] = (),
    group: str | None = None,
    time: str | None = None,
    split: str | None = None,
    smiles: str | None = None,
    formula: str | None = None,
) -> Dataset:
    """Read a table with a header line and make it ready for a study; say all that was changed.

    CSV with commas, semicolons, tabs or vertical bars, gzip-compressed or not, and Parquet
    (extra "parquet") are recognised from the content. Cells such as "?" or "NA" become missing
    values, which stay in the frame: the encoder fills them inside the folds. Numbers with decimal
    commas, thousands separators or percent signs are understood where they are unambiguous.
    Columns that cannot be evidence are left out and said: constant or empty ones, dates, row
    numbers, identifiers. So are rows without a target. Dates go to the context, where `encode`
    finds their season.

    Parameters
    ----------
    path : str or path-like
        The file.
    target : str
        The column to predict.
    task : {"classification", "regression"}, optional
        Inferred from the target's values by default; `Dataset.task_reason` says how.
    drop : sequence of str
        Columns to leave out.
    group, time, split : str, optional
        Columns that say what a row belongs to (a patient), when it was observed (numbers, or
        ISO 8601 dates), and in which part of a published split it is. None of them is a feature.
    smiles, formula : str, optional
        Column of molecules as SMILES, or of chemical formulas such as "Fe0.62C0.01Mn0.37". They are
        read and checked, and lie in `Dataset.smiles` and `Dataset.formulas`; what a model sees of
        them is the choice of an encoding.

    Returns
    -------
    Dataset
        Features, target and notes.

    Raises
    ------
    InputError
        If the file, a column or the target cannot be used; the message names the place.
    MissingExtraError
        If the file is Parquet and pyarrow is not installed.

    Examples
    --------
    >>> from qneko.domains import read_table
    >>> data = read_table("alloys.csv", "strength", drop=["comment"])  # doctest: +SKIP
    """
    roles = RowRoles(group, time, split, smiles, formula)
    return settle_table(read_raw(Path(path).expanduser()), target, roles, task, drop, str(path))


def settle_table(
    raw: RawTable,
    target: str,
    roles: RowRoles,
    task: Task | None,
    drop: Sequence[str],
    source: str,
) -> Dataset:
    """Make a raw table ready for a study; arguments as those of `read_table`."""
    _check_names(raw, target, drop)
    roles.check(raw, target)
    left_out = {*drop, *roles.named.values()}
    columns = _understand_all(raw, [c for c in raw.frame.columns if c not in left_out])
    notes = list(raw.notes)
    if drop:
        notes.append(f"Left out as asked: {listed(drop)}.")
    labels = settle_target(columns.pop(target), task, raw)
    if labels.n_missing:
        notes.append(f"{counted(labels.n_missing, 'row')} without a value of {target!r} left out.")
    notes += [c.note for c in columns.values() if c.note]
    rows = labels.values.index
    alone = roles.smiles is None and roles.formula is None
    frame, cleaned = clean_features(columns, rows, raw.path, may_be_empty=not alone)
    told = roles.values(raw, rows)
    notes += [*cleaned, *_missing_note(columns, frame), *role_notes(told)]
    encoded_later = {f"\0{name}": told[name] for name in ("smiles", "formulas") if name in told}
    beside = pd.DataFrame(encoded_later).set_axis(rows) if encoded_later else None
    warnings = [*labels.warnings, *leak_warnings(frame, labels.values, labels.task, beside)]
    notes.sort(key=lambda note: not note.startswith("Warning:"))
    return Dataset(
        name=raw.path.name,
        frame=frame.reset_index(drop=True),
        target=labels.values.reset_index(drop=True),
        target_name=target,
        task=labels.task,
        task_reason=labels.reason,
        source=source,
        licence="not stated",
        sha256=raw.sha256,
        notes=(*warnings, *notes),
        groups=told.get("groups"),
        times=told.get("times"),
        parts=told.get("parts"),
        smiles=told.get("smiles"),
        formulas=told.get("formulas"),
        context=date_columns(columns, rows),
    )


def _check_names(raw: RawTable, target: str, drop: Sequence[str]) -> None:
    names = list(raw.frame.columns)
    if target not in names:
        if sum(_looks_like_number(n) for n in names) > len(names) / 2:
            raise InputError(
                f"{raw.path} seems to have no header: its first line holds {names[0]!r}, "
                f"{names[1]!r}, … and not {target!r}; add a line with the names of the columns."
            )
        raise InputError(
            f"{raw.path} has no column {target!r} to predict{did_you_mean(target, names)}; "
            f"its columns are {listed(names, 12)}."
        )
    for name in drop:
        if name not in names:
            raise InputError(
                f"{raw.path} has no column {name!r} to drop{did_you_mean(name, names)}; "
                f"its columns are {listed(names, 12)}."
            )
        if name == target:
            raise InputError(
                f"{raw.path}: {name!r} is the target, so it cannot be in drop as well."
            )


def _understand_all(raw: RawTable, names: list[str]) -> dict[str, Column]:
    """Understand every column; the columns that are clear about commas settle the others."""
    # numbers that Parquet stored as such have no commas, and text_cells leaves them out
    commas = {n: comma_of(text_cells(raw.frame[n])) for n in names}
    decimal = "decimal" in commas.values()
    pointed = not {"thousands", "point"}.isdisjoint(commas.values())
    settled: Comma = "unclear"
    if decimal != pointed:
        settled = "decimal" if decimal else "thousands"
    return {n: understand(n, raw, settled if commas[n] == "unclear" else commas[n]) for n in names}


def _missing_note(columns: dict[str, Column], frame: pd.DataFrame) -> list[str]:
    missing = frame.isna().sum()
    missing = missing[missing > 0]
    if missing.empty:
        return []
    markers: Counter[str] = Counter()
    for name in missing.index:
        markers.update(columns[name].markers)
    written = [m for m in markers if m]
    shown = [f"{int(n)} in {name!r}" for name, n in missing.sort_values(ascending=False).items()]
    how = f", written {listed(written)}" if written else ""
    note = (
        f"{counted(int(missing.sum()), 'cell')} without a value ({listed(shown, 4, quoted=False)})"
        f"{how}: filled inside each fold, by the median or by a category of its own."
    )
    sparse = [str(name) for name, n in missing.items() if n > 0.5 * len(frame)]
    if sparse:
        note += f" More than half is missing in {listed(sparse)}."
    return [note]


def _looks_like_number(name: str) -> bool:
    try:
        float(name)
    except ValueError:
        return False
    return True
