"""What a circuit becomes inside another one: other qubits, features and weights."""

from __future__ import annotations

from collections.abc import Sequence, Sized
from dataclasses import replace
from typing import TYPE_CHECKING

from ..errors import InputError
from ._angle import Angle, Symbol
from ._operation import Operation, as_tuple, checked_angles

if TYPE_CHECKING:
    from ._circuit import Circuit

_PLACE = "compose"


def inner_qubits(inner: Circuit, qubits: int | Sequence[int] | None) -> tuple[int, ...]:
    """Return where the inner circuit's qubits go."""
    where = tuple(range(inner.n_qubits)) if qubits is None else as_tuple(qubits)
    _check_count("qubits", where, inner.n_qubits)
    return where


def inner_operations(
    inner: Circuit,
    where: Sequence[int],
    features: Sequence[Angle | float] | None,
    weights: Sequence[Angle | float],
) -> list[Operation]:
    """Return the inner circuit's gates on other qubits, with angles for features and weights."""
    _check_count("weights", weights, inner.n_weights)
    values = _values("weight", weights)
    if features is not None:
        _check_count("features", features, inner.n_features)
        values |= _values("feature", features)

    def value_of(symbol: Symbol) -> Angle:
        return values[symbol] if symbol in values else Angle([((symbol,), 1.0)])

    operations = []
    for number, operation in enumerate(inner.operations):
        angles = tuple(a.insert(value_of) for a in operation.angles)
        if operation.name == "initialize":  # amplitudes may have become 0
            angles = checked_angles(f"{_PLACE}: its gate {number}", operation.name, angles)
        moved = tuple(where[q] for q in operation.qubits)
        operations.append(replace(operation, qubits=moved, angles=angles))
    return operations


def _values(kind: str, given: Sequence[Angle | float]) -> dict[Symbol, Angle]:
    angles = checked_angles(f"{_PLACE}: {kind}s", kind, given)
    return {Symbol(kind, i): angle for i, angle in enumerate(angles)}


def _check_count(what: str, given: Sized, expected: int) -> None:
    if len(given) != expected:
        raise InputError(
            f"{_PLACE}: expected {expected} {what}, one for each of the inner circuit, "
            f"got {len(given)}."
        )
