"""`draw`: one picture of a data set, as its field would look at it first."""

from __future__ import annotations

import re
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from ._bundles import (
    EventCatalogue,
    GraphDataset,
    HamiltonianDataset,
    SeriesDataset,
    StructureDataset,
)
from ._coastline import coastline
from ._dataset import Dataset
from ._formula import composition

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ._registry import AnyDataset

_FORMATS = (".svg", ".png", ".pdf")
_SIZE = (9.0, 3.8)
_MOST_LINES = 6
_MOST_POINTS = 3000
_MOST_BARS = 15


def draw(data: AnyDataset, path: str | PathLike[str] | None = None) -> Figure:
    """Draw a data set: two views of it that are usual for its kind.

    Tables: the target, and a map of rows that have a latitude and a longitude, else the two leading
    principal components, the elements of formulas, or the sizes of molecules;
    series: the values over time and their distribution; graphs: the first six, and their sizes;
    structures: the target, and its relation to the number of atoms; events: a map, and how many
    there are from each magnitude on; Hamiltonians: energy over bond length.

    Parameters
    ----------
    data : Dataset, SeriesDataset, GraphDataset, StructureDataset, EventCatalogue or \
HamiltonianDataset
        What `load` or a reader of own data returned.
    path : str or path-like, optional
        File to write, ending in .svg, .png or .pdf.

    Returns
    -------
    matplotlib.figure.Figure
        The picture, made without pyplot: nothing stays open.

    Raises
    ------
    InputError
        If the file's ending is another, or it cannot be written.

    Examples
    --------
    >>> from qneko.domains import draw, load
    >>> figure = draw(load("environment/elnino_sst"))
    """
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    file = None if path is None else Path(path).expanduser()
    if file is not None and file.suffix.lower() not in _FORMATS:
        raise InputError(f"A picture ending in {', '.join(_FORMATS)} is expected, got {file}.")
    figure = Figure(figsize=_SIZE, layout="constrained")
    _draw_on(figure, data)
    figure.suptitle(data.name, fontsize=10)
    if file is not None:
        # equal data, equal bytes
        with rc_context({"svg.hashsalt": "qneko", "svg.fonttype": "none"}):
            metadata = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}, ".png": {}}
            try:
                figure.savefig(file, metadata=metadata[file.suffix.lower()])
            except OSError as error:
                raise InputError(
                    f"{file} cannot be written ({error.strerror}): give another path."
                ) from None
    return figure


def _draw_on(figure: Figure, data: AnyDataset) -> None:
    if isinstance(data, HamiltonianDataset):
        _energies(figure.subplots(), data)
        return
    if isinstance(data, GraphDataset):
        _graphs(figure, data)
        return
    left, right = figure.subplots(1, 2, width_ratios=(3, 2))
    if isinstance(data, Dataset):
        _table(left, data)
        _target(right, data.target, data.target_name, data.units)
    elif isinstance(data, SeriesDataset):
        _series(left, right, data)
    elif isinstance(data, StructureDataset):
        atoms = (data.atomic_numbers > 0).sum(axis=1)
        left.scatter(atoms, data.target, s=3, alpha=0.4, rasterized=True)
        left.set(xlabel="atoms", ylabel=f"{data.target_name} / {data.units}")
        _target(right, data.target, data.target_name, data.units)
    else:
        _events(left, right, data)


def _target(axes: Axes, target: pd.Series, name: str, unit: str | None) -> None:
    if target.dtype.kind == "f":
        axes.hist(target, bins=40)
        axes.set(xlabel=f"{name} / {unit}" if unit else name, ylabel="rows")
        return
    counts = target.value_counts().head(_MOST_BARS)
    axes.barh([str(label) for label in counts.index], counts.to_numpy())
    axes.invert_yaxis()
    axes.set(xlabel="rows", ylabel=name)


def _table(axes: Axes, data: Dataset) -> None:
    names = {str(name).casefold(): name for name in data.raw.columns}
    if {"latitude", "longitude"} <= names.keys():
        east = (data.raw[names["longitude"]] + 180.0) % 360.0 - 180.0
        _coloured(axes, east, data.raw[names["latitude"]], data.target)
        _world(axes)
        return
    if data.n_columns:
        from ._encoder import make_encoder

        places = make_encoder(data.frame, 2).fit_transform(data.frame)
        second = places[:, 1] if places.shape[1] > 1 else np.zeros(len(places))
        _coloured(axes, places[:, 0], second, data.target)
        axes.set(xlabel="first principal component", ylabel="second")
        return
    texts = data.formulas
    if texts is None:
        assert data.smiles is not None
        sizes = [_heavy_atoms(text) for text in data.smiles]
        axes.hist(sizes, bins=np.arange(0.5, max(sizes) + 1.0).tolist())
        axes.set(xlabel="atoms of a molecule, without hydrogen", ylabel="molecules")
        return
    counts: dict[str, int] = {}
    for text in texts:
        for symbol in composition(text):
            counts[symbol] = counts.get(symbol, 0) + 1
    usual = sorted(counts.items(), key=lambda pair: -pair[1])[:_MOST_BARS]
    axes.bar([symbol for symbol, _ in usual], [n for _, n in usual])
    axes.set(xlabel="element", ylabel="formulas that hold it")


# An atom in SMILES: of the organic subset, aromatic, or in brackets; hydrogen is [H].
_ATOM = re.compile(r"\[(?!\d*H[+-]?\])[^\]]+\]|Br|Cl|[BCNOPSFIbcnops](?![^\[]*\])")


def _heavy_atoms(smiles: str) -> int:
    """Return how many atoms that are not hydrogen a molecule has."""
    return len(_ATOM.findall(smiles))


def _world(axes: Axes) -> None:
    """Draw coastlines around places in degrees, and the graticule below them."""
    axes.plot(*coastline(), color="0.6", lw=0.5, zorder=0)
    axes.set(xlabel="longitude / °", ylabel="latitude / °", xlim=(-180, 180), ylim=(-90, 90))
    axes.set_xticks(range(-180, 181, 60))
    axes.set_yticks(range(-90, 91, 30))
    axes.grid(color="0.92", lw=0.6)
    axes.set_axisbelow(True)


def _coloured(axes: Axes, x: Any, y: Any, target: pd.Series) -> None:
    if target.dtype.kind == "f":
        points = axes.scatter(x, y, c=target, s=6, rasterized=True)
        assert axes.figure is not None
        axes.figure.colorbar(points, ax=axes)
        return
    for label in sorted(target.unique(), key=str):
        here = (target == label).to_numpy()
        axes.scatter(x[here], y[here], s=6, label=str(label), rasterized=True)
    axes.legend(fontsize=7)


def _series(left: Axes, right: Axes, data: SeriesDataset) -> None:
    chosen = [data.channels.index(name) for name in data.target_channels]
    # the other channels of a few; of many only those of the target
    shown = chosen if len(data.channels) > _MOST_LINES else list(range(len(data.channels)))
    every = max(1, data.n_times // _MOST_POINTS)
    for k in shown[:_MOST_LINES]:
        left.plot(data.times[::every], data.values[::every, k], lw=0.7, label=data.channels[k])
        values = data.values[:, k]
        right.hist(values[np.isfinite(values)], bins=40, histtype="step")
    unit = data.units[shown[0]]
    dated = data.times.dtype.kind == "M"
    if dated:
        from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

        locator = AutoDateLocator()  # type: ignore[no-untyped-call]
        left.xaxis.set_major_locator(locator)
        left.xaxis.set_major_formatter(
            ConciseDateFormatter(locator)  # type: ignore[no-untyped-call]
        )
    left.set(xlabel="" if dated else "time / s", ylabel=unit)
    left.legend(fontsize=7)
    right.set(xlabel=unit, ylabel="points in time")


def _graphs(figure: Figure, data: GraphDataset) -> None:
    grid = figure.add_gridspec(2, 5)
    for k, matrix in enumerate(data.adjacency[:6]):
        axes = figure.add_subplot(grid[k // 3, k % 3])
        places = _spectral_places(matrix)
        for a, b in np.argwhere(np.triu(matrix)):
            axes.plot(*places[[a, b]].T, color="0.6", lw=0.8, zorder=1)
        kinds, x, y = data.node_labels[k], places[:, 0], places[:, 1]
        axes.scatter(x, y, c=kinds, cmap="tab10", vmin=0, vmax=9, s=12, zorder=2)
        axes.set_axis_off()
        axes.set_title(str(data.target.iloc[k]), fontsize=7)
    axes = figure.add_subplot(grid[:, 3:])
    axes.hist([len(matrix) for matrix in data.adjacency], bins=20)
    axes.set(xlabel="nodes", ylabel="graphs")


def _spectral_places(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return two coordinates of each node: the smoothest functions on the graph."""
    laplacian = np.diag(matrix.sum(axis=0)) - matrix
    _, vectors = np.linalg.eigh(laplacian)
    return np.column_stack([vectors[:, 1], vectors[:, min(2, len(matrix) - 1)]])


def _events(left: Axes, right: Axes, data: EventCatalogue) -> None:
    frame = data.frame
    size = 0.2 * 4.0 ** (frame["magnitude"] - frame["magnitude"].min())
    left.scatter(frame["longitude"], frame["latitude"], s=size, alpha=0.3, lw=0, rasterized=True)
    _world(left)
    steps = np.arange(frame["magnitude"].min(), frame["magnitude"].max() + 0.05, 0.1)
    magnitudes = np.sort(frame["magnitude"].to_numpy())
    # a tenth of the step: magnitudes are written with one digit
    right.semilogy(steps, len(magnitudes) - np.searchsorted(magnitudes, steps - 0.01), ".")
    right.set(xlabel=data.magnitude_unit, ylabel="events of this magnitude or more")


def _energies(axes: Axes, data: HamiltonianDataset) -> None:
    for (name, basis), rows in data.energies.groupby(["name", "basis"]):
        style = "o" if len(rows) == 1 else "-"
        axes.plot(rows["bond_length"], rows["fci"], style, label=f"{name}, {basis}")
    axes.set(xlabel="bond length / Å", ylabel="energy (full CI) / hartree")
    axes.legend(fontsize=8)
