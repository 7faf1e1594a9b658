"""From what was read to the table of a study, as ``[encoding]`` asks: each row by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...errors import InputError
from ..study_file._spec import StudySpec

if TYPE_CHECKING:
    from ...domains import Dataset, GraphDataset, StructureDataset


def table_of(bundle: GraphDataset | StructureDataset, spec: StudySpec) -> Dataset:
    """Return graphs or structures as a table, one row each."""
    from ...domains import GraphDataset, structure_features
    from ...domains.graphs import frame_graphs

    # names were checked with the study file
    names: Any
    if isinstance(bundle, GraphDataset):
        names = spec.encoding.graphs
        return frame_graphs(bundle, max_nodes=spec.data.max_nodes, features=names)
    names = spec.encoding.structures
    return structure_features(bundle, names)


def encoded(dataset: Dataset, spec: StudySpec) -> Dataset:
    """Return a table with its columns, formulas and molecules encoded.

    Raises
    ------
    InputError
        If a key of ``[encoding]`` does not fit the table, or nothing is left to predict from.
    MissingExtraError
        If an extra is needed.
    """
    from ...domains import encode

    asked = spec.encoding
    names: dict[str, Any] = {
        "formulas": _or_default(asked.formulas, dataset, spec.data.formula, "formulas"),
        "molecules": _or_default(asked.molecules, dataset, spec.data.smiles, "molecules"),
        "spectrum_steps": asked.spectrum_steps,
        "cyclic": asked.cyclic,
        "geographic": asked.geographic,
        "spectra": asked.spectra,
    }
    try:
        found = encode(dataset, **names)
    except InputError as error:
        raise InputError(f"encoding: {error}") from None
    if found.n_columns == 0:
        raise InputError(
            f"encoding: '{dataset.name}' has formulas or molecules and no column of numbers, so "
            "formulas or molecules cannot be []: leave the key out, or say what to make of them."
        )
    return found


#: What is made of a column of formulas or molecules if the study file does not say.
_DEFAULTS = {"formulas": ("fractions",), "molecules": ("descriptors",)}


def _or_default(
    asked: tuple[str, ...] | None, dataset: Dataset, named: str | None, what: str
) -> tuple[str, ...]:
    """Return what is asked for, else the default where the column was named or is all there is."""
    if asked is not None:
        return asked
    values = dataset.formulas if what == "formulas" else dataset.smiles
    if values is not None and (named is not None or dataset.n_columns == 0):
        return _DEFAULTS[what]
    return ()
