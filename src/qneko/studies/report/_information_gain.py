"""Information gain per event, as a table."""

from __future__ import annotations

from ..evidence._evidence import Evidence
from ..verdict._sentences import initial, level
from ..words._measures import fixed
from ._blocks import Table
from ._tables import NONE


def information_gain(evidence: Evidence) -> Table | None:
    """Return what each candidate gains over the Poisson rate; None if that did not take part."""
    gains = evidence.information_gains
    if not gains:
        return None
    label = {c.id: c.label for c in evidence.candidates}
    rows = []
    for g in gains:
        interval = (
            NONE
            if g.interval is None
            else " to ".join(fixed(bound, 3, sign=True) for bound in g.interval)
        )
        rows.append((initial(label[g.candidate]), fixed(g.gain, 3, sign=True), interval))
    return Table(
        caption=f"Information gain per event over the {label[gains[0].against]}",
        header=(
            "Candidate",
            "Gain, nats per event; higher is better",
            f"{level(evidence.protocol.alpha)} interval",
        ),
        rows=tuple(rows),
        note=(
            "The difference of the joint log-likelihoods of all test rows by the number of events "
            f"({gains[0].n_events:,} in all test parts), the mean over the outer splits; its "
            "exponential is the factor by which the forecast makes what came more probable. Rows "
            "count as independent and counts as Poisson; predicted rates below 0.001 events count "
            "as that. The interval is corrected for overlapping training sets."
        ),
    )
