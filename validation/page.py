"""Write what was found into docs/validation.md, between two markers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .finding import Finding

PAGE = Path(__file__).parent.parent / "docs" / "validation.md"
BEGIN, END = "<!-- validated: begin -->", "<!-- validated: end -->"


@dataclass(frozen=True)
class Section:
    """The findings of one module."""

    name: str
    title: str
    source: str
    findings: list[Finding]
    seconds: float


def write(sections: Sequence[Section], preface: str) -> None:
    """Replace what stands between the markers."""
    text = PAGE.read_text()
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text("\n\n".join([before + BEGIN, preface, *map(render, sections), END + after]))


def render(section: Section) -> str:
    """Return a section as Markdown: a table, and below it why what differs does."""
    lines = [
        f"## {section.title}",
        "",
        f"{section.source} (`validation/results/{section.name}.py`, {section.seconds:.0f} s)",
        "",
        "| result | published | ours | agrees |",
        "|---|---|---|---|",
    ]
    notes = []
    for finding in section.findings:
        verdict = "yes" if finding.agrees else "**no**"
        if finding.why:
            notes.append(finding)
            verdict += f" ({len(notes)})"
        cells = (_cell(finding.what), _cell(finding.published), _cell(finding.ours), verdict)
        lines.append(f"| {' | '.join(cells)} |")
    lines += [f"\n({i}) {finding.why}" for i, finding in enumerate(notes, 1)]
    return "\n".join(lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
