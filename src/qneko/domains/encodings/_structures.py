"""Atoms in space as numbers that do not change when a molecule is turned or its atoms renamed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from .._bundles import StructureDataset
from .._dataset import Dataset
from .._formula import ELEMENTS
from ._wanted import wanted

StructureFeature = Literal["element_counts", "coulomb_spectrum", "coulomb_matrix"]

_WORDS = {
    "element_counts": "the number of atoms of each element",
    "coulomb_spectrum": "the eigenvalues of its Coulomb matrix ordered by their size",
    "coulomb_matrix": "the upper half of its Coulomb matrix with rows ordered by their norms",
}


def structure_features(
    structures: StructureDataset,
    features: Sequence[StructureFeature] = ("element_counts", "coulomb_spectrum"),
) -> Dataset:
    """Return a table of molecules in space.

    Parameters
    ----------
    structures : StructureDataset
        Molecules.
    features : sequence of str, default ("element_counts", "coulomb_spectrum")
        Which, in their order. "element_counts": one number for each element; explains most of an
        energy, and nothing of isomers. "coulomb_spectrum": the eigenvalues of the Coulomb matrix,
        the largest in size first (Rupp et al. 2012, arXiv:1109.2618); as many numbers as there are
        atoms in the largest molecule; different molecules can share them. "coulomb_matrix": all of
        it, the rows by their norms (Hansen et al. 2013); the most there is to know, in many
        numbers, some of which jump where two norms change places.

    Returns
    -------
    Dataset
        `frame` of float64; target, groups, notes and bars are those of the structures.

    Raises
    ------
    InputError
        If a feature is unknown or given twice, or there is none.

    Examples
    --------
    >>> from qneko.domains import load, structure_features
    >>> table = structure_features(load("materials/qm7"), ["element_counts"])
    >>> table.frame.loc[0].to_dict()
    {'H': 4.0, 'C': 1.0, 'N': 0.0, 'O': 0.0, 'S': 0.0}
    """
    names = wanted("structures", features, tuple(_WORDS))
    blocks = [_block(structures, name) for name in names]
    told = ", ".join(_WORDS[name] for name in names)
    return Dataset(
        name=structures.name,
        frame=pd.concat(blocks, axis=1),
        target=structures.target.reset_index(drop=True),
        target_name=structures.target_name,
        task="regression",
        task_reason="regression, because the target is a number",
        source=structures.source,
        licence=structures.licence,
        sha256=structures.sha256,
        notes=structures.notes,
        units=structures.units,
        groups=structures.groups.reset_index(drop=True),
        bars=structures.bars,
        encodings=(f"each molecule as {told}",),
    )


def _block(structures: StructureDataset, name: str) -> pd.DataFrame:
    n_atoms = structures.atomic_numbers.shape[1]
    if name == "element_counts":
        numbers = structures.atomic_numbers
        return pd.DataFrame(
            {
                ELEMENTS[z - 1]: (numbers == z).sum(axis=1, dtype=np.float64)
                for z in np.unique(numbers[numbers > 0])
            }
        )
    if name == "coulomb_spectrum":
        values = np.linalg.eigvalsh(structures.coulomb_matrices(ordered=False))
        order = np.argsort(-np.abs(values), axis=1, kind="stable")
        values = np.take_along_axis(values, order, axis=1)
        # absent atoms have the eigenvalue 0, but for rounding
        values[np.arange(n_atoms) >= (structures.atomic_numbers > 0).sum(axis=1)[:, None]] = 0.0
        return pd.DataFrame(values, columns=[f"eigenvalue {k + 1}" for k in range(n_atoms)])
    upper = np.triu_indices(n_atoms)
    matrices = structures.coulomb_matrices()[:, upper[0], upper[1]]
    columns = [f"Coulomb {i + 1},{j + 1}" for i, j in zip(*upper, strict=True)]
    return pd.DataFrame(matrices, columns=columns)
