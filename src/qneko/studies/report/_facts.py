"""What there is to say of protocol, candidates, data, models and run, as names and texts."""

from __future__ import annotations

from datetime import UTC, datetime

from ..evidence._evidence import Evidence
from ..evidence._hardware import resolving_shots
from ..evidence._reduction_words import inputs_words
from ..evidence._registered import registration_sentence
from ..statistics._bars import ScoreTable
from ..verdict._sentences import initial, number_style
from ..words._measures import many, significant
from ._canvas import MARKS


def protocol_rows(evidence: Evidence) -> list[tuple[str, str]]:
    """Return the protocol: metric, splits, tuning, margin, level, seed."""
    p, style = evidence.protocol, number_style(ScoreTable(evidence))
    measure, registered = style.measure, evidence.run.registration
    return [
        ("Primary metric", f"{initial(measure.label)}. {measure.explanation} {p.metric_reason}"),
        (
            "Outer splits",
            f"{p.splitter}: {_count(p.n_splits, 'fold')}, {_count(p.n_repeats, 'repeat')}; on "
            f"average {p.n_train_mean:.0f} training and {p.n_test_mean:.0f} test rows.",
        ),
        *([("The test", p.inference_reason)] if p.inference_reason else ()),
        ("Tuning", f"{p.n_trials} trials per candidate and outer split on {p.inner_splits} folds."),
        (
            "Inputs of the quantum models",
            f"{initial(inputs_words(p.reduction, p.n_features))}, one for each qubit.",
        ),
        (
            "No practical difference",
            f"within \N{PLUS-MINUS SIGN}{style.amount(p.margin, p.margin)}. {p.margin_reason}",
        ),
        ("Significance level", f"{p.alpha:g}, after Holm's correction over the quantum models."),
        ("Seed", str(p.seed)),
        *([("Registered", registration_sentence(registered))] if registered else ()),
    ]


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def candidate_rows(evidence: Evidence) -> list[tuple[str, str]]:
    """Return who took part, once each, under all labels that the same model has."""
    labels: dict[str, list[str]] = {}
    for c in evidence.candidates:
        text = f"{initial(MARKS[c.role].name)}, {c.model}. {c.description}".rstrip()
        labels.setdefault(text, []).append(c.label)
    return [(initial("; ".join(names)), text) for text, names in labels.items()]


def data_rows(evidence: Evidence) -> list[tuple[str, str]]:
    """Return what the data are and where they come from."""
    d = evidence.data
    columns = f"{d.n_columns} columns"
    if d.n_encoded is not None and d.n_encoded != d.n_columns:
        columns += f", {d.n_encoded} after encoding"
    rows = [
        ("Data set", d.name if d.path in (None, d.name) else f"{d.name} ({d.path})"),
        ("Size", f"{d.n_samples} samples, {columns}"),
        ("Target", f"{d.target}{f' ({d.target_unit})' if d.target_unit else ''}"),
        (
            "Task",
            d.task_reason if d.task_reason.startswith(d.task) else f"{d.task}: {d.task_reason}",
        ),
    ]
    if d.classes:
        share = {name: f"{count} ({count / d.n_samples:.0%})" for name, count in d.classes.items()}
        rows.append(("Classes", ", ".join(f"{name}: {text}" for name, text in share.items())))
    return [
        *rows,
        ("Licence", d.licence),
        ("Source", d.source),
        *((("Citation", d.citation),) if d.citation else ()),
        ("Notes", " ".join(d.notes) or "Nothing was changed."),
    ]


def diagnostic_rows(evidence: Evidence) -> list[tuple[str, str]]:
    """Return what was measured inside the models."""
    label = {c.id: c.label for c in evidence.candidates}
    rows = []
    for d in evidence.diagnostics:
        where = f"{initial(label[d.candidate])}, repeat {d.repeat + 1}, fold {d.fold + 1}"
        if d.kind == "kernel":
            shots = resolving_shots(d)
            what = "entry" if d.shots_per_circuit is None else "circuit"
            text = (
                f"{d.n_qubits} qubits, {d.n_samples} samples; overlaps off the diagonal: mean "
                f"{significant(d.mean)}, variance {significant(d.variance)}; largest eigenvalues "
                f"in shares of all: {', '.join(significant(v, 2) for v in d.spectrum[:8])}; "
                f"shots for each {what}: {'none would do' if shots is None else many(shots)}."
            )
        else:
            text = f"{d.n_qubits} qubits, {d.n_weights} weights, {d.n_samples} samples"
            if d.n_circuits is not None:
                text += f"; {many(d.n_circuits)} circuit evaluations in training"
            if d.shots_per_circuit is not None:
                text += f"; shots for a circuit: {many(d.shots_per_circuit)}"
            text += "."
        rows.append((where, f"{text} {initial(d.shots_formula)}".strip()))
    return rows


def run_rows(evidence: Evidence) -> list[tuple[str, str]]:
    """Return when, where and how long it ran."""
    r = evidence.run
    reused = f", {r.tasks.reused} of them from an earlier start" if r.tasks.reused else ""
    return [
        ("Started", _moment(r.started)),
        ("Finished", _moment(r.finished)),
        ("Wall time", f"{significant(r.wall_s)} s with {r.n_workers} workers"),
        ("Tasks", f"{many(r.tasks.total)}{reused}"),
        ("Machine", f"{r.machine.cpu}, {r.machine.cores} cores, {r.machine.os}"),
        ("Python", r.machine.python),
        *([("Started by", r.command)] if r.command else ()),
    ]


def _moment(text: str) -> str:
    """Return an ISO 8601 moment in UTC as people write it."""
    return datetime.fromisoformat(text).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
