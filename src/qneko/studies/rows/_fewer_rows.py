"""A part of the rows, where a study asks for at most so many."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ...domains import Dataset
from ..evidence._record import SplitKind
from ..protocol._seeds import seed_for
from ..protocol._splits import class_numbers, time_numbers

#: Data with more groups than this have too few rows in each to keep the shares of all of them.
_MOST_STRATA = 20


def take_at_most(dataset: Dataset, n_rows: int, kind: SplitKind, seed: int) -> Dataset:
    """Return at most so many rows, and say so in the notes.

    Parameters
    ----------
    dataset : Dataset
        All rows.
    n_rows : int
        The most that are wanted.
    kind : str
        How the study cuts its rows. Where time runs forward the latest rows are taken, with all
        of one moment or none; else rows are drawn by chance, with the shares of classes, of parts
        and of a few groups kept.
    seed : int
        Root of the study's random numbers.

    Returns
    -------
    Dataset
        The data set itself if it has no more rows than that.
    """
    if dataset.n_samples <= n_rows:
        return dataset
    if kind == "rolling":
        rows, how = _latest(dataset, n_rows), "the latest"
    else:
        rows, how = _drawn(dataset, n_rows, seed), "drawn by chance with the seed of the study"
    note = f"Only {len(rows):,} of {dataset.n_samples:,} rows take part, {how}, as asked."
    return replace(dataset.take(rows), notes=(*dataset.notes, note))


def _latest(dataset: Dataset, n_rows: int) -> NDArray[np.intp]:
    moments, points = time_numbers(dataset)
    counts = np.bincount(moments, minlength=len(points))
    kept = max(1, int((np.cumsum(counts[::-1]) <= n_rows).sum()))
    return np.flatnonzero(moments >= len(points) - kept)


def _drawn(dataset: Dataset, n_rows: int, seed: int) -> NDArray[np.intp]:
    strata = _strata(dataset)
    rng = np.random.default_rng(seed_for(seed, "rows"))
    # a random order within each stratum, read evenly: the shares are kept to less than a row
    order = rng.permutation(dataset.n_samples)
    place = np.empty(dataset.n_samples)
    for stratum in np.unique(strata):
        mine = order[strata[order] == stratum]
        place[mine] = (np.arange(len(mine)) + rng.random()) / len(mine)
    return np.sort(np.argsort(place, kind="stable")[:n_rows])


def _strata(dataset: Dataset) -> NDArray[np.intp]:
    """Return a number for each row: the same for rows of one class, part and group."""
    numbers = np.zeros(dataset.n_samples, dtype=np.intp)
    of_class = class_numbers(dataset)
    kinds = [] if of_class is None else [of_class]
    for labels in (dataset.parts, dataset.groups):
        if labels is not None and labels.nunique() <= _MOST_STRATA:
            kinds.append(np.unique(labels.to_numpy(dtype=str), return_inverse=True)[1])
    for kind in kinds:
        numbers = np.unique(numbers * (kind.max() + 1) + kind, return_inverse=True)[1]
    return numbers
