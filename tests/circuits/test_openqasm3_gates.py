"""OpenQASM 3: gates that others write, their modifiers and definitions, mean the same here."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from scipy.stats import unitary_group

from qneko.circuits import (
    GATES,
    Circuit,
    from_openqasm3,
    to_openqasm3,
)
from qneko.errors import InputError
from tests.circuits.openqasm3 import lines, read, same_up_to_a_phase
from tests.reference import states

# --- gates ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CX q[0], q[1];", Circuit(4).cx(0, 1)),
        ("phase(0.3) q[0]; u1(0.2) q[1];", Circuit(4).p(0.3, 0).p(0.2, 1)),
        ("cphase(0.3) q[0], q[1];", Circuit(4).cp(0.3, 0, 1)),
        ("id q; gphase(0.7);", Circuit(4)),
        ("u2(0.3, 0.4) q[0];", Circuit(4).u(math.pi / 2, 0.3, 0.4, 0)),
        (
            "u3(0.2, 0.3, 0.4) q[0]; U(0.2, 0.3, 0.4) q[1];",
            Circuit(4).u(0.2, 0.3, 0.4, 0).u(0.2, 0.3, 0.4, 1),
        ),
        ("inv @ s q[0]; inv @ rx(0.3) q[1];", Circuit(4).sdg(0).rx(-0.3, 1)),
        ("inv @ U(0.1, 0.2, 0.3) q[0];", Circuit(4).u(-0.1, -0.3, -0.2, 0)),
        ("pow(2) @ sx q[0];", Circuit(4).x(0)),
        ("pow(-2) @ t q[0];", Circuit(4).sdg(0)),
        ("pow(3.0) @ ry(0.2) q[0];", Circuit(4).ry(0.6, 0)),
        ("pow(0) @ x q[0];", Circuit(4)),
        ("ctrl @ x q[0], q[1];", Circuit(4).cx(0, 1)),
        ("ctrl @ ctrl @ x q[0], q[1], q[2];", Circuit(4).ccx(0, 1, 2)),
        ("ctrl(2) @ x q[0], q[1], q[2];", Circuit(4).ccx(0, 1, 2)),
        ("negctrl @ x q[0], q[1];", Circuit(4).x(0).cx(0, 1).x(0)),
        ("ctrl @ negctrl @ x q[0], q[1], q[2];", Circuit(4).x(1).ccx(0, 1, 2).x(1)),
        ("ctrl @ gphase(0.3) q[0];", Circuit(4).p(0.3, 0)),
        ("ctrl(2) @ gphase(0.3) q[0], q[2];", Circuit(4).cp(0.3, 0, 2)),
        ("ctrl @x q[0], q[1]; ctrl(1) @x q[1], q[2];", Circuit(4).cx(0, 1).cx(1, 2)),
        ("ctrl @ swap q[0], q[1], q[2];", Circuit(4).cswap(0, 1, 2)),
        ("inv @ ctrl @ p(0.4) q[0], q[1];", Circuit(4).cp(-0.4, 0, 1)),
        ("ctrl @ inv @ t q[0], q[1];", Circuit(4).cp(-math.pi / 4, 0, 1)),
        ("ctrl @ pow(2) @ ry(0.4) q[0], q[1];", Circuit(4).cry(0.8, 0, 1)),
        # the specification's U has the phase theta / 2
        ("ctrl @ U(0.2, 0, 0) q[0], q[1];", Circuit(4).cry(0.2, 0, 1).p(0.1, 0)),
        (
            "cu(0.2, 0.3, 0.4, 0.5) q[0], q[1];",
            Circuit(4).p(0.5, 0).cp(0.4, 0, 1).cry(0.2, 0, 1).cp(0.3, 0, 1),
        ),
        (
            "ctrl @ u2(0.3, 0.4) q[0], q[1];",
            Circuit(4).crz(0.4, 0, 1).cry(math.pi / 2, 0, 1).crz(0.3, 0, 1),
        ),
    ],
)
def test_standard_gates_and_modifiers(text: str, expected: Circuit) -> None:
    same_up_to_a_phase(read(text), expected)


def test_many_controls() -> None:
    for gate, matrix in (("x", [[0, 1], [1, 0]]), ("rz(0.7)", np.diag(np.exp([-0.35j, 0.35j])))):
        wide = from_openqasm3(f"qubit[6] q; ctrl(5) @ {gate} q[5], q[0], q[1], q[2], q[3], q[4];")
        inner = np.eye(64, dtype=complex)
        inner[np.ix_([47, 63], [47, 63])] = matrix  # all but qubit 4 are 1
        start = np.random.default_rng(0).normal(size=64)
        state = start / np.linalg.norm(start)
        circuit = Circuit(6).initialize(state).compose(wide)
        after = states(circuit, [[]])[0]
        assert abs(np.vdot(after, inner @ state)) == pytest.approx(1, abs=1e-12)


def controlled_by_a_projector(name: str, angles: list[float], n_controls: int) -> np.ndarray:
    """Return the matrix of a gate with controls in front, by its definition."""
    from tests.reference import MATRICES, controlled

    matrix = MATRICES[name](*angles)
    for _ in range(n_controls):
        matrix = controlled(matrix)
    return matrix


@pytest.mark.parametrize("n_controls", [1, 2])
@pytest.mark.parametrize("name", [name for name in GATES if name not in ("u", "ccx", "cswap")])
def test_controls_of_every_gate(name: str, n_controls: int) -> None:
    n_angles, n_qubits = GATES[name]
    angles = [0.7, -0.4, 1.9][:n_angles]
    n = n_controls + n_qubits
    body = to_openqasm3(Circuit(n).append(name, range(n_qubits), angles))
    head, _, call = body.rstrip().rpartition("\n")
    gate = call.partition(" q[")[0]
    operands = ", ".join(f"q[{q}]" for q in range(n))
    circuit = from_openqasm3(f"{head}\nctrl({n_controls}) @ {gate} {operands};")
    matrix = controlled_by_a_projector(name, angles, n_controls)
    same_up_to_a_phase(circuit, Circuit(n).unitary(matrix, range(n)))


@pytest.mark.parametrize("name", ["ccx", "cswap"])
def test_one_more_control_of_three_qubit_gates(name: str) -> None:
    circuit = read(f"ctrl @ {name} q[3], q[0], q[1], q[2];")
    matrix = controlled_by_a_projector(name, [], 1)
    same_up_to_a_phase(circuit, Circuit(4).unitary(matrix, (3, 0, 1, 2)))


def test_controlled_unitary_keeps_its_phase() -> None:
    matrix = unitary_group.rvs(4, random_state=3)
    text = to_openqasm3(Circuit(3).unitary(matrix, (0, 1)))
    text = text.replace("unitary_0 q[0], q[1];", "ctrl @ unitary_0 q[2], q[0], q[1];")
    from tests.reference import controlled

    expected = Circuit(3).unitary(controlled(matrix), (2, 0, 1))
    again = from_openqasm3(text)
    assert again.operations[0].name == "unitary"
    same_up_to_a_phase(again, expected)


# --- definitions ------------------------------------------------------------------------------


def test_gates_of_a_program() -> None:
    circuit = read(
        """const float turn = pi/4;
        gate half(a) b { rx(a/2) b; }
        gate both(a, c) p, r {  // nested, with a constant
          half(2*a) r; ctrl @ half(c) p, r; rz(turn) p; barrier p, r; }
        both(0.2, 0.6) q[2], q[0];
        gate nothing a {}
        nothing q;
        inv @ both(0.2, 0.6) q[2], q[0];"""
    )
    there = ["rx(0.2, 0)", "crx(0.3, 2, 0)", "rz(0.785398, 2)"]
    back = ["rz(-0.785398, 2)", "crx(-0.3, 2, 0)", "rx(-0.2, 0)"]
    assert lines(circuit) == there + back


def test_a_parameter_hides_an_input_of_the_same_name() -> None:
    # Qiskit's exporter writes such definitions
    circuit = read("input float _w_0_; gate g(_w_0_) a { rx(_w_0_) a; } g(_w_0_/2) q[0];")
    assert lines(circuit) == ["rx(0.5*w[0], 0)"]


QISKIT_RYY = """gate sxdg a { s a; h a; s a; }
gate ryy(p0) a, b { sxdg a; sxdg b; cx a, b; rz(p0) b; cx a, b; sx a; sx b; }
"""


def test_a_definition_that_does_what_our_gate_does_becomes_it() -> None:
    assert lines(read("h q[0];" + QISKIT_RYY + "ryy(0.3) q[0], q[1];"))[1:] == ["ryy(0.3, 0, 1)"]


def test_a_definition_that_does_something_else_does_not() -> None:
    wrong = QISKIT_RYY.replace("rz(p0)", "rz(-p0)")
    circuit = read(wrong + "ryy(0.3) q[0], q[1];")
    assert "ryy" not in {o.name for o in circuit}
    same_up_to_a_phase(circuit, Circuit(4).ryy(-0.3, 0, 1))


def test_a_redefined_standard_gate_is_what_it_is_defined_as() -> None:
    assert lines(read("gate h a { x a; } h q[0];")) == ["x(0)"]


def test_phases_of_a_definition_count_under_a_control() -> None:
    circuit = read(
        "gate rzz(a) b, c { cx b, c; u1(a) c; cx b, c; } ctrl @ rzz(0.4) q[3], q[0], q[1];"
    )
    expected = Circuit(4).cx(0, 1).cp(0.4, 3, 1).cx(0, 1)
    same_up_to_a_phase(circuit, expected)
    plain = read("gate rzz(a) b, c { cx b, c; u1(a) c; cx b, c; } rzz(0.4) q[0], q[1];")
    assert lines(plain) == ["rzz(0.4, 0, 1)"]


def test_a_preparation_on_used_qubits_is_its_gates() -> None:
    text = to_openqasm3(Circuit(1).initialize([3, 4]))
    circuit = from_openqasm3(text.replace("initialize_0 q[0];", "x q[0]; initialize_0 q[0];"))
    assert [o.name for o in circuit] == ["x", "ry"]
    circuit = from_openqasm3(text.replace("initialize_0 q[0];", "inv @ initialize_0 q[0];"))
    assert [o.name for o in circuit] == ["ry"]


def test_an_annotation_that_lies_is_refused() -> None:
    text = to_openqasm3(Circuit(1).unitary([[0, 1], [1, 0]], 0))
    with pytest.raises(InputError, match=r"line 4: gate 'unitary_0' does not do what its annota"):
        from_openqasm3(re.sub("@.*", "@qneko.unitary [[[1, 0], [0, 0]], [[0, 0], [1, 0]]]", text))
    with pytest.raises(InputError, match=r"line 4: @qneko\.unitary: expected a unitary matrix"):
        from_openqasm3(re.sub("@.*", "@qneko.unitary [[[1, 0], [1, 0]], [[0, 0], [1, 0]]]", text))
    with pytest.raises(
        InputError, match=r"line 4: @qneko\.unitary: its numbers do not fit 1 qubits"
    ):
        from_openqasm3(re.sub("@.*", "@qneko.unitary [1]", text))
    with pytest.raises(InputError, match=r"line 4: @qneko\.unitary: expected a list of numbers"):
        from_openqasm3(re.sub("@.*", "@qneko.unitary [1", text))
