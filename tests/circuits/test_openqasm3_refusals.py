"""OpenQASM 3: what is passed over, and what is refused, in words that name the line."""

from __future__ import annotations

import re

import numpy as np
import pytest

from qneko.circuits import (
    Circuit,
    feature,
    from_openqasm3,
    to_openqasm3,
    weight,
)
from qneko.errors import InputError
from tests.circuits.openqasm3 import lines, read


def test_measurements_at_the_end_and_remarks_are_passed_over() -> None:
    circuit = read(
        """bit[4] c; output bit d;  // a remark
        reset q; pragma other tool
        h q[0]; /* over
        two lines */ barrier q[0], q[1]; barrier; nop q[0];
        @other.tool anything at all!
        @bind IOPORT[3:2]
        cx q[0], q[1];
        c[0] = measure q[0]; measure q[1] -> c[1]; bit e = measure q[2]; measure q[3];"""
    )
    assert lines(circuit) == ["h(0)", "cx(0, 1)"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("h q[4];", r"line 4: 'q' has qubits 0 to 3, got index 4"),
        ("\n\nh q[0.5];", r"line 6: expected a whole number as an index, got 0\.5"),
        ("h r;", r"line 4: 'r' is not a declared qubit"),
        ("h q[0]", r"line 4: expected ',', got 'the end of the program'"),
        ("cx q[0], q[0];", r"line 4: cx: its qubits must differ"),
        ("cx q, q;", r"line 4: cx: its qubits must differ"),
        ("cx q[0:1], q[1:3];", r"its registers have different sizes, \[2, 3\]"),
        ("cx q[0];", r"cx takes 0 angles and 2 qubits, got 0 and 1"),
        ("rx q[0];", r"rx takes 1 angles and 1 qubits, got 0 and 1"),
        ("rzz(0.1) q[0], q[1];", r"gate 'rzz' is neither in stdgates\.inc nor defined above"),
        ("rx(y) q[0];", r"line 4: 'y' is no constant, input or parameter"),
        ("rx(1/2) q[0];", r"line 4: \(1\) / \(2\): OpenQASM rounds the quotient"),
        ("rx(1/0) q[0];", r"line 4: \(1\) / \(0\): "),
        ("rx(1.0/0) q[0];", r"\(1\.0\) / \(0\): .*division by zero"),
        ("rx(1e308*10) q[0];", r"rx: An angle must be finite, got inf"),
        ("rx((-8)**0.5) q[0];", r"\(-8\) \*\* \(0\.5\)"),
        ("rx(sqrt(-1)) q[0];", r"sqrt\(-1\)"),
        ("input float x_0; rx(sin(x_0)) q[0];", r"sin\(.*\): an angle is a polynomial"),
        ("input float x_0; rx(1/x_0) q[0];", r"no input may divide"),
        ("input float x_0; rx(2**x_0) q[0];", r"an angle is a polynomial"),
        ("input float x_0; rx(x_0**0.5) q[0];", r"an angle is a polynomial"),
        ("input float x_0; rx(x_0**99) q[0];", r"exponent of an input is at most 32"),
        ("rx(" + "(" * 99 + "1" + ")" * 99 + ") q[0];", r"brackets are nested more than 50 deep"),
        ("rx(" + "9" * 99 + ") q[0];", r"at most 18 digits"),
        ("rx(0.1 q[0];", r"expected ',', got 'q'"),
        ("rx(*2) q[0];", r"expected a number, a name or '\(', got '\*'"),
        ("input int n;", r"inputs are float or angle, got 'int'"),
        ("qubit q;", r"the name 'q' is taken"),
        ("qubit pi;", r"the name 'pi' is taken"),
        ("qubit[27] r;", r"at most 30 qubits, got 31"),
        ("qubit[1000000000] r;", r"expected a size from 1 to 30, got 1000000000"),
        ("qubit[0] r;", r"expected a size from 1 to 30, got 0"),
        ("h $0;", r"physical qubits \(\$0\) and declared ones cannot be mixed"),
        ("if (true) { x q[0]; }", r"'if' is not supported: a circuit has no control flow"),
        ("for int i in [0:3] { h q[i]; }", r"'for' is not supported"),
        ("def f(qubit a) { h a; }", r"'def' is not supported: write gates instead"),
        ("delay[100ns] q[0];", r"'delay' is not supported: a circuit has no timing"),
        ("let r = q[0:1];", r"'let' is not supported"),
        ("bit c; c = 1;", r"bits are only assigned by 'measure'"),
        ("measure q[0]; h q[0];", r"gate 'h' acts on qubit 0, which was measured"),
        ("h q[0]; reset q[0];", r"reset of qubit 0 is not supported after gates"),
        ("pow(0.5) @ x q[0];", r"expected a whole number as the argument of pow, got 0\.5"),
        ("pow(2000000000) @ x q[0];", r"more than 1000000 gates"),
        ("ctrl(0) @ x q[0];", r"ctrl\(0\) does not fit 1 qubits"),
        ("ctrl(9) @ x q[0];", r"ctrl\(9\) does not fit 1 qubits"),
        ("inv(2) @ x q[0];", r"expected '@', got '\('"),
        ("qubit[20] r; ctrl(20) @ x r, q[0];", r"ctrl\(20\) does not fit 2 qubits"),
        (
            "qubit[20] r; ctrl(16) @ x "
            + ", ".join(f"r[{i}]" for i in range(16))
            + ", q[0]; barrier q;",
            r"line 4: a phase of 17 qubits would be 2\*\*17 gates; at most 16 are supported",
        ),
        ("gate g a { h b; }", r"'b' is not a qubit of the gate that is defined"),
        ("gate g a { g a; } g q[0];", r"gate 'g' is neither in stdgates\.inc nor defined above"),
        ("gate g(a, a) b { }", r"expected different names, got a, a"),
        ("gate g a { h a; ", r"expected a name, got 'the end of the program'"),
        ("gate g a { } gate g a { }", r"gate 'g' is defined twice"),
        (
            "gate g(t) a { rx(t) a; } g(1) q[0], q[1];",
            r"g takes 1 angles and 1 qubits, got 1 and 2",
        ),
        ('include "other.inc";', r'only stdgates\.inc can be included, got "other\.inc"'),
        ("h q[0]; ?", r"line 4: cannot read '\?'"),
        ("q[0];", r"expected a statement, got 'q'"),
        ("5;", r"expected a name, got '5'"),
    ],
)
def test_refusals_name_the_line(body: str, message: str) -> None:
    with pytest.raises(InputError, match=r"OpenQASM line \d+: ") as caught:
        read(body)
    assert re.search(message, str(caught.value)), str(caught.value)


def test_nested_definitions_cannot_fill_the_memory() -> None:
    bomb = "gate g0 a { x a; }" + "".join(
        f"gate g{i + 1} a {{ g{i} a; g{i} a; g{i} a; g{i} a; g{i} a; g{i} a; g{i} a; g{i} a; }}"
        for i in range(12)
    )
    with pytest.raises(InputError, match="line 4: gate 'g7' is more than 1000000 gates"):
        read(bomb + "g12 q[0];")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"line 1: expected a declaration of qubits"),
        ("OPENQASM 2.0; qreg q[1];", r"line 1: expected OpenQASM 3, got version 2\.0"),
        (5, r"Expected the text of an OpenQASM 3 program, got int"),
    ],
)
def test_other_texts(text, message: str) -> None:
    with pytest.raises(InputError, match=message):
        from_openqasm3(text)


def test_damaged_programs_are_read_or_refused_with_a_sentence() -> None:
    program = to_openqasm3(
        Circuit(3).initialize([1, 2], 0).rzz(2 * weight() * feature(0) - 0.1, 1, 2).cswap(0, 1, 2)
    )
    program += "ctrl @ inv @ rx(pi/2) q[{0, -2}], q[1:2]; c = measure q;\n"
    program = program.replace("qubit", "bit[3] c;\nqubit", 1)
    words = re.findall(r"\s+|\w+|.", program)
    rng = np.random.default_rng(0)
    messages = []
    for _ in range(500):
        damaged = list(words)
        for position in rng.integers(len(words), size=2):
            damaged[position] = words[rng.integers(len(words))] if rng.random() < 0.6 else ""
        try:
            from_openqasm3("".join(damaged))
        except InputError as error:
            messages.append(str(error))
    assert 250 < len(messages) < 495  # some stay readable
    assert all(message.endswith((".", "?")) for message in messages)
