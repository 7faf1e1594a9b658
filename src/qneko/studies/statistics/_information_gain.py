"""What forecasts of events gain over the Poisson rate, for each event that came.

A Poisson deviance is twice what a rate's log-likelihood lacks to the best possible, and a log loss
is the log-likelihood of classes with its sign turned: so both give the difference of two joint
log-likelihoods, and by the number of events the information gain per earthquake.

References
----------
Rhoades, Schorlemmer, Gerstenberger, Christophersen, Zechar and Imoto (2011), "Efficient testing of
earthquake forecasting models", Acta Geophys. 59, 728-747.
"""

from __future__ import annotations

from ..evidence._evidence import Result
from ..evidence._findings import InformationGain
from ._bars import ScoreTable
from ._tests import nadeau_bengio

#: Name of the baseline that gains are counted from, as study files give it.
REFERENCE = "poisson_rate"

# Metric, and the factor that makes a mean log-likelihood of it.
_LIKELIHOODS = {"poisson_deviance": -0.5, "log_loss": -1.0}


def make_information_gains(table: ScoreTable) -> tuple[InformationGain, ...]:
    """Return the gain of every candidate but the reference; nothing where that did not take part.

    The interval is that of the corrected test over the outer splits, as for all scores.
    """
    reference = next(
        (c for c in table.of_role("baseline") if c.id.split(".")[0] == REFERENCE), None
    )
    if reference is None:
        return ()
    theirs = table.results(reference.id)
    found = []
    for candidate in table.measured.candidates:
        if candidate.id == reference.id:
            continue
        by_split = [
            _gain(mine, other)
            for mine, other in zip(table.results(candidate.id), theirs, strict=True)
        ]
        known = [gain for gain in by_split if gain is not None]
        if not known:
            continue
        protocol = table.measured.protocol
        test = nadeau_bengio(
            known, n_train=protocol.n_train_mean, n_test=protocol.n_test_mean, alpha=protocol.alpha
        )
        found.append(
            InformationGain(
                candidate=candidate.id,
                against=reference.id,
                gain=test.difference,
                interval=test.interval,
                by_split=tuple(by_split),
                n_events=sum(r.n_events or 0 for r in theirs),
            )
        )
    return tuple(found)


def _gain(mine: Result, other: Result) -> float | None:
    for metric, factor in _LIKELIHOODS.items():
        ours, theirs = mine.scores.get(metric), other.scores.get(metric)
        if ours is not None and theirs is not None and mine.n_events:
            return factor * (ours - theirs) * mine.n_test / mine.n_events
    return None
