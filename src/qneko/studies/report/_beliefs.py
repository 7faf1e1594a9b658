"""Beside the tests: how probable better, equal and worse are, and how large the effects."""

from __future__ import annotations

from ..evidence._evidence import Evidence
from ..evidence._findings import Contrast, Posterior
from ..statistics._bars import ScoreTable
from ..verdict._sentences import initial, number_style
from ..words._measures import MINUS, fixed
from ._blocks import Table
from ._tables import NONE, RIVALS


def beliefs(evidence: Evidence) -> Table | None:
    """Return posterior probabilities and standardised effects; None for evidence without them."""
    protocol, style = evidence.protocol, number_style(ScoreTable(evidence))
    label = {c.id: c.label for c in evidence.candidates}
    two = evidence.bars.reduced != evidence.bars.full
    shown = [c for c in evidence.contrasts if two or c.against != "bar_reduced"]
    if all(c.posterior is None for c in shown):
        return None
    margin = style.amount(protocol.margin, protocol.margin)
    level = f"{100 * (1 - protocol.alpha):g} %"
    return Table(
        caption="How probable, and how large",
        header=(
            "Who",
            "Against",
            "P(better)",
            "P(practically equal)",
            "P(worse)",
            f"Standardised difference ({level} interval)",
        ),
        rows=tuple(
            (
                initial(label[c.candidate]),
                RIVALS[c.against],
                *_probabilities(c.posterior),
                _effect(c),
            )
            for c in shown
        ),
        texts=frozenset({0, 1}),
        note=(
            "Bayesian correlated t-test (Benavoli and others, 2017) with a flat prior: P(better) "
            f"and P(worse) are the probabilities of a true difference beyond {margin}, "
            "P(practically equal) that of one within. They are not corrected for several models, "
            "and the verdict does not use them. Standardised: the difference over its standard "
            "deviation between splits."
        ),
    )


def _probabilities(found: Posterior | None) -> tuple[str, str, str]:
    if found is None:
        return NONE, NONE, NONE
    better, equal, worse = (_share(p) for p in (found.better, found.equivalent, found.worse))
    return better, equal, worse


def _share(p: float) -> str:
    """Return a probability; next to 0 or 1 it is not written as certain."""
    if p < 0.001:
        return "< 0.001"
    return "> 0.999" if p > 0.999 else fixed(p, 3)


def _effect(contrast: Contrast) -> str:
    if contrast.standardised_difference is None:
        return NONE
    text = fixed(contrast.standardised_difference, 2)
    if contrast.standardised_interval is None:
        return text
    low, high = (fixed(bound, 2) for bound in contrast.standardised_interval)
    return f"{text} ({low} to {high})".replace("-", MINUS)
