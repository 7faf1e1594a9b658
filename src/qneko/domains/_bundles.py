"""Data that are no tables: series, graphs, structures, catalogues of events, Hamiltonians."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ._dataset import Bar, Task
from ._formula import ELEMENTS

if TYPE_CHECKING:
    import pandas as pd

_BOHR = 0.529177210903  # ångström


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """What every data set says of itself.

    Attributes
    ----------
    name : str
        Registered name ("environment/elnino_sst") or the file's name.
    source : str
        Where the data come from; the path for an own file.
    licence : str
        SPDX identifier, or a few words where there is none.
    sha256 : str
        Checksum of the (first) file's bytes, in hexadecimal.
    notes : tuple of str
        What was cleaned and what to beware of, one sentence each.
    bars : tuple of Bar
        How well ordinary models do.
    """

    name: str
    source: str
    licence: str
    sha256: str
    notes: tuple[str, ...] = ()
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SeriesDataset(Provenance):
    """One or more series over the same regular points in time.

    Attributes
    ----------
    values : ndarray of shape (n_times, n_channels)
        float64; NaN where a channel was not measured.
    times : pandas.Index of shape (n_times,)
        A DatetimeIndex (no time zone: UTC), or float64 seconds since a beginning that the notes
        name; strictly increasing.
    channels : tuple of str
        Name of each column of `values`.
    units : tuple of str
        Unit of each column of `values`.
    groups : tuple of str
        What each column belongs to: a buoy, a city. Hold out whole groups to ask about a new one.
    frequency : str
        A pandas offset alias ("MS": months, by their first day; "D": days) for dates, else the
        sampling interval or rate ("60 s", "360 Hz").
    target : str
        What is to be forecast: a channel, or the last word of several ("tas" of "Iqaluit tas").
    positions : dict of str to (float, float)
        Latitude and longitude of each group in degrees, where they are known.
    """

    values: NDArray[np.float64]
    times: pd.Index
    channels: tuple[str, ...]
    units: tuple[str, ...]
    groups: tuple[str, ...]
    frequency: str
    target: str
    positions: dict[str, tuple[float, float]]

    @property
    def n_times(self) -> int:
        """Number of points in time."""
        return self.values.shape[0]

    @property
    def n_channels(self) -> int:
        """Number of series."""
        return self.values.shape[1]

    @property
    def target_channels(self) -> tuple[str, ...]:
        """Channels that `target` means."""
        return tuple(c for c in self.channels if self.target in (c, c.split(" ")[-1]))

    def frame(self) -> pd.DataFrame:
        """Return the values with times as index and channels as columns."""
        import pandas as pd

        return pd.DataFrame(self.values, index=self.times, columns=list(self.channels))


@dataclass(frozen=True, kw_only=True)
class GraphDataset(Provenance):
    """Graphs with labels at their nodes, and something to predict of each graph.

    Attributes
    ----------
    adjacency : tuple of ndarray of shape (n_nodes, n_nodes)
        float64 for each graph; symmetric, zero diagonal, the weight of an edge or 1.
    node_labels : tuple of ndarray of shape (n_nodes,)
        int64 for each graph; all 0 where nodes have no labels.
    label_names : dict of int to str
        What the labels mean, where it is known.
    target : pandas.Series of shape (n_graphs,)
        Class labels (str or int) or numbers (float64).
    target_name : str
        What is predicted.
    task : {"classification", "regression"}
        Kind of prediction.
    groups : pandas.Series of shape (n_graphs,) or None
        What must not be split: graphs that are equal, under one name.
    positive : str or int or None
        The class that is looked for.
    units : str or None
        Unit of a regression target.
    """

    adjacency: tuple[NDArray[np.float64], ...]
    node_labels: tuple[NDArray[np.int64], ...]
    label_names: dict[int, str]
    target: pd.Series
    target_name: str
    task: Task
    groups: pd.Series | None = None
    positive: str | int | None = None
    units: str | None = None

    @property
    def n_graphs(self) -> int:
        """Number of graphs."""
        return len(self.adjacency)


@dataclass(frozen=True, kw_only=True)
class StructureDataset(Provenance):
    """Molecules as atoms in space, padded to the largest.

    Attributes
    ----------
    atomic_numbers : ndarray of shape (n_molecules, n_atoms)
        int64, 0 where a molecule has no further atom.
    positions : ndarray of shape (n_molecules, n_atoms, 3)
        In ångström; 0 where there is no atom.
    target : pandas.Series of shape (n_molecules,)
        float64.
    target_name, units : str
        What is predicted, and its unit.
    groups : pandas.Series of shape (n_molecules,)
        Sum formula: isomers belong together where the question is about new compositions.
    """

    atomic_numbers: NDArray[np.int64]
    positions: NDArray[np.float64]
    target: pd.Series
    target_name: str
    units: str
    groups: pd.Series

    @property
    def n_molecules(self) -> int:
        """Number of molecules."""
        return len(self.atomic_numbers)

    def coulomb_matrices(self, *, ordered: bool = True) -> NDArray[np.float64]:
        """Return the Coulomb matrices of Rupp et al. 2012 (arXiv:1109.2618).

        Off the diagonal the repulsion of two nuclei, the product of their charges by their
        distance in bohr; on it half the charge to the power 2.4; all in hartree. The order of the
        atoms is arbitrary: ordered by the norms of the rows, largest first, two descriptions of one
        molecule give one matrix.

        Parameters
        ----------
        ordered : bool, default True
            Whether rows and columns are ordered by the norms of the rows.

        Returns
        -------
        ndarray of shape (n_molecules, n_atoms, n_atoms)
            float64, 0 where there is no atom.
        """
        charges = self.atomic_numbers.astype(np.float64)
        between = self.positions[:, :, None] - self.positions[:, None]
        distance = np.sqrt(np.square(between).sum(axis=3)) / _BOHR
        diagonal = np.arange(charges.shape[1])
        distance[:, diagonal, diagonal] = 1.0
        # absent atoms have charge 0, and lie on one another
        products = charges[:, :, None] * charges[:, None]
        matrices = products / np.where(products > 0.0, distance, 1.0)
        matrices[:, diagonal, diagonal] = 0.5 * charges**2.4
        if not ordered:
            return matrices
        order = np.argsort(-np.linalg.norm(matrices, axis=2), axis=1, kind="stable")
        rows = np.take_along_axis(matrices, order[:, :, None], axis=1)
        return np.take_along_axis(rows, order[:, None], axis=2)


@dataclass(frozen=True, kw_only=True)
class EventCatalogue(Provenance):
    """Events in time and space, one row each, in the order of time.

    Attributes
    ----------
    frame : pandas.DataFrame of shape (n_events, 4 or more)
        "time" (UTC), "latitude", "longitude" (degrees), "magnitude", and what else is known.
    magnitude_unit : str
        What kind of magnitude it is.
    complete_from : float or None
        Magnitude from which on the catalogue is meant to be complete.
    """

    frame: pd.DataFrame
    magnitude_unit: str
    complete_from: float | None = None

    @property
    def n_events(self) -> int:
        """Number of events."""
        return len(self.frame)


@dataclass(frozen=True, kw_only=True)
class HamiltonianDataset(Provenance):
    """Molecules at several bond lengths with their energies; `load_molecule` reads one of them.

    Attributes
    ----------
    energies : pandas.DataFrame of shape (n_geometries, 10)
        "name", "basis", "bond_length" (ångström), "n_orbitals", "nuclear_repulsion" and the total
        energies "hf", "mp2", "cisd", "ccsd" and "fci" (hartree; NaN where the source has none).
    """

    energies: pd.DataFrame


def sum_formula(numbers: NDArray[np.int64]) -> str:
    """Return the formula of a molecule in Hill's order: carbon, hydrogen, then the alphabet."""
    present, counts = np.unique(numbers[numbers > 0], return_counts=True)
    of = {ELEMENTS[z - 1]: int(n) for z, n in zip(present, counts, strict=True)}
    first = [s for s in ("C", "H") if "C" in of and s in of]
    order = first + sorted(s for s in of if s not in first)
    return "".join(s + (str(of[s]) if of[s] > 1 else "") for s in order)
