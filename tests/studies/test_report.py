"""The page: self-contained, complete, accessible, safe, the same every time."""

from __future__ import annotations

import re
import tomllib
import xml.etree.ElementTree as ET
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args

import matplotlib as mpl
import pytest

from qneko.errors import InputError
from qneko.studies.evidence._diagnostics import Geometry
from qneko.studies.evidence._document import fingerprint
from qneko.studies.evidence._evidence import Evidence
from qneko.studies.evidence._findings import Reason
from qneko.studies.report import render_report, save_overview, write_report
from qneko.studies.report._canvas import MARKS, drawing
from qneko.studies.report._curves import curves
from qneko.studies.report._study_file import study_file
from qneko.studies.report._summary import summary, told_first
from qneko.studies.verdict._verdict import conclude
from qneko.studies.words._measures import significant
from qneko.studies.words._messages import MESSAGES, say

from .evidence_builder import observations

VOID = {"meta", "link", "br", "wbr", "hr", "img", "input"}
HOSTILE = '<script>alert("x")</script> & $\\wrong{$ \N{HIRAGANA LETTER NE}'


class Page(HTMLParser):
    """Collects what the tests look at, and that every element is closed in its turn."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: Counter[str] = Counter()
        self.ids: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements[tag] += 1
        for name, value in attrs:
            self.attributes.append((tag, name, value or ""))
            if name == "id":
                self.ids.append(value or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "script"):
            self.texts.append(data)

    @property
    def text(self) -> str:
        """What a reader reads, with single ordinary spaces."""
        return " ".join(" ".join(self.texts).replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return conclude(observations())


@pytest.fixture(scope="module")
def html(evidence: Evidence) -> str:
    return render_report(evidence)


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


def test_is_one_page_that_needs_nothing_else(html: str, page: Page) -> None:
    assert page.open == []
    assert not page.elements.keys() & {"script", "link", "img", "iframe", "object", "form"}
    for tag, name, value in page.attributes:
        assert not name.startswith("on"), (tag, name)
        if name in ("src", "href", "xlink:href", "action"):
            assert value.startswith("#"), (tag, name, value)
    style = "".join(re.findall(r"<style.*?</style>", html, re.DOTALL))
    assert "url(" not in style
    assert "@import" not in style
    assert "default-src 'none'" in html
    assert "color-scheme: light dark" in html


def test_the_same_evidence_gives_the_same_page(evidence: Evidence, html: str) -> None:
    own = {"svg.fonttype": "path", "xtick.direction": "in", "lines.dash_capstyle": "round"}
    with mpl.rc_context(own):
        assert render_report(evidence) == html


def test_what_is_drawn_leaves_matplotlib_as_it_was(evidence: Evidence) -> None:
    before = dict(mpl.rcParams)
    render_report(evidence)
    assert dict(mpl.rcParams) == before


def test_the_verdict_comes_first(evidence: Evidence, page: Page) -> None:
    text = page.text
    headline = say("en", f"headline.{evidence.verdict.answer}")
    order = [headline, evidence.verdict.sentence, "All models in one picture", "What it means"]
    order += ["What to do next", "What it cost", "In detail", "Do it again", "Every split"]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    for reason in evidence.verdict.reasons:
        assert " ".join(reason.sentence.split()) in text
    for model in evidence.verdict.per_model:
        assert model.sentence in text


def test_the_first_part_takes_two_minutes(html: str) -> None:
    first = re.sub(
        r"<svg.*?</svg>", "", html[: html.index('<div class="details">')], flags=re.DOTALL
    )
    words = [w for w in Page(f"{first}</main></body></html>").text.split() if w[0].isalnum()]
    assert 150 < len(words) < 2 * 300  # a reader of an unfamiliar subject does 200 to 300 a minute


def test_contents_lead_to_every_section(page: Page, html: str) -> None:
    links = [v[1:] for tag, name, v in page.attributes if (tag, name) == ("a", "href")]
    assert len(links) == len(set(links)) >= 9
    assert set(links) <= set(page.ids)
    details = html[html.index('<div lang="en">') :]
    assert re.findall(r'<section aria-labelledby="(.*?)"', details) == links


def test_the_first_part_in_japanese(evidence: Evidence, html: str) -> None:
    japanese = render_report(evidence, "ja")
    page = Page(japanese)
    assert page.open == []
    assert ("html", "lang", "ja") in page.attributes
    for key in ("headline.worse", "plain.worse", "page.meaning", "page.next", "page.contents"):
        assert say("ja", key) in japanese
    first, rest = japanese.split('<div lang="en">')
    # what is written in English is marked as English, and none of it is lost
    assert evidence.verdict.sentence not in first
    around = '<html><body><main><div><div lang="en">'
    assert evidence.verdict.sentence in Page(around + rest).text
    for reason in evidence.verdict.reasons:
        assert " ".join(reason.sentence.split()) in page.text
    # the study file decides, unless somebody asks
    asked = evidence.model_copy(update={"run": evidence.run.model_copy(update={"language": "ja"})})
    assert render_report(asked) == japanese
    assert render_report(asked, "en") == html


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ({}, ["next.use_classical", "next.more_qubits"]),
        ({"levels": {"kernel": 0.977}, "noise": 0.004}, ["next.by_cost"]),
        ({"levels": {"kernel": 0.97}, "noise": 0.02}, ["next.collect", "next.meanwhile"]),
        ({"levels": {"kernel": 0.99}, "noise": 0.002}, ["next.new_data", "next.noise"]),
        (
            {"levels": {"kernel": 0.62, "variational": 0.6}, "noise": 0.004},
            ["next.inputs", "next.use_classical", "next.other_data"],
        ),
    ],
    ids=str,
)
def test_next_steps_follow_from_the_answer(made: dict[str, Any], expected: list[str]) -> None:
    evidence = conclude(observations(**made))
    steps = " ".join(summary(evidence).steps)
    for key in expected:
        longest = max(re.split(r"\{\w+\}", MESSAGES["en"][key]), key=len)
        assert longest in steps, key


@pytest.mark.parametrize(("difference", "is_told"), [(1.2, True), (19.0, False)])
def test_a_classical_kernel_that_matches_makes_hardware_needless(
    difference: float, is_told: bool
) -> None:
    o = observations()
    near = Geometry(
        n_rows=400, difference=difference, nearest="Gaussian", n_kernels=15, alignment=0.99,
        gamma=0.1,
    )  # fmt: skip
    inside = tuple(
        d.model_copy(update={"geometry": near}) if d.candidate == "kernel" else d
        for d in o.diagnostics
    )
    first = summary(conclude(o.model_copy(update={"diagnostics": inside})))
    assert (say("en", "next.no_qpu") in first.steps) == is_told


def test_reasons_stand_in_the_first_part_or_in_the_long_one(evidence: Evidence) -> None:
    topics = [*get_args(Reason.model_fields["topic"].annotation)]
    many = [Reason(topic=topic, sentence=f"Because of {topic}.") for topic in topics]
    meaning, costs = told_first(many)
    assert [r.topic for r in meaning] == [t for t in topics if t in {r.topic for r in meaning}]
    assert (len(meaning), len(costs)) == (4, 2)
    verdict = evidence.verdict.model_copy(update={"reasons": tuple(many)})
    text = Page(render_report(evidence.model_copy(update={"verdict": verdict}))).text
    for reason in many:
        assert text.count(reason.sentence) == 1


def test_every_curve_has_its_numbers(evidence: Evidence, page: Page) -> None:
    for d in evidence.diagnostics:
        for value in d.spectrum if d.kind == "kernel" else d.loss:
            assert significant(value) in page.text


def test_lines_and_roles_are_told_apart_without_colour(evidence: Evidence) -> None:
    shapes = [mark.shape for mark in MARKS.values()]
    assert len(set(shapes)) == len(shapes)
    for picture in curves(evidence):
        with drawing():
            (axes,) = picture.draw(False).axes
        named = [line for line in axes.lines if not str(line.get_label()).startswith("_")]
        looks = [
            (line.get_marker(), line.get_fillstyle(), line.get_markerfacecolor() == "white")
            for line in named
        ]
        assert len(named) > 1
        assert len(set(looks)) == len(looks), picture.name


def test_pictures_follow_dark_pages_and_files_do_not(html: str) -> None:
    style = re.findall(r"<style.*?</style>", html, re.DOTALL)[0]
    declared = set(re.findall(r"(--[a-z]+):", style))
    used = set(re.findall(r"var\((--[a-z]+)", html))
    assert {"--ink", "--paper", "--line"} <= used <= declared
    assert "@media screen and (prefers-color-scheme: dark)" in style  # paper stays white


def test_everything_that_was_promised_is_there(evidence: Evidence, page: Page) -> None:
    text = page.text
    promised = [
        *(c.label for c in evidence.candidates),
        *evidence.protocol.sentences,
        *evidence.data.notes,
        *(f"{name} {version}" for name, version in evidence.run.versions.items()),
        evidence.data.sha256,
        evidence.data.licence,
        evidence.data.source,
        evidence.study.spec_sha256,
        evidence.study.question,
        evidence.run.command,
        evidence.run.machine.cpu,
        fingerprint(evidence),
        "benign: 357",
        "Hyperparameters",
        "Seed",
        "Shot",
        "bandwidth",
    ]
    for words in promised:
        assert words is not None
        assert words in text, words
    # mean accuracy of every candidate; outer scores of every split; all contrasts
    for s in evidence.summaries:
        if s.metric == "accuracy":
            assert f"{100 * s.mean:.1f}" in text
    assert page.elements["table"] >= 3 + 2 + 14
    assert "np.float" not in text
    assert "nan" not in text.lower().split()
    assert "None" not in text.split()


def test_pictures_are_described_and_their_identifiers_are_unique(html: str, page: Page) -> None:
    assert len(page.ids) == len(set(page.ids))
    svgs = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    assert len(svgs) == 12  # six pictures, wide and narrow
    for svg in svgs:
        root = ET.fromstring(svg)
        ns = "{http://www.w3.org/2000/svg}"
        title, description = root.find(f"{ns}title"), root.find(f"{ns}desc")
        assert title is not None
        assert description is not None
        assert title.text
        assert description.text
        assert root.get("role") == "img"
        assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
        assert root.get("width") is None
        ids = {e.get("id") for e in root.iter()}
        for used in re.findall(r'(?:href="#|url\(#)([^")]+)', svg):
            assert used in ids
        assert "<dc:date>" not in svg


def test_tables_can_be_read_aloud(page: Page) -> None:
    assert page.elements["caption"] == page.elements["table"]
    scopes = [value for tag, name, value in page.attributes if (tag, name) == ("th", "scope")]
    assert len(scopes) == page.elements["th"]
    assert set(scopes) == {"row", "col"}
    assert ("html", "lang", "en") in page.attributes


def test_escapes_what_comes_from_users(evidence: Evidence) -> None:
    o = observations()
    hostile: dict[str, Any] = {
        "study": o.study.model_copy(
            update={"name": HOSTILE, "question": HOSTILE, "spec": {"a": {"b": HOSTILE}}}
        ),
        "data": o.data.model_copy(
            update={
                "name": HOSTILE,
                "source": HOSTILE,
                "target": HOSTILE,
                "notes": (HOSTILE,),
                "classes": {HOSTILE: 300, "b": 269},
            }
        ),
        "candidates": tuple(c.model_copy(update={"label": HOSTILE}) for c in o.candidates),
        "run": o.run.model_copy(update={"command": HOSTILE}),
    }
    html = render_report(conclude(o.model_copy(update=hostile)))
    assert "<script" not in html
    page = Page(html)
    assert "script" not in page.elements
    assert page.text.count(HOSTILE) > 10
    for svg in re.findall(r"<svg.*?</svg>", html, re.DOTALL):
        ET.fromstring(svg)


@pytest.mark.parametrize(
    "made",
    [
        {"regression": True},
        {"diagnostics": (), "learning_curve": ()},
        {"roles": ("quantum", "baseline"), "diagnostics": (), "learning_curve": ()},
        {"n_repeats": 1, "n_splits": 2},
        {"levels": {"kernel": 0.998}},
        {"levels": {"kernel": 0.97}, "noise": 0.02},
        {"noise": 0.0},
        {"levels": {"dummy": 0.95}},
        {"n_repeats": 5, "n_splits": 10},
    ],
    ids=str,
)
def test_any_study_has_a_page(made: dict[str, Any]) -> None:
    evidence = conclude(observations(**made))
    page = Page(render_report(evidence))
    assert page.open == []
    assert say("en", f"headline.{evidence.verdict.answer}") in page.text
    assert "nan" not in page.text.lower().split()


def test_a_study_with_one_dimension_and_one_split_has_a_page() -> None:
    o = observations(diagnostics=(), learning_curve=())
    kept = tuple(c for c in o.candidates if not c.id.endswith("-full"))
    ids = {c.id for c in kept}
    results = tuple(r for r in o.results if r.candidate in ids and (r.repeat, r.fold) == (0, 0))
    evidence = conclude(o.model_copy(update={"candidates": kept, "results": results}))
    page = Page(render_report(evidence))
    assert "one split only" in page.text
    assert "bar, same inputs" not in page.text


def test_candidates_that_failed_may_have_cost_time(evidence: Evidence) -> None:
    timing = evidence.run.timings[0].model_copy(update={"candidate": "gone"})
    run = evidence.run.model_copy(update={"timings": (*evidence.run.timings, timing)})
    page = Page(render_report(evidence.model_copy(update={"run": run})))
    assert "gone (left out)" in page.text


def test_the_study_file_on_the_page_can_be_copied(evidence: Evidence, html: str) -> None:
    (shown,) = re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", html, re.DOTALL)
    assert tomllib.loads(unescape(shown)) == evidence.study.spec


def test_the_study_file_comes_back(evidence: Evidence) -> None:
    spec: dict[str, Any] = {
        "study": {"name": 'say "hi"\\ \x7f\n\t\N{HIRAGANA LETTER NE}', "seed": 3, "x y": None},
        "data": {"path": "a.csv", "drop": ["id", "a b"], "positive": True},
        "protocol": {"margin": 0.01, "alpha": 1e-07, "nested": {"a": [1, 2], "b c": "d"}},
    }
    expected = {
        name: {k: v for k, v in section.items() if v is not None} for name, section in spec.items()
    }
    assert tomllib.loads(study_file(spec)) == expected


def test_writes_the_page_whole(evidence: Evidence, html: str, tmp_path: Path) -> None:
    path = write_report(evidence, tmp_path / "runs" / "report.html")
    assert path.read_text("utf-8") == html


@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
def test_saves_the_picture_for_other_places(kind: str, evidence: Evidence, tmp_path: Path) -> None:
    one = save_overview(evidence, tmp_path / f"one.{kind}").read_bytes()
    two = save_overview(evidence, tmp_path / f"two.{kind}").read_bytes()
    assert one == two
    start = {"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF"}[kind]
    assert one.startswith(start)


def test_refuses_other_kinds_of_pictures(evidence: Evidence, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.svg, \.png or \.pdf, got 'a.gif'"):
        save_overview(evidence, tmp_path / "a.gif")
