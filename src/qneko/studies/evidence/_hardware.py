"""What a quantum model would take on a named device: shots, seconds and money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pydantic import Field

from ...hybrid.devices import Price, Snapshot, Times, get_snapshot
from ._diagnostics import Diagnosed, ShotScore
from ._record import Count, Positive, Record

if TYPE_CHECKING:
    from ._evidence import Measured


class DeviceTimes(Record):
    """How long a shot takes: its parts, or shots as a whole."""

    source: str = Field(description="Where the figures were read.")
    one_qubit_s: float | None = Field(None, description="Seconds of a gate on one qubit.")
    two_qubit_s: float | None = Field(None, description="Seconds of a gate on two qubits.")
    readout_s: float | None = Field(None, description="Seconds of the measurement.")
    between_shots_s: float | None = Field(None, description="Seconds between two shots.")
    shots_per_s: float | None = Field(None, description="Shots in a second, of any circuit.")


class DevicePrice(Record):
    """What the provider asks for; what is given is added up."""

    currency: str = Field(description="ISO 4217 code.")
    date: str = Field(description="Of the price list, ISO 8601.")
    source: str = Field(description="Where the figures were read.")
    per_second: float = 0.0
    per_shot: float = 0.0
    per_circuit: float = 0.0


class Device(Record):
    """The quantum computer that costs are worked out for, as it was published at one time."""

    name: str
    title: str
    n_qubits: Positive
    date: str = Field(description="Of the figures, ISO 8601.")
    times: DeviceTimes | None = None
    price: DevicePrice | None = None


class HardwareCost(Record):
    """What one quantum model would take on the device, without noise other than shot noise."""

    candidate: str
    shots: Positive = Field(description="For each circuit.")
    keeps_score: bool | None = Field(
        None, description="Whether the score stays within the margin then; null: not simulated."
    )
    training_circuits: Count = Field(description="Of one fit, without any tuning.")
    training_s: float | None = Field(None, description="Seconds on the device.")
    training_price: float | None = Field(None, description="In the currency of the device.")
    sample_circuits: Positive = Field(description="To predict one new sample.")
    sample_s: float | None = Field(None, description="Seconds on the device.")
    sample_price: float | None = Field(None, description="In the currency of the device.")


def device_record(name: str) -> Device:
    """Return a snapshot as the evidence holds it."""
    found = get_snapshot(name)
    times, price = found.times, found.price
    return Device(
        name=found.name,
        title=found.title,
        n_qubits=found.n_qubits,
        date=found.date,
        times=None if times is None else DeviceTimes(**_fields(times)),
        price=None if price is None else DevicePrice(**_fields(price)),
    )


def make_costs(measured: Measured) -> tuple[HardwareCost, ...]:
    """Return the cost of each quantum model that fits on the device and was looked into."""
    device = measured.device
    if device is None:
        return ()
    found = []
    for diagnostic in measured.diagnostics:
        if diagnostic.circuits is None or diagnostic.n_qubits > device.n_qubits:
            continue
        chosen = choose_shots(measured, diagnostic)
        if chosen is not None:
            found.append(_cost(device, diagnostic, *chosen))
    return tuple(found)


def choose_shots(measured: Measured, diagnostic: Diagnosed) -> tuple[int, bool | None] | None:
    """Return the shots for each circuit, and whether the score stays the same with them.

    The fewest of those tried from which on the mean score stays within the margin; if there are
    none, those that resolve the outputs. None if no number of shots resolves them.
    """
    resolved = resolving_shots(diagnostic)
    if resolved is None:
        return None
    kept: int | None = None
    for tried in sorted(diagnostic.shot_scores, key=lambda s: -s.shots):
        if lost_by_shots(measured, diagnostic, tried) > measured.protocol.margin:
            break
        kept = tried.shots
    if kept is not None:
        return kept, True
    return resolved, False if diagnostic.shot_scores else None


def resolving_shots(diagnostic: Diagnosed) -> int | None:
    """Return the shots for each circuit that resolve a model's outputs; None: none would do."""
    if getattr(diagnostic, "shots_per_entry", None) is not None:
        shots: int = diagnostic.shots_per_entry  # type: ignore[attr-defined]
        return shots
    found: int | None = getattr(diagnostic, "shots_per_circuit", None)
    return found


def lost_by_shots(measured: Measured, diagnostic: Diagnosed, tried: ShotScore) -> float:
    """Return by how much shot noise makes the score worse, in the mean of its draws."""
    assert diagnostic.exact_score is not None
    loss = diagnostic.exact_score - mean(tried.scores)
    return loss if measured.protocol.greater_is_better else -loss


def mean(values: Sequence[float]) -> float:
    """Return the arithmetic mean."""
    return sum(values) / len(values)


def _cost(
    device: Device, diagnostic: Diagnosed, shots: int, keeps_score: bool | None
) -> HardwareCost:
    snapshot = Snapshot(
        device.name,
        device.title,
        device.n_qubits,
        device.date,
        None if device.times is None else Times(**dict(device.times)),
        None if device.price is None else Price(**dict(device.price)),
    )
    circuits = diagnostic.circuits
    assert circuits is not None
    shot_s = snapshot.shot_s(circuits.one_qubit_layers, circuits.two_qubit_layers)

    def of(n_circuits: int) -> tuple[float | None, float | None]:
        seconds = None if shot_s is None else n_circuits * shots * shot_s
        return seconds, snapshot.cost(n_circuits, n_circuits * shots, seconds)

    training_s, training_price = of(circuits.training)
    sample_s, sample_price = of(circuits.per_sample)
    return HardwareCost(
        candidate=diagnostic.candidate,
        shots=shots,
        keeps_score=keeps_score,
        training_circuits=circuits.training,
        training_s=training_s,
        training_price=training_price,
        sample_circuits=circuits.per_sample,
        sample_s=sample_s,
        sample_price=sample_price,
    )


def _fields(found: Times | Price) -> dict[str, str | float | None]:
    return {name: getattr(found, name) for name in type(found).__dataclass_fields__}
