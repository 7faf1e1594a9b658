"""Five terms that somebody who never ran such a study needs."""

from __future__ import annotations

from ..evidence._evidence import Evidence, Protocol


def glossary(evidence: Evidence) -> list[tuple[str, str]]:
    """Return terms and explanations that fit this study."""
    p = evidence.protocol
    level = f"{100 * (1 - p.alpha):g} %"
    return [
        (
            "Classical bar",
            "What the best ordinary, well-tuned machine-learning model reaches. A quantum model is "
            "worth something only if it clears the bar. Which classical model is best is decided "
            "on training data alone, never on the samples that the scores are from.",
        ),
        (
            "Control",
            "The same quantum model without entanglement, which an ordinary computer simulates "
            "with ease at any size. If the control does as well, the quantum part is not what "
            "helps.",
        ),
        (
            "Outer split",
            "A cut of the data into rows for training and rows for the test. Nothing about the "
            f"test rows is used before the score is taken. {_cuts(p.n_splits, p.n_repeats)}",
        ),
        (
            f"{level} interval and p",
            "The interval holds the values that agree with what was seen: made in the same way "
            f"many times, it would hold the true value in about {level} of them. p is the chance "
            f"of a difference at least as large if there were none in truth. {_corrected(p)}",
        ),
        (
            "Shot",
            "One run of a circuit on a quantum computer, giving one random outcome. Scores in this "
            "report are from exact simulation; on hardware every number would have to be averaged "
            "from many shots, with noise on top.",
        ),
    ]


def _corrected(p: Protocol) -> str:
    if p.inference == "rows":
        return "Both are about the test rows of the one split, not about training again."
    return "Both are corrected here for the splits sharing most of their rows."


def _cuts(n_splits: int, n_repeats: int) -> str:
    if n_splits * n_repeats == 1:
        return "Here there is one such cut, so its luck is in every score."
    times = f", made {n_repeats} times over," if n_repeats > 1 else ","
    return f"Here there are {n_splits} such cuts{times} so that one lucky cut decides nothing."
