"""Scores: what each metric is called, which way is better, and how its numbers are written."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ._messages import Language, say, translated

MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class Measure:
    """A score and how people speak of it.

    Parameters
    ----------
    name : str
        Key in ``Result.scores``.
    label : str
        Name in a sentence.
    greater_is_better : bool
        Direction.
    explanation : str
        One sentence for somebody who never heard of it.
    bounds : tuple of float
        Smallest and largest value that it can take.
    is_share : bool
        Written in per cent, differences in percentage points.
    in_target_unit : bool
        Has the unit of the target.
    counts_samples : bool
        Moves in steps of about one test sample, 1 / n_test.
    """

    name: str
    label: str
    greater_is_better: bool
    explanation: str
    bounds: tuple[float, float] = (-math.inf, math.inf)
    is_share: bool = False
    in_target_unit: bool = False
    counts_samples: bool = False


MEASURES = {
    m.name: m
    for m in (
        Measure(
            "accuracy",
            "accuracy",
            True,
            "Share of unseen samples that got the right class.",
            (0.0, 1.0),
            is_share=True,
            counts_samples=True,
        ),
        Measure(
            "balanced_accuracy",
            "balanced accuracy",
            True,
            "Share of unseen samples that got the right class, each class counting the same "
            "however rare it is.",
            (0.0, 1.0),
            is_share=True,
            counts_samples=True,
        ),
        Measure(
            "roc_auc",
            "area under the ROC curve",
            True,
            "Chance that a sample of a class is ranked above one that is not; 0.5 is guessing.",
            (0.0, 1.0),
        ),
        Measure(
            "pr_auc",
            "average precision",
            True,
            "Area under the precision-recall curve of the class that is looked for; guessing gets "
            "that class's share of the rows.",
            (0.0, 1.0),
        ),
        Measure(
            "mcc",
            "Matthews correlation coefficient",
            True,
            "Correlation of predicted and true classes; 0 is guessing, whatever the shares of the "
            "classes.",
            (-1.0, 1.0),
            counts_samples=True,
        ),
        Measure(
            "log_loss",
            "log loss",
            False,
            "How surprised the predicted probabilities are by the true classes, in nats.",
            (0.0, math.inf),
        ),
        Measure(
            "brier",
            "Brier score",
            False,
            "Mean squared distance of the predicted probabilities to what came; 0 is certain and "
            "right.",
            (0.0, 1.0),
        ),
        Measure(
            "rmse",
            "root-mean-square error",
            False,
            "Typical size of the error, large errors counting more.",
            (0.0, math.inf),
            in_target_unit=True,
        ),
        Measure(
            "mae",
            "mean absolute error",
            False,
            "Mean size of the error.",
            (0.0, math.inf),
            in_target_unit=True,
        ),
        Measure(
            "crps",
            "continuous ranked probability score",
            False,
            "How far the predicted distribution is from what came; for a predicted number, the "
            "absolute error.",
            (0.0, math.inf),
            in_target_unit=True,
        ),
        Measure(
            "poisson_deviance",
            "Poisson deviance",
            False,
            "How improbable the counts are at the predicted rates; half of a difference is the "
            "gain in log-likelihood of a row.",
            (0.0, math.inf),
        ),
        Measure(
            "r2",
            "R\N{SUPERSCRIPT TWO}",
            True,
            "Share of the target's variance that is explained; 0 is no better than the mean.",
            (-math.inf, 1.0),
        ),
    )
}


def measure_of(name: str, *, greater_is_better: bool = True) -> Measure:
    """Return what is known of a metric; an unknown one is shown under its own name."""
    return MEASURES.get(name) or Measure(name, name.replace("_", " "), greater_is_better, "")


@dataclass(frozen=True)
class NumberStyle:
    """How numbers of one metric are written: per cent, percentage points, or the target's unit.

    Parameters
    ----------
    measure : Measure
        The metric.
    unit : str or None
        Unit of the target, for metrics that have it.
    language : {"en", "ja"}
        Of the words among the numbers.
    """

    measure: Measure
    unit: str | None = None
    language: Language = "en"

    @property
    def label(self) -> str:
        """Name of the metric in a sentence."""
        return translated(self.language, f"measure.{self.measure.name}", self.measure.label)

    @property
    def _factor(self) -> float:
        return 100.0 if self.measure.is_share else 1.0

    @property
    def score_unit(self) -> str:
        """Unit that follows a score, with its space; may be empty."""
        if self.measure.is_share:
            return say(self.language, "unit.percent")
        return f" {self.unit}" if self.unit and self.measure.in_target_unit else ""

    @property
    def difference_unit(self) -> str:
        """Unit that follows a difference of scores, with its space; may be empty."""
        return say(self.language, "unit.points") if self.measure.is_share else self.score_unit

    def number(self, value: float, error: float | None = None, *, sign: bool = False) -> str:
        """Return a score or difference without its unit.

        The standard error sets the digits. A share gets one decimal of a per cent at least;
        anything else one digit of the error, or two where the error starts with 1, 2 or 3.
        """
        value = value * self._factor
        if error is None or not error > 0.0:
            return fixed(value, 1, sign=sign) if self.measure.is_share else significant(value)
        error *= self._factor
        exponent = math.floor(math.log10(error))
        decimals = max(1, -exponent) if self.measure.is_share else max(0, -exponent)
        if not self.measure.is_share and error < 3.55 * 10.0**exponent:
            decimals = max(0, 1 - exponent)
        return fixed(value, min(decimals, 6), sign=sign)

    def score(self, value: float, error: float | None = None) -> str:
        """Return a score with its unit."""
        return self.number(value, error) + self.score_unit

    def difference(self, value: float, error: float | None = None) -> str:
        """Return a signed difference with its unit."""
        return self.number(value, error, sign=True) + self.difference_unit

    def amount(self, value: float, error: float | None = None) -> str:
        """Return the size of a difference, without sign, with its unit."""
        return self.number(abs(value), error) + self.difference_unit

    def interval(
        self, bounds: tuple[float, float], error: float | None = None, *, sign: bool = False
    ) -> str:
        """Return ``low to high`` without unit."""
        low, high = (self.number(b, error, sign=sign) for b in bounds)
        return say(self.language, "number.range", low=low, high=high)


def fixed(value: float, decimals: int, *, sign: bool = False) -> str:
    """Return `value` with so many decimals, a true minus sign and no negative zero."""
    text = f"{value:.{decimals}f}"
    if float(text) == 0.0:
        text = f"{0.0:.{decimals}f}"
    elif sign and value > 0:
        text = f"+{text}"
    return text.replace("-", MINUS)


def significant(value: float, digits: int = 3) -> str:
    """Return `value` with so many significant digits, in powers of ten where that is shorter."""
    if value == 0.0:
        return "0"
    exponent = math.floor(math.log10(abs(value)))
    if -4 <= exponent < 6:
        return fixed(value, max(0, digits - 1 - exponent))
    mantissa, power = f"{value:.{digits - 1}e}".split("e")
    return f"{mantissa} \N{MULTIPLICATION SIGN} 10{_superscript(int(power))}".replace("-", MINUS)


def p_value(p: float) -> str:
    """Return ``p = 0.034`` or ``p < 0.001``."""
    if p < 0.001:
        return "p < 0.001"
    return f"p = {p:.3f}" if p < 0.0995 else f"p = {p:.2f}"


# Where a language begins a new word for large numbers.
_LARGE: dict[Language, tuple[tuple[float, str], ...]] = {
    "en": ((1e12, " trillion"), (1e9, " billion"), (1e6, " million")),
    "ja": ((1e12, "兆"), (1e8, "億"), (1e4, "万")),
}

# What stands between groups of three digits.
_GROUPS: dict[Language, str] = {"en": "\N{NARROW NO-BREAK SPACE}", "ja": ","}


def many(count: float, language: Language = "en") -> str:
    """Return a large count in words that can be read aloud: ``1.2 million``."""
    for size, word in _LARGE[language]:
        if size <= count < 1e15:
            return f"{significant(count / size, 2)}{word}"
    if count >= 1e15:
        return significant(count, 2)
    return f"{count:,.0f}".replace(",", _GROUPS[language])


def roughly(count: float) -> float:
    """Return `count` rounded up to two significant digits: for estimates that deserve no more."""
    if count <= 0:
        return 0.0
    step = 10.0 ** (math.floor(math.log10(count)) - 1)
    return math.ceil(count / step - 1e-9) * step


def _superscript(number: int) -> str:
    return str(number).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
