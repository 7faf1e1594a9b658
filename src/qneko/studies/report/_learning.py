"""The numbers of the learning curves, and what the power laws make of them."""

from __future__ import annotations

from ..evidence._evidence import Evidence
from ..evidence._findings import LearningFit
from ..statistics._bars import ScoreTable
from ..verdict._sentences import initial, number_style
from ..words._measures import NumberStyle, significant
from ._blocks import Table
from ._tables import NONE, typical_error


def learning_table(evidence: Evidence) -> Table | None:
    """Return mean scores by training rows, and the extrapolation; None without curves."""
    if not evidence.learning_curve:
        return None
    style = number_style(ScoreTable(evidence))
    error = typical_error(evidence, evidence.protocol.metric)
    means = {
        (p.candidate, p.n_train): sum(p.scores) / len(p.scores) for p in evidence.learning_curve
    }
    sizes = sorted({n for _, n in means})
    fits = {f.candidate: f for f in evidence.learning_fits}
    rows = [
        (
            initial(c.label),
            *(style.number(means[c.id, n], error) if (c.id, n) in means else NONE for n in sizes),
            *_law(fits.get(c.id), style, error),
        )
        for c in evidence.candidates
        if any(i == c.id for i, _ in means)
    ]
    unit = f" ({u})" if (u := style.score_unit.strip()) else ""
    target = max((f.n_train for f in fits.values()), default=None)
    return Table(
        caption=f"Mean test {style.measure.label}{unit} by number of training samples",
        header=(
            "Candidate",
            *map(str, sizes),
            "Extrapolated" if target is None else f"{target}, extrapolated",
            "Exponent",
            "Limit of the law",
        ),
        rows=tuple(rows),
        note=(
            "Extrapolated: by the power law limit + amplitude * n^-exponent of the error, fitted "
            "to the measured means; in brackets a jackknife interval over the splits. A law with "
            "three parameters through so few points says little about its limit. Hyperparameters "
            "are those of the whole training part, on the first repeat."
        ),
    )


def _law(fit: LearningFit | None, style: NumberStyle, error: float | None) -> tuple[str, str, str]:
    if fit is None:
        return NONE, NONE, NONE
    text = style.number(fit.score, error)
    if fit.interval is not None:
        text += f" ({style.interval(fit.interval, error)})"
    # without amplitude there is nothing that falls with an exponent
    exponent = significant(fit.exponent, 2) if fit.amplitude > 0.0 else NONE
    return text, exponent, style.number(fit.asymptote, error)
