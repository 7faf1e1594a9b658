"""The data sets that ship with the package: one folder each, described by its dataset.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeAlias

from ..errors import InputError
from ._bundles import (
    EventCatalogue,
    GraphDataset,
    HamiltonianDataset,
    SeriesDataset,
    StructureDataset,
)
from ._dataset import Bar, Dataset, DatasetInfo, Kind
from ._files import fetched_file, verified_files
from ._words import did_you_mean, listed

AnyDataset: TypeAlias = (
    Dataset | SeriesDataset | GraphDataset | StructureDataset | EventCatalogue | HamiltonianDataset
)


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


def _is_made(name: str) -> bool:
    """Whether a data set is made on demand, and not read from a file."""
    return name.startswith("synthetic/") and name not in _folders()


def _made(name: str, **roles: str | None) -> Dataset:
    from .synthetic import load_member

    if any(column is not None for column in roles.values()):
        raise InputError(
            f"The data set {name!r} is made on demand with its published split and has no column "
            "of groups, times or parts; leave group, time and split out."
        )
    return load_member(name)


def names(kind: Kind | None = None) -> list[str]:
    """Return the names of the registered data sets, sorted.

    Those that are made on demand are named by `qneko.domains.synthetic.member_names`.

    Parameters
    ----------
    kind : {"table", "series", "graphs", "structures", "events", "hamiltonians"}, optional
        Only those of a kind; studies take tables.

    Returns
    -------
    list of str
        Such as "biomedicine/wdbc".
    """
    return [name for name in _folders() if kind is None or describe(name).kind == kind]


def describe(name: str) -> DatasetInfo:
    """Return what is known of a registered data set without reading it.

    Parameters
    ----------
    name : str
        Registered name, e.g. "biomedicine/wdbc".

    Returns
    -------
    DatasetInfo
        Kind, size, target, task, licence, source, checksum, bars and notes.

    Raises
    ------
    InputError
        If no data set has this name.
    """
    if _is_made(name):
        from .synthetic import describe_member

        return describe_member(name)
    text = _folder(name).joinpath("dataset.toml").read_text(encoding="utf-8")
    fields: dict[str, Any] = tomllib.loads(text)
    for key in ("notes", "drop"):
        fields[key] = tuple(fields.get(key, ()))
    fields["bars"] = tuple(Bar(**bar) for bar in fields.get("bars", ()))
    return DatasetInfo(name=name, **fields)


def load(
    name: str,
    *,
    group: str | None = None,
    time: str | None = None,
    split: str | None = None,
    allow_leaks: Sequence[str] = (),
    full: bool = False,
) -> AnyDataset:
    """Read a registered data set, its checksum verified, its traps handled and said.

    Parameters
    ----------
    name : str
        Registered name, e.g. "biomedicine/wdbc".
    group, time, split : str, optional
        Tables: columns that say how rows belong together, as for `read_table`; by default those
        that the data set is registered with.
    allow_leaks : sequence of str, default ()
        Columns that are known to tell the answer and are to be features all the same. Each gives a
        note that begins with "Warning:". Not when the score is to mean anything.
    full : bool, default False
        Whether to take the official version where the shipped one is trimmed; it is fetched once
        (extra "fetch") and its checksum verified. Data sets that ship whole are the same.

    Returns
    -------
    Dataset, SeriesDataset, GraphDataset, StructureDataset, EventCatalogue or HamiltonianDataset
        By the data set's kind. The target's values are replaced by the names of the classes, where
        the data set has them.

    Raises
    ------
    InputError
        If no data set has this name, the installed file is not the one that was registered, an
        argument does not fit, or the official version cannot be had.
    MissingExtraError
        If an extra is needed.

    Examples
    --------
    >>> from qneko.domains import load
    >>> load("biomedicine/wdbc").classes
    {'benign': 357, 'malignant': 212}
    >>> load("environment/elnino_sst").values.shape
    (732, 1)
    """
    info = describe(name)
    _check_leaks(info, allow_leaks)
    if _is_made(name):
        return _made(name, group=group, time=time, split=split)
    from ._shipped import READERS, shipped_table

    folder = _folder(name)
    roles = {"group": group, "time": time, "split": split}
    paths = verified_files(folder, info)
    official = fetched_file(info) if full and info.full else None
    if info.kind == "table":
        return shipped_table(info, paths, roles, allow_leaks)
    given = [role for role, column in roles.items() if column is not None]
    if given:
        raise InputError(
            f"{name!r} holds {info.kind}, which have no columns for {listed(given, quoted=False)}: "
            "leave that out."
        )
    return READERS[name](info, paths, official, allow_leaks)


def _check_leaks(info: DatasetInfo, allowed: Sequence[str]) -> None:
    for column in allowed:
        if column not in info.leaks:
            known = f"its leaking columns are {listed(list(info.leaks))}" if info.leaks else "none"
            raise InputError(
                f"allow_leaks: {column!r} is no known leak of {info.name!r}"
                f"{did_you_mean(column, list(info.leaks))} ({known}): leave it out."
            )
