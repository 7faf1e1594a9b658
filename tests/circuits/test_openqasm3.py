"""OpenQASM 3: what we write reads back equal, what others write means the same."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import unitary_group

from qneko.circuits import (
    GATES,
    Angle,
    Circuit,
    Symbol,
    feature,
    from_openqasm3,
    reuploading_ansatz,
    to_openqasm3,
    weight,
    zz_feature_map,
)
from qneko.errors import InputError
from tests.engine.strategies import circuits
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


# --- out and in -------------------------------------------------------------------------------


@settings(deadline=None, max_examples=200)
@given(circuits(prepared=False))
def test_what_is_written_reads_back_equal(circuit: Circuit) -> None:
    again = from_openqasm3(to_openqasm3(circuit))
    assert again == circuit
    assert (again.n_features, again.n_weights) == (circuit.n_features, circuit.n_weights)


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 3), st.data())
def test_preparations_read_back_equal(n_prepared: int, data: st.DataObject) -> None:
    amplitudes = data.draw(
        st.lists(st.floats(-5, 5), min_size=2**n_prepared, max_size=2**n_prepared)
    )
    amplitudes[0] += 7.0
    qubits = data.draw(st.permutations(range(4)))[:n_prepared]
    circuit = Circuit(4).initialize(amplitudes, qubits).h(0)
    assert from_openqasm3(to_openqasm3(circuit)) == circuit


@pytest.mark.parametrize("circuit", [zz_feature_map(4), reuploading_ansatz(3, 2)], ids=["zz", "re"])
def test_the_library_reads_back_equal(circuit: Circuit) -> None:
    assert from_openqasm3(to_openqasm3(circuit)) == circuit
    assert from_openqasm3(to_openqasm3(circuit, measure=True)) == circuit


def test_weights_keep_their_numbers_even_if_used_in_another_order() -> None:
    circuit = Circuit(1).ry(weight(), 0).ry(weight() * feature(5), 0).inverse()
    again = from_openqasm3(to_openqasm3(circuit))
    assert again == circuit
    assert (again.n_weights, again.n_features) == (2, 6)


def test_a_long_sum_of_terms_reads_back_equal() -> None:
    angle = Angle(((Symbol("feature", k),), 0.1 * k) for k in range(1, 3000)) - 0.5
    circuit = Circuit(1).ry(angle, 0)
    assert from_openqasm3(to_openqasm3(circuit)) == circuit


def test_the_text_is_what_other_programs_expect() -> None:
    circuit = Circuit(3).ry(math.pi / 2, 0).rzz(-3 * math.pi / 4, 2, 0)
    circuit.u(2 * weight() * feature(0) - 0.1, 1, 1e-5, 1)
    assert to_openqasm3(circuit, measure=True) == (
        HEADER
        + """input float[64] x_0;
input float[64] w_0;
gate rzz(theta) q0, q1 {
  cx q0, q1;
  rz(theta) q1;
  cx q0, q1;
}
bit[3] c;
qubit[3] q;
ry(pi/2) q[0];
rzz(-3*pi/4) q[2], q[0];
U(-0.1 + 2.0*w_0*x_0, 1.0, 1e-05) q[1];
c = measure q;
"""
    )


def test_each_gate_is_defined_once() -> None:
    a, b = unitary_group.rvs(4, random_state=0), unitary_group.rvs(4, random_state=1)
    circuit = Circuit(3).unitary(a, (0, 1)).unitary(b, (0, 1)).unitary(a, (2, 0))
    circuit.rxx(0.1, 0, 1).rxx(0.2, 1, 2).pauli_rotation(0.1, "XY", (0, 1))
    circuit.pauli_rotation(0.2, "XY", (2, 1)).pauli_rotation(0.2, "YX", (2, 1))
    defined = re.findall(r"^gate (\w+)", to_openqasm3(circuit), re.MULTILINE)
    assert defined == ["unitary_0", "unitary_1", "rxx", "pauli_rotation_XY", "pauli_rotation_YX"]


@pytest.mark.parametrize("name", ["u", "iswap", "rxx", "ryy", "rzz"])
def test_definitions_do_what_the_gate_does_when_their_name_means_nothing(name: str) -> None:
    n_angles, n_qubits = GATES[name]
    circuit = Circuit(3).append(name, range(n_qubits), [0.7, -0.4, 1.9][:n_angles])
    text = re.sub(rf"\b{name}\b", "other", to_openqasm3(circuit))
    same_up_to_a_phase(from_openqasm3(text), circuit)


@pytest.mark.parametrize("n_qubits", [1, 2, 3, 4])
def test_definitions_of_matrices_and_states_hold_without_their_annotation(n_qubits: int) -> None:
    matrix = unitary_group.rvs(2**n_qubits, random_state=n_qubits)
    circuit = Circuit(4).unitary(matrix, range(n_qubits))
    again = from_openqasm3(re.sub("@.*", "", to_openqasm3(circuit)))
    assert "unitary" not in {o.name for o in again}
    same_up_to_a_phase(again, circuit)
    circuit = Circuit(4).initialize(matrix.real[0], range(n_qubits))
    again = from_openqasm3(re.sub("@.*", "", to_openqasm3(circuit)))
    assert "initialize" not in {o.name for o in again}
    np.testing.assert_allclose(states(again, [[]]), states(circuit, [[]]), atol=1e-12)


def test_pauli_rotations_are_what_they_say() -> None:
    circuit = Circuit(4).pauli_rotation(0.7, "YXZY", (2, 0, 3, 1))
    text = to_openqasm3(circuit).replace("pauli_rotation_YXZY", "other")
    same_up_to_a_phase(from_openqasm3(text), circuit)


def test_only_circuits_are_written() -> None:
    with pytest.raises(InputError, match="to_openqasm3: expected a Circuit, got str"):
        to_openqasm3("h q[0];")


def test_amplitudes_from_features_cannot_be_written() -> None:
    with pytest.raises(InputError, match=r"Gate 1 \(initialize\): amplitudes that depend on feat"):
        to_openqasm3(Circuit(2).h(1).initialize([1, feature(0)], 0))


# --- expressions ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("pi/2", math.pi / 2),
        ("-π*3/4", -math.pi * 3 / 4),
        ("tau - τ + euler/ℇ", 1.0),
        ("2*3 + 4/2", 8),
        ("1.5e-3", 1.5e-3),
        (".5 + 1. + 1_000.5", 1002),
        ("0x1F + 0b101 + 0o17 + 007", 31 + 5 + 15 + 7),
        ("-2**2", -4),
        ("2**-1.0", 0.5),
        ("2**3**2 % 100", 12),
        ("(1 + 2)*(3 - -4)", 21),
        ("8 - 4 - 2", 2),
        ("8.0/4/2", 1),
        ("sqrt(2)*sin(pi/4)", 1),
        ("arctan(1.0) + arcsin(0) + arccos(1) + tan(0) + cos(0) + log(exp(1.0))", math.pi / 4 + 2),
        ("+half", 0.5),
        ("twice + 0", 14),
    ],
)
def test_numbers(text: str, value: float) -> None:
    circuit = read(f"const float[64] half = 0.5; const int twice = 2*7;\nrx({text}) q[0];")
    assert circuit.operations[0].angles[0].constant == pytest.approx(value, abs=1e-15)


def test_polynomials_of_inputs() -> None:
    circuit = from_openqasm3(
        HEADER
        + "input float[64] x_0; input angle[32] x_1; input float w_0; qubit q;\n"
        + "const float s = 2; float shifted = x_0 - s;\n"
        + "rx((pi - x_0)*(pi - x_1)/2) q; ry(-w_0**2*x_0 + 3*(x_1 - 1)) q; rz(shifted) q;"
    )
    x, y, w = feature(0), feature(1), weight()
    expected = Circuit(1).rx((math.pi - x) * (math.pi - y) / 2, 0)
    expected.ry(-(w**2) * x + 3 * (y - 1), 0).rz(x - 2, 0)
    assert circuit == expected


# --- names of inputs --------------------------------------------------------------------------

INPUTS = HEADER + "input float {}; input float {}; qubit q; rx({}) q; ry({}) q;"


@pytest.mark.parametrize(
    ("names", "arguments", "expected"),
    [
        (("w_1", "x_3"), {}, ["rx(w[1], 0)", "ry(x[3], 0)"]),
        (("_x_0_", "_w_0_"), {}, ["rx(x[0], 0)", "ry(w[0], 0)"]),
        (("theta", "phi"), {}, ["rx(w[0], 0)", "ry(w[1], 0)"]),
        (("theta", "w_5"), {}, ["rx(w[0], 0)", "ry(w[1], 0)"]),
        (("theta", "x_1"), {}, ["rx(w[0], 0)", "ry(x[1], 0)"]),
        (("θ", "data"), {"features": ["data"]}, ["rx(w[0], 0)", "ry(x[0], 0)"]),
        (("a", "b"), {"features": ["b", "a"]}, ["rx(x[1], 0)", "ry(x[0], 0)"]),
        (("a", "b"), {"weights": ["b", "a"]}, ["rx(w[1], 0)", "ry(w[0], 0)"]),
        (("x_0", "x_1"), {"weights": ["x_1"]}, ["rx(x[0], 0)", "ry(w[0], 0)"]),
        (("x_0", "b"), {"features": [], "weights": ["b", "x_0"]}, ["rx(w[1], 0)", "ry(w[0], 0)"]),
    ],
)
def test_which_input_is_what(names, arguments, expected) -> None:
    assert lines(from_openqasm3(INPUTS.format(*names, *names), **arguments)) == expected


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"features": ["thta"]}, r"features: 'thta' is not a parameter.*did you mean 'theta'\?"),
        ({"weights": ["q"]}, r"weights: 'q' is not a parameter of the circuit; it has theta, phi"),
        ({"features": ["phi"], "weights": []}, r"'theta' is neither in features nor in weights"),
        ({"features": ["phi", "phi"]}, r"expected different names, got phi, phi"),
    ],
)
def test_names_that_do_not_fit(arguments, message: str) -> None:
    with pytest.raises(InputError, match=message):
        from_openqasm3(INPUTS.format("theta", "phi", "theta", "phi"), **arguments)


def test_two_names_of_one_weight() -> None:
    with pytest.raises(InputError, match=r"'w_1' and '_w_1_' would both be weight 1: say with"):
        from_openqasm3(INPUTS.format("w_1", "_w_1_", "w_1", "_w_1_"))


def test_a_huge_number_in_a_name_is_no_position() -> None:
    circuit = from_openqasm3(INPUTS.format("w_99999999", "w_0", "w_99999999", "w_0"))
    assert lines(circuit) == ["rx(w[0], 0)", "ry(w[1], 0)"]


def test_declared_weights_count_even_if_no_gate_uses_them() -> None:
    circuit = from_openqasm3("input float w_0; input float w_1; qubit q; rx(w_1) q;")
    assert circuit.n_weights == 2
    assert lines(circuit) == ["rx(w[1], 0)"]


def test_arrays_of_inputs() -> None:
    circuit = from_openqasm3(
        "input array[float[64], 2] x; input array[angle, 3] w; qubit q; rx(x[1]*w[1 + 1]) q;"
    )
    assert lines(circuit) == ["rx(w[2]*x[1], 0)"]
    assert circuit.n_weights == 3


# --- qubits -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("h q;", ["h(0)", "h(1)", "h(2)", "h(3)"]),
        ("h q[1:2];", ["h(1)", "h(2)"]),
        ("h q[-1];", ["h(3)"]),
        ("h q[0:2:3];", ["h(0)", "h(2)"]),
        ("h q[3:-2:0];", ["h(3)", "h(1)"]),
        ("h q[:1];", ["h(0)", "h(1)"]),
        ("h q[2:];", ["h(2)", "h(3)"]),
        ("h q[{2, 0}];", ["h(2)", "h(0)"]),
        ("cx q[0], q[{2, 3}];", ["cx(0, 2)", "cx(0, 3)"]),
        ("cx q[0:1], q[2:3];", ["cx(0, 2)", "cx(1, 3)"]),
        ("qubit r; qubit[2] s; cx r, s;", ["cx(4, 5)", "cx(4, 6)"]),
        ("const int n = 2; h q[n + 1];", ["h(3)"]),
    ],
)
def test_operands(body: str, expected: list[str]) -> None:
    assert lines(read(body)) == expected


def test_old_registers_and_physical_qubits() -> None:
    assert lines(from_openqasm3("qreg a[2]; creg c[2]; qreg b[1]; cx a[1], b[0];")) == ["cx(1, 2)"]
    physical = from_openqasm3("h $3; cx $0, $3;")
    assert (physical.n_qubits, lines(physical)) == (4, ["h(3)", "cx(0, 3)"])


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


# --- what is passed over, and what is refused ---------------------------------------------------


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
