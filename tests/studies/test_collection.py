"""Several studies together: what is shared, what is counted, and the page that shows it."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from qneko.errors import InputError
from qneko.studies import Collection, Evidence, conclude, gather, save_evidence
from qneko.studies.report import (
    headline,
    model_sentence,
    render_collection,
    write_collection,
    write_report,
)
from qneko.studies.statistics._hierarchy import population
from qneko.studies.statistics._ranks import critical_difference, pairs, wilcoxon

from ..browser import DARK, NARROW, audit
from .evidence_builder import observations

NBSP = "\N{NO-BREAK SPACE}"


def study(seed: int, **levels: float) -> Evidence:
    """Return one study on a data set of its own, with bars at 0.90."""
    plain = dict.fromkeys(
        f"{m}-{i}"
        for m in ("logistic", "svm", "forest", "boosting", "mlp")
        for i in ("reduced", "full")
    )
    o = observations({**dict.fromkeys(plain, 0.9), **levels}, seed=seed, n_samples=500 + seed)
    data = o.data.model_copy(update={"name": f"made/set {seed}", "sha256": f"{seed:064d}"})
    return conclude(o.model_copy(update={"data": data}))


@pytest.fixture(scope="module")
def evidences() -> list[Evidence]:
    rng = np.random.default_rng(0)
    return [
        study(i, kernel=0.8 + 0.02 * rng.normal(), variational=0.9 + 0.01 * rng.normal())
        for i in range(8)
    ]


@pytest.fixture(scope="module")
def collection(evidences: list[Evidence]) -> Collection:
    return gather([(f"runs/{i}", e) for i, e in enumerate(evidences)])


def test_numbers_are_those_of_the_studies(
    collection: Collection, evidences: list[Evidence]
) -> None:
    ids = [e.id for e in collection.entrants]
    assert "dummy" not in ids
    for row, gains, ranks, e in zip(
        collection.scores, collection.gains, collection.ranks, evidences, strict=True
    ):
        means = {s.candidate: s.mean for s in e.summaries if s.metric == "accuracy"}
        assert row == pytest.approx([means[i] for i in ids])
        assert gains == pytest.approx([means[i] - e.bars.full.mean for i in ids])
        assert sum(ranks) == pytest.approx(len(ids) * (len(ids) + 1) / 2)
    means = np.array(collection.ranks).mean(axis=0)
    assert [e.mean_rank for e in collection.entrants] == pytest.approx(means.tolist())
    assert collection.critical_difference == critical_difference(8, len(ids), alpha=0.05)
    gains = np.array(collection.gains)
    for found, (i, j, p, p_holm) in zip(collection.pairs, pairs(gains), strict=True):
        assert (found.first, found.second, found.p, found.p_holm) == (ids[i], ids[j], p, p_holm)
        assert found.difference == pytest.approx(np.median(gains[:, i] - gains[:, j]))


def test_models_are_set_against_the_bar_by_the_studies_own_differences(
    collection: Collection, evidences: list[Evidence]
) -> None:
    kernel, variational = collection.against_bar
    contrasts = [
        next(c for c in e.contrasts if c.candidate == "kernel" and c.against == "bar_full")
        for e in evidences
    ]
    d = [c.difference for c in contrasts]
    assert kernel.differences == pytest.approx(d)
    assert kernel.p == wilcoxon(d) == pytest.approx(2 / 2**8)
    assert kernel.p_holm == pytest.approx(2 * kernel.p)
    assert kernel.answers == {"worse": 8}
    expected = population(
        d,
        [c.standard_error for c in contrasts],  # type: ignore[misc]
        [9.0] * 8,
        margin=0.01,
    )
    assert kernel.next_data is not None
    assert kernel.next_data.probabilities == expected.next
    assert kernel.next_data.probabilities.worse > 0.98
    assert sum(variational.answers.values()) == 8
    assert variational.next_data is not None
    assert variational.next_data.probabilities.worse < 0.9


def test_groups_lie_within_the_critical_difference(collection: Collection) -> None:
    rank = {e.id: e.mean_rank for e in collection.entrants}
    assert collection.groups
    for group in collection.groups:
        assert rank[group[-1]] - rank[group[0]] <= collection.critical_difference
    assert not any(
        {"kernel"} < set(group) and group[0] == min(rank, key=lambda i: rank[i])
        for group in collection.groups
    )


def test_errors_in_a_unit_are_compared_in_shares_of_the_guess() -> None:
    def of(seed: int, unit: float) -> Evidence:
        o = observations(seed=seed, regression=True)
        results = tuple(
            r.model_copy(
                update={
                    "scores": {k: v if k == "r2" else v * unit for k, v in r.scores.items()},
                    "inner_score": r.inner_score and r.inner_score * unit,
                }
            )
            for r in o.results
        )
        data = o.data.model_copy(update={"sha256": f"{seed:064d}"})
        margin = o.protocol.model_copy(update={"margin": 0.1 * unit})
        changes = {"results": results, "data": data, "protocol": margin, "learning_curve": ()}
        return conclude(o.model_copy(update=changes))

    small = gather([(str(i), of(i, 1.0)) for i in range(3)])
    mixed = gather([(str(i), of(i, (1.0, 1000.0, 0.01)[i])) for i in range(3)])
    assert small.unit == mixed.unit == "share of the guess's error"
    assert np.array(mixed.gains) == pytest.approx(np.array(small.gains))
    assert [p.p for p in mixed.pairs] == [p.p for p in small.pairs]
    assert mixed.margin == pytest.approx(small.margin)
    # better is positive although the metric is an error
    assert all(row[mixed.entrants.index(e)] < 0 for row in mixed.gains for e in mixed.entrants[:2])


def test_different_metrics_are_ranked_and_not_subtracted(evidences: list[Evidence]) -> None:
    o = observations(seed=50, regression=True)
    data = o.data.model_copy(update={"sha256": "e" * 64})
    other = conclude(o.model_copy(update={"data": data}))
    found = gather([("a", evidences[0]), ("b", other)])
    assert found.unit is None
    assert found.pairs == ()
    assert all(b.p is None and b.next_data is None for b in found.against_bar)
    assert any("different metrics" in note for note in found.notes)
    render_collection(found)


def test_only_models_that_are_everywhere_are_compared(evidences: list[Evidence]) -> None:
    o = observations(seed=60)
    fewer = {"mlp-full", "kernel-control"}
    keep = tuple(c for c in o.candidates if c.id not in fewer)
    results = tuple(r for r in o.results if r.candidate not in fewer)
    points = tuple(p for p in o.learning_curve if p.candidate not in fewer)
    looks = tuple(d for d in o.diagnostics if d.candidate not in fewer)
    changes = {
        "candidates": keep, "results": results, "learning_curve": points, "diagnostics": looks
    }  # fmt: skip
    less = conclude(o.model_copy(update=changes))
    found = gather([("a", evidences[0]), ("b", less)])
    assert not fewer & {e.id for e in found.entrants}
    (note,) = [n for n in found.notes if n.startswith("Left out")]
    assert "MLP, all inputs" in note
    assert "no entanglement" in note


def test_a_baseline_of_one_dimension_stands_for_both() -> None:
    from dataclasses import dataclass

    from qneko.studies.verdict._gather import _Study

    @dataclass
    class Fake:
        candidates: tuple

    o = observations()
    one = [
        c.model_copy(update={"id": "svm.reduced"}) if c.id == "svm-reduced" else c
        for c in o.candidates
        if c.inputs == "reduced"
    ]
    entrants = _Study("x", Fake(tuple(one))).entrants  # type: ignore[arg-type]
    assert entrants["svm.full"] is entrants["svm.reduced"]


def test_what_cannot_be_compared_is_refused_in_one_sentence(evidences: list[Evidence]) -> None:
    with pytest.raises(InputError, match="two or more finished studies, got 1"):
        gather([("a", evidences[0])])
    with pytest.raises(InputError, match="a and b hold the same evidence"):
        gather([("a", evidences[0]), ("b", evidences[0])])


def test_few_studies_and_the_same_table_twice_are_told(evidences: list[Evidence]) -> None:
    twin = conclude(observations(seed=99).model_copy(update={"data": evidences[0].data}))
    found = gather([("a", evidences[0]), ("b", twin)])
    assert any("2 studies are few" in note for note in found.notes)
    assert any("of the same table" in note for note in found.notes)


def test_studies_that_share_no_models_stand_side_by_side(evidences: list[Evidence]) -> None:
    """A series, graphs and a table have models of their own: verdicts in a row, and no ranks."""
    named = r'"(id|candidate|control_of)":"'
    other = re.sub(named, r'"\1":"other-', evidences[1].model_dump_json())
    apart = [("a", evidences[0]), ("b", Evidence.model_validate_json(other))]
    found = gather(apart)
    assert found.entrants == found.pairs == found.against_bar == found.groups == ()
    assert found.friedman is None
    means = [
        next(s.mean for s in e.summaries if s.candidate == m.candidate and s.metric == m.metric)
        for m, (_, e) in zip(found.members, apart, strict=True)
    ]
    assert [m.score for m in found.members] == pytest.approx(means)
    assert any("none are ranked" in note for note in found.notes)
    page = render_collection(found)
    assert "<svg" not in page
    assert all(f"made/set {i}" in page for i in range(2))
    assert Collection.model_validate_json(found.model_dump_json()) == found


class Page(HTMLParser):
    """Collects cells of tables, links, and what is fetched from elsewhere."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self._in_cell = False
        self.feed(text)

    def handle_starttag(self, tag: str, attributes) -> None:
        found = dict(attributes)
        if tag in ("td", "th"):
            self.cells.append("")
            self._in_cell = True
        if tag == "a":
            self.links.append(found["href"])
        if tag in ("script", "link", "img", "iframe"):
            self.loads.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        if self._in_cell:
            self.cells[-1] += data


def test_the_page_holds_every_number_and_loads_nothing(collection: Collection) -> None:
    text = render_collection(collection, links={"runs/0": "0/report.html"})
    page = Page(text)
    assert page.loads == []
    assert "://" not in re.sub(r"http://www\.w3\.org/[^\"' ]*", "", text)
    assert page.links == ["0/report.html"]
    for e in collection.entrants:
        assert f"{e.mean_rank:.2f}" in page.cells
    for row in collection.scores:
        assert f"{100 * row[0]:.1f}" in page.cells
    for found in collection.against_bar:
        assert model_sentence(collection, found) in unescape(text).replace(NBSP, " ")
    assert headline(collection) in text
    assert text.count('role="img"') == 4  # two pictures, each wide and narrow
    assert render_collection(collection, links={"runs/0": "0/report.html"}) == text


def test_the_pictures_say_in_words_what_they_show(collection: Collection) -> None:
    text = render_collection(collection)
    (ranks, _, cells, _) = re.findall(r"<desc[^>]*>(.*?)</desc>", text, flags=re.DOTALL)
    assert f"Critical difference {collection.critical_difference:.2f}" in ranks
    for e in collection.entrants:
        assert f"{e.mean_rank:.2f}" in ranks
    for i, row in enumerate(collection.gains):
        best = collection.entrants[int(np.argmax(row))].label
        assert f"study {i + 1} (made/set {i}): {best}" in cells


@pytest.mark.parametrize("how", ["", DARK, NARROW], ids=["plain", "dark", "narrow"])
def test_a_browser_finds_no_barrier(how: str, collection: Collection, tmp_path: Path) -> None:
    page = render_collection(collection, links={"runs/0": "0/report.html"})
    found = audit(page, tmp_path, *filter(None, [how]))
    assert found.violations == ()
    assert {"color-contrast", "document-title", "link-name"} <= found.passes


def test_many_studies_still_make_a_page(collection: Collection) -> None:
    many = collection.model_copy(
        update={
            key: getattr(collection, key) * 15 for key in ("members", "scores", "ranks", "gains")
        }
    )
    assert render_collection(many).count("</svg>") == 4


def test_links_lead_from_the_page_to_the_reports(evidences: list[Evidence], tmp_path: Path) -> None:
    folders = []
    for i, e in enumerate(evidences[:2]):
        folder = tmp_path / "runs" / f"study {i}"
        save_evidence(e, folder / "evidence.json")
        folders.append((str(folder), e))
    write_report(evidences[0], tmp_path / "runs" / "study 0" / "report.html")
    written = write_collection(gather(folders), tmp_path / "pages" / "overview.html")
    page = Page(written.read_text("utf-8"))
    assert page.links == ["../runs/study%200/report.html"]
