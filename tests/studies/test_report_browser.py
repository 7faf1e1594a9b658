"""The report in a real browser: no barriers by axe-core, and nothing cut on paper."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from qneko.studies import Collection, gather
from qneko.studies.evidence._evidence import Evidence
from qneko.studies.report import render_collection, render_report
from qneko.studies.verdict._verdict import conclude
from qneko.studies.words._messages import Language

from ..browser import DARK, NARROW, audit, print_to_pdf, words_of
from .evidence_builder import observations

A4 = (595.0, 842.0)
MARGIN = 15.0 / 25.4 * 72.0


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    o = observations()
    warned = o.data.model_copy(update={"notes": ("Warning: 'a' tells the target.",)})
    return conclude(o.model_copy(update={"data": warned}))


def several() -> Collection:
    """Return eight studies of data sets of their own."""
    evidences = []
    for i in range(8):
        o = observations(seed=i, n_samples=500 + i)
        data = o.data.model_copy(update={"name": f"made/set {i}", "sha256": f"{i:064d}"})
        evidences.append(conclude(o.model_copy(update={"data": data})))
    return gather([(f"runs/{i}", e) for i, e in enumerate(evidences)])


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("how", ["", DARK, NARROW], ids=["plain", "dark", "narrow"])
def test_axe_finds_no_barrier(
    language: Language, how: str, evidence: Evidence, tmp_path: Path
) -> None:
    found = audit(render_report(evidence, language), tmp_path, *filter(None, [how]))
    assert found.violations == ()
    # it did look at what matters here
    assert {"color-contrast", "document-title", "html-has-lang", "svg-img-alt"} <= found.passes
    assert found.is_dark == (how == DARK)


@pytest.mark.parametrize("how", ["", DARK, NARROW], ids=["plain", "dark", "narrow"])
def test_axe_finds_no_barrier_on_the_page_of_several_studies(how: str, tmp_path: Path) -> None:
    html = render_collection(several(), links={"runs/0": "0/report.html"})
    found = audit(html, tmp_path, *filter(None, [how]))
    assert found.violations == ()
    assert {"color-contrast", "document-title", "link-name", "svg-img-alt"} <= found.passes


def test_axe_would_find_barriers(evidence: Evidence, tmp_path: Path) -> None:
    html = render_report(evidence)
    broken = html.replace("--faint: #57606a", "--faint: #b9c0c7").replace(' lang="en"', "", 1)
    rules = {v["rule"] for v in audit(broken, tmp_path).violations}
    assert {"color-contrast", "html-has-lang"} <= rules


@pytest.mark.parametrize("language", ["en", "ja"])
def test_prints_on_a4_and_nothing_is_cut(
    language: Language, evidence: Evidence, tmp_path: Path
) -> None:
    pdf = print_to_pdf(render_report(evidence, language), tmp_path)
    (size,) = set(re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", pdf.read_bytes()))
    assert [float(x) for x in size] == pytest.approx(A4, abs=1.0)
    words = words_of(pdf)
    edge = A4[0] - MARGIN + 2.0
    assert [w for w in words if w.left < MARGIN - 2.0 or w.right > edge] == []
    # a table that is too broad for its column would lie on the next one
    assert [(a, b) for a, b in combinations(words, 2) if a.covers(b)] == []
    text = " ".join(w.text for w in words)
    # the last column of the broadest tables is there
    for c in evidence.contrasts:
        assert "Detectable" in text
        if c.standardised_difference is not None:
            assert f"{c.standardised_difference:.2f}".replace("-", "\N{MINUS SIGN}") in text


def test_the_page_of_several_studies_prints_on_a4(tmp_path: Path) -> None:
    words = words_of(print_to_pdf(render_collection(several()), tmp_path))
    edge = A4[0] - MARGIN + 2.0
    assert [w for w in words if w.left < MARGIN - 2.0 or w.right > edge] == []
