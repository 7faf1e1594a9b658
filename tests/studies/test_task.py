"""Tasks: pure functions that give what plain scikit-learn code gives."""

from __future__ import annotations

import dataclasses
import json
import pickle

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, log_loss, mean_absolute_error, roc_auc_score
from sklearn.pipeline import make_pipeline

from qneko.domains import make_encoder
from qneko.studies import prepare_study
from qneko.studies.families._space import defaults
from qneko.studies.protocol._workbench import Workbench
from qneko.studies.running._candidates import Candidate
from qneko.studies.running._task import TaskSpec, prepare, run_task

from .small import STUDY, lay_out


def ready(folder, study=STUDY):
    plan = prepare_study(lay_out(folder, study))
    bench = Workbench(plan.dataset, plan.protocol)
    prepare(plan.digest, bench, plan.candidates)
    return plan, bench


def task_for(plan, kind, candidate_id, params=None, **rest):
    candidate = next(c for c in plan.candidates if c.id == candidate_id)
    if params is None:
        params = defaults(candidate.recipe(plan.protocol.task).space)
    values = {"repeat": 0, "fold": 1, "seed": 11, **rest}
    return TaskSpec(plan.digest, kind, candidate, params, **values)


def test_a_final_task_is_a_pipeline_fitted_on_the_training_part(tmp_path):
    plan, bench = ready(tmp_path)
    task = task_for(plan, "final", "svm.full", {"C": 3.0, "gamma_factor": 0.5})
    result, wall_s = run_task(task)
    train, test = bench.outer(0, 1)
    frame, y = plan.dataset.frame, plan.dataset.target.to_numpy(dtype=object)
    model = task.candidate.estimator("classification", task.params, 11)
    pipeline = make_pipeline(make_encoder(frame, None), model).fit(frame.iloc[train], y[train])
    assert result["scores"]["accuracy"] == accuracy_score(
        y[test], pipeline.predict(frame.iloc[test])
    )
    probabilities = pipeline.predict_proba(frame.iloc[test])
    assert result["scores"]["log_loss"] == pytest.approx(log_loss(y[test], probabilities))
    assert result["scores"]["roc_auc"] == pytest.approx(
        roc_auc_score(y[test] == "yes", probabilities[:, 1])
    )
    assert (result["n_train"], result["n_test"]) == (len(train), len(test))
    assert wall_s > 0.0


def test_a_trial_is_the_mean_over_the_inner_folds(tmp_path):
    plan, bench = ready(tmp_path)
    task = task_for(plan, "trial", "linear.reduced", {"C": 0.1})
    frame, y = plan.dataset.frame, plan.dataset.target.to_numpy(dtype=object)
    expected = []
    for train, test in bench.inner(0, 1):
        model = task.candidate.estimator("classification", task.params, 11)
        pipeline = make_pipeline(make_encoder(frame, 2), model).fit(frame.iloc[train], y[train])
        expected.append(pipeline.score(frame.iloc[test], y[test]))
    assert run_task(task)[0] == {"score": pytest.approx(np.mean(expected), abs=1e-15)}


def test_regression_scores_are_in_the_targets_unit(tmp_path):
    plan, bench = ready(tmp_path, STUDY.replace('"kind"', '"size"'))
    result, _ = run_task(task_for(plan, "final", "svm.full"))
    train, test = bench.outer(0, 1)
    frame, y = plan.dataset.frame, plan.dataset.target.to_numpy()
    candidate = next(c for c in plan.candidates if c.id == "svm.full")
    model = candidate.estimator("regression", defaults(candidate.recipe("regression").space), 11)
    pipeline = make_pipeline(make_encoder(frame, None), model).fit(frame.iloc[train], y[train])
    mae = mean_absolute_error(y[test], pipeline.predict(frame.iloc[test]))
    assert result["scores"]["mae"] == pytest.approx(mae)
    assert set(result["scores"]) == {"rmse", "mae", "r2", "crps"}
    assert result["scores"]["r2"] > 0.5


@pytest.mark.parametrize("target", ["kind", "size", "colour"])
def test_every_candidate_gives_the_same_twice(tmp_path, target):
    plan, _ = ready(tmp_path, STUDY.replace('"kind"', f'"{target}"'))
    for candidate in plan.candidates:
        task = task_for(plan, "final", candidate.id)
        first, second = run_task(task)[0], run_task(pickle.loads(pickle.dumps(task)))[0]
        assert "error" not in first
        assert None not in first["scores"].values()
        assert json.dumps(first) == json.dumps(second)


def test_keys_follow_every_part_of_a_task(tmp_path):
    plan, _ = ready(tmp_path)
    task = task_for(plan, "trial", "svm.full")
    assert task.key == task_for(plan, "trial", "svm.full").key
    others = [
        dataclasses.replace(task, study="x"),
        dataclasses.replace(task, kind="final"),
        dataclasses.replace(task, params={"C": 2.0}),
        dataclasses.replace(task, repeat=1),
        dataclasses.replace(task, fold=0),
        dataclasses.replace(task, seed=12),
        dataclasses.replace(task, n_rows=5),
        task_for(plan, "trial", "svm.reduced"),
    ]
    assert len({task.key, *(other.key for other in others)}) == 1 + len(others)


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        (
            "fidelity_kernel",
            {"mean", "variance", "spectrum", "shots_per_entry", "geometry"},
        ),
        (
            "variational",
            {"n_weights", "loss", "n_circuits", "shots_per_circuit", "gradient"},
        ),
    ],
)
@pytest.mark.parametrize("target", ["kind", "size"])
def test_diagnostics_look_into_the_fitted_model(tmp_path, model, expected, target):
    plan, _ = ready(tmp_path, STUDY.replace('"kind"', f'"{target}"'))
    result, _ = run_task(task_for(plan, "diagnostic", model))
    result.pop("warnings", None)
    of_all = {"kind", "n_qubits", "n_samples", "shots_formula", "circuits", "simulability"}
    of_all |= {"exact_score", "n_test", "shot_scores", "retrained"}
    assert set(result) == expected | of_all
    assert result["n_qubits"] == 2
    assert result["n_samples"] == 30
    if model == "fidelity_kernel":
        assert sum(result["spectrum"]) == pytest.approx(1.0)
        assert result["spectrum"] == sorted(result["spectrum"], reverse=True)
    else:
        assert result["loss"][-1] < result["loss"][0]


def test_a_failing_model_is_a_result_with_its_message(tmp_path):
    plan, _ = ready(tmp_path)
    result, _ = run_task(task_for(plan, "final", "svm.full", {"C": -1.0, "gamma_factor": 1.0}))
    assert result["error"].startswith("InvalidParameterError: The 'C' parameter")
    assert "\n" not in result["error"]


def test_warnings_are_counted_and_not_printed(tmp_path, capfd, monkeypatch):
    from sklearn.neural_network import MLPClassifier

    plan, _ = ready(tmp_path)
    hasty = MLPClassifier(solver="lbfgs", max_iter=2, random_state=0)
    monkeypatch.setattr(Candidate, "estimator", lambda *arguments: hasty)
    result, _ = run_task(task_for(plan, "final", "linear.full"))
    assert result["warnings"] == {"ConvergenceWarning": 1}
    assert capfd.readouterr().err == ""
