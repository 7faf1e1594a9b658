"""What `qneko data` says of each kind of data set: facts for people, values for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..domains import (
    AnyDataset,
    Dataset,
    EventCatalogue,
    GraphDataset,
    SeriesDataset,
    StructureDataset,
)

if TYPE_CHECKING:
    import pandas as pd

    from ..domains import DatasetInfo

Facts = list[tuple[str, object]]
#: Header and rows for people, and the same for programs.
Columns = tuple[list[str], list[tuple[object, ...]], list[dict[str, Any]]]

_SIZES = {
    "table": ("rows", "columns"),
    "series": ("times", "channels"),
    "graphs": ("graphs", "nodes at most"),
    "structures": ("molecules", "atoms at most"),
    "events": ("events", "columns"),
    "hamiltonians": ("geometries", "columns"),
}


def size(info: DatasetInfo) -> str:
    """Return how large a registered data set is, in the words of its kind."""
    of, across = _SIZES[info.kind]
    return f"{info.n_samples:,} {of}, {info.n_columns} {across}"


def facts_of(data: AnyDataset) -> Facts:
    """Return size, target and what belongs together."""
    if isinstance(data, Dataset):
        return [
            ("size", f"{data.n_samples} rows, {data.n_columns} columns"),
            ("target", f"{data.target_name}: {data.task_reason}"),
            ("values", _target_values(data.target, data.units)),
            *_group_facts(data.groups),
            *_parts(data),
        ]
    if isinstance(data, SeriesDataset):
        return [
            ("size", f"{data.n_times:,} points in time, {_counted(data.n_channels, 'channel')}"),
            ("times", f"{_moment(data.times[0])} … {_moment(data.times[-1])}"),
            ("frequency", data.frequency),
            ("target", data.target),
            ("groups", ", ".join(dict.fromkeys(data.groups))),
        ]
    if isinstance(data, GraphDataset):
        nodes = [len(matrix) for matrix in data.adjacency]
        return [
            ("size", f"{data.n_graphs} graphs of {min(nodes)} to {max(nodes)} nodes"),
            ("target", f"{data.target_name}: {data.task}"),
            ("values", _target_values(data.target, data.units)),
            *_group_facts(data.groups),
        ]
    if isinstance(data, StructureDataset):
        atoms = (data.atomic_numbers > 0).sum(axis=1)
        return [
            ("size", f"{data.n_molecules:,} molecules of {atoms.min()} to {atoms.max()} atoms"),
            ("target", f"{data.target_name}: regression"),
            ("values", _target_values(data.target, data.units)),
            *_group_facts(data.groups),
        ]
    if isinstance(data, EventCatalogue):
        times = data.frame["time"]
        return [
            ("size", f"{data.n_events:,} events"),
            ("times", f"{_moment(times.iloc[0])} … {_moment(times.iloc[-1])}"),
        ]
    return [("size", f"{len(data.energies)} geometries")]


def json_of(data: AnyDataset) -> dict[str, Any]:
    """Return what is known after reading, as values for JSON."""
    found: dict[str, Any] = {
        "name": data.name,
        "source": data.source,
        "licence": data.licence,
        "sha256": data.sha256,
        "notes": list(data.notes),
        "bars": [vars(bar) for bar in data.bars],
    }
    if isinstance(data, Dataset):
        return found | {
            "n_samples": data.n_samples,
            "n_columns": data.n_columns,
            "target": data.target_name,
            "task": data.task,
            "task_reason": data.task_reason,
            "classes": data.classes and {str(label): n for label, n in data.classes.items()},
            "positive": data.positive,
            "n_groups": None if data.groups is None else int(data.groups.nunique()),
            "parts": None if data.parts is None else _counts(data.parts),
        }
    if isinstance(data, SeriesDataset):
        return found | {
            "first": _moment(data.times[0]),
            "last": _moment(data.times[-1]),
            "frequency": data.frequency,
            "groups": list(dict.fromkeys(data.groups)),
        }
    if isinstance(data, GraphDataset | StructureDataset):
        classes = data.target.dtype == object
        groups = data.groups
        return found | {
            "classes": _counts(data.target) if classes else None,
            "n_groups": None if groups is None else int(groups.nunique()),
        }
    return found


def columns_of(data: AnyDataset) -> Columns:
    """Return the columns of a table, the channels of series, or what else there is to list."""
    if isinstance(data, Dataset):
        columns = [_column(data.frame[name]) for name in data.frame.columns]
    elif isinstance(data, SeriesDataset):
        frame = data.frame()
        columns = [_column(frame[name]) for name in frame.columns]
        for column, unit in zip(columns, data.units, strict=True):
            column["unit"] = unit
    elif isinstance(data, EventCatalogue):
        columns = [_column(data.frame[n]) for n in data.frame.columns if n != "time"]
    elif isinstance(data, GraphDataset):
        return _node_labels(data)
    elif isinstance(data, StructureDataset):
        return _elements(data)
    else:
        energies = data.energies
        columns = [_column(energies[n]) for n in energies.columns if n not in ("name", "basis")]
    rows: list[tuple[object, ...]] = [
        (c["name"], c.get("unit") or c["kind"], _range(c), c["missing"] or "") for c in columns
    ]
    return ["column", "kind or unit", "values", "missing>"], rows, columns


def _node_labels(data: GraphDataset) -> Columns:
    labels, counts = np.unique(np.concatenate(data.node_labels), return_counts=True)
    names = [data.label_names.get(int(label), str(label)) for label in labels]
    found = [(name, int(n)) for name, n in zip(names, counts, strict=True)]
    columns = [{"name": name, "kind": "node label", "count": n} for name, n in found]
    return ["node label", "count>"], list(found), columns


def _elements(data: StructureDataset) -> Columns:
    numbers, counts = np.unique(data.atomic_numbers, return_counts=True)
    found = [(int(z), int(n)) for z, n in zip(numbers, counts, strict=True) if z]
    columns = [{"name": str(z), "kind": "atomic number", "count": n} for z, n in found]
    return ["atomic number>", "count>"], list(found), columns


def _counted(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def _moment(time: Any) -> str:
    return f"{time:g} s" if isinstance(time, float) else time.strftime("%Y-%m-%d")


def _counts(values: pd.Series) -> dict[str, int]:
    return {str(label): int(n) for label, n in values.value_counts().sort_index().items()}


def _group_facts(groups: pd.Series | None) -> Facts:
    if groups is None:
        return []
    return [("groups", f"{groups.name}: {groups.nunique():,} in {len(groups):,}")]


def _parts(data: Dataset) -> Facts:
    if data.parts is None:
        return []
    shown = ", ".join(f"{part}: {n}" for part, n in _counts(data.parts).items())
    return [("published split", shown)]


def _column(values: pd.Series) -> dict[str, Any]:
    missing = int(values.isna().sum())
    if values.dtype == "category":
        levels = values.value_counts(sort=False)
        counts = {str(level): int(n) for level, n in levels.items()}
        return {"name": values.name, "kind": "category", "values": counts, "missing": missing}
    low, middle, high = (float(q) for q in values.quantile([0.0, 0.5, 1.0]))
    return {
        "name": values.name,
        "kind": "number",
        "min": low,
        "median": middle,
        "max": high,
        "missing": missing,
    }


def _range(column: dict[str, Any]) -> str:
    if column["kind"] == "number":
        return f"{column['min']:g} … {column['median']:g} … {column['max']:g}"
    shown = [f"{level} ({n})" for level, n in list(column["values"].items())[:6]]
    rest = len(column["values"]) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest else "")


def _target_values(target: pd.Series, unit: str | None) -> str:
    if target.dtype == object or target.dtype.kind in "iu":
        counts: Sequence[tuple[str, int]] = list(_counts(target).items())
        return ", ".join(f"{label}: {n}" for label, n in counts)
    low, middle, high = (float(q) for q in target.quantile([0.0, 0.5, 1.0]))
    return f"{low:g} … {middle:g} … {high:g}{f' {unit}' if unit else ''} (least, median, largest)"
