"""Circuits: gate methods, weight numbering, composition, and errors that name the place."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from qneko.circuits import GATES, Circuit, Operation, Symbol, feature, weight
from qneko.errors import InputError
from tests.reference import states


def weight_indices(circuit: Circuit) -> list[list[int]]:
    """Return the weight numbers that each gate reads."""
    return [
        sorted(s.index for a in o.angles for s in a.symbols if s.kind == "weight") for o in circuit
    ]


@pytest.mark.parametrize("name", GATES)
def test_every_gate_has_its_method_in_qiskit_order(name: str) -> None:
    n_angles, n_qubits = GATES[name]
    angles = [0.1 * (k + 1) for k in range(n_angles)]
    qubits = list(range(n_qubits))[::-1]
    circuit = Circuit(3)
    assert getattr(circuit, name)(*angles, *qubits) is circuit
    (operation,) = circuit
    assert operation.name == name
    assert operation.qubits == tuple(qubits)
    assert [a.constant for a in operation.angles] == angles
    assert circuit == Circuit(3).append(name, qubits, angles)


def test_pauli_rotation_pairs_letters_and_qubits() -> None:
    circuit = Circuit(3).pauli_rotation(feature(1), "XZ", (2, 0))
    assert circuit.operations == (Operation("pauli_rotation", (2, 0), (feature(1),), "XZ"),)
    assert str(circuit.operations[0]) == "pauli_rotation(x[1], 'XZ', 2, 0)"


def test_of_several_weights_in_an_angle_the_one_made_first_comes_first() -> None:
    offset, factor = weight(), weight()
    circuit = Circuit(1).ry(offset + factor * feature(0), 0)
    assert str(circuit.operations[0]) == "ry(w[1]*x[0] + w[0], 0)"


def test_weights_are_numbered_when_first_used() -> None:
    early, late = weight(), weight()
    circuit = Circuit(2).ry(late, 0).rz(weight(), 0).ry(early, 1).rx(2 * late + early, 1)
    assert weight_indices(circuit) == [[0], [1], [2], [0, 2]]
    assert circuit.n_weights == 3


def test_features_count_up_to_the_highest_column() -> None:
    circuit = Circuit(1).rx(0.3, 0)
    assert (circuit.n_features, circuit.n_weights) == (0, 0)
    circuit.rx(feature(4) * feature(2), 0)
    assert circuit.n_features == 5


def test_one_weight_in_two_circuits_is_numbered_in_each() -> None:
    shared = weight()
    first = Circuit(1).ry(shared, 0)
    second = Circuit(1).ry(weight(), 0).ry(shared, 0)
    assert weight_indices(first) == [[0]]
    assert weight_indices(second) == [[0], [1]]


def test_compose_appends_with_new_weights_on_other_qubits() -> None:
    shared = weight()
    inner = Circuit(2).ry(shared, 0).cx(0, 1).ry(shared * feature(2), 1)
    outer = Circuit(3).ry(weight(), 0).compose(inner, (2, np.int64(0))).ry(shared, 1)
    assert [o.qubits for o in outer] == [(0,), (2,), (2, 0), (0,), (1,)]
    assert all(type(q) is int for o in outer for q in o.qubits)
    assert weight_indices(outer) == [[0], [1], [], [1], [2]]
    assert (outer.n_weights, outer.n_features) == (3, 3)
    assert inner.n_weights == 1


def test_compose_with_itself_doubles_the_circuit() -> None:
    circuit = Circuit(1).ry(weight(), 0)
    circuit.compose(circuit)
    assert weight_indices(circuit) == [[0], [1]]


def test_compose_equals_running_one_after_the_other() -> None:
    first = Circuit(2).h(0).ry(feature(0), 1)
    second = Circuit(2).cx(0, 1).rz(0.4, 1)
    joint = Circuit(2).h(0).ry(feature(0), 1).cx(0, 1).rz(0.4, 1)
    assert first.copy().compose(second) == joint
    x = [[0.3]]
    np.testing.assert_array_equal(states(first.compose(second), x), states(joint, x))


def test_copy_is_independent_and_still_shares_weights() -> None:
    shared = weight()
    circuit = Circuit(2).ry(shared, 0)
    twin = circuit.copy()
    assert twin == circuit
    twin.ry(shared, 1).ry(weight(), 1).rx(feature(3), 0)
    assert weight_indices(twin) == [[0], [0], [1], []]
    assert (len(circuit), circuit.n_weights, circuit.n_features) == (1, 1, 0)
    assert twin != circuit


def test_equality_is_by_gates_not_by_weight_objects() -> None:
    def build() -> Circuit:
        return Circuit(2).ry(weight() + feature(0), 0).cx(0, 1)

    assert build() == build()
    assert build() != build().h(0)
    assert Circuit(1) != Circuit(2)
    assert Circuit(1) != "circuit"
    with pytest.raises(TypeError, match="unhashable"):
        hash(build())


def test_pickle_keeps_the_circuit_and_its_open_weights() -> None:
    shared = weight()
    circuit, again = pickle.loads(pickle.dumps((Circuit(1).ry(shared, 0), shared)))
    assert weight_indices(circuit.ry(again, 0).ry(weight(), 0)) == [[0], [0], [1]]


def test_numpy_numbers_are_taken_as_numbers() -> None:
    circuit = Circuit(np.int64(2)).ry(np.float32(0.5), np.int32(1))
    assert circuit == Circuit(2).ry(0.5, 1)
    assert type(circuit.n_qubits) is int


def test_repr_tells_the_size() -> None:
    circuit = Circuit(2).ry(weight(), 0).cx(0, 1)
    assert repr(circuit) == "<Circuit: 2 qubits, 2 gates, 0 features, 1 weights>"


@pytest.mark.parametrize(
    ("append", "message"),
    [
        (lambda c: c.append("foo", (0,)), r"Gate 1 \(foo\): unknown gate; qneko knows ccx, ch"),
        (lambda c: c.h(2), r"Gate 1 \(h\): expected qubits from 0 to 1, got 2"),
        (lambda c: c.h(-1), r"Gate 1 \(h\): expected qubits from 0 to 1, got -1"),
        (lambda c: c.h(0.5), r"Gate 1 \(h\): expected qubits from 0 to 1, got 0\.5"),
        (lambda c: c.h(True), r"got True"),
        (lambda c: c.cx(1, 1), r"Gate 1 \(cx\): its qubits must differ, got \(1, 1\)"),
        (lambda c: c.rx("a", 0), r"Gate 1 \(rx\): .*got str"),
        (lambda c: c.rx(float("nan"), 0), r"Gate 1 \(rx\): .*finite, got nan"),
        (lambda c: c.append("rx", (0,)), r"\(rx\): expected 1 angles and 1 qubits, got 0 and 1"),
        (lambda c: c.append("cx", (0,)), r"\(cx\): expected 0 angles and 2 qubits, got 0 and 1"),
        (lambda c: c.append("h", (0,), (), "X"), r"\(h\): only pauli_rotation takes Pauli"),
        (lambda c: c.pauli_rotation(0.1, "XA", (0, 1)), r"letters X, Y, Z a qubit, got 'XA'"),
        (lambda c: c.pauli_rotation(0.1, "X", (0, 1)), r"got 'X' for 2 qubits"),
        (lambda c: c.pauli_rotation(0.1, "", ()), r"got '' for 0 qubits"),
        (lambda c: c.append("pauli_rotation", (0,), (), "X"), r"expected 1 angle, got 0"),
        (lambda c: c.pauli_rotation(0.1, "XX", (0, 0)), r"its qubits must differ"),
        (lambda c: c.compose(Circuit(3)), r"compose: expected qubits from 0 to 1, got 2"),
        (lambda c: c.compose(Circuit(2), (0,)), r"compose: expected 2 qubits.*got 1"),
        (lambda c: c.compose(Circuit(2), (1, 1)), r"compose: its qubits must differ"),
    ],
)
def test_errors_name_gate_place_and_qubit_and_change_nothing(append, message: str) -> None:
    circuit = Circuit(2).ry(weight(), 0)
    with pytest.raises(InputError, match=message):
        append(circuit)
    assert circuit == Circuit(2).ry(weight(), 0)
    assert circuit.n_weights == 1


@pytest.mark.parametrize("n", [0, -1, 31, 1.0, True, "2"])
def test_impossible_numbers_of_qubits(n: object) -> None:
    with pytest.raises(InputError, match=r"qubits"):
        Circuit(n)


def test_a_refused_gate_uses_up_no_weight() -> None:
    circuit = Circuit(1)
    fresh = weight()
    with pytest.raises(InputError):
        circuit.u(fresh, "bad", 0.1, 0)
    circuit.ry(fresh, 0)
    assert circuit.n_weights == 1
    assert circuit.operations[0].angles[0].symbols == {Symbol("weight", 0)}
