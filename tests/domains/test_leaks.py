"""Columns that tell the target, and rows that are there more than once: found, and only those."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from qneko.domains import load, read_table
from qneko.domains._suspects import SUSPICIOUS, near_copies, telling_columns

N = 120


def table(seed=0):
    random = np.random.default_rng(seed)
    frame = pd.DataFrame(random.normal(size=(N, 3)), columns=["a", "b", "c"])
    frame["y"] = np.where(frame["a"] + random.normal(size=N) > 0, "yes", "no")
    frame["size"] = frame["a"] + random.normal(size=N)
    return frame


def warnings(tmp_path, frame, target, **how):
    frame.to_csv(tmp_path / "t.csv", index=False)
    notes = read_table(tmp_path / "t.csv", target, **how).notes
    return [note for note in notes if note.startswith("Warning")]


LEAKS = {
    "a copy": lambda y, r: y,
    "another name": lambda y, r: y.map({"yes": "ill", "no": "well"}),
    "a code": lambda y, r: y.map({"yes": 17.0, "no": -3.0}),
    "finer groups": lambda y, r: y + r.integers(5, size=N).astype(str),
    "a threshold": lambda y, r: np.where(y == "yes", 1.0, -1.0) * r.uniform(0.1, 1, size=N),
    "two sides": lambda y, r: np.where(
        y == "yes", r.uniform(-1, 1, size=N), r.choice([-1, 1], size=N) * r.uniform(2, 3, size=N)
    ),
    "with gaps": lambda y, r: y.map({"yes": 1.0, "no": 0.0}).where(r.uniform(size=N) > 0.01),
}


@pytest.mark.parametrize("leak", LEAKS)
def test_a_column_that_tells_the_class_is_named(tmp_path, leak):
    frame = table()
    frame["leak"] = LEAKS[leak](frame["y"], np.random.default_rng(1))
    found = warnings(tmp_path, frame.drop(columns="size"), "y")
    assert len(found) == 1
    assert "'leak'" in found[0]
    assert "list it under drop" in found[0]


NUMBER_LEAKS = {
    "a copy": lambda y, r: y,
    "another unit": lambda y, r: 1.8 * y + 32,
    "another scale": lambda y, r: np.exp(y),
    "downwards": lambda y, r: -(y**3),
    "with a little noise": lambda y, r: y + 0.01 * r.normal(size=N),
}


@pytest.mark.parametrize("leak", NUMBER_LEAKS)
def test_a_column_that_tells_the_number_is_named(tmp_path, leak):
    frame = table()
    frame["leak"] = NUMBER_LEAKS[leak](frame["size"], np.random.default_rng(1))
    found = warnings(tmp_path, frame.drop(columns="y"), "size")
    assert len(found) == 1
    assert "'leak'" in found[0]


def test_a_map_that_is_not_monotone_is_followed():
    random = np.random.default_rng(3)
    x = random.uniform(-1, 1, size=2000)
    frame = pd.DataFrame({"x": x, "z": random.normal(size=2000)})
    assert set(telling_columns(frame, pd.Series(np.abs(x)), "regression")) == {"x"}


def test_columns_that_are_good_or_different_in_every_row_are_no_leaks():
    frame = table()
    frame["number"] = np.random.default_rng(4).permutation(N).astype(float)
    frame["name"] = pd.Categorical([f"n{i}" for i in range(N)])
    assert telling_columns(frame.drop(columns=["y", "size"]), frame["y"], "classification") == {}
    assert telling_columns(frame.drop(columns=["y", "size"]), frame["size"], "regression") == {}
    for name in ("biomedicine/wdbc", "biomedicine/heart_cleveland"):
        data = load(name)
        assert telling_columns(data.frame, data.target, data.task) == {}
    wide = pd.DataFrame(np.random.default_rng(5).normal(size=(N, 500)))
    wide[499] = LEAKS["two sides"](frame["y"], np.random.default_rng(6))
    wide[0] = LEAKS["a threshold"](frame["y"], np.random.default_rng(6))
    assert "0" in telling_columns(wide, frame["y"], "classification")


def test_the_score_is_the_one_that_is_told(tmp_path):
    from sklearn.metrics import roc_auc_score

    random = np.random.default_rng(7)
    y = np.arange(400) % 2
    x = y + 0.25 * random.normal(size=400)  # overlapping: AUC about 0.998
    frame = pd.DataFrame({"x": x, "z": random.normal(size=400), "y": np.where(y, "p", "q")})
    (score,) = telling_columns(frame[["x"]], frame["y"], "classification").values()
    assert SUSPICIOUS <= score <= 1.0
    assert score == pytest.approx(roc_auc_score(y, x))
    (found,) = warnings(tmp_path, frame, "y")
    assert f"area under the ROC curve {score:.3f}, 0.99 is suspicious" in found


def test_copies_and_contradictions_are_counted(tmp_path):
    frame = table().drop(columns="size")
    more = frame.iloc[:5].copy()
    more.loc[[0, 1], "y"] = np.where(more.loc[[0, 1], "y"] == "yes", "no", "yes")
    both = pd.concat([frame, more], ignore_index=True)
    copies, contradictions = warnings(tmp_path, both, "y")
    assert copies.startswith("Warning: 3 rows are copies of an earlier row; copies in both")
    assert contradictions.startswith("Warning: 2 rows have the features of an earlier row and an")
    assert 'split = "grouped"' in copies


def test_near_copies_are_counted_where_chance_makes_none(tmp_path):
    frame = table().drop(columns="size")
    random = np.random.default_rng(8)
    near = frame.iloc[:7].copy()
    near[["a", "b", "c"]] += 1e-5 * random.normal(size=(7, 3))
    both = pd.concat([frame, near], ignore_index=True)
    assert near_copies(frame.drop(columns="y")) == 0
    assert 5 <= near_copies(both.drop(columns="y")) <= 7  # some fall on a border of rounding
    (found,) = warnings(tmp_path, both, "y")
    assert "nearly an earlier row" in found
    assert "group = that column" in found
    few = pd.DataFrame({"a": random.normal(size=20_000)})
    assert near_copies(few) == 0


def test_rows_of_one_thing_are_pointed_at_with_the_key(tmp_path):
    frame = table().drop(columns="size")
    frame["patient_id"] = np.arange(N) // 4
    (found,) = warnings(tmp_path, frame, "y")
    assert "say group = 'patient_id' under [data]" in found
    assert warnings(tmp_path, frame, "y", group="patient_id") == []
