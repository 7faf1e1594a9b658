"""What somebody should do who has read the verdict."""

from __future__ import annotations

import math
from collections import Counter

from ..evidence._evidence import KernelDiagnostic
from ..words._measures import many, roughly
from ._reasons import lost_to_inputs, samples_needed
from ._sentences import Case
from ._why import FAR_BELOW


def next_steps(case: Case) -> tuple[str, ...]:
    """Return what follows from the answer on one quantum model, the most useful first.

    Parameters
    ----------
    case : Case
        The model before the judge, in the language that is wanted.

    Returns
    -------
    tuple of str
        One to five sentences. They follow from the evidence by fixed rules, like the verdict.
    """
    of_answer = {
        "better": _better,
        "on a par": _on_a_par,
        "worse": _worse,
        "undecided": _undecided,
    }
    first = () if _learns(case) else (case.say("next.inputs"),)
    last = (case.say("next.no_qpu"),) if _classical_kernel_matches(case) else ()
    return (*first, *of_answer[case.answer](case), *last)


def _learns(case: Case) -> bool:
    guess = case.contrasts.get("dummy")
    if guess is None or guess.p_holm is None:
        return True  # not asked
    return guess.p_holm < case.table.measured.protocol.alpha and guess.difference > 0.0


def _classical_kernel_matches(case: Case) -> bool:
    """Return whether geometry rules out that this model needs a quantum computer."""
    mine = [d for d in case.table.measured.diagnostics if d.candidate == case.model.id]
    if not mine or not isinstance(mine[0], KernelDiagnostic) or case.answer == "better":
        return False
    found = mine[0].geometry
    return found is not None and found.difference <= FAR_BELOW * math.sqrt(found.n_rows)


def _usual_baseline(case: Case) -> str:
    counted = Counter(p.candidate for p in case.bars.full.picks).most_common(1)
    return case.table.candidate(counted[0][0]).label


def _better(case: Case) -> tuple[str, ...]:
    steps = [case.say("next.new_data")]
    control = case.contrasts.get("control")
    alpha = case.table.measured.protocol.alpha
    if control is not None and (
        control.p_holm is None or control.p_holm >= alpha or control.difference <= 0.0
    ):
        steps.append(case.say("next.try_control"))
    return (*steps, case.say("next.noise"))


def _on_a_par(case: Case) -> tuple[str, ...]:
    return (case.say("next.by_cost", rival=_usual_baseline(case)),)


def _worse(case: Case) -> tuple[str, ...]:
    use = case.say("next.use_classical", rival=_usual_baseline(case))
    if lost_to_inputs(case):
        n = case.model.n_features or case.table.measured.protocol.n_features
        return use, case.say("next.more_qubits", n=n)
    return use, case.say("next.other_data")


def _undecided(case: Case) -> tuple[str, ...]:
    steps = []
    contrast, protocol = case.contrasts["bar_full"], case.table.measured.protocol
    if contrast.detectable:
        needed, n = samples_needed(case, contrast)
        if needed is not None:
            key = "next.collect_rows" if protocol.inference == "rows" else "next.collect"
            count = many(roughly(needed), case.language)
            steps.append(case.say(key, needed=count, n=many(n, case.language)))
    meanwhile = case.say("next.meanwhile", rival=_usual_baseline(case))
    return (*steps, meanwhile, case.say("next.no_hunting"))
