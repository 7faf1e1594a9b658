"""What seismology would use itself, on the rows that `frame_events` makes of a catalogue."""

from __future__ import annotations

from ._family import Family, Recipe
from ._space import Real, Space

_RATES = "qneko.domains.seismology"
_SMOOTHING: Space = {"smoothing": Real(0.3, 100.0, 3.0)}

#: Baselines of catalogues by the name that a study file gives them.
EVENT_BASELINES: dict[str, Family] = {
    "poisson_regression": Family(
        "Poisson regression",
        "A linear model of the logarithm of a count's rate.",
        None,
        Recipe(
            "sklearn.linear_model",
            "PoissonRegressor",
            {"alpha": Real(1e-4, 100.0, 0.1)},
            0.003,
            fixed={"max_iter": 300},
            is_random=False,
        ),
    ),
    "poisson_rate": Family(
        "Poisson rate",
        "Each region's own mean rate of events, smoothed: earthquakes at random, as often as ever.",
        Recipe(_RATES, "PoissonRateClassifier", _SMOOTHING, 0.002, is_random=False),
        Recipe(_RATES, "PoissonRateRegressor", _SMOOTHING, 0.002, is_random=False),
        inputs="raw",
        needs=("cell", "days"),
    ),
    "etas_lite": Family(
        "ETAS-lite",
        "A background rate and the aftershocks of each region's earlier events: Ogata's ETAS, "
        "simplified to counts.",
        Recipe(_RATES, "EtasLiteClassifier", _SMOOTHING, 0.08, is_random=False),
        Recipe(_RATES, "EtasLiteRegressor", _SMOOTHING, 0.08, is_random=False),
        inputs="raw",
        needs=("cell", "days", "history_days", "history_magnitudes"),
    ),
}
