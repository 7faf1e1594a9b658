"""The pages of the ready studies: what is written between markers, from the evidence alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import qneko
from qneko.studies import Evidence, evidence_warnings, load_evidence
from qneko.studies.evidence._findings import Bar, Contrast
from qneko.studies.report import read_rows
from qneko.studies.report._canvas import Picture
from qneko.studies.report._figures import figures
from qneko.studies.statistics._bars import ScoreTable
from qneko.studies.verdict._sentences import bar_phrase, initial, number_style

from .studies import ROOT, Ready

PAGES = ROOT / "docs" / "studies"
PICTURES = PAGES / "pictures"
_INDEX = PAGES / "index.md"
#: Of the pictures that a field expects the most telling one is shown, the first of these.
_OF_FIELD = ("energies", "stability", "places", "series", "confusion", "parity")


@dataclass(frozen=True)
class Finished:
    """A ready study, and what it found.

    Parameters
    ----------
    study : Ready
        The file.
    folder : Path
        Of its run.
    """

    study: Ready
    folder: Path

    @cached_property
    def evidence(self) -> Evidence:
        """All that was found."""
        return load_evidence(self.folder / "evidence.json")

    @cached_property
    def pictures(self) -> dict[str, Picture]:
        """The pictures of its section, by the names of their files."""
        drawn = {p.name: p for p in figures(self.evidence, read_rows(self.folder, self.evidence))}
        of_field = [name for name in _OF_FIELD if name in drawn][:1]
        return {f"{self.study.name}-{name}.svg": drawn[name] for name in ("overview", *of_field)}

    @property
    def work_s(self) -> float:
        """Seconds of work on one core, whenever it was done."""
        return sum(t.fit_s + t.tune_s for t in self.evidence.run.timings)


def write(finished: Sequence[Finished], minutes: float | None) -> list[Path]:
    """Write answers, pictures and the table of all studies into the pages.

    Parameters
    ----------
    finished : sequence of Finished
        The studies of one domain or more.
    minutes : float or None
        How long all of them took together; None if these are not all, and the table stays.

    Returns
    -------
    list of Path
        What was written.
    """
    written = []
    for domain in dict.fromkeys(f.study.domain for f in finished):
        path = PAGES / f"{domain}.md"
        text = path.read_text(encoding="utf-8")
        for f in (f for f in finished if f.study.domain == domain):
            for old in PICTURES.glob(f"{f.study.name}-*.svg"):
                old.unlink()
            PICTURES.mkdir(exist_ok=True)
            for name, picture in f.pictures.items():
                (PICTURES / name).write_text(picture.svg(standalone=True), encoding="utf-8")
                written.append(PICTURES / name)
            text = replaced(text, f.study.name, answer(f))
        path.write_text(text, encoding="utf-8")
        written.append(path)
    if minutes is not None:
        text = _INDEX.read_text(encoding="utf-8")
        _INDEX.write_text(replaced(text, "all", overview(finished, minutes)), encoding="utf-8")
        written.append(_INDEX)
    return written


def marks(name: str) -> tuple[str, str]:
    """Return what stands before and behind an answer on its page."""
    return f"<!-- answer of {name}: begin -->", f"<!-- answer of {name}: end -->"


def replaced(text: str, name: str, content: str) -> str:
    """Return a page with new content between the marks of one study."""
    begin, end = marks(name)
    before, found, rest = text.partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"the page has no place for {name}: add the lines {begin} and {end}")
    return "\n\n".join((before + begin, content, end + after))


def answer(finished: Finished) -> str:
    """Return what one study answered, as Markdown."""
    e = finished.evidence
    warned = [f"> {_escape(warning)}" for warning in evidence_warnings(e)]
    shown = [
        f"![{_escape(picture.description)}](pictures/{name})\n\n*{_escape(picture.title)}.*"
        for name, picture in finished.pictures.items()
    ]
    pieces = [
        f"**{initial(e.verdict.answer)}.** {_escape(e.verdict.sentence)}",
        *(["\n>\n".join(warned)] if warned else []),
        _scores(e),
        *shown,
        _colophon(finished),
    ]
    return "\n\n".join(pieces)


def overview(finished: Sequence[Finished], minutes: float) -> str:
    """Return the table of all studies, as Markdown."""
    rows = []
    for f in finished:
        e, table = f.evidence, ScoreTable(f.evidence)
        style = number_style(table)
        link = f"[{e.study.name}](#study-{f.study.name})"
        rows.append(
            [
                f"{f.study.domain}: {link}",
                f"{e.data.n_samples:,}",
                style.label,
                _escape(table.candidate(e.verdict.candidate).label),
                style.score(table.mean(e.verdict.candidate), _error(e, e.verdict.candidate)),
                style.score(e.bars.full.mean, _error(e, e.verdict.candidate)),
                e.verdict.answer,
            ]
        )
    head = [
        "study",
        "rows",
        "metric",
        "best quantum model",
        "its score",
        "classical bar",
        "verdict",
    ]
    run = finished[0].evidence.run
    work = sum(f.work_s for f in finished) / 60
    how_long = f"{work:.0f} minutes of work of one core"
    if not any(f.evidence.run.tasks.reused for f in finished):
        how_long += f", {minutes:.0f} minutes with {run.n_workers} processes"
    return "\n\n".join(
        (
            f"`make ready`, qneko {qneko.__version__}, {run.machine.python}, "
            f"{run.started[:10]}, {run.machine.cpu}, {run.machine.cores} cores: "
            f"{len(finished)} studies, {how_long}.",
            _table(head, rows),
        )
    )


def _scores(e: Evidence) -> str:
    table = ScoreTable(e)
    style = number_style(table)
    error = _error(e, e.verdict.candidate)
    answers = {v.candidate: v.answer for v in e.verdict.per_model}

    def row(name: str, score: float, said: str = "") -> list[str]:
        return [_escape(name), style.score(score, error), said]

    rows = []
    for model in table.of_role("quantum"):
        rows.append(row(initial(model.label), table.mean(model.id), answers[model.id]))
        twins = [c for c in e.candidates if c.control_of == model.id]
        rows += [row(f"– {twin.label}", table.mean(twin.id)) for twin in twins]
    rows += [row(name, bar.mean) for name, bar in _bars(e, table)]
    of_field = [c for c in table.of_role("baseline") if c.inputs == "raw"]
    rows += [row(initial(c.label), table.mean(c.id)) for c in of_field]
    rows += [row("Guess", table.mean(c.id)) for c in table.of_role("dummy")]
    return _table(["model", style.label, "against the bar"], rows)


def _bars(e: Evidence, table: ScoreTable) -> list[tuple[str, Bar]]:
    found: list[tuple[str, Bar]] = [
        (f"Classical bar, any inputs ({bar_phrase(table, e.bars.full)})", e.bars.full)
    ]
    if e.bars.reduced.mean != e.bars.full.mean:
        phrase = bar_phrase(table, e.bars.reduced)
        found.insert(0, (f"Classical bar, same inputs ({phrase})", e.bars.reduced))
    return found


def _error(e: Evidence, model: str) -> float | None:
    """Return the standard error of a model's difference from the bar: it sets the digits."""
    found: list[Contrast] = [
        c for c in e.contrasts if c.candidate == model and c.against == "bar_full"
    ]
    return found[0].standard_error if found else None


def _colophon(finished: Finished) -> str:
    e, study = finished.evidence, finished.study
    p, run = e.protocol, e.run
    splits = f"{p.n_repeats} × {p.n_splits} outer splits ({p.split.replace('_', ' ')})"
    size = f"{e.data.n_samples:,} rows, {splits}, {p.n_trials} trials"
    made = f"`make ready`, qneko {e.qneko_version}, {run.started[:10]}, {run.machine.cpu}"
    return (
        f"`{study.file.relative_to(ROOT)}` (SHA-256 `{study.checksum}`), {size}. {made}, "
        f"{finished.work_s:.0f} s of work of one core."
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _escape(text: str) -> str:
    for special in "\\`*_[]<>|~$":
        text = text.replace(special, f"\\{special}")
    return text
