"""Plans: who takes part, what is resolved, what is refused before anything runs."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from qneko.errors import InputError
from qneko.studies import load_dataset, load_spec, make_plan, parse_spec, prepare_study
from qneko.studies.protocol._workbench import Workbench

from .small import STUDY, lay_out, make_table


def plan_of(folder, study=STUDY, table=None):
    return prepare_study(lay_out(folder, study, table))


def test_candidates_come_in_the_order_of_reports(tmp_path):
    plan = plan_of(tmp_path)
    assert [c.id for c in plan.candidates] == [
        "fidelity_kernel",
        "fidelity_kernel.control",
        "fidelity_kernel.surrogate",
        "variational",
        "variational.control",
        "variational.surrogate",
        "linear.reduced",
        "svm.reduced",
        "linear.full",
        "svm.full",
        "dummy",
    ]
    assert plan.candidates[1].control_of == "fidelity_kernel"
    assert plan.protocol.n_encoded == 7  # four numbers and three indicators
    assert {c.n_features for c in plan.candidates if c.inputs == "full"} == {7}
    assert {c.n_features for c in plan.candidates if c.inputs == "reduced"} == {2}


def test_baselines_take_part_once_where_nothing_is_reduced(tmp_path):
    plan = plan_of(tmp_path, STUDY.replace("n_features = 2", "n_features = 7"))
    assert {c.inputs for c in plan.candidates} == {"reduced"}


def test_every_candidate_builds_for_both_tasks(tmp_path):
    from sklearn.base import is_classifier, is_regressor

    from qneko.studies.families._baselines import BASELINES
    from qneko.studies.families._quantum import QUANTUM
    from qneko.studies.families._space import defaults
    from qneko.studies.running._candidates import make_candidates

    plan = plan_of(tmp_path)
    for task, fits in (("classification", is_classifier), ("regression", is_regressor)):
        # those that need columns of their own are built in the tests of their studies
        models = {
            key: [n for n, family in known.items() if family.does(task) and not family.needs]
            for key, known in (("quantum", QUANTUM), ("baselines", BASELINES))
        }
        spec = parse_spec({**plan.spec.resolved(), "models": models})
        protocol = dataclasses.replace(plan.protocol, task=task)
        candidates = make_candidates(spec, protocol, plan.dataset)
        assert len({c.label for c in candidates}) == len({c.id for c in candidates})
        for candidate in candidates:
            params = defaults(candidate.recipe(task).space)
            estimator = candidate.estimator(task, params, 0)
            assert fits(estimator)
            if candidate.role in ("quantum", "control"):
                model = getattr(estimator, "regressor", estimator)
                assert (model.entanglement == "none") == (candidate.role == "control")


def test_a_model_that_cannot_do_the_task_is_refused(tmp_path):
    study = STUDY.replace('"variational"', '"qcnn"').replace('"kind"', '"size"')
    with pytest.raises(InputError, match="'qcnn' does no regression; take of 'fidelity_kernel'"):
        plan_of(tmp_path, study)


def test_without_surrogates_there_are_none(tmp_path):
    study = STUDY.replace("[protocol]", "surrogates = false\n[protocol]")
    roles = [c.role for c in plan_of(tmp_path, study).candidates]
    assert "surrogate" not in roles
    assert roles.count("control") == 2


def test_counts_are_what_will_be_done(tmp_path):
    plan = plan_of(tmp_path)
    assert plan.task_counts == {"trial": 10 * 4 * 3, "final": 11 * 4, "diagnostic": 2, "curve": 40}
    assert plan.n_tasks == 206
    assert plan.n_fits == 206 + 120
    assert plan.estimated_s(1) > plan.estimated_s(2) > 0


def test_two_plans_are_equal_and_another_seed_is_not(tmp_path):
    first, second = plan_of(tmp_path), plan_of(tmp_path)
    assert first.digest == second.digest
    assert first.folder_name == second.folder_name
    assert first.folder_name.startswith("small-study-")
    other = plan_of(tmp_path, STUDY.replace("seed = 7", "seed = 8"))
    assert other.digest != first.digest
    assert other.folder_name != first.folder_name


def test_other_data_are_another_plan(tmp_path):
    table = make_table()
    first = plan_of(tmp_path)
    table.loc[0, "a"] += 1.0
    second = plan_of(tmp_path, table=table)
    assert second.digest != first.digest
    assert second.folder_name != first.folder_name


def test_other_columns_are_other_tasks(tmp_path):
    first = plan_of(tmp_path)
    second = plan_of(tmp_path, STUDY.replace("[encoding]", 'drop = ["c"]\n[encoding]'))
    assert first.dataset.sha256 == second.dataset.sha256
    assert first.digest != second.digest


def test_the_folders_name_is_a_sound_file_name(tmp_path):
    for name, slug in (("A/B: c?", "a-b-c-"), ("研究 １", "研究-"), ("--", "study-")):
        plan = plan_of(tmp_path, STUDY.replace("Small study", name))
        assert plan.folder_name.startswith(slug)
        assert "/" not in plan.folder_name


def test_rare_classes_make_the_metric_balanced(tmp_path):
    table = make_table(80)
    table["kind"] = np.where(np.arange(80) % 8 == 0, "rare", "common")
    protocol = plan_of(tmp_path, table=table).protocol
    assert protocol.metric == "balanced_accuracy"
    assert "'rare'" in protocol.metric_reason
    assert plan_of(tmp_path).protocol.metric == "accuracy"


def test_regression_gets_a_margin_in_the_targets_unit(tmp_path):
    plan = plan_of(tmp_path, STUDY.replace('"kind"', '"size"'))
    assert plan.dataset.task == "regression"
    assert (plan.protocol.metric, plan.protocol.greater_is_better) == ("rmse", False)
    assert plan.protocol.margin == pytest.approx(0.02 * np.std(make_table()["size"]))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("n_features = 2", "n_features = 9"), "encoding.n_features: .* 7 encoded columns, got 9"),
        (("n_trials = 3", 'n_trials = 3\nmetric = "rmse"'), "protocol.metric: .* got 'rmse'"),
        (("n_splits = 2", "n_splits = 40"), "class '.*' of 'kind' has .* lower protocol.n_splits"),
        (('"kind"', '"kind"\npositive = "maybe"'), "data.positive: .* no class 'maybe'"),
        (('"kind"', '"size"\npositive = "yes"'), "data.positive: expected only for classes"),
    ],
)
def test_what_the_data_cannot_bear_is_refused(tmp_path, change, message):
    with pytest.raises(InputError, match=message):
        plan_of(tmp_path, STUDY.replace(*change))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["small.toml", "table.csv"]


@pytest.mark.parametrize(("n_splits", "inner", "per_test"), [(2, 2, 1), (5, 3, 1), (5, 3, 2)])
def test_theleast_rows_are_enough_and_one_less_is_not(n_splits, inner, per_test):
    """The rule agrees with what scikit-learn's folds leave, class by class."""
    from sklearn.model_selection import KFold

    from qneko.studies.protocol._split_rules import least_rows

    def leaves_enough(n_rows):
        for train, test in KFold(n_splits).split(np.zeros(n_rows)):
            if len(test) < per_test or len(train) < inner:
                return False
            for inner_train, inner_test in KFold(inner).split(train):
                if len(inner_test) < per_test or len(inner_train) < 2:
                    return False
        return True

    least = least_rows(n_splits, inner, per_test=per_test)
    assert leaves_enough(least)
    assert least == n_splits * per_test or not leaves_enough(least - 1)


def test_shipped_data_need_no_target():
    spec = parse_spec({"study": {"name": "w", "seed": 1}, "data": {"name": "biomedicine/wdbc"}})
    from pathlib import Path

    plan = make_plan(spec, load_dataset(spec, Path()))
    assert plan.protocol.n_encoded == 30
    assert plan.protocol.n_features == 4


def test_shipped_data_can_lose_columns():
    from pathlib import Path

    def load(**data):
        return load_dataset(parse_spec({"study": {"name": "w", "seed": 1}, "data": data}), Path())

    whole = load(name="biomedicine/wdbc")
    column = whole.frame.columns[0]
    fewer = load(name="biomedicine/wdbc", drop=[column])
    assert list(fewer.frame.columns) == list(whole.frame.columns[1:])
    assert column in fewer.notes[-1]
    with pytest.raises(InputError, match=r"data\.drop"):
        load(name="biomedicine/wdbc", drop=["nothing"])
    with pytest.raises(InputError, match=r"data\.target: .*leave target out"):
        load(name="biomedicine/wdbc", target="nothing")


def test_no_path_of_this_machine_gets_into_the_data(tmp_path):
    dataset = plan_of(tmp_path).dataset
    texts = [str(getattr(dataset, f.name)) for f in dataclasses.fields(dataset)]
    assert not any(str(tmp_path) in text for text in texts)


def test_paths_are_relative_to_the_study_file(tmp_path, monkeypatch):
    path = lay_out(tmp_path)
    monkeypatch.chdir("/")
    assert prepare_study(path).dataset.n_samples == 60
    with pytest.raises(InputError):
        prepare_study(load_spec(path))  # a spec alone starts from the current folder


def test_all_candidates_of_a_split_share_folds_that_never_touch_the_test_rows(tmp_path):
    plan = plan_of(tmp_path)
    bench = Workbench(plan.dataset, plan.protocol)
    tested = {repeat: [] for repeat in range(2)}
    for repeat, fold in plan.protocol.splits:
        train, test = bench.outer(repeat, fold)
        tested[repeat].extend(test.tolist())
        assert not set(train) & set(test)
        inner_tested = []
        for inner_train, inner_test in bench.inner(repeat, fold):
            assert set(inner_train) | set(inner_test) == set(train)
            assert not set(inner_train) & set(inner_test)
            inner_tested.extend(inner_test.tolist())
        assert sorted(inner_tested) == sorted(train)
    # each row is tested once a repeat, and the repeats differ
    assert all(sorted(rows) == list(range(60)) for rows in tested.values())
    assert tested[0] != tested[1]


def test_a_part_is_what_an_encoder_fitted_on_its_training_rows_gives(tmp_path):
    from qneko.domains import make_encoder

    plan = plan_of(tmp_path)
    bench = Workbench(plan.dataset, plan.protocol)
    train, test = bench.outer(1, 0)
    part = bench.part(train, test, "reduced")
    frame = plan.dataset.frame
    encoder = make_encoder(frame, 2).fit(frame.iloc[train])
    np.testing.assert_array_equal(part.X_train, encoder.transform(frame.iloc[train]))
    np.testing.assert_array_equal(part.X_test, encoder.transform(frame.iloc[test]))
    assert bench.part(train, test, "reduced") is part
    # other values in the test rows change nothing that was learned
    changed = frame.copy()
    changed.iloc[test, 0] = 1000.0
    other = Workbench(dataclasses.replace(plan.dataset, frame=changed), plan.protocol)
    np.testing.assert_array_equal(other.part(train, test, "reduced").X_train, part.X_train)


def test_parts_make_room_for_each_other(tmp_path, monkeypatch):
    plan = plan_of(tmp_path)
    bench = Workbench(plan.dataset, plan.protocol)
    monkeypatch.setattr("qneko.studies.protocol._workbench._CACHE_BYTES", 1)
    train, test = bench.outer(0, 0)
    first = bench.part(train, test, "reduced")
    bench.part(train, test, "full")
    again = bench.part(train, test, "reduced")
    assert again is not first
    np.testing.assert_array_equal(again.X_train, first.X_train)
