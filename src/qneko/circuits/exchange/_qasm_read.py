"""OpenQASM 3 programs as circuits.

Our own parser, of the part of the language that describes circuits: the grammar is a small share of
the work (meaning, and what is refused, is the rest), and the reference parser would bring the ANTLR
runtime, of which other packages pin other versions.
"""

from __future__ import annotations

from collections.abc import Iterable

from ...errors import InputError
from .._angle import Angle, Symbol, feature, weight
from .._circuit import Circuit
from ._names import symbols_by_name
from ._qasm_program import Program
from ._qasm_tokens import fail


def from_openqasm3(
    text: str,
    *,
    features: Iterable[object] | None = None,
    weights: Iterable[object] | None = None,
) -> Circuit:
    """Return the circuit of an OpenQASM 3 program.

    Read are qubits, bits, real inputs, constants, gate definitions, gates of ``stdgates.inc`` and
    the built-in ``U`` and ``gphase``, the modifiers ``ctrl``, ``negctrl``, ``inv`` and whole
    ``pow``, broadcasting, and angles that are polynomials of the inputs. Registers follow each
    other in the order of their declaration. A global phase is left out (under a control it counts,
    and ``U`` has the one that the specification gives it; Qiskit's ``U`` has none). Measurements at
    the end, and barriers, are passed over: a program measures observables, or all qubits when it
    samples. Everything else is refused with its line.

    Parameters
    ----------
    text : str
        The program.
    features, weights : iterable of str, optional
        Names of the inputs that are features and weights, by position. Without `features` they are
        the inputs named ``x_0``, ``x_1``, ... (or ``_x_0_``, as Qiskit writes x[0]); without
        `weights` they are all others, by their number if they are named ``w_0``, ``w_1``, ...,
        else in the order of their declaration.

    Returns
    -------
    Circuit

    Raises
    ------
    InputError
        With the line of what cannot be read.

    Examples
    --------
    >>> from qneko.circuits import from_openqasm3
    >>> program = '''OPENQASM 3.0;
    ... include "stdgates.inc";
    ... input float x_0;
    ... input float theta;
    ... qubit[2] q;
    ... rx(2*theta*x_0) q[0];
    ... ctrl @ ry(pi/2) q[0], q[1];
    ... '''
    >>> print(*from_openqasm3(program), sep="; ")
    rx(2*w[0]*x[0], 0); cry(1.5708, 0, 1)
    """
    program = Program(text)
    program.read()
    symbols = symbols_by_name(list(program.inputs), features, weights)
    n_weights = 1 + max((s.index for s in symbols.values() if s.kind == "weight"), default=-1)
    own = [weight() for _ in range(n_weights)]
    values: dict[Symbol, Angle] = {}
    for name, (placeholder,) in program.inputs.items():
        symbol = symbols[name]
        is_feature = symbol.kind == "feature"
        values[placeholder] = feature(symbol.index) if is_feature else own[symbol.index]
    circuit = Circuit(program.n_qubits)
    circuit._declare(own)
    for line, operation in program.operations:
        angles = [angle.insert(values.__getitem__) for angle in operation.angles]
        try:
            circuit.append(
                operation.name, operation.qubits, angles, operation.paulis, operation.matrix
            )
        except InputError as error:
            fail(line, str(error))
    return circuit
