"""Columns that are no features: groups, times, published splits, molecules and formulas."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ..errors import InputError
from ._columns import MISSING, comma_of, text_cells, understand
from ._formula import composition, smiles_fault
from ._read import RawTable
from ._words import counted, did_you_mean, listed


@dataclass(frozen=True)
class RowRoles:
    """Names of the columns that tell something of the rows and are never features.

    Parameters
    ----------
    group : str or None
        Rows with the same value belong together: a patient, a batch, an event.
    time : str or None
        When a row was observed: numbers, or dates as ISO 8601 has them.
    split : str or None
        The part of a published split that a row is in.
    smiles, formula : str or None
        The molecule of a row as SMILES, or its chemical formula: read here, encoded elsewhere.
    """

    group: str | None = None
    time: str | None = None
    split: str | None = None
    smiles: str | None = None
    formula: str | None = None

    @property
    def named(self) -> dict[str, str]:
        """The columns that were named, by what they are for."""
        return {role: name for role, name in vars(self).items() if name is not None}

    def check(self, raw: RawTable, target: str) -> None:
        """Refuse columns that are not there, are the target, or have two roles."""
        names = list(raw.frame.columns)
        taken = {target: "target"}
        for role, name in self.named.items():
            if name not in names:
                raise InputError(
                    f"{raw.path} has no column {name!r} for {role}{did_you_mean(name, names)}; "
                    f"its columns are {listed(names, 12)}."
                )
            if name in taken:
                raise InputError(
                    f"{raw.path}: {name!r} is the {taken[name]}, so it cannot be the {role} as "
                    "well; name another column."
                )
            taken[name] = role

    def values(self, raw: RawTable, rows: pd.Index) -> dict[str, pd.Series]:
        """Return "groups", "times", "parts", "smiles" and "formulas", those that were named.

        Raises
        ------
        InputError
            If a row has none, a time is neither a number nor a date, or a molecule or formula
            cannot be read.
        """
        found = {}
        if self.group is not None:
            found["groups"] = _labels(self.group, "group", raw, rows)
        if self.time is not None:
            found["times"] = _times(self.time, raw, rows)
        if self.split is not None:
            found["parts"] = _labels(self.split, "split", raw, rows)
        if self.smiles is not None:
            found["smiles"] = _labels(self.smiles, "SMILES", raw, rows)
            _check_smiles(found["smiles"], raw)
        if self.formula is not None:
            found["formulas"] = _labels(self.formula, "formula", raw, rows)
            _check_formulas(found["formulas"], raw)
        return {name: values.reset_index(drop=True) for name, values in found.items()}


def role_notes(found: dict[str, pd.Series]) -> list[str]:
    """Return one sentence for each column that was taken out of the features."""
    notes = []
    for what, values in found.items():
        n = values.nunique()
        tells = {
            "groups": f"the group of each row ({counted(n, 'group')})",
            "times": f"the time of each row ({counted(n, 'time')})",
            "parts": f"the part of each row in a given split ({counted(n, 'part')})",
            "smiles": "the molecule of each row",
            "formulas": "the chemical formula of each row",
        }[what]
        end = "has to be encoded" if what in ("smiles", "formulas") else "is no feature"
        notes.append(f"{values.name!r} tells {tells} and {end}.")
    return notes


def _labels(name: str, role: str, raw: RawTable, rows: pd.Index) -> pd.Series:
    """Return the cells as they stand in the file: "007" and "7" are two patients."""
    cells = raw.frame[name].loc[rows]
    texts = cells.astype(object).map(lambda v: v.strip() if isinstance(v, str) else v)
    missing = texts.isna() | texts.isin(MISSING)
    if missing.any():
        first = int(missing.index[missing.to_numpy()][0])
        raise InputError(
            f"{raw.place(first)}: every row needs a {role} in {name!r}, and this one has none "
            f"({counted(int(missing.sum()), 'row')} in all): fill it in or remove the row."
        )
    return texts.map(str).rename(name)


def _check_smiles(smiles: pd.Series, raw: RawTable) -> None:
    for row, text in enumerate(smiles):
        if fault := smiles_fault(text):
            where = raw.place(int(smiles.index[row]))
            raise InputError(
                f"{where}: SMILES is expected in {smiles.name!r}, got {text!r} "
                f"({fault}): correct it or remove the row."
            )


def _check_formulas(formulas: pd.Series, raw: RawTable) -> None:
    for row, text in enumerate(formulas):
        try:
            composition(text)
        except InputError as error:
            raise InputError(f"{raw.place(int(formulas.index[row]))}: {error}") from None


def _times(name: str, raw: RawTable, rows: pd.Index) -> pd.Series:
    column = understand(name, raw, comma_of(text_cells(raw.frame[name])))
    cells = column.values.loc[rows]
    if column.kind == "date":
        cells = cells.astype(object).map(lambda v: None if v in MISSING else v)
        times = pd.to_datetime(cells, format="ISO8601", utc=True, errors="coerce")
    else:
        times = pd.to_numeric(cells, errors="coerce")
    wrong = times.isna().to_numpy()
    if wrong.any():
        first = int(times.index[wrong][0])
        raise InputError(
            f"{raw.place(first)}: a number or an ISO 8601 date (2024-05-31) is expected as time in "
            f"{name!r}, got {str(raw.frame[name].loc[first])!r}: write all times like that."
        )
    return times.rename(name)
