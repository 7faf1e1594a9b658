"""What is usual in a part of the season, and how far series are from it: learned in `fit`."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ._rows import Floats, Rows
from ._season import N_PHASES

Indices = NDArray[np.intp]


class SeasonalMeans:
    """Means by group and part of the season.

    Where a group has no value in a part, it is the group's mean; for a group that was never seen,
    the mean of all in that part, or of all.
    """

    def fit(self, group: NDArray[np.object_], phase: Any, values: Floats) -> Self:
        """Learn from values that are known.

        Parameters
        ----------
        group : ndarray of shape (n,)
            What each value belongs to.
        phase : ndarray of shape (n,)
            Its part of the season, from 0 on.
        values : ndarray of shape (n,)
            NaN is left out.
        """
        self._row = {name: k for k, name in enumerate(sorted(set(group.tolist())))}
        known = np.isfinite(values)
        rows, phases, found = self._rows(group)[known], np.asarray(phase)[known], values[known]
        total = np.zeros((len(self._row) + 1, N_PHASES))
        count = np.zeros_like(total)
        for row in (rows, np.full(len(rows), len(self._row))):  # each group, and all together
            np.add.at(total, (row, phases), found)
            np.add.at(count, (row, phases), 1.0)
        of_all = count.sum(axis=1, keepdims=True)
        usual = total.sum(axis=1, keepdims=True) / np.maximum(of_all, 1.0)
        usual = np.where(of_all > 0.0, usual, usual[-1:])
        self._means = np.where(count > 0.0, total / np.maximum(count, 1.0), usual)
        return self

    def of(self, group: NDArray[np.object_], phase: Any) -> Floats:
        """Return what is usual; `phase` of shape (n,) or (n, n_steps), one group a row."""
        rows = self._rows(group)
        phases = np.asarray(phase)
        return np.asarray(self._means[rows if phases.ndim == 1 else rows[:, None], phases])

    def _rows(self, group: NDArray[np.object_]) -> Indices:
        return np.array([self._row.get(name, len(self._row)) for name in group], dtype=np.intp)


class Anomalies:
    """Series less what is usual, in units of how much that varies: what linear models work on.

    All of it is learned from the training rows: what is usual for the target from the targets, for
    other channels from their values at the origins.
    """

    def fit(self, rows: Rows, target: Floats) -> Self:
        """Learn what is usual, and how far values are from it."""
        self._of_target = SeasonalMeans().fit(rows.group, rows.phase, target)
        self._of_value = SeasonalMeans().fit(rows.group, rows.phase, target + rows.base)
        values, phases = rows.past(1)
        self._of_others = [
            SeasonalMeans().fit(rows.group, phases[:, -1], values[:, -1, k])
            for k in range(1, rows.n_channels)
        ]
        past = self._less_usual(rows, 1)[:, 0]
        if rows.difference:
            past[:, 0] = target - self._of_target.of(rows.group, rows.phase)
        known = np.maximum(np.isfinite(past).sum(axis=0), 1)
        spread = np.sqrt(np.nansum(np.square(past), axis=0) / known)
        self._scale = np.where(spread > 0.0, spread, 1.0)
        return self

    def past(self, rows: Rows, n_steps: int) -> Floats:
        """Return anomalies of the last steps, oldest first; of changes, less the one now.

        Returns
        -------
        ndarray of shape (n_rows, n_steps, n_channels)
            Finite: where nothing was ever measured, it is taken to be as usual.
        """
        found = self._less_usual(rows, n_steps)
        if rows.difference:
            found[:, :, 0] -= found[:, -1:, 0]
        return np.nan_to_num(found / self._scale)

    def season_before(self, rows: Rows) -> Floats | None:
        """Return the target's anomaly one season ago, of shape (n_rows,); None without season."""
        if rows.season_before is None:
            return None
        usual = self._of_target.of(rows.group, rows.phase)
        return np.nan_to_num((rows.season_before - usual) / self._scale[0])

    def target(self, rows: Rows, target: Floats) -> Floats:
        """Return the target's anomalies."""
        usual = self._of_target.of(rows.group, rows.phase)
        return np.asarray((target - usual) / self._scale[0])

    def back(self, rows: Rows, anomaly: Floats) -> Floats:
        """Return the targets that have these anomalies, in their unit."""
        usual = self._of_target.of(rows.group, rows.phase)
        return np.asarray(usual + self._scale[0] * anomaly)

    def _less_usual(self, rows: Rows, n_steps: int) -> Floats:
        values, phases = rows.past(n_steps)
        of_channels = (self._of_value, *self._of_others)
        return values - np.stack([m.of(rows.group, phases) for m in of_channels], axis=2)
