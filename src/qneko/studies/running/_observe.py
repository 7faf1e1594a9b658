"""From what the tasks found to `Observations`, the document that everything is concluded from."""

from __future__ import annotations

from collections import defaultdict
from importlib.metadata import version
from statistics import median

import numpy as np

from ...errors import QnekoError
from ..evidence import _evidence as ev
from ..evidence._hardware import device_record
from ..evidence._reduction_words import encoded_sentence, fitted_sentence
from ..protocol._splits import group_numbers, splitter_name
from ..protocol._workbench import Workbench
from ..statistics._calibration import make_bins
from ..statistics._forecasts import event_of
from ..words._measures import MEASURES
from ._candidates import Candidate
from ._outcome import Outcome
from ._peaks import make_peaks
from ._plan import Plan
from ._split_words import followed_column, inference_sentence, inner_phrase, outer_sentence


def observe(plan: Plan, bench: Workbench, outcome: Outcome, run: ev.Run) -> ev.Observations:
    """Put together what was measured.

    Parameters
    ----------
    plan : Plan
        What was to be done.
    bench : Workbench
        The table and its splits.
    outcome : Outcome
        What the tasks found.
    run : Run
        Times, machine and versions.

    Raises
    ------
    QnekoError
        If no quantum model or no baseline came through.
    """
    whole = _came_through(plan, outcome)
    ids = {c.id for c in whole}
    return ev.Observations(
        qneko_version=version("qneko"),
        study=_study(plan),
        data=_data(plan),
        protocol=_protocol(plan, bench, outcome),
        candidates=tuple(_candidate(c, plan) for c in whole),
        results=tuple(r for c in whole for r in _results(c, plan, outcome)),
        diagnostics=tuple(
            # validated by kind: the task's result holds the rest of the fields
            {"candidate": c.id, "repeat": 0, "fold": 0, **outcome.diagnostics[c.id]}
            for c in whole
            if c.id in outcome.diagnostics
        ),
        learning_curve=_curve(plan, outcome, ids),
        test_rows=_test_rows(whole, plan, bench, outcome),
        reliability=_reliability(whole, plan, outcome),
        peaks=make_peaks(whole, plan, bench, outcome),
        efforts=tuple(_effort(c, plan, outcome) for c in whole),
        device=device_record(plan.spec.hardware.device),
        run=run,
    )


def _came_through(plan: Plan, outcome: Outcome) -> list[Candidate]:
    """Return the candidates that were scored on every split; a twin needs its model."""
    whole = [
        c
        for c in plan.candidates
        if c.id not in outcome.failures and c.control_of not in outcome.failures
    ]
    for role, name in (("quantum", "quantum model"), ("baseline", "baseline")):
        if not any(c.role == role for c in whole):
            first = next(c for c in plan.candidates if c.role == role)
            raise QnekoError(
                f"Every {name} of the study failed, so there is nothing to compare; "
                f"{first.label}: {_first_failure(first, outcome)}"
            )
    return whole


def _first_failure(candidate: Candidate, outcome: Outcome) -> str:
    failures = outcome.failures[candidate.id]
    return failures[min(failures)]


def _study(plan: Plan) -> ev.Study:
    spec = plan.spec
    question = spec.study.question or (
        f"Does a quantum model predict {plan.dataset.target_name} better than classical ones?"
    )
    return ev.Study(
        name=spec.study.name,
        question=question,
        spec=spec.resolved(),
        spec_sha256=spec.sha256,
        protocol_sha256=plan.protocol_sha256,
        quick_look=spec.study.quick_look,
    )


def _data(plan: Plan) -> ev.Data:
    from ...domains import describe

    dataset, asked = plan.dataset, plan.spec.data
    classes, event = dataset.classes, event_of(dataset)
    return ev.Data(
        name=dataset.name,
        path=asked.path,
        sha256=dataset.sha256,
        licence=dataset.licence,
        source=dataset.source,
        citation=describe(asked.name).citation if asked.name is not None else None,
        n_samples=dataset.n_samples,
        n_columns=dataset.n_columns,
        n_encoded=plan.protocol.n_encoded,
        target=dataset.target_name,
        target_unit=dataset.units,
        task=dataset.task,
        task_reason=dataset.task_reason,
        classes=None if classes is None else {str(k): n for k, n in classes.items()},
        positive=None if event is None else event[1],
        notes=plan.notes,
    )


def _protocol(plan: Plan, bench: Workbench, outcome: Outcome) -> ev.Protocol:
    p = plan.protocol
    sizes = np.array([[len(rows) for rows in bench.outer(*split)] for split in p.splits])
    n_train, n_test = sizes.mean(axis=0)
    return ev.Protocol(
        metric=p.metric,
        metric_reason=p.metric_reason,
        greater_is_better=p.greater_is_better,
        splitter=splitter_name(p.cut, p.task),
        split=p.cut.kind,
        follows=followed_column(plan),
        gap=p.cut.gap,
        window=p.cut.window,
        fold_names=bench.splitter.fold_names,
        inference="rows" if len(p.splits) == 1 else "splits",
        inference_reason=inference_sentence(plan),
        n_repeats=p.n_repeats,
        n_splits=p.n_splits,
        inner_splits=p.inner_splits,
        n_trials=p.n_trials,
        n_features=p.n_features,
        reduction=p.reduce,
        encodings=p.encodings,
        n_train_mean=float(n_train),
        n_test_mean=float(n_test),
        margin=p.margin,
        margin_reason=p.margin_reason,
        alpha=p.alpha,
        seed=p.seed,
        sentences=(*_in_words(plan), *_incidents(plan, outcome)),
    )


def _in_words(plan: Plan) -> tuple[str, ...]:
    p = plan.protocol
    sentences = [
        outer_sentence(plan),
        *encoded_sentence(p.encodings),
        fitted_sentence(p.reduce),
        f"Every model was tuned by Optuna with the same {p.n_trials} trials, the first being its "
        f"default, scored by {inner_phrase(plan)}, on the same folds for all; the best trial was "
        "refitted on the whole training part and scored once on the test part.",
        *_exceptions(plan),
        *_inputs_in_words(plan),
    ]
    if p.has_two_dimensions:
        sentences.append(
            f"Each baseline of encoded inputs took part twice: with {p.n_features}, and with all "
            f"{p.n_encoded} encoded columns."
        )
    else:
        sentences.append("Baselines had the same inputs: there are no more columns than that.")
    label = MEASURES[p.metric].label
    sentences.append(
        "The classical bar is, in each outer split, the test score of the baseline with the best "
        f"{label} on the inner folds: it was chosen without looking at the test part."
    )
    return tuple(sentences)


def _exceptions(plan: Plan) -> list[str]:
    """Return who has nothing to tune, and who learns nothing from training rows."""
    sentences = []
    untuned = [c.label for c in plan.candidates if c.n_trials(plan.protocol) == 1]
    if untuned and plan.protocol.n_trials > 1:
        sentences.append(f"These have nothing to tune: {', '.join(untuned)}.")
    unlearned = [c.label for c in plan.candidates if not c.learns]
    if unlearned:
        sentences.append(
            "These compute each row by itself and learn nothing from training rows, so that more "
            f"rows would not change them: {', '.join(unlearned)}."
        )
    if not plan.curve_rows:
        sentences.append(
            "There is no learning curve, because no quantum model learns from training rows."
        )
    return sentences


def _inputs_in_words(plan: Plan) -> list[str]:
    """Return what quantum models saw, and who else read the rows as they are."""
    sentences = []
    if any(c.role == "quantum" and c.inputs == "reduced" for c in plan.candidates):
        sentences.append(
            "Quantum models and their entanglement-free controls saw "
            f"{plan.protocol.inputs}, one for each qubit, on an exact simulator."
        )
    raw = [c.label for c in plan.candidates if c.inputs == "raw"]
    if raw:
        sentences.append(
            f"These read the rows as they are, neither scaled nor reduced: {', '.join(raw)}."
        )
    return sentences


def _incidents(plan: Plan, outcome: Outcome) -> list[str]:
    """Return what went wrong on the way, one sentence each."""
    sentences = []
    n_splits = len(plan.protocol.splits)
    for c in plan.candidates:
        name = c.label[0].upper() + c.label[1:]
        if c.id in outcome.failures:
            sentences.append(
                f"{name} failed on {len(outcome.failures[c.id])} of {n_splits} outer splits and is "
                f"left out: {_first_failure(c, outcome).rstrip('.')}."
            )
            continue
        if c.control_of in outcome.failures:
            sentences.append(f"{name} is left out, because its quantum model failed.")
            continue
        failed = outcome.n_failed_trials.get(c.id, 0)
        if failed:
            total = n_splits * c.n_trials(plan.protocol)
            sentences.append(f"{name}: {failed} of {total} trials failed and were passed over.")
        for category, n in sorted(outcome.n_warnings.get(c.id, {}).items()):
            sentences.append(f"{name}: {n} × {category} in the {n_splits} final fits.")
    return sentences


def _candidate(candidate: Candidate, plan: Plan) -> ev.Candidate:
    return ev.Candidate(
        id=candidate.id,
        label=candidate.label,
        role=candidate.role,
        inputs=candidate.inputs,
        model=candidate.recipe(plan.protocol.task).model,
        control_of=candidate.control_of,
        n_features=candidate.n_features,
        description=candidate.description,
    )


def _results(candidate: Candidate, plan: Plan, outcome: Outcome) -> list[ev.Result]:
    found = []
    for repeat, fold in plan.protocol.splits:
        tuned = outcome.tuned[candidate.id, repeat, fold]
        final = outcome.finals[candidate.id, repeat, fold]
        found.append(
            ev.Result(
                candidate=candidate.id,
                repeat=repeat,
                fold=fold,
                n_train=final["n_train"],
                n_test=final["n_test"],
                inner_score=tuned.inner_score,
                scores=final["scores"],
                n_events=final.get("n_events"),
                params=tuned.params,
            )
        )
    return found


def _test_rows(
    whole: list[Candidate], plan: Plan, bench: Workbench, outcome: Outcome
) -> ev.TestRows | None:
    """Return what was said of each test row, where there is only one outer split to compare on."""
    if len(plan.protocol.splits) > 1:
        return None
    _, test = bench.outer(0, 0)
    groups = None if plan.dataset.groups is None else group_numbers(plan.dataset)[0][test]
    return ev.TestRows(
        truth=tuple(bench.y[test].tolist()),
        groups=None if groups is None else tuple(groups.tolist()),
        forecasts=tuple(
            ev.RowForecast(candidate=c.id, **outcome.finals[c.id, 0, 0]["rows"]) for c in whole
        ),
    )


def _curve(plan: Plan, outcome: Outcome, ids: set[str]) -> tuple[ev.LearningPoint, ...]:
    """Return learning curves, the whole training part included; a gap ends a candidate's curve."""
    by_size: dict[tuple[str, int], list[float]] = defaultdict(list)
    for (name, n_rows, _), score in sorted(outcome.curves.items()):
        if name in ids:
            by_size[name, n_rows].append(score)
    n_splits, metric = plan.protocol.n_splits, plan.protocol.metric
    for name in {name for name, _ in by_size}:
        whole = [outcome.finals[name, 0, fold] for fold in range(n_splits)]
        n_rows = round(sum(r["n_train"] for r in whole) / n_splits)
        by_size[name, n_rows] = [r["scores"][metric] for r in whole]
    return tuple(
        ev.LearningPoint(candidate=name, n_train=n_rows, scores=tuple(by_size[name, n_rows]))
        for c in plan.candidates
        for name, n_rows in sorted(by_size)
        if name == c.id and len(by_size[name, n_rows]) == n_splits
    )


def _reliability(
    whole: list[Candidate], plan: Plan, outcome: Outcome
) -> tuple[ev.Reliability, ...]:
    """Return the sums of all outer splits, of the candidates that forecast probabilities."""
    event = event_of(plan.dataset)
    if plan.protocol.task == "regression":
        words = f"{plan.dataset.target_name} is not above the forecast quantile"
    elif event is None:
        words = f"{plan.dataset.target_name} is the most probable class"
    else:
        words = f"{plan.dataset.target_name} is {event[1]}"
    found = []
    for c in whole:
        of_splits = (outcome.finals[c.id, *split] for split in plan.protocol.splits)
        # all splits or none: forecasting is the model's nature
        sums = [s for final in of_splits if (s := final.get("reliability")) is not None]
        if sums:
            found.append(ev.Reliability(candidate=c.id, event=words, bins=make_bins(sums)))
    return tuple(found)


def _effort(candidate: Candidate, plan: Plan, outcome: Outcome) -> ev.Effort:
    p = plan.protocol
    finals = [outcome.finals[candidate.id, *split] for split in p.splits]
    counted = [f["n_parameters"] for f in finals if "n_parameters" in f]
    tuning = candidate.n_trials(p) * p.inner_splits
    return ev.Effort(
        candidate=candidate.id,
        n_parameters=round(median(counted)) if len(counted) == len(finals) else None,
        n_fits=len(p.splits) * (tuning + 1),
        n_circuits=outcome.n_circuits[candidate.id] if candidate.is_quantum else None,
    )


def timings(plan: Plan, outcome: Outcome) -> tuple[ev.Timing, ...]:
    """Return the seconds of work of each candidate, whether done now or found in the ledger."""
    return tuple(
        ev.Timing(
            candidate=c.id,
            fit_s=outcome.seconds.get((c.id, "final"), 0.0),
            tune_s=outcome.seconds.get((c.id, "trial"), 0.0),
        )
        for c in plan.candidates
    )
