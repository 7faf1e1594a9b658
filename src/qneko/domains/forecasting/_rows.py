"""What models of series read from the raw rows of a `forecast_table`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...errors import InputError

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

_NEEDED = ("group", "now", "phase", "horizon", "lags", "difference", "history", "phases")


@dataclass(frozen=True)
class Rows:
    """Forecasts to make, each from what was known at its origin.

    Parameters
    ----------
    group : ndarray of shape (n_rows,)
        What each row belongs to, as text.
    now : ndarray of shape (n_rows,)
        Last known value of the channel.
    phase : ndarray of shape (n_rows,)
        Part of the season in which the target is.
    horizon, lags : int
        Steps ahead, and steps of the window.
    difference : bool
        Whether the target is the change from now.
    history : list of ndarray of shape (n_past, n_channels)
        Values up to and with the origin, the channel first; NaN where not measured.
    phases : list of ndarray of shape (n_past,)
        Part of the season of each of them.
    season_before : ndarray of shape (n_rows,) or None
        What the target was a season before; NaN where that is not known.
    turn : ndarray of shape (n_rows,) or None
        Angle of the target in the season, in radians.
    """

    group: NDArray[np.object_]
    now: Floats
    phase: Whole
    horizon: int
    lags: int
    difference: bool
    history: list[Floats]
    phases: list[Whole]
    season_before: Floats | None
    turn: Floats | None

    def __len__(self) -> int:
        return len(self.now)

    @property
    def n_channels(self) -> int:
        """Channels of the history."""
        return self.history[0].shape[1]

    @property
    def base(self) -> Floats:
        """What the target is counted from: the value now for changes, and else 0."""
        return self.now if self.difference else np.zeros(len(self))

    def past(self, n_steps: int) -> tuple[Floats, Whole]:
        """Return the last values, oldest first, and their phases.

        Returns
        -------
        values : ndarray of shape (n_rows, n_steps, n_channels)
            What was not measured is the value before it, or at the beginning the first after it;
            NaN only where nothing at all was measured.
        phases : ndarray of shape (n_rows, n_steps)
            Steps before the beginning of a history are its first one, again and again.
        """
        at = [np.maximum(np.arange(len(h) - n_steps, len(h)), 0) for h in self.history]
        values = np.stack([h[i] for h, i in zip(self.history, at, strict=True)])
        phases = np.stack([p[i] for p, i in zip(self.phases, at, strict=True)])
        return _filled(values), phases


def read_rows(X: Any) -> Rows:
    """Return what raw rows hold, or say what was expected.

    Parameters
    ----------
    X : pandas.DataFrame of shape (n_rows, n_columns)
        `Dataset.raw` of a `forecast_table`, or rows of it.
    """
    if not isinstance(X, pd.DataFrame) or any(name not in X.columns for name in _NEEDED):
        raise InputError(
            "Rows of a forecast_table are expected, its raw frame with history and phases, got "
            f"{type(X).__name__}; pass data.raw."
        )
    if not len(X):
        raise InputError("At least one row is expected, got none.")
    for name in ("horizon", "lags", "difference"):
        if X[name].nunique() > 1:
            raise InputError(
                f"Rows of one forecast_table are expected, got some with different {name!r}."
            )
    angle = None
    if "season sin" in X.columns:
        angle = np.arctan2(X["season sin"].to_numpy(), X["season cos"].to_numpy())
    before = X["season before"].to_numpy(float) if "season before" in X.columns else None
    return Rows(
        group=X["group"].to_numpy(dtype=object),
        now=X["now"].to_numpy(dtype=np.float64),
        phase=X["phase"].to_numpy(dtype=np.int64),
        horizon=int(X["horizon"].iloc[0]),
        lags=int(X["lags"].iloc[0]),
        difference=bool(X["difference"].iloc[0]),
        history=list(X["history"]),
        phases=list(X["phases"]),
        season_before=before,
        turn=angle,
    )


def _filled(values: Floats) -> Floats:
    """Fill gaps along the second axis by what came before, at the beginning by what comes after."""
    known = np.isfinite(values)
    step = np.arange(values.shape[1])[None, :, None]
    last = np.maximum.accumulate(np.where(known, step, -1), axis=1)
    first = np.argmax(known, axis=1)[:, None]
    return np.take_along_axis(values, np.where(last >= 0, last, first), axis=1)
