"""Metrics of fields: rare classes and counts, by hand and against their definitions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from qneko.domains import Dataset
from qneko.errors import InputError
from qneko.studies import load_dataset, parse_spec
from qneko.studies.evidence._evidence import RowForecast, TestRows
from qneko.studies.protocol._protocol import metrics_of, resolve_protocol
from qneko.studies.statistics._row_test import RowTest
from qneko.studies.statistics._scoring import LEAST_RATE, are_counts, poisson_deviance, scores

from .evidence_builder import observations


class Says:
    """An estimator that says what it was told to."""

    def __init__(self, predicted: Any, probabilities: Any = None):
        self.predicted = np.asarray(predicted)
        self.probabilities = None if probabilities is None else np.asarray(probabilities)

    def predict(self, X: Any) -> Any:
        return self.predicted

    def predict_proba(self, X: Any) -> Any:
        return self.probabilities


def table(folder: Path, target: Any, *, protocol: Any = None, n: int = 60) -> tuple[Any, Dataset]:
    random = np.random.default_rng(0)
    frame = pd.DataFrame(random.normal(size=(n, 2)), columns=["a", "b"])
    frame["y"] = target(random, n)
    frame.to_csv(folder / "t.csv", index=False)
    tables = {"data": {"path": "t.csv", "target": "y"}, "protocol": protocol or {}}
    spec = parse_spec({"study": {"name": "s", "seed": 1}, **tables})
    return spec, load_dataset(spec, folder)


def counts(random: np.random.Generator, n: int) -> Any:
    return random.poisson(np.linspace(0.5, 40.0, n))


def test_average_precision_looks_for_one_class() -> None:
    y = np.array([0, 1, 1, 0])
    p = np.array([0.2, 0.9, 0.3, 0.5])
    model = Says((p > 0.5).astype(int), np.column_stack([1 - p, p]))
    X: Any = None
    # of class 1, ranked 0.9 (right), 0.5 (wrong), 0.3 (right): (1/1 + 2/3) / 2
    assert scores(model, X, y, ["pr_auc"], 2)["pr_auc"] == pytest.approx((1 + 2 / 3) / 2)
    # of class 0: 0.8 (right), 0.7 (wrong), 0.5 (right)
    assert scores(model, X, y, ["pr_auc"], 2, 0)["pr_auc"] == pytest.approx((1 + 2 / 3) / 2)
    rare = np.array([0, 1, 0, 0])
    assert scores(model, X, rare, ["pr_auc"], 2, 1)["pr_auc"] == pytest.approx(1.0)
    assert scores(model, X, rare, ["pr_auc"], 2, 0)["pr_auc"] == pytest.approx(1.0)
    swapped = Says(model.predicted, model.probabilities[:, ::-1])
    # the rare class comes last of four: 1/4
    assert scores(swapped, X, rare, ["pr_auc"], 2, 1)["pr_auc"] == pytest.approx(0.25)
    assert scores(swapped, X, rare, ["pr_auc"], 2, 0)["pr_auc"] == pytest.approx(
        (1 / 2 + 2 / 3 + 3 / 4) / 3
    )
    assert scores(model, X, np.zeros(4, dtype=int), ["pr_auc"], 2, 1)["pr_auc"] is None


def test_average_precision_of_several_classes_is_their_mean() -> None:
    y = np.array([0, 1, 2, 0])
    p = np.array([[0.6, 0.2, 0.2], [0.1, 0.8, 0.1], [0.5, 0.1, 0.4], [0.7, 0.2, 0.1]])
    found = scores(Says(p.argmax(axis=1), p), None, y, ["pr_auc"], 3)["pr_auc"]  # type: ignore[arg-type]
    assert found == pytest.approx(1.0)


def test_matthews_correlation_is_a_correlation() -> None:
    y = np.array([0, 0, 0, 0, 1, 1])
    said = np.array([0, 0, 0, 1, 1, 0])
    found = scores(Says(said), None, y, ["mcc", "accuracy"], 2)  # type: ignore[arg-type]
    assert found["mcc"] == pytest.approx(np.corrcoef(y, said)[0, 1])
    ignores = scores(Says(np.zeros(6, dtype=int)), None, y, ["mcc", "accuracy"], 2)  # type: ignore[arg-type]
    assert (ignores["mcc"], ignores["accuracy"]) == (0.0, pytest.approx(4 / 6))


def test_a_poisson_deviance_by_hand() -> None:
    y, rates = np.array([0.0, 2.0, 3.0]), np.array([0.5, 2.0, 1.0])
    expected = 2 * (0.5 + 0.0 + 3 * np.log(3.0) - 2.0) / 3
    assert poisson_deviance(y, rates) == pytest.approx(expected)
    assert poisson_deviance(y, y) == pytest.approx(2 * LEAST_RATE / 3)


def test_rates_below_the_least_count_as_the_least() -> None:
    y = np.array([0.0, 1.0])
    clipped = poisson_deviance(y, np.array([LEAST_RATE, LEAST_RATE]))
    for rates in ([-5.0, 0.0], [0.0, 1e-9]):
        assert poisson_deviance(y, np.array(rates)) == clipped
    assert poisson_deviance(y, np.array([0.5, 0.5])) < clipped  # type: ignore[operator]


@pytest.mark.parametrize("y", [[0.5, 1.0], [-1.0, 1.0]])
def test_what_is_no_count_has_no_poisson_deviance(y: list[float]) -> None:
    assert not are_counts(np.array(y))
    assert poisson_deviance(np.array(y), np.ones(2)) is None


def test_counts_may_be_judged_by_their_deviance_and_others_may_not(tmp_path: Path) -> None:
    asked = {"metric": "poisson_deviance"}
    spec, data = table(tmp_path, counts, protocol=asked)
    protocol = resolve_protocol(spec, data)
    assert not protocol.greater_is_better
    mean = np.full(data.n_samples, data.target.mean())
    constant = poisson_deviance(data.target.to_numpy(), mean)
    assert protocol.margin == pytest.approx(0.02 * constant)  # type: ignore[operator]
    assert "poisson_deviance" in metrics_of(data)
    spec, data = table(tmp_path, lambda r, n: r.normal(size=n), protocol=asked)
    with pytest.raises(InputError, match="'poisson_deviance' is for counts, but 'y' has values"):
        resolve_protocol(spec, data)
    assert metrics_of(data) == ("rmse", "mae", "r2", "crps")


def test_auto_chooses_as_ever(tmp_path: Path) -> None:
    spec, data = table(tmp_path, counts)
    assert resolve_protocol(spec, data).metric == "rmse"
    for share, metric in ((0.5, "accuracy"), (0.15, "balanced_accuracy")):
        spec, data = table(tmp_path, lambda r, n, s=share: np.where(np.arange(n) < s * n, "x", "z"))
        assert resolve_protocol(spec, data).metric == metric


def test_a_fold_without_the_class_is_refused_for_average_precision(tmp_path: Path) -> None:
    late = {"metric": "pr_auc", "split": "rolling"}
    spec, data = table(tmp_path, lambda r, n: np.where(np.arange(n) < 30, "x", "z"), protocol=late)
    with pytest.raises(InputError, match=r"needs? all classes|are needed"):
        resolve_protocol(spec, data)


def test_one_split_is_tested_for_the_class_that_is_looked_for() -> None:
    truth = (1.0, 0.0, 0.0, 0.0) * 5
    near = tuple((0.3, 0.7) if t else (0.8, 0.2) for t in truth)
    far = tuple((0.5 + 0.02 * i, 0.5 - 0.02 * i) for i in range(20))
    rows = TestRows(
        truth=truth,
        forecasts=tuple(
            RowForecast(candidate=name, predicted=truth, probabilities=p)
            for name, p in (("kernel", near), ("svm-full", far))
        ),
    )
    made = observations(n_repeats=1)
    differences = []
    for positive in ("malignant", "benign"):
        measured = made.model_copy(
            update={
                "test_rows": rows,
                "data": made.data.model_copy(update={"positive": positive}),
                "protocol": made.protocol.model_copy(update={"metric": "pr_auc"}),
            }
        )
        differences.append(RowTest(measured).compare("kernel", "svm-full").difference)
    number = {"malignant": 1, "benign": 0}
    for positive, difference in zip(number, differences, strict=True):
        event, y = number[positive], np.array(truth, dtype=int)
        expected = [
            scores(Says(y, np.array(p)), None, y, ["pr_auc"], 2, event)["pr_auc"]  # type: ignore[arg-type]
            for p in (near, far)
        ]
        assert difference == pytest.approx(expected[0] - expected[1])
    assert differences[0] != pytest.approx(differences[1])
