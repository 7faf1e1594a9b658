"""What is predicted: classification or regression, checked and with the reason in words."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ..errors import InputError
from ._columns import Column
from ._dataset import Task
from ._read import RawTable
from ._words import counted, did_you_mean, listed

#: Fewer rows than this cannot be split into folds that say anything.
MIN_ROWS = 20
#: Up to so many different whole numbers are taken as classes when no task is given.
MAX_INFERRED_CLASSES = 10
#: A target with more classes than this is no classification that qneko can judge.
MAX_CLASSES = 50


@dataclass
class Target:
    """The target's values (none missing), indexed by the position of their rows in the file."""

    values: pd.Series
    task: Task
    reason: str
    n_missing: int
    warnings: list[str] = field(default_factory=list)


def settle_target(column: Column, task: Task | None, raw: RawTable) -> Target:
    """Decide the task if none is given, turn the values into labels or numbers, check them."""
    name, path = column.name, raw.path
    if task not in (None, "classification", "regression"):
        raise InputError(
            f"The task must be 'classification' or 'regression', got {task!r}"
            f"{did_you_mean(str(task), ['classification', 'regression'])}."
        )
    if column.kind == "empty":
        raise InputError(f"{path}: the target {name!r} has no value in any row: choose another.")
    if column.kind == "date":
        raise InputError(
            f"{path}: the target {name!r} holds dates: predict a class or a number, "
            "for example the days since a first date."
        )
    values = column.values.dropna().rename(name)
    if len(values) < MIN_ROWS:
        raise InputError(
            f"{path} has {counted(len(values), 'row')} with a value of {name!r}, "
            f"at least {MIN_ROWS} are needed to judge a model: add rows."
        )
    inferred, reason = _infer(name, column.kind == "numeric", values)
    if task is not None:
        reason = f"{task}, as the study asks"
    chosen: Task = task or inferred
    if values.nunique() == 1:
        only = f"{values.iloc[0]:g}" if column.kind == "numeric" else values.iloc[0]
        raise InputError(
            f"{path}: the target {name!r} is {only!r} in all {len(values)} rows, "
            "so there is nothing to predict: choose another target or add rows."
        )
    n_missing = len(column.values) - len(values)
    if chosen == "regression":
        _check_numbers(column, values, raw)
        return Target(values.astype(float), chosen, reason, n_missing)
    labels = _labels(values)
    _check_classes(name, labels, column.kind == "numeric", raw)
    return Target(labels, chosen, reason, n_missing, _spelling(name, labels))


def _infer(name: str, numeric: bool, values: pd.Series) -> tuple[Task, str]:
    k = values.nunique()
    if not numeric:
        return "classification", f"classification, because {name!r} holds {k} different texts"
    if k == 2:
        return "classification", f"classification, because {name!r} holds two different numbers"
    whole = bool((values == np.round(values)).all())
    if whole and k <= MAX_INFERRED_CLASSES:
        return (
            "classification",
            f"classification, because {name!r} holds only {k} different whole numbers "
            '(if they are quantities, say task = "regression")',
        )
    kind = "whole numbers" if whole else "numbers"
    return "regression", f"regression, because {name!r} holds {k} different {kind}"


def _check_numbers(column: Column, values: pd.Series, raw: RawTable) -> None:
    if column.kind != "numeric":
        row = int(values.index[0])
        raise InputError(
            f"{raw.place(row)}: regression needs numbers in {column.name!r}, got "
            f'{values.iloc[0]!r}: say task = "classification" or choose another target.'
        )


def _labels(values: pd.Series) -> pd.Series:
    """Return whole numbers as int64 and everything else as text."""
    if pd.api.types.is_numeric_dtype(values.dtype):
        if (values == np.round(values)).all() and values.abs().max() < 2**53:
            return values.astype(np.int64)
        return values.map(repr).astype(object)
    return values.astype(object)


def _check_classes(name: str, labels: pd.Series, numeric: bool, raw: RawTable) -> None:
    counts = labels.value_counts(sort=False).sort_index()
    if len(counts) > MAX_CLASSES:
        kind = "numbers" if numeric else "texts"
        fix = 'say task = "regression"' if numeric else "choose a column with classes"
        raise InputError(
            f"{raw.path}: the target {name!r} holds {len(counts)} different {kind} in "
            f"{len(labels)} rows, which are no classes: {fix}."
        )
    single = [str(label) for label, n in counts.items() if n < 2]
    if single:
        row = int(labels.index[(labels.astype(str) == single[0]).to_numpy()][0])
        raise InputError(
            f"{raw.place(row)}: the class {single[0]!r} of {name!r} has one row only, "
            "and a class needs rows to learn from and to test on: add rows, merge or remove it."
        )


def _spelling(name: str, labels: pd.Series) -> list[str]:
    if labels.dtype != object:
        return []
    spelled: dict[str, list[str]] = {}
    for label in sorted(labels.unique()):
        spelled.setdefault(" ".join(label.casefold().split()), []).append(label)
    twins = [label for same in spelled.values() if len(same) > 1 for label in same]
    if not twins:
        return []
    return [
        f"Warning: the classes {listed(twins)} of {name!r} differ only in capitals or spaces "
        "and are taken as different classes."
    ]
