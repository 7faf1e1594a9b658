"""Every gate as rotations exp(-i angle P / 2) about Pauli strings, a frame and a global phase."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from math import pi

import numpy as np

from ...circuits import Angle, Circuit, Operation
from ...circuits.synthesis import Turn, unitary_turns
from .frame import Frame


@dataclass(slots=True)
class Rotation:
    """exp(-i angle P / 2) in physical coordinates.

    ``x == 0``: P = Z^z, diagonal. ``x != 0``: P = i X^x Z^z with odd parity of ``x & z``, a real
    rotation that pairs p with ``p ^ x``.
    """

    x: int
    z: int
    angle: Angle


@dataclass(slots=True)
class Lowered:
    """A circuit as a start, rotations, then a frame, times ``exp(i phase)``."""

    n_qubits: int
    rotations: list[Rotation] = field(default_factory=list)
    frame: Frame = field(init=False)
    #: basis state -> amplitude before the first rotation, up to a common factor; empty: |0...0>
    amplitudes: dict[int, Angle] = field(default_factory=dict)
    #: shares of the phase; a sum of many is made once, not on the way
    phases: list[Angle] = field(default_factory=list)

    @property
    def phase(self) -> Angle:
        """The global phase, in radians."""
        return Angle(term for angle in self.phases for term in angle.terms)

    def __post_init__(self) -> None:
        self.frame = Frame(self.n_qubits)

    def rotate(self, letters: dict[int, str], angle: Angle | float) -> None:
        """Append exp(-i angle P / 2) for a logical Pauli string P."""
        x, z, k = self.frame.pauli(letters)
        angle = Angle.of(angle)
        if k >= 2:
            angle = -angle
        if x == 0 or k % 2:
            self.rotations.append(Rotation(x, z, angle))
            return
        # P is real and symmetric. Take a mask m that anticommutes with it, D = exp(-i pi/4 Z^m):
        # P = -D A D*, where A = i X^x Z^(z^m) makes a real rotation.
        mask = next(self.frame.rows[q] for q, letter in letters.items() if letter in "XY")
        self.rotations.append(Rotation(0, mask, Angle.of(-pi / 2)))
        self.rotations.append(Rotation(x, z ^ mask, -angle))
        self.rotations.append(Rotation(0, mask, Angle.of(pi / 2)))


def lower(circuit: Circuit) -> Lowered:
    """Return `circuit` as rotations, a frame and a global phase: exactly the same unitary."""
    lowered = Lowered(circuit.n_qubits)
    for operation in circuit.operations:
        if operation.name == "initialize":  # nothing came before on its qubits
            _initialize(lowered, operation)
        else:
            _lower_operation(lowered, operation)
    return lowered


def _lower_operation(out: Lowered, operation: Operation) -> None:
    name, q, angles = operation.name, operation.qubits, operation.angles
    if name in _PHASE_GATES:
        _phase(out, (q[0],), _PHASE_GATES[name])
    elif name in _ROTATIONS:
        out.rotate(dict(zip(q, _ROTATIONS[name], strict=True)), angles[0])
    elif name == "pauli_rotation":
        out.rotate(dict(zip(q, operation.paulis, strict=True)), angles[0])
    elif name in _CONTROLLED_ROTATIONS:
        control, target = q
        letter = _CONTROLLED_ROTATIONS[name]
        out.rotate({target: letter}, angles[0] / 2)
        out.rotate({control: "Z", target: letter}, angles[0] / -2)
    elif name in ("p", "cp"):
        _phase(out, q, angles[0])
    elif name == "cz":
        _phase(out, q, pi)
    elif name == "unitary":
        turns, phase = _turns(operation.matrix)
        out.phases.append(Angle.of(phase))
        for turn in turns:
            signs = {q[k]: "Z" for k in range(len(q)) if turn.mask >> k & 1}
            out.rotate({q[turn.target]: turn.letter} | signs, turn.angle)
    else:
        _SPECIAL[name](out, *angles, *q)


@lru_cache(maxsize=256)  # a matrix is often there many times, and takes milliseconds
def _turns(matrix: tuple[tuple[complex, ...], ...]) -> tuple[tuple[Turn, ...], float]:
    turns, phase = unitary_turns(np.array(matrix))
    return tuple(turns), phase


def _phase(out: Lowered, qubits: tuple[int, ...], angle: Angle | float) -> None:
    """exp(i angle) on the states in which all qubits are 1: prod (1 - Z_q) / 2, expanded."""
    share = Angle.of(angle) / 2 ** len(qubits)
    out.phases.append(share)
    turn = share * 2
    for size in range(1, len(qubits) + 1):
        for subset in itertools.combinations(qubits, size):
            out.rotate(dict.fromkeys(subset, "Z"), turn if size % 2 else -turn)


def _initialize(out: Lowered, operation: Operation) -> None:
    """Multiply the start by one more register's amplitudes."""
    combined = {}
    for state, amplitude in (out.amplitudes or {0: Angle.of(1.0)}).items():
        for index, factor in enumerate(operation.angles):
            place = sum((index >> j & 1) << q for j, q in enumerate(operation.qubits))
            combined[state | place] = amplitude * factor
    out.amplitudes = combined


def _x(out: Lowered, q: int) -> None:
    out.frame.x(q)


def _y(out: Lowered, q: int) -> None:
    _phase(out, (q,), pi)  # Y = i X Z
    out.frame.x(q)
    out.phases.append(Angle.of(pi / 2))


def _h(out: Lowered, q: int) -> None:
    out.rotate({q: "Y"}, pi / 2)  # H = X RY(pi/2), and X is free
    out.frame.x(q)


def _sx(out: Lowered, q: int) -> None:
    out.rotate({q: "X"}, pi / 2)
    out.phases.append(Angle.of(pi / 4))


def _u(out: Lowered, theta: Angle, phi: Angle, lam: Angle, q: int) -> None:
    _phase(out, (q,), lam)
    out.rotate({q: "Y"}, theta)
    _phase(out, (q,), phi)


def _cx(out: Lowered, control: int, target: int) -> None:
    out.frame.cx(control, target)


def _cy(out: Lowered, control: int, target: int) -> None:
    _phase(out, (target,), -pi / 2)
    out.frame.cx(control, target)
    _phase(out, (target,), pi / 2)


def _ch(out: Lowered, control: int, target: int) -> None:
    out.rotate({target: "Y"}, -pi / 4)  # H = RY(pi/4) Z RY(-pi/4)
    _phase(out, (control, target), pi)
    out.rotate({target: "Y"}, pi / 4)


def _swap(out: Lowered, a: int, b: int) -> None:
    out.frame.swap(a, b)


def _iswap(out: Lowered, a: int, b: int) -> None:
    for q in (a, b):
        _phase(out, (q,), pi / 2)
    _phase(out, (a, b), pi)
    out.frame.swap(a, b)


def _ccx(out: Lowered, first: int, second: int, target: int) -> None:
    _h(out, target)
    _phase(out, (first, second, target), pi)
    _h(out, target)


def _cswap(out: Lowered, control: int, a: int, b: int) -> None:
    out.frame.cx(b, a)
    _ccx(out, control, a, b)
    out.frame.cx(b, a)


_PHASE_GATES = {"z": pi, "s": pi / 2, "sdg": -pi / 2, "t": pi / 4, "tdg": -pi / 4}
_ROTATIONS = {"rx": "X", "ry": "Y", "rz": "Z", "rxx": "XX", "ryy": "YY", "rzz": "ZZ"}
_CONTROLLED_ROTATIONS = {"crx": "X", "cry": "Y", "crz": "Z"}
_SPECIAL: dict[str, Callable[..., None]] = {
    "x": _x,
    "y": _y,
    "h": _h,
    "sx": _sx,
    "u": _u,
    "cx": _cx,
    "cy": _cy,
    "ch": _ch,
    "swap": _swap,
    "iswap": _iswap,
    "ccx": _ccx,
    "cswap": _cswap,
}
