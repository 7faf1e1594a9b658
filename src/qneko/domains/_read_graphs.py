"""`read_graphs`: own graphs as lists of edges, of nodes and of what is to be predicted."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import InputError
from ._bundles import GraphDataset
from ._columns import MISSING, comma_of, text_cells, understand
from ._dataset import Task
from ._isomorphism import equal_graphs
from ._read import RawTable, read_raw
from ._target import settle_target
from ._words import counted, did_you_mean, listed


def read_graphs(
    graphs: str | PathLike[str],
    target: str,
    *,
    edges: str | PathLike[str],
    nodes: str | PathLike[str] | None = None,
    task: Task | None = None,
) -> GraphDataset:
    """Read graphs from two or three tables (CSV, TSV, Parquet).

    Parameters
    ----------
    graphs : str or path-like
        One row a graph: its name in the column "graph", and the column to predict.
    target : str
        The column to predict.
    edges : str or path-like
        One row an edge: "graph", "source", "target" and, if edges have weights, "weight". Edges
        have no direction; one that is listed both ways counts once.
    nodes : str or path-like, optional
        One row a node: "graph", "node" and "label", a text or a whole number. Without it nodes are
        what edges name, and have no labels; nodes without an edge have to be listed here.
    task : {"classification", "regression"}, optional
        Inferred from the target's values by default.

    Returns
    -------
    GraphDataset
        Graphs in the order of the first table; the groups say which are equal.

    Raises
    ------
    InputError
        If a table cannot be used, or they do not fit together; the message names the place.

    Examples
    --------
    >>> from qneko.domains import read_graphs
    >>> read_graphs("molecules.csv", "active", edges="bonds.csv")  # doctest: +SKIP
    """
    raw = read_raw(Path(graphs).expanduser())
    _need(raw, ("graph", target))
    names = raw.frame["graph"].astype(str).str.strip()
    _check_names(raw, names)
    column = understand(target, raw, comma_of(text_cells(raw.frame[target])))
    predicted = settle_target(column, task, raw)
    kept = list(names.loc[predicted.values.index])
    labels, words = _nodes(nodes, set(names))
    weights = _edges(read_raw(Path(edges).expanduser()), set(names), labels, nodes is not None)
    empty = [name for name in kept if not labels.get(name)]
    if empty:
        raise InputError(
            f"{graphs}: the graph {empty[0]!r} has no edge and no node "
            f"({len(empty)} such graphs in all): list its nodes, or remove it."
        )
    matrices = [_matrix(labels[name], weights.get(name, {})) for name in kept]
    kinds = [np.array(list(labels[name].values()), dtype=np.int64) for name in kept]
    without = [f"{counted(predicted.n_missing, 'graph')} without a value of {target!r} left out."]
    return GraphDataset(
        name=raw.path.name,
        source=str(graphs),
        licence="not stated",
        sha256=raw.sha256,
        notes=(*predicted.warnings, *raw.notes, *(without if predicted.n_missing else [])),
        adjacency=tuple(matrices),
        node_labels=tuple(kinds),
        label_names=dict(enumerate(words)),
        target=predicted.values.reset_index(drop=True),
        target_name=target,
        task=predicted.task,
        groups=equal_graphs(matrices, kinds),
    )


def _need(raw: RawTable, columns: tuple[str, ...]) -> None:
    known = [str(c) for c in raw.frame.columns]
    for name in columns:
        if name not in known:
            raise InputError(
                f"{raw.path} has no column {name!r}{did_you_mean(name, known)}; "
                f"{listed(columns)} are expected, and its columns are {listed(known, 12)}."
            )


def _check_names(raw: RawTable, names: pd.Series) -> None:
    twice = names.duplicated()
    if twice.any():
        row = int(names.index[twice][0])
        raise InputError(
            f"{raw.place(row)}: the graph {names[row]!r} has a row already: one row for each graph "
            "is expected."
        )


def _cell(raw: RawTable, row: int, column: str) -> str:
    text = str(raw.frame[column].iloc[row]).strip()
    if text in MISSING:
        raise InputError(f"{raw.place(row)}: nothing stands in {column!r}: fill it in.")
    return text


def _known_graph(raw: RawTable, row: int, known: set[str]) -> str:
    name = _cell(raw, row, "graph")
    if name not in known:
        raise InputError(
            f"{raw.place(row)}: the graph {name!r} is not in the table of graphs"
            f"{did_you_mean(name, sorted(known))}: add it there or remove the row."
        )
    return name


def _nodes(
    path: str | PathLike[str] | None, known: set[str]
) -> tuple[dict[str, dict[str, int]], list[str]]:
    """Return the label of each node by graph and name, and what the labels stand for."""
    if path is None:
        return {}, []
    raw = read_raw(Path(path).expanduser())
    _need(raw, ("graph", "node", "label"))
    words = sorted({_cell(raw, row, "label") for row in range(len(raw.frame))}, key=_in_order)
    number = {word: k for k, word in enumerate(words)}
    found: dict[str, dict[str, int]] = {}
    for row in range(len(raw.frame)):
        graph, node = _known_graph(raw, row, known), _cell(raw, row, "node")
        of = found.setdefault(graph, {})
        if node in of:
            raise InputError(
                f"{raw.place(row)}: the node {node!r} of the graph {graph!r} is listed already: "
                "remove the row."
            )
        of[node] = number[_cell(raw, row, "label")]
    return found, words


def _in_order(word: str) -> tuple[float, str]:
    try:
        return float(word), word
    except ValueError:
        return float("inf"), word


def _edges(
    raw: RawTable, known: set[str], labels: dict[str, dict[str, int]], listed_nodes: bool
) -> dict[str, dict[frozenset[str], float]]:
    """Return the weight of each edge by graph; nodes that no table lists are added to `labels`."""
    _need(raw, ("graph", "source", "target"))
    found: dict[str, dict[frozenset[str], float]] = {}
    for row in range(len(raw.frame)):
        graph = _known_graph(raw, row, known)
        ends = [_cell(raw, row, column) for column in ("source", "target")]
        if ends[0] == ends[1]:
            raise InputError(
                f"{raw.place(row)}: an edge from {ends[0]!r} to itself: remove the row."
            )
        for end in ends:
            if listed_nodes and end not in labels.get(graph, {}):
                raise InputError(
                    f"{raw.place(row)}: the graph {graph!r} has no node {end!r} in the table of "
                    "nodes: add it there or correct the edge."
                )
            labels.setdefault(graph, {}).setdefault(end, 0)
        weight = _weight(raw, row)
        before = found.setdefault(graph, {}).setdefault(frozenset(ends), weight)
        if before != weight:
            raise InputError(
                f"{raw.place(row)}: the edge between {ends[0]!r} and {ends[1]!r} of the graph "
                f"{graph!r} has the weight {weight:g} here and {before:g} before: keep one."
            )
    return found


def _weight(raw: RawTable, row: int) -> float:
    if "weight" not in raw.frame.columns:
        return 1.0
    text = _cell(raw, row, "weight")
    try:
        weight = float(text)
    except ValueError:
        weight = float("nan")
    if not np.isfinite(weight) or weight == 0.0:
        raise InputError(
            f"{raw.place(row)}: a number other than 0 is expected as weight, got {text!r}."
        )
    return weight


def _matrix(nodes: dict[str, int], weights: dict[frozenset[str], float]) -> NDArray[np.float64]:
    place = {name: k for k, name in enumerate(nodes)}
    matrix = np.zeros((len(nodes), len(nodes)))
    for ends, weight in weights.items():
        a, b = (place[end] for end in ends)
        matrix[a, b] = matrix[b, a] = weight
    return matrix
