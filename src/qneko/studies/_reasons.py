"""Why the answer is what it is: sentences made from contrasts and diagnostics."""

from __future__ import annotations

import math
from collections import Counter

from ._evidence import Evidence, KernelDiagnostic, Protocol, VariationalDiagnostic
from ._findings import Contrast, Reason
from ._measures import many, p_value, roughly, significant
from ._sentences import Case, initial, inputs_phrase, standing
from ._statistics import POWER, samples_to_detect, splits_to_detect

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
        if isinstance(diagnostic, KernelDiagnostic):
            reasons += [_concentration(diagnostic), _kernel_shots(diagnostic)]
        else:
            reasons.append(_variational_shots(diagnostic))
        break  # the first split's diagnostic stands for the rest, which are in the evidence
    reasons.append(_bar(case))
    return tuple(r for r in reasons if r is not None)


def _is_significant(case: Case, contrast: Contrast) -> bool:
    return contrast.p_holm is not None and contrast.p_holm < case.table.measured.protocol.alpha


def _rule(case: Case) -> Reason | None:
    """Warn where an answer is certain in sign but not in relevance."""
    contrast, margin = case.contrasts["bar_full"], case.table.measured.protocol.margin
    if case.answer not in ("better", "worse") or contrast.interval is None:
        return None
    nearest = min(abs(b) for b in contrast.interval)
    if nearest >= margin:
        return None
    return Reason(
        topic="rule",
        sentence=(
            f"The sign of the difference is established, its relevance is not: the interval "
            f"reaches into the \N{PLUS-MINUS SIGN}{case.style.amount(margin, margin)} that make "
            "no practical difference."
        ),
    )


def _power(case: Case) -> Reason | None:
    """Say for an undecided study what it could have found, and what it would take."""
    contrast, measured = case.contrasts["bar_full"], case.table.measured
    protocol, style = measured.protocol, case.style
    if case.answer != "undecided" or contrast.detectable is None or contrast.detectable <= 0.0:
        return None
    error = contrast.standard_error
    text = (
        f"A true difference of {style.amount(contrast.detectable, error)} or more would have been "
        f"found with a probability of at least {POWER:g}"
    )
    if protocol.margin <= 0.0:
        return Reason(topic="power", sentence=text + ".")
    over_rows = protocol.inference == "rows"
    n_samples = round(protocol.n_test_mean) if over_rows else measured.data.n_samples
    samples = samples_to_detect(
        protocol.margin, contrast, n_samples=n_samples, alpha=protocol.alpha
    )
    if samples > n_samples:
        rows = "test rows" if over_rows else "samples"
        text += (
            f". The smallest that matters here, {style.amount(protocol.margin, protocol.margin)}, "
            f"would take roughly {many(roughly(samples))} {rows} in place of {many(n_samples)}"
            f"{_repeats(contrast, protocol)}"
        )
    return Reason(topic="power", sentence=text + ".")


def _repeats(contrast: Contrast, protocol: Protocol) -> str:
    """Say what repeats would do, where chance makes the splits and so can make others."""
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
        return "; no number of repeats on the same rows would do"
    repeats = math.ceil(splits / protocol.n_splits)
    return f", or about {many(repeats)} repeats in place of {protocol.n_repeats}"


def _learning(case: Case) -> Reason | None:
    contrast = case.contrasts.get("dummy")
    if contrast is None or contrast.against_id is None:
        return None
    if _is_significant(case, contrast) and contrast.difference > 0.0:
        return None
    guess = case.table.mean(contrast.against_id)
    return Reason(
        topic="learning",
        sentence=(
            f"{initial(case.model.label)} could not be shown to do better than a guess that "
            f"ignores the inputs ({case.style.score(guess, contrast.standard_error)})."
        ),
    )


def _dimension(case: Case) -> Reason | None:
    """Tell what the model lacks from what the reduction of the inputs takes from everybody."""
    if not case.has_two_dimensions:
        return None
    reduction, contrast = case.bars.reduction, case.contrasts["bar_reduced"]
    full = next(c for c in case.table.of_role("baseline") if c.inputs == "full")
    few, all_ = inputs_phrase(case.table, case.model), inputs_phrase(case.table, full)
    text = (
        f"With the {few} of the quantum model instead of {all_}, the classical bar is "
        f"{standing(case, reduction)}. On the same {few} the quantum model is "
        f"{_against(case, contrast, 'the bar')}"
    )
    lacks, loses = -case.contrasts["bar_full"].difference, -reduction.difference
    is_loss = reduction.interval is not None and reduction.interval[1] < 0.0
    if case.answer == "worse" and is_loss and loses > 0.5 * lacks:
        text += ": most of its deficit comes with the reduced inputs"
    return Reason(topic="dimension", sentence=text + ".")


def _against(case: Case, contrast: Contrast, rival: str) -> str:
    """Return where the model stands against a rival, and whether that is established."""
    if contrast.interval is None or contrast.p_holm is None:
        return standing(case, contrast, than=rival)
    found = "" if _is_significant(case, contrast) else ", not established"
    return standing(case, contrast, p_value(contrast.p_holm) + found, than=rival)


def _entanglement(case: Case) -> Reason | None:
    contrast = case.contrasts.get("control")
    if contrast is None or contrast.interval is None or contrast.against_id is None:
        return None
    margin, style = case.table.measured.protocol.margin, case.style
    score = style.score(case.table.mean(contrast.against_id), contrast.standard_error)
    if _is_significant(case, contrast):
        helps = contrast.difference > 0.0
        end = "entanglement helps this model" if helps else "entanglement harms this model"
    elif contrast.interval[1] < margin:
        end = "entanglement is not what helps"
    else:
        end = "that entanglement helps was not shown"
    return Reason(
        topic="entanglement",
        sentence=(
            f"Its control without entanglement reaches {score}; the model is "
            f"{_against(case, contrast, 'that')}: {end}."
        ),
    )


def _concentration(found: KernelDiagnostic) -> Reason:
    from ..models.diagnostics import haar_limit  # brings scikit-learn along

    random_mean, random_variance = haar_limit(found.n_qubits)
    haar = math.sqrt(random_variance)
    spread = math.sqrt(found.variance)
    facts = (
        f"the overlaps between samples have mean {significant(found.mean, 2)} and spread "
        f"{significant(spread, 2)} (random states of {found.n_qubits} qubits: "
        f"{significant(random_mean, 2)} and {significant(haar, 2)})"
    )
    if found.mean > _NEARLY_CONSTANT:
        text = (
            f"The kernel is nearly constant: {facts}. What it learns lies in small differences "
            "between samples, which an exact simulation sees and hardware has to resolve."
        )
    elif spread < _CONCENTRATED * haar:
        text = (
            f"The kernel is concentrated: {facts}. It says hardly more about which samples are "
            "alike than random states would."
        )
    else:
        text = f"The kernel is not concentrated: {facts}."
    return Reason(topic="concentration", sentence=text)


def _kernel_shots(found: KernelDiagnostic) -> Reason:
    entries = found.n_samples * (found.n_samples - 1) // 2
    if found.shots_per_entry is None:
        text = "No number of shots would resolve this kernel on hardware: its entries are equal."
    else:
        text = (
            f"On hardware, telling the kernel's entries apart would take about "
            f"{many(roughly(found.shots_per_entry))} shots each, "
            f"{many(roughly(entries * found.shots_per_entry))} "
            f"for the {many(entries)} entries of one training on {found.n_samples} samples, on a "
            "device without noise and before any tuning."
        )
    return Reason(topic="shots", sentence=text)


def _variational_shots(found: VariationalDiagnostic) -> Reason | None:
    if found.shots_per_circuit is None:
        return None
    text = (
        "On hardware, resolving the outputs of the trained circuit would take about "
        f"{many(roughly(found.shots_per_circuit))} shots for each sample"
    )
    if found.n_circuits is not None:
        text += (
            f"; training took {many(found.n_circuits)} circuit evaluations, so about "
            f"{many(roughly(found.n_circuits * found.shots_per_circuit))} shots"
        )
    return Reason(topic="shots", sentence=text + ", on a device without noise.")


def _bar(case: Case) -> Reason:
    table, bar = case.table, case.bars.full
    error = case.contrasts["bar_full"].standard_error
    counts = Counter(p.candidate for p in bar.picks).most_common()
    names = [f"{table.candidate(i).label} ({n})" for i, n in counts]
    return Reason(
        topic="bar",
        sentence=(
            "The bar is, in each outer split, the baseline with the best inner score: "
            f"{'; '.join(names)}. The best mean test score of a single baseline "
            f"({case.style.score(bar.best_mean_score, error)}, "
            f"{table.candidate(bar.best_mean).label}) is known only afterwards and is not used."
        ),
    )


def cost_sentence(evidence: Evidence) -> str | None:
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
    longer, other = ("former", ratio) if ratio >= 1.0 else ("latter", 1.0 / ratio)
    return (
        f"Tuning and fitting over all splits took {significant(seconds[model], 2)} s for the "
        f"quantum model ({label[model]}, simulated) and {significant(seconds[rival], 2)} s for the "
        f"baseline that is the bar most often ({label[rival]}): the {longer} took "
        f"{significant(other, 2)} times as long."
    )
