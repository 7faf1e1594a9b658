"""Earthquake catalogues: magnitudes, rates, forecasts of events, and their scores."""

from ._bins import EventBins, GeneratorScore, score_generator
from ._etas import EtasLiteClassifier, EtasLiteRegressor
from ._framing import frame_events
from ._likelihood import InformationGain, information_gain, poisson_log_likelihood
from ._magnitudes import BValue, b_value, magnitude_of_completeness
from ._poisson_rate import PoissonRateClassifier, PoissonRateRegressor
from ._regions import Region
from ._simulation import simulate_catalogue

__all__ = [
    "BValue",
    "EtasLiteClassifier",
    "EtasLiteRegressor",
    "EventBins",
    "GeneratorScore",
    "InformationGain",
    "PoissonRateClassifier",
    "PoissonRateRegressor",
    "Region",
    "b_value",
    "frame_events",
    "information_gain",
    "magnitude_of_completeness",
    "poisson_log_likelihood",
    "score_generator",
    "simulate_catalogue",
]
