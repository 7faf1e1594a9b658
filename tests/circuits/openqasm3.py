"""Short ways to read OpenQASM 3 in tests, and to compare what came out."""

from __future__ import annotations

import numpy as np
import pytest

from qneko.circuits import Circuit, from_openqasm3
from tests.reference import states

HEADER = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n'


def read(body: str, **names) -> Circuit:
    """Return the circuit of a program on qubits q[0] to q[3]; the body begins on line 4."""
    return from_openqasm3(f"{HEADER}qubit[4] q;\n{body}", **names)


def lines(circuit: Circuit) -> list[str]:
    """Return the gates as text."""
    return [str(operation) for operation in circuit]


def same_up_to_a_phase(a: Circuit, b: Circuit) -> None:
    """Check that two circuits without inputs do the same to a general state."""
    start = Circuit(a.n_qubits)
    for q in range(a.n_qubits):
        start.u(0.4 + q, 0.9 * q - 0.3, 0.2, q)
    for q in range(1, a.n_qubits):
        start.cry(0.7 * q, q - 1, q)
    (left,) = states(start.copy().compose(a), [[]])
    (right,) = states(start.copy().compose(b), [[]])
    assert abs(np.vdot(left, right)) == pytest.approx(1, abs=1e-12)
