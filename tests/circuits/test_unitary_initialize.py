"""Unitary matrices and amplitude encoding: what is stored, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from qneko.circuits import Circuit, Operation, feature, weight
from qneko.errors import InputError
from tests.reference import states

NOT_Y = [[0, -1], [1, 0]]


def test_unitary_keeps_its_matrix_and_can_be_compared() -> None:
    circuit = Circuit(3).unitary(NOT_Y, 2).unitary(np.eye(4)[[0, 2, 1, 3]], (2, np.int64(0)))
    first, second = circuit.operations
    assert first == Operation("unitary", (2,), matrix=((0, -1), (1, 0)))
    assert hash(first) == hash(Operation("unitary", (2,), matrix=((0, -1), (1, 0))))
    assert second.qubits == (2, 0)
    assert [type(entry) for entry in second.matrix[1]] == [complex] * 4
    assert str(second) == "unitary(<4x4 matrix>, 2, 0)"
    assert circuit == Circuit(3).append("unitary", 2, matrix=NOT_Y).append(
        "unitary", (2, 0), matrix=second.matrix
    )


def test_an_operation_can_be_appended_again() -> None:
    circuit = Circuit(2).initialize([feature(0), 1], 1).unitary(NOT_Y, 0).h(1)
    again = Circuit(2)
    for o in circuit:
        again.append(o.name, o.qubits, o.angles, o.paulis, o.matrix)
    assert again == circuit


def test_a_nearly_unitary_matrix_is_taken_as_it_is() -> None:
    nearly = np.array(NOT_Y) * (1 + 1e-9)
    assert Circuit(1).unitary(nearly, 0).operations[0].matrix[1][0] == 1 + 1e-9


def test_initialize_counts_features_and_weights() -> None:
    shared = weight()
    circuit = Circuit(3).initialize([feature(4), shared, 0, 2.5], (2, 0)).ry(shared, 1)
    assert (circuit.n_features, circuit.n_weights) == (5, 1)
    assert circuit.operations[0].qubits == (2, 0)
    assert str(circuit.operations[0]) == "initialize(x[4], w[0], 0, 2.5, 2, 0)"


def test_initialize_takes_all_qubits_by_default() -> None:
    circuit = Circuit(2).initialize(np.array([1, 0, 0, -1]))
    np.testing.assert_allclose(
        states(circuit, [[]])[0], np.array([1, 0, 0, -1]) / np.sqrt(2), atol=1e-15
    )


def test_initialize_may_follow_gates_on_other_qubits() -> None:
    circuit = Circuit(3).h(0).initialize([1, 2], 2).cx(0, 1).compose(Circuit(1), 1)
    assert [o.name for o in circuit] == ["h", "initialize", "cx"]


@pytest.mark.parametrize(
    ("append", "message"),
    [
        (
            lambda c: c.unitary([[1, 1], [0, 1]], 0),
            r"Gate 1 \(unitary\): expected a unitary matrix.* U\* U - 1 is 1, above 1e-08; the",
        ),
        (lambda c: c.unitary(np.eye(2) * (1 + 1e-7), 0), r"U\* U - 1 is 2e-07, above"),
        (lambda c: c.unitary(np.eye(2) * 1e200, 0), r"U\* U - 1 is inf"),
        (lambda c: c.unitary(np.eye(4), 0), r"shape \(2, 2\) for 1 qubits, got \(4, 4\)"),
        (lambda c: c.unitary([[1, 0], [0]], 0), r"expected a matrix of numbers, got list"),
        (lambda c: c.unitary([["a", 0], [0, 1]], 0), r"expected a matrix of numbers, got list"),
        (lambda c: c.unitary(5, 0), r"shape \(2, 2\) for 1 qubits, got \(\)"),
        (lambda c: c.unitary(None, 0), r"expected a matrix"),
        (lambda c: c.unitary([[np.nan, 0], [0, 1]], 0), r"must be finite"),
        (lambda c: c.unitary(np.eye(32), range(5)), r"expected 1 to 4 qubits, got 5"),
        (lambda c: c.unitary(np.eye(1), ()), r"expected 1 to 4 qubits, got 0"),
        (lambda c: c.unitary(np.eye(4), (0, 0)), r"its qubits must differ"),
        (lambda c: c.unitary(NOT_Y, None), r"expected qubits from 0 to 2, got None"),
        (lambda c: c.append("unitary", 0), r"\(unitary\): expected a matrix"),
        (lambda c: c.append("unitary", 0, [0.1], matrix=NOT_Y), r"expected no angles, got 1"),
        (lambda c: c.append("h", 0, matrix=NOT_Y), r"expected no matrix; only unitary"),
        (
            lambda c: c.initialize([1, 0], 0),
            r"Gate 1 \(initialize\): expected qubits that no gate has touched, but gate 0 \(cx\) "
            r"came before on qubit 0; initialize comes first",
        ),
        (lambda c: c.initialize([1, 0, 0], 2), r"expected 2 amplitudes.*got 3; fill up with zeros"),
        (lambda c: c.initialize([1, 0, 0, 1]), r"expected 8 amplitudes"),
        (lambda c: c.initialize([1], ()), r"got 1"),
        (lambda c: c.initialize([0, feature(0) * 0], 2), r"all amplitudes are 0"),
        (lambda c: c.initialize([1, 1j], 2), r"amplitude 1 is not a real one\. .*got complex"),
        (lambda c: c.initialize([1, np.inf], 2), r"amplitude 1 .*finite"),
        (lambda c: c.compose(Circuit(1).h(0).compose(Circuit(1)), 3), r"qubits from 0 to 2, got 3"),
        (
            lambda c: c.compose(Circuit(2).initialize([1, 0], 1), (2, 1)),
            r"compose: its gate 0 \(initialize\): .*gate 0 \(cx\) came before on qubit 1",
        ),
    ],
)
def test_what_is_refused_changes_nothing(append, message: str) -> None:
    circuit = Circuit(3).cx(0, 1)
    with pytest.raises(InputError, match=message):
        append(circuit)
    assert circuit == Circuit(3).cx(0, 1)
    assert (circuit.n_features, circuit.n_weights) == (0, 0)
