"""From graphs to the rows of a study."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import InputError
from ..families._graphs import GRAPH_QUANTUM, MOST_NODES, QUICK_NODES
from ..study_file._spec import StudySpec
from ..study_file._tables import DataSection
from ._checks import refuse_keys
from ._encoding import table_of

if TYPE_CHECKING:
    from ...domains import Dataset, GraphDataset


def asks_graphs(spec: StudySpec) -> bool:
    """Return whether the data of a study are graphs.

    Raises
    ------
    InputError
        If there are keys of graphs and the data are something else.
    """
    from ...domains import describe, names

    wanted = spec.data
    if wanted.path is not None:
        if wanted.edges is None and (wanted.nodes is not None or wanted.max_nodes is not None):
            raise InputError(
                "data.edges: own graphs need the table of their edges; name it, or leave nodes "
                "and max_nodes out."
            )
        return wanted.edges is not None
    is_graphs = wanted.name in names("graphs")
    for key in ("edges", "nodes", "max_nodes"):
        if getattr(wanted, key) is not None and (key != "max_nodes" or not is_graphs):
            what = f"{describe(str(wanted.name)).kind} of its own" if is_graphs else "no graphs"
            raise InputError(f"data.{key}: '{wanted.name}' has {what}; leave {key} out.")
    return is_graphs


def load_graphs(spec: StudySpec, folder: Path) -> Dataset:
    """Read the graphs of a study, and make rows of them.

    Raises
    ------
    InputError
        If they cannot be read, are too large for a model that is asked for, or keys of tables are
        given for them.
    """
    wanted = spec.data
    refuse_keys(
        wanted,
        ("group", "time", "split"),
        "graphs have no such column, and equal graphs are a group as it is",
    )
    graphs = _own(wanted, folder) if wanted.path is not None else _shipped(wanted)
    _check_sizes(spec, graphs)
    return table_of(graphs, spec)


def _own(wanted: DataSection, folder: Path) -> GraphDataset:
    from dataclasses import replace

    from ...domains import read_graphs

    assert wanted.path is not None and wanted.target is not None and wanted.edges is not None

    def place(name: str) -> Path:
        return folder / Path(name).expanduser()

    found = read_graphs(
        place(wanted.path),
        wanted.target,
        edges=place(wanted.edges),
        nodes=None if wanted.nodes is None else place(wanted.nodes),
        task=wanted.task,
    )
    # as written: where the study file lies on this machine is nobody's business
    return replace(found, source=wanted.path)


def _shipped(wanted: DataSection) -> GraphDataset:
    from ...domains import GraphDataset, load

    assert wanted.name is not None
    found = load(wanted.name, allow_leaks=wanted.allow_leaks)
    assert isinstance(found, GraphDataset)
    for key, given, known in (
        ("target", wanted.target, found.target_name),
        ("task", wanted.task, found.task),
    ):
        if given is not None and given != known:
            raise InputError(
                f"data.{key}: '{wanted.name}' has {key} '{known}', got '{given}'; leave {key} out."
            )
    return found


def _check_sizes(spec: StudySpec, graphs: GraphDataset) -> None:
    """Refuse graphs that no study can simulate, before anything runs."""
    asked = [name for name in spec.models.quantum if name in GRAPH_QUANTUM]
    sizes = [len(matrix) for matrix in graphs.adjacency]
    most = min(spec.data.max_nodes or max(sizes), max(sizes))
    if asked and most > MOST_NODES:
        n_larger = sum(size > QUICK_NODES for size in sizes)
        raise InputError(
            f"models.quantum: '{asked[0]}' is simulated for graphs of up to {MOST_NODES} nodes, "
            f"one a qubit, and these have up to {most}; set data.max_nodes = {QUICK_NODES}, which "
            f"leaves {n_larger} of {len(sizes)} graphs out for all models, or leave the model out."
        )
