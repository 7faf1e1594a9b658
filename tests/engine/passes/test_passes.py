"""Each compile pass leaves the circuit what it was."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import expm

from qneko.circuits import Angle, Circuit, X, Z, feature, weight
from qneko.engine.passes.coordinates import coordinates
from qneko.engine.passes.frame import Frame
from qneko.engine.passes.light_cone import light_cone
from qneko.engine.passes.lower import Lowered, Rotation, lower
from qneko.engine.passes.schedule import schedule
from tests import reference
from tests.engine.strategies import batch, circuits


def pauli(x: int, z: int, size: int) -> np.ndarray:
    """Return the Hermitian Pauli string of a rotation's masks, as a matrix."""
    matrix = np.zeros((size, size), complex)
    for p in range(size):
        matrix[p ^ x, p] = (-1) ** (p & z).bit_count() * (1j if x else 1)
    return matrix


def run(lowered: Lowered, rotations: list[Rotation], features, weights) -> np.ndarray:
    """Apply rotations to |0...0> by matrix exponentials and read the frame: one logical state."""
    size = 2**lowered.n_qubits
    state = np.zeros(size, complex)
    for place, amplitude in (lowered.amplitudes or {0: Angle.of(1.0)}).items():
        state[place] = reference.evaluate(amplitude, features, weights)
    state /= np.linalg.norm(state)
    for r in rotations:
        angle = reference.evaluate(r.angle, features, weights)
        state = expm(-0.5j * angle * pauli(r.x, r.z, size)) @ state
    logical = np.empty_like(state)
    for k in range(size):
        place = lowered.frame.origin()
        for q, column in enumerate(lowered.frame.columns):
            place ^= column if k >> q & 1 else 0
        logical[k] = state[place]
    return logical * np.exp(1j * reference.evaluate(lowered.phase, features, weights))


@settings(deadline=None, max_examples=80)
@given(circuit=circuits(max_qubits=4, max_gates=12), seed=st.integers(0, 1000))
def test_lowering_and_scheduling_keep_the_state(circuit, seed):
    features, weights = batch(circuit, 1, seed)
    expected = reference.states(circuit, features, weights)[0]
    lowered = lower(circuit)
    for r in lowered.rotations:
        assert r.x == 0 or (r.x & r.z).bit_count() % 2 == 1
    state = run(lowered, lowered.rotations, features[0], weights)
    np.testing.assert_allclose(state, expected, atol=1e-10)
    layers = schedule(lowered.rotations)
    for layer in layers:
        assert all((r.x == 0) == layer.diagonal for r in layer.rotations)
        assert all(layer.commutes_with(r) for r in layer.rotations)
    scheduled = [r for layer in layers for r in layer.rotations]
    state = run(lowered, scheduled, features[0], weights)
    np.testing.assert_allclose(state, expected, atol=1e-10)


def test_frame_costs_nothing():
    lowered = lower(Circuit(3).cx(0, 1).swap(1, 2).x(0).cx(2, 0))
    assert lowered.rotations == []


def test_layers_of_a_hardware_efficient_ansatz():
    """RY RZ on each qubit and a ring of CNOTs: two layers a repetition, whatever the order."""
    circuit = Circuit(4)
    for _ in range(3):
        for q in range(4):
            circuit.ry(feature(q), q).ry(weight(), q).rz(weight(), q)
        for q in range(4):
            circuit.cx(q, (q + 1) % 4)
    layers = schedule(lower(circuit).rotations)
    assert [layer.diagonal for layer in layers] == [False, True] * 3
    assert all(len(layer.rotations) == 4 for layer in layers)


def test_rotations_that_cancel_disappear():
    t = weight()
    circuit = Circuit(2).ry(t, 0).cx(0, 1).cx(0, 1).ry(-t, 0)
    circuit.compose(Circuit(2).rx(0.3, 1).rx(-0.3, 1))
    assert [layer.rotations for layer in schedule(lower(circuit).rotations)] == []


def test_light_cone_drops_what_is_not_seen():
    circuit = Circuit(4).ry(0.1, 0).ry(0.2, 1).cx(2, 3).ry(0.3, 3).rz(0.4, 0)
    lowered = lower(circuit)
    x, z, _ = lowered.frame.pauli({0: "Z"})
    assert [r.angle.constant for r in light_cone(lowered.rotations, [(x, z)])] == [0.1]
    x, z, _ = lowered.frame.pauli({0: "X"})
    assert [r.angle.constant for r in light_cone(lowered.rotations, [(x, z)])] == [0.1, 0.4]


@settings(deadline=None, max_examples=50)
@given(circuit=circuits(max_qubits=4, max_gates=12), seed=st.integers(0, 1000))
def test_light_cone_keeps_expectations(circuit, seed):
    features, weights = batch(circuit, 1, seed)
    lowered = lower(circuit)
    x, z, k = lowered.frame.pauli({0: "X", circuit.n_qubits - 1: "Z"})
    observable = X(0) @ Z(circuit.n_qubits - 1) if circuit.n_qubits > 1 else None
    if observable is None:
        return
    assert k % 2 == 0
    kept = light_cone(lowered.rotations, [(x, z)])
    logical = run(lowered, kept, features[0], weights)
    expected = reference.expectations(circuit, [observable], features, weights)[0, 0]
    np.testing.assert_allclose(reference.measure(observable, logical), expected, atol=1e-10)


@given(data=st.data())
def test_light_cone_is_its_definition(data):
    strings = st.tuples(st.integers(0, 15), st.integers(0, 15))
    rotations = [Rotation(x, z, Angle.of(1.0)) for x, z in data.draw(st.lists(strings))]
    observed = data.draw(st.lists(strings, max_size=3))
    asked, expected = list(observed), []
    for rotation in reversed(rotations):
        if any((rotation.x & z).bit_count() + (rotation.z & x).bit_count() & 1 for x, z in asked):
            asked.append((rotation.x, rotation.z))
            expected.append(rotation)
    kept = light_cone(rotations, observed)
    assert [id(r) for r in kept] == [id(r) for r in expected[::-1]]


@given(masks=st.lists(st.integers(0, 63), max_size=10, unique=True))
def test_coordinates_keep_parities(masks):
    basis, new_masks = coordinates(masks, 6)
    reached = set()
    for k in range(64):
        old = 0
        for i, vector in enumerate(basis):
            old ^= vector if k >> i & 1 else 0
        reached.add(old)
        for mask, new in zip(masks, new_masks, strict=True):
            assert (mask & old).bit_count() % 2 == (new & k).bit_count() % 2
    assert reached == set(range(64))
    independent = [m for m in new_masks if m.bit_count() == 1]
    assert len(independent) == np.linalg.matrix_rank(np.eye(6)[: len(independent)])


def test_frame_follows_gates():
    frame = Frame(3)
    frame.cx(0, 1)
    frame.x(1)
    frame.swap(0, 2)
    # |000> -> X on 1 -> swap(0, 2): logical |010>; so logical |000> lies where bit 1 is set
    assert frame.origin() == 0b010
    assert frame.pauli({2: "X"}) == (0b011, 0, 0)
    assert frame.pauli({1: "Z"}) == (0, 0b011, 2)
    assert frame.pauli({1: "Y"}) == (0b010, 0b011, 3)


@pytest.mark.parametrize("angle", [Angle.of(0.0), feature(0) - feature(0)])
def test_zero_angles_are_dropped(angle):
    assert schedule(lower(Circuit(1).ry(angle, 0)).rotations) == []


@pytest.mark.parametrize("n_qubits", [1, 2, 3, 4])
def test_decomposition_of_special_unitaries(n_qubits):
    size = 2**n_qubits
    rng = np.random.default_rng(n_qubits)
    for matrix in (
        np.eye(size),
        np.eye(size)[::-1],
        np.eye(size)[rng.permutation(size)],
        np.diag(np.exp(1j * np.arange(size))),
        -1j * np.eye(size),
        np.fft.fft(np.eye(size), norm="ortho"),
    ):
        circuit = Circuit(n_qubits).unitary(matrix, range(n_qubits))
        lowered = lower(circuit)
        state = run(lowered, lowered.rotations, np.zeros(0), np.zeros(0))
        np.testing.assert_allclose(state, matrix[:, 0], atol=1e-12)
