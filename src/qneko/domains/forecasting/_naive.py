"""Forecasts that need no model: all stays as it is, is as usual, or as it was a season before."""

from __future__ import annotations

import numpy as np

from ...errors import InputError
from ._checks import check_whole
from ._forecaster import Forecaster
from ._rows import Floats, Rows
from ._usual import SeasonalMeans


class Persistence(Forecaster):
    """The last known value, or no change.

    The first thing that any forecast must beat: at short horizons it is hard to.

    Attributes
    ----------
    spread_ : float
        Root mean square of the training errors, in the target's unit.

    References
    ----------
    A. H. Murphy, Climatology, persistence, and their linear combination as standards of reference
    in skill scores, Weather and Forecasting 7, 692-698 (1992).

    Examples
    --------
    >>> from qneko.domains import forecast_table, load
    >>> from qneko.domains.forecasting import Persistence
    >>> data = forecast_table(load("environment/elnino_sst"), horizon=1)
    >>> round(float(Persistence().fit(data.raw, data.target).spread_), 2)
    1.14
    """

    def _learn(self, rows: Rows, target: Floats) -> None:
        """Nothing is learned."""

    def _forecast(self, rows: Rows) -> Floats:
        return rows.now - rows.base


class AnomalyPersistence(Forecaster):
    """The distance of the last known value from what is usual, on top of what will be usual.

    The bar of seasonal forecasting. What is usual is the mean of each part of the season, such as a
    calendar month, over the training rows. Without a season it is `Persistence`.

    Attributes
    ----------
    usual_ : SeasonalMeans
        Mean value by group and part of the season.
    spread_ : float
        Root mean square of the training errors, in the target's unit.

    References
    ----------
    D. S. Wilks, Statistical Methods in the Atmospheric Sciences, 4th ed., Elsevier (2019), ch. 9.

    Examples
    --------
    >>> from qneko.domains import forecast_table, load
    >>> from qneko.domains.forecasting import AnomalyPersistence
    >>> data = forecast_table(load("environment/elnino_sst"), horizon=1)
    >>> round(float(AnomalyPersistence().fit(data.raw, data.target).spread_), 2)
    0.44
    """

    def _learn(self, rows: Rows, target: Floats) -> None:
        self.usual_ = SeasonalMeans().fit(rows.group, rows.phase, target + rows.base)

    def _forecast(self, rows: Rows) -> Floats:
        origin = np.array([phases[-1] for phases in rows.phases])
        anomaly = rows.now - self.usual_.of(rows.group, origin)
        return self.usual_.of(rows.group, rows.phase) + anomaly - rows.base


class Climatology(Forecaster):
    """What is usual in that part of the season: the mean over the training rows.

    With changes as target it is the usual change. Of a group that is in no training row it is the
    mean of all groups.

    Parameters
    ----------
    harmonics : int, default 0
        0 takes the mean of each part of the season (a calendar month); a larger number fits so many
        waves to all values of a season, which is smoother: for days, where single months are few.

    Attributes
    ----------
    usual_ : SeasonalMeans
        Mean target by group and part of the season.
    waves_ : dict of str to ndarray of shape (1 + 2 * harmonics,)
        Mean and waves of each group, and under "" of all; with `harmonics` above 0.
    spread_ : float
        Root mean square of the training errors, in the target's unit.

    References
    ----------
    A. H. Murphy, Weather and Forecasting 7, 692-698 (1992); for waves through the year D. S. Wilks,
    Statistical Methods in the Atmospheric Sciences, 4th ed., Elsevier (2019).

    Examples
    --------
    >>> from qneko.domains import forecast_table, load
    >>> from qneko.domains.forecasting import Climatology
    >>> data = forecast_table(load("environment/elnino_sst"), horizon=6)
    >>> round(float(Climatology().fit(data.raw, data.target).spread_), 2)
    1.08
    """

    def __init__(self, harmonics: int = 0):
        self.harmonics = harmonics

    def _learn(self, rows: Rows, target: Floats) -> None:
        check_whole(0, 6, harmonics=self.harmonics)
        self.usual_ = SeasonalMeans().fit(rows.group, rows.phase, target)
        self.waves_: dict[str, Floats] = {}
        if not self._is_smooth(rows):
            return
        waves = self._waves(rows)
        for name in ("", *sorted(set(rows.group.tolist()))):
            mine = rows.group == name if name else np.ones(len(rows), dtype=bool)
            # a group with too few rows for its waves gets the shortest solution
            self.waves_[name] = np.linalg.lstsq(waves[mine], target[mine], rcond=None)[0]

    def _forecast(self, rows: Rows) -> Floats:
        if not self._is_smooth(rows):
            return self.usual_.of(rows.group, rows.phase)
        of_row = np.stack([self.waves_.get(g, self.waves_[""]) for g in rows.group])
        return np.asarray((self._waves(rows) * of_row).sum(axis=1))

    def _is_smooth(self, rows: Rows) -> bool:
        return self.harmonics > 0 and rows.turn is not None

    def _waves(self, rows: Rows) -> Floats:
        assert rows.turn is not None
        angles = np.outer(rows.turn, np.arange(1, self.harmonics + 1))
        return np.hstack([np.ones((len(rows), 1)), np.cos(angles), np.sin(angles)])


class SeasonalNaive(Forecaster):
    """What the target was one season before; the mean of the training rows where that is not known.

    With changes as target it is the change one season before, which knows a trend. It needs a
    season. Forecasts a season or more ahead take the last season that is known as a whole.

    Attributes
    ----------
    mean_ : float
        Mean training target.
    spread_ : float
        Root mean square of the training errors, in the target's unit.

    References
    ----------
    R. J. Hyndman, G. Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., OTexts (2021),
    section 5.2.

    Examples
    --------
    >>> from qneko.domains import forecast_table, load
    >>> from qneko.domains.forecasting import SeasonalNaive
    >>> data = forecast_table(load("environment/mauna_loa_co2"), difference=True)
    >>> round(float(SeasonalNaive().fit(data.raw, data.target).spread_), 2)
    0.44
    """

    def _learn(self, rows: Rows, target: Floats) -> None:
        if rows.season_before is None:
            raise InputError("Rows of a series with a season are expected, got some without.")
        self.mean_ = float(target.mean())

    def _forecast(self, rows: Rows) -> Floats:
        assert rows.season_before is not None
        return np.where(np.isfinite(rows.season_before), rows.season_before, self.mean_)
