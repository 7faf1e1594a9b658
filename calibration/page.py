"""Count the answers, and write docs/calibration.md between two markers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scipy.stats import binomtest

from .cases import CASES, Case
from .study import MARGINS, Answer

PAGE = Path(__file__).parent.parent / "docs" / "calibration.md"
BEGIN, END = "<!-- calibrated: begin -->", "<!-- calibrated: end -->"
_ANSWERS = ("better", "on a par", "worse", "undecided")


@dataclass(frozen=True)
class Share:
    """How many of some studies, with the exact (Clopper-Pearson) 95 % interval of the share."""

    count: int
    total: int

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper end, from 0 to 1."""
        found = binomtest(self.count, self.total).proportion_ci(0.95, method="exact")
        return float(found.low), float(found.high)

    def below(self, least: float) -> bool:
        """Whether it is less than `least` at the 5 % level, one-sided."""
        return bool(binomtest(self.count, self.total, least, alternative="less").pvalue < 0.05)

    def above(self, most: float) -> bool:
        """Whether it is more than `most` at the 5 % level, one-sided."""
        return bool(binomtest(self.count, self.total, most, alternative="greater").pvalue < 0.05)

    def __str__(self) -> str:
        low, high = self.interval
        share = self.count / self.total
        return f"{share:.1%} [{low:.1%}, {high:.1%}]".replace("%", " %")


def count(answers: Sequence[Answer], what: str, margin: float = MARGINS[0]) -> Share:
    """Return how many answers are `what` at a margin."""
    at = MARGINS.index(margin)
    return Share(sum(a.answers[at] == what for a in answers), len(answers))


def of_case(answers: Sequence[Answer], case: Case) -> list[Answer]:
    """Return the answers of a case, in order."""
    return sorted((a for a in answers if a.case == case.name), key=lambda a: a.index)


def decided(answers: Sequence[Answer], margin: float = MARGINS[0]) -> Share:
    """Return how many answers are *on a par* or *worse* at a margin."""
    found = [count(answers, what, margin).count for what in ("on a par", "worse")]
    return Share(sum(found), len(answers))


@dataclass(frozen=True)
class Claim:
    """What a case promises, and what was counted of it."""

    words: str
    share: Share
    is_refuted: bool


def claim(answers: Sequence[Answer], case: Case) -> Claim:
    """Return the promise of a case beside the answers to it."""
    if case.decided_at_least is not None:
        share, least = decided(answers), case.decided_at_least
        return Claim(f"*on a par* or *worse* at least {_percent(least)}", share, share.below(least))
    share, words, refuted = count(answers, "better"), "*better*, nothing promised", False
    if case.at_most is not None:
        words, refuted = f"*better* at most {_percent(case.at_most)}", share.above(case.at_most)
    elif case.at_least is not None:
        words, refuted = f"*better* at least {_percent(case.at_least)}", share.below(case.at_least)
    return Claim(words, share, refuted)


def _percent(share: float) -> str:
    return f"{share:.0%}".replace("%", " %")


def failures(answers: Sequence[Answer]) -> list[str]:
    """Return a sentence for each case whose claim is refuted."""
    found = []
    for case in CASES:
        mine = of_case(answers, case)
        if mine and (promise := claim(mine, case)).is_refuted:
            found.append(f"{case.title}: {promise.words}, counted {promise.share}.")
    return found


def render(answers: Sequence[Answer]) -> str:
    """Return the tables as Markdown."""
    present = [case for case in CASES if of_case(answers, case)]
    sections = [_main_table(answers, present), _kinds_table(answers, present)]
    classical = [c for c in present if c.name in ("classical", "narrow", "larger")]
    if classical:
        sections.append(_margins_table(answers, classical))
    return "\n\n".join(sections)


def write(answers: Sequence[Answer], preface: str) -> None:
    """Replace what stands between the markers."""
    text = PAGE.read_text()
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text("\n\n".join([before + BEGIN, preface, render(answers), END + after]))


def _main_table(answers: Sequence[Answer], cases: Sequence[Case]) -> str:
    rows = []
    for case in cases:
        mine = of_case(answers, case)
        promise = claim(mine, case)
        counts = [str(count(mine, what).count) for what in _ANSWERS]
        size = [case.title, str(case.n_samples), str(len(mine))]
        refuted = "**yes**" if promise.is_refuted else "no"
        rows.append([*size, *counts, promise.words, str(promise.share), refuted])
    head = ["tables", "rows", "studies", *_ANSWERS, "claim", "share [95 %]", "refuted"]
    return _table(head, rows)


def _kinds_table(answers: Sequence[Answer], cases: Sequence[Case]) -> str:
    rows = []
    for case in cases:
        mine = of_case(answers, case)
        for kind in case.kinds:
            of_kind = [a for a in mine if a.kind == kind.name]
            if not of_kind:
                continue
            means = [
                f"{sum(values) / len(of_kind):.3f}"
                for values in ([a.quantum for a in of_kind], [a.bar for a in of_kind])
            ]
            counts = [str(count(of_kind, what).count) for what in _ANSWERS]
            rows.append([case.title, str(case.n_samples), kind.name, *counts, *means])
    head = ["tables", "rows", "kind", *_ANSWERS, "accuracy, quantum", "accuracy, bar"]
    return _table(head, rows)


def _margins_table(answers: Sequence[Answer], cases: Sequence[Case]) -> str:
    rows = []
    for case in cases:
        mine = of_case(answers, case)
        for margin in MARGINS:
            shares = [count(mine, what, margin) for what in _ANSWERS]
            settled = decided(mine, margin)
            not_better = Share(len(mine) - shares[0].count, len(mine))
            counts = [str(s.count) for s in shares]
            rows.append(
                [
                    case.title,
                    str(case.n_samples),
                    f"{margin:g}",
                    *counts,
                    str(settled),
                    str(not_better),
                ]
            )
    head = [
        "tables",
        "rows",
        "margin",
        *_ANSWERS,
        "*on a par* or *worse* [95 %]",
        "not *better* [95 %]",
    ]
    return _table(head, rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
