"""`encode`: columns, formulas and molecules of a table, each row by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Literal

import pandas as pd

from ...errors import InputError
from .._dataset import Dataset
from .._words import did_you_mean, listed
from ._axis import axis_columns
from ._compositions import element_fractions
from ._cyclic import Calendar, cyclic_features
from ._element_properties import version as mendeleev_version
from ._element_statistics import element_statistics
from ._geographic import geographic_features
from ._molecules import molecular_descriptors, molecular_fingerprints
from ._rdkit import version as rdkit_version
from ._spectra import SpectrumStep, spectrum_features

FormulaEncoding = Literal["fractions", "statistics"]
MoleculeEncoding = Literal["descriptors", "fingerprints", "count_fingerprints"]


def encode(
    dataset: Dataset,
    *,
    cyclic: Mapping[str, float | Calendar] | None = None,
    geographic: Sequence[str] = (),
    spectra: str | Sequence[str] = (),
    spectrum_steps: Sequence[SpectrumStep] = ("snv", "derivative"),
    formulas: Sequence[FormulaEncoding] = (),
    molecules: Sequence[MoleculeEncoding] = (),
) -> Dataset:
    """Return a data set whose features are encoded as its field does it, each row by itself.

    What is made here of a row depends on that row alone, so it is the same whatever rows a model
    is trained on: nothing can leak. What is learned from several rows (gaps, scales, components)
    is left to `make_encoder`, inside the folds.

    Parameters
    ----------
    dataset : Dataset
        A table.
    cyclic : mapping of str to float or {"year", "week", "day"}, optional
        Columns that come round again, and their periods; see `cyclic_features`. Dates are columns
        of dates in the file, or its times.
    geographic : sequence of str, default ()
        The columns of latitude and longitude; see `geographic_features`.
    spectra : str or sequence of str, default ()
        Columns that are points along one axis, in their order, or what their names begin with,
        followed by a star ("nm*"); see `spectrum_features`.
    spectrum_steps : sequence of {"snv", "derivative", "fourier"}, default ("snv", "derivative")
        What is done with them.
    formulas : sequence of {"fractions", "statistics"}, default ()
        What is made of `Dataset.formulas`; see `element_fractions` and `element_statistics`.
    molecules : sequence of {"descriptors", "fingerprints", "count_fingerprints"}, default ()
        What is made of `Dataset.smiles`; see `molecular_descriptors`, `molecular_fingerprints`.

    Returns
    -------
    Dataset
        With new features in place of the columns that they were made from, which move to `context`
        (but for spectra); `encodings` says what was done.

    Raises
    ------
    InputError
        If a column is not there, is asked for twice, or does not hold what is expected.
    MissingExtraError
        If an extra is needed.

    Examples
    --------
    >>> from qneko.domains import encode, load
    >>> steels = encode(load("materials/matbench_steels"), formulas=["fractions"])
    >>> steels.frame.shape, steels.encodings
    ((312, 14), ("'formula' as fractions of 14 elements",))
    """
    work = _Work(dataset)
    for name, period in (cyclic or {}).items():
        work.cyclic(name, period)
    if geographic:
        work.geographic(geographic)
    if spectra:
        work.spectra(spectra, spectrum_steps)
    for formula_encoding in formulas:
        work.formulas(formula_encoding)
    for molecule_encoding in molecules:
        work.molecules(molecule_encoding)
    return work.done()


class _Work:
    """A data set on its way: what is left of its columns, what was made, and what moved aside."""

    def __init__(self, dataset: Dataset):
        self._dataset = dataset
        self._left = dataset.frame
        self._made: list[pd.DataFrame] = []
        self._aside: dict[str, pd.Series] = {}
        self._clauses: list[str] = []
        self._encoded: list[str] = []

    def cyclic(self, name: str, period: float | Calendar) -> None:
        if name in self._left:
            values = self._take(name, "cyclic")
        else:
            values = self._dates(name)
        self._made.append(cyclic_features(values, period))
        of = f"the {period}" if isinstance(period, str) else f"a period of {period:g}"
        self._clauses.append(f"{name!r} as sine and cosine of {of}")

    def _dates(self, name: str) -> pd.Series:
        """Return a column of dates, which is no feature by itself."""
        dataset = self._dataset
        if dataset.times is not None and dataset.times.name == name:
            return dataset.times
        if dataset.context is not None and name in dataset.context:
            return dataset.context[name]
        raise self._unknown(name, "cyclic")

    def geographic(self, names: Sequence[str]) -> None:
        if isinstance(names, str) or len(names) != 2:
            raise InputError(
                f"geographic: two columns are expected, latitude and longitude, got {names!r}."
            )
        latitude, longitude = (self._take(name, "geographic") for name in names)
        self._made.append(geographic_features(latitude, longitude))
        self._clauses.append(f"{names[0]!r} and {names[1]!r} as a point on the unit sphere")

    def spectra(self, asked: str | Sequence[str], steps: Sequence[SpectrumStep]) -> None:
        names = axis_columns(asked, [str(c) for c in self._left.columns])
        points = pd.DataFrame({name: self._take(name, "spectra", keep=False) for name in names})
        self._made.append(spectrum_features(points, steps))
        words = {
            "snv": "standard normal variate",
            "derivative": "Savitzky-Golay first derivative",
            "fourier": "Fourier amplitudes",
        }
        done = ", then ".join(words[step] for step in steps) or "as they are"
        self._clauses.append(f"{len(names)} points of {names[0]!r} to {names[-1]!r}: {done}")

    def formulas(self, kind: FormulaEncoding) -> None:
        values = self._dataset.formulas
        if values is None:
            raise InputError(
                f"formulas: {self._dataset.name!r} has no column of chemical formulas; name it "
                "with formula = ... where the table is read, or leave this out."
            )
        if kind == "fractions":
            made = element_fractions(values)
            clause = f"fractions of {made.shape[1]} elements"
        else:
            made = element_statistics(values)
            clause = f"{made.shape[1]} statistics of its elements (mendeleev {mendeleev_version()})"
        self._add_text(values, made, clause)

    def molecules(self, kind: MoleculeEncoding) -> None:
        values = self._dataset.smiles
        if values is None:
            raise InputError(
                f"molecules: {self._dataset.name!r} has no column of SMILES; name it with "
                "smiles = ... where the table is read, or leave this out."
            )
        makers: dict[str, Callable[[], pd.DataFrame]] = {
            "descriptors": lambda: molecular_descriptors(values),
            "fingerprints": lambda: molecular_fingerprints(values),
            "count_fingerprints": lambda: molecular_fingerprints(values, counts=True),
        }
        made = makers[kind]()
        what = {
            "descriptors": f"{made.shape[1]} descriptors",
            "fingerprints": f"a Morgan fingerprint of radius 2 in {made.shape[1]} bits",
            "count_fingerprints": f"Morgan counts of radius 2 in {made.shape[1]} columns",
        }[kind]
        self._add_text(values, made, f"{what} (RDKit {rdkit_version()})")

    def _add_text(self, values: pd.Series, made: pd.DataFrame, clause: str) -> None:
        self._made.append(made)
        self._aside[str(values.name)] = values
        self._encoded.append(str(values.name))
        self._clauses.append(f"{str(values.name)!r} as {clause}")

    def _take(self, name: str, what: str, *, keep: bool = True) -> pd.Series:
        """Return a feature, which then is none any more."""
        if name not in self._left:
            raise self._unknown(name, what)
        values = self._left[name]
        self._left = self._left.drop(columns=[name])
        if keep:
            self._aside[name] = values
        return values

    def _unknown(self, name: str, what: str) -> InputError:
        known = [str(c) for c in self._left.columns]
        used = " left" if name in self._dataset.frame else ""
        dates = ", or a column of dates (2024-05-31)" if what == "cyclic" else ""
        return InputError(
            f"{what}: {self._dataset.name!r} has no column {name!r}{used}"
            f"{did_you_mean(name, known)}; one of {listed(known, 12) or 'none'} is expected{dates}."
        )

    def done(self) -> Dataset:
        dataset = self._dataset
        if not self._made:
            return dataset
        frame = self._left
        for made in self._made:
            frame = frame.join(_apart(made, frame))
        aside = pd.DataFrame(self._aside, index=frame.index)
        if dataset.context is not None:
            aside = dataset.context.join(aside[[c for c in aside if c not in dataset.context]])
        # a raw row has each name once
        aside = aside[[c for c in aside if c not in frame]]
        notes = (
            note
            for note in dataset.notes
            if not (
                note.endswith("has to be encoded.")
                and any(note.startswith(f"{name!r} tells") for name in self._encoded)
            )
        )
        return replace(
            dataset,
            frame=frame,
            notes=tuple(notes),
            context=aside if aside.shape[1] else None,
            encodings=(*dataset.encodings, *self._clauses),
        )


def _apart(made: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """Return columns under names that the table does not have yet."""
    taken = set(frame.columns)
    return made.rename(columns=lambda name: f"{name} (encoded)" if name in taken else name)
