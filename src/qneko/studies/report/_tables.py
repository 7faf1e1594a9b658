"""Every number of the evidence as a table."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence

from pydantic import JsonValue

from ..evidence._evidence import Candidate, Evidence
from ..evidence._findings import Comparison, Contrast
from ..statistics._bars import ScoreTable
from ..verdict._sentences import initial, number_style
from ..words._measures import NumberStyle, fixed, measure_of, p_value, significant
from ._blocks import Table

RIVALS = {
    "bar_full": "classical bar",
    "bar_reduced": "bar, same inputs",
    "control": "its control",
    "surrogate": "its surrogate",
    "dummy": "guess",
}

NONE = "\N{EN DASH}"

#: Metrics of forecast probabilities: they stand in a table of their own.
PROBABILISTIC = ("log_loss", "brier", "crps")


def scores(evidence: Evidence) -> Table:
    """Return mean and interval of every candidate on every metric of predictions."""
    primary = evidence.protocol.metric
    names = dict.fromkeys(s.metric for s in evidence.summaries)
    # those of forecasts have a table of their own, where there are forecasts
    elsewhere = PROBABILISTIC if evidence.reliability else ()
    metrics = [m for m in names if m == primary or m not in elsewhere]
    rows = [(initial(c.label), *score_cells(evidence, c, metrics)) for c in evidence.candidates]
    level = f"{100 * (1 - evidence.protocol.alpha):g} %"
    return Table(
        caption="Mean test scores of all candidates",
        header=("Candidate", *score_heads(evidence, metrics)),
        rows=tuple(rows),
        note=(
            f"In brackets: {level} interval of the mean over the outer splits, corrected for "
            "overlapping training sets. A dash: not defined for this candidate. The first metric "
            "is the primary one; only it was tuned for and only it decides."
        ),
    )


def score_cells(
    evidence: Evidence, candidate: Candidate, metrics: Sequence[str]
) -> tuple[str, ...]:
    """Return one candidate's mean and interval on each metric."""
    found = {s.metric: s for s in evidence.summaries if s.candidate == candidate.id}
    cells = []
    for metric in metrics:
        s = found.get(metric)
        style, error = _style(evidence, metric), typical_error(evidence, metric)
        if s is None:
            cells.append(NONE)
        elif s.interval is None:
            cells.append(style.number(s.mean, error))
        else:
            number, interval = style.number(s.mean, error), style.interval(s.interval, error)
            cells.append(f"{number} ({interval})")
    return tuple(cells)


def score_heads(evidence: Evidence, metrics: Sequence[str]) -> tuple[str, ...]:
    """Return the column heads of metrics, with unit and direction."""
    heads = []
    for metric in metrics:
        style = _style(evidence, metric)
        arrow = "higher" if style.measure.greater_is_better else "lower"
        unit = f", {u}" if (u := style.score_unit.strip()) else ""
        heads.append(f"{initial(style.measure.label)}{unit}; {arrow} is better")
    return tuple(heads)


def contrasts(evidence: Evidence) -> Table:
    """Return the differences and tests, and what the reduced dimension costs the bar."""
    style = number_style(ScoreTable(evidence))
    label = {c.id: c.label for c in evidence.candidates}
    two = evidence.bars.reduced != evidence.bars.full
    errors = [c.standard_error for c in evidence.contrasts if c.standard_error]
    error = statistics.median(errors) if errors else None
    rows = [
        _contrast_row(c, initial(label[c.candidate]), style, error)
        for c in evidence.contrasts
        if two or c.against != "bar_reduced"
    ]
    if two:
        rows.append(
            (
                "Bar, same inputs",
                "classical bar",
                *_comparison_cells(evidence.bars.reduction, style, error),
                NONE,
                _size(evidence.bars.reduction, style, error),
            )
        )
    unit = f", {u}" if (u := style.difference_unit.strip()) else ""
    notes = {c.note for c in (*evidence.contrasts, evidence.bars.reduction) if c.note}
    return Table(
        caption="Differences, positive where the first is better",
        header=(
            "Who",
            "Against",
            f"Difference{unit}",
            f"{100 * (1 - evidence.protocol.alpha):g} % interval",
            "t",
            "p",
            "p after Holm",
            "Detectable",
        ),
        rows=tuple(rows),
        texts=frozenset({0, 1}),
        note=" ".join(
            (
                _test_name(evidence) + ", two-sided; Holm's correction "
                "over the quantum models for each kind of rival. Detectable: a difference that is "
                "found with probability 0.8 at the level of an uncorrected test.",
                *sorted(notes),
            )
        ),
    )


def _test_name(evidence: Evidence) -> str:
    if evidence.protocol.inference == "rows":
        n_test = round(evidence.protocol.n_test_mean)
        return f"Paired bootstrap over the {n_test} test rows of the one split"
    n_splits = len(ScoreTable(evidence).splits)
    return f"Nadeau\N{EN DASH}Bengio corrected resampled t-test on {n_splits} outer splits"


def _contrast_row(
    contrast: Contrast, who: str, style: NumberStyle, error: float | None
) -> tuple[str, ...]:
    return (
        who,
        RIVALS[contrast.against],
        *_comparison_cells(contrast, style, error),
        _p(contrast.p_holm),
        _size(contrast, style, error),
    )


def _comparison_cells(
    found: Comparison, style: NumberStyle, error: float | None
) -> tuple[str, ...]:
    return (
        style.number(found.difference, error, sign=True),
        style.interval(found.interval, error, sign=True) if found.interval else NONE,
        _number(found.t),
        _p(found.p),
    )


def _number(value: float | None) -> str:
    return NONE if value is None else fixed(value, 2)


def _p(p: float | None) -> str:
    return NONE if p is None else p_value(p).removeprefix("p ").removeprefix("= ")


def _size(found: Comparison, style: NumberStyle, error: float | None) -> str:
    return NONE if found.detectable is None else style.number(found.detectable, error)


def splits(evidence: Evidence) -> list[Table]:
    """Return the primary score of every candidate on every outer split, a table a repeat."""
    table, style = ScoreTable(evidence), number_style(ScoreTable(evidence))
    error = typical_error(evidence, evidence.protocol.metric)
    picked = {(p.repeat, p.fold): p.candidate for p in evidence.bars.full.picks}
    unit = f" ({u})" if (u := style.score_unit.strip()) else ""
    tables = []
    for repeat in sorted({r for r, _ in table.splits}):
        folds = [f for r, f in table.splits if r == repeat]
        names = evidence.protocol.fold_names or [f"fold {f + 1}" for f in folds]
        rows = []
        for c in evidence.candidates:
            by_fold = {r.fold: r for r in table.results(c.id) if r.repeat == repeat}
            cells = []
            for fold in folds:
                score = by_fold[fold].scores[evidence.protocol.metric]
                assert score is not None
                star = "\N{NO-BREAK SPACE}*" if picked[repeat, fold] == c.id else ""
                cells.append(style.number(score, error) + star)
            rows.append((initial(c.label), *cells))
        tables.append(
            Table(
                caption=f"Test {style.measure.label}{unit} on each outer split, "
                f"repeat {repeat + 1}",
                header=("Candidate", *(names[f] for f in folds)),
                rows=tuple(rows),
                note="* the baseline with the best inner score on this split: the bar.",
            )
        )
    return tables


def typical_error(evidence: Evidence, metric: str) -> float | None:
    """Return the standard error that sets the digits of all scores of a metric: the median one."""
    errors = [
        (s.interval[1] - s.interval[0]) / 4.0
        for s in evidence.summaries
        if s.metric == metric and s.interval is not None and s.interval[1] > s.interval[0]
    ]
    return statistics.median(errors) if errors else None


def choices(evidence: Evidence) -> list[Table]:
    """Return the hyperparameters that the inner folds chose, a table a candidate."""
    table, style = ScoreTable(evidence), number_style(ScoreTable(evidence))
    error = typical_error(evidence, evidence.protocol.metric)
    tables = []
    for c in evidence.candidates:
        results = table.results(c.id)
        names = sorted({name for r in results for name in r.params})
        if not names:
            continue
        rows = []
        for r in results:
            score = r.scores[evidence.protocol.metric]
            assert score is not None
            rows.append(
                (
                    f"{r.repeat + 1} / {r.fold + 1}",
                    *(_value(r.params.get(name)) for name in names),
                    NONE if r.inner_score is None else style.number(r.inner_score, error),
                    style.number(score, error),
                    f"{r.n_train}\N{NO-BREAK SPACE}+\N{NO-BREAK SPACE}{r.n_test}",
                )
            )
        tables.append(
            Table(
                caption=initial(c.label),
                header=(
                    "Repeat / fold", *names, "inner score", "test score", "train + test rows"
                ),
                rows=tuple(rows),
            )
        )  # fmt: skip
    return tables


def timings(evidence: Evidence) -> Table | None:
    """Return what each candidate cost on the machine that ran the study."""
    if not evidence.run.timings:
        return None
    # who failed has cost time, but has no scores and is no candidate of the evidence
    known = {c.id: initial(c.label) for c in evidence.candidates}
    rows = tuple(
        (
            known.get(t.candidate, f"{t.candidate} (left out)"),
            significant(t.tune_s, 3),
            significant(t.fit_s, 3),
            significant(t.tune_s + t.fit_s, 3),
        )
        for t in evidence.run.timings
    )
    return Table(
        caption="Seconds of work, summed over all splits and workers",
        header=("Candidate", "Tuning", "Final fits and scoring", "Together"),
        rows=rows,
        note="Quantum models ran on a simulated quantum computer. Times differ from run to run.",
    )


def _style(evidence: Evidence, metric: str) -> NumberStyle:
    better = evidence.protocol.greater_is_better
    return NumberStyle(measure_of(metric, greater_is_better=better), evidence.data.target_unit)


def _value(value: JsonValue) -> str:
    if isinstance(value, float):
        return significant(value, 3)
    if isinstance(value, Iterable) and not isinstance(value, str | dict):
        return ", ".join(_value(v) for v in value)
    return NONE if value is None else str(value)
