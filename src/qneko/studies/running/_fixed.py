"""All that a plan fixes beforehand, and its checksum."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._plan import Plan

#: How an answer follows from the scores; part of what is registered.
RULE = (
    "The bar is, in each outer split, the test score of the baseline with the best inner score.",
    "Differences to it are tested as `inference` says: the corrected resampled t-test of Nadeau "
    "and Bengio over the splits, or with one split a paired bootstrap over its test rows.",
    "p is corrected by Holm over the quantum models.",
    "On a par if the whole interval at 1 - alpha lies inside the margin; else better or worse if "
    "the corrected p is below alpha, better only if it also holds in the mean against the bar on "
    "the same inputs; else undecided.",
    "The study's answer is that of the quantum model with the best mean, or better if any is.",
)


def protocol_of(plan: Plan) -> dict[str, Any]:
    """Return all that a plan fixes, as JSON values."""
    task = plan.protocol.task
    content = {
        "study": plan.spec.resolved(),
        "data": {
            "name": plan.dataset.name,
            "sha256": plan.dataset.sha256,
            "target": plan.dataset.target_name,
            "task": task,
            "n_samples": plan.dataset.n_samples,
            "columns": [str(c) for c in plan.dataset.frame.columns],
        },
        "protocol": asdict(plan.protocol),
        "candidates": {
            c.id: {
                "role": c.role,
                "inputs": c.inputs,
                "model": c.recipe(task).model,
                "control_of": c.control_of,
                "n_features": c.n_features,
                "space": {name: asdict(axis) for name, axis in c.recipe(task).space.items()},
            }
            for c in plan.candidates
        },
        "rule": list(RULE),
        "qneko": version("qneko"),
    }
    found: dict[str, Any] = json.loads(json.dumps(content, allow_nan=False))
    return found


def protocol_sha256(content: Mapping[str, Any]) -> str:
    """Return the SHA-256, in hexadecimal, of a protocol's canonical JSON."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
