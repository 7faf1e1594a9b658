"""Series: from measurements over time to tables of forecasts, and what the field would forecast."""

from ._holt_winters import HoltWinters
from ._naive import AnomalyPersistence, Climatology, Persistence, SeasonalNaive
from ._peaks import PeakError, peak_error
from ._ridge import LagRidge
from ._table import forecast_table
from ._windows import EchoStateOnWindows, QuantumReservoirOnWindows

__all__ = [
    "AnomalyPersistence",
    "Climatology",
    "EchoStateOnWindows",
    "HoltWinters",
    "LagRidge",
    "PeakError",
    "Persistence",
    "QuantumReservoirOnWindows",
    "SeasonalNaive",
    "forecast_table",
    "peak_error",
]
