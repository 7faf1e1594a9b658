"""What forecasts of series are judged by: skill, and for waves height and time of the peak."""

from __future__ import annotations

from ..evidence._evidence import Evidence
from ..evidence._findings import Skill
from ..verdict._sentences import initial, level
from ..words._measures import fixed
from ._blocks import Table
from ._tables import NONE

_MEASURE = {"rmse": "squared error", "crps": "CRPS"}


def skill(evidence: Evidence) -> Table | None:
    """Return the skill of each candidate against each reference; None if none took part."""
    if not evidence.skills:
        return None
    label = {c.id: c.label for c in evidence.candidates}
    found = {(s.candidate, s.against, s.metric): s for s in evidence.skills}
    columns = list(dict.fromkeys((s.against, s.metric) for s in evidence.skills))
    rows = [
        (initial(c.label), *(_skill(found.get((c.id, *column))) for column in columns))
        for c in evidence.candidates
        if any((c.id, *column) in found for column in columns)
    ]
    return Table(
        caption="Skill of the forecasts",
        header=(
            "Candidate",
            *(f"Against {label[against]}, {_MEASURE[metric]}" for against, metric in columns),
        ),
        rows=tuple(rows),
        note=(
            "The share of the reference's error that is avoided: 1 is a perfect forecast, 0 no "
            "better than the reference, and below 0 worse. It is 1 - (RMSE / RMSE of the "
            "reference)^2; for forecasts that are distributions also 1 - CRPS / CRPS of the "
            "reference. Means over the outer splits, in brackets their corrected "
            f"{level(evidence.protocol.alpha)} interval."
        ),
    )


def peaks(evidence: Evidence) -> Table | None:
    """Return height and time of each held-out peak, forecast and come; None without peaks."""
    if not evidence.peaks:
        return None
    groups = list(dict.fromkeys(p.group for p in evidence.peaks))
    found = {(p.candidate, p.group): p for p in evidence.peaks}
    unit = f" {u}" if (u := evidence.data.target_unit) else ""
    came = {p.group: f"{p.height:.2f}{unit}, {fixed(p.minutes, 0)} min" for p in evidence.peaks}
    rows = []
    for candidate in evidence.candidates:
        mine = [found.get((candidate.id, group)) for group in groups]
        if any(mine):
            cells = (
                NONE
                if p is None
                else f"{fixed(p.height_error, 2, sign=True)}{unit}, "
                f"{fixed(p.minutes_late, 0, sign=True)} min"
                for p in mine
            )
            rows.append((initial(candidate.label), *cells))
    return Table(
        caption="The highest wave at each place that was held out",
        header=("Candidate", *(f"{group} ({came[group]})" for group in groups)),
        rows=tuple(rows),
        note=(
            "In the head: when the highest value came, and how high it was. Below: the highest of "
            "the forecasts less that, and the time it is a forecast of less the time of the peak. "
            "Each forecast is made a horizon ahead from its own origin, so a model that only "
            "repeats the last value gets the height right, and is late by the horizon."
        ),
    )


def _skill(found: Skill | None) -> str:
    if found is None:
        return NONE
    text = fixed(found.skill, 2, sign=True)
    if found.interval is None:
        return text
    low, high = (fixed(bound, 2, sign=True) for bound in found.interval)
    return f"{text} ({low} to {high})"
