"""Generative models on catalogues: bits, the reference, and who gains over it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Self

import numpy as np
import pandas as pd
import pytest
from sklearn.base import BaseEstimator

from qneko.domains import EventCatalogue, load
from qneko.domains.seismology import EventBins, score_generator, simulate_catalogue
from qneko.domains.seismology._bins import _independent
from qneko.errors import InputError
from qneko.models import BornMachine, IQPBornMachine

BITS = {"magnitude": 1, "latitude": 1, "longitude": 1}


def two_places(seed: int = 0, *, together: bool = True) -> EventCatalogue:
    """Two places, apart in both coordinates: each coordinate by itself cannot tell them."""
    places = [(10.0, 10.0), (30.0, 40.0)]
    if not together:
        places += [(10.0, 40.0), (30.0, 10.0)]
    made = simulate_catalogue(
        3000, rate=0.5, places=places, magnitudes=(4.95, 8.0), random_state=seed
    )
    return replace(made, frame=made.frame.assign(magnitude=made.frame["magnitude"].round(1)))


class Table(BaseEstimator):
    """The frequencies of all bit strings."""

    def fit(self, X: Any, y: Any = None) -> Self:
        numbers = self._numbers(X)
        self.chances_ = np.bincount(numbers, minlength=2 ** X.shape[1]) / len(X)
        return self

    def score_samples(self, X: Any) -> Any:
        with np.errstate(divide="ignore"):
            return np.log(self.chances_[self._numbers(X)])

    def _numbers(self, X: Any) -> Any:
        return np.asarray(X, dtype=np.int64) @ (1 << np.arange(np.shape(X)[1]))


def test_bits_are_bins_in_gray_code() -> None:
    frame = pd.DataFrame({"magnitude": [5.0, 5.2, 5.3, 5.6, 5.9, 8.0], "depth": np.arange(6.0)})
    bins = EventBins.learn(frame, {"magnitude": 2, "depth": 1})
    assert bins.numbers(frame)[:, 0].tolist() == [0, 0, 1, 2, 3, 3]
    assert bins.numbers(frame)[:, 1].tolist() == [0, 0, 0, 1, 1, 1]
    assert bins.encode(frame)[:, :2].tolist() == [[0, 0], [0, 0], [1, 0], [1, 1], [0, 1], [0, 1]]
    # later events beyond the range are in the open bins at the ends
    later = pd.DataFrame({"magnitude": [4.0, 9.5], "depth": [-10.0, 99.0]})
    assert bins.numbers(later).tolist() == [[0, 0], [3, 1]]


def test_the_reference_is_a_distribution_and_gutenberg_richters() -> None:
    frame = two_places().frame
    bins = EventBins.learn(frame, {"magnitude": 2, "latitude": 1})
    seen = bins.numbers(frame)
    every = np.stack(np.meshgrid(np.arange(4), np.arange(2), indexing="ij"), axis=-1).reshape(-1, 2)
    chances = _independent(frame, seen, every, bins).reshape(4, 2)
    assert chances.sum() == pytest.approx(1.0)
    # b is 1 here, so that each step of 0.3 takes away half
    expected = [1 - 10**-0.3, 10**-0.3 - 10**-0.6, 10**-0.6 - 10**-0.9, 10**-0.9]
    assert chances.sum(axis=1) == pytest.approx(expected, abs=0.02)


def test_a_table_gains_what_the_dependence_of_the_coordinates_is_worth() -> None:
    found = score_generator(Table(), two_places(), until="2005-01-01", bits=BITS)
    # at most log 2, one bit: the medians of the coordinates cut a few events of one place off
    assert 0.45 < found.gain < np.log(2.0)
    assert found.gain == pytest.approx(found.table_gain)
    assert found.interval[0] < found.gain < found.interval[1]
    assert list(found.by_year.index) == [2005, 2006, 2007, 2008]
    independent = score_generator(
        Table(), two_places(together=False), until="2005-01-01", bits=BITS
    )
    assert abs(independent.gain) < 0.02


def test_the_interval_is_that_of_a_mean_where_years_are_equal() -> None:
    catalogue = two_places()
    found = score_generator(Table(), catalogue, until="2005-01-01", bits=BITS)
    sizes = catalogue.frame["time"].dt.year.value_counts()[found.by_year.index].sort_index()
    assert np.average(found.by_year, weights=sizes) == pytest.approx(found.gain)
    assert found.n_events == sizes.sum()
    wider = score_generator(Table(), catalogue, until="2005-01-01", bits=BITS, alpha=0.01)
    assert np.ptp(wider.interval) > np.ptp(found.interval)


@pytest.mark.parametrize(
    "model",
    [
        BornMachine(n_layers=2, loss="nll", max_iter=150, random_state=0),
        IQPBornMachine(max_weight=2, max_iter=200, random_state=0),
    ],
    ids=["circuit", "iqp"],
)
def test_born_machines_learn_what_their_controls_cannot(model: Any) -> None:
    catalogue = two_places()
    asked = {"until": "2005-01-01", "bits": BITS}
    found = score_generator(model, catalogue, **asked)
    alone = score_generator(model.control(), catalogue, **asked)
    assert found.interval[0] > 0.3
    assert alone.gain < 0.1
    assert found.gain <= found.table_gain + 0.02
    assert not hasattr(model, "weights_")  # a clone was fitted


def test_the_shipped_catalogue_has_dependent_coordinates() -> None:
    bits = {"magnitude": 2, "latitude": 2, "longitude": 2}
    catalogue = load("environment/usgs_m55_1965_2016")
    found = score_generator(Table(), catalogue, until="2007-01-01", bits=bits)
    assert found.n_events == 5207
    assert found.interval[0] > 0.1
    assert len(found.by_year) == 10


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"bits": {"latitude": 2}}, "bits must name 'magnitude'"),
        ({"bits": {"magnitude": 0}}, "1 or more bits each and 16 in all"),
        ({"bits": {"magnitude": 9, "latitude": 8}}, "16 in all at most"),
        ({"bits": {"magnitude": 1, "depth": 1}}, "without gaps in 'depth'"),
        ({"until": "2000-02-01"}, "100 or more events before 2000-02-01"),
        ({"until": "2008-02-01"}, "two or more years"),
    ],
)
def test_refuses_in_one_sentence(changes: dict[str, Any], message: str) -> None:
    asked = {"until": "2005-01-01", "bits": BITS, **changes}
    with pytest.raises(InputError, match=message) as caught:
        score_generator(Table(), two_places(), **asked)
    assert "\n" not in str(caught.value)
