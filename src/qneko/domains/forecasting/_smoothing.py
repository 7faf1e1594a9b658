"""Exponential smoothing with trend and season, through gaps: the recursion itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ._rows import Floats, Whole
from ._season import N_PHASES

#: Values at the beginning of a series that its first level and slope are read from, at the least.
_FIRST = 10


class Weights(NamedTuple):
    """How fast level, slope and season follow the values, and how much of a slope stays."""

    level: float
    slope: float
    season: float
    damping: float


class State(NamedTuple):
    """What is known after a value: level, slope a step, and season by part."""

    level: float
    slope: float
    season: tuple[float, ...]

    def ahead(self, n_steps: int, phase: int, damping: float) -> float:
        """Return the forecast so many steps later, in that part of the season."""
        steps = sum(damping**k for k in range(1, n_steps + 1))
        return self.level + steps * self.slope + self.season[phase]


def begin(values: Floats, phases: Whole, *, has_trend: bool) -> State:
    """Return the state before the first value: least squares on the first two seasons.

    Parameters
    ----------
    values : ndarray of shape (n,)
        A series; NaN where it was not measured.
    phases : ndarray of shape (n,)
        Parts of the season; all equal without one.
    has_trend : bool
        Whether there is a slope.
    """
    n_cycle = cycle(phases)
    at = np.flatnonzero(np.isfinite(values[: n_first(values, phases)]))
    columns: list[Floats] = [np.ones(len(at))]
    if has_trend:
        columns.append(np.asarray(at + 1, dtype=np.float64))
    n_before = len(columns)
    if n_cycle is not None:
        columns += [(phases[at] == p).astype(np.float64) for p in range(N_PHASES)]
    found = np.linalg.lstsq(np.column_stack(columns), values[at], rcond=None)[0]
    season = found[n_before:] if n_cycle is not None else np.zeros(N_PHASES)
    slope = float(found[1]) if has_trend else 0.0
    return State(float(found[0]), slope, tuple(season.tolist()))


def n_first(values: Floats, phases: Whole) -> int:
    """Return how many values `begin` looks at, if there are so many."""
    known = np.isfinite(values)
    gap = int(np.argmax(known)) if known.any() else 0  # nothing measured yet: no season is over
    return gap + max(2 * (cycle(phases) or 0), _FIRST)


def cycle(phases: Whole) -> int | None:
    """Return the steps until the first part of the season begins anew; None if it does not."""
    again = np.flatnonzero((phases[1:] == phases[0]) & (phases[:-1] != phases[0]))
    return int(again[0]) + 1 if len(again) else None


def smooth(
    values: Sequence[float],
    phases: Sequence[int],
    start: State,
    weights: Weights,
    stops: frozenset[int] = frozenset(),
) -> tuple[float, dict[int, State]]:
    """Run through a series value by value.

    Parameters
    ----------
    values : sequence of float
        NaN where nothing was measured: there the state goes on by its own forecast.
    phases : sequence of int
        Their parts of the season.
    start : State
        Before the first value.
    weights : Weights
        Of the new value.
    stops : frozenset of int
        Numbers of values after which the state is kept.

    Returns
    -------
    float
        Sum of the squared errors of the forecasts one step ahead.
    dict of int to State
        The states at the stops.
    """
    level, slope, season = start.level, start.slope, list(start.season)
    of_level, of_slope, of_season, damping = weights
    squares, kept = 0.0, {}
    for n, (value, phase) in enumerate(zip(values, phases, strict=True), start=1):
        drift = damping * slope
        ahead = level + drift
        if value == value:  # no NaN
            usual = season[phase]
            squares += (value - ahead - usual) ** 2
            new = of_level * (value - usual) + (1.0 - of_level) * ahead
            slope = of_slope * (new - level) + (1.0 - of_slope) * drift
            season[phase] = of_season * (value - new) + (1.0 - of_season) * usual
            level = new
        else:
            level, slope = ahead, drift
        if n in stops:
            kept[n] = State(level, slope, tuple(season))
    return squares, kept
