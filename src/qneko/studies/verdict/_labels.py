"""Names of models in the language of a report; evidence has them in English."""

from __future__ import annotations

import re

from ..evidence._evidence import Evidence
from ..words._messages import Language, say, translated

# How `_candidates` makes the names of those that take part twice, and of controls.
_INPUTS = re.compile(r"(.+), (\d+) inputs")
_CONTROL = re.compile(r"(.+) without entanglement")


def named_in(language: Language, evidence: Evidence) -> Evidence:
    """Return the evidence with the names of models in `language`; who has none keeps his own.

    Parameters
    ----------
    language : {"en", "ja"}
        Of the names.
    evidence : Evidence
        Stays as it is.
    """
    if language == "en":
        return evidence
    candidates = tuple(
        c.model_copy(update={"label": label_in(language, c.label)}) for c in evidence.candidates
    )
    return evidence.model_copy(update={"candidates": candidates})


def without_inputs(label: str) -> str:
    """Return the name that a model has at any number of inputs."""
    found = _INPUTS.fullmatch(label)
    return found[1] if found else label


def label_in(language: Language, label: str) -> str:
    """Return one name in `language`."""
    if found := _INPUTS.fullmatch(label):
        base = label_in(language, found[1])
        return say(language, "label.with_inputs", label=base, n=found[2])
    if found := _CONTROL.fullmatch(label):
        return say(language, "label.without_entanglement", label=label_in(language, found[1]))
    return translated(language, f"label.{label}", label)
