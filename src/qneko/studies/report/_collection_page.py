"""The overview page of several studies: verdicts, ranks, the map, and every number as a table."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from urllib.parse import quote

from markupsafe import Markup

from ..evidence._collection import AgainstBar, Collection, NextData
from ..evidence._document import write_atomically
from ..evidence._record import Answer
from ..verdict._sentences import initial
from ..words._measures import MINUS, NumberStyle, fixed, measure_of, p_value, significant
from ._blocks import Block, Points, Section, Shown, Table, Text
from ._critical_difference import critical_difference_diagram
from ._heat_map import cell, heat_map, scaled
from ._page import style, template_environment
from ._tables import NONE

_ANSWERS: tuple[Answer, ...] = ("better", "on a par", "worse", "undecided")


def render_collection(collection: Collection, *, links: Mapping[str, str] | None = None) -> str:
    """Return the overview as one self-contained HTML page.

    Parameters
    ----------
    collection : Collection
        All that the page says comes from here.
    links : mapping of str to str, optional
        Of a study's folder to the address of its report; without one a study is not linked.

    Returns
    -------
    str
        HTML 5 with its style and its pictures (SVG) inside: no script, no network.
    """
    sections = (
        Section("studies", "The studies", (_studies(collection, links or {}),)),
        *_of_shared_models(collection),
        *((Section("pairs", "Pair by pair", (_pairs(collection),)),) if collection.pairs else ()),
        Section("reading", "How to read this", _reading(collection)),
    )
    page = template_environment().get_template("collection.html.j2")
    return page.render(
        title=f"{len(collection.members)} studies compared",
        headline=headline(collection),
        sentences=[model_sentence(collection, found) for found in collection.against_bar],
        sections=sections,
        style=style(),
    )


def _of_shared_models(collection: Collection) -> tuple[Section, ...]:
    """Return what needs models that took part in every study; none where there are none."""
    bar = Section(
        "bar",
        "Quantum models against the classical bar",
        (_against_bar(collection), *_next_data(collection)),
    )
    found = (bar,) if collection.against_bar else ()
    if not collection.entrants:
        return found
    return (
        *found,
        Section("ranks", "Ranks", _ranks(collection)),
        Section("map", "Every model on every data set", _map(collection)),
    )


def write_collection(collection: Collection, path: str | os.PathLike[str]) -> Path:
    """Write the overview to `path`, with links to the reports beside the evidence."""
    path = Path(path)
    links = {
        m.folder: quote(
            Path(os.path.relpath(Path(m.folder) / "report.html", path.parent)).as_posix()
        )
        for m in collection.members
        if (Path(m.folder) / "report.html").is_file()
    }
    return write_atomically(path, render_collection(collection, links=links))


def headline(collection: Collection) -> str:
    """Return how often a study's answer was *better*."""
    n = sum(m.answer == "better" for m in collection.members)
    total = len(collection.members)
    return f"Better than the classical bar in {n} of {total} studies"


def model_sentence(collection: Collection, found: AgainstBar) -> str:
    """Return what all studies say of one quantum model."""
    label = initial(_labels(collection)[found.candidate])
    counts = ", ".join(
        f"{answer} in {found.answers[answer]}" for answer in _ANSWERS if found.answers.get(answer)
    )
    text = f"{label}: {counts}."
    if found.p_holm is not None:
        corrected = ", Holm-corrected" if len(collection.against_bar) > 1 else ""
        text += (
            f" Over all studies, Wilcoxon's signed-rank test against the bar has "
            f"{p_value(found.p_holm)}{corrected}."
        )
    if found.next_data is not None:
        p = found.next_data.probabilities
        text += (
            f" On the next data set of this kind it would be better with probability "
            f"{_share(p.better)}, practically equal with {_share(p.equivalent)}, worse with "
            f"{_share(p.worse)}."
        )
    return text


def _labels(collection: Collection) -> dict[str, str]:
    return {e.id: e.label for e in collection.entrants}


def _share(p: float) -> str:
    if p < 0.01:
        return "below 0.01"
    return "above 0.99" if p > 0.99 else fixed(p, 2)


def _studies(collection: Collection, links: Mapping[str, str]) -> Table:
    rows = []
    for i, m in enumerate(collection.members):
        address = links.get(m.folder)
        name = Markup('<a href="{}">{}</a>').format(address, m.study) if address else m.study
        measure = measure_of(m.metric, greater_is_better=m.greater_is_better)
        number = NumberStyle(measure, m.target_unit)
        rows.append(
            (
                Markup("{}. {}").format(i + 1, name),
                m.data,
                str(m.n_samples),
                number.measure.label,
                initial(m.model),
                number.score(m.score),
                number.score(m.bar),
                m.answer,
            )
        )
    return Table(
        caption="What each study found",
        header=(
            "Study and report", "Data", "Rows", "Metric", "Quantum model", "Score",
            "Classical bar", "Verdict",
        ),
        rows=tuple(rows),
        texts=frozenset({0, 1, 3, 4, 7}),
    )  # fmt: skip


def _against_bar(collection: Collection) -> Table:
    label, (factor, unit) = _labels(collection), scaled(collection)
    return Table(
        caption="Verdicts, and the differences from the bar",
        header=(
            "Quantum model", *map(initial, _ANSWERS), f"Median difference, {unit}", "p (Wilcoxon)",
            "p after Holm",
        ),
        rows=tuple(
            (
                initial(label[found.candidate]),
                *(str(found.answers.get(answer, 0)) for answer in _ANSWERS),
                cell(factor * median(found.differences)) if collection.unit else NONE,
                NONE if found.p is None else _p(found.p),
                NONE if found.p_holm is None else _p(found.p_holm),
            )
            for found in collection.against_bar
        ),
        note="Wilcoxon's signed-rank test on the differences, one for each study.",
    )  # fmt: skip


def _next_data(collection: Collection) -> tuple[Table, ...]:
    """Return the table of the hierarchical posterior; none where there is no posterior."""
    shown = [b for b in collection.against_bar if b.next_data is not None]
    if not shown:
        return ()
    label, (factor, unit) = _labels(collection), scaled(collection)
    return (
        Table(
            caption="The next data set of this kind",
            header=(
                "Quantum model", f"Mean difference, {unit}", "Spread between data sets",
                "P(better)", "P(practically equal)", "P(worse)",
            ),
            rows=tuple(
                (initial(label[b.candidate]), *_population_cells(b.next_data, factor))
                for b in shown
                if b.next_data is not None
            ),
            note=(
                "A hierarchical model (after Corani and others, 2017): every data set has its own "
                "true difference from the bar, measured with the error of its study. In brackets "
                f"the {100 * (1 - collection.alpha):g} % interval.{_weighed(collection)}"
            ),
        ),
    )  # fmt: skip


def _weighed(collection: Collection) -> str:
    """Say how many studies the population rests on, where it is not all of them."""
    used = {b.next_data.n_studies for b in collection.against_bar if b.next_data is not None}
    if not used or min(used) == len(collection.members):
        return ""
    return f" It rests on {min(used)} studies: the others have no error to weigh them by."


def _population_cells(n: NextData, factor: float) -> tuple[str, ...]:
    low, high = (cell(factor * bound) for bound in n.interval)
    p = n.probabilities
    return (
        f"{cell(factor * n.mean)} ({low} to {high})",
        cell(factor * n.spread).removeprefix("+"),
        *(fixed(value, 3) for value in (p.better, p.equivalent, p.worse)),
    )


def _ranks(collection: Collection) -> tuple[Block, ...]:
    f, ordered = collection.friedman, sorted(collection.entrants, key=lambda e: (e.mean_rank, e.id))
    assert f is not None
    k, n = len(collection.entrants), len(collection.members)
    statistic = "infinite" if f.f is None else fixed(f.f, 2)
    differ = f.p_permutation < collection.alpha
    found = "differ" if differ else "could not be shown to differ"
    text = (
        f"Friedman's test of {k} models on {n} data sets: chi-square {fixed(f.chi2, 2)} with "
        f"{k - 1} degrees of freedom ({p_value(f.p)}); in Iman and Davenport's form F "
        f"{statistic} with {k - 1} and {(k - 1) * (n - 1)} ({p_value(f.f_p)}). Both p-values are "
        "approximations; among permutations of the ranks within each data set, "
        f"{p_value(f.p_permutation)}: the models {found}."
    )
    columns = {e.id: i for i, e in enumerate(collection.entrants)}
    table = Table(
        caption="Mean ranks, 1 is best",
        header=("Model", "Mean rank", "Best rank", "Worst rank", "Studies in which it is first"),
        rows=tuple(
            (
                initial(e.label),
                fixed(e.mean_rank, 2),
                f"{min(mine):g}",
                f"{max(mine):g}",
                str(
                    sum(rank == min(row) for rank, row in zip(mine, collection.ranks, strict=True))
                ),
            )
            for e in ordered
            for mine in ([row[columns[e.id]] for row in collection.ranks],)
        ),
    )
    caption = (
        "Models under one thick line are within Nemenyi's critical difference: the ranks alone do "
        "not tell them apart. It depends on which other models take part, so pairs are judged by "
        "the table of pairs below."
    )
    return Text(text), Shown(critical_difference_diagram(collection), caption), table


def _map(collection: Collection) -> tuple[Block, ...]:
    factor, unit = scaled(collection)
    head = ("Study", *(initial(e.label) for e in collection.entrants))
    gains = Table(
        caption=f"Better than the classical bar by ({unit})",
        header=head,
        rows=tuple(
            (f"{i + 1}: {m.data}", *(cell(factor * g) for g in row))
            for i, (m, row) in enumerate(zip(collection.members, collection.gains, strict=True))
        ),
    )
    scores = Table(
        caption="Mean test scores",
        header=head,
        rows=tuple(
            (
                f"{i + 1}: {m.data}",
                *(NumberStyle(measure_of(m.metric)).number(s) for s in row),
            )
            for i, (m, row) in enumerate(zip(collection.members, collection.scores, strict=True))
        ),
        note="Each in its study's own metric; shares are in per cent.",
    )
    caption = (
        "Blue with a plus: better than the bar; vermilion with a minus: worse. The stronger the "
        "colour, the larger the difference. Certain or not is not told by the colour: that is in "
        "the single reports."
    )
    return Shown(heat_map(collection), caption), gains, scores


def _pairs(collection: Collection) -> Table:
    label, (factor, unit) = _labels(collection), scaled(collection)
    ordered = sorted(collection.pairs, key=lambda pair: (pair.p_holm, pair.p))
    return Table(
        caption="All pairs of models",
        header=("Model", "Against", f"Median difference, {unit}", "p (Wilcoxon)", "p after Holm"),
        rows=tuple(
            (
                initial(label[pair.first]),
                label[pair.second],
                cell(factor * pair.difference),
                _p(pair.p),
                _p(pair.p_holm),
            )
            for pair in ordered
        ),
        texts=frozenset({0, 1}),
        note=(
            "Wilcoxon's signed-rank test over the studies, Holm-corrected over all pairs. Unlike a "
            "comparison of mean ranks it does not depend on the other models (Benavoli and "
            "others, 2016)."
        ),
    )


def _reading(collection: Collection) -> tuple[Block, ...]:
    factor, unit = scaled(collection)
    margin = ""
    if collection.margin is not None:
        margin = (
            f" Practically equal means within {significant(factor * collection.margin)} {unit}."
        )
    texts = (
        "The unit of evidence here is the data set: the tests say whether models differ on data "
        "sets like these, as far as these are a fair sample of them. Whether a model is better on "
        "one data set is the verdict of its study." + margin,
        "A suite that varies one number, such as the Bowles suite, is no sample of independent "
        "data sets: neighbours are alike, and p-values over it are too small.",
    )
    return (
        *(Text(text) for text in texts),
        *((Points(collection.notes),) if collection.notes else ()),
    )


def _p(p: float) -> str:
    return p_value(p).removeprefix("p ").removeprefix("= ").replace("-", MINUS)
