"""`forecast_table`: a series as a table of forecasts, one row for each point in time they start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...errors import InputError
from .._bundles import SeriesDataset
from .._dataset import Dataset
from .._words import counted, listed
from ._channels import Forecast, find_forecasts
from ._checks import check_choice, check_whole
from ._season import Season, find_season
from ._steps import span

#: Values of the past that a row remembers at the most: some models smooth through all of them.
MOST_HISTORY = 2000
_LEAST_ROWS = 2

Floats = NDArray[np.float64]


def forecast_table(
    series: SeriesDataset,
    *,
    lags: int = 12,
    horizon: int = 1,
    others: Sequence[str] = (),
    season: str | int = "auto",
    difference: bool = False,
    stride: int = 1,
    hold_out: str = "time",
) -> Dataset:
    """Return a series as a table: one row a forecast, made at its origin for `horizon` steps later.

    Everything in a row but its target was known at its origin. Features are the last `lags` values
    of the channel and of the `others`, "... t-2" being the one two steps before the origin, and
    sine and cosine of the season of the time that is forecast. What is learned from several rows,
    such as what is usual in a month, is left to models and encoders, which see training rows only.

    Parameters
    ----------
    series : SeriesDataset
        Of `load` or `read_series`; its `target` says what is forecast. A target in several groups
        (the temperature of each city) gives rows of each.
    lags : int, default 12
        Values of the past, the one at the origin among them.
    horizon : int, default 1
        Steps from the origin to the target.
    others : sequence of str, optional
        Further channels to forecast from, with as many lags: by their name, or by their last word
        for the one of the same group ("psl" for "Iqaluit tas" is "Iqaluit psl").
    season : {"auto", "none", "year", "week", "day"} or int, default "auto"
        What comes again. "auto" is the year for dates a day or more apart, the day for dates closer
        than that, and nothing for seconds or short series. A number is one of steps.
    difference : bool, default False
        Forecast the change from the origin, with the channel's past less its value now as features:
        for series with a trend, whose values were never seen before. Forecasts are the same in the
        end; the value now is in the context.
    stride : int, default 1
        Steps between two origins.
    hold_out : {"time", "group"}, default "time"
        What the test rows are to be. "time": later ones; the table has `times`, those of the
        targets, and `gap`. "group": those of another buoy or city; the table has `groups`.

    Returns
    -------
    Dataset
        A regression in the channel's unit. `context` holds "time" (of the target), "origin",
        "group", "now" (the last known value), "season before" (what the target was a season
        before), "phase" (of the target in the season), "horizon", "lags", "difference", and as
        arrays "history" (all values up to the origin, at most 2000, the channel first) and "phases"
        (those of the history). Rows whose target was not measured are left out.

    Raises
    ------
    InputError
        If the series is too short, or has no such channel or season.

    Notes
    -----
    The target looks `horizon` steps ahead of what the features know. Rolling splits are cut by the
    time of the target, so ``horizon - 1`` steps before the first test row are no training rows:
    their targets would lie after its origin. `Dataset.gap` is that number, in rows of one group.

    Examples
    --------
    >>> from qneko.domains import forecast_table, load
    >>> data = forecast_table(load("environment/elnino_sst"), lags=6, horizon=3)
    >>> data.target_name, data.units, data.gap, data.frame.shape
    ('Niño 1+2 in 3 months', '°C', 2, (724, 8))
    """
    _check(series, lags, horizon, stride, difference, hold_out)
    label, other_names, forecasts = find_forecasts(series, tuple(others), hold_out)
    framing = _Framing(
        series,
        find_season(series, season),
        np.arange(lags - 1, series.n_times - horizon, stride),
        lags,
        horizon,
        difference,
        (label, *other_names),
    )
    features = pd.concat([framing.features(f) for f in forecasts], ignore_index=True)
    if not features.shape[1]:
        raise InputError(
            "lags: at least 2 are expected with difference, since the value now less itself says "
            "nothing, got 1."
        )
    context = pd.concat([framing.context(f) for f in forecasts], ignore_index=True)
    target = pd.Series(np.concatenate([framing.target(f) for f in forecasts]))
    known = (target.notna() & context["now"].notna()).to_numpy()
    if known.sum() < _LEAST_ROWS:
        raise InputError(
            f"'{series.name}' has no values of '{label}' {span(series, horizon)} after others; "
            "lower lags or horizon, or name another target."
        )
    name = f"change of {label}" if difference else label
    rows: dict[str, Any] = {"frame": features, "context": context, "target": target}
    kept: dict[str, Any] = {k: part[known].reset_index(drop=True) for k, part in rows.items()}
    target_name = f"{name} in {span(series, horizon)}"
    by_time = hold_out == "time"
    return Dataset(
        name=series.name,
        frame=kept["frame"],
        target=kept["target"].rename(target_name),
        target_name=target_name,
        task="regression",
        task_reason="A series is forecast, and its values are numbers.",
        source=series.source,
        licence=series.licence,
        sha256=series.sha256,
        notes=_notes(series, framing, forecasts, int((~known).sum()), hold_out),
        units=series.units[forecasts[0].column] or None,
        groups=None if by_time else kept["context"]["group"].rename("group"),
        times=kept["context"]["time"].rename("time") if by_time else None,
        context=kept["context"],
        gap=-(-horizon // stride) - 1,
        bars=series.bars,
    )


@dataclass(frozen=True)
class _Framing:
    """How rows are made of a series; `labels` are those of the channel and of the others."""

    series: SeriesDataset
    season: Season | None
    origins: NDArray[np.int64]
    lags: int
    horizon: int
    difference: bool
    labels: tuple[str, ...]

    def features(self, forecast: Forecast) -> pd.DataFrame:
        """Return what a forecast may be made from, one column a number."""
        now = _last_known(self._own(forecast))[self.origins]
        columns: dict[str, Floats] = {}
        for k, (label, column) in enumerate(
            zip(self.labels, (forecast.column, *forecast.others), strict=True)
        ):
            values = self.series.values[:, column]
            for back in range(self.lags - 1, -1, -1):
                past = values[self.origins - back]
                name = f"{label} t-{back}" if back else f"{label} t"
                if self.difference and k == 0:
                    if back == 0:
                        continue  # nothing but zeros
                    name, past = f"{name} from t", past - now
                columns[name] = past
        if self.season is not None:
            turn = 2.0 * np.pi * self.season.turn[self.origins + self.horizon]
            columns["season sin"], columns["season cos"] = np.sin(turn), np.cos(turn)
        return pd.DataFrame(columns)

    def target(self, forecast: Forecast) -> Floats:
        """Return what came, or how far it was from the value now."""
        return self._target_at(self._own(forecast), self.origins)

    def context(self, forecast: Forecast) -> pd.DataFrame:
        """Return what else was known at each origin."""
        own = self._own(forecast)
        values = self.series.values[:, [forecast.column, *forecast.others]]
        values.flags.writeable = False
        times, ends = _in_utc(self.series.times), self.origins + 1
        columns = {
            "time": times[self.origins + self.horizon],
            "origin": times[self.origins],
            "group": forecast.group,
            "now": _last_known(own)[self.origins],
        }
        phases = np.zeros(self.series.n_times, dtype=np.int64)
        if self.season is not None:
            phases = self.season.phases
            # the last season of which the whole horizon is over
            back = self.season.n_steps * -(-self.horizon // self.season.n_steps)
            columns["season before"] = self._target_at(own, self.origins - back)
        columns |= {
            "phase": phases[self.origins + self.horizon],
            "horizon": self.horizon,
            "lags": self.lags,
            "difference": self.difference,
            "history": _each([values[max(0, end - MOST_HISTORY) : end] for end in ends]),
            "phases": _each([phases[max(0, end - MOST_HISTORY) : end] for end in ends]),
        }
        return pd.DataFrame(columns)

    def _own(self, forecast: Forecast) -> Floats:
        return self.series.values[:, forecast.column]

    def _target_at(self, own: Floats, origins: NDArray[np.int64]) -> Floats:
        """Return the target of forecasts from these origins; NaN before the series begins."""
        there = origins >= 0
        came = np.where(there, own[np.where(there, origins + self.horizon, 0)], np.nan)
        if not self.difference:
            return came
        return came - np.where(there, _last_known(own)[np.where(there, origins, 0)], np.nan)


def _each(arrays: list[NDArray[np.generic]]) -> NDArray[np.object_]:
    """Return arrays of different lengths as one column, each in one cell."""
    column = np.empty(len(arrays), dtype=object)
    column[:] = arrays
    return column


def _last_known(values: Floats) -> Floats:
    """Return for each point in time the last value that was measured by then."""
    return np.asarray(pd.Series(values).ffill(), dtype=np.float64)


def _in_utc(times: pd.Index) -> pd.Index:
    return times.tz_localize("UTC") if isinstance(times, pd.DatetimeIndex) else times


def _notes(
    series: SeriesDataset,
    framing: _Framing,
    forecasts: tuple[Forecast, ...],
    n_missing: int,
    hold_out: str,
) -> tuple[str, ...]:
    warnings = [note for note in series.notes if note.startswith("Warning:")]
    rest = [note for note in series.notes if not note.startswith("Warning:")]
    lags, step = counted(framing.lags, "value"), span(series, 1)
    what = f"the last {lags} at steps of {step}"
    if len(framing.labels) > 1:
        what += f", as many of {listed(framing.labels[1:])}"
    if framing.season is not None:
        what += f", and the place of its target in the season ({framing.season.name})"
    notes = [f"Each row is a forecast {span(series, framing.horizon)} ahead from {what}."]
    if len(forecasts) > 1:
        groups = ", ".join(dict.fromkeys(f.group for f in forecasts))
        notes.append(f"Rows are of {groups}.")
    if n_missing:
        notes.append(
            f"{counted(n_missing, 'row')} left out, since what they forecast was not measured, or "
            "nothing at all by then."
        )
    if hold_out == "group":
        notes.append(
            "Test rows are of a group that is in no training row; other groups are there at the "
            "same and at later times, so the forecasts speak of new places and not of the future."
        )
    return (*warnings, *notes, *rest)


def _check(
    series: SeriesDataset, lags: int, horizon: int, stride: int, difference: bool, hold_out: str
) -> None:
    check_whole(lags=lags, horizon=horizon, stride=stride)
    check_choice((True, False), difference=difference)
    check_choice(("time", "group"), hold_out=hold_out)
    if series.n_times < lags + horizon + 1:
        raise InputError(
            f"'{series.name}' has {series.n_times} points in time, too few for lags = {lags} and "
            f"horizon = {horizon}, which need {lags + horizon + 1}; lower one of them."
        )
