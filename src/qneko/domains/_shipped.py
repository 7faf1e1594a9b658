"""From the files of the shipped data sets to what `load` returns: the traps of each, handled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from ._dataset import Dataset, DatasetInfo
from ._files import Paths, Reader
from ._formula import reduced
from ._read import RawTable, read_raw
from ._roles import RowRoles
from ._shipped_series import SERIES
from ._shipped_structures import STRUCTURES
from ._table import settle_table
from ._words import listed

#: How the warning of a leak that was let in begins; the report prints it in bold.
LEAK = "Warning: known leak"

#: Readers of the data sets that are no tables.
READERS: dict[str, Reader] = {**SERIES, **STRUCTURES}


def shipped_table(
    info: DatasetInfo, paths: Paths, given: Mapping[str, str | None], allowed: Sequence[str]
) -> Dataset:
    """Read a shipped table; `given` are columns of roles that replace the registered ones."""
    assert info.target is not None
    raw = _PREPARED.get(info.name, _as_it_is)(read_raw(paths[info.file]), info)
    hidden = [c for c in info.leaks if c not in allowed]
    roles = RowRoles(
        given["group"] or info.group,
        given["time"] or info.time,
        given["split"] or info.split,
        info.smiles,
        info.formula,
    )
    names = [c for c in info.drop if c not in roles.named.values()]
    raw = replace(raw, frame=raw.frame.drop(columns=[*hidden, *names]))
    data = settle_table(raw, info.target, roles, info.task, (), "")
    target, parts = data.target, data.parts
    if info.classes:
        target = target.map(lambda value: info.classes[str(value)]).astype(object)
    if parts is not None and given["split"] is None and info.split_words:
        parts = parts.map(info.split_words)
    warnings = [n for n in data.notes if n.startswith("Warning:")]
    others = [n for n in data.notes if not n.startswith("Warning:")]
    if names:
        others.append(f"Left out, for they only name things: {listed(names, 12)}.")
    return replace(
        data,
        name=info.name,
        target=target,
        parts=parts,
        task_reason=f"{info.task}, because the data set is registered as such",
        source=info.origin,
        licence=info.licence,
        notes=(*leak_notes(info, allowed), *warnings, *info.notes, *others),
        positive=info.positive,
        units=info.units,
        leaks=info.leaks,
        bars=info.bars,
    )


def leak_notes(info: DatasetInfo, allowed: Sequence[str]) -> list[str]:
    """Return a warning for each leak that is let in, and a note on those that are not."""
    notes = [
        f"{LEAK}: {column!r} is a feature on request although it tells the answer "
        f"({info.leaks[column]}), so no score can be taken for a prediction."
        for column in allowed
    ]
    hidden = [f"{c!r} ({why})" for c, why in info.leaks.items() if c not in allowed]
    if hidden:
        notes.append(f"Left out, for they tell the answer: {listed(hidden, 12, quoted=False)}.")
    return notes


def _as_it_is(raw: RawTable, info: DatasetInfo) -> RawTable:
    return raw


def _esol(raw: RawTable, info: DatasetInfo) -> RawTable:
    """Give each molecule that occurs under two names the first of them."""
    names = raw.frame["Compound ID"].str.strip()
    frame = raw.frame.assign(**{"Compound ID": names.replace(info.same)})
    return replace(raw, frame=frame)


def _genes(raw: RawTable, info: DatasetInfo) -> RawTable:
    """Number the samples, copies of a row by the same number."""
    cells = list(raw.frame.itertuples(index=False, name=None))
    first = {row: k for k, row in reversed(list(enumerate(cells, start=1)))}
    sample = [f"sample {first[row]}" for row in cells]
    return replace(raw, frame=raw.frame.assign(sample=sample))


def _expt_gap(raw: RawTable, info: DatasetInfo) -> RawTable:
    """Add what a formula comes to: Cu1.8S1 and Cu9S5 are one composition."""
    return replace(raw, frame=raw.frame.assign(composition=raw.frame["formula"].map(reduced)))


_TSUNAMI = {
    "Definite Tsunami": "yes",
    "Questionable Tsunami": "no",
    "Very Doubtful Tsunami": "no",
}


def _tsunami(raw: RawTable, info: DatasetInfo) -> RawTable:
    """Keep the earthquakes with a clear answer to whether there was a tsunami."""
    frame = raw.frame
    said = frame["EVENT_VALIDITY"].map(_TSUNAMI)
    kept = ((frame["CAUSE"] == "Earthquake") & said.notna()).to_numpy()
    frame = frame.drop(columns=["EVENT_VALIDITY", "CAUSE"]).assign(tsunami=said)
    return _rows(replace(raw, frame=frame), kept)


def _rows(raw: RawTable, kept: Any) -> RawTable:
    """Return some of the rows, which still know their lines in the file."""
    lines = None
    if raw.lines is not None:
        lines = [line for line, keep in zip(raw.lines, kept, strict=True) if keep]
    frame: pd.DataFrame = raw.frame[kept].reset_index(drop=True)
    return replace(raw, frame=frame, lines=lines)


_PREPARED: dict[str, Callable[[RawTable, DatasetInfo], RawTable]] = {
    "biomedicine/esol": _esol,
    "biomedicine/tissue_gene_expression": _genes,
    "environment/ncei_tsunami_events": _tsunami,
    "materials/matbench_expt_gap": _expt_gap,
}
