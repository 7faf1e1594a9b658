"""Why the answer is what it is, from the look inside: whether anything quantum was needed.

Each sentence is said only where its number was measured, and says on how many rows. What the
thresholds are and where they come from is in ``docs/evidence.md``.
"""

from __future__ import annotations

import math

from ..evidence._diagnostics import Diagnosed, KernelDiagnostic, VariationalDiagnostic
from ..evidence._findings import Contrast, Reason
from ..evidence._hardware import HardwareCost, choose_shots, make_costs, mean
from ..words._measures import many, roughly, significant
from ._sentences import Case, against, is_significant, lower_initial

#: A geometric difference up to this share of the square root of the rows is far below it.
FAR_BELOW = 0.25
#: Kernels with a centred alignment from here on are nearly the same to a learner.
NEARLY_THE_SAME = 0.95
#: A loss is flat if a derivative takes more shots than this to be told from zero.
FLAT_SHOTS = 10_000


def geometry(case: Case, found: KernelDiagnostic) -> Reason | None:
    """Say what the geometric difference to classical kernels rules out."""
    if found.geometry is None:
        return None
    g, root = found.geometry.difference, math.sqrt(found.geometry.n_rows)
    if g <= FAR_BELOW * root:
        key = "geometry.far_below"
    elif g < root:
        key = "geometry.below"
    else:
        key = "geometry.above"
    sentence = case.say(
        key,
        g=significant(g, 2),
        root=significant(root, 2),
        nearest=found.geometry.nearest,
        n_kernels=found.geometry.n_kernels,
        n=many(found.geometry.n_rows, case.language),
    )
    return Reason(topic="geometry", sentence=sentence)


def surrogate(case: Case, found: Diagnosed | None) -> Reason | None:
    """Say whether the classical surrogate does the same."""
    contrast = case.contrasts.get("surrogate")
    if contrast is None or contrast.interval is None or contrast.against_id is None:
        return None
    measured = getattr(found, "geometry", None)
    alike = measured is not None and measured.alignment >= NEARLY_THE_SAME
    alignment = ""
    if measured is not None:
        alignment = case.say(
            "surrogate.alignment",
            alignment=significant(measured.alignment, 3),
            n=many(measured.n_rows, case.language),
        )
    sentence = case.say(
        "surrogate.standing",
        label=case.table.candidate(contrast.against_id).label,
        score=case.style.score(case.table.mean(contrast.against_id), contrast.standard_error),
        standing=against(case, contrast, "control"),
        end=case.say(_surrogate_end(case, contrast, alike)),
        alignment=alignment,
    )
    return Reason(topic="surrogate", sentence=sentence)


def _surrogate_end(case: Case, contrast: Contrast, alike: bool) -> str:
    protocol = case.table.measured.protocol
    assert contrast.interval is not None
    low, high = contrast.interval
    # as in the rule of the verdict: what is surely too small to matter comes first
    if -protocol.margin < low and high < protocol.margin:
        return "surrogate.same_kernel" if alike else "surrogate.same"
    if is_significant(case, contrast):
        return "surrogate.better" if contrast.difference < 0.0 else "surrogate.worse"
    return "surrogate.enough" if high < protocol.margin else "surrogate.open"


def simulability(case: Case, found: Diagnosed) -> Reason | None:
    """Say which classical methods are quick, or that none of those asked is."""
    if not found.simulability:
        return None
    easy = [m for m in found.simulability if m.easy and m.method != "stabiliser methods"]
    # that the outputs see all qubits says nothing
    told = [m for m in easy if m.method != "light cone" or m.cost < found.n_qubits] or [
        m for m in found.simulability if m.easy
    ]
    if not told:
        methods = ", ".join(case.say(f"method.{_key(m.method)}") for m in found.simulability)
        return Reason(topic="simulability", sentence=case.say("simulability.open", methods=methods))
    if case.language == "en":
        why = "; ".join(lower_initial(m.sentence.rstrip(".")) for m in told)
    else:
        why = case.say("list.join").join(case.say(f"method.{_key(m.method)}") for m in told)
    sentence = case.say("simulability.easy", why=why)
    return Reason(topic="simulability", sentence=sentence)


def _key(method: str) -> str:
    return method.replace(" ", "_")


def gradient(case: Case, found: VariationalDiagnostic) -> Reason | None:
    """Say how steep the loss is where training begins, and what it takes to see it."""
    if found.gradient is None:
        return None
    variance = found.gradient.variance
    shots = math.inf if variance == 0.0 else 0.5 / variance
    # a random circuit: both shifted expectations of a Pauli string have variance 1 / (D + 1)
    random = 0.5 / (2.0**found.n_qubits + 1)
    sentence = case.say(
        "gradient.flat" if shots > FLAT_SHOTS else "gradient.steep",
        size=significant(math.sqrt(variance), 2),
        random=significant(math.sqrt(random), 2),
        n=found.n_qubits,
        points=found.gradient.n_points,
        shots=case.say("gradient.no_shots")
        if math.isinf(shots)
        else many(roughly(shots), case.language),
    )
    return Reason(topic="gradient", sentence=sentence)


def shot_noise(case: Case, found: Diagnosed) -> Reason | None:
    """Say whether the score survives a finite number of shots."""
    measured = case.table.measured
    chosen = choose_shots(measured, found)
    if chosen is None or not found.shot_scores or found.exact_score is None:
        return None
    shots, keeps = chosen
    tried = next((s for s in found.shot_scores if s.shots == shots), found.shot_scores[-1])
    error = case.contrasts["bar_full"].standard_error
    style = case.style
    sentence = case.say(
        "noise.kept" if keeps else "noise.lost",
        shots=many(tried.shots, case.language),
        mean=style.score(mean(tried.scores), error),
        low=style.number(min(tried.scores), error),
        high=style.number(max(tried.scores), error),
        n=len(tried.scores),
        exact=style.score(found.exact_score, error),
        n_test=found.n_test,
        how=case.say("noise.retrained" if found.retrained else "noise.predicted"),
    )
    return Reason(topic="noise", sentence=sentence)


def hardware(case: Case) -> Reason | None:
    """Say what one training and one prediction would take on the device."""
    measured = case.table.measured
    device = measured.device
    cost = next((c for c in make_costs(measured) if c.candidate == case.model.id), None)
    if device is None or cost is None:
        return None
    sentence = case.say(
        "hardware.cost",
        device=device.title,
        date=device.date,
        shots=many(cost.shots, case.language),
        kept="" if cost.keeps_score is None else case.say(_kept(cost.keeps_score)),
        circuits=many(cost.training_circuits, case.language),
        training=_bill(case, cost, cost.training_s, cost.training_price),
        per_sample=many(cost.sample_circuits, case.language),
        sample=_bill(case, cost, cost.sample_s, cost.sample_price),
    )
    return Reason(topic="hardware", sentence=sentence)


def _kept(keeps_score: bool) -> str:
    return "hardware.kept" if keeps_score else "hardware.lost"


def _bill(case: Case, cost: HardwareCost, seconds: float | None, price: float | None) -> str:
    parts = []
    if seconds is not None:
        parts.append(_duration(case, seconds))
    if price is not None:
        device = case.table.measured.device
        assert device is not None and device.price is not None
        amount = many(roughly(price), case.language) if price >= 10.0 else significant(price, 2)
        parts.append(f"{amount} {device.price.currency}")
    return case.say("hardware.and").join(parts) or case.say("hardware.unknown")


def _duration(case: Case, seconds: float) -> str:
    for size, key in ((86_400 * 365.25, "years"), (86_400, "days"), (3600, "hours"), (60, "min")):
        if seconds >= 2 * size:
            return case.say(f"hardware.{key}", n=many_or_few(seconds / size, case))
    return case.say("hardware.s", n=many_or_few(seconds, case))


def many_or_few(value: float, case: Case) -> str:
    """Return a number to two digits, small ones with decimals."""
    return many(roughly(value), case.language) if value >= 100 else significant(value, 2)
