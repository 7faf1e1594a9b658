"""Which channels of a series are forecast, and from which others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...errors import InputError
from .._bundles import SeriesDataset
from .._words import did_you_mean, listed


@dataclass(frozen=True)
class Forecast:
    """One channel that is forecast.

    Parameters
    ----------
    column : int
        Its column of the values.
    group : str
        What it belongs to.
    others : tuple of int
        Columns that it is forecast from beside its own.
    """

    column: int
    group: str
    others: tuple[int, ...]


def find_forecasts(
    series: SeriesDataset, others: Sequence[str], hold_out: str
) -> tuple[str, tuple[str, ...], tuple[Forecast, ...]]:
    """Return what is forecast: its name, those of the other channels, and the channels themselves.

    Parameters
    ----------
    series : SeriesDataset
        With a target.
    others : sequence of str
        Further channels by their name, or by the last word of it: then each forecast takes the one
        of its own group.
    hold_out : {"time", "group"}
        With "group" one channel of each group is forecast.

    Raises
    ------
    InputError
        If a channel is unknown, or there are no groups to hold out.
    """
    for other in others:
        if others.count(other) > 1:
            raise InputError(f"others: each channel once is expected, got {other!r} twice.")
    names = _targets(series, hold_out)
    units = {series.units[series.channels.index(name)] for name in names}
    if len(units) > 1:
        raise InputError(
            f"target: '{series.target}' means channels with the units {listed(sorted(units))}, and "
            "one unit is expected; name a single channel."
        )
    found = []
    for name in names:
        column = series.channels.index(name)
        group = series.groups[column]
        columns = tuple(_other(series, other, group, names) for other in others)
        found.append(Forecast(column, group, columns))
    label = names[0] if len(names) == 1 else _common(series, names)
    return label, tuple(others), tuple(found)


def _targets(series: SeriesDataset, hold_out: str) -> tuple[str, ...]:
    names = series.target_channels
    if not names:
        raise InputError(
            f"target: '{series.name}' has no channel '{series.target}'"
            f"{did_you_mean(series.target, series.channels)}; its channels are "
            f"{listed(series.channels)}."
        )
    if hold_out == "time":
        return names
    of_target = {series.groups[series.channels.index(name)] for name in names}
    if len(of_target) > 1:
        return names
    every = set(series.groups)
    if len(every) == len(series.groups) > 1:
        return series.channels  # one channel a group: they are the same thing at other places
    raise InputError(
        f"hold_out: to hold out a group, '{series.target}' is expected in several of them, and it "
        f"is in '{next(iter(of_target))}' alone; name as target a word that channels of several "
        'groups end with, or set hold_out = "time".'
    )


def _common(series: SeriesDataset, names: tuple[str, ...]) -> str:
    """Return what channels of several groups have in common: a last word, or nothing but a kind."""
    words = {name.split(" ")[-1] for name in names}
    return words.pop() if len(words) == 1 else "value"


def _other(series: SeriesDataset, name: str, group: str, forecast: tuple[str, ...]) -> int:
    """Return the column of another channel: of the same group by its last word, or by its name."""
    same = [
        k
        for k, (channel, of) in enumerate(zip(series.channels, series.groups, strict=True))
        if of == group and channel != name and channel.split(" ")[-1] == name
    ]
    if name in series.channels:
        found = series.channels.index(name)
    elif len(same) == 1:
        found = same[0]
    else:
        known = list(
            dict.fromkeys([*series.channels, *(c.split(" ")[-1] for c in series.channels)])
        )
        raise InputError(
            f"others: '{series.name}' has no channel '{name}' for '{group}'"
            f"{did_you_mean(name, known)}; its channels are {listed(series.channels)}."
        )
    if series.channels[found] in forecast:
        raise InputError(
            f"others: '{series.channels[found]}' is itself forecast, and its past is among the "
            "features already; leave it out."
        )
    return found
