"""From the ``[data]`` table of a study file to the data set."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InputError
from ._spec import DataSection, StudySpec, nearest

if TYPE_CHECKING:
    from ..domains import Dataset


def load_dataset(spec: StudySpec, folder: Path) -> Dataset:
    """Read the data that a study asks for.

    Parameters
    ----------
    spec : StudySpec
        The study.
    folder : Path
        Where a relative path starts: the study file's folder.

    Raises
    ------
    InputError
        If the data cannot be read, or do not fit what the study says of them.
    """
    wanted = spec.data
    dataset = _shipped(wanted) if wanted.path is None else _own(wanted, folder)
    if wanted.positive is not None:
        dataset = replace(dataset, positive=_positive(dataset, wanted.positive))
    return dataset


def _own(wanted: DataSection, folder: Path) -> Dataset:
    from ..domains import read_table

    assert wanted.path is not None and wanted.target is not None
    path = folder / Path(wanted.path).expanduser()
    dataset = read_table(
        path,
        wanted.target,
        task=wanted.task,
        drop=wanted.drop,
        group=wanted.group,
        time=wanted.time,
        split=wanted.split,
    )
    # as written: where the study file lies on this machine is nobody's business
    return replace(dataset, source=wanted.path)


def _shipped(wanted: DataSection) -> Dataset:
    from ..domains import Dataset, describe, load, names

    assert wanted.name is not None
    if wanted.name in names() and (kind := describe(wanted.name).kind) != "table":
        raise InputError(
            f"data.name: '{wanted.name}' holds {kind}, and a study asks tables: choose one of "
            f"{', '.join(names('table'))}, or make a table of it and give its path."
        )
    dataset = load(
        wanted.name,
        group=wanted.group,
        time=wanted.time,
        split=wanted.split,
        allow_leaks=wanted.allow_leaks,
    )
    assert isinstance(dataset, Dataset)
    for key, given, known in (
        ("target", wanted.target, dataset.target_name),
        ("task", wanted.task, dataset.task),
    ):
        if given is not None and given != known:
            raise InputError(
                f"data.{key}: the data set '{wanted.name}' has {key} '{known}', got '{given}'; "
                f"leave {key} out, or give the table by its path."
            )
    columns = [str(c) for c in dataset.frame.columns]
    for column in wanted.drop:
        if column not in columns:
            raise InputError(
                f"data.drop: '{wanted.name}' has no column '{column}'{nearest(column, columns)}"
            )
    if not columns:
        raise InputError(
            f"data.name: '{wanted.name}' has formulas or molecules and no column of numbers: make "
            "a table of what describes them and give its path."
        )
    if not wanted.drop:
        return dataset
    if len(wanted.drop) == len(columns):
        raise InputError("data.drop: all columns would be dropped; keep at least one.")
    note = f"Left out as asked: {', '.join(wanted.drop)}."
    return replace(
        dataset,
        frame=dataset.frame.drop(columns=list(wanted.drop)),
        notes=(*dataset.notes, note),
    )


def _positive(dataset: Dataset, label: str | int) -> str | int:
    classes = dataset.classes
    if classes is None:
        raise InputError(
            f"data.positive: expected only for classes, but '{dataset.target_name}' is a number; "
            "leave it out."
        )
    for known in classes:
        if str(known) == str(label):
            return known
    names = [str(c) for c in classes]
    raise InputError(
        f"data.positive: '{dataset.target_name}' has no class '{label}'{nearest(str(label), names)}"
    )
