"""The first part of the report: what somebody reads who has two minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..evidence._evidence import Evidence
from ..evidence._findings import Contrast, Reason
from ..verdict._labels import named_in
from ..verdict._next_steps import next_steps
from ..verdict._reasons import cost_sentence, make_reasons
from ..verdict._sentences import Case, in_words, initial, level, model_sentence, standing
from ..verdict._verdict import cases_of
from ..verdict._warnings import evidence_warnings
from ..words._messages import Language, say, translated
from ._blocks import Shown
from ._overview import overview

# What a reader of two minutes is told of the reasons, the most telling first; how many of each
# kind. The others stand in the long part.
_MEANING = ("rule", "learning", "power", "geometry", "surrogate", "entanglement", "dimension")
_COSTS = ("hardware", "noise", "shots")
_N_MEANING, _N_COSTS = 4, 2


@dataclass(frozen=True)
class Tile:
    """One number that is shown large.

    Parameters
    ----------
    label : str
        What it is.
    value : str
        The number.
    unit : str
        Follows it.
    note : str
        Stands below.
    """

    label: str
    value: str
    unit: str
    note: str


@dataclass(frozen=True)
class Summary:
    """The first part, as sentences in one language.

    Parameters
    ----------
    language : {"en", "ja"}
        Of the sentences.
    headline, plain, sentence : str
        The answer in a headline, for everybody, and as a scientist writes it.
    tiles : tuple of Tile
        Three numbers.
    warnings : tuple of str
        What about the data can change the meaning of the answer; as in the evidence.
    picture : Shown
        All models.
    meaning, costs, others : tuple of (str, str)
        Questions or names, and sentences.
    steps : tuple of str
        What to do next.
    """

    language: Language
    headline: str
    plain: str
    sentence: str
    tiles: tuple[Tile, ...]
    warnings: tuple[str, ...]
    picture: Shown
    meaning: tuple[tuple[str, str], ...]
    steps: tuple[str, ...]
    costs: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]

    def say(self, key: str, **values: object) -> str:
        """Return a text in the language of this summary."""
        return say(self.language, key, **values)


def summary(evidence: Evidence, language: Language = "en") -> Summary:
    """Return the first part of the report.

    Parameters
    ----------
    evidence : Evidence
        All that it says comes from here.
    language : {"en", "ja"}
        Of the sentences. English ones are those of the evidence, Japanese ones are made from the
        same numbers by the same rules.
    """
    evidence = named_in(language, evidence)
    verdict = evidence.verdict
    cases = cases_of(evidence, language)
    case = cases[verdict.candidate]
    same = language == "en"
    meaning, costs = told_first(verdict.reasons if same else make_reasons(case))
    cost = cost_sentence(evidence, language)
    here = [(say(language, "topic.cost"), cost)] if cost else []
    caption = say(language, "overview.caption", level=level(evidence.protocol.alpha, language))
    return Summary(
        language=language,
        headline=say(language, f"headline.{verdict.answer}"),
        plain=say(language, f"plain.{verdict.answer}"),
        sentence=verdict.sentence if same else model_sentence(case),
        tiles=_tiles(case),
        warnings=evidence_warnings(evidence),
        picture=Shown(overview(evidence, language), caption),
        meaning=_questions(meaning, language),
        steps=next_steps(case),
        costs=(*here, *_questions(costs, language)),
        others=tuple(
            _other(cases[m.candidate])
            for m in verdict.per_model
            if m.candidate != verdict.candidate
        ),
    )


def told_first(reasons: Sequence[Reason]) -> tuple[list[Reason], list[Reason]]:
    """Return which of the reasons the first part tells: of the meaning, and of the costs."""
    chosen = []
    for topics, n in ((_MEANING, _N_MEANING), (_COSTS, _N_COSTS)):
        found = [t for t in topics if any(r.topic == t for r in reasons)][:n]
        chosen.append([r for r in reasons if r.topic in found])
    return chosen[0], chosen[1]


def _questions(reasons: Sequence[Reason], language: Language) -> tuple[tuple[str, str], ...]:
    return tuple((topic(r.topic, language), r.sentence) for r in reasons)


def topic(name: str, language: Language = "en") -> str:
    """Return what a reason of this topic answers: a question."""
    return translated(language, f"topic.{name}", initial(name))


def _other(case: Case) -> tuple[str, str]:
    """Return a model with its answer, and in short what that rests on."""
    answer = case.say(f"answer.{case.answer}")
    contrast = case.contrasts["bar_full"]
    mean = case.style.score(case.table.mean(case.model.id), contrast.standard_error)
    return (
        case.say("page.other", model=initial(case.model.label), answer=answer),
        case.say("page.other_short", score=mean, standing=standing(case, contrast)),
    )


def _tiles(case: Case) -> tuple[Tile, ...]:
    style, contrast = case.style, case.contrasts["bar_full"]
    error = contrast.standard_error
    unit = style.score_unit
    mean = style.number(case.table.mean(case.model.id), error)
    return (
        Tile(case.say("tile.model"), mean, unit, initial(case.model.label)),
        Tile(
            case.say("tile.bar"),
            style.number(case.bars.full.mean, error),
            unit,
            case.say("tile.bar_note"),
        ),
        _difference(case, contrast),
    )


def _difference(case: Case, contrast: Contrast) -> Tile:
    style, error = case.style, contrast.standard_error
    unit = style.difference_unit
    if contrast.difference:
        # in words: the sign of a difference of errors would mislead
        word = case.say("tile.better" if contrast.difference > 0.0 else "tile.worse")
        unit = case.say("tile.unit_word", unit=unit, word=word)
    if contrast.interval is None:
        note = case.say("tile.no_interval")
    else:
        interval = in_words(style, contrast.interval, error)
        note = case.say("tile.interval", level=case.level, interval=interval)
    value = style.number(abs(contrast.difference), error)
    return Tile(case.say("tile.difference"), value, unit, note)
