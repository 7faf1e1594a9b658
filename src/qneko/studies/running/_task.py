"""Tasks: the units that are scheduled, kept in the ledger, and never computed twice."""

from __future__ import annotations

import hashlib
import json
import time
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ..families._space import Value, defaults
from ..looks._diagnose import Look, diagnose
from ..protocol._protocol import metrics_of
from ..protocol._splits import Rows
from ..protocol._workbench import Part, Workbench
from ..statistics._forecasts import event_of
from ..statistics._row_test import row_forecast
from ..statistics._scoring import FROM_PROBABILITIES, are_counts, reliability, scores
from ._candidates import Candidate
from ._effort import effort
from ._predictions import keeps_rows

Kind = Literal["trial", "final", "diagnostic", "curve"]


@dataclass(frozen=True)
class TaskSpec:
    """All that a task depends on.

    Parameters
    ----------
    study : str
        Digest of what all tasks of the study share: data, protocol and code.
    kind : {"trial", "final", "diagnostic", "curve"}
        A trial scores hyperparameters on the inner folds; the final task refits on the outer
        training part and scores the outer test part; a diagnostic looks into that fit; a point of
        the learning curve does the same with fewer training rows.
    candidate : Candidate
        Whose estimator.
    params : dict
        Its hyperparameters.
    repeat, fold : int
        The outer split.
    seed : int
        Of the estimator.
    n_rows : int or None
        Training rows of a point of the learning curve.
    """

    study: str
    kind: Kind
    candidate: Candidate
    params: dict[str, Value]
    repeat: int
    fold: int
    seed: int
    n_rows: int | None = None

    @cached_property
    def key(self) -> str:
        """SHA-256, in hexadecimal, of the task's canonical JSON."""
        canonical = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    def described(self) -> dict[str, Any]:
        """Return what the ledger shows of the task to people."""
        return {
            "kind": self.kind,
            "candidate": self.candidate.id,
            "params": self.params,
            "repeat": self.repeat,
            "fold": self.fold,
            "n_rows": self.n_rows,
        }


#: Workbenches of this process by their study's digest; filled by `prepare` before the first task.
_BENCHES: dict[str, Workbench] = {}


def prepare(study: str, bench: Workbench, candidates: Sequence[Candidate]) -> None:
    """Put what all tasks of a study share in place, once in each process.

    Every estimator is built once, so that its modules are loaded before a task is timed, and what
    they warn of while they load is not taken for a warning of the task.
    """
    _BENCHES[study] = bench
    for candidate in candidates:
        space = candidate.recipe(bench.protocol.task).space
        candidate.estimator(bench.protocol.task, defaults(space), seed=0)


def forget(study: str) -> None:
    """Let go of what `prepare` put in place."""
    _BENCHES.pop(study, None)


def run_task(task: TaskSpec) -> tuple[dict[str, Any], float]:
    """Run one task.

    Returns
    -------
    result : dict
        JSON values that depend on nothing but the task; with "error" where the model failed.
    wall_s : float
        Seconds that it took.
    """
    began = time.perf_counter()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            result = _RUN[task.kind](_BENCHES[task.study], task)
        except MemoryError:
            raise  # says something about the machine of the moment and nothing about the model
        except Exception as error:  # whatever a model raises is a finding about that model
            result = {"error": f"{type(error).__name__}: {error}".splitlines()[0][:500]}
    # warnings to developers (deprecations) say nothing about the model
    told = [w.category for w in caught if issubclass(w.category, UserWarning | RuntimeWarning)]
    if told:
        result["warnings"] = dict(Counter(category.__name__ for category in told))
    return result, time.perf_counter() - began


def _trial(bench: Workbench, task: TaskSpec) -> dict[str, Any]:
    metric = bench.protocol.metric
    found, n_circuits = [], 0
    for train, test in bench.inner(task.repeat, task.fold):
        by_metric, estimator = _fit_and_score(bench, task, train, test, [metric])
        score = by_metric[metric]
        if score is None:
            raise ValueError(f"{metric} is not defined on an inner fold")
        found.append(score)
        if task.candidate.is_quantum:
            n_circuits += effort(estimator, len(train), is_quantum=True)["n_circuits"]
    circuits = {"n_circuits": n_circuits} if task.candidate.is_quantum else {}
    return {"score": float(np.mean(found)), **circuits}


def _final(bench: Workbench, task: TaskSpec) -> dict[str, Any]:
    train, test = bench.outer(task.repeat, task.fold)
    part = bench.part(train, test, task.candidate.inputs)
    estimator = _fit(bench, task, part, probabilities=True)
    metrics = metrics_of(bench.dataset)
    event = _event(bench)
    found = scores(estimator, part.X_test, part.y_test, metrics, bench.n_classes, event)
    if found[bench.protocol.metric] is None:
        raise ValueError(f"{bench.protocol.metric} is not defined on this outer split")
    sums = reliability(
        estimator,
        part.X_test,
        part.y_test,
        is_class=bench.n_classes is not None,
        event=event,
    )
    sizes = {"n_train": len(train), "n_test": len(test)}
    sizes |= effort(estimator, len(train), is_quantum=task.candidate.is_quantum)
    sizes |= _counted(part.y_test, event, is_class=bench.n_classes is not None)
    result = {"scores": found, **sizes, "reliability": sums}
    # with one split the test is over rows; else they are kept for people and pictures
    if len(bench.protocol.splits) == 1 or keeps_rows(bench.dataset, task.repeat):
        is_class = bench.n_classes is not None
        result["rows"] = row_forecast(estimator, part.X_test, is_class=is_class)
    return result


def _curve(bench: Workbench, task: TaskSpec) -> dict[str, Any]:
    assert task.n_rows is not None
    _, test = bench.outer(task.repeat, task.fold)
    train = bench.subset(task.repeat, task.fold, task.n_rows)
    metric = bench.protocol.metric
    return {"score": _fit_and_score(bench, task, train, test, [metric])[0][metric]}


def _diagnostic(bench: Workbench, task: TaskSpec) -> dict[str, Any]:
    train, test = bench.outer(task.repeat, task.fold)
    part = bench.part(train, test, task.candidate.inputs)
    metric = bench.protocol.metric
    fitted = _fit(bench, task, part, probabilities=metric in FROM_PROBABILITIES)
    return diagnose(Look(fitted, part, metric, bench.n_classes, _event(bench), task.seed))


_RUN = {"trial": _trial, "final": _final, "curve": _curve, "diagnostic": _diagnostic}


def _fit_and_score(
    bench: Workbench, task: TaskSpec, train: Rows, test: Rows, metrics: Sequence[str]
) -> tuple[dict[str, float | None], Any]:
    """Return the scores, and the fitted estimator."""
    part = bench.part(train, test, task.candidate.inputs)
    asks = not FROM_PROBABILITIES.isdisjoint(metrics)
    estimator = _fit(bench, task, part, probabilities=asks)
    found = scores(estimator, part.X_test, part.y_test, metrics, bench.n_classes, _event(bench))
    return found, estimator


def _counted(y: NDArray[Any], event: int | None, *, is_class: bool) -> dict[str, int]:
    """Return how many events there were, where they are counted or one class is looked for."""
    if is_class:
        return {} if event is None else {"n_events": int((y == event).sum())}
    return {"n_events": int(y.sum())} if are_counts(y) else {}


def _event(bench: Workbench) -> int | None:
    """Return the number of the class that is looked for."""
    found = event_of(bench.dataset)
    return None if found is None else found[0]


def _fit(bench: Workbench, task: TaskSpec, part: Part, *, probabilities: bool) -> Any:
    estimator = task.candidate.estimator(bench.protocol.task, task.params, task.seed)
    if not probabilities and "probability" in estimator.get_params(deep=False):
        # it predicts the same labels without the extra fits that calibration takes
        estimator.set_params(probability=False)
    return estimator.fit(part.X_train, part.y_train)
