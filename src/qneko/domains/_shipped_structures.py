"""The shipped graphs, structures, catalogues and Hamiltonians, each from the layout of its file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ._bundles import (
    EventCatalogue,
    GraphDataset,
    HamiltonianDataset,
    StructureDataset,
    sum_formula,
)
from ._dataset import DatasetInfo
from ._files import Paths, Reader
from ._isomorphism import equal_graphs
from ._molecules import geometries

#: What MUTAG's file calls the atoms. It does not say so; all seven counts agree with the set's.
_MUTAG_ATOMS = {0: "Br", 1: "Cl", 2: "C", 3: "F", 4: "I", 5: "N", 6: "O"}
_POSITION_UNIT = 1e-4  # ångström


def _provenance(info: DatasetInfo) -> dict[str, Any]:
    return {
        "name": info.name,
        "source": info.origin,
        "licence": info.licence,
        "sha256": info.sha256,
        "notes": info.notes,
        "bars": info.bars,
    }


def _mutag(
    info: DatasetInfo, paths: Paths, official: Path | None, allowed: Sequence[str]
) -> GraphDataset:
    """Read whole numbers: graphs; of each, nodes and class; of a node, kind, degree, neighbours."""
    lines = iter(paths[info.file].read_text(encoding="ascii").splitlines())
    adjacency, atoms, labels = [], [], []
    for _ in range(int(next(lines))):
        n_nodes, label = map(int, next(lines).split())
        matrix = np.zeros((n_nodes, n_nodes))
        kinds = np.empty(n_nodes, dtype=np.int64)
        for node in range(n_nodes):
            kinds[node], _, *neighbours = map(int, next(lines).split())
            matrix[node, neighbours] = 1.0
        adjacency.append(matrix)
        atoms.append(kinds)
        labels.append(info.classes[str(label)])
    assert info.target is not None
    assert info.task is not None
    return GraphDataset(
        **_provenance(info),
        adjacency=tuple(adjacency),
        node_labels=tuple(atoms),
        label_names=_MUTAG_ATOMS,
        target=pd.Series(labels, name=info.target, dtype=object),
        target_name=info.target,
        task=info.task,
        groups=equal_graphs(adjacency, atoms),
        positive=info.positive,
    )


def _qm7(
    info: DatasetInfo, paths: Paths, official: Path | None, allowed: Sequence[str]
) -> StructureDataset:
    """Atoms of all molecules in one row, to one row a molecule."""
    with np.load(paths[info.file]) as z:
        n_atoms, numbers, places, energy = (
            z[key] for key in ("n_atoms", "atomic_numbers", "positions", "energy")
        )
    present = np.arange(n_atoms.max()) < n_atoms[:, None]
    atomic_numbers = np.zeros(present.shape, dtype=np.int64)
    atomic_numbers[present] = numbers
    positions: NDArray[np.float64] = np.zeros((*present.shape, 3))
    positions[present] = places.T * _POSITION_UNIT
    assert info.target is not None
    assert info.units is not None
    return StructureDataset(
        **_provenance(info),
        atomic_numbers=atomic_numbers,
        positions=positions,
        target=pd.Series(energy, name=info.target, dtype=np.float64),
        target_name=info.target,
        units=info.units,
        groups=pd.Series([sum_formula(row) for row in atomic_numbers], name="formula"),
    )


def _earthquakes(
    info: DatasetInfo, paths: Paths, official: Path | None, allowed: Sequence[str]
) -> EventCatalogue:
    """Days as month/day/year, and three whole time stamps among them."""
    table = pd.read_csv(paths[info.file], dtype={"Date": str})
    american = table["Date"].str.len() == len("01/02/1965")
    days = pd.to_datetime(table["Date"].where(american), format="%m/%d/%Y", utc=True)
    stamps = pd.to_datetime(table["Date"].mask(american), format="ISO8601", utc=True)
    frame = pd.DataFrame(
        {
            "time": days.fillna(stamps.dt.floor("D")),
            "latitude": table["Latitude"],
            "longitude": table["Longitude"],
            "magnitude": table["Magnitude"],
        }
    )
    return EventCatalogue(
        **_provenance(info),
        # stable: within a day the file's order is all that is known
        frame=frame.sort_values("time", kind="stable", ignore_index=True),
        magnitude_unit="magnitude, of several kinds",
        complete_from=5.5,
    )


def _hamiltonians(
    info: DatasetInfo, paths: Paths, official: Path | None, allowed: Sequence[str]
) -> HamiltonianDataset:
    return HamiltonianDataset(**_provenance(info), energies=geometries())


STRUCTURES: dict[str, Reader] = {
    "biomedicine/mutag": _mutag,
    "environment/usgs_m55_1965_2016": _earthquakes,
    "materials/molecular_hamiltonians": _hamiltonians,
    "materials/qm7": _qm7,
}
