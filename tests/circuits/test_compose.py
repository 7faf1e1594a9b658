"""Circuits in circuits: values for features and weights, repetition, inverse."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qneko.circuits import Circuit, feature, weight
from qneko.errors import InputError
from tests.engine.strategies import batch, circuits
from tests.reference import states


def block() -> Circuit:
    """Return a circuit with two features and two weights."""
    w = weight()
    return Circuit(2).ry(feature(0) * w, 0).rz(feature(1) + weight(), 1).cx(0, 1).ry(w**2, 1)


def test_features_become_what_is_given() -> None:
    circuit = Circuit(2).compose(block(), features=[2 * feature(1), 0.5])
    x, w = np.array([[9.0, 0.3]]), np.array([0.7, -0.4])
    assert circuit.n_features == 2
    np.testing.assert_allclose(states(circuit, x, w), states(block(), [[0.6, 0.5]], w), atol=1e-14)


def test_weights_become_what_is_given() -> None:
    own = weight()
    circuit = Circuit(2).ry(own, 0).compose(block(), weights=[own - 1, 0.25])
    expected = Circuit(2).ry(weight(), 0).compose(block())
    assert circuit.n_weights == 1
    np.testing.assert_allclose(
        states(circuit, [[0.3, 0.8]], [1.5]),
        states(expected, [[0.3, 0.8]], [1.5, 0.5, 0.25]),
        atol=1e-14,
    )


def test_weights_of_a_circuit_can_be_used_again() -> None:
    circuit = Circuit(2).compose(block())
    circuit.compose(block(), weights=circuit.weights)
    assert circuit.n_weights == 2
    first, second = circuit.operations[:4], circuit.operations[4:]
    assert first == second
    circuit.ry(circuit.weights[1], 0)
    assert circuit.operations[-1] == Circuit(2).ry(weight(), 0).ry(weight(), 0).operations[1]


def test_new_weights_keep_their_order_even_if_gates_use_them_in_another() -> None:
    a, b = weight(), weight()
    inner = Circuit(1).ry(b, 0).ry(a, 0)  # b is w[0], a is w[1]
    backwards = inner.inverse()  # uses w[1] first
    circuit = Circuit(1).rx(weight(), 0).compose(backwards)
    used = [next(iter(o.angles[0].symbols)).index for o in circuit]
    assert used == [0, 2, 1]


def test_composing_with_itself_shares_nothing() -> None:
    circuit = block()
    circuit.compose(circuit)
    assert (len(circuit), circuit.n_weights) == (8, 4)


@pytest.mark.parametrize("share", [False, True])
def test_repeat(share: bool) -> None:
    original = block()
    repeated = original.repeat(3, share_weights=share)
    assert (len(original), original.n_weights) == (4, 2)
    assert (len(repeated), repeated.n_weights) == (12, 2 if share else 6)
    w = np.array([0.3, -0.7])
    by_hand = block().compose(block()).compose(block())
    np.testing.assert_allclose(
        states(repeated, [[0.2, 0.4]], w if share else np.tile(w, 3)),
        states(by_hand, [[0.2, 0.4]], np.tile(w, 3)),
        atol=1e-14,
    )


def test_repeating_once_is_a_copy() -> None:
    original = block()
    once = original.repeat(1)
    assert once == original
    once.h(0)
    assert once != original


@settings(deadline=None, max_examples=60)
@given(circuits(prepared=False), st.integers(0, 99))
def test_inverse_undoes_every_gate_with_its_phase(circuit: Circuit, seed: int) -> None:
    x, w = batch(circuit, 2, seed)
    undone = circuit.inverse()
    assert undone.n_weights == circuit.n_weights
    there_and_back = circuit.copy().compose(undone, weights=circuit.weights)
    start = np.zeros(2**circuit.n_qubits)
    start[0] = 1
    for state in states(there_and_back, x, w):
        np.testing.assert_allclose(state, start, atol=1e-12)


def test_a_preparation_has_no_inverse_and_is_not_repeated() -> None:
    circuit = Circuit(1).initialize([1, 2])
    with pytest.raises(InputError, match=r"initialize on qubits \(0,\) has no inverse"):
        circuit.inverse()
    with pytest.raises(InputError, match="initialize comes first"):
        circuit.repeat(2)


@pytest.mark.parametrize(
    ("append", "message"),
    [
        (lambda c: c.compose(block(), features=[1]), "compose: expected 2 features.*got 1"),
        (lambda c: c.compose(block(), weights=[1, 2, 3]), "compose: expected 2 weights.*got 3"),
        (lambda c: c.compose(block(), features=["a", 1]), "compose: features: .*got str"),
        (lambda c: c.compose(block(), weights=[1, np.nan]), "compose: weights: .*finite"),
        (lambda c: c.compose(block(), features=[1e308, 1], weights=[1e308, 1]), "overflowed"),
        (
            lambda c: c.compose(Circuit(1).initialize([feature(0), 0]), 1, features=[0]),
            "compose: its gate 0: all amplitudes are 0",
        ),
        (lambda c: c.compose("h"), "compose: expected a Circuit, got str"),
        (lambda c: c.repeat(0), "whole number from 1 on, got 0"),
        (lambda c: c.repeat(1.0), "whole number from 1 on, got 1.0"),
        (lambda c: c.repeat(True), "whole number from 1 on, got True"),
    ],
)
def test_what_is_refused_changes_nothing(append, message: str) -> None:
    circuit = Circuit(2).ry(weight(), 0)
    with pytest.raises(InputError, match=message):
        append(circuit)
    assert circuit == Circuit(2).ry(weight(), 0)
    assert circuit.n_weights == 1


def test_weights_made_first_come_first_in_one_angle() -> None:
    early, late = weight(), weight()
    circuit = Circuit(1).ry(3 * late + 2 * early, 0)
    assert str(circuit.operations[0]) == "ry(2*w[0] + 3*w[1], 0)"


def test_numbering_is_the_same_in_every_process() -> None:
    program = (
        "from qneko.circuits import Circuit, weight;"
        "w = [weight() for _ in range(9)];"
        "print(Circuit(1).ry(sum((k * w[k] for k in range(9)), start=0 * w[0]), 0).operations)"
    )
    runs = {
        subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout
        for _ in range(2)
    }
    assert len(runs) == 1
