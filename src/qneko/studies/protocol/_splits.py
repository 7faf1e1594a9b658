"""Cutting the rows of a table into training and test parts, outside and inside.

scikit-learn's splitters do the cutting; here is which of them, with which groups, times and seeds.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.model_selection import (
    GroupKFold,
    KFold,
    LeaveOneGroupOut,
    PredefinedSplit,
    RepeatedKFold,
    RepeatedStratifiedKFold,
    StratifiedGroupKFold,
    StratifiedKFold,
    TimeSeriesSplit,
)

from ...domains import Dataset
from ..evidence._record import SplitKind
from ._seeds import seed_for

Rows = NDArray[np.intp]
Fold = tuple[Rows, Rows]

TRAIN = frozenset({"train", "training"})
TEST = frozenset({"test", "testing"})
VALIDATION = frozenset({"val", "valid", "validation", "dev"})


@dataclass(frozen=True)
class Cut:
    """How the rows are cut, with nothing left open.

    Parameters
    ----------
    kind : {"random", "grouped", "leave_one_group_out", "rolling", "fixed"}
        By chance, by groups, in the order of time, or as the data say.
    n_splits, n_repeats, inner_splits : int
        Outer folds, their repeats, inner folds.
    seed : int
        Root of all random numbers of the study.
    gap : int
        Rolling origin: points in time left out between training and test part.
    window : int or None
        Rolling origin: points in time of the training part; None for all up to the origin.
    test_size : int or None
        Rolling origin: points in time of a test part; None for equal shares.
    """

    kind: SplitKind
    n_splits: int
    n_repeats: int
    inner_splits: int
    seed: int
    gap: int = 0
    window: int | None = None
    test_size: int | None = None


class Splitter:
    """A data set's outer and inner folds under a cut.

    Parameters
    ----------
    dataset : Dataset
        The table, with groups, times or parts where the cut needs them.
    cut : Cut
        How to cut.

    Attributes
    ----------
    fold_names : tuple of str
        What each outer fold tests, where that has a name: a group, a time, a published part.
    """

    def __init__(self, dataset: Dataset, cut: Cut):
        self.cut = cut
        self._y = class_numbers(dataset)
        self._n_rows = dataset.n_samples
        self._groups, self._parts, self._times = None, None, None
        self.fold_names: tuple[str, ...] = ()
        by_group = cut.kind in ("grouped", "leave_one_group_out")
        if by_group or (cut.kind == "fixed" and dataset.groups is not None):
            self._groups, names = group_numbers(dataset)
            if cut.kind == "leave_one_group_out":
                self.fold_names = names
        if cut.kind == "fixed":
            assert dataset.parts is not None
            self._parts, self.fold_names = _part_numbers(dataset.parts)
        if cut.kind == "rolling":
            self._times, points = time_numbers(dataset)
            self.fold_names = tuple(
                f"{points[at[0]]} to {points[at[-1]]}" for _, at in self._origins(len(points))
            )

    def outer(self) -> list[Fold]:
        """Return training and test rows of all outer splits, fold by fold and repeat by repeat."""
        rows = np.arange(self._n_rows)
        match self.cut.kind:
            case "random":
                return list(self._random().split(rows, self._y))
            case "grouped":
                repeats = range(self.cut.n_repeats)
                seeds = [seed_for(self.cut.seed, "outer folds", repeat) for repeat in repeats]
                return [f for s in seeds for f in self._grouped(rows, self.cut.n_splits, s)]
            case "leave_one_group_out":
                return list(LeaveOneGroupOut().split(rows, groups=self._groups))
            case "rolling":
                assert self._times is not None
                return _in_time(self._times, self._origins(int(self._times.max()) + 1))
            case "fixed":
                assert self._parts is not None
                return list(PredefinedSplit(np.maximum(self._parts, -1)).split())

    def inner(self, rows: Rows, repeat: int, fold: int) -> list[Fold]:
        """Return the inner folds of a training part, as rows of the table.

        They are cut as the outer ones are: groups are kept together, and time runs forward. A
        published validation part is the only inner test part where there is one.
        """
        n_splits = self.cut.inner_splits
        if self.cut.kind == "rolling":
            assert self._times is not None
            _, times = np.unique(self._times[rows], return_inverse=True)
            points = np.arange(int(times.max()) + 1)
            # equal shares of what the gap leaves
            size = (len(points) - self.cut.gap) // (n_splits + 1)
            origins = TimeSeriesSplit(n_splits, gap=self.cut.gap, test_size=size).split(points)
            folds: Iterable[Fold] = _in_time(times, origins)
        elif self._parts is not None and (self._parts == _VALID).any():
            held = self._parts[rows] == _VALID
            folds = PredefinedSplit(np.where(held, 0, -1)).split()
        else:
            seed = seed_for(self.cut.seed, "inner folds", repeat, fold)
            if self._groups is not None:
                folds = self._grouped(rows, n_splits, seed)
            else:
                kind = KFold if self._y is None else StratifiedKFold
                y = None if self._y is None else self._y[rows]
                folds = kind(n_splits, shuffle=True, random_state=seed).split(rows, y)
        return [(rows[a], rows[b]) for a, b in folds]

    def _random(self) -> RepeatedKFold | RepeatedStratifiedKFold:
        kind = RepeatedKFold if self._y is None else RepeatedStratifiedKFold
        return kind(
            n_splits=self.cut.n_splits,
            n_repeats=self.cut.n_repeats,
            random_state=seed_for(self.cut.seed, "outer folds"),
        )

    def _grouped(self, rows: Rows, n_splits: int, seed: int) -> list[Fold]:
        """Return folds of `rows`, as positions in it, that no group is cut by."""
        assert self._groups is not None
        kind = GroupKFold if self._y is None else StratifiedGroupKFold
        y = None if self._y is None else self._y[rows]
        folds = kind(n_splits, shuffle=True, random_state=seed)
        with warnings.catch_warnings():
            # a class with few rows: `check_folds` has seen that every part can do with them
            warnings.filterwarnings("ignore", "The least populated class", UserWarning)
            return [(a, np.asarray(b)) for a, b in folds.split(rows, y, self._groups[rows])]

    def _origins(self, n_points: int) -> Iterable[Fold]:
        return TimeSeriesSplit(
            self.cut.n_splits,
            gap=self.cut.gap,
            max_train_size=self.cut.window,
            test_size=self.cut.test_size,
        ).split(np.arange(n_points))


def splitter_name(cut: Cut, task: str) -> str:
    """Return the name that scikit-learn has for the outer splits."""
    classes = task == "classification"
    return {
        "random": "RepeatedStratifiedKFold" if classes else "RepeatedKFold",
        "grouped": "StratifiedGroupKFold" if classes else "GroupKFold",
        "leave_one_group_out": "LeaveOneGroupOut",
        "rolling": "TimeSeriesSplit",
        "fixed": "PredefinedSplit",
    }[cut.kind]


def class_numbers(dataset: Dataset) -> NDArray[np.intp] | None:
    """Return the number of each row's class, in the order of their names; None for regression."""
    if dataset.task == "regression":
        return None
    labels = dataset.target.astype(str).to_numpy(dtype=object)
    return np.unique(labels, return_inverse=True)[1]


def group_numbers(dataset: Dataset) -> tuple[NDArray[np.intp], tuple[str, ...]]:
    """Return the number of each row's group, and the groups' names.

    Without a column of groups, rows with the same features are a group.
    """
    if dataset.groups is not None:
        return _numbered(dataset.groups)
    numbers = copy_numbers(dataset)
    return numbers, tuple(f"copy {n + 1}" for n in range(int(numbers.max()) + 1))


def copy_numbers(dataset: Dataset) -> NDArray[np.intp]:
    """Return a number for each row that rows with exactly the same features share.

    What is encoded later, such as molecules, counts as well.
    """
    known = dataset.frame
    for name in ("smiles", "formulas"):
        if (values := getattr(dataset, name, None)) is not None:
            known = known.assign(**{f"\0{name}": values.to_numpy()})
    return pd.factorize(pd.util.hash_pandas_object(known, index=False))[0]


def time_numbers(dataset: Dataset) -> tuple[NDArray[np.intp], tuple[str, ...]]:
    """Return the number of each row's point in time, and their names; rows at once share one."""
    if dataset.times is None:
        rows = np.arange(dataset.n_samples)
        return rows, tuple(f"row {n + 1}" for n in rows)
    points, numbers = np.unique(dataset.times.to_numpy(), return_inverse=True)
    if pd.api.types.is_numeric_dtype(points.dtype):
        return numbers, tuple(f"{value:.15g}" for value in points)
    stamps = pd.DatetimeIndex(points)
    texts = [stamp.isoformat() for stamp in stamps.tz_localize(None)]
    whole_days = all(text.endswith("T00:00:00") for text in texts)
    return numbers, tuple(text[:10] if whole_days else text for text in texts)


#: Numbers of parts that are never an outer test part.
_TRAIN, _VALID = -1, -2


def _part_numbers(parts: pd.Series) -> tuple[NDArray[np.intp], tuple[str, ...]]:
    """Return the fold in which each row is tested (negative: in none), and the folds' names."""
    folded = parts.str.casefold()
    if not folded.isin(TEST).any():
        return _numbered(parts)
    numbers = np.select([folded.isin(TEST), folded.isin(VALIDATION)], [0, _VALID], _TRAIN)
    return numbers, ("test",)


def _numbered(labels: pd.Series) -> tuple[NDArray[np.intp], tuple[str, ...]]:
    """Return the number of each label and the labels in order: 2 before 10, "b" before "c"."""
    names = list(labels.unique())
    try:
        names.sort(key=lambda name: (float(name), name))
    except ValueError:
        names.sort()
    place: dict[Any, int] = {name: number for number, name in enumerate(names)}
    return labels.map(place).to_numpy(dtype=np.intp), tuple(str(name) for name in names)


def _in_time(times: NDArray[np.intp], origins: Iterable[Fold]) -> list[Fold]:
    """Return the rows at the points in time of each part, in the order of time."""
    order = np.argsort(times, kind="stable")
    first = np.searchsorted(times[order], np.arange(times.max() + 2))

    def rows(points: Rows) -> Rows:
        # the points of a part follow each other
        return order[first[points[0]] : first[points[-1] + 1]]

    return [(rows(train), rows(test)) for train, test in origins]
