"""States that outgrow the cache run in blocks, one sample at a time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qneko.circuits import Circuit, X, Y, Z, feature, weight
from qneko.engine import compile
from qneko.errors import InputError
from tests import reference
from tests.engine.strategies import PAULI

N_QUBITS = 16


@st.composite
def large_circuits(draw: st.DrawFn) -> Circuit:
    """Gates on low qubits (lanes), high ones (blocks) and between them."""
    circuit = Circuit(N_QUBITS)
    if draw(st.booleans()):
        circuit.initialize([1, feature(0), 0.5, weight()], draw(places(2)))
    for _ in range(draw(st.integers(1, 25))):
        name = draw(st.sampled_from(["ry", "rx", "rz", "h", "cx", "ccx", "cp", "rotation"]))
        angle = draw(st.sampled_from([0.7, 4.0, feature(0), weight() * feature(1)]))
        if name == "rotation":
            letters = draw(st.text("XYZ", min_size=1, max_size=4))
            circuit.pauli_rotation(angle, letters, draw(places(len(letters))))
        else:
            n_places = {"cx": 2, "ccx": 3, "cp": 2}.get(name, 1)
            angles = [angle] if name in ("ry", "rx", "rz", "cp") else []
            circuit.append(name, draw(places(n_places)), angles)
    return circuit


def places(length: int) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(0, N_QUBITS - 1), min_size=length, max_size=length, unique=True)


@settings(deadline=None, max_examples=15)
@given(circuit=large_circuits(), letters=st.text("IXYZ", min_size=3, max_size=3), where=places(3))
def test_large_states_equal_the_reference(circuit, letters, where):
    string = Z(5) @ Z(5)
    for letter, qubit in zip(letters, where, strict=True):
        string = string if letter == "I" else string @ PAULI[letter](qubit)
    measured = [string, X(0) @ Y(15) - 0.5 * Z(3)]
    rng = np.random.default_rng(len(circuit))
    features = rng.uniform(-2, 2, (2, circuit.n_features))
    weights = rng.uniform(-2, 2, circuit.n_weights)
    states = reference.states(circuit, features, weights)
    values = reference.expectations(circuit, measured, features, weights)
    for dtype, tolerance in (("float32", 1e-5), ("float64", 1e-13)):
        program = compile(circuit, measured, dtype=dtype)
        np.testing.assert_allclose(program.states(features, weights), states, atol=tolerance)
        np.testing.assert_allclose(program.expectations(features, weights), values, atol=tolerance)


def test_large_and_batched_execution_agree():
    circuit = Circuit(N_QUBITS)
    for q in range(N_QUBITS):
        circuit.ry(feature(q % 2), q).rz(weight(), q).cx(q, (q + 1) % N_QUBITS).rx(feature(0), q)
    program = compile(circuit, [Z(0), X(9) @ Z(2)])
    rng = np.random.default_rng(0)
    features, weights = rng.normal(size=(3, 2)), rng.normal(size=N_QUBITS)
    batched, _, _ = program.vjp(features, weights, np.zeros((3, 2)))  # gradients run in lanes
    np.testing.assert_allclose(program.expectations(features, weights), batched, atol=1e-12)


def test_every_amplitude_finds_its_place_through_many_permutations():
    """All qubits turn, so passes reach everything from one amplitude; the frame is no permutation
    of qubits, so that basis states lie far from where they are asked for."""
    rng = np.random.default_rng(8)
    circuit = Circuit(N_QUBITS)
    for q in range(N_QUBITS):
        circuit.ry(feature(q % 3), q)
    for _ in range(60):
        control, target = rng.choice(N_QUBITS, 2, replace=False).tolist()
        circuit.cx(control, target).rx(weight(), control)
    circuit.x(3).swap(0, 15)
    features, weights = rng.normal(size=(2, 3)), rng.normal(size=circuit.n_weights)
    expected = reference.states(circuit, features, weights)
    program = compile(circuit, [])
    np.testing.assert_allclose(program.states(features, weights), expected, atol=1e-13)


@pytest.mark.parametrize("threads", ["1", "2", "5"])
def test_threads_change_no_bit(threads, monkeypatch):
    circuit = Circuit(N_QUBITS)
    for q in range(N_QUBITS):
        circuit.h(q).rx(0.1 * q, q).cx(q, (3 * q + 1) % N_QUBITS)
    program = compile(circuit, [Z(0), sum_of_z()], dtype="float32")
    monkeypatch.setenv("QNEKO_NUM_THREADS", "1")
    expected = program.expectations(None)
    monkeypatch.setenv("QNEKO_NUM_THREADS", threads)
    np.testing.assert_array_equal(program.expectations(None), expected)


def sum_of_z():
    total = Z(0)
    for q in range(1, N_QUBITS):
        total = total + Z(q)
    return total


def test_zero_amplitudes_name_the_sample():
    program = compile(Circuit(N_QUBITS).initialize([feature(0), feature(1)], [15]), Z(15))
    with pytest.raises(InputError, match="sample 1 has amplitudes that are all zero"):
        program.expectations([[1.0, 0.0], [0.0, 0.0]])
