"""What was said of each row, as the report reads it from ``predictions.csv``."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..evidence._evidence import Candidate, Evidence
from ..evidence._row_columns import FILE, plain_name
from ..verdict._sentences import initial

if TYPE_CHECKING:
    import pandas as pd

#: Columns that say what a row belongs to, the one that counts first.
_GROUPS = ("group", "cell", "molecule")


@dataclass(frozen=True)
class Forecaster:
    """Who said something of every row: a candidate, or the bar, another candidate in each fold.

    Parameters
    ----------
    label : str
        Name for people.
    role : str
        Of the candidate; "baseline" for the bar.
    said : ndarray of shape (n_rows,)
        Numbers, or names of classes.
    spread : ndarray of shape (n_rows,) or None
        Standard deviation that the model itself gives each number.
    """

    label: str
    role: str
    said: NDArray[Any]
    spread: NDArray[np.float64] | None = None


@dataclass(frozen=True)
class Rows:
    """The test rows of the first repeat: what was true, and what each candidate said.

    Parameters
    ----------
    evidence : Evidence
        Of the same run.
    table : pandas.DataFrame
        The file, all cells as text.
    """

    evidence: Evidence
    table: pd.DataFrame

    @property
    def n_rows(self) -> int:
        """How many rows were tested."""
        return len(self.table)

    @property
    def are_numbers(self) -> bool:
        """Whether numbers were predicted, and not classes."""
        return self.evidence.data.task == "regression"

    @property
    def target(self) -> str:
        """Name of what was predicted, with its unit."""
        data = self.evidence.data
        return f"{data.target} ({data.target_unit})" if data.target_unit else data.target

    def axis(self, word: str, length: int) -> str:
        """Return the name of an axis with its unit; a long name is left to the picture's title."""
        full = f"{word} {self.target}".strip()
        if len(full) <= length:
            return full
        unit = self.evidence.data.target_unit
        if not unit:
            return word or "Value"
        return f"{word} ({unit})" if word else unit

    @cached_property
    def fold(self) -> NDArray[np.int64]:
        """The fold, from 0 on, that a row was tested in."""
        return self.table["fold"].to_numpy(np.int64)

    @cached_property
    def truth(self) -> NDArray[Any]:
        """What was true."""
        return self._values("truth")

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """Names of the classes, the commonest first."""
        found = Counter(self.truth.tolist())
        return tuple(sorted(found, key=lambda name: (-found[name], name)))

    @cached_property
    def groups(self) -> NDArray[Any] | None:
        """What a row belongs to, as text: the group of the splits, or a cell of a map."""
        column = next((name for name in _GROUPS if name in self.table), None)
        return None if column is None else self.table[column].to_numpy(object)

    @cached_property
    def times(self) -> NDArray[Any] | None:
        """When a row was observed: numbers, or moments in UTC; None if that is not known."""
        if "time" not in self.table:
            return None
        import pandas as pd

        texts = self.table["time"]
        numbers = pd.to_numeric(texts, errors="coerce")
        if numbers.notna().all():
            return numbers.to_numpy(np.float64)
        moments = pd.to_datetime(texts, errors="coerce", utc=True, format="ISO8601")
        if moments.isna().any():
            return None
        return moments.dt.tz_localize(None).to_numpy()

    def numbers(self, name: str) -> NDArray[np.float64] | None:
        """Return the finite numbers of the column with this plain name; None if there is none."""
        import pandas as pd

        said = {c.id for c in self.evidence.candidates}
        for column in self.table.columns:
            if plain_name(column) == name and column not in said:
                values = pd.to_numeric(self.table[column], errors="coerce").to_numpy(np.float64)
                return values if np.isfinite(values).all() else None
        return None

    @cached_property
    def best_quantum(self) -> Forecaster:
        """The quantum model that the study's answer is about."""
        by_id = {c.id: c for c in self.evidence.candidates}
        return self.of(by_id[self.evidence.verdict.candidate])

    @cached_property
    def bar(self) -> Forecaster:
        """The bar: in each fold what the baseline said that the inner scores chose there."""
        picks = {p.fold: p.candidate for p in self.evidence.bars.full.picks if p.repeat == 0}
        by_id = {c.id: c for c in self.evidence.candidates}
        parts = {name: self.of(by_id[name]) for name in dict.fromkeys(picks.values())}
        owner = [parts[picks[fold]] for fold in self.fold.tolist()]
        said = np.array([one.said[i] for i, one in enumerate(owner)], dtype=self.truth.dtype)
        spreads = [one.spread for one in owner]
        known = [s[i] for i, s in enumerate(spreads) if s is not None]
        names = [initial(one.label) for one in parts.values()]
        label = f"{names[0]} (bar)" if len(names) == 1 else "Bar (best baseline of each fold)"
        whole = len(known) == self.n_rows
        return Forecaster(label, "baseline", said, np.array(known) if whole else None)

    @property
    def pair(self) -> tuple[Forecaster, Forecaster]:
        """The best quantum model, and the bar."""
        return self.best_quantum, self.bar

    def of(self, candidate: Candidate) -> Forecaster:
        """Return what one candidate said; its columns must be there."""
        column = f"{candidate.id}.sd"
        spread = self.table[column].to_numpy(np.float64) if column in self.table else None
        return Forecaster(
            initial(candidate.label), candidate.role, self._values(candidate.id), spread
        )

    def all(self) -> list[tuple[Candidate, Forecaster]]:
        """Return every candidate whose predictions are there, in the order of the study."""
        return [(c, self.of(c)) for c in self.evidence.candidates if c.id in self.table]

    def _values(self, column: str) -> NDArray[Any]:
        values = self.table[column]
        return values.to_numpy(np.float64) if self.are_numbers else values.to_numpy(object)


def read_rows(folder: str | os.PathLike[str], evidence: Evidence) -> Rows | None:
    """Read what was said of each row, all of it or nothing.

    Parameters
    ----------
    folder : path-like
        The run's folder.
    evidence : Evidence
        Of the same run.

    Returns
    -------
    Rows or None
        None if ``predictions.csv`` is not there, as in older runs, or is not that of this run.
    """
    import pandas as pd

    path = Path(folder) / FILE
    if not path.is_file():
        return None
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
        rows = Rows(evidence, table)
        return rows if _is_whole(rows) else None
    except (OSError, ValueError):  # pandas' own errors of broken files are ValueErrors
        return None


def _is_whole(rows: Rows) -> bool:
    evidence, columns = rows.evidence, set(rows.table.columns)
    picked = {p.candidate for p in evidence.bars.full.picks if p.repeat == 0}
    if not {"fold", "truth", evidence.verdict.candidate, *picked} <= columns:
        return False
    tested = {r.fold: r.n_test for r in evidence.results if r.repeat == 0}
    if Counter(rows.fold.tolist()) != Counter(tested):
        return False
    said = [rows.truth, *(one.said for _, one in rows.all())]
    if rows.are_numbers:
        return all(bool(np.isfinite(values).all()) for values in said)
    known = set(evidence.data.classes or ())
    return all(known >= set(values.tolist()) for values in said)
