"""Models that read series as they are: a quantum reservoir, and what forecasters would use."""

from __future__ import annotations

from ._family import Family, Recipe
from ._space import Choice, Real, Space

_FORECASTING = "qneko.domains.forecasting"
#: Columns of `Dataset.raw` without which there is no series.
_SERIES = ("history", "phases")

_READOUT = Real(1e-8, 10.0, 1e-3)
_RESERVOIR: Space = {
    "alpha": _READOUT,
    "n_memory": Choice((4, 2, 3)),
    "n_virtual_nodes": Choice((10, 5)),
}
_ECHO_STATE: Space = {
    "alpha": _READOUT,
    "n_nodes": Choice((50, 25, 100)),
    "spectral_radius": Real(0.1, 1.2, 0.9),
    "leak_rate": Choice((1.0, 0.5, 0.25)),
    "input_scaling": Real(0.05, 2.0, 1.0),
}
_LAGS: Space = {
    "n_lags": Choice((6, 1, 3, 12, 24)),
    "season_lag": Choice(("no", "yes")),
    "alpha": Real(1e-3, 1e3, 1.0),
}


def _echo_state(label: str, description: str) -> Family:
    return Family(
        label,
        description,
        None,
        Recipe(_FORECASTING, "EchoStateOnWindows", _ECHO_STATE, 0.02),
        inputs="raw",
        needs=_SERIES,
    )


def _forecaster(
    label: str,
    description: str,
    model: str,
    space: Space,
    fit_s: float = 0.01,
    needs: tuple[str, ...] = _SERIES,
) -> Family:
    recipe = Recipe(_FORECASTING, model, space, fit_s, is_random=False)
    return Family(label, description, None, recipe, inputs="raw", needs=needs)


#: Quantum models of series by the name that a study file gives them.
SERIES_QUANTUM: dict[str, Family] = {
    "quantum_reservoir": Family(
        "quantum reservoir",
        "A linear readout of qubits that the last values drive one after the other, with a fixed "
        "random circuit in between.",
        None,
        Recipe(_FORECASTING, "QuantumReservoirOnWindows", _RESERVOIR, 0.1),
        surrogate=_echo_state(
            "echo-state network like the quantum reservoir",
            "The same readout of a random recurrent network that the same values drive.",
        ),
        inputs="raw",
        needs=_SERIES,
    ),
}

#: Baselines that read series as they are.
SERIES_BASELINES: dict[str, Family] = {
    "persistence": _forecaster(
        "persistence", "The last known value: all stays as it is.", "Persistence", {}
    ),
    "anomaly_persistence": _forecaster(
        "persistence of the anomaly",
        "What is usual in that part of the season, and on top of it how far the last known value "
        "was from what is usual.",
        "AnomalyPersistence",
        {},
    ),
    "climatology": _forecaster(
        "climatology",
        "What is usual in that part of the season: the mean over the training rows.",
        "Climatology",
        {"harmonics": Choice((0, 1, 2, 3))},
    ),
    "seasonal_naive": _forecaster(
        "the season before",
        "What it was one season before.",
        "SeasonalNaive",
        {},
        needs=(*_SERIES, "season before"),
    ),
    "lag_ridge": _forecaster(
        "ridge on lags",
        "Ridge regression on the last values and the one a season before, all less what is usual.",
        "LagRidge",
        _LAGS,
    ),
    "holt_winters": _forecaster(
        "Holt-Winters",
        "Level, trend and season that follow the values by exponential smoothing.",
        "HoltWinters",
        {"trend": Choice(("additive", "damped", "none"))},
        0.1,
    ),
    "echo_state": _echo_state(
        "echo-state network",
        "A linear readout of a random recurrent network that the last values drive one after the "
        "other.",
    ),
}
