"""The verdict of a finished study in a terminal, and as JSON."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ._output import console, print_table

if TYPE_CHECKING:
    from ..studies import Evidence

#: Colour of the panel; the word is always there too.
_COLOURS = {"better": "green", "on a par": "cyan", "worse": "red", "undecided": "yellow"}


def verdict_as_json(evidence: Evidence, folder: Path) -> dict[str, Any]:
    """Return the answer, the scores on the primary metric and where everything lies."""
    from ..studies import fingerprint

    metric = evidence.protocol.metric
    found = {s.candidate: s for s in evidence.summaries if s.metric == metric}
    return {
        "study": evidence.study.name,
        "answer": evidence.verdict.answer,
        "sentence": evidence.verdict.sentence,
        "metric": metric,
        "warnings": warnings(evidence),
        "per_model": [m.model_dump(mode="json") for m in evidence.verdict.per_model],
        "scores": [
            {
                "id": c.id,
                "label": c.label,
                "role": c.role,
                "inputs": c.inputs,
                "mean": found[c.id].mean,
                "interval": found[c.id].interval,
            }
            for c in evidence.candidates
        ],
        "device": None if evidence.device is None else evidence.device.name,
        "costs": [c.model_dump(mode="json") for c in evidence.costs],
        "bars": {"reduced": evidence.bars.reduced.mean, "full": evidence.bars.full.mean},
        "fingerprint": fingerprint(evidence),
        "tasks": evidence.run.tasks.model_dump(mode="json"),
        "wall_s": evidence.run.wall_s,
        "folder": str(folder),
        "evidence": str(folder / "evidence.json"),
        "report": str(folder / "report.html"),
    }


def print_verdict(evidence: Evidence, report: Path) -> None:
    """Print the answer in a panel, a small table of scores, the cost, and where the report is."""
    from rich.box import ROUNDED
    from rich.markup import escape
    from rich.panel import Panel

    answer = evidence.verdict.answer
    # not every terminal (or pipe) can write box characters
    unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    console().print(
        Panel(
            escape(evidence.verdict.sentence),
            title=f"[bold]{escape(evidence.study.name)}: {answer}[/bold]",
            title_align="left",
            border_style=_COLOURS[answer],
            box=ROUNDED,
            safe_box=not unicode,
            padding=(1, 2),
        )
    )
    level = f"{100 * (1 - evidence.protocol.alpha):g} %"
    metric = evidence.protocol.metric.replace("_", " ")
    print_table("", ["", f"{metric}>", f"{level} interval>", "against the bar"], _rows(evidence))
    for reason in evidence.verdict.reasons:
        if reason.topic == "hardware":
            console().print(escape(reason.sentence))
    for note in warnings(evidence):
        console().print(f"[yellow]{escape(note)}[/yellow]")
    print(f"Report: {report}")


def warnings(evidence: Evidence) -> list[str]:
    """Return what about the data can change the meaning of the verdict."""
    from ..studies import evidence_warnings

    return list(evidence_warnings(evidence))


def _rows(evidence: Evidence) -> list[tuple[str, str, str, str]]:
    """Return the quantum models with their twins, the two bars, and the guess."""
    metric = evidence.protocol.metric
    found = {s.candidate: s for s in evidence.summaries if s.metric == metric}
    answers = {m.candidate: m.answer for m in evidence.verdict.per_model}
    label = {c.id: c.label for c in evidence.candidates}
    rows = []

    def add(name: str, mean: float, interval: tuple[float, float] | None, answer: str = "") -> None:
        shown = f"{_number(interval[0])} to {_number(interval[1])}" if interval else "–"
        rows.append((name, _number(mean), shown, answer))

    for c in evidence.candidates:
        if c.role == "quantum":
            add(c.label, found[c.id].mean, found[c.id].interval, answers[c.id])
            for twin in evidence.candidates:
                if twin.control_of == c.id:
                    add(f"  {twin.label}", found[twin.id].mean, found[twin.id].interval)
    bars = [("same inputs", evidence.bars.reduced), ("any inputs", evidence.bars.full)]
    for inputs, bar in bars:
        picked = Counter(pick.candidate for pick in bar.picks).most_common(1)[0][0]
        add(f"classical bar, {inputs} (mostly {label[picked]})", bar.mean, bar.interval)
    for c in evidence.candidates:
        if c.role == "dummy":
            add(c.label, found[c.id].mean, found[c.id].interval)
    return rows


def _number(value: float) -> str:
    return f"{value:.3f}" if abs(value) < 10 else f"{value:.4g}"
