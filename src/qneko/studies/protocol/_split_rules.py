"""Which cut a study gets, and whether its data can bear it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from ...domains import Dataset
from ...errors import InputError
from ..evidence._record import SplitKind
from ..study_file._spec import StudySpec
from ._splits import (
    TEST,
    TRAIN,
    VALIDATION,
    Cut,
    Splitter,
    class_numbers,
    group_numbers,
    time_numbers,
)

#: Outer folds, and repeats of splits that chance makes, if the study file does not say.
_N_SPLITS = 5
_N_REPEATS = 2
#: Rows (of each class) that a training part must have at the least.
_LEAST_TRAIN = 2


def resolve_cut(spec: StudySpec, dataset: Dataset) -> Cut:
    """Return how a study's rows are cut.

    Raises
    ------
    InputError
        If keys of the study file contradict each other, or there are too few rows, groups or
        points in time.
    """
    kind = split_kind(spec, dataset)
    _check_keys(spec, kind)
    asked = spec.protocol
    n_splits = asked.n_splits or _N_SPLITS
    inner_splits = asked.inner_splits
    if kind == "fixed":
        n_splits, inner_splits = _given_parts(spec, dataset)
    elif kind in ("grouped", "leave_one_group_out"):
        n_splits = _grouped_splits(spec, dataset, kind, n_splits)
    cut = Cut(
        kind=kind,
        n_splits=n_splits,
        n_repeats=asked.n_repeats or (_N_REPEATS if kind in ("random", "grouped") else 1),
        inner_splits=inner_splits,
        seed=spec.study.seed,
        gap=_gap(spec, dataset) if kind == "rolling" else 0,
        window=asked.window,
        test_size=asked.test_size,
    )
    if kind == "random":
        _check_rows(cut, dataset)
    elif kind == "rolling":
        _check_points(cut, dataset)
    elif kind == "grouped" and cut.n_repeats > 1:
        cut = _with_repeats_that_differ(cut, dataset, asked=asked.n_repeats is not None)
    return cut


def check_folds(dataset: Dataset, cut: Cut, metric: str) -> None:
    """Refuse folds on which a model could not be trained or scored.

    Random folds are not looked at: the number of rows in each class has said enough.
    """
    if cut.kind == "random":
        return
    splitter = Splitter(dataset, cut)
    y = class_numbers(dataset)
    for number, (train, test) in enumerate(splitter.outer()):
        repeat, fold = divmod(number, cut.n_splits)
        name = f" (tested on {splitter.fold_names[fold]})" if splitter.fold_names else ""
        where = f"outer split {number + 1}{name}"
        _check_parts(where, train, test, dataset, y, metric)
        for n, (a, b) in enumerate(splitter.inner(train, repeat, fold)):
            _check_parts(f"inner fold {n + 1} of {where}", a, b, dataset, y, metric)


def split_kind(spec: StudySpec, dataset: Dataset) -> SplitKind:
    """Return what is asked for, or what the columns that were named stand for."""
    asked, kind = spec.protocol.split, None
    if asked != "auto":
        kind = asked
    elif dataset.parts is not None:
        kind = "fixed"
    elif dataset.times is not None and dataset.groups is not None:
        raise InputError(
            "protocol.split: both data.group and data.time are given, and splits follow one of "
            'them: say split = "grouped", "leave_one_group_out" or "rolling", and leave the other '
            "column out."
        )
    elif dataset.times is not None:
        kind = "rolling"
    elif dataset.groups is not None:
        kind = "leave_one_group_out" if spec.series.hold_out == "group" else "grouped"
    else:
        kind = "random"
    return kind


def _gap(spec: StudySpec, dataset: Dataset) -> int:
    """Return the points in time between the parts: as many as targets look ahead of features."""
    asked = spec.protocol.gap
    if asked is not None and asked < dataset.gap:
        raise InputError(
            f"protocol.gap: targets are known so late that at least {dataset.gap} points in time "
            f"have to lie between training and test part, got {asked}; leave it out."
        )
    return dataset.gap if asked is None else asked


def _check_keys(spec: StudySpec, kind: SplitKind) -> None:
    """Refuse keys that this cut has no use for: a silent one would promise what is not kept."""
    used = {
        "random": (),
        "grouped": ("group",),
        "leave_one_group_out": ("group",),
        "rolling": ("time",),
        "fixed": ("split", "group"),
    }[kind]
    for key in ("group", "time", "split"):
        if key == "time" and spec.has_series:
            continue  # there it only says which column of the file holds the times
        if getattr(spec.data, key) is not None and key not in used:
            raise InputError(
                f'data.{key}: splits that are "{kind}" would not follow it; change '
                "protocol.split, or list the column under data.drop instead."
            )
    asked = spec.protocol
    for key, given in (
        ("gap", bool(asked.gap)),
        ("window", asked.window is not None),
        ("test_size", asked.test_size is not None),
    ):
        if given and kind != "rolling":
            raise InputError(
                f'protocol.{key}: it belongs to split = "rolling", got split "{kind}"; leave it '
                "out."
            )
    if asked.n_repeats not in (None, 1) and kind not in ("random", "grouped"):
        raise InputError(
            f'protocol.n_repeats: splits that are "{kind}" come out the same each time, got '
            f"{asked.n_repeats}; leave it out."
        )


def _given_parts(spec: StudySpec, dataset: Dataset) -> tuple[int, int]:
    """Return the outer and inner numbers of folds that a column of parts makes."""
    if dataset.parts is None:
        raise InputError(
            'protocol.split: "fixed" splits are read from a column; name it as data.split.'
        )
    names = sorted(dataset.parts.unique())
    folded = {name.casefold() for name in names}
    inner = spec.protocol.inner_splits
    if folded & (TRAIN | TEST | VALIDATION):
        other = [n for n in names if n.casefold() not in TRAIN | TEST | VALIDATION]
        if other or not folded & TRAIN or not folded & TEST:
            raise InputError(
                f'data.split: \'{dataset.parts.name}\' should hold "train" and "test" (and '
                f'"validation"), or names of folds, got {_listed(names)}; correct the labels.'
            )
        n_splits, inner = 1, 1 if folded & VALIDATION else inner
    elif len(names) < 2:
        raise InputError(
            f"data.split: '{dataset.parts.name}' should hold two or more folds, got only "
            f"'{names[0]}'; name another column."
        )
    else:
        n_splits = len(names)
    if spec.protocol.n_splits not in (None, n_splits):
        raise InputError(
            f"protocol.n_splits: '{dataset.parts.name}' makes {n_splits}, got "
            f"{spec.protocol.n_splits}; leave it out."
        )
    return n_splits, inner


def _grouped_splits(spec: StudySpec, dataset: Dataset, kind: SplitKind, n_splits: int) -> int:
    if kind == "leave_one_group_out" and dataset.groups is None:
        raise InputError(
            'protocol.split: "leave_one_group_out" needs to know the groups; name their column as '
            "data.group."
        )
    n_groups = len(group_numbers(dataset)[1])
    inner = spec.protocol.inner_splits
    if kind == "leave_one_group_out":
        if spec.protocol.n_splits not in (None, n_groups):
            raise InputError(
                f"protocol.n_splits: leaving one of {n_groups} groups out makes {n_groups} "
                f"splits, got {spec.protocol.n_splits}; leave it out."
            )
        n_splits = n_groups
    left = n_groups - math.ceil(n_groups / n_splits)
    if n_groups < max(n_splits, 2) or left < inner:
        raise InputError(
            f"data.group: there are {n_groups} groups, too few for {n_splits} outer and {inner} "
            "inner folds that keep them together; lower protocol.n_splits or "
            "protocol.inner_splits."
        )
    return n_splits


def _with_repeats_that_differ(cut: Cut, dataset: Dataset, *, asked: bool) -> Cut:
    """Return the cut, without repeats if a repeat cuts out a test part that was there before.

    scikit-learn's stratified grouped folds hardly depend on chance where groups differ in size,
    and the same split counted twice would be taken for new evidence.
    """
    tests = [test.tobytes() for _, test in Splitter(dataset, cut).outer()]
    if len(set(tests)) == len(tests):
        return cut
    if asked:
        raise InputError(
            f"protocol.n_repeats: with these groups, folds that are balanced by class come out the "
            f"same again, got {cut.n_repeats} repeats; set n_repeats = 1."
        )
    return replace(cut, n_repeats=1)


def _check_rows(cut: Cut, dataset: Dataset) -> None:
    """Refuse tables of which some random fold could not be trained or scored on."""
    n_splits, inner = cut.n_splits, cut.inner_splits
    folds = f"{n_splits} outer and {inner} inner folds"
    if dataset.classes is None:
        needed = least_rows(n_splits, inner, per_test=2)
        if dataset.n_samples < needed:
            raise InputError(
                f"The table has {dataset.n_samples} rows, and {folds} need at least {needed}; "
                "lower protocol.n_splits or protocol.inner_splits."
            )
        return
    label, rows = min(dataset.classes.items(), key=lambda item: item[1])
    needed = least_rows(n_splits, inner, per_test=1)
    if rows < needed:
        raise InputError(
            f"The class '{label}' of '{dataset.target_name}' has {rows} rows, and {folds} need at "
            f"least {needed} in each class; lower protocol.n_splits or protocol.inner_splits, or "
            "merge or leave out rare classes."
        )


def least_rows(n_splits: int, inner: int, *, per_test: int) -> int:
    """Return how many rows (of a class) leave `per_test` a test fold and two to train on inside."""
    rows = n_splits * per_test
    while True:
        train = rows - math.ceil(rows / n_splits)
        if train >= inner * per_test and train - math.ceil(train / inner) >= _LEAST_TRAIN:
            return rows
        rows += 1


def _check_points(cut: Cut, dataset: Dataset) -> None:
    """Refuse series that are too short for the origins asked for, outside or inside."""
    n_points = len(time_numbers(dataset)[1])
    size = cut.test_size or n_points // (cut.n_splits + 1)
    first = n_points - cut.n_splits * size - cut.gap
    if size < 1 or first < 1:
        raise InputError(
            f"protocol.split: {n_points} points in time are too few for {cut.n_splits} rolling "
            f"origins with test_size {max(size, 1)} and gap {cut.gap}; lower one of them."
        )
    if cut.window is not None:
        first = min(first, cut.window)
    if (first - cut.gap) // (cut.inner_splits + 1) < 1:
        raise InputError(
            f"protocol.split: the shortest training part has {first} points in time, too few for "
            f"{cut.inner_splits} inner origins with gap {cut.gap}; lower protocol.n_splits, "
            "inner_splits or gap."
        )


def _check_parts(
    where: str,
    train: NDArray[np.intp],
    test: NDArray[np.intp],
    dataset: Dataset,
    y: NDArray[np.intp] | None,
    metric: str,
) -> None:
    if y is None:
        for name, rows in (("training", train), ("test", test)):
            if len(rows) < _LEAST_TRAIN:
                _refuse(f"{where} has {len(rows)} {name} rows, and {_LEAST_TRAIN} are needed")
        return
    assert dataset.classes is not None
    names = sorted(str(label) for label in dataset.classes)
    if len(test) == 0:
        _refuse(f"{where} has no test row")
    for number, name in enumerate(names):
        n_train = int((y[train] == number).sum())
        if n_train < _LEAST_TRAIN:
            _refuse(
                f"{where} has {n_train} training rows of class '{name}', and {_LEAST_TRAIN} are "
                "needed"
            )
        if metric in ("roc_auc", "pr_auc") and not (y[test] == number).any():
            _refuse(f"{where} has no test row of class '{name}', and {metric} needs all classes")


def _refuse(problem: str) -> NoReturn:
    raise InputError(
        f"protocol.split: {problem}; use fewer folds, other groups, or another split or metric."
    )


def _listed(names: Iterable[str]) -> str:
    shown = [f"'{name}'" for name in names]
    return ", ".join(shown[:6]) + (f" and {len(shown) - 6} more" if len(shown) > 6 else "")
