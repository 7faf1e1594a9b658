"""The verdict: from what was measured to an answer, by a rule that was fixed beforehand."""

from __future__ import annotations

from ...errors import InputError
from ..evidence._evidence import Evidence, Observations
from ..evidence._findings import Bars, Contrast, ModelVerdict, Verdict
from ..evidence._hardware import make_costs
from ..evidence._record import Answer
from ..statistics._bars import ScoreTable, make_bars, summarise
from ..statistics._calibration import calibrate
from ..statistics._contrasts import make_contrasts
from ..statistics._information_gain import make_information_gains
from ..statistics._learning import make_learning_fits
from ..statistics._skill import make_skills
from ..words._messages import Language
from ._reasons import make_reasons
from ._sentences import Case, model_sentence


def conclude(observations: Observations) -> Evidence:
    """Add summaries, bars, contrasts and the verdict to what a run measured.

    Parameters
    ----------
    observations : Observations
        Every candidate scored on every outer split. Nothing is read but this, and ``run`` is
        only passed on.

    Returns
    -------
    Evidence
        The same input gives the same evidence, bit by bit.

    Raises
    ------
    InputError
        If there is no quantum model or no tuned baseline to compare.
    """
    table = ScoreTable(observations)
    if not table.of_role("quantum"):
        raise InputError(
            "A verdict needs at least one quantum model, and the study has none; "
            "list one in the study file."
        )
    bars = make_bars(table)
    contrasts = make_contrasts(table, bars)
    protocol = observations.protocol
    parts = {name: getattr(observations, name) for name in type(observations).model_fields}
    return Evidence(
        **parts,
        summaries=summarise(table),
        bars=bars,
        contrasts=contrasts,
        costs=make_costs(observations),
        calibration=tuple(
            calibrate(r, n_repeats=protocol.n_repeats, alpha=protocol.alpha)
            for r in observations.reliability
        ),
        learning_fits=make_learning_fits(observations),
        information_gains=make_information_gains(table),
        skills=make_skills(table),
        verdict=_verdict(table, bars, contrasts),
    )


def answer_for(full: Contrast, reduced: Contrast, *, margin: float, alpha: float) -> Answer:
    """Apply the rule of the verdict to one quantum model.

    Parameters
    ----------
    full, reduced : Contrast
        Against the bar at any dimension, and against the bar on the same inputs.
    margin : float
        Half-width of the region of practical equivalence, in the metric's unit.
    alpha : float
        Significance level for the p-value after Holm.

    Returns
    -------
    {"better", "on a par", "worse", "undecided"}
        *On a par* if the whole interval against the full bar lies inside the margin; else *better*
        or *worse* if the corrected p is below alpha; else *undecided*. *Better* must also hold in
        the mean against the bar on the same inputs: who beats the full bar but not the reduced
        one owes it to the inputs.
    """
    if full.interval is not None and -margin < full.interval[0] and full.interval[1] < margin:
        return "on a par"
    if full.p_holm is None or full.p_holm >= alpha:
        return "undecided"
    if full.difference < 0.0:
        return "worse"
    return "better" if reduced.difference >= 0.0 else "undecided"


def cases_of(evidence: Evidence, language: Language = "en") -> dict[str, Case]:
    """Return the case of each quantum model again, for sentences in another language.

    Parameters
    ----------
    evidence : Evidence
        A concluded study.
    language : {"en", "ja"}
        Of the sentences that are made from the cases.
    """
    return _make_cases(ScoreTable(evidence), evidence.bars, evidence.contrasts, language)


def _make_cases(
    table: ScoreTable, bars: Bars, contrasts: tuple[Contrast, ...], language: Language = "en"
) -> dict[str, Case]:
    protocol = table.measured.protocol
    cases: dict[str, Case] = {}
    for model in table.of_role("quantum"):
        mine = {c.against: c for c in contrasts if c.candidate == model.id}
        answer = answer_for(
            mine["bar_full"], mine["bar_reduced"], margin=protocol.margin, alpha=protocol.alpha
        )
        cases[model.id] = Case(table, bars, mine, model, answer, language)
    return cases


def _verdict(table: ScoreTable, bars: Bars, contrasts: tuple[Contrast, ...]) -> Verdict:
    cases = _make_cases(table, bars, contrasts)
    ranked = sorted(cases, key=lambda i: (-table.quality(table.mean(i)), i))
    chosen = next((i for i in ranked if cases[i].answer == "better"), ranked[0])
    return Verdict(
        answer=cases[chosen].answer,
        candidate=chosen,
        sentence=model_sentence(cases[chosen]),
        reasons=make_reasons(cases[chosen]),
        per_model=tuple(
            ModelVerdict(candidate=i, answer=case.answer, sentence=model_sentence(case))
            for i, case in cases.items()
        ),
    )
