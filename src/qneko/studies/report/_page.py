"""Evidence to page: what stands where, in which words."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from .._bars import ScoreTable
from .._document import fingerprint, write_atomically
from .._evidence import Evidence
from .._measures import many, significant
from .._reasons import cost_sentence
from .._sentences import in_words, initial, number_style
from .._verdict import HEADLINES
from . import _tables
from ._beliefs import beliefs
from ._canvas import MARKS, Picture
from ._curves import curves
from ._differences import differences
from ._glossary import glossary
from ._overview import overview
from ._reliability import forecast_scores, reliability, reliability_bins
from ._study_file import study_file

_TOPICS = {
    "rule": "Does the difference matter?",
    "power": "What could have been found?",
    "learning": "Does it learn?",
    "dimension": "Is it the inputs?",
    "entanglement": "Is it entanglement?",
    "concentration": "Does the kernel tell samples apart?",
    "shots": "What would hardware need?",
    "bar": "What is the bar?",
}


_PLAIN = {
    "better": "On these data a quantum model predicts better than the best ordinary model.",
    "on a par": "On these data the best quantum model predicts as well as the best ordinary model.",
    "worse": "On these data the best quantum model predicts less well than the best ordinary one.",
    "undecided": "This study cannot tell which predicts better, the quantum or the ordinary model.",
}


@dataclass(frozen=True)
class _Tile:
    label: str
    value: str
    unit: str
    note: str


def render_report(evidence: Evidence) -> str:
    """Return the report as one self-contained HTML page.

    Parameters
    ----------
    evidence : Evidence
        All that the page says comes from here; equal evidence gives an equal page.

    Returns
    -------
    str
        HTML 5 with its style and its pictures (SVG) inside: no script, no network.
    """
    here = Path(__file__).parent
    environment = Environment(
        loader=FileSystemLoader(here),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["initial"] = initial
    environment.filters["breakable"] = _breakable
    environment.finalize = _bind
    style = (here / "style.css").read_text(encoding="utf-8")
    page = environment.get_template("report.html.j2")
    return page.render(style=Markup(style), **_view(evidence))


def write_report(evidence: Evidence, path: str | os.PathLike[str]) -> Path:
    """Write the report to `path`, all of it or nothing, and return the path."""
    return write_atomically(path, render_report(evidence))


def _view(evidence: Evidence) -> dict[str, object]:
    """Return everything that the template places, as text, tables and pictures."""
    verdict = evidence.verdict
    label = {c.id: c.label for c in evidence.candidates}
    return {
        "evidence": evidence,
        "headline": HEADLINES[verdict.answer],
        "plain": _PLAIN[verdict.answer],
        "tiles": _tiles(evidence),
        "reasons": [(_TOPICS[r.topic], r.sentence) for r in verdict.reasons],
        "cost": cost_sentence(evidence),
        "others": [
            (initial(label[m.candidate]), m)
            for m in verdict.per_model
            if m.candidate != verdict.candidate
        ],
        "overview": _both(overview(evidence)),
        "differences": _both(differences(evidence)),
        "curves": [_both(picture) for picture in curves(evidence)],
        "scores": _tables.scores(evidence),
        "forecasts": forecast_scores(evidence),
        "reliability": _both(diagram) if (diagram := reliability(evidence)) else None,
        "bins": reliability_bins(evidence),
        "contrasts": _tables.contrasts(evidence),
        "beliefs": beliefs(evidence),
        "splits": _tables.splits(evidence),
        "choices": _tables.choices(evidence),
        "timings": _tables.timings(evidence),
        "diagnostics": _diagnostic_rows(evidence),
        "protocol": _protocol_rows(evidence),
        "candidates": _candidate_rows(evidence),
        "data": _data_rows(evidence),
        "run": _run_rows(evidence),
        "versions": sorted(evidence.run.versions.items()),
        # as it is: a no-break space would spoil it for copying
        "spec": Markup("{}").format(study_file(evidence.study.spec)),
        "fingerprint": fingerprint(evidence),
        "glossary": glossary(evidence),
        "level": f"{100 * (1 - evidence.protocol.alpha):g} %",
    }


# A number and its unit, or p and its value, stay on one line.
_LOOSE = re.compile(r"(?<=\d) (?=%|s\b|(?:m|b|tr)illion\b)|(?<=\bp) (?=[<=] \d)|(?<=[<=]) (?=\d)")


def _bind(value: object) -> object:
    if isinstance(value, str) and not isinstance(value, Markup):
        return _LOOSE.sub("\N{NO-BREAK SPACE}", value)
    return value


def _breakable(name: str) -> Markup:
    """Return a name that may be broken after an underscore, as hyperparameters have them."""
    return Markup("_<wbr>").join(escape(part) for part in name.split("_"))


def _both(picture: Picture) -> dict[str, object]:
    # the SVG is ours and escapes what comes from users itself
    return {
        "title": picture.title,
        "name": picture.name,
        "wide": Markup(picture.svg()),
        "narrow": Markup(picture.svg(narrow=True)),
    }


def _tiles(evidence: Evidence) -> list[_Tile]:
    table = ScoreTable(evidence)
    style, verdict = number_style(table), evidence.verdict
    contrast = next(
        c
        for c in evidence.contrasts
        if c.candidate == verdict.candidate and c.against == "bar_full"
    )
    error = contrast.standard_error
    interval = (
        f"{100 * (1 - evidence.protocol.alpha):g} % interval: "
        f"{in_words(style, contrast.interval, error)}"
        if contrast.interval
        else "no interval"
    )
    # in words: the sign of a difference of errors would mislead
    word = "better" if contrast.difference > 0.0 else "worse"
    unit = style.score_unit
    return [
        _Tile(
            "Quantum model",
            style.number(table.mean(verdict.candidate), error),
            unit,
            initial(table.candidate(verdict.candidate).label),
        ),
        _Tile(
            "Classical bar",
            style.number(evidence.bars.full.mean, error),
            unit,
            "best tuned classical model",
        ),
        _Tile(
            "Difference",
            style.number(abs(contrast.difference), error),
            f"{style.difference_unit} {word}" if contrast.difference else style.difference_unit,
            interval,
        ),
    ]


def _protocol_rows(evidence: Evidence) -> list[tuple[str, str]]:
    p, style = evidence.protocol, number_style(ScoreTable(evidence))
    measure = style.measure
    return [
        ("Primary metric", f"{initial(measure.label)}. {measure.explanation} {p.metric_reason}"),
        (
            "Outer splits",
            f"{p.splitter}: {_count(p.n_splits, 'fold')}, {_count(p.n_repeats, 'repeat')}; on "
            f"average {p.n_train_mean:.0f} training and {p.n_test_mean:.0f} test rows.",
        ),
        *([("The test", p.inference_reason)] if p.inference_reason else ()),
        ("Tuning", f"{p.n_trials} trials per candidate and outer split on {p.inner_splits} folds."),
        ("Inputs of the quantum models", f"{p.n_features}, one for each qubit."),
        (
            "No practical difference",
            f"within \N{PLUS-MINUS SIGN}{style.amount(p.margin, p.margin)}. {p.margin_reason}",
        ),
        ("Significance level", f"{p.alpha:g}, after Holm's correction over the quantum models."),
        ("Seed", str(p.seed)),
    ]


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def _candidate_rows(evidence: Evidence) -> list[tuple[str, str]]:
    """Return who took part, once each, under all labels that the same model has."""
    labels: dict[str, list[str]] = {}
    for c in evidence.candidates:
        text = f"{initial(MARKS[c.role].name)}, {c.model}. {c.description}".rstrip()
        labels.setdefault(text, []).append(c.label)
    return [(initial("; ".join(names)), text) for text, names in labels.items()]


def _data_rows(evidence: Evidence) -> list[tuple[str, str]]:
    d = evidence.data
    columns = f"{d.n_columns} columns"
    if d.n_encoded is not None and d.n_encoded != d.n_columns:
        columns += f", {d.n_encoded} after encoding"
    rows = [
        ("Data set", d.name if d.path in (None, d.name) else f"{d.name} ({d.path})"),
        ("Size", f"{d.n_samples} samples, {columns}"),
        ("Target", f"{d.target}{f' ({d.target_unit})' if d.target_unit else ''}"),
        (
            "Task",
            d.task_reason if d.task_reason.startswith(d.task) else f"{d.task}: {d.task_reason}",
        ),
    ]
    if d.classes:
        share = {name: f"{count} ({count / d.n_samples:.0%})" for name, count in d.classes.items()}
        rows.append(("Classes", ", ".join(f"{name}: {text}" for name, text in share.items())))
    return [
        *rows,
        ("Licence", d.licence),
        ("Source", d.source),
        ("SHA-256", d.sha256),
        ("Notes", " ".join(d.notes) or "Nothing was changed."),
    ]


def _diagnostic_rows(evidence: Evidence) -> list[tuple[str, str]]:
    label = {c.id: c.label for c in evidence.candidates}
    rows = []
    for d in evidence.diagnostics:
        where = f"{initial(label[d.candidate])}, repeat {d.repeat + 1}, fold {d.fold + 1}"
        if d.kind == "kernel":
            shots = "none would do" if d.shots_per_entry is None else many(d.shots_per_entry)
            text = (
                f"{d.n_qubits} qubits, {d.n_samples} samples; overlaps off the diagonal: mean "
                f"{significant(d.mean)}, variance {significant(d.variance)}; largest eigenvalues "
                f"in shares of all: {', '.join(significant(v, 2) for v in d.spectrum[:8])}; "
                f"shots for an entry: {shots}."
            )
        else:
            text = f"{d.n_qubits} qubits, {d.n_weights} weights, {d.n_samples} samples"
            if d.n_circuits is not None:
                text += f"; {many(d.n_circuits)} circuit evaluations in training"
            if d.shots_per_circuit is not None:
                text += f"; shots for a circuit: {many(d.shots_per_circuit)}"
            text += "."
        rows.append((where, f"{text} {initial(d.shots_formula)}".strip()))
    return rows


def _run_rows(evidence: Evidence) -> list[tuple[str, str]]:
    r = evidence.run
    reused = f", {r.tasks.reused} of them from an earlier start" if r.tasks.reused else ""
    return [
        ("Started", _moment(r.started)),
        ("Finished", _moment(r.finished)),
        ("Wall time", f"{significant(r.wall_s)} s with {r.n_workers} workers"),
        ("Tasks", f"{many(r.tasks.total)}{reused}"),
        ("Machine", f"{r.machine.cpu}, {r.machine.cores} cores, {r.machine.os}"),
        ("Python", r.machine.python),
    ]


def _moment(text: str) -> str:
    """Return an ISO 8601 moment in UTC as people write it."""
    return datetime.fromisoformat(text).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
