"""From the ``[data]`` table of a study file to the data set."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import InputError
from ..protocol._split_rules import split_kind
from ..study_file._spec import StudySpec
from ..study_file._tables import DataSection
from ..study_file._values import nearest
from ._encoding import encoded, table_of
from ._events import asks_events, load_events
from ._fewer_rows import take_at_most
from ._graphs import asks_graphs, load_graphs
from ._ground_states import asks_ground_states, load_ground_states
from ._series import asks_series, load_series

if TYPE_CHECKING:
    from ...domains import Dataset


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
    if asks_events(spec):
        dataset = _without(load_events(spec, folder), wanted)
    elif asks_graphs(spec):
        dataset = _without(load_graphs(spec, folder), wanted)
    elif asks_ground_states(spec):
        dataset = _without(load_ground_states(spec), wanted)
    elif asks_series(spec):
        dataset = _without(load_series(spec, folder), wanted)
    else:
        dataset = _shipped(spec) if wanted.path is None else _own(wanted, folder)
    if wanted.positive is not None:
        dataset = replace(dataset, positive=_positive(dataset, wanted.positive))
    if wanted.max_rows is not None:
        kind = split_kind(spec, dataset)
        dataset = take_at_most(dataset, wanted.max_rows, kind, spec.study.seed)
    return encoded(dataset, spec)


def _own(wanted: DataSection, folder: Path) -> Dataset:
    from ...domains import read_table

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
        smiles=wanted.smiles,
        formula=wanted.formula,
    )
    # as written: where the study file lies on this machine is nobody's business
    return replace(dataset, source=wanted.path)


def _shipped(spec: StudySpec) -> Dataset:
    from ...domains import Dataset, StructureDataset, load

    wanted = spec.data
    assert wanted.name is not None
    bundle = load(
        wanted.name,
        group=wanted.group,
        time=wanted.time,
        split=wanted.split,
        allow_leaks=wanted.allow_leaks,
    )
    assert isinstance(bundle, Dataset | StructureDataset)
    dataset = bundle if isinstance(bundle, Dataset) else table_of(bundle, spec)
    for key, given, known in (
        ("target", wanted.target, dataset.target_name),
        ("task", wanted.task, dataset.task),
    ):
        if given is not None and given != known:
            raise InputError(
                f"data.{key}: the data set '{wanted.name}' has {key} '{known}', got '{given}'; "
                f"leave {key} out, or give the table by its path."
            )
    return _without(dataset, wanted)


def _without(dataset: Dataset, wanted: DataSection) -> Dataset:
    """Return the data set without the columns that are to be dropped."""
    columns = [str(c) for c in dataset.frame.columns]
    for column in wanted.drop:
        if column not in columns:
            raise InputError(
                f"data.drop: '{dataset.name}' has no column '{column}'{nearest(column, columns)}"
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
