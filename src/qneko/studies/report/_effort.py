"""What scores cost: parameters, fits, circuits and seconds here; shots and money on hardware."""

from __future__ import annotations

import statistics

from ..evidence._evidence import Evidence
from ..statistics._bars import ScoreTable
from ..verdict._sentences import initial, number_style
from ..words._measures import many, significant
from ._blocks import Table
from ._tables import NONE, typical_error


def effort(evidence: Evidence) -> Table | None:
    """Return what each candidate's score cost; None for evidence that does not know."""
    if not evidence.efforts:
        return None
    table, style = ScoreTable(evidence), number_style(ScoreTable(evidence))
    error = typical_error(evidence, evidence.protocol.metric)
    found = {e.candidate: e for e in evidence.efforts}
    seconds = {t.candidate: t.tune_s + t.fit_s for t in evidence.run.timings}
    rows = []
    for c in evidence.candidates:
        e = found.get(c.id)
        if e is None:
            continue
        rows.append(
            (
                initial(c.label),
                style.number(table.mean(c.id), error),
                _count(e.n_parameters),
                _count(e.n_fits),
                _count(e.n_circuits),
                significant(seconds[c.id], 3) if c.id in seconds else NONE,
            )
        )
    unit = f", {u}" if (u := style.score_unit.strip()) else ""
    return Table(
        caption="What the scores cost",
        header=(
            "Candidate",
            f"{initial(style.measure.label)}{unit}",
            "Trained numbers",
            "Fits",
            "Circuits",
            "Seconds",
        ),
        rows=tuple(rows),
        note=(
            "Trained numbers: what a final fit settles by looking at the targets, the median over "
            "the outer splits; of trees a threshold for each fork and a value for each leaf. Fits: "
            "tuning and final ones. Circuits: what all these trainings would have run on hardware, "
            "before shots. Seconds: work on this machine, on a simulated quantum computer; they "
            "differ from run to run."
        ),
    )


def hardware(evidence: Evidence) -> Table | None:
    """Return what the quantum models would take on the device; None if it is not known."""
    device = evidence.device
    if device is None or not evidence.costs:
        return None
    label = {c.id: initial(c.label) for c in evidence.candidates}
    currency = "" if device.price is None else f", {device.price.currency}"
    rows = tuple(
        (
            label[c.candidate],
            many(c.shots),
            {True: "yes", False: "no", None: NONE}[c.keeps_score],
            many(c.training_circuits),
            _amount(c.training_s),
            _amount(c.training_price),
            many(c.sample_circuits),
            _amount(c.sample_s),
            _amount(c.sample_price),
        )
        for c in evidence.costs
    )
    sources = [
        f"{name}: {part.source}."
        for name, part in (("Times", device.times), ("Prices", device.price))
        if part is not None
    ]
    return Table(
        caption=f"On {device.title}, by figures of {device.date}",
        header=(
            "Quantum model",
            "Shots a circuit",
            "Score kept",
            "Circuits, training",
            "Seconds",
            f"Price{currency}",
            "Circuits, a prediction",
            "Seconds",
            f"Price{currency}",
        ),
        rows=rows,
        note=(
            "One training without tuning, and one prediction. Shot noise is the only noise in it. "
            "Not in it: queueing, loading circuits, moving qubits next to each other. "
            + " ".join(sources)
        ),
    )


def shot_scores(evidence: Evidence) -> Table | None:
    """Return the scores with shot noise; None if there are none."""
    style = number_style(ScoreTable(evidence))
    error = typical_error(evidence, evidence.protocol.metric)
    label = {c.id: initial(c.label) for c in evidence.candidates}
    rows = []
    for d in evidence.diagnostics:
        for tried in d.shot_scores:
            assert d.exact_score is not None
            rows.append(
                (
                    label[d.candidate],
                    many(tried.shots),
                    style.number(statistics.fmean(tried.scores), error),
                    f"{style.number(min(tried.scores), error)} to "
                    f"{style.number(max(tried.scores), error)}",
                    style.number(d.exact_score, error),
                )
            )
    if not rows:
        return None
    return Table(
        caption="Scores with shot noise",
        header=("Quantum model", "Shots a circuit", "Mean", "Range of draws", "Without shot noise"),
        rows=tuple(rows),
        note=(
            "On the test rows of the first outer split. Kernel machines were also trained on "
            "values measured with so many shots; weights of circuits stay as they were trained."
        ),
    )


def _count(value: int | None) -> str:
    return NONE if value is None else many(value)


def _amount(value: float | None) -> str:
    return NONE if value is None else significant(value, 2)
