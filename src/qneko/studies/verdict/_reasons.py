"""Why the answer is what it is: sentences made from contrasts and diagnostics."""

from __future__ import annotations

import math
from collections import Counter

from ..evidence._diagnostics import Diagnostic, KernelDiagnostic, VariationalDiagnostic
from ..evidence._evidence import Evidence
from ..evidence._findings import Contrast, Reason
from ..statistics._tests import POWER, samples_to_detect, splits_to_detect
from ..words._measures import many, roughly, significant
from ..words._messages import Language, say
from . import _why
from ._sentences import Case, against, initial, inputs_phrase, is_significant, standing

# A kernel whose entries spread less than twice as much as those of random states tells samples
# apart hardly better than random states would.
_CONCENTRATED = 2.0
# Overlaps this near to 1 in the mean: the states of different samples are almost the same state.
_NEARLY_CONSTANT = 0.9


def make_reasons(case: Case) -> tuple[Reason, ...]:
    """Return the reasons for the answer on one quantum model, the most telling first."""
    reasons = [_rule(case), _power(case), _learning(case), _dimension(case), _entanglement(case)]
    for diagnostic in case.table.measured.diagnostics:
        if diagnostic.candidate != case.model.id:
            continue
        reasons += _inside(case, diagnostic)
        break  # the first split's diagnostic stands for the rest, which are in the evidence
    else:
        reasons.append(_why.surrogate(case, None))
    reasons.append(_bar(case))
    return tuple(r for r in reasons if r is not None)


def _inside(case: Case, found: Diagnostic) -> list[Reason | None]:
    """Return what the look into one fitted model says."""
    costs = [_why.shot_noise(case, found), _why.hardware(case)]
    surrogate, simulability = _why.surrogate(case, found), _why.simulability(case, found)
    if isinstance(found, KernelDiagnostic):
        # only fidelities have random states to be compared with
        reads_states = found.circuits is not None and found.circuits.measured == "states"
        concentration = None if reads_states else _concentration(case, found)
        shots = _state_shots(case, found) if reads_states else _kernel_shots(case, found)
        geometry = _why.geometry(case, found)
        return [surrogate, geometry, simulability, concentration, shots, *costs]
    gradient = _why.gradient(case, found)
    return [surrogate, simulability, gradient, _variational_shots(case, found), *costs]


def _rule(case: Case) -> Reason | None:
    """Warn where an answer is certain in sign but not in relevance."""
    contrast, margin = case.contrasts["bar_full"], case.table.measured.protocol.margin
    if case.answer not in ("better", "worse") or contrast.interval is None:
        return None
    nearest = min(abs(b) for b in contrast.interval)
    if nearest >= margin:
        return None
    amount = case.style.amount(margin, margin)
    return Reason(topic="rule", sentence=case.say("rule.small", margin=amount))


def _power(case: Case) -> Reason | None:
    """Say for an undecided study what it could have found, and what it would take."""
    contrast = case.contrasts["bar_full"]
    if case.answer != "undecided" or contrast.detectable is None or contrast.detectable <= 0.0:
        return None
    sentence = case.say(
        "power.found",
        amount=case.style.amount(contrast.detectable, contrast.standard_error),
        power=f"{POWER:g}",
        more=_what_it_takes(case, contrast),
    )
    return Reason(topic="power", sentence=sentence)


def _what_it_takes(case: Case, contrast: Contrast) -> str:
    protocol = case.table.measured.protocol
    needed, n = samples_needed(case, contrast)
    if needed is None:
        return ""
    return case.say(
        "power.rows" if protocol.inference == "rows" else "power.samples",
        margin=case.style.amount(protocol.margin, protocol.margin),
        needed=many(roughly(needed), case.language),
        n=many(n, case.language),
        repeats=_repeats(case, contrast),
    )


def samples_needed(case: Case, contrast: Contrast) -> tuple[float | None, int]:
    """Return how many samples (test rows of one split) would find the margin, and how many are.

    Parameters
    ----------
    case : Case
        For the protocol.
    contrast : Contrast
        Whose standard error counts.

    Returns
    -------
    needed : float or None
        None if there is no margin, or the samples are enough.
    n : int
        Samples that there are.
    """
    protocol = case.table.measured.protocol
    over_rows = protocol.inference == "rows"
    n = round(protocol.n_test_mean) if over_rows else case.table.measured.data.n_samples
    if protocol.margin <= 0.0:
        return None, n
    needed = samples_to_detect(protocol.margin, contrast, n_samples=n, alpha=protocol.alpha)
    return (needed if needed > n else None), n


def _repeats(case: Case, contrast: Contrast) -> str:
    """Say what repeats would do, where chance makes the splits and so can make others."""
    protocol = case.table.measured.protocol
    if protocol.split not in ("random", "grouped") or protocol.inference == "rows":
        return ""
    splits = splits_to_detect(
        protocol.margin,
        contrast,
        n_train=protocol.n_train_mean,
        n_test=protocol.n_test_mean,
        alpha=protocol.alpha,
    )
    if not math.isfinite(splits):
        return case.say("power.no_repeats")
    repeats = math.ceil(splits / protocol.n_splits)
    return case.say("power.repeats", needed=many(repeats, case.language), n=protocol.n_repeats)


def _learning(case: Case) -> Reason | None:
    contrast = case.contrasts.get("dummy")
    if contrast is None or contrast.against_id is None:
        return None
    if is_significant(case, contrast) and contrast.difference > 0.0:
        return None
    sentence = case.say(
        "learning.guess",
        model=initial(case.model.label),
        score=case.style.score(case.table.mean(contrast.against_id), contrast.standard_error),
    )
    return Reason(topic="learning", sentence=sentence)


def _dimension(case: Case) -> Reason | None:
    """Tell what the model lacks from what the reduction of the inputs takes from everybody."""
    if not case.has_two_dimensions or case.model.inputs == "raw":
        return None  # a model that reads rows as they are lacks nothing that others have
    reduction, contrast = case.bars.reduction, case.contrasts["bar_reduced"]
    full = next(c for c in case.table.of_role("baseline") if c.inputs == "full")
    sentence = case.say(
        "dimension.standing",
        few=inputs_phrase(case.table, case.model, case.language),
        all=inputs_phrase(case.table, full, case.language),
        reduction=standing(case, reduction, than="full_inputs"),
        standing=against(case, contrast, "same_bar"),
        deficit=case.say("dimension.deficit") if lost_to_inputs(case) else "",
    )
    return Reason(topic="dimension", sentence=sentence)


def lost_to_inputs(case: Case) -> bool:
    """Return whether most of what the model lacks comes with the reduced inputs."""
    reduction = case.bars.reduction
    lacks, loses = -case.contrasts["bar_full"].difference, -reduction.difference
    is_loss = reduction.interval is not None and reduction.interval[1] < 0.0
    return case.answer == "worse" and is_loss and loses > 0.5 * lacks


def _entanglement(case: Case) -> Reason | None:
    contrast = case.contrasts.get("control")
    if contrast is None or contrast.interval is None or contrast.against_id is None:
        return None
    if is_significant(case, contrast):
        end = "entanglement.helps" if contrast.difference > 0.0 else "entanglement.harms"
    elif contrast.interval[1] < case.table.measured.protocol.margin:
        end = "entanglement.not"
    else:
        end = "entanglement.open"
    control = case.table.mean(contrast.against_id)
    sentence = case.say(
        "entanglement.standing",
        score=case.style.score(control, contrast.standard_error),
        standing=against(case, contrast, "control"),
        end=case.say(end),
    )
    return Reason(topic="entanglement", sentence=sentence)


def _concentration(case: Case, found: KernelDiagnostic) -> Reason:
    from ...models.diagnostics import haar_limit  # brings scikit-learn along

    random_mean, random_variance = haar_limit(found.n_qubits)
    haar = math.sqrt(random_variance)
    spread = math.sqrt(found.variance)
    facts = case.say(
        "kernel.facts",
        mean=significant(found.mean, 2),
        spread=significant(spread, 2),
        n=found.n_qubits,
        random_mean=significant(random_mean, 2),
        random_spread=significant(haar, 2),
    )
    if found.mean > _NEARLY_CONSTANT:
        key = "kernel.constant"
    elif spread < _CONCENTRATED * haar:
        key = "kernel.concentrated"
    else:
        key = "kernel.spread"
    return Reason(topic="concentration", sentence=case.say(key, facts=facts))


def _kernel_shots(case: Case, found: KernelDiagnostic) -> Reason:
    entries = found.n_samples * (found.n_samples - 1) // 2
    if found.shots_per_entry is None:
        return Reason(topic="shots", sentence=case.say("shots.none"))
    sentence = case.say(
        "shots.kernel",
        shots=many(roughly(found.shots_per_entry), case.language),
        total=many(roughly(entries * found.shots_per_entry), case.language),
        entries=many(entries, case.language),
        n=found.n_samples,
    )
    return Reason(topic="shots", sentence=sentence)


def _state_shots(case: Case, found: KernelDiagnostic) -> Reason:
    if found.shots_per_circuit is None or found.circuits is None:
        return Reason(topic="shots", sentence=case.say("shots.none"))
    sentence = case.say(
        "shots.states",
        shots=many(roughly(found.shots_per_circuit), case.language),
        circuits=many(found.circuits.training, case.language),
        n=found.n_samples,
    )
    return Reason(topic="shots", sentence=sentence)


def _variational_shots(case: Case, found: VariationalDiagnostic) -> Reason | None:
    if found.shots_per_circuit is None:
        return None
    training = ""
    if found.n_circuits is not None:
        training = case.say(
            "shots.training",
            circuits=many(found.n_circuits, case.language),
            total=many(roughly(found.n_circuits * found.shots_per_circuit), case.language),
        )
    shots = many(roughly(found.shots_per_circuit), case.language)
    sentence = case.say("shots.circuit", shots=shots, training=training)
    return Reason(topic="shots", sentence=sentence)


def _bar(case: Case) -> Reason:
    table, bar = case.table, case.bars.full
    error = case.contrasts["bar_full"].standard_error
    counts = Counter(p.candidate for p in bar.picks).most_common()
    picks = [case.say("bar.pick", label=table.candidate(i).label, n=n) for i, n in counts]
    sentence = case.say(
        "bar.picks",
        picks=case.say("list.join").join(picks),
        score=case.style.score(bar.best_mean_score, error),
        label=table.candidate(bar.best_mean).label,
    )
    return Reason(topic="bar", sentence=sentence)


def cost_sentence(evidence: Evidence, language: Language = "en") -> str | None:
    """Compare the wall time of the verdict's model with that of the bar's most frequent baseline.

    Wall times differ from run to run, so this is not part of the verdict: reports add it.

    Returns
    -------
    str or None
        None if the run has no timings of the two.
    """
    seconds = {t.candidate: t.fit_s + t.tune_s for t in evidence.run.timings}
    label = {c.id: c.label for c in evidence.candidates}
    model = evidence.verdict.candidate
    rival = Counter(p.candidate for p in evidence.bars.full.picks).most_common(1)[0][0]
    if not (seconds.get(model) and seconds.get(rival)):
        return None
    ratio = seconds[model] / seconds[rival]
    is_former = ratio >= 1.0
    return say(
        language,
        "cost.former" if is_former else "cost.latter",
        model=label[model],
        model_s=significant(seconds[model], 2),
        rival=label[rival],
        rival_s=significant(seconds[rival], 2),
        ratio=significant(ratio if is_former else 1.0 / ratio, 2),
    )
