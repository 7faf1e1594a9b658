"""The paired bootstrap over test rows: against closed forms and counts made by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from qneko.studies import conclude
from qneko.studies.evidence._evidence import Observations, RowForecast, TestRows
from qneko.studies.statistics._row_test import RowTest

from .evidence_builder import observations

N = 200


def measured(metric, truth, forecasts, groups=None) -> Observations:
    """Return observations whose test rows are these; the rest of them is not looked at."""
    o = observations(regression=metric in ("rmse", "mae", "crps"))
    better = metric in ("accuracy", "balanced_accuracy", "roc_auc")
    rows = TestRows(
        truth=tuple(truth),
        groups=groups,
        forecasts=tuple(RowForecast(candidate=name, **f) for name, f in forecasts.items()),
    )
    protocol = o.protocol.model_copy(update={"metric": metric, "greater_is_better": better})
    return o.model_copy(update={"test_rows": rows, "protocol": protocol})


def labels(truth, wrong):
    """Return predictions that are wrong on these rows."""
    predicted = np.array(truth, dtype=float)
    predicted[wrong] = 1.0 - predicted[wrong]
    return {"predicted": tuple(predicted)}


def test_of_labels_it_is_the_paired_difference_of_shares():
    truth = [float(i % 2) for i in range(N)]
    # 30 rows only a has wrong, 10 only b, 20 both
    wrong_a = [*range(30), *range(50, 70)]
    wrong_b = [*range(30, 40), *range(50, 70)]
    test = RowTest(measured("accuracy", truth, {"a": labels(truth, wrong_a),
                                                "b": labels(truth, wrong_b)}))  # fmt: skip
    found = test.compare("a", "b")
    assert found.difference == pytest.approx(-20 / N)
    variance = (40 / N - (20 / N) ** 2) / N + 1 / N**2
    assert found.standard_error == pytest.approx(math.sqrt(variance), rel=0.06)
    # near the interval of Agresti and Min, who add half a row to each of the four counts
    centre, spread = -20 / (N + 2), math.sqrt(41 - 20**2 / (N + 2)) / (N + 2)
    assert found.interval[0] == pytest.approx(centre - 1.96 * spread, abs=0.006)
    assert found.interval[1] == pytest.approx(centre + 1.96 * spread, abs=0.006)
    exact = stats.binomtest(10, 40).pvalue  # McNemar's test
    assert 0.3 * exact < found.p < 3 * exact
    other = test.compare("b", "a")
    assert other.difference == -found.difference
    assert other.p == found.p


def test_equal_labels_are_no_proof_of_equality():
    truth = [float(i % 2) for i in range(20)]
    same = labels(truth, [3])
    found = RowTest(measured("accuracy", truth, {"a": same, "b": same})).compare("a", "b")
    assert (found.difference, found.p) == (0.0, 1.0)
    assert found.interval[1] == pytest.approx(stats.t.ppf(0.975, 19) / 20)
    assert "one split" in found.note


def test_of_numbers_it_is_the_paired_t_test_of_absolute_errors():
    random = np.random.default_rng(2)
    truth = random.normal(size=N)
    a, b = truth + random.normal(size=N), truth + 1.3 * random.normal(size=N)
    forecasts = {"a": {"predicted": tuple(a)}, "b": {"predicted": tuple(b)}}
    found = RowTest(measured("mae", truth, forecasts)).compare("a", "b")
    d = abs(b - truth) - abs(a - truth)
    assert found.difference == pytest.approx(d.mean())  # positive: a has the smaller error
    assert found.standard_error == pytest.approx(d.std(ddof=1) / math.sqrt(N), rel=0.06)
    assert found.p == pytest.approx(stats.ttest_1samp(d, 0.0).pvalue, rel=0.5)
    same = RowTest(measured("mae", truth, forecasts | {"b": forecasts["a"]})).compare("a", "b")
    assert (same.interval, same.p) == ((0.0, 0.0), 1.0)


def test_groups_are_drawn_whole():
    random = np.random.default_rng(3)
    truth = random.normal(size=50)
    a, b = truth + random.normal(size=50), truth + random.normal(size=50)
    single = RowTest(
        measured("rmse", truth, {"a": {"predicted": tuple(a)}, "b": {"predicted": tuple(b)}})
    ).compare("a", "b")
    four = {k: {"predicted": tuple(np.repeat(v, 4))} for k, v in (("a", a), ("b", b))}
    groups = tuple(np.repeat(range(50), 4).tolist())
    grouped = RowTest(measured("rmse", np.repeat(truth, 4), four, groups)).compare("a", "b")
    assert grouped.difference == pytest.approx(single.difference)
    assert grouped.standard_error == pytest.approx(single.standard_error)
    assert grouped.degrees_of_freedom == 49


def test_probabilities_and_spreads_are_scored_as_the_task_scored_them():
    from sklearn.metrics import roc_auc_score

    from qneko.studies.statistics._forecasts import crps

    random = np.random.default_rng(4)
    truth = random.integers(2, size=N)
    p = np.clip(0.3 + 0.4 * truth + 0.3 * random.normal(size=N), 0.01, 0.99)
    q = np.clip(0.4 + 0.2 * truth + 0.3 * random.normal(size=N), 0.01, 0.99)

    def classes(p):
        return {"predicted": tuple(p > 0.5), "probabilities": tuple(zip(1 - p, p, strict=True))}

    found = RowTest(measured("roc_auc", truth, {"a": classes(p), "b": classes(q)})).compare(
        "a", "b"
    )
    assert found.difference == pytest.approx(roc_auc_score(truth, p) - roc_auc_score(truth, q))
    values, mean = random.normal(size=N), random.normal(size=N)
    wide = {"predicted": tuple(mean), "spread": (2.0,) * N}
    narrow = {"predicted": tuple(mean)}
    found = RowTest(measured("crps", values, {"a": wide, "b": narrow})).compare("a", "b")
    expected = crps(values, mean, None) - crps(values, mean, np.full(N, 2.0))
    assert found.difference == pytest.approx(expected)


def test_it_is_the_same_each_time_and_decides_the_verdict(monkeypatch):
    monkeypatch.setattr("qneko.studies.statistics._row_test.N_RESAMPLES", 200)
    o = observations(n_repeats=1, n_splits=2)
    o = o.model_copy(update={"results": tuple(r for r in o.results if r.fold == 0)})
    truth = [float(i % 2) for i in range(N)]
    forecasts = {
        c.id: labels(truth, range(100 if c.role == "dummy" else 40 if c.role == "quantum" else 10))
        for c in o.candidates
    }
    rows = TestRows(
        truth=tuple(truth),
        forecasts=tuple(RowForecast(candidate=i, **f) for i, f in forecasts.items()),
    )
    protocol = o.protocol.model_copy(
        update={"n_test_mean": float(N), "inference": "rows", "split": "fixed"}
    )
    o = o.model_copy(update={"test_rows": rows, "protocol": protocol})
    first, second = conclude(o), conclude(o)
    assert first == second
    assert first.verdict.answer == "worse"
    assert "paired bootstrap over the 200 test rows" in first.verdict.sentence
    without = conclude(o.model_copy(update={"test_rows": None}))
    assert without.verdict.answer == "undecided"
