"""The data sets that ship with the package: one folder each, described by its dataset.toml."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from ..errors import InputError
from ._dataset import Dataset, DatasetInfo
from ._words import did_you_mean, listed


@cache
def _folders() -> dict[str, Traversable]:
    """Every shipped data set's folder by its name, "domain/set"."""
    found = {}
    for domain in files(__package__).iterdir():
        if not domain.is_dir():
            continue
        for folder in domain.iterdir():
            if folder.is_dir() and folder.joinpath("dataset.toml").is_file():
                found[f"{domain.name}/{folder.name}"] = folder
    return dict(sorted(found.items()))


def _folder(name: str) -> Traversable:
    folders = _folders()
    if name not in folders:
        raise InputError(
            f"There is no data set {name!r}{did_you_mean(name, list(folders))}: "
            f"choose one of {listed(list(folders))}, or give the path of your own file."
        )
    return folders[name]


def names() -> list[str]:
    """Return the names of all registered data sets, sorted."""
    return list(_folders())


def describe(name: str) -> DatasetInfo:
    """Return what is known of a registered data set without reading its table.

    Parameters
    ----------
    name : str
        Registered name, e.g. "biomedicine/wdbc".

    Returns
    -------
    DatasetInfo
        Size, target, task, licence, source, checksum and notes.

    Raises
    ------
    InputError
        If no data set has this name.
    """
    text = _folder(name).joinpath("dataset.toml").read_text(encoding="utf-8")
    fields: dict[str, Any] = tomllib.loads(text)
    fields["notes"] = tuple(fields.get("notes", ()))
    return DatasetInfo(name=name, **fields)


def load(
    name: str, *, group: str | None = None, time: str | None = None, split: str | None = None
) -> Dataset:
    """Read a registered data set, its checksum verified, cleaned as `read_table` cleans a file.

    Parameters
    ----------
    name : str
        Registered name, e.g. "biomedicine/wdbc".
    group, time, split : str, optional
        Columns that say how rows belong together, as for `read_table`; by default those that the
        data set is registered with.

    Returns
    -------
    Dataset
        The target's values are replaced by the names of the classes, where the data set has them.

    Raises
    ------
    InputError
        If no data set has this name, or the installed file is not the one that was registered.

    Examples
    --------
    >>> from qneko.domains import load
    >>> load("biomedicine/wdbc").classes
    {'benign': 357, 'malignant': 212}
    """
    from ._table import read_table

    info = describe(name)
    path = Path(str(_folder(name).joinpath(info.file)))
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    if sha256 != info.sha256:
        raise InputError(
            f"The installed file of {name!r} has the checksum {sha256[:12]}… where "
            f"{info.sha256[:12]}… was expected: it was changed or damaged, install qneko again."
        )
    data = read_table(
        path,
        info.target,
        task=info.task,
        group=group or info.group,
        time=time or info.time,
        split=split or info.split,
    )
    target = data.target
    if info.classes:
        target = target.map({int(k): v for k, v in info.classes.items()}).astype(object)
    return replace(
        data,
        name=name,
        target=target,
        task_reason=f"{info.task}, because the data set is registered as such",
        source=f"{info.source}, doi:{info.doi}",
        licence=info.licence,
        notes=(*info.notes, *data.notes),
        positive=info.positive,
        units=info.units,
    )
