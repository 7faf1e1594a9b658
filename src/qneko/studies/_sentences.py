"""The sentence that a scientist would write about one quantum model and the bar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from ._bars import ScoreTable
from ._evidence import Candidate, Data
from ._findings import Bar, Bars, Comparison, Contrast
from ._measures import NumberStyle, measure_of, p_value
from ._record import Answer, Interval, Rival


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
    """

    table: ScoreTable
    bars: Bars
    contrasts: Mapping[Rival, Contrast]
    model: Candidate
    answer: Answer

    @property
    def style(self) -> NumberStyle:
        """How numbers of the primary metric are written."""
        return number_style(self.table)

    @property
    def level(self) -> str:
        """Level of the intervals, as text: ``95 %``."""
        return f"{100 * (1 - self.table.measured.protocol.alpha):g} %"

    @property
    def has_two_dimensions(self) -> bool:
        """Whether baselines ran on the reduced and on the full inputs."""
        return {c.inputs for c in self.table.of_role("baseline")} == {"reduced", "full"}


def number_style(table: ScoreTable) -> NumberStyle:
    """Return how numbers of the study's primary metric are written."""
    protocol = table.measured.protocol
    measure = measure_of(protocol.metric, greater_is_better=protocol.greater_is_better)
    return NumberStyle(measure, table.measured.data.target_unit)


def model_sentence(case: Case) -> str:
    """Return the finding on one quantum model: scores, difference, interval, p, n."""
    data, style = case.table.measured.data, case.style
    contrast = case.contrasts["bar_full"]
    error = contrast.standard_error
    in_unknown_unit = style.measure.in_target_unit and not style.unit
    unit = f" (in the unit of {data.target})" if in_unknown_unit else ""
    return (
        f"{initial(case.model.label)} reached a mean test {style.measure.label} of "
        f"{style.score(case.table.mean(case.model.id), error)}{unit} on {short_name(data)} "
        f"({data.n_samples} samples); the classical bar ({bar_phrase(case.table, case.bars.full)}) "
        f"reached {style.score(case.bars.full.mean, error)}. {_difference_sentence(case, contrast)}"
    )


def _difference_sentence(case: Case, contrast: Contrast) -> str:
    margin = case.table.measured.protocol.margin
    if contrast.interval is None:
        return (
            f"The quantum model is {standing(case, contrast)}, without an interval: "
            f"{lower_initial(contrast.note or 'no test is possible.')}"
        )
    p = contrast.p_holm if contrast.p_holm is not None else 1.0
    where = standing(case, contrast, _test_phrase(case, contrast, p))
    if case.answer == "on a par":
        return (
            f"The quantum model is {where}: wholly within the "
            f"\N{PLUS-MINUS SIGN}{case.style.amount(margin, margin)} that this study fixed "
            "beforehand as making no practical difference."
        )
    if case.answer == "undecided":
        return (
            f"The quantum model came out {where}: that leaves open which of the two is better"
            f"{_open_why(case, contrast)}."
        )
    return f"The quantum model is {where}."


def standing(
    case: Case, comparison: Comparison, test: str | None = None, *, than: str | None = None
) -> str:
    """Return which way and how far: ``0.4 eV worse (95 % interval: 0.9 worse to 0.1 better; p)``.

    Parameters
    ----------
    case : Case
        For style and level.
    comparison : Comparison
        Positive differences are better.
    test : str, optional
        What to say of the test, in the brackets.
    than : str, optional
        The rival, where it is to be named.
    """
    style, error = case.style, comparison.standard_error
    if set(style.number(comparison.difference, error)) <= set("0."):  # when written out
        text = "neither better nor worse"
    else:
        word = "better" if comparison.difference > 0.0 else "worse"
        text = f"{style.amount(comparison.difference, error)} {word}"
    if than is not None:
        text += f" than {than}"
    if comparison.interval is None:
        return text
    brackets = f"{case.level} interval: {in_words(style, comparison.interval, error)}"
    return f"{text} ({brackets}; {test})" if test else f"{text} ({brackets})"


def in_words(style: NumberStyle, interval: Interval, error: float | None) -> str:
    """Return an interval in words that need no sign: ``0.9 worse to 0.1 better``."""
    low, high = interval
    sizes = [style.number(abs(bound), error) for bound in interval]
    if low >= 0.0:
        return f"{sizes[0]} to {sizes[1]} better"
    if high <= 0.0:
        return f"{sizes[1]} to {sizes[0]} worse"
    return f"{sizes[0]} worse to {sizes[1]} better"


def _open_why(case: Case, contrast: Contrast) -> str:
    """Say what keeps a significant difference from being an answer."""
    significant = contrast.p_holm is not None and (
        contrast.p_holm < case.table.measured.protocol.alpha
    )
    if significant and contrast.difference > 0.0:
        return ": it beats the bar over all inputs, but in the mean not the bar on its own inputs"
    return ""


def _test_phrase(case: Case, contrast: Contrast, p: float) -> str:
    n_models = len(case.table.of_role("quantum"))
    corrected = f", Holm-corrected for {n_models} quantum models" if n_models > 1 else ""
    if case.table.measured.protocol.inference == "rows":
        n_test = round(case.table.measured.protocol.n_test_mean)
        return f"{p_value(p)}, paired bootstrap over the {n_test} test rows{corrected}"
    return (
        f"{p_value(p)}, Nadeau\N{EN DASH}Bengio corrected t-test on "
        f"{len(contrast.differences)} outer splits{corrected}"
    )


def bar_phrase(table: ScoreTable, bar: Bar) -> str:
    """Return which baseline the bar is most often, for brackets."""
    counted = Counter(p.candidate for p in bar.picks).most_common()
    usual, times = counted[0]
    label = table.candidate(usual).label
    return label if len(counted) == 1 else f"in {times} of {len(bar.picks)} splits: {label}"


def inputs_phrase(table: ScoreTable, candidate: Candidate) -> str:
    """Return ``4 inputs`` or ``all 30 inputs``."""
    data, protocol = table.measured.data, table.measured.protocol
    if candidate.inputs == "reduced":
        return f"{candidate.n_features or protocol.n_features} inputs"
    return f"all {candidate.n_features or data.n_encoded or data.n_columns} inputs"


def short_name(data: Data) -> str:
    """Return the data set's name without the folder or domain it is kept in."""
    return data.name.rsplit("/", 1)[-1]


def initial(text: str) -> str:
    """Return `text` with a capital first letter."""
    return text[:1].upper() + text[1:]


def lower_initial(text: str) -> str:
    """Return `text` with a small first letter, for use inside a sentence."""
    return text[:1].lower() + text[1:]
