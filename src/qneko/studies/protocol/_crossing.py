"""What crosses from the training into the test part of the outer splits: copies, groups, time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...domains import Dataset
from ..evidence._record import SplitKind
from ._splits import Fold, copy_numbers, group_numbers


def split_notes(
    dataset: Dataset, kind: SplitKind, folds: Sequence[Fold]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the notes of a data set once its outer splits are known: warnings, and the rest.

    Parameters
    ----------
    dataset : Dataset
        With its own notes.
    kind : str
        What the splits follow.
    folds : sequence of (ndarray, ndarray)
        Training and test rows of the outer splits.

    Returns
    -------
    warnings, notes : tuple of str
        Warnings of copies that no split lets cross are left out.
    """
    warnings, notes = [], list(dataset.notes)
    copies = copy_numbers(dataset)
    if len(np.unique(copies)) < dataset.n_samples:
        if share := _crossing(copies, folds):
            warnings.append(
                f"Warning: {share:.1%} of the test rows (in the mean over the outer splits) have a "
                "training row with the same features, which flatters models that remember; "
                f"{_fix(kind)}."
            )
        else:
            notes = list(dataset.notes_if_copies_stay_together)
            notes.append("No test row has a training row with the same features.")
    if dataset.groups is not None and (share := _crossing(group_numbers(dataset)[0], folds)):
        warnings.append(
            f"Warning: {share:.1%} of the test rows (in the mean over the outer splits) have "
            f"training rows of the same {dataset.groups.name!r}, so the scores do not speak of new "
            f'ones; split = "grouped" keeps them together.'
        )
    if dataset.times is not None and kind != "rolling":
        warnings.append(
            f"Warning: these splits do not follow the time in {dataset.times.name!r}, so models "
            'were trained on rows later than those of the test; split = "rolling" does follow it.'
        )
    return tuple(warnings), tuple(notes)


def _crossing(numbers: NDArray[np.intp], folds: Sequence[Fold]) -> float:
    """Return the share of test rows whose number is in the training part too."""
    return float(np.mean([np.isin(numbers[test], numbers[train]).mean() for train, test in folds]))


def _fix(kind: SplitKind) -> str:
    if kind in ("rolling", "fixed"):
        return "remove the copies, or leave out of the features what does not tell rows apart"
    return 'set split = "grouped" without data.group to keep copies together, or remove them'
