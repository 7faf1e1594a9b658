"""The report in other forms: Markdown, LaTeX, JSON, a methods paragraph, figures as files."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from qneko.errors import InputError
from qneko.studies.evidence._document import fingerprint
from qneko.studies.evidence._evidence import Evidence
from qneko.studies.report import REPORT_KINDS, export_report, render_report, save_figures
from qneko.studies.report._blocks import Shown, Table, Tables
from qneko.studies.report._contents import contents
from qneko.studies.report._figures import figures
from qneko.studies.report._json import report_as_json
from qneko.studies.report._latex import escape_latex, latex_files, latex_table
from qneko.studies.report._markdown import render_markdown
from qneko.studies.report._methods import methods
from qneko.studies.report._references import REFERENCES, cited, in_brackets
from qneko.studies.verdict._verdict import conclude
from qneko.studies.words._messages import Language, say

from .evidence_builder import observations

HOSTILE = r"50 % of $x_1$ & #2 {a|b} ~ ^ \alpha <b>[x](y)</b> `c` *d* " + '"e"'


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return conclude(observations())


@pytest.fixture(scope="module")
def hostile() -> Evidence:
    o = observations()
    changes: dict[str, Any] = {
        "study": o.study.model_copy(update={"name": HOSTILE, "question": HOSTILE}),
        "data": o.data.model_copy(
            update={"name": HOSTILE, "target": HOSTILE, "source": HOSTILE, "citation": HOSTILE}
        ),
        "candidates": tuple(
            c.model_copy(update={"label": f"{HOSTILE} {i}"}) for i, c in enumerate(o.candidates)
        ),
    }
    return conclude(o.model_copy(update=changes))


def _tables(evidence: Evidence) -> list[Table]:
    found: list[Table] = []
    for section in contents(evidence):
        for block in section.blocks:
            if isinstance(block, Table):
                found.append(block)
            elif isinstance(block, Tables):
                found += block.tables
    return found


def _plain(markdown: str) -> str:
    """Return Markdown without its escapes."""
    return re.sub(r"\\([^a-zA-Z0-9\s])", r"\1", markdown)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_markdown_says_what_the_page_says(language: Language, evidence: Evidence) -> None:
    written = _plain(render_markdown(evidence, language))
    assert say(language, f"headline.{evidence.verdict.answer}") in written
    assert evidence.verdict.sentence in written
    for reason in evidence.verdict.reasons:
        assert reason.sentence in written
    for table in _tables(evidence):
        for row in (table.header, *table.rows):
            assert f"| {' | '.join(row)} |" in written
    for section in contents(evidence, language):
        assert f"### {section.title}" in written
    assert fingerprint(evidence) in written
    assert methods(evidence).split("[@")[0].strip() in written


def test_markdown_tables_are_rectangular_whatever_names_hold(hostile: Evidence) -> None:
    written = render_markdown(hostile)
    widths: list[int] = []
    for line in written.splitlines():
        if not line.startswith("|"):
            widths = []
            continue
        widths.append(len(re.findall(r"(?<!\\)\|", line)))
        assert widths[0] == widths[-1], line
    for special in ("*", "`", "<", "[", "$"):
        assert f"\\{special}" in written
    outside_code = re.sub(r"```.*?```", "", written, flags=re.DOTALL)
    assert "<b>" not in outside_code.replace("\\<", "")


def test_markdown_names_figures_that_are_there(evidence: Evidence, tmp_path: Path) -> None:
    path = export_report(evidence, tmp_path, "markdown")
    named = re.findall(r"!\[.*?\]\((.*?)\)", path.read_text("utf-8"))
    assert len(named) == len(figures(evidence)) >= 5
    for name in named:
        assert (tmp_path / name).read_text("utf-8").startswith("<svg")


@pytest.mark.parametrize("made", [{}, {"regression": True}, {"n_repeats": 1, "n_splits": 2}])
def test_latex_tables_hold_every_cell(made: dict[str, Any]) -> None:
    evidence = conclude(observations(**made))
    files = latex_files(evidence)
    assert {"scores.tex", "contrasts.tex", "methods.tex", "references.bib", "report.tex"} <= set(
        files
    )
    for name in ("scores.tex", "contrasts.tex"):
        text = files[name]
        (columns,) = re.findall(r"\\begin\{tabular\}\{([lr]+)\}", text)
        body = text[text.index(r"\toprule") : text.index(r"\bottomrule")]
        rows = [line for line in body.splitlines() if line.endswith(r"\\")]
        assert all(len(re.findall(r"(?<!\\)&", row)) == len(columns) - 1 for row in rows)
        assert text.count("{") == text.count("}")
        assert [text.count(rule) for rule in (r"\toprule", r"\midrule", r"\bottomrule")] == [1] * 3
    n_contrasts = len(evidence.contrasts) + 1
    assert files["contrasts.tex"].count(r"\\" + "\n") == n_contrasts + 1


def test_latex_escapes_what_it_would_take_for_its_own() -> None:
    written = escape_latex(HOSTILE + " −3.2 ± 1 × 10⁻³ – 12 345")
    bare = re.sub(r"\\text\w+\{\}|\\ldots\{\}|\$[^$]*\$|\\[&%$#_{},]", "", written)
    assert not set(bare) & set('&%$#_{}^\\<>|"')
    assert "$-$3.2" in written
    assert r"10$^{-}$$^{3}$" in written
    table = Table("a & b", ("x_1", "y"), (("50 %", "$2"),), note="#")
    assert r"50 \% & \$2 \\" in latex_table(table, "t")


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no LaTeX is installed")
@pytest.mark.parametrize("name", ["evidence", "hostile"])
def test_latex_compiles(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    folder = export_report(request.getfixturevalue(name), tmp_path, "latex")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "report.tex"]
    for program in (command, ["bibtex", "report"], command, command):
        done = subprocess.run(program, cwd=folder, capture_output=True, timeout=120)
        assert done.returncode == 0, done.stdout.decode("latin-1")[-3000:]
    log = (folder / "report.log").read_text("latin-1")
    assert "undefined" not in log.lower()
    assert "Missing character" not in log
    # tables fit the column; a paragraph with checksums may stand out a little
    assert not re.search(r"Overfull \\hbox \((?:[2-9]\d|\d{3,})", log)


def test_methods_say_what_a_referee_asks(evidence: Evidence) -> None:
    text = methods(evidence)
    d, p = evidence.data, evidence.protocol
    asked = [
        d.name, d.sha256, d.licence, d.source, str(d.n_samples), p.splitter, *p.sentences,
        f"seed {p.seed}", f"level of {p.alpha:g}", "±1.0 percentage points", "95 %", "Holm",
        evidence.study.spec_sha256, fingerprint(evidence), f"qneko {evidence.qneko_version}",
        f"scikit-learn {evidence.run.versions['scikit-learn']}", evidence.run.machine.python,
        *(re.sub(r", \d+ inputs$", "", c.label) for c in evidence.candidates),
    ]  # fmt: skip
    for words in asked:
        assert words in text, words
    assert text.count("(SVC)") == 1  # at both dimensions, but one model
    keys = set(re.findall(r"\[@(\w+)\]", text))
    assert {"nadeau2003", "holm1979", "bouckaert2004", "benavoli2017"} <= keys <= set(REFERENCES)
    assert "[@" not in in_brackets(text)
    assert "(Nadeau and Bengio, 2003)" in in_brackets(text)
    bib = latex_files(evidence)["references.bib"]
    assert set(re.findall(r"@\w+\{(\w+),", bib)) == keys == {r.key for r in cited(text)}
    for reference in REFERENCES.values():
        assert reference.fields["year"] in reference.short
        assert reference.text.endswith((".", reference.fields.get("doi", ".")))


def test_methods_cite_the_data_where_it_is_known(hostile: Evidence, evidence: Evidence) -> None:
    assert f"Citation: {HOSTILE}" in methods(hostile)
    assert "Citation" not in methods(evidence)


def test_json_holds_every_block(evidence: Evidence, tmp_path: Path) -> None:
    path = export_report(evidence, tmp_path, "json", "ja")
    content = json.loads(path.read_text("utf-8"))
    assert content["language"] == "ja"
    assert content["headline"] == say("ja", f"headline.{evidence.verdict.answer}")
    sections = contents(evidence, "ja")
    assert [s["name"] for s in content["sections"]] == [s.name for s in sections]
    for written, section in zip(content["sections"], sections, strict=True):
        assert [b["kind"] for b in written["blocks"]] == [b.kind for b in section.blocks]
    assert report_as_json(evidence)["sentence"] == evidence.verdict.sentence


@pytest.mark.parametrize("kind", ["svg", "pdf", "png"])
def test_all_figures_become_files(kind: str, evidence: Evidence, tmp_path: Path) -> None:
    start = {"svg": b"<svg", "pdf": b"%PDF", "png": b"\x89PNG"}[kind]
    paths = save_figures(evidence, tmp_path / "one", kind)
    again = save_figures(evidence, tmp_path / "two", kind)
    shown = [b for s in contents(evidence) for b in s.blocks if isinstance(b, Shown)]
    assert [p.stem for p in paths] == ["overview", *(b.picture.name for b in shown)]
    for path, other in zip(paths, again, strict=True):
        assert path.suffix == f".{kind}"
        assert path.read_bytes().startswith(start)
        assert path.read_bytes() == other.read_bytes()
        if kind == "svg":
            root = ET.fromstring(path.read_text("utf-8"))
            assert {"width", "height"} <= set(root.attrib)
            assert root.find("{*}title") is not None
            assert root.find("{*}desc") is not None
            assert "var(--" not in path.read_text("utf-8")


def test_every_form_comes_from_evidence_alone(evidence: Evidence, tmp_path: Path) -> None:
    for kind in REPORT_KINDS:
        assert export_report(evidence, tmp_path, kind).exists()
    assert (tmp_path / "report.html").read_text("utf-8") == render_report(evidence)
    with pytest.raises(InputError, match="html, markdown, latex, json, got 'docx'"):
        export_report(evidence, tmp_path, "docx")
    with pytest.raises(InputError, match="svg, pdf, png, got 'gif'"):
        save_figures(evidence, tmp_path, "gif")
