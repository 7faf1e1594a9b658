"""Molecules as graphs: atoms are nodes, bonds are edges."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from ...errors import InputError
from .._bundles import GraphDataset
from .._dataset import Dataset
from .._formula import ELEMENTS
from .._isomorphism import equal_graphs
from .._words import counted
from ._rdkit import read_molecules, version


def molecular_graphs(
    dataset: Dataset, *, max_atoms: int = 30, bond_orders: bool = False
) -> GraphDataset:
    """Return the graphs of a table's molecules, read by RDKit (extra "chemistry").

    For graph kernels and quantum evolution on graphs. Hydrogens are left out, and what a picture of
    the formula does not show (charges, stereochemistry) is not in the graph.

    Parameters
    ----------
    dataset : Dataset
        A table with a column of SMILES, such as `read_table` with ``smiles=`` returns.
    max_atoms : int, default 30
        Molecules with more atoms (without hydrogens) are left out, which the notes say; 30 atoms
        are 30 qubits of a quantum evolution.
    bond_orders : bool, default False
        Whether an edge weighs 1, 2, 3 or, if aromatic, 1.5, in place of 1.

    Returns
    -------
    GraphDataset
        Labels of nodes are atomic numbers. Groups are those of the table, joined where molecules
        have equal graphs.

    Raises
    ------
    InputError
        If the table has no molecules, RDKit cannot read one, or all are too large.
    MissingExtraError
        If RDKit is not installed.

    Examples
    --------
    >>> from qneko.domains import load, molecular_graphs
    >>> graphs = molecular_graphs(load("biomedicine/esol"), max_atoms=12)
    >>> graphs.n_graphs, max(len(labels) for labels in graphs.node_labels)
    (594, 12)
    """
    if dataset.smiles is None:
        raise InputError(
            f"{dataset.name!r} has no column of molecules: name it with smiles=... where it is "
            "read."
        )
    if isinstance(max_atoms, bool) or not isinstance(max_atoms, int) or max_atoms < 1:
        raise InputError(f"max_atoms: a whole number from 1 on is expected, got {max_atoms!r}.")
    found, _ = read_molecules(dataset.smiles)
    from rdkit import Chem

    kept = [row for row, m in enumerate(found) if m.GetNumAtoms() <= max_atoms]
    if not kept:
        raise InputError(f"max_atoms: every molecule has more than {max_atoms} atoms; raise it.")
    adjacency = [
        np.asarray(Chem.GetAdjacencyMatrix(found[row], useBO=bond_orders), dtype=np.float64)
        for row in kept
    ]
    labels = [
        np.array([atom.GetAtomicNum() for atom in found[row].GetAtoms()], dtype=np.int64)
        for row in kept
    ]
    notes = [*dataset.notes, f"Molecules were read by RDKit {version()}, without hydrogens."]
    if n_large := len(found) - len(kept):
        molecules = counted(n_large, "molecule")
        notes.append(f"{molecules} of more than {max_atoms} atoms left out.")
    numbers = sorted({int(z) for kinds in labels for z in kinds})
    return GraphDataset(
        name=dataset.name,
        source=dataset.source,
        licence=dataset.licence,
        sha256=dataset.sha256,
        notes=tuple(notes),
        adjacency=tuple(adjacency),
        node_labels=tuple(labels),
        label_names={z: ELEMENTS[z - 1] for z in numbers if z > 0},
        target=dataset.target.iloc[kept].reset_index(drop=True),
        target_name=dataset.target_name,
        task=dataset.task,
        groups=_joined(equal_graphs(adjacency, labels), dataset.groups, kept),
        positive=dataset.positive,
        units=dataset.units,
    )


def _joined(equal: pd.Series, groups: pd.Series | None, kept: list[int]) -> pd.Series:
    """Return groups of rows that are equal as graphs or of one group of the table."""
    if groups is None:
        return equal
    first, second = pd.factorize(equal)[0], pd.factorize(groups.iloc[kept])[0]
    links = coo_matrix(
        (np.ones(len(first)), (first, second)), shape=(first.max() + 1, second.max() + 1)
    )
    return pd.Series([f"molecule {k + 1}" for k in _parts(links)[first]], name=str(groups.name))


def _parts(links: coo_matrix) -> NDArray[np.int32]:
    """Return the connected part of each row of a matrix of links between rows and columns."""
    n, m = links.shape
    whole = coo_matrix((links.data, (links.row, links.col + n)), shape=(n + m, n + m))
    parts: NDArray[np.int32] = connected_components(whole, directed=False)[1]
    return parts[:n]
