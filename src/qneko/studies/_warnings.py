"""What everybody who sees the answer has to be told with it."""

from __future__ import annotations

from ._evidence import Evidence
from ._registered import registration_warnings


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
    return (*registration_warnings(evidence.run.registration), *of_data)
