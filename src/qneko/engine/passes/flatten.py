"""A circuit as Pauli rotations whose angles are its features: each can be set on its own."""

from __future__ import annotations

from dataclasses import dataclass

from ...circuits import Angle, Circuit, Observable, feature
from ...errors import InputError
from .frame import Frame
from .lower import lower


@dataclass(frozen=True, slots=True)
class Flat:
    """What a circuit does to its observables, with every variable angle laid open.

    Parameters
    ----------
    circuit : Circuit
        Pauli rotations only; feature r is the angle of the r-th rotation that is not constant.
    observables : tuple of Observable
        The original ones, seen through the CNOTs that the rotations do without.
    angles : tuple of Angle
        ``angles[r]`` is what the original circuit gives feature r.
    """

    circuit: Circuit
    observables: tuple[Observable, ...]
    angles: tuple[Angle, ...]


def flatten(circuit: Circuit, observables: tuple[Observable, ...] = ()) -> Flat:
    """Return the flat form of `circuit`; its state differs by a permutation of basis states."""
    lowered = lower(circuit)
    if lowered.amplitudes:
        raise InputError(
            "A circuit that begins with initialize(...) cannot be written as rotations alone; "
            "use the adjoint method: Program.jacobian or Program.value_and_vjp."
        )
    flat = Circuit(circuit.n_qubits)
    angles: list[Angle] = []
    for rotation in lowered.rotations:
        angle = rotation.angle
        if not angle.is_constant:
            angles.append(angle)
            angle = feature(len(angles) - 1)
        qubits, paulis, sign = _letters(rotation.x, rotation.z, 1 if rotation.x else 0)
        if paulis:
            flat.pauli_rotation(sign * angle, paulis, qubits)
    measured = tuple(_through(observable, lowered.frame) for observable in observables)
    return Flat(flat, measured, tuple(angles))


def _letters(x: int, z: int, k: int) -> tuple[tuple[int, ...], str, int]:
    """Write the Hermitian string i^k X^x Z^z as qubits, letters and a sign."""
    qubits, paulis = [], ""
    for q in range((x | z).bit_length()):
        if (x | z) >> q & 1:
            qubits.append(q)
            paulis += "Z" if not x >> q & 1 else "Y" if z >> q & 1 else "X"
    # each Y = i X Z takes one factor i
    return tuple(qubits), paulis, 1 if (k - paulis.count("Y")) % 4 == 0 else -1


def _through(observable: Observable, frame: Frame) -> Observable:
    terms = []
    for string, coefficient in observable.terms:
        qubits, paulis, sign = _letters(*frame.pauli(dict(string)))
        terms.append((tuple(zip(qubits, paulis, strict=True)), coefficient * sign))
    return Observable(terms)
