"""From the evidence of several studies to what they say together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from ..evidence._collection import (
    AgainstBar,
    Collection,
    Entrant,
    Member,
    NextData,
    Omnibus,
    Pair,
    Unit,
)
from ..evidence._document import fingerprint
from ..evidence._evidence import Candidate, Evidence
from ..statistics._bars import ScoreTable
from ..statistics._hierarchy import population
from ..statistics._ranks import critical_difference, friedman, groups, pairs, ranks, wilcoxon
from ..statistics._tests import holm
from ..words._measures import measure_of

#: Fewer studies than this, and the approximations by chi-square and F are rough (Demšar 2006).
_ENOUGH = 10
_LEAST_POPULATION = 3


@dataclass(frozen=True)
class _Study:
    """One study, read for comparison.

    Parameters
    ----------
    folder : str
        Where it lies.
    evidence : Evidence
        What it found.
    """

    folder: str
    evidence: Evidence

    @property
    def table(self) -> ScoreTable:
        return ScoreTable(self.evidence)

    @property
    def entrants(self) -> dict[str, Candidate]:
        """Candidates by the name that they have in every study; the guess is none."""
        by_id = {c.id: c for c in self.evidence.candidates if c.role != "dummy"}
        if all(c.inputs != "full" for c in by_id.values()):
            # the reduced inputs are all inputs there, so the baseline stands for both
            by_id |= {
                f"{i.removesuffix('.reduced')}.full": c
                for i, c in by_id.items()
                if c.role == "baseline" and c.inputs == "reduced"
            }
        return by_id

    @property
    def guess(self) -> float | None:
        found = self.table.of_role("dummy")
        return self.table.mean(found[0].id) if found else None

    @property
    def divisor(self) -> float | None:
        """What turns differences of scores into the shared unit; None where there is none."""
        protocol = self.evidence.protocol
        if not measure_of(protocol.metric).in_target_unit:
            return 1.0
        return self.guess or None

    def gain(self, score: float) -> float:
        """Return by how much a score is better than the bar's."""
        table = self.table
        better = table.quality(score) - table.quality(self.evidence.bars.full.mean)
        return better / (self.divisor or 1.0)


def gather(studies: Sequence[tuple[str, Evidence]]) -> Collection:
    """Compare the models over several finished studies.

    Parameters
    ----------
    studies : sequence of (str, Evidence)
        Where each lies, and what it found; two at the least.

    Returns
    -------
    Collection
        Ranks, tests and posteriors over the studies. It says as much as the studies are a fair
        sample of the data that it is meant to speak of.

    Raises
    ------
    InputError
        If there are fewer than two studies, or the same one twice.
    """
    read = [_Study(folder, evidence) for folder, evidence in studies]
    _check(read)
    shared = _shared(read)
    scores = [[s.table.mean(s.entrants[i].id) for i in shared] for s in read]
    quality = np.array(
        [[s.table.quality(x) for x in row] for s, row in zip(read, scores, strict=True)]
    )
    gains = np.array([[s.gain(x) for x in row] for s, row in zip(read, scores, strict=True)])
    alphas = {s.evidence.protocol.alpha for s in read}
    alpha = alphas.pop() if len(alphas) == 1 else 0.05
    ranked = ranks(quality) if shared else quality
    means = ranked.mean(axis=0)
    difference = critical_difference(*ranked.shape, alpha=alpha) if shared else None
    unit = _unit(read)
    return Collection(
        alpha=alpha,
        unit=unit,
        margin=None if unit is None else _margin(read),
        members=tuple(_member(s) for s in read),
        entrants=tuple(
            _entrant(read[0].entrants[i], i, float(mean))
            for i, mean in zip(shared, means, strict=True)
        ),
        scores=tuple(map(tuple, scores)),
        ranks=tuple(map(tuple, ranked.tolist())),
        gains=tuple(map(tuple, gains.tolist())),
        friedman=_omnibus(ranked) if shared else None,
        critical_difference=difference,
        groups=()
        if difference is None
        else tuple(tuple(shared[i] for i in group) for group in groups(means.tolist(), difference)),
        pairs=() if unit is None or not shared else _pairs(shared, gains),
        against_bar=_against_bar(read, alpha, is_shared=unit is not None),
        notes=tuple(_notes(read, shared)),
    )


def _shared(read: Sequence[_Study]) -> list[str]:
    """Return the models that took part in all studies; none where ranks would say nothing."""
    shared = [i for i in read[0].entrants if all(i in study.entrants for study in read)]
    # where no study reduces anything, a baseline would take part under both names
    shared = [
        i
        for i in shared
        if not i.endswith(".full")
        or any(s.entrants[i] is not s.entrants.get(f"{i[:-5]}.reduced") for s in read)
    ]
    return shared if len(shared) > 1 else []


def _omnibus(ranked: NDArray[np.float64]) -> Omnibus:
    test = friedman(ranked)
    return Omnibus(
        chi2=test.chi2,
        p=test.p,
        f=test.f if np.isfinite(test.f) else None,
        f_p=test.f_p,
        p_permutation=test.p_permutation,
    )


def _check(read: Sequence[_Study]) -> None:
    if len(read) < 2:
        raise InputError(
            f"A comparison needs two or more finished studies, got {len(read)}; give more folders."
        )
    seen: dict[str, str] = {}
    for study in read:
        mark = fingerprint(study.evidence)
        if mark in seen:
            raise InputError(
                f"{seen[mark]} and {study.folder} hold the same evidence: a study counts once, "
                "leave one of them out."
            )
        seen[mark] = study.folder


def _unit(read: Sequence[_Study]) -> Unit | None:
    metrics = {s.evidence.protocol.metric for s in read}
    if len(metrics) > 1 or any(s.divisor is None for s in read):
        return None
    in_target_unit = measure_of(metrics.pop()).in_target_unit
    return "share of the guess's error" if in_target_unit else "score"


def _margin(read: Sequence[_Study]) -> float:
    return float(median(s.evidence.protocol.margin / (s.divisor or 1.0) for s in read))


def _entrant(candidate: Candidate, name: str, mean_rank: float) -> Entrant:
    label = _label(candidate, name)
    return Entrant(id=name, label=label, role=candidate.role, mean_rank=mean_rank)


def _label(candidate: Candidate, name: str) -> str:
    """Return a label that holds in all studies: the number of inputs differs between them."""
    if candidate.role != "baseline":
        return candidate.label
    is_full = candidate.inputs == "full" or name.endswith(".full")
    stem, _, inputs = candidate.label.rpartition(", ")
    if not inputs.endswith(" inputs"):
        return candidate.label
    return f"{stem}, {'all' if is_full else 'same'} inputs"


def _member(study: _Study) -> Member:
    e = study.evidence
    return Member(
        study=e.study.name,
        data=e.data.name,
        n_samples=e.data.n_samples,
        n_features=e.protocol.n_features,
        metric=e.protocol.metric,
        greater_is_better=e.protocol.greater_is_better,
        answer=e.verdict.answer,
        candidate=e.verdict.candidate,
        model=study.table.candidate(e.verdict.candidate).label,
        score=study.table.mean(e.verdict.candidate),
        target_unit=e.data.target_unit,
        sentence=e.verdict.sentence,
        bar=e.bars.full.mean,
        guess=study.guess,
        fingerprint=fingerprint(e),
        folder=study.folder,
    )


def _pairs(shared: Sequence[str], gains: NDArray[np.float64]) -> tuple[Pair, ...]:
    return tuple(
        Pair(
            first=shared[i],
            second=shared[j],
            difference=float(np.median(gains[:, i] - gains[:, j])),
            p=p,
            p_holm=p_holm,
        )
        for i, j, p, p_holm in pairs(gains)
    )


def _against_bar(
    read: Sequence[_Study], alpha: float, *, is_shared: bool
) -> tuple[AgainstBar, ...]:
    models = [
        c.id
        for c in read[0].table.of_role("quantum")
        if all(c.id in (v.candidate for v in s.evidence.verdict.per_model) for s in read)
    ]
    found = []
    for model in models:
        contrasts = [
            next(
                c for c in s.evidence.contrasts if c.candidate == model and c.against == "bar_full"
            )
            for s in read
        ]
        scale = [s.divisor or 1.0 for s in read]
        d = [c.difference / unit for c, unit in zip(contrasts, scale, strict=True)]
        # a study without variation, or without a test, has no error to weigh it by
        measured = [
            (x, c.standard_error / unit, float(c.degrees_of_freedom))
            for x, c, unit in zip(d, contrasts, scale, strict=True)
            if c.standard_error
        ]
        found.append((model, d, measured))
    plain = [wilcoxon(d) if is_shared else None for _, d, _ in found]
    answers = [{v.candidate: v.answer for v in s.evidence.verdict.per_model} for s in read]
    margin = _margin(read)
    return tuple(
        AgainstBar(
            candidate=model,
            answers=dict(Counter(of_study[model] for of_study in answers)),
            differences=tuple(d),
            p=p,
            p_holm=p_holm,
            next_data=_next_data(measured, margin, alpha)
            if is_shared and len(measured) >= _LEAST_POPULATION
            else None,
        )
        for (model, d, measured), p, p_holm in zip(found, plain, holm(plain), strict=True)
    )


def _next_data(
    measured: Sequence[tuple[float, float, float]], margin: float, alpha: float
) -> NextData:
    differences, errors, freedoms = zip(*measured, strict=True)
    found = population(differences, errors, freedoms, margin=margin, alpha=alpha)
    return NextData(
        n_studies=len(measured),
        mean=found.mean,
        interval=found.interval,
        spread=found.spread,
        probabilities=found.next,
    )


def _notes(read: Sequence[_Study], shared: Sequence[str]) -> list[str]:
    notes = []
    if len(read) < _ENOUGH and shared:
        notes.append(
            f"{len(read)} studies are few: Nemenyi's and the F approximation want {_ENOUGH} or "
            "more, and only large differences can be found."
        )
    tables = Counter((s.evidence.data.sha256, s.evidence.data.target) for s in read)
    if max(tables.values()) > 1:
        notes.append(
            "Some of the studies are of the same table: they count as if they were independent, "
            "which makes all p-values too small."
        )
    if len({s.evidence.protocol.metric for s in read}) > 1 and shared:
        notes.append(
            "The studies have different metrics: models are ranked within each study, and tests "
            "that need differences in one unit are left out."
        )
    if len({s.evidence.protocol.alpha for s in read}) > 1:
        notes.append("The studies have different significance levels; here it is 0.05.")
    if not shared:
        notes.append(
            "No two models took part in all of these studies, so that none are ranked: each study "
            "is read by itself."
        )
        return notes
    everybody = {i: c for s in read for i, c in s.entrants.items()}
    absent = [_label(c, i) for i, c in everybody.items() if i not in shared]
    if absent:
        notes.append(f"Left out, because not in every study: {', '.join(absent)}.")
    return notes
