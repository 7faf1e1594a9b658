"""The map of all data sets and models: by how much each model is better than the bar."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from numpy.typing import NDArray

from ..evidence._collection import Collection
from ..verdict._sentences import initial
from ..words._measures import MINUS, fixed, measure_of
from ._canvas import FAINT, INK, Picture, new_figure, shorten

#: From vermilion (worse) over white to blue (better): Okabe and Ito's, apart for everybody.
_WORSE, _MIDDLE, _BETTER = "#D55E00", "#fdfdfd", "#0072B2"
#: Next to black and white, and not ours: cells keep their colours where a page turns dark.
_DARK_TEXT, _LIGHT_TEXT = "#14181c", "#fcfcfc"
#: Columns up to which a cell has room for its number; beyond it shows the sign alone.
_MOST_NUMBERS, _MOST_NUMBERS_NARROW = 14, 5
#: Share of the strongest colour beyond which dark text would not be readable.
_DARK = 0.6


def heat_map(collection: Collection) -> Picture:
    """Return the map; a row is a model, a column a study by its number."""
    gains = np.array(collection.gains)
    best = [
        f"study {i + 1} ({m.data}): {initial(collection.entrants[int(row.argmax())].label)}"
        for i, (m, row) in enumerate(zip(collection.members, gains, strict=True))
    ]
    return Picture(
        name="map",
        title="Every model on every data set, against the classical bar",
        description=(
            f"Rows are models, columns studies; blue is better than the bar, vermilion worse. "
            f"Best in each: {'; '.join(best)}. All numbers are in the table of differences."
        ),
        draw=lambda narrow: _draw(collection, gains.T, narrow),
    )


def scaled(collection: Collection) -> tuple[float, str]:
    """Return the factor and the unit in which differences are shown."""
    if collection.unit == "score" and _is_share(collection):
        return 100.0, "percentage points"
    if collection.unit == "share of the guess's error":
        return 100.0, "% of the guess's error"
    return 1.0, "score" if collection.unit else "each study's own unit"


def _is_share(collection: Collection) -> bool:
    return measure_of(collection.members[0].metric).is_share


def _draw(collection: Collection, gains: NDArray[np.float64], narrow: bool) -> Figure:
    k, n = gains.shape
    row = 0.5 if narrow else 0.3
    height = 0.95 + row * k
    figure, axes = new_figure(narrow, height)
    reach = float(np.abs(gains).max()) or 1.0
    colours = LinearSegmentedColormap.from_list("gain", [_WORSE, _MIDDLE, _BETTER])
    # cells of a study without a shared unit are compared with its own largest
    shown = gains / (reach if collection.unit else np.maximum(np.abs(gains).max(axis=0), 1e-300))
    top = 0.5 if narrow else 0.0  # in a narrow picture labels stand above their cells
    for y in range(k):
        axes.pcolormesh(
            np.arange(n + 1), (y + top, y + 1.0), shown[y][None, :], cmap=colours, vmin=-1, vmax=1,
            edgecolors="white", linewidth=1.0,
        )  # fmt: skip
    axes.set_ylim(k, 0)
    factor, unit = scaled(collection)
    has_room = n <= (_MOST_NUMBERS_NARROW if narrow else _MOST_NUMBERS)
    for y in range(k):
        for x in range(n):
            text = cell(gains[y, x] * factor) if has_room else _sign(gains[y, x])
            dark = abs(shown[y, x]) > _DARK
            axes.text(
                x + 0.5, y + (1.0 + top) / 2, text, ha="center", va="center",
                fontsize=9 if has_room else 7, color=_LIGHT_TEXT if dark else _DARK_TEXT,
            )  # fmt: skip
    _label(axes, collection, n, narrow)
    where = "Study" if narrow else "Study (numbers as in the table of studies)"
    axes.set_xlabel(
        f"{where}; in the cells: {unit}, + is better"
        if has_room
        else f"{where}; + is better than the bar",
        fontsize=9 if narrow else 10,
    )
    figure.subplots_adjust(
        left=0.02 if narrow else 0.36, right=0.99, top=1.0 - 0.38 / height, bottom=0.45 / height
    )
    return figure


def _label(axes: Axes, collection: Collection, n: int, narrow: bool) -> None:
    size = 9 if narrow else 10.5
    for y, entrant in enumerate(collection.entrants):
        label = shorten(initial(entrant.label), 50 if narrow else 44)
        x, at = (0.0, y + 0.28) if narrow else (-0.01, y + 0.5)
        axes.text(
            x, at, label, ha="left" if narrow else "right", va="center", fontsize=size,
            transform=axes.get_yaxis_transform(), color=INK,
        )  # fmt: skip
    step = max(1, n // (6 if narrow else 24))
    axes.set_xticks([i + 0.5 for i in range(0, n, step)], [str(i + 1) for i in range(0, n, step)])
    axes.xaxis.tick_top()
    axes.tick_params(length=0, colors=FAINT)
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(False)


def cell(value: float) -> str:
    """Return a difference for a cell: signed, with about two digits."""
    size = abs(value)
    decimals = 0 if size >= 99.5 else 1 if size >= 0.95 else 2
    return fixed(value, decimals, sign=True)


def _sign(value: float) -> str:
    if value == 0.0:
        return "0"
    return "+" if value > 0.0 else MINUS
