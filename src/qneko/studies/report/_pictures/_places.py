"""Map of rows that have a latitude and a longitude: observed, predicted, and where that differs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Colormap, LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from ....domains._coastline import coastline
from ...evidence._row_columns import PLACE
from ...words._measures import fixed, significant
from .._blocks import Block, Shown, Table
from .._canvas import FAINT, GRID, INK, Picture, shorten
from .._rows import Rows
from ._panels import (
    CLASS_MARKS,
    add_legend,
    class_handles,
    head,
    is_many,
    make_panels,
    mark_size,
    thinned,
)
from ._parity import errors

NAME = "places"
#: A map spans as many degrees at least, so that a coastline can be recognised.
_LEAST_SPAN = 12.0
#: Places from which on hexagons show their means.
_MANY_PLACES = 600
#: Height of the bands of latitude that the table counts in, in degrees.
_BAND = 30
#: Differences, from too little over right to too much; Okabe and Ito's blue and vermilion.
_DIFFERENCES = LinearSegmentedColormap.from_list("difference", ["#0072B2", "#e9ecef", "#D55E00"])


def applies(rows: Rows) -> bool:
    """Return whether every row has a place on earth, and what is predicted can be marked."""
    latitude, longitude = (rows.numbers(name) for name in PLACE)
    if latitude is None or longitude is None:
        return False
    on_earth = np.abs(latitude).max() <= 90.0 and np.abs(longitude).max() <= 360.0
    return bool(on_earth) and (rows.are_numbers or 2 <= len(rows.classes) <= len(CLASS_MARKS))


def show(rows: Rows) -> tuple[Block, ...]:
    """Return the map, and counts by bands of latitude."""
    at = _places(rows)
    south, north = (_degrees(v, "SN") for v in (at[1].min(), at[1].max()))
    picture = Picture(
        NAME,
        f"Map: {rows.target}, observed and predicted",
        f"{rows.n_rows} test rows from {south} to {north}. {_in_words(rows)}",
        lambda narrow: _draw(rows, at, narrow),
    )
    what = (
        "Rows of one place are shown by their mean; the last panel is what the best quantum model "
        "predicted minus what was observed."
        if rows.are_numbers
        else f"The last panel shows who was wrong where.{thinned(rows.n_rows)[1]}"
    )
    caption = (
        "Longitude and latitude to scale (equirectangular); coastlines by Natural Earth. Each row "
        f"was predicted by a model that had not seen it. {what}"
    )
    return Shown(picture, caption), _table(rows, at[1])


def _in_words(rows: Rows) -> str:
    facts = []
    for one in rows.pair:
        if rows.are_numbers:
            unit = rows.evidence.data.target_unit or ""
            text = f"mean absolute error {significant(errors(rows.truth, one.said)[0])} {unit}"
        else:
            text = f"{int((one.said == rows.truth).sum())} rows right"
        facts.append(f"{one.label}: {text.strip()}")
    return "; ".join(facts) + "."


def _places(rows: Rows) -> NDArray[np.float64]:
    """Return longitudes and latitudes, unwrapped where the rows leave the widest gap."""
    latitude, longitude = (rows.numbers(name) for name in PLACE)
    assert latitude is not None and longitude is not None
    around = np.unique(longitude % 360.0)
    gaps = np.diff(around, append=around[0] + 360.0)
    # the seam of the map, on a whole line of the graticule inside the gap
    seam = around[gaps.argmax()] + gaps.max() / 2.0
    west = 30.0 * round(seam / 30.0) if gaps.max() > 30.0 else -180.0
    west = (west + 180.0) % 360.0 - 180.0
    return np.vstack([(longitude - west) % 360.0 + west, latitude])


def _table(rows: Rows, latitude: NDArray[np.float64]) -> Table:
    first, second = rows.pair
    target = rows.target
    event = rows.evidence.data.classes and min(rows.classes, key=rows.truth.tolist().count)
    head_ = f"Mean {target}" if rows.are_numbers else f"{target}: {event}"
    cells = []
    for low in range(-90, 90, _BAND):
        inside = (latitude >= low) & (latitude < low + _BAND + (low + _BAND == 90))
        if not inside.any():
            continue
        values = [v[inside] for v in (rows.truth, first.said, second.said)]
        written = (
            [significant(float(v.mean())) for v in values]
            if rows.are_numbers
            else [str(int((v == event).sum())) for v in values]
        )
        name = f"{_degrees(low, 'SN')} to {_degrees(low + _BAND, 'SN')}"
        cells.append((name, str(int(inside.sum())), *written))
    return Table(
        caption="The map in numbers, by latitude",
        header=("Latitude", "Test rows", f"{head_}, observed", first.label, second.label),
        rows=tuple(cells),
    )


def _degrees(value: float, sides: str) -> str:
    side = "" if value in (0, -180, 180) else f" {sides[1] if value > 0 else sides[0]}"
    number = f"{abs(value):g}" if float(value).is_integer() else fixed(abs(value), 1)
    return f"{number}°{side}"


def _draw(rows: Rows, at: NDArray[np.float64], narrow: bool) -> Figure:
    extent = _extent(at)
    # to scale in the middle of the map; the whole world is drawn with equal degrees
    middle = 0.0 if extent[3] - extent[2] > 90.0 else (extent[2] + extent[3]) / 2.0
    aspect = 1.0 / np.cos(np.radians(middle))
    shape = aspect * (extent[3] - extent[2]) / (extent[1] - extent[0])
    height = float(np.clip((3.3 if narrow else 4.2) * shape, 1.5, 4.6)) + (
        0.9 if rows.are_numbers else 0.6
    )
    legend = 0.0 if rows.are_numbers else 0.5 if narrow else 0.35
    figure, panels = make_panels(narrow, 4, height, extra=legend, to_scale=True)
    coast = coastline(extent[0], extent[1] - extent[0])
    paint = _values if rows.are_numbers else _classes
    for axes, name, draw in zip(panels, *zip(*paint(rows, at), strict=True), strict=True):
        axes.plot(*coast, color=FAINT, lw=0.6, zorder=1)
        draw(axes)
        axes.set(xlim=extent[:2], ylim=extent[2:], aspect=aspect)
        _graticule(axes, extent)
        head(axes, name, narrow, 42)
    if not rows.are_numbers:
        _legend(figure, rows, narrow)
    return figure


Extent = tuple[float, float, float, float]


def _extent(at: NDArray[np.float64]) -> Extent:
    """Return west, east, south and north of the map."""
    west, east = _span(at[0], 360.0)
    south, north = _span(at[1], 180.0)
    return west, east, max(south, -90.0), min(north, 90.0)


def _span(values: NDArray[np.float64], most: float) -> tuple[float, float]:
    """Return a range around the values; the whole of it where they take most of it."""
    low, high = float(values.min()), float(values.max())
    span = max(1.2 * (high - low), _LEAST_SPAN)
    if span > 0.6 * most:
        low = -90.0 if most == 180.0 else 30.0 * np.floor(low / 30.0)
        return low, low + most
    middle = (low + high) / 2.0
    return middle - span / 2.0, middle + span / 2.0


def _graticule(axes: Axes, extent: Extent) -> None:
    for (low, high), axis, sides, most in (
        (extent[:2], axes.xaxis, "WE", 6.0),
        (extent[2:], axes.yaxis, "SN", 4.0),
    ):
        step = next(s for s in (1, 2, 5, 10, 15, 20, 30, 60) if (high - low) / s <= most)
        ticks = np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step
        turned = (ticks + 180.0) % 360.0 - 180.0 if sides == "WE" else ticks
        axis.set_ticks(ticks.tolist(), [_degrees(float(v), sides) for v in turned])
    axes.tick_params(labelsize=9)
    axes.grid(color=GRID, lw=0.8)
    axes.set_axisbelow(True)
    for spine in axes.spines.values():
        spine.set_visible(True)


Painted = Iterator[tuple[str, Callable[[Axes], None]]]


def _classes(rows: Rows, at: NDArray[np.float64]) -> Painted:
    """Yield what each panel is called, and what draws classes on it."""
    drawn, _ = thinned(rows.n_rows)

    def by_class(said: NDArray[np.object_]) -> Callable[[Axes], None]:
        def draw(axes: Axes) -> None:
            # the commonest class below the rare ones
            for place, (name, (colour, shape)) in enumerate(
                zip(rows.classes, CLASS_MARKS, strict=False)
            ):
                _scatter(axes, at[:, drawn & (said == name)], colour, shape, drawn.sum(), 2 + place)

        return draw

    def wrong(axes: Axes) -> None:
        misses = [one.said != rows.truth for one in rows.pair]
        for here, colour, shape in _misses(misses[0], misses[1]):
            _scatter(axes, at[:, drawn & here], colour, shape, drawn.sum(), 2)

    yield "Observed", by_class(rows.truth)
    for one in rows.pair:
        yield one.label, by_class(one.said)
    yield "Where they are wrong", wrong


_WRONG = (
    ("Both wrong", "#6e7781", "P"),
    ("Only the quantum model", "#CC79A7", "D"),
    ("Only the bar", "#E69F00", "v"),
)


def _misses(
    first: NDArray[np.bool_], second: NDArray[np.bool_]
) -> Iterator[tuple[NDArray[np.bool_], str, str]]:
    which = (first & second, first & ~second, ~first & second)
    for here, (_, colour, shape) in zip(which, _WRONG, strict=True):
        yield here, colour, shape


def _scatter(
    axes: Axes, at: NDArray[np.float64], colour: str, shape: str, total: int, order: int
) -> None:
    axes.scatter(
        at[0], at[1], s=0.6 * mark_size(total), marker=shape, color=colour, alpha=0.75, lw=0,
        zorder=order, rasterized=is_many(4 * total),
    )  # fmt: skip


def _legend(figure: Figure, rows: Rows, narrow: bool) -> None:
    wrong = [
        Line2D([], [], color=colour, marker=shape, ls="", ms=6, label=name)
        for name, colour, shape in _WRONG
    ]
    handles = [*class_handles(rows.classes), *wrong]
    add_legend(figure, handles, 2 if narrow else len(handles))


def _values(rows: Rows, at: NDArray[np.float64]) -> Painted:
    """Yield what each panel is called, and what draws numbers on it."""
    _, first, place = np.unique(at, axis=1, return_index=True, return_inverse=True)
    counts = np.bincount(place.ravel())
    where = at[:, first]

    def mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.bincount(place.ravel(), weights=values) / counts

    observed = mean(rows.truth)
    said = [mean(one.said) for one in rows.pair]
    low, high = min(v.min() for v in (observed, *said)), max(v.max() for v in (observed, *said))
    difference = said[0] - observed
    reach = float(np.abs(difference).max()) or 1.0

    def draws(
        values: NDArray[np.float64], norm: Normalize, shade: str | Colormap, name: str
    ) -> Callable[[Axes], None]:
        def draw(axes: Axes) -> None:
            points = _paint(axes, where, values, norm, shade)
            assert axes.figure is not None
            bar = axes.figure.colorbar(points, ax=axes, location="bottom", aspect=50, pad=0.03)
            bar.set_label(shorten(name, 46), fontsize=9)
            bar.ax.tick_params(labelsize=9)
            if bar.solids is not None:
                bar.solids.set_rasterized(True)

        return draw

    scale, what = Normalize(low, high), rows.axis("", 30)
    yield "Observed", draws(observed, scale, "viridis", what)
    for one, values in zip(rows.pair, said, strict=True):
        yield one.label, draws(values, scale, "viridis", what)
    yield (
        f"Difference: {rows.best_quantum.label}",
        draws(
            difference,
            Normalize(-reach, reach),
            _DIFFERENCES,
            f"predicted − observed, {what}",
        ),
    )


def _paint(
    axes: Axes,
    where: NDArray[np.float64],
    values: NDArray[np.float64],
    norm: Normalize,
    shade: str | Colormap,
) -> ScalarMappable:
    """Draw a mark for each place, or the means of hexagons where there are too many."""
    if len(values) > _MANY_PLACES:
        return axes.hexbin(
            where[0], where[1], C=values, gridsize=(40, 20), cmap=shade, norm=norm,
            linewidths=0.0, zorder=2, rasterized=True,
        )  # fmt: skip
    return axes.scatter(
        where[0], where[1], c=values, norm=norm, cmap=shade, s=mark_size(len(values)),
        edgecolors=INK, linewidths=0.2, zorder=2, rasterized=is_many(4 * len(values)),
    )  # fmt: skip
