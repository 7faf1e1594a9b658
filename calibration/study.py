"""One study, run through the public interface in a folder that is thrown away."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qneko.studies import Evidence, Observations, StudySpec, conclude, run_study

from .cases import Job

#: The study file's default for shares, and wider regions of practical equivalence. They change
#: nothing in what is measured, so the same scores are concluded from again.
MARGINS = (0.01, 0.05, 0.1)


@dataclass(frozen=True)
class Answer:
    """What a study answered.

    Parameters
    ----------
    case, kind : str
        Of the table.
    index : int
        Number of the study in its case.
    answers : sequence of str
        The verdict at each of `MARGINS`.
    quantum, bar : float
        Mean accuracy of the quantum model and of the classical bar.
    p : float
        Of their difference.
    """

    case: str
    kind: str
    index: int
    answers: Sequence[str]
    quantum: float
    bar: float
    p: float | None


def answer(job: Job) -> Answer:
    """Run one study."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        job.table().to_csv(path, index=False)
        spec = StudySpec.model_validate(job.spec(str(path)))
        evidence = run_study(spec, n_workers=0, runs_dir=folder, report=False).evidence
    contrast = next(c for c in evidence.contrasts if c.against == "bar_full")
    return Answer(
        case=job.case.name,
        kind=job.kind.name,
        index=job.index,
        answers=tuple(_at_margin(evidence, margin) for margin in MARGINS),
        quantum=evidence.bars.full.mean + contrast.difference,
        bar=evidence.bars.full.mean,
        p=contrast.p_holm,
    )


def _at_margin(evidence: Evidence, margin: float) -> str:
    if margin == evidence.protocol.margin:
        return evidence.verdict.answer
    parts = {name: getattr(evidence, name) for name in Observations.model_fields}
    parts["protocol"] = evidence.protocol.model_copy(update={"margin": margin})
    return conclude(Observations(**parts)).verdict.answer
