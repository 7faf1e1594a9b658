"""The ready studies: each can be run as it stands, has a place on a page, and uses no leak."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from qneko.domains import describe
from qneko.studies import prepare_study
from ready.page import PAGES, marks
from ready.studies import DOMAINS, ROOT, Ready, ready_studies

STUDIES = ready_studies()


def page(domain: str) -> str:
    return (PAGES / f"{domain}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_domain_has_four_or_more_of_its_own(domain: str) -> None:
    mine = ready_studies((domain,))
    assert len(mine) >= 4
    # another kind of question or other data each, not one study four times
    assert len({describe(data_of(s)).name for s in mine}) >= 4
    assert all(data_of(s).startswith(f"{domain}/") for s in mine)


def data_of(study: Ready) -> str:
    with study.file.open("rb") as file:
        name: str = tomllib.load(file)["data"]["name"]
    return name


@pytest.mark.parametrize("study", STUDIES, ids=lambda s: s.name)
def test_every_study_is_planned_whole_and_as_a_quick_look(study: Ready) -> None:
    plan = prepare_study(study.file)
    assert plan.spec.study.question.endswith("?")
    assert not any("known leak" in note for note in plan.notes)
    roles = {c.role for c in plan.candidates}
    assert roles >= {"quantum", "control", "baseline", "dummy"}
    # half an hour on two cores for all of them
    assert plan.work_s < 2 * 180

    quick = prepare_study(study.file, quick=True)
    assert quick.dataset.n_samples <= plan.dataset.n_samples
    assert quick.work_s < plan.work_s
    assert quick.folder_name != plan.folder_name


def test_all_of_them_take_less_than_half_an_hour_on_two_cores() -> None:
    assert sum(prepare_study(s.file).estimated_s(2) for s in STUDIES) < 30 * 60
    assert sum(prepare_study(s.file, quick=True).estimated_s(2) for s in STUDIES) < 5 * 60


def test_names_and_seeds_are_their_own() -> None:
    specs = [prepare_study(s.file).spec.study for s in STUDIES]
    assert len({s.name for s in specs}) == len({s.seed for s in specs}) == len(STUDIES)
    assert len({s.name for s in STUDIES}) == len(STUDIES)


@pytest.mark.parametrize("study", STUDIES, ids=lambda s: s.name)
def test_every_study_has_a_section_with_its_answer(study: Ready) -> None:
    text = page(study.domain)
    begin, end = marks(study.name)
    section = text.split(f"\n(study-{study.name})=\n", 1)[1].split("\n(study-", 1)[0]
    assert begin in section
    said = section.split(begin, 1)[1].split(end, 1)[0]
    assert re.search(r"\*\*(Better|On a par|Worse|Undecided)\.\*\*", said)
    assert f"`{study.file.relative_to(ROOT)}`" in said
    # the answer is that of the file as it is now: else `make ready` has to run again
    assert f"(SHA-256 `{study.checksum}`)" in said
    shown = re.findall(r"\]\((pictures/.*\.svg)\)", said)
    assert f"pictures/{study.name}-overview.svg" in shown
    assert all((PAGES / picture).is_file() for picture in shown)
    # around it by hand: what is asked, and what the answer does not say
    assert "**Question.**" in section
    assert "**Caveats.**" in section


def test_the_index_names_every_study() -> None:
    text = (PAGES / "index.md").read_text(encoding="utf-8")
    for study in STUDIES:
        assert f"(#study-{study.name})" in text


@pytest.mark.parametrize("path", sorted(Path(PAGES).glob("*.md")), ids=lambda p: p.stem)
def test_every_page_is_in_the_contents(path: Path) -> None:
    contents = (PAGES / "index.md").read_text(encoding="utf-8")
    assert path.stem == "index" or re.search(rf"^{path.stem}$", contents, re.MULTILINE)
