"""Skill: how much of a reference's error a forecast avoids.

By the mean squared error it is ``1 - (RMSE / RMSE of the reference)**2``; for forecasts that are
distributions also ``1 - CRPS / CRPS of the reference``. 1 is perfect, 0 no better than the
reference, below 0 worse.

References
----------
Murphy (1988), "Skill scores based on the mean square error and their relationships to the
correlation coefficient", Mon. Weather Rev. 116, 2417-2424.
Gneiting and Raftery (2007), "Strictly proper scoring rules, prediction, and estimation", JASA 102,
359-378: section 2.3 for skill scores of other proper scores.
"""

from __future__ import annotations

from ..evidence._evidence import Result
from ..evidence._findings import Skill
from ._bars import ScoreTable
from ._tests import nadeau_bengio

#: Baselines that skill is counted from, as study files name them, in the order of reports.
REFERENCES = ("persistence", "anomaly_persistence", "climatology", "seasonal_naive")

# Metric, and the power of the ratio to the reference.
_POWERS = {"rmse": 2, "crps": 1}


def make_skills(table: ScoreTable) -> tuple[Skill, ...]:
    """Return the skill of every candidate against each reference that took part.

    The interval is that of the corrected test over the outer splits, as for all scores. The CRPS
    is taken only where candidate and reference both forecast distributions: of a single number it
    is the mean absolute error, which would flatter whoever forecasts more.
    """
    by_name = {c.id.split(".")[0]: c for c in table.of_role("baseline")}
    distributions = {r.candidate for r in table.measured.reliability}
    found = []
    for name in REFERENCES:
        if name not in by_name:
            continue
        reference = by_name[name].id
        for candidate in table.measured.candidates:
            if candidate.id == reference:
                continue
            for metric in _POWERS:
                if metric == "crps" and not {candidate.id, reference} <= distributions:
                    continue
                skill = _skill(table, candidate.id, reference, metric)
                if skill is not None:
                    found.append(skill)
    return tuple(found)


def _skill(table: ScoreTable, candidate: str, reference: str, metric: str) -> Skill | None:
    pairs = zip(table.results(candidate), table.results(reference), strict=True)
    by_split = tuple(_of_split(mine, other, metric) for mine, other in pairs)
    known = [value for value in by_split if value is not None]
    if not known:
        return None
    protocol = table.measured.protocol
    test = nadeau_bengio(
        known, n_train=protocol.n_train_mean, n_test=protocol.n_test_mean, alpha=protocol.alpha
    )
    return Skill(
        candidate=candidate,
        against=reference,
        metric=metric,
        skill=test.difference,
        # nothing is better than perfect
        interval=None if test.interval is None else (test.interval[0], min(1.0, test.interval[1])),
        by_split=by_split,
    )


def _of_split(mine: Result, other: Result, metric: str) -> float | None:
    ours, theirs = mine.scores.get(metric), other.scores.get(metric)
    if ours is None or not theirs:
        return None  # against a reference without error there is no skill
    return float(1.0 - (ours / theirs) ** _POWERS[metric])
