"""A plan for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._output import print_facts, print_table
from ._progress import in_words, in_workers

if TYPE_CHECKING:
    from ..studies import Plan


def plan_as_json(plan: Plan, workers: int | None) -> dict[str, Any]:
    """Return the plan as JSON values."""
    n_workers = workers_of(plan, workers)
    return {
        "study": plan.spec.study.name,
        "data": {
            "name": plan.dataset.name,
            "sha256": plan.dataset.sha256,
            "n_samples": plan.dataset.n_samples,
            "n_columns": plan.dataset.n_columns,
            "task": plan.dataset.task,
            "task_reason": plan.dataset.task_reason,
            "notes": list(plan.notes),
        },
        "protocol": {
            "metric": plan.protocol.metric,
            "metric_reason": plan.protocol.metric_reason,
            "margin": plan.protocol.margin,
            "n_features": plan.protocol.n_features,
            "reduce": plan.protocol.reduce,
            "encodings": list(plan.protocol.encodings),
            "n_encoded": plan.protocol.n_encoded,
            "split": plan.protocol.cut.kind,
            "n_splits": plan.protocol.n_splits,
            "n_repeats": plan.protocol.n_repeats,
            "inner_splits": plan.protocol.inner_splits,
            "n_trials": plan.protocol.n_trials,
            "alpha": plan.protocol.alpha,
            "seed": plan.protocol.seed,
        },
        "candidates": [
            {"id": c.id, "label": c.label, "role": c.role, "inputs": c.inputs}
            for c in plan.candidates
        ],
        "tasks": {"total": plan.n_tasks, **plan.task_counts},
        "n_fits": plan.n_fits,
        "n_workers": n_workers,
        "estimated_s": plan.estimated_s(n_workers),
        "folder": plan.folder_name,
        "protocol_sha256": plan.protocol_sha256,
    }


def print_plan(plan: Plan, workers: int | None) -> None:
    """Print what the study would do."""
    p, data, n_workers = plan.protocol, plan.dataset, workers_of(plan, workers)
    counts = ", ".join(f"{n:,} {kind}" for kind, n in plan.task_counts.items())
    print_facts(
        [
            ("study", plan.spec.study.name),
            ("data", f"{data.name}: {data.n_samples} rows, {data.n_columns} columns"),
            ("task", data.task_reason),
            *(("note", note) for note in plan.notes),
            *(("encoding", clause) for clause in p.encodings),
            ("metric", f"{p.metric.replace('_', ' ')}: {p.metric_reason}"),
            (
                "inputs",
                f"{p.inputs} for {_readers(plan)}; {p.n_encoded} in full",
            ),
            (
                "folds",
                f"{p.cut.kind.replace('_', ' ')}: {p.n_splits} outer, repeats: {p.n_repeats}; "
                f"{p.inner_splits} inner",
            ),
            ("tuning", f"{p.n_trials} trials for each candidate and outer fold"),
            ("tasks", f"{plan.n_tasks:,} ({counts}), {plan.n_fits:,} fits"),
            ("time", f"about {in_words(plan.estimated_s(n_workers))} with {in_workers(n_workers)}"),
            ("protocol", f"SHA-256 {plan.protocol_sha256}"),
            ("price", "nothing: everything runs on this machine"),
        ]
    )
    print_table(
        "",
        ["candidate", "role", "inputs"],
        [(c.label, c.role, c.inputs) for c in plan.candidates],
    )


def _readers(plan: Plan) -> str:
    if any(c.role == "quantum" and c.inputs == "reduced" for c in plan.candidates):
        return "the quantum models and their bar"
    return "models of encoded inputs; the quantum models read the rows as they are"


def workers_of(plan: Plan, asked: int | None) -> int:
    """Return the number of processes: what was asked for, else the study file's, else all cores."""
    from ..hybrid.engines import usable_cores

    return asked or plan.spec.run.n_workers or usable_cores()
