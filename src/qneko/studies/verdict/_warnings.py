"""What everybody who sees the answer has to be told with it."""

from __future__ import annotations

from ..evidence._evidence import Evidence
from ..evidence._registered import registration_warnings


def evidence_warnings(evidence: Evidence) -> tuple[str, ...]:
    """Return what can change the meaning of the answer: of the protocol, and of the data.

    Parameters
    ----------
    evidence : Evidence
        All that was found.

    Returns
    -------
    tuple of str
        Sentences in English that begin with "Warning:".
    """
    of_data = (note for note in evidence.data.notes if note.startswith("Warning:"))
    return (*_of_size(evidence), *registration_warnings(evidence.run.registration), *of_data)


def _of_size(evidence: Evidence) -> tuple[str, ...]:
    if not evidence.study.quick_look:
        return ()
    data, protocol = evidence.data, evidence.protocol
    return (
        f"Warning: a quick look (rows: {data.n_samples:,}, outer folds: {protocol.n_splits}, "
        f"repeats: {protocol.n_repeats}, trials: {protocol.n_trials}) shows that a study runs; for "
        "its answer run it without --quick.",
    )
