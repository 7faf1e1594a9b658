"""The question: from a study file to evidence, a verdict and a report.

Everything is loaded on first use, so that asking for a spec does not load the models.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .evidence._collection import Collection
    from .evidence._document import fingerprint, json_schema, load_evidence, save_evidence
    from .evidence._evidence import Evidence, Observations
    from .evidence._findings import Verdict
    from .rows._data import load_dataset
    from .running._plan import Plan, make_plan
    from .running._progress import Progress, Standing, TaskDone
    from .running._run import StudyInterruptedError, StudyResult, prepare_study, run_study
    from .study_file._load import load_spec, parse_spec
    from .study_file._spec import StudySpec
    from .verdict._gather import gather
    from .verdict._verdict import conclude
    from .verdict._warnings import evidence_warnings

_HOME = {
    "Collection": "evidence._collection",
    "load_dataset": "rows._data",
    **dict.fromkeys(
        ("fingerprint", "json_schema", "load_evidence", "save_evidence"), "evidence._document"
    ),
    **dict.fromkeys(("Evidence", "Observations"), "evidence._evidence"),
    "Verdict": "evidence._findings",
    "gather": "verdict._gather",
    **dict.fromkeys(("load_spec", "parse_spec"), "study_file._load"),
    **dict.fromkeys(("Plan", "make_plan"), "running._plan"),
    **dict.fromkeys(("Progress", "Standing", "TaskDone"), "running._progress"),
    **dict.fromkeys(
        ("StudyInterruptedError", "StudyResult", "prepare_study", "run_study"), "running._run"
    ),
    "StudySpec": "study_file._spec",
    "conclude": "verdict._verdict",
    "evidence_warnings": "verdict._warnings",
}

__all__ = [
    "Collection",
    "Evidence",
    "Observations",
    "Plan",
    "Progress",
    "Standing",
    "StudyInterruptedError",
    "StudyResult",
    "StudySpec",
    "TaskDone",
    "Verdict",
    "conclude",
    "evidence_warnings",
    "fingerprint",
    "gather",
    "json_schema",
    "load_dataset",
    "load_evidence",
    "load_spec",
    "make_plan",
    "parse_spec",
    "prepare_study",
    "run_study",
    "save_evidence",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOME[name]}", __name__), name)
