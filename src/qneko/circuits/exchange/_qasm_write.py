"""Circuits as OpenQASM 3 programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ...errors import InputError
from .._angle import Angle, Symbol
from .._circuit import Circuit
from .._operation import Operation
from ..synthesis import state_turns, turn_gates, unitary_turns
from ._definitions import STANDARD, iswap, pauli_rotation, paulis_of
from ._names import qasm_name
from ._qasm_text import expression

#: The formal parameter of the gates that a program defines.
_FORMAL = Angle([((Symbol("weight", 0),), 1.0)])


def to_openqasm3(circuit: Circuit, *, measure: bool = False) -> str:
    """Return a circuit as an OpenQASM 3 program.

    Features become inputs ``x_0``, ``x_1``, ... and weights ``w_0``, ``w_1``, ...; angles are
    written as expressions of them. Gates that ``stdgates.inc`` lacks (iswap, rxx, ryy, rzz,
    pauli_rotation, unitary and initialize) are defined in the program by gates that it has;
    matrices and amplitudes stand beside their definition as an annotation, which others ignore.
    `from_openqasm3` returns an equal circuit.

    Parameters
    ----------
    circuit : Circuit
        What to write.
    measure : bool, default False
        Whether to measure all qubits at the end, into ``c``.

    Returns
    -------
    str

    Raises
    ------
    InputError
        If amplitudes of an ``initialize`` depend on features or weights: OpenQASM has no such gate.

    Examples
    --------
    >>> from qneko.circuits import Circuit, feature, to_openqasm3, weight
    >>> print(to_openqasm3(Circuit(2).h(0).crx(2 * weight() * feature(0), 0, 1)))
    OPENQASM 3.0;
    include "stdgates.inc";
    input float[64] x_0;
    input float[64] w_0;
    qubit[2] q;
    h q[0];
    crx(2.0*w_0*x_0) q[0], q[1];
    <BLANKLINE>
    """
    if not isinstance(circuit, Circuit):
        raise InputError(f"to_openqasm3: expected a Circuit, got {type(circuit).__name__}.")
    features = {s for o in circuit for a in o.angles for s in a.symbols if s.kind == "feature"}
    inputs = [*sorted(features), *(Symbol("weight", i) for i in range(circuit.n_weights))]
    definitions = _Definitions()
    calls = [definitions.call(number, operation) for number, operation in enumerate(circuit)]
    lines = [
        "OPENQASM 3.0;",
        'include "stdgates.inc";',
        *(f"input float[64] {qasm_name(symbol)};" for symbol in inputs),
        *definitions.texts,
        *([f"bit[{circuit.n_qubits}] c;"] if measure else []),
        f"qubit[{circuit.n_qubits}] q;",
        *calls,
        *(["c = measure q;"] if measure else []),
    ]
    return "\n".join(lines) + "\n"


class _Definitions:
    """The gates that a program defines, each once, in the order of their first use."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._names: dict[Operation, str] = {}

    def call(self, number: int, operation: Operation) -> str:
        """Return the statement that applies a gate."""
        name, angles = operation.name, operation.angles
        if name == "u":
            name = "U"
        elif name not in STANDARD:
            if name == "initialize":
                _check_constant(number, operation)
                angles = ()
            name = self._defined(operation)
        arguments = ", ".join(expression(angle, qasm_name) for angle in angles)
        return _line(name, arguments, [f"q[{q}]" for q in operation.qubits])

    def _defined(self, operation: Operation) -> str:
        """Return the name of a gate that is defined here, adding it if it is new."""
        local = replace(operation, qubits=tuple(range(len(operation.qubits))))
        if paulis_of(operation):
            local = replace(local, angles=(_FORMAL,))
        if local not in self._names:
            name = operation.name
            if operation.paulis:
                name = f"{name}_{operation.paulis}"
            elif name in ("unitary", "initialize"):
                name = f"{name}_{sum(o.name == name for o in self._names)}"
            self._names[local] = name
            self.texts.append(_definition(name, local))
        return self._names[local]


def _check_constant(number: int, operation: Operation) -> None:
    if not all(angle.is_constant for angle in operation.angles):
        raise InputError(
            f"Gate {number} (initialize): amplitudes that depend on features or weights cannot be "
            "written in OpenQASM 3; give them numbers first, with compose(circuit, features=[...])."
        )


def _definition(name: str, gate: Operation) -> str:
    """Return the definition of a gate on qubits 0, 1, ..., with its annotation if it needs one."""
    body, annotation = _body(gate)
    parameters = "(theta)" if paulis_of(gate) else ""
    qubits = ", ".join(f"q{q}" for q in gate.qubits)
    lines = "".join(f"  {_body_line(operation)}\n" for operation in body)
    return f"{annotation}gate {name}{parameters} {qubits} {{\n{lines}}}"


def _body(gate: Operation) -> tuple[list[Operation], str]:
    """Return what a gate does, by gates of stdgates.inc, and the line that tells it exactly."""
    if paulis := paulis_of(gate):
        return pauli_rotation(_FORMAL, paulis, gate.qubits), ""
    if gate.name == "iswap":
        return iswap(*gate.qubits), ""
    if gate.name == "unitary":
        turns, phase = unitary_turns(np.array(gate.matrix))
        rows = [[[z.real, z.imag] for z in row] for row in gate.matrix]
        body = [*turn_gates(turns), Operation("gphase", (), (Angle.of(phase),))]
        return body, f"@qneko.unitary {json.dumps(rows)}\n"
    amplitudes = [angle.constant for angle in gate.angles]
    return turn_gates(state_turns(amplitudes)), f"@qneko.initialize {json.dumps(amplitudes)}\n"


def _body_line(operation: Operation) -> str:
    arguments = ", ".join(expression(angle, lambda _: "theta") for angle in operation.angles)
    return _line(operation.name, arguments, [f"q{q}" for q in operation.qubits])


def _line(name: str, arguments: str, qubits: Sequence[str]) -> str:
    call = f"{name}({arguments})" if arguments else name
    return f"{call} {', '.join(qubits)};" if qubits else f"{call};"
