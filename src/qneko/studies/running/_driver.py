"""Driving a study: which task comes next, once the ones before it are known."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue

from ...hybrid.engines import Engine, WorkerLostError
from ...hybrid.ledger import Ledger
from ..families._space import Value
from ..protocol._seeds import seed_for
from ._candidates import Candidate
from ._outcome import Outcome, Result, Tuned
from ._plan import Plan
from ._progress import Progress, Standing, TaskDone
from ._task import Kind, TaskSpec, run_task
from ._tuning import Chain, quiet_optuna

Then = Callable[[Result], None]


class Driver:
    """Carries out a plan with a ledger and an engine.

    Many chains of trials run at once, each strictly in order. A task whose result is in the
    ledger is not run, so an interrupted study replays its chains up to where it was.

    Parameters
    ----------
    plan : Plan
        What to do.
    ledger : Ledger
        What was done.
    engine : Engine
        Where to do the rest.
    progress : Progress
        Who watches.
    """

    def __init__(self, plan: Plan, ledger: Ledger, engine: Engine, progress: Progress):
        self.plan = plan
        self.outcome = Outcome()
        self.n_done = 0
        self._ledger = ledger
        self._engine = engine
        self._progress = progress
        self._arrived: SimpleQueue[tuple[TaskSpec, Then, Future[tuple[Result, float]]]] = (
            SimpleQueue()
        )
        self._known: deque[tuple[TaskSpec, Then, Result]] = deque()
        self._n_running = 0
        self._fresh: set[str] = set()
        self._counted: set[str] = set()
        self._work_done = 0.0

    def run(self) -> Outcome:
        """Do everything that is left to do.

        Returns
        -------
        Outcome
            Equal for every number of workers and after every interruption.
        """
        quiet_optuna()
        for repeat, fold in self.plan.protocol.splits:
            for candidate in self.plan.candidates:
                self._begin(candidate, repeat, fold)
        self._loop()
        self._look_closer()
        self._loop()
        return self.outcome

    def _begin(self, candidate: Candidate, repeat: int, fold: int) -> None:
        if candidate.is_tuned:
            self._next_trial(Chain(candidate, repeat, fold, self.plan.protocol))
        else:
            self._final(candidate, repeat, fold, Tuned({}, None))

    def _next_trial(self, chain: Chain) -> None:
        params = chain.ask()
        candidate, repeat, fold = chain.candidate, chain.repeat, chain.fold
        if params is not None:

            def told(result: Result) -> None:
                chain.tell(result.get("score"), result.get("error"))
                self.outcome.n_circuits[candidate.id] += result.get("n_circuits", 0)
                self._next_trial(chain)

            self._request(self._task("trial", candidate, repeat, fold, params), told)
            return
        self.outcome.n_failed_trials[candidate.id] += len(chain.errors)
        if chain.best_params is None:
            self.outcome.failures[candidate.id][repeat, fold] = chain.errors[0]
        else:
            self._final(candidate, repeat, fold, Tuned(chain.best_params, chain.best_score))

    def _final(self, candidate: Candidate, repeat: int, fold: int, tuned: Tuned) -> None:
        def told(result: Result) -> None:
            if "error" in result:
                self.outcome.failures[candidate.id][repeat, fold] = result["error"]
                return
            self.outcome.tuned[candidate.id, repeat, fold] = tuned
            self.outcome.finals[candidate.id, repeat, fold] = result
            self.outcome.n_circuits[candidate.id] += result.get("n_circuits", 0)
            counts = self.outcome.n_warnings[candidate.id]
            for category, n in result.get("warnings", {}).items():
                counts[category] = counts.get(category, 0) + n

        self._request(self._task("final", candidate, repeat, fold, tuned.params), told)

    def _look_closer(self) -> None:
        """Ask for diagnostics and learning curves of those that came through."""
        whole = [c for c in self.plan.candidates if c.id not in self.outcome.failures]
        best_baseline = self._leader([c for c in whole if c.role == "baseline"])
        for candidate in whole:
            if candidate.role == "quantum":
                self._diagnose(candidate)
            if candidate.role in ("quantum", "control") or candidate is best_baseline:
                self._learning_curve(candidate)

    def _diagnose(self, candidate: Candidate) -> None:
        def told(result: Result) -> None:
            # what warned is told of final fits; here it would be no finding
            looked = {key: value for key, value in result.items() if key != "warnings"}
            if "error" not in result:
                self.outcome.diagnostics[candidate.id] = looked

        params = self.outcome.tuned[candidate.id, 0, 0].params
        self._request(self._task("diagnostic", candidate, 0, 0, params), told)

    def _learning_curve(self, candidate: Candidate) -> None:
        for fold in range(self.plan.protocol.n_splits):
            params = self.outcome.tuned[candidate.id, 0, fold].params
            for n_rows in self.plan.curve_rows:

                def told(result: Result, fold: int = fold, n_rows: int = n_rows) -> None:
                    if result.get("score") is not None:
                        self.outcome.curves[candidate.id, n_rows, fold] = result["score"]

                self._request(self._task("curve", candidate, 0, fold, params, n_rows), told)

    def _task(
        self,
        kind: Kind,
        candidate: Candidate,
        repeat: int,
        fold: int,
        params: dict[str, Value],
        n_rows: int | None = None,
    ) -> TaskSpec:
        seed = seed_for(self.plan.protocol.seed, "model", candidate.id, repeat, fold)
        return TaskSpec(self.plan.digest, kind, candidate, params, repeat, fold, seed, n_rows)

    def _request(self, task: TaskSpec, then: Then) -> None:
        """Get a task's result from the ledger or the engine, and go on with `then`."""
        known = self._ledger.get(task.key)
        if known is not None:
            self._known.append((task, then, known))
            return
        self._ledger.plan(task.key, task.described())
        self._ledger.start(task.key)
        self._fresh.add(task.key)
        self._n_running += 1
        # the first splits first, so that scores to look at come early
        priority = -(task.repeat * self.plan.protocol.n_splits + task.fold)
        future = self._engine.submit(run_task, task, key=task.key, priority=priority)
        future.add_done_callback(lambda f: self._arrived.put((task, then, f)))

    def _loop(self) -> None:
        """Take in results until none is outstanding; each may ask for more."""
        while self._known or self._n_running:
            if self._known:
                task, then, result = self._known.popleft()
            else:
                task, then, future = self._arrived.get()
                self._n_running -= 1
                result = self._settle(task, future)
            self._count(task)
            then(result)
            self._tell(task)

    def _settle(self, task: TaskSpec, future: Future[tuple[Result, float]]) -> Result:
        """Bring a task's end into the ledger and return its result as read back from there."""
        try:
            result, wall_s = future.result()
        except (WorkerLostError, MemoryError) as error:
            # no finding about the model: the next run of the study tries again
            message = str(error) or "memory ran out"
            self._ledger.fail(task.key, message)
            return {"error": message}
        noted: Result = self._ledger.finish(task.key, result, wall_s)
        return noted

    def _count(self, task: TaskSpec) -> None:
        self.n_done += 1
        if task.key not in self._fresh:
            self.outcome.n_reused += 1
        entry = self._ledger.entry(task.key)
        if entry is not None and task.key not in self._counted:
            self._counted.add(task.key)  # the same trial can be asked for twice
            self.outcome.seconds[task.candidate.id, task.kind] += entry.wall_s
        self._work_done += self.plan.task_s(task.kind, task.candidate)

    def _tell(self, task: TaskSpec) -> None:
        is_last = self.n_done == self.plan.n_tasks
        self._progress.task_done(
            TaskDone(
                n_done=self.n_done,
                n_tasks=self.plan.n_tasks,
                n_reused=self.outcome.n_reused,
                share=1.0 if is_last else min(1.0, self._work_done / self.plan.work_s),
                kind=task.kind,
                label=task.candidate.label,
                best=self._standing(),
            )
        )

    def _standing(self) -> Standing | None:
        tuned = [c for c in self.plan.candidates if c.is_tuned]
        best = self._leader(tuned)
        if best is None:
            return None
        found = self._scores(best)
        mean = sum(found) / len(found)
        return Standing(best.label, self.plan.protocol.metric, mean, len(found))

    def _leader(self, candidates: list[Candidate]) -> Candidate | None:
        """Return who has the best mean outer score so far; of equals, the first."""
        leader, leader_quality = None, 0.0
        for candidate in candidates:
            found = self._scores(candidate)
            if not found:
                continue
            mean = sum(found) / len(found)
            quality = round(mean if self.plan.protocol.greater_is_better else -mean, 12)
            if leader is None or quality > leader_quality:
                leader, leader_quality = candidate, quality
        return leader

    def _scores(self, candidate: Candidate) -> list[float]:
        metric = self.plan.protocol.metric
        of_splits = ((candidate.id, *split) for split in self.plan.protocol.splits)
        return [
            self.outcome.finals[key]["scores"][metric]
            for key in of_splits
            if key in self.outcome.finals
        ]
