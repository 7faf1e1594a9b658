"""Contrasts: every quantum model against the bars, its control and the dummy."""

from __future__ import annotations

from ..evidence._findings import Bars, Comparison, Contrast
from ..evidence._record import Rival
from ._bars import ScoreTable
from ._bayes import posterior, standardised_interval
from ._tests import holm

_RIVALS: tuple[Rival, ...] = ("bar_full", "bar_reduced", "control", "surrogate", "dummy")


def make_contrasts(table: ScoreTable, bars: Bars) -> tuple[Contrast, ...]:
    """Return all contrasts, rival by rival, with p corrected over the quantum models of each.

    The family of Holm's procedure is one question asked of several models. The verdict rests on
    the first family (`bar_full`); the others explain it.
    """
    protocol = table.measured.protocol
    contrasts: list[Contrast] = []
    for against in _RIVALS:
        found = _against(table, bars, against)
        adjusted = holm([comparison.p for _, _, comparison in found])
        contrasts += [
            Contrast(
                candidate=candidate,
                against=against,
                against_id=rival,
                p_holm=p_holm,
                standardised_interval=standardised_interval(comparison, alpha=protocol.alpha),
                posterior=posterior(comparison, margin=protocol.margin),
                **dict(comparison),
            )
            for (candidate, rival, comparison), p_holm in zip(found, adjusted, strict=True)
        ]
    return tuple(contrasts)


def _against(
    table: ScoreTable, bars: Bars, against: Rival
) -> list[tuple[str, str | None, Comparison]]:
    """Return (quantum model, rival if it is one candidate, comparison) for one kind of rival."""
    found = []
    for model in table.of_role("quantum"):
        rival: str | None = None
        if against == "bar_full":
            scores, first = [p.score for p in bars.full.picks], bars.full.picks[0].candidate
        elif against == "bar_reduced":
            scores = [p.score for p in bars.reduced.picks]
            first = bars.reduced.picks[0].candidate
        else:
            role = table.of_role(against)
            rival = next(
                (c.id for c in role if against == "dummy" or c.control_of == model.id), None
            )
            if rival is None:
                continue
            scores, first = table.scores(rival), rival
        comparison = table.compare(table.scores(model.id), scores, (model.id, first))
        found.append((model.id, rival, comparison))
    return found
