"""Circuits and observables as plain data: nothing is lost, nothing malformed gets in."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings

from qneko.circuits import (
    Circuit,
    X,
    Y,
    Z,
    circuit_from_dict,
    circuit_to_dict,
    feature,
    identity,
    observable_from_list,
    observable_to_list,
    weight,
)
from qneko.errors import InputError
from tests.engine.strategies import circuits


def through_json(circuit: Circuit) -> Circuit:
    return circuit_from_dict(json.loads(json.dumps(circuit_to_dict(circuit), allow_nan=False)))


@settings(deadline=None, max_examples=60)
@given(circuits())
def test_any_circuit_comes_back_equal(circuit: Circuit) -> None:
    again = through_json(circuit)
    assert again == circuit
    assert (again.n_features, again.n_weights) == (circuit.n_features, circuit.n_weights)


def test_positions_of_weights_survive_also_where_no_gate_uses_them() -> None:
    block = Circuit(1).rx(weight(), 0).ry(weight(), 0)
    circuit = Circuit(2).compose(block, 1, weights=None)
    second = circuit.weights[1]
    circuit.rz(second * second * feature(3) - 0.1, 0)
    again = through_json(circuit)
    assert again == circuit
    assert again.n_weights == 2
    assert again.n_features == 4
    empty = Circuit(1).compose(Circuit(1).compose(block).compose(block.inverse()))
    assert through_json(empty).n_weights == empty.n_weights


def test_matrices_and_amplitudes_survive_to_the_last_bit() -> None:
    rng = np.random.default_rng(0)
    unitary, _ = np.linalg.qr(rng.normal(size=(8, 8)) + 1j * rng.normal(size=(8, 8)))
    amplitudes = [feature(0), 1 / 3, 0, weight()]
    circuit = Circuit(3).initialize(amplitudes, [2, 0]).unitary(unitary, [1, 2, 0])
    assert through_json(circuit) == circuit


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"n_qubits": 99}, "1 to 30 qubits"),
        ({"n_weights": "two"}, "malformed"),
        ({"gates": [{"name": "nope", "qubits": [0]}]}, "unknown gate"),
        ({"gates": [{"name": "h", "qubits": [7]}]}, "qubits from 0 to 1"),
        ({"gates": [{"qubits": [0]}]}, "gate 0 is malformed"),
        ({"gates": [{"name": "rx", "qubits": [0], "angles": [[[1.0, [], [5]]]]}]}, "gate 0"),
        ({"gates": [{"name": "rx", "qubits": [0], "angles": [[[1.0, [-1], []]]]}]}, "position"),
        ({"gates": [{"name": "unitary", "qubits": [0], "matrix": [[[2, 0]]]}]}, "shape"),
    ],
)
def test_what_is_malformed_is_refused_in_a_sentence(change, message: str) -> None:
    content = {**circuit_to_dict(Circuit(2).h(0)), **change}
    with pytest.raises(InputError, match=message):
        circuit_from_dict(content)


def test_a_document_of_another_kind_is_refused() -> None:
    for content in (None, [], {}, "h"):
        with pytest.raises(InputError, match="not a circuit"):
            circuit_from_dict(content)


def test_observables() -> None:
    observable = 0.1 * Z(0) @ Z(3) - X(1) / 3 + 2 * identity() + Y(2)
    again = observable_from_list(json.loads(json.dumps(observable_to_list(observable))))
    assert again == observable
    with pytest.raises(InputError, match="not an observable"):
        observable_from_list([["Z", 1]])
