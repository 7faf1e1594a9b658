"""The sentence that a scientist would write about one quantum model and the bar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from ..evidence._evidence import Candidate, Data
from ..evidence._findings import Bar, Bars, Comparison, Contrast
from ..evidence._record import Answer, Interval, Rival
from ..statistics._bars import ScoreTable
from ..words._measures import NumberStyle, measure_of, p_value
from ..words._messages import Language, say


@dataclass(frozen=True)
class Case:
    """One quantum model before the judge: its scores, its rivals, and the answer.

    Parameters
    ----------
    table : ScoreTable
        All scores.
    bars : Bars
        The classical bars.
    contrasts : mapping of str to Contrast
        This model's contrasts, by kind of rival.
    model : Candidate
        The quantum model.
    answer : str
        What the rule says.
    language : {"en", "ja"}
        Of the sentences.
    """

    table: ScoreTable
    bars: Bars
    contrasts: Mapping[Rival, Contrast]
    model: Candidate
    answer: Answer
    language: Language = "en"

    def say(self, key: str, **values: object) -> str:
        """Return a text in the language of this case."""
        return say(self.language, key, **values)

    @property
    def style(self) -> NumberStyle:
        """How numbers of the primary metric are written."""
        return number_style(self.table, self.language)

    @property
    def level(self) -> str:
        """Level of the intervals, as text: ``95 %``."""
        return level(self.table.measured.protocol.alpha, self.language)

    @property
    def has_two_dimensions(self) -> bool:
        """Whether baselines ran on the reduced and on the full inputs."""
        return {"reduced", "full"} <= {c.inputs for c in self.table.of_role("baseline")}


def number_style(table: ScoreTable, language: Language = "en") -> NumberStyle:
    """Return how numbers of the study's primary metric are written."""
    protocol = table.measured.protocol
    measure = measure_of(protocol.metric, greater_is_better=protocol.greater_is_better)
    return NumberStyle(measure, table.measured.data.target_unit, language)


def level(alpha: float, language: Language = "en") -> str:
    """Return the level of the intervals as text: ``95 %``."""
    return say(language, "level", percent=f"{100 * (1 - alpha):g}")


def model_sentence(case: Case) -> str:
    """Return the finding on one quantum model: scores, difference, interval, p, n."""
    data, style = case.table.measured.data, case.style
    contrast = case.contrasts["bar_full"]
    error = contrast.standard_error
    in_unknown_unit = style.measure.in_target_unit and not style.unit
    scores = case.say(
        "model.scores",
        model=initial(case.model.label),
        measure=style.label,
        score=style.score(case.table.mean(case.model.id), error),
        unit=case.say("model.unit", target=data.target) if in_unknown_unit else "",
        data=short_name(data),
        n=data.n_samples,
        bar=bar_phrase(case.table, case.bars.full, case.language),
        bar_score=style.score(case.bars.full.mean, error),
    )
    found = case.say("join", first=scores, second=_difference_sentence(case, contrast))
    if not case.table.measured.study.quick_look:
        return found
    return case.say("join", first=case.say("model.quick_look"), second=found)


def _difference_sentence(case: Case, contrast: Contrast) -> str:
    margin = case.table.measured.protocol.margin
    if contrast.interval is None:
        note = contrast.note if contrast.note and case.language == "en" else None
        return case.say(
            "model.no_interval",
            where=standing(case, contrast),
            note=lower_initial(note or case.say("model.no_test")),
        )
    p = contrast.p_holm if contrast.p_holm is not None else 1.0
    where = standing(case, contrast, _test_phrase(case, contrast, p))
    if case.answer == "on a par":
        return case.say("model.on_a_par", where=where, margin=case.style.amount(margin, margin))
    if case.answer == "undecided":
        return case.say("model.undecided", where=where, why=_open_why(case, contrast))
    return case.say("model.decided", where=where)


def standing(
    case: Case, comparison: Comparison, test: str | None = None, *, than: str = "bar"
) -> str:
    """Return which way and how far: ``0.4 eV worse (95 % interval: 0.9 worse to 0.1 better; p)``.

    Parameters
    ----------
    case : Case
        For style, level and language.
    comparison : Comparison
        Positive differences are better.
    test : str, optional
        What to say of the test, in the brackets.
    than : {"bar", "full_inputs", "same_bar", "control"}
        Who the rival is; languages differ in whether they name it.
    """
    style, error = case.style, comparison.standard_error
    rival = case.say(f"than.{than}")
    if set(style.number(comparison.difference, error)) <= set("0."):  # when written out
        text = case.say("standing.equal", than=rival)
    else:
        key = "standing.better" if comparison.difference > 0.0 else "standing.worse"
        text = case.say(key, amount=style.amount(comparison.difference, error), than=rival)
    if comparison.interval is None:
        return text
    interval = in_words(style, comparison.interval, error)
    known = {"standing": text, "level": case.level, "interval": interval}
    if test is None:
        return case.say("standing.interval", **known)
    return case.say("standing.interval_test", **known, test=test)


def against(case: Case, contrast: Contrast, rival: str) -> str:
    """Return where the model stands against a rival, and whether that is established."""
    if contrast.interval is None or contrast.p_holm is None:
        return standing(case, contrast, than=rival)
    test = p_value(contrast.p_holm)
    if not is_significant(case, contrast):
        test = case.say("against.open", p=test)
    return standing(case, contrast, test, than=rival)


def is_significant(case: Case, contrast: Contrast) -> bool:
    """Return whether a contrast's p, after Holm, is below the level of the study."""
    return contrast.p_holm is not None and contrast.p_holm < case.table.measured.protocol.alpha


def in_words(style: NumberStyle, interval: Interval, error: float | None) -> str:
    """Return an interval in words that need no sign: ``0.9 worse to 0.1 better``."""
    low, high = interval
    sizes = [style.number(abs(bound), error) for bound in interval]
    if low >= 0.0:
        return say(style.language, "interval.better", low=sizes[0], high=sizes[1])
    if high <= 0.0:
        return say(style.language, "interval.worse", low=sizes[1], high=sizes[0])
    return say(style.language, "interval.open", low=sizes[0], high=sizes[1])


def _open_why(case: Case, contrast: Contrast) -> str:
    """Say what keeps a significant difference from being an answer."""
    significant = contrast.p_holm is not None and (
        contrast.p_holm < case.table.measured.protocol.alpha
    )
    return case.say("model.undecided_why") if significant and contrast.difference > 0.0 else ""


def _test_phrase(case: Case, contrast: Contrast, p: float) -> str:
    n_models = len(case.table.of_role("quantum"))
    corrected = case.say("test.holm", n=n_models) if n_models > 1 else ""
    by_rows = case.table.measured.protocol.inference == "rows"
    n_test = round(case.table.measured.protocol.n_test_mean)
    return case.say(
        "test.rows" if by_rows else "test.splits",
        p=p_value(p),
        n=n_test if by_rows else len(contrast.differences),
        corrected=corrected,
    )


def bar_phrase(table: ScoreTable, bar: Bar, language: Language = "en") -> str:
    """Return which baseline the bar is most often, for brackets."""
    counted = Counter(p.candidate for p in bar.picks).most_common()
    usual, times = counted[0]
    label = table.candidate(usual).label
    if len(counted) == 1:
        return label
    return say(language, "model.bar_mostly", times=times, n=len(bar.picks), label=label)


def inputs_phrase(table: ScoreTable, candidate: Candidate, language: Language = "en") -> str:
    """Return ``4 inputs``, ``all 30 inputs``, or that the rows are read as they are."""
    data, protocol = table.measured.data, table.measured.protocol
    if candidate.inputs == "raw":
        return say(language, "inputs.raw")
    if candidate.inputs == "reduced":
        return say(language, "inputs.some", n=candidate.n_features or protocol.n_features)
    n = candidate.n_features or data.n_encoded or data.n_columns
    return say(language, "inputs.all", n=n)


def short_name(data: Data) -> str:
    """Return the data set's name without the folder or domain it is kept in."""
    return data.name.split("/", 1)[-1]


def initial(text: str) -> str:
    """Return `text` with a capital first letter."""
    return text[:1].upper() + text[1:]


def lower_initial(text: str) -> str:
    """Return `text` with a small first letter, for use inside a sentence."""
    return text[:1].lower() + text[1:]
