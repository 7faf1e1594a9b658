"""From a catalogue of events to a table: one row for each region and period, a rate to predict."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from ...errors import InputError
from .._bundles import EventCatalogue
from .._dataset import Dataset, Task
from ._histories import History
from ._magnitudes import magnitude_of_completeness
from ._periods import Period, cut_time, days_of, in_words
from ._regions import Region, most_active_cells

Predicted = Literal["count", "any"]

#: Context columns that models of rates read.
CELL, DAYS = "cell", "days"
HISTORY_DAYS, HISTORY_MAGNITUDES = "history_days", "history_magnitudes"


def frame_events(
    catalogue: EventCatalogue,
    *,
    period: Period = "quarter",
    magnitude: float | None = None,
    history_magnitude: float | None = None,
    cell: float = 10.0,
    n_cells: int = 12,
    regions: Sequence[Region] = (),
    history: int = 12,
    predict: Predicted = "count",
) -> Dataset:
    """Make a table of a catalogue: how many events come in each region and period.

    Everything in a row but the target is known when its period begins. The first `history` periods
    have no rows: they only feed the features of later ones, and say which cells are active, so that
    no choice of cells looks at what is predicted.

    Parameters
    ----------
    catalogue : EventCatalogue
        The events.
    period : {"week", "month", "quarter", "year"} or int, default "quarter"
        Piece of the calendar, or number of days.
    magnitude : float, optional
        From this on events are predicted. By default the catalogue's `complete_from`, or else the
        magnitude of completeness of the history, by maximum curvature.
    history_magnitude : float, optional
        From this on events count in the features; by default as `magnitude`, or from where the
        catalogue is complete if that is smaller.
    cell : float, default 10.0
        Degrees of latitude and longitude of a cell of the grid.
    n_cells : int, default 12
        So many cells: the most active ones in the first `history` periods.
    regions : sequence of Region, default ()
        Regions to take in place of cells.
    history : int, default 12
        Periods before the first row.
    predict : {"count", "any"}, default "count"
        The number of events (regression), or whether there is one ("yes", "no").

    Returns
    -------
    Dataset
        Rows in the order of time; `times` is when the period begins, so that splits roll. The
        features are logarithms of one plus: the events of the last 1, 3 and 12 periods in the
        region, those of the last 1 and 12 around it, the days since the last one, and the number
        that the mean rate of all earlier time makes expect; and the largest magnitude of the last
        12 periods. `context` has the region, its centre and area, days of the period, and the days
        back to and magnitudes of the last ten years' events in the region.

    Raises
    ------
    InputError
        If nothing or too little is left to predict.

    Examples
    --------
    >>> from qneko.domains import load
    >>> from qneko.domains.seismology import frame_events
    >>> data = frame_events(load("environment/usgs_m55_1965_2016"), period="year")
    >>> data.n_samples, data.target_name, data.units
    (480, 'number of events of magnitude 5.5 and more in a year', 'events')
    """
    _check(cell, n_cells, history, predict)
    _check_names(regions)
    edges = cut_time(catalogue.frame["time"], period)
    n_periods = len(edges) - 1
    if n_periods - history < 2:
        raise InputError(
            f"{catalogue.name} covers {n_periods} periods ({in_words(period)}), too few for "
            f"{history} of history and rows after them: choose a shorter period or less history."
        )
    known = catalogue.complete_from
    if known is None and None in (magnitude, history_magnitude):
        # of the history alone: what is found must not depend on what is predicted
        past = catalogue.frame["time"] < edges[history]
        known = magnitude_of_completeness(catalogue.frame.loc[past, "magnitude"])
    events, magnitude, smallest = _above(catalogue, magnitude, history_magnitude, known)
    latitude, longitude = events[["latitude", "longitude"]].to_numpy(dtype=np.float64).T
    early = (events["time"] < edges[history]).to_numpy()
    places = tuple(regions) or most_active_cells(
        latitude[early], longitude[early], size=cell, most=n_cells
    )
    table = _rows(events, edges, places, history, magnitude, smallest)
    inside = np.any([place.contains(latitude, longitude) for place in places], axis=0)
    notes = (
        f"{len(table):,} rows: {len(places)} regions by {n_periods - history} periods "
        f"({in_words(period)}), from {edges[history]:%Y-%m-%d} to {edges[-1]:%Y-%m-%d}; the "
        f"{history} periods before are history only.",
        _how_chosen(places, bool(regions), cell, float(inside.mean())),
        f"Events of magnitude {magnitude:g} and more are predicted. Features are known when a "
        f"period begins, and come from events of magnitude {smallest:g} and more.",
    )
    what = "number of events" if predict == "count" else "event"
    name = f"{what} of magnitude {magnitude:g} and more in a {in_words(period)}"
    return _dataset(catalogue, table, name, predict, (*notes, *catalogue.notes))


def _above(
    catalogue: EventCatalogue, magnitude: float | None, smallest: float | None, known: float | None
) -> tuple[pd.DataFrame, float, float]:
    """Return the events that count, and the magnitudes of what is predicted and of history."""
    magnitude = known if magnitude is None else magnitude
    assert magnitude is not None
    if smallest is None:
        smallest = min(magnitude, magnitude if known is None else known)
    if smallest > magnitude:
        raise InputError(
            f"Events of magnitude {magnitude:g} and more are predicted, so history must begin at "
            f"no larger magnitude, got {smallest:g}; lower history_magnitude."
        )
    events = catalogue.frame[catalogue.frame["magnitude"] >= smallest - 1e-9]
    if len(events) < 2 or events["magnitude"].max() < magnitude - 1e-9:
        raise InputError(
            f"{catalogue.name} has no event of magnitude {magnitude:g} and more to predict: lower "
            "the magnitude."
        )
    return events, magnitude, smallest


def _check(cell: float, n_cells: int, history: int, predict: str) -> None:
    if not 0.0 < cell <= 90.0:
        raise InputError(f"cell must be above 0 and at most 90 degrees, got {cell:g}.")
    for name, value in (("n_cells", n_cells), ("history", history)):
        if value < 1:
            raise InputError(f"{name} must be 1 or more, got {value}.")
    if predict not in ("count", "any"):
        raise InputError(f'predict must be "count" or "any", got {predict!r}.')


def _check_names(regions: Sequence[Region]) -> None:
    names = [region.name for region in regions]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"Each region needs a name of its own, got {name!r} twice.")


def _rows(
    events: pd.DataFrame,
    edges: pd.DatetimeIndex,
    places: Sequence[Region],
    history: int,
    magnitude: float,
    smallest: float,
) -> pd.DataFrame:
    """Return all columns, period by period, region by region."""
    days, sizes = days_of(events["time"]), events["magnitude"].to_numpy(dtype=np.float64)
    latitude, longitude = events[["latitude", "longitude"]].to_numpy(dtype=np.float64).T
    bounds = days_of(edges)
    parts = []
    for place in places:
        inside = place.contains(latitude, longitude)
        known = History(
            days[inside],
            sizes[inside],
            days[place.surrounds(latitude, longitude)],
            days[inside & (sizes >= magnitude - 1e-9)],
            smallest,
        )
        back, of_size = known.events_before(bounds[history:-1])
        columns = {
            "begins": edges[history:-1],
            **known.features(bounds, history),
            "target": known.counts(bounds)[history:],
            CELL: place.name,
            "latitude": place.centre[0],
            "longitude": place.centre[1],
            "area_km2": place.area,
            DAYS: np.diff(bounds)[history:],
            HISTORY_DAYS: pd.Series(back, dtype=object),
            HISTORY_MAGNITUDES: pd.Series(of_size, dtype=object),
        }
        parts.append(pd.DataFrame(columns))
    whole = pd.concat(parts, ignore_index=True)
    return whole.sort_values("begins", kind="stable", ignore_index=True)


def _dataset(
    catalogue: EventCatalogue,
    table: pd.DataFrame,
    name: str,
    predict: Predicted,
    notes: tuple[str, ...],
) -> Dataset:
    context = [CELL, "latitude", "longitude", "area_km2", DAYS, HISTORY_DAYS, HISTORY_MAGNITUDES]
    count = table["target"].astype(np.float64)
    target = count if predict == "count" else pd.Series(np.where(count > 0, "yes", "no"))
    if target.nunique() < 2:
        raise InputError(
            f"Every row has the same {name} ({target.iloc[0]}), so there is nothing to learn: "
            "choose another magnitude, period or size of cells."
        )
    task: Task = "regression" if predict == "count" else "classification"
    return Dataset(
        name=catalogue.name,
        frame=table.drop(columns=["begins", "target", *context]),
        target=target.rename(name),
        target_name=name,
        task=task,
        task_reason="Events are counted." if predict == "count" else "An event comes or not.",
        source=catalogue.source,
        licence=catalogue.licence,
        sha256=catalogue.sha256,
        notes=notes,
        positive=None if predict == "count" else "yes",
        units="events" if predict == "count" else None,
        times=table["begins"].rename("begin of the period"),
        context=table[context],
        bars=catalogue.bars,
    )


def _how_chosen(places: Sequence[Region], given: bool, cell: float, share: float) -> str:
    how = (
        "The regions of the study file"
        if given
        else f"The cells of {cell:g} degrees that were most active in the history"
    )
    return (
        f"{how} hold {share:.0%} of the events: "
        f"{', '.join(place.name for place in places[:6])}{' and others' * (len(places) > 6)}; what "
        "happens elsewhere is not asked."
    )
