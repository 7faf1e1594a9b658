"""Graphs as numbers: counts, spectra, and hashed neighbourhoods."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.feature_extraction import FeatureHasher

from ...errors import InputError
from .._bundles import GraphDataset
from .._dataset import Dataset
from ._wanted import wanted

GraphFeature = Literal["counts", "spectrum", "neighbourhoods"]

#: Nodes with more neighbours share a column.
_MOST_NEIGHBOURS = 8


def graph_features(
    graphs: GraphDataset,
    features: Sequence[GraphFeature] = ("counts", "spectrum", "neighbourhoods"),
    *,
    n_eigenvalues: int = 30,
    wl_rounds: int = 2,
    wl_size: int = 64,
) -> Dataset:
    """Return a table of what each graph is like, whatever the order of its nodes.

    Each graph is described alone, so nothing leaks. Not where nodes have places: then see
    `structure_features`.

    Parameters
    ----------
    graphs : GraphDataset
        Graphs of any size.
    features : sequence of {"counts", "spectrum", "neighbourhoods"}, default all
        Which, in their order. "counts": nodes, edges, nodes by how many neighbours they have and by
        label. "spectrum": the largest eigenvalues of the normalised Laplacian (Chung 1997), which
        tell of rings, branches and parts; weights of edges are not negative. "neighbourhoods": how
        often each neighbourhood occurs, as the rounds of Weisfeiler and Lehman name them
        (Shervashidze et al. 2011), hashed.
    n_eigenvalues : int, default 30
        Columns of the spectrum: all of it for graphs of up to so many nodes, with 0 where there are
        no more.
    wl_rounds : int, default 2
        How many edges the neighbourhoods reach.
    wl_size : int, default 64
        Columns of the neighbourhoods; different ones can share a column.

    Returns
    -------
    Dataset
        `frame` of float64; target, groups, notes and bars are those of the graphs.

    Raises
    ------
    InputError
        If a feature is unknown or given twice, an argument is out of range, or a spectrum is asked
        for of edges with negative weights.

    Examples
    --------
    >>> from qneko.domains import graph_features, load
    >>> table = graph_features(load("biomedicine/mutag"), ["counts"])
    >>> table.frame.loc[0, ["nodes", "edges", "degree 3", "C", "N", "O"]].tolist()
    [23.0, 27.0, 10.0, 20.0, 1.0, 2.0]
    """
    makers = {
        "counts": lambda: pd.concat([_counts(graphs), _labels(graphs)], axis=1),
        "spectrum": lambda: _spectra(graphs, n_eigenvalues),
        "neighbourhoods": lambda: _neighbourhoods(graphs, wl_rounds, wl_size),
    }
    words = {
        "counts": "its numbers of nodes and edges, by degree and label",
        "spectrum": f"the {n_eigenvalues} largest eigenvalues of its normalised Laplacian",
        "neighbourhoods": f"its Weisfeiler-Lehman neighbourhoods of {wl_rounds} rounds, counted in "
        f"{wl_size} hashed columns",
    }
    names = wanted("graphs", features, tuple(words))
    for name, value, least in (
        ("n_eigenvalues", n_eigenvalues, 1),
        ("wl_rounds", wl_rounds, 1),
        ("wl_size", wl_size, 2),
    ):
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise InputError(f"{name}: a whole number from {least} on is expected, got {value!r}.")
    return Dataset(
        name=graphs.name,
        frame=pd.concat([makers[name]() for name in names], axis=1),
        target=graphs.target.reset_index(drop=True),
        target_name=graphs.target_name,
        task=graphs.task,
        task_reason=f"{graphs.task}, because the graphs say so",
        source=graphs.source,
        licence=graphs.licence,
        sha256=graphs.sha256,
        notes=graphs.notes,
        positive=graphs.positive,
        units=graphs.units,
        groups=None if graphs.groups is None else graphs.groups.reset_index(drop=True),
        bars=graphs.bars,
        encodings=(f"each graph as {', '.join(words[name] for name in names)}",),
    )


def _counts(graphs: GraphDataset) -> pd.DataFrame:
    """Return the numbers of nodes and edges, and of nodes by how many neighbours they have."""
    degrees = [np.count_nonzero(matrix, axis=1) for matrix in graphs.adjacency]
    rows = [
        np.bincount(np.minimum(d, _MOST_NEIGHBOURS), minlength=_MOST_NEIGHBOURS + 1)
        for d in degrees
    ]
    names = [f"degree {k}" for k in range(_MOST_NEIGHBOURS)]
    names.append(f"degree {_MOST_NEIGHBOURS} or more")
    table = pd.DataFrame(rows, columns=names, dtype=np.float64)
    table = table.loc[:, table.any()]
    table.insert(0, "nodes", [float(len(d)) for d in degrees])
    table.insert(1, "edges", [float(d.sum()) / 2.0 for d in degrees])
    return table


def _labels(graphs: GraphDataset) -> pd.DataFrame:
    """Return how many nodes have each label; nothing where there is only one."""
    known = sorted({int(label) for labels in graphs.node_labels for label in labels})
    if len(known) < 2:
        known = []
    columns = {
        graphs.label_names.get(label, f"label {label}"): [
            float(np.count_nonzero(labels == label)) for labels in graphs.node_labels
        ]
        for label in known
    }
    return pd.DataFrame(columns, index=range(graphs.n_graphs), dtype=np.float64)


def _spectra(graphs: GraphDataset, n_eigenvalues: int) -> pd.DataFrame:
    rows = np.zeros((graphs.n_graphs, n_eigenvalues))
    for row, matrix in zip(rows, graphs.adjacency, strict=True):
        values = laplacian_spectrum(matrix)[:n_eigenvalues]
        row[: len(values)] = values
    return pd.DataFrame(rows, columns=[f"eigenvalue {k + 1}" for k in range(n_eigenvalues)])


def laplacian_spectrum(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the eigenvalues of a graph's normalised Laplacian, 0 to 2, the largest first."""
    if (matrix < 0.0).any():
        raise InputError("A graph has an edge of negative weight, and its spectrum has no meaning.")
    strength = matrix.sum(axis=1)
    # a node without an edge has the eigenvalue 0
    scale = np.where(strength > 0.0, 1.0 / np.sqrt(np.where(strength > 0.0, strength, 1.0)), 0.0)
    laplacian = np.diag(np.where(strength > 0.0, 1.0, 0.0)) - scale[:, None] * matrix * scale
    values = np.linalg.eigvalsh(laplacian)[::-1].astype(np.float64)
    return np.clip(values, 0.0, 2.0).round(12)  # what rounding leaves of 0 is no signal


def _neighbourhoods(graphs: GraphDataset, rounds: int, size: int) -> pd.DataFrame:
    counts = [
        wl_counts(matrix, labels, rounds)
        for matrix, labels in zip(graphs.adjacency, graphs.node_labels, strict=True)
    ]
    hasher = FeatureHasher(size, alternate_sign=False)
    table = hasher.transform(counts).toarray()
    return pd.DataFrame(table, columns=[f"neighbourhood {k}" for k in range(size)])


def wl_counts(
    matrix: NDArray[np.float64], labels: Sequence[int] | NDArray[np.int64], rounds: int
) -> dict[str, int]:
    """Return how often each neighbourhood occurs after 1 to `rounds` rounds, by a stable name.

    The names are hashes of what the neighbourhood holds, not numbers given in the order of the
    graphs: a graph gets the same ones whatever others there are.
    """
    near = [[(int(j), float(row[j])) for j in np.flatnonzero(row)] for row in matrix]
    names = [str(int(label)) for label in labels]
    found: Counter[str] = Counter()
    for _ in range(rounds):
        names = [
            _digest(f"{own}|{sorted((names[j], w) for j, w in around)}")
            for own, around in zip(names, near, strict=True)
        ]
        found.update(names)
    return dict(found)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
