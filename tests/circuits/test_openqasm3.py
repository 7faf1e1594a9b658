"""OpenQASM 3: what we write reads back equal; numbers, inputs and qubits of others' programs."""

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
from tests.circuits.openqasm3 import HEADER, lines, read, same_up_to_a_phase
from tests.engine.strategies import circuits
from tests.reference import states

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
