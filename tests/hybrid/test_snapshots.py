"""Snapshots: every figure has a source and a date; times and prices are sums on paper."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from qneko.errors import InputError
from qneko.hybrid.devices import Price, Snapshot, Times, get_snapshot, list_snapshots


@pytest.mark.parametrize("name", list_snapshots())
def test_every_figure_has_a_source_and_a_date(name):
    snapshot = get_snapshot(name)
    assert snapshot.name == name
    assert snapshot.n_qubits > 1
    datetime.date.fromisoformat(snapshot.date)
    assert snapshot.times is not None or snapshot.price is not None
    for part in (snapshot.times, snapshot.price):
        assert part is None or len(part.source) > 40
    if snapshot.price is not None:
        datetime.date.fromisoformat(snapshot.price.date)
        assert snapshot.price.currency in ("EUR", "USD")
        assert snapshot.cost(1, 1000, 1.0) > 0.0


def test_a_shot_is_its_gates_its_readout_and_the_wait():
    times = Times("s", one_qubit_s=1e-8, two_qubit_s=1e-7, readout_s=1e-6, between_shots_s=1e-4)
    snapshot = Snapshot("x", "X", 4, "2026-01-01", times)
    assert snapshot.shot_s(3, 2) == pytest.approx(3e-8 + 2e-7 + 1e-6 + 1e-4)
    by_rate = Snapshot("x", "X", 4, "2026-01-01", Times("s", shots_per_s=5.0))
    assert by_rate.shot_s(3, 2) == by_rate.shot_s(300, 200) == 0.2


def test_what_is_not_published_is_not_made_up():
    part = Times("s", one_qubit_s=1e-8, two_qubit_s=1e-7)
    assert Snapshot("x", "X", 4, "2026-01-01", part).shot_s(1, 1) is None
    assert Snapshot("x", "X", 4, "2026-01-01").shot_s(1, 1) is None
    assert Snapshot("x", "X", 4, "2026-01-01").cost(1, 1, 1.0) is None
    by_time = Snapshot("x", "X", 4, "2026-01-01", None, Price("USD", "d", "s", per_second=2.0))
    assert by_time.cost(1, 1, None) is None
    assert by_time.cost(10, 1000, 3.0) == 6.0


def test_prices_add_up():
    price = Price("EUR", "2026-01-01", "s", per_circuit=0.3, per_shot=0.02)
    assert Snapshot("x", "X", 4, "2026-01-01", None, price).cost(10, 1000, None) == 23.0


def test_an_unknown_name_is_told_with_a_near_one():
    with pytest.raises(InputError, match="did you mean 'ibm_torino'"):
        get_snapshot("ibm_torin")


def test_study_files_are_told_of_every_snapshot():
    page = (Path(__file__).parents[2] / "docs" / "study-file.md").read_text("utf-8")
    assert [name for name in list_snapshots() if f'`"{name}"`' not in page] == []
