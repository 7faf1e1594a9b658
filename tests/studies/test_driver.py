"""The driver: failures, replay and progress, with tasks run in this very process."""

from __future__ import annotations

import json
import sqlite3
import threading
import warnings
from concurrent.futures import Future
from queue import LifoQueue

import pytest

from qneko.errors import QnekoError
from qneko.hybrid import Ledger, WorkerLostError
from qneko.studies import conclude, prepare_study
from qneko.studies.evidence._evidence import Machine, Run, Tasks
from qneko.studies.protocol._workbench import Workbench
from qneko.studies.running import _task
from qneko.studies.running._candidates import Candidate
from qneko.studies.running._driver import Driver
from qneko.studies.running._observe import observe
from qneko.studies.running._progress import Silence
from qneko.studies.running._task import prepare

from .small import STUDY, lay_out

RUN = Run(
    started="2026-01-01T00:00:00+00:00",
    finished="2026-01-01T00:00:01+00:00",
    wall_s=1.0,
    tasks=Tasks(total=1),
    n_workers=1,
    machine=Machine(cpu="x", cores=1, os="x", python="x"),
    versions={},
)
QUICK = STUDY.replace("n_repeats = 2", "n_repeats = 1").replace(', "variational"', "")


class Here:
    """An engine that runs a task when it is submitted."""

    def __init__(self, lose=lambda task: False, stop_after=None):
        self.tasks = []
        self._lose = lose
        self._stop_after = stop_after

    def submit(self, fn, /, *args, key, resources=None, priority=0, retries=3):
        (task,) = args
        assert key == task.key
        if len(self.tasks) == self._stop_after:
            raise KeyboardInterrupt
        self.tasks.append(task)
        future = Future()
        self._begin(future, fn, task)
        return future

    def _begin(self, future, fn, task):
        if self._lose(task):
            future.set_exception(WorkerLostError("its worker ended"))
        else:
            try:
                future.set_result(fn(task))
            except MemoryError as error:
                future.set_exception(error)

    def shutdown(self):
        pass


class LastFirst(Here):
    """Runs what was submitted last before what was submitted first, in a thread of its own."""

    def __init__(self):
        super().__init__()
        self._stack = LifoQueue()
        threading.Thread(target=self._work, daemon=True).start()

    def _begin(self, future, fn, task):
        self._stack.put((len(self.tasks), future, fn, task))

    def _work(self):
        while True:
            _, *job = self._stack.get()
            super()._begin(*job)


class Watcher(Silence):
    def __init__(self):
        self.seen = []

    def task_done(self, done):
        self.seen.append(done)


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    return prepare_study(lay_out(tmp_path_factory.mktemp("study"), QUICK))


@pytest.fixture(scope="module")
def bench(plan):
    made = Workbench(plan.dataset, plan.protocol)
    prepare(plan.digest, made, plan.candidates)
    return made


@pytest.fixture
def drive(tmp_path, plan, bench):
    def run(engine, watcher=None):
        with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
            outcome = Driver(plan, ledger, engine, watcher or Silence()).run()
        return observe(plan, bench, outcome, RUN), outcome

    return run


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory, plan, bench):
    """What the study finds when nothing happens on the way, who ran it, and who watched."""
    engine, watcher = Here(), Watcher()
    with Ledger.open(tmp_path_factory.mktemp("undisturbed") / "ledger.sqlite") as ledger:
        outcome = Driver(plan, ledger, engine, watcher).run()
    return observe(plan, bench, outcome, RUN), outcome, engine, watcher


def break_models(monkeypatch, breaks):
    """Let `breaks(candidate, params, seed)` models raise when they are built."""
    whole = Candidate.estimator

    def estimator(self, task, params, seed):
        if breaks(self, params, seed):
            raise RuntimeError(f"{self.family} is out of order")
        return whole(self, task, params, seed)

    monkeypatch.setattr(Candidate, "estimator", estimator)


def test_everything_planned_is_done_and_nothing_else(undisturbed, plan):
    found, outcome, engine, watcher = undisturbed
    kinds = [task.kind for task in engine.tasks]
    counts = plan.task_counts
    assert kinds.count("final") == counts["final"]
    assert kinds.count("diagnostic") == counts["diagnostic"]
    assert kinds.count("curve") == counts["curve"]
    # a trial that Optuna asks for twice is looked up and not run again
    assert kinds.count("trial") <= counts["trial"]
    assert len(watcher.seen) == plan.n_tasks
    assert len({task.key for task in engine.tasks}) == len(engine.tasks)
    assert len(found.results) == len(plan.candidates) * 2
    assert outcome.n_reused == 0


def test_progress_rises_to_the_end(undisturbed, plan):
    *_, watcher = undisturbed
    assert [done.n_done for done in watcher.seen] == list(range(1, plan.n_tasks + 1))
    shares = [done.share for done in watcher.seen]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)
    best = watcher.seen[-1].best
    assert best.metric == "accuracy"
    assert best.n_splits == 2
    assert 0.5 < best.score <= 1.0


def test_the_order_of_arrival_leaves_no_trace(drive, undisturbed):
    found, _ = drive(LastFirst())
    assert found.model_dump_json() == undisturbed[0].model_dump_json()


def test_an_interrupted_study_goes_on_and_ends_the_same(drive, plan, undisturbed, tmp_path):
    def done_keys():
        with sqlite3.connect(tmp_path / "ledger.sqlite") as connection:
            rows = connection.execute("select key from task where state = 'done'").fetchall()
        connection.close()
        return {key for (key,) in rows}

    whole = undisturbed[0]
    done = set()
    for stop_after in (0, 5, 30, 30, None):
        engine = Here(stop_after=stop_after)
        if stop_after is None:
            resumed, outcome = drive(engine)
        else:
            with pytest.raises(KeyboardInterrupt):
                drive(engine)
        # what an earlier run took in is never run again
        assert not done.intersection(task.key for task in engine.tasks)
        done = done_keys()
    assert resumed.model_dump_json() == whole.model_dump_json()
    assert outcome.n_reused > 10
    engine = Here()
    again, outcome = drive(engine)
    assert engine.tasks == []
    assert outcome.n_reused == plan.n_tasks
    assert again.model_dump_json() == whole.model_dump_json()


def test_a_failed_baseline_is_left_out_and_said(drive, monkeypatch):
    break_models(monkeypatch, lambda candidate, *_: candidate.id == "svm.full")
    found, outcome = drive(Here())
    assert "svm.full" not in [c.id for c in found.candidates]
    (sentence,) = [s for s in found.protocol.sentences if "out of order" in s]
    assert sentence.startswith("RBF-SVM, 7 inputs failed on 2 of 2 outer splits and is left out")
    assert set(outcome.failures["svm.full"]) == {(0, 0), (0, 1)}
    assert conclude(found).verdict.answer in ("better", "on a par", "worse", "undecided")


def test_a_failed_final_fit_leaves_the_candidate_out(drive, plan, monkeypatch):
    # fails on the first outer split alone, where the seed differs
    from qneko.studies.protocol._seeds import seed_for

    unlucky = seed_for(plan.protocol.seed, "model", "linear.full", 0, 0)
    break_models(monkeypatch, lambda candidate, params, seed: seed == unlucky)
    found, _ = drive(Here())
    assert "linear.full" not in [c.id for c in found.candidates]
    assert any("failed on 1 of 2 outer splits" in s for s in found.protocol.sentences)


def test_failed_trials_are_passed_over_and_said(drive, monkeypatch):
    break_models(
        monkeypatch, lambda candidate, params, _: candidate.id == "svm.full" and params["C"] < 1.0
    )
    found, outcome = drive(Here())
    assert "svm.full" in [c.id for c in found.candidates]
    n_failed = outcome.n_failed_trials["svm.full"]
    assert n_failed > 0
    sentence = f"{n_failed} of 6 trials failed and were passed over."
    assert any(sentence in s for s in found.protocol.sentences)


def test_a_control_falls_with_its_model(tmp_path, monkeypatch):
    plan = prepare_study(lay_out(tmp_path, QUICK.replace('["fid', '["variational", "fid')))
    bench = Workbench(plan.dataset, plan.protocol)
    prepare(plan.digest, bench, plan.candidates)
    break_models(monkeypatch, lambda candidate, *_: candidate.id == "fidelity_kernel")
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        outcome = Driver(plan, ledger, Here(), Silence()).run()
    found = observe(plan, bench, outcome, RUN)
    ids = [c.id for c in found.candidates]
    assert "variational.control" in ids
    assert "fidelity_kernel.control" not in ids
    assert any("its quantum model failed" in s for s in found.protocol.sentences)


@pytest.mark.parametrize(
    ("role", "words"), [("quantum", "quantum model"), ("baseline", "baseline")]
)
def test_nothing_to_compare_is_an_error(drive, monkeypatch, role, words):
    break_models(monkeypatch, lambda candidate, *_: candidate.role == role)
    with pytest.raises(QnekoError, match=rf"Every {words} of the study failed.*out of order"):
        drive(Here())


def test_a_lost_task_is_tried_again_by_the_next_run(drive, undisturbed):
    whole = undisturbed[0]
    lost = []

    def lose(task):
        if task.kind == "final" and task.candidate.id == "svm.full" and task.fold == 1:
            lost.append(task)
            return True
        return False

    found, outcome = drive(Here(lose=lose))
    assert len(lost) == 1
    assert outcome.failures["svm.full"] == {(0, 1): "its worker ended"}
    assert "svm.full" not in [c.id for c in found.candidates]
    engine = Here()
    again, _ = drive(engine)
    assert lost[0].key in [task.key for task in engine.tasks]
    assert again.model_dump_json() == whole.model_dump_json()


def test_want_of_memory_is_no_finding(drive, undisturbed, monkeypatch):
    whole = undisturbed[0]
    build = Candidate.estimator
    n_built = []

    def estimator(self, *arguments):
        if self.id == "svm.full":
            n_built.append(self)
            if len(n_built) == 1:
                raise MemoryError
        return build(self, *arguments)

    monkeypatch.setattr(Candidate, "estimator", estimator)
    _, outcome = drive(Here())
    assert outcome.n_failed_trials["svm.full"] == 1
    again, outcome = drive(Here())
    assert again.model_dump_json() == whole.model_dump_json()


def test_learning_curves_end_with_the_whole_training_part(undisturbed, plan):
    found, outcome, *_ = undisturbed
    metric = found.protocol.metric
    names = {point.candidate for point in found.learning_curve}
    # the model, its control and the best baseline
    assert {"fidelity_kernel", "fidelity_kernel.control"} < names
    assert len(names) == 3
    for name in names:
        points = [p for p in found.learning_curve if p.candidate == name]
        sizes = [p.n_train for p in points]
        assert sizes == [*plan.curve_rows, 30]
        whole = [outcome.finals[name, 0, fold]["scores"][metric] for fold in range(2)]
        assert list(points[-1].scores) == whole


def test_evidence_is_json_and_names_no_place(undisturbed, tmp_path_factory):
    text = conclude(undisturbed[0]).model_dump_json(exclude={"run"})
    assert str(tmp_path_factory.getbasetemp()) not in text
    assert json.loads(text)["data"]["path"] == "table.csv"


def test_what_warns_while_a_model_is_looked_into_is_no_finding(drive, monkeypatch):
    whole = _task._RUN["diagnostic"]

    def warns(bench, task):
        warnings.warn("a division by nothing", RuntimeWarning, stacklevel=1)
        return whole(bench, task)

    monkeypatch.setitem(_task._RUN, "diagnostic", warns)
    found, _ = drive(Here())
    assert len(found.diagnostics) == 1
