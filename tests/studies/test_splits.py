"""How rows are cut: against scikit-learn's indices, against cases made by hand, and refusals."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from sklearn.model_selection import (
    GroupKFold,
    LeaveOneGroupOut,
    RepeatedKFold,
    RepeatedStratifiedKFold,
    StratifiedGroupKFold,
    StratifiedKFold,
    TimeSeriesSplit,
)

from qneko.domains import Dataset
from qneko.errors import InputError
from qneko.studies import StudySpec, load_dataset, parse_spec, prepare_study
from qneko.studies.protocol._seeds import seed_for
from qneko.studies.protocol._split_rules import check_folds, resolve_cut
from qneko.studies.protocol._splits import Cut, Splitter, group_numbers, time_numbers
from qneko.studies.protocol._workbench import Workbench

from .small import STUDY, lay_out, make_table

N = 60


def table(task="classification", groups=None, times=None, parts=None, n=N) -> Dataset:
    random = np.random.default_rng(5)
    frame = pd.DataFrame(random.normal(size=(n, 2)), columns=["a", "b"])
    numbers = frame["a"] + random.normal(size=n)
    target = pd.Series(np.where(numbers > 0, "yes", "no"), name="y", dtype=object)

    def series(values, name):
        return None if values is None else pd.Series(values, name=name)

    return Dataset(
        name="made up",
        frame=frame,
        target=target if task == "classification" else numbers.rename("y"),
        target_name="y",
        task=task,
        task_reason="",
        source="",
        licence="",
        sha256="0" * 64,
        groups=series(groups, "g"),
        times=series(times, "t"),
        parts=series(parts, "s"),
    )


def cut(kind, **rest) -> Cut:
    return Cut(
        **{"kind": kind, "n_splits": 4, "n_repeats": 1, "inner_splits": 3, "seed": 9, **rest}
    )


def spec_for(protocol=None, **data) -> StudySpec:
    return parse_spec(
        {
            "study": {"name": "s", "seed": 9},
            "data": {"path": "x.csv", "target": "y", **data},
            "protocol": protocol or {},
        }
    )


def assert_same(folds, expected):
    folds, expected = list(folds), list(expected)
    assert len(folds) == len(expected)
    for (a, b), (c, d) in zip(folds, expected, strict=True):
        np.testing.assert_array_equal(a, c)
        np.testing.assert_array_equal(b, d)


def seven_groups(n=N):
    return [f"p{(i * i) % 7 + i % 5}" for i in range(n)]


@pytest.mark.parametrize("task", ["classification", "regression"])
def test_random_folds_are_scikit_learns(task):
    data = table(task)
    kind = RepeatedStratifiedKFold if task == "classification" else RepeatedKFold
    seed = seed_for(9, "outer folds")
    found = Splitter(data, cut("random", n_repeats=2))
    expected = kind(n_splits=4, n_repeats=2, random_state=seed).split(data.frame, data.target)
    assert_same(found.outer(), expected)
    if task == "classification":
        rows, _ = found.outer()[1]
        inner = StratifiedKFold(3, shuffle=True, random_state=seed_for(9, "inner folds", 0, 1))
        expected = inner.split(rows, data.target.iloc[rows])
        assert_same(found.inner(rows, 0, 1), [(rows[a], rows[b]) for a, b in expected])


@pytest.mark.parametrize("task", ["classification", "regression"])
def test_grouped_folds_are_scikit_learns_and_cut_no_group(task):
    groups = np.array(seven_groups())
    data = table(task, groups=groups)
    found = Splitter(data, cut("grouped", n_repeats=2))
    kind = StratifiedGroupKFold if task == "classification" else GroupKFold
    expected = []
    for repeat in range(2):
        folds = kind(4, shuffle=True, random_state=seed_for(9, "outer folds", repeat))
        expected += folds.split(data.frame, data.target, group_numbers(data)[0])
    assert_same(found.outer(), expected)
    for number, (train, test) in enumerate(found.outer()):
        assert not set(groups[train]) & set(groups[test])
        assert sorted([*train, *test]) == list(range(N))
        tested = []
        for a, b in found.inner(train, number // 4, number % 4):
            assert not set(groups[a]) & set(groups[b])
            assert set(a) | set(b) == set(train)
            tested += b.tolist()
        assert sorted(tested) == sorted(train)


def test_a_rare_class_is_no_warning_of_a_model(recwarn):
    rare = pd.Series(["yes", "yes", "yes"] + ["no"] * (N - 3), name="y", dtype=object)
    data = dataclasses.replace(table(groups=seven_groups()), target=rare)
    Splitter(data, cut("grouped")).outer()
    assert not recwarn.list


def test_without_groups_copies_stay_together():
    data = table()
    frame = data.frame.copy()
    frame["c"] = pd.Categorical(["x", "y", None] * (N // 3))
    for i in range(0, N, 5):  # rows 0 to 3 of each five are the same row
        for j in range(1, 4):
            frame.iloc[i + j] = frame.iloc[i]
    data = dataclasses.replace(data, frame=frame)
    numbers, names = group_numbers(data)
    assert len(names) == len(frame.drop_duplicates()) == N // 5 * 2
    keys = np.array([repr(row) for row in frame.to_numpy(dtype=object).tolist()])
    assert [len(set(numbers[keys == key])) for key in set(keys)] == [1] * len(names)
    for train, test in Splitter(data, cut("grouped")).outer():
        assert not set(keys[train]) & set(keys[test])


def test_leave_one_group_out_tests_each_group_once_in_natural_order():
    groups = ["10", "9", "2"] * (N // 3)
    data = table(groups=groups)
    found = Splitter(data, resolve_cut(spec_for({"split": "leave_one_group_out", "inner_splits": 2},
                                                group="g"), data))  # fmt: skip
    assert found.fold_names == ("2", "9", "10")
    for name, (train, test) in zip(found.fold_names, found.outer(), strict=True):
        assert set(np.array(groups)[test]) == {name}
        assert name not in set(np.array(groups)[train])
        for a, b in found.inner(train, 0, 0):
            assert len(set(np.array(groups)[a])) == len(set(np.array(groups)[b])) == 1
    words = table(groups=[f"e{i % 5}" for i in range(N)])
    expected = LeaveOneGroupOut().split(words.frame, groups=words.groups)
    assert_same(Splitter(words, cut("leave_one_group_out", n_splits=5)).outer(), expected)


@pytest.mark.parametrize(
    "how", [{}, {"gap": 3}, {"window": 12}, {"gap": 2, "window": 8}, {"test_size": 5, "gap": 1}]
)
def test_rolling_origins_are_scikit_learns(how):
    expected = TimeSeriesSplit(
        4, gap=how.get("gap", 0), max_train_size=how.get("window"), test_size=how.get("test_size")
    ).split(np.zeros(N))
    expected = list(expected)
    assert_same(Splitter(table(), cut("rolling", **how)).outer(), expected)
    # the same rows in another order, with the time in a column
    order = np.random.default_rng(0).permutation(N)
    shuffled = Splitter(table(times=order.astype(float)), cut("rolling", **how))
    assert_same([(order[a], order[b]) for a, b in shuffled.outer()], expected)
    rows, _ = expected[-1]
    gap = how.get("gap", 0)
    inner = TimeSeriesSplit(3, gap=gap, test_size=(len(rows) - gap) // 4).split(rows)
    found = Splitter(table(), cut("rolling", **how))
    assert_same(found.inner(rows, 0, 3), [(rows[a], rows[b]) for a, b in inner])


def test_rows_of_one_time_are_never_parted():
    times = np.array([0, 0, 0, 5, 5, 7, 8, 8, 9, 9] * 1, dtype=float)
    times = np.concatenate([times, times + 10, times + 20])
    data = table(times=times, n=30)
    found = Splitter(data, cut("rolling", n_splits=2, inner_splits=2, gap=1))
    # 15 points in time: 5 to train, the gap inside them, 5 to test, then 10 and 5
    (first_train, first_test), (second_train, second_test) = found.outer()
    assert set(times[first_train]) == {0, 5, 7, 8}
    assert set(times[first_test]) == {10, 15, 17, 18, 19}
    assert set(times[second_train]) == {0, 5, 7, 8, 9, 10, 15, 17, 18}
    assert set(times[second_test]) == {20, 25, 27, 28, 29}
    assert found.fold_names == ("10 to 19", "20 to 29")
    for number, (train, _) in enumerate(found.outer()):
        for a, b in found.inner(train, 0, number):
            assert times[a].max() < times[b].min()


def test_times_may_be_dates():
    days = pd.Series(pd.to_datetime(["2024-03-01", "2023-12-31", "2024-03-01"], utc=True))
    numbers, names = time_numbers(dataclasses.replace(table(n=3), times=days))
    assert numbers.tolist() == [1, 0, 1]
    assert names == ("2023-12-31", "2024-03-01")


def test_a_published_split_is_kept():
    parts = ["Train", "test", "train", "test"] * 15
    data = table(parts=parts)
    made = resolve_cut(spec_for(split="s"), data)
    assert (made.kind, made.n_splits, made.n_repeats, made.inner_splits) == ("fixed", 1, 1, 3)
    assert_same(Splitter(data, made).outer(), [(np.arange(0, N, 2), np.arange(1, N, 2))])


def test_a_published_validation_part_is_what_is_tuned_on():
    parts = ["train", "test", "train", "validation"] * 15
    data = table(parts=parts)
    made = resolve_cut(spec_for(split="s"), data)
    assert (made.n_splits, made.inner_splits) == (1, 1)
    found = Splitter(data, made)
    ((train, test),) = found.outer()
    assert set(test) == set(range(1, N, 4))
    assert set(train) == set(range(N)) - set(test)
    assert_same(found.inner(train, 0, 0), [(np.arange(0, N, 2), np.arange(3, N, 4))])


def test_published_folds_are_each_tested_once():
    parts = [f"fold {i % 3}" for i in range(N)]
    data = table(parts=parts)
    made = resolve_cut(spec_for(split="s"), data)
    found = Splitter(data, made)
    assert found.fold_names == ("fold 0", "fold 1", "fold 2")
    rows = np.arange(N)
    assert_same(found.outer(), [(rows[rows % 3 != i], rows[rows % 3 == i]) for i in range(3)])


def test_groups_are_kept_inside_published_folds():
    parts = [f"fold {i % 3}" for i in range(N)]
    groups = np.array([f"{i % 3}-{i % 5}" for i in range(N)])
    data = table(parts=parts, groups=groups)
    found = Splitter(data, resolve_cut(spec_for(split="s", group="g"), data))
    for number, (train, _) in enumerate(found.outer()):
        for a, b in found.inner(train, 0, number):
            assert not set(groups[a]) & set(groups[b])


@pytest.mark.parametrize(
    ("roles", "kind"),
    [
        ({}, "random"),
        ({"groups": seven_groups()}, "grouped"),
        ({"times": np.arange(N)}, "rolling"),
        ({"parts": ["train", "test"] * (N // 2)}, "fixed"),
        ({"parts": ["train", "test"] * (N // 2), "groups": seven_groups()}, "fixed"),
    ],
)
def test_columns_say_how_to_cut(roles, kind):
    assert resolve_cut(spec_for(), table(**roles)).kind == kind


def test_repeats_that_would_be_the_same_again_are_not_made():
    # groups of different sizes leave scikit-learn's stratified folds nothing to draw
    sizes = [3, 5, 7, 9, 11, 13, 12]
    groups = [i for i, size in enumerate(sizes) for _ in range(size)]
    data = table(groups=[f"p{i}" for i in groups])
    target = pd.Series(["yes" if i % 2 else "no" for i in groups], name="y", dtype=object)
    data = dataclasses.replace(data, target=target)
    assert resolve_cut(spec_for({"n_splits": 3}, group="g"), data).n_repeats == 1
    with pytest.raises(InputError, match=r"protocol\.n_repeats: .*set n_repeats = 1"):
        resolve_cut(spec_for({"n_splits": 3, "n_repeats": 2}, group="g"), data)
    one_each = table(groups=[str(i) for i in range(N)])
    made = resolve_cut(spec_for({"n_splits": 3}, group="g"), one_each)
    tests = [tuple(test) for _, test in Splitter(one_each, made).outer()]
    assert made.n_repeats == 2
    assert len(set(tests)) == 6


@pytest.mark.parametrize(
    ("protocol", "named", "roles", "message"),
    [
        ({"split": "fixed"}, {}, {}, 'protocol.split: "fixed" .*data.split'),
        ({"split": "leave_one_group_out"}, {}, {}, "needs to know the groups"),
        ({"split": "random"}, {"group": "g"}, {"groups": seven_groups()}, "data.group: .*random"),
        ({"split": "rolling"}, {"group": "g"}, {"groups": seven_groups()}, "data.group: .*rolling"),
        ({}, {"time": "t", "group": "g"}, {"times": np.arange(N), "groups": seven_groups()},
         "protocol.split: both data.group and data.time"),
        ({"gap": 2}, {}, {}, "protocol.gap: it belongs to"),
        ({"window": 9}, {"group": "g"}, {"groups": seven_groups()}, "protocol.window: it belongs"),
        ({"split": "rolling", "n_repeats": 2}, {}, {}, "protocol.n_repeats: .* leave it out"),
        ({"split": "rolling", "n_splits": 29}, {}, {}, "shortest training part"),
        ({"split": "rolling", "gap": 30}, {}, {}, "60 points in time are too few"),
        ({"split": "rolling", "window": 4, "gap": 1}, {}, {}, "has 4 points in time, too few"),
        ({}, {"group": "g"}, {"groups": ["a", "b", "c"] * 20}, "there are 3 groups, too few"),
        ({"n_splits": 3}, {"split": "s"}, {"parts": ["a", "b"] * 30}, "makes 2, got 3"),
        ({}, {"split": "s"}, {"parts": ["a"] * N}, "two or more folds"),
        ({}, {"split": "s"}, {"parts": ["train", "b"] * 30}, "should hold \"train\" and \"test\""),
        ({}, {"split": "s"}, {"parts": ["train", "validation"] * 30}, "should hold \"train\""),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told(protocol, named, roles, message):
    with pytest.raises(InputError, match=message) as caught:
        resolve_cut(spec_for(protocol, **named), table(**roles))
    assert "\n" not in str(caught.value)


def test_folds_without_a_class_are_refused_before_anything_runs():
    data = table(times=np.arange(N))
    late = pd.Series(["no"] * 50 + ["yes"] * 10, name="y", dtype=object)
    data = dataclasses.replace(data, target=late)
    made = resolve_cut(spec_for(time="t"), data)
    with pytest.raises(InputError, match=r"outer split 1 .* has 0 training rows of class 'yes'"):
        check_folds(data, made, "accuracy")
    groups = np.repeat(["a", "b", "c", "d"], 15)
    mixed = pd.Series(["no", "yes", "no"] * 15 + ["no"] * 15, name="y", dtype=object)
    data = dataclasses.replace(table(groups=groups), target=mixed)
    made = resolve_cut(
        spec_for({"split": "leave_one_group_out", "inner_splits": 2}, group="g"), data
    )
    check_folds(data, made, "accuracy")
    with pytest.raises(InputError, match=r"no test row of class 'yes', and roc_auc"):
        check_folds(data, made, "roc_auc")


def study_with(tmp_path, data="", protocol="", change=lambda table: None):
    rows = make_table()
    change(rows)
    study = STUDY.replace('target = "kind"\n', f'target = "kind"\n{data}\n')
    study = study.replace("n_splits = 2\nn_repeats = 2\n", protocol)
    return lay_out(tmp_path, study, rows)


def test_columns_of_roles_are_no_features(tmp_path):
    def change(rows):
        rows["patient"] = np.arange(60) // 3
        rows["day"] = pd.date_range("2024-01-01", periods=60).strftime("%Y-%m-%d")
        rows["part"] = ["train", "test"] * 30

    plain = prepare_study(study_with(tmp_path)).dataset
    for key, column, role in (
        ("group", "patient", "groups"), ("time", "day", "times"), ("split", "part", "parts")
    ):  # fmt: skip
        others = [c for c in ("patient", "day", "part") if c != column]
        path = study_with(tmp_path, f'{key} = "{column}"\ndrop = {others}', change=change)
        data = prepare_study(path).dataset
        assert list(data.frame.columns) == list(plain.frame.columns)
        assert getattr(data, role).name == column
        assert any(f"'{column}' tells the" in note for note in data.notes)


def test_rows_without_a_target_take_their_groups_along(tmp_path):
    def change(rows):
        rows["patient"] = [f"{i:03d}" for i in range(60)]
        rows.loc[[0, 7], "kind"] = np.nan

    data = prepare_study(
        study_with(tmp_path, 'group = "patient"', "n_splits = 2\n", change=change)
    ).dataset
    expected = [f"{i:03d}" for i in range(60) if i not in (0, 7)]
    assert data.groups.tolist() == expected  # as written, with leading zeros


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ('group = "patent"', r"no column 'patent' for group \(did you mean 'patient'"),
        ('group = "kind"', "'kind' is the target, so it cannot be the group"),
        ('group = "patient"\ntime = "patient"', "'patient' is the group, so it cannot be the time"),
        ('group = "gaps"', r"table.csv, line 5: every row needs a group in 'gaps'"),
        ('time = "words"', r"table.csv, line 2: a number or an ISO 8601 date .* got 'soon'"),
        ('time = "dates"', r"table.csv, line 2: a number or an ISO 8601 date .* got '31.12.2023'"),
    ],
)
def test_bad_columns_of_roles_are_told(tmp_path, data, message):
    def change(rows):
        rows["patient"] = np.arange(60) // 3
        rows["gaps"] = ["a", "b", "c", "NA", "e", "f"] * 10
        rows["words"] = "soon"
        rows["dates"] = "31.12.2023"

    with pytest.raises(InputError, match=message):
        prepare_study(study_with(tmp_path, data, change=change))


def test_a_shipped_set_can_be_grouped_by_one_of_its_columns():
    from pathlib import Path

    spec = parse_spec(
        {
            "study": {"name": "h", "seed": 1},
            "data": {"name": "biomedicine/heart_cleveland", "group": "age"},
        }
    )
    data = load_dataset(spec, Path())
    assert "age" not in data.frame.columns
    assert data.groups.nunique() > 30


def test_learning_curves_of_series_are_of_the_latest_rows(tmp_path):
    plan = prepare_study(study_with(tmp_path, protocol='split = "rolling"\nn_splits = 3\n'))
    bench = Workbench(plan.dataset, plan.protocol)
    train, _ = bench.outer(0, 2)
    assert bench.subset(0, 2, 5).tolist() == train[-5:].tolist()
    smallest = min(len(bench.outer(0, fold)[0]) for fold in range(3))
    assert max(plan.curve_rows) <= smallest
