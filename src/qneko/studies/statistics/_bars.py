"""The classical bar, and the mean scores of all candidates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...errors import InputError
from ..evidence._evidence import Candidate, Measured, Result
from ..evidence._findings import Bar, Bars, Comparison, Pick, Summary
from ..words._measures import MEASURES, measure_of
from ._row_test import RowTest
from ._tests import nadeau_bengio, oriented_differences

Split = tuple[int, int]


@dataclass(frozen=True)
class ScoreTable:
    """Results by candidate and split, and the tests that fit their protocol.

    Parameters
    ----------
    measured : Measured
        Observations, or evidence.
    """

    measured: Measured

    @property
    def splits(self) -> list[Split]:
        """The outer splits, (repeat, fold), in order."""
        return sorted({(r.repeat, r.fold) for r in self.measured.results})

    def of_role(self, role: str) -> list[Candidate]:
        """Return the candidates of one role, in the order of the study."""
        return [c for c in self.measured.candidates if c.role == role]

    def candidate(self, id_: str) -> Candidate:
        """Return the candidate with this id."""
        return next(c for c in self.measured.candidates if c.id == id_)

    def results(self, id_: str) -> list[Result]:
        """Return one candidate's results in the order of `splits`."""
        mine = (r for r in self.measured.results if r.candidate == id_)
        return sorted(mine, key=lambda r: (r.repeat, r.fold))

    def scores(self, id_: str) -> list[float]:
        """Return one candidate's outer scores on the primary metric, in the order of `splits`."""
        metric = self.measured.protocol.metric
        # the evidence model has checked that the primary metric is there
        return [s for r in self.results(id_) if (s := r.scores[metric]) is not None]

    def mean(self, id_: str) -> float:
        """Return one candidate's mean outer score on the primary metric."""
        scores = self.scores(id_)
        return sum(scores) / len(scores)

    def quality(self, score: float) -> float:
        """Return `score` oriented so that greater is better."""
        return score if self.measured.protocol.greater_is_better else -score

    def test(self, values: Sequence[float]) -> Comparison:
        """Return the corrected t-test of `values`, one for each split, against zero."""
        protocol = self.measured.protocol
        counts = protocol.metric in MEASURES and MEASURES[protocol.metric].counts_samples
        return nadeau_bengio(
            values,
            n_train=protocol.n_train_mean,
            n_test=protocol.n_test_mean,
            alpha=protocol.alpha,
            step=1.0 / protocol.n_test_mean if counts else 0.0,
        )

    def compare(
        self,
        first: Sequence[float],
        second: Sequence[float],
        on_one_split: tuple[str, str] | None = None,
    ) -> Comparison:
        """Return the test of two columns of scores; positive: `first` is better.

        It is the corrected t-test over the splits; or, where there is one split and its test rows
        are known, the test over those rows of the two candidates named in `on_one_split`.
        """
        if self._row_test is not None and on_one_split is not None:
            return self._row_test.compare(*on_one_split)
        better = self.measured.protocol.greater_is_better
        return self.test(oriented_differences(first, second, greater_is_better=better).tolist())

    @cached_property
    def _row_test(self) -> RowTest | None:
        return None if self.measured.test_rows is None else RowTest(self.measured)


def make_bars(table: ScoreTable) -> Bars:
    """Return the bar at the quantum models' dimension, at any dimension, and what lies between."""
    baselines = table.of_role("baseline")
    if not baselines:
        raise InputError(
            "A verdict needs at least one classical baseline, and the study has none; "
            "list some in the study file or leave the list away to get the usual ones."
        )
    # where all columns fit, baselines are not run twice: the two bars are then the same
    same_inputs = [c for c in baselines if c.inputs == "reduced"] or baselines
    reduced, full = _make_bar(table, same_inputs), _make_bar(table, baselines)
    return Bars(
        reduced=reduced,
        full=full,
        reduction=table.compare(
            [p.score for p in reduced.picks],
            [p.score for p in full.picks],
            (reduced.picks[0].candidate, full.picks[0].candidate),
        ),
    )


def _make_bar(table: ScoreTable, baselines: Sequence[Candidate]) -> Bar:
    by_split = zip(*(table.results(c.id) for c in baselines), strict=True)
    picks = tuple(_pick(table, results) for results in by_split)
    of_mean = table.test([p.score for p in picks])
    best = max(baselines, key=lambda c: table.quality(table.mean(c.id)))
    return Bar(
        picks=picks,
        mean=of_mean.difference,
        interval=_cut(of_mean.interval, table.measured.protocol.metric),
        best_mean=best.id,
        best_mean_score=table.mean(best.id),
    )


def _pick(table: ScoreTable, results: Iterable[Result]) -> Pick:
    """Choose by inner score alone; of equals, the one that the study lists first."""
    best: Result | None = None
    best_quality = 0.0
    for result in results:
        if result.inner_score is None:
            raise InputError(
                f"The baseline {result.candidate!r} has no inner score on repeat {result.repeat}, "
                f"fold {result.fold}; the bar is chosen by inner scores, so every baseline needs "
                "one."
            )
        # rounded, so that the order of a sum does not break ties
        quality = round(table.quality(result.inner_score), 12)
        if best is None or quality > best_quality:
            best, best_quality = result, quality
    assert best is not None and best.inner_score is not None
    score = best.scores[table.measured.protocol.metric]
    assert score is not None
    return Pick(
        repeat=best.repeat,
        fold=best.fold,
        candidate=best.candidate,
        inner_score=best.inner_score,
        score=score,
    )


def summarise(table: ScoreTable) -> tuple[Summary, ...]:
    """Return mean and corrected interval of every candidate on every metric, primary first."""
    protocol = table.measured.protocol
    names = {name for r in table.measured.results for name in r.scores}
    known = [name for name in MEASURES if name in names]
    metrics = [protocol.metric, *known, *sorted(names)]
    summaries = []
    for candidate in table.measured.candidates:
        results = table.results(candidate.id)
        for metric in dict.fromkeys(metrics):
            values = [s for r in results if (s := r.scores.get(metric)) is not None]
            if not values:
                continue
            counts = measure_of(metric).counts_samples
            test = nadeau_bengio(
                values,
                n_train=protocol.n_train_mean,
                n_test=protocol.n_test_mean,
                alpha=protocol.alpha,
                step=1.0 / protocol.n_test_mean if counts else 0.0,
            )
            summaries.append(
                Summary(
                    candidate=candidate.id,
                    metric=metric,
                    mean=test.difference,
                    interval=_cut(test.interval, metric),
                    n_splits=len(values),
                )
            )
    return tuple(summaries)


def _cut(interval: tuple[float, float] | None, metric: str) -> tuple[float, float] | None:
    """Cut an interval at the values that the metric can take; that keeps its coverage."""
    if interval is None:
        return None
    low, high = measure_of(metric).bounds
    return max(low, interval[0]), min(high, interval[1])
