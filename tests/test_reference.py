"""The reference simulator itself, against textbook matrices and closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qneko.circuits import GATES, Circuit, Z, feature, weight
from tests import reference
from tests.engine.strategies import batch, circuits, observables
from tests.systems import SYSTEMS, System, barren_plateau

EXACT = {"rtol": 0, "atol": 1e-12}


@pytest.mark.parametrize("system", SYSTEMS, ids=str)
def test_closed_forms(system: System) -> None:
    inputs = system.circuit, system.X, system.w
    np.testing.assert_allclose(reference.states(*inputs), system.states, **EXACT)
    values = reference.expectations(system.circuit, system.observables, system.X, system.w)
    np.testing.assert_allclose(values, system.expectations, **EXACT)


RULES = [reference.parameter_shift, reference.finite_differences, reference.gradients]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("system", SYSTEMS, ids=str)
def test_closed_form_gradients(system: System, rule) -> None:
    by_feature, by_weight = rule(system.circuit, system.observables, system.X, system.w)
    np.testing.assert_allclose(by_feature, system.by_feature, rtol=0, atol=1e-8)
    np.testing.assert_allclose(by_weight, system.by_weight, rtol=0, atol=1e-8)


@pytest.mark.parametrize("name", GATES)
def test_every_gate_is_unitary_of_its_size(name: str) -> None:
    matrix = reference.MATRICES[name](*np.linspace(0.3, 2.1, GATES[name].n_angles))
    assert matrix.shape == (2 ** GATES[name].n_qubits,) * 2
    np.testing.assert_allclose(matrix @ matrix.conj().T, np.eye(len(matrix)), **EXACT)


def test_controls_come_first_as_in_qiskit() -> None:
    cx = [[1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0], [0, 1, 0, 0]]
    np.testing.assert_array_equal(reference.MATRICES["cx"](), cx)
    ccx = np.eye(8)
    ccx[[3, 7]] = ccx[[7, 3]]  # both controls are low bits
    np.testing.assert_array_equal(reference.MATRICES["ccx"](), ccx)
    cswap = np.eye(8)
    cswap[[3, 5]] = cswap[[5, 3]]
    np.testing.assert_array_equal(reference.MATRICES["cswap"](), cswap)


def test_relations_between_gates() -> None:
    m = reference.MATRICES
    np.testing.assert_allclose(m["sx"]() @ m["sx"](), m["x"](), **EXACT)
    np.testing.assert_allclose(m["s"]() @ m["s"](), m["z"](), **EXACT)
    np.testing.assert_allclose(m["t"]() @ m["sdg"]() @ m["t"](), np.eye(2), **EXACT)
    np.testing.assert_allclose(m["t"]() @ m["tdg"](), np.eye(2), **EXACT)
    by_parts = m["p"](0.4) @ m["ry"](1.1) @ m["p"](-0.7)
    np.testing.assert_allclose(m["u"](1.1, 0.4, -0.7), by_parts, **EXACT)
    np.testing.assert_allclose(m["iswap"]() @ m["iswap"](), np.diag([1, -1, -1, 1]), **EXACT)


def test_apply_equals_the_kronecker_product() -> None:
    rng = np.random.default_rng(0)
    state = rng.normal(size=16) + 1j * rng.normal(size=16)
    gate = reference.u3(0.5, 1.2, -0.4)
    whole = np.kron(np.eye(2), np.kron(gate, np.eye(4)))  # qubit 2 of 4
    np.testing.assert_allclose(reference.apply(gate, (2,), state), whole @ state, **EXACT)
    pair = np.kron(gate, reference.H)  # H on bit 0, u on bit 1
    one_by_one = reference.apply(gate, (0,), reference.apply(reference.H, (3,), state))
    np.testing.assert_allclose(reference.apply(pair, (3, 0), state), one_by_one, **EXACT)


def test_partial_traces_of_known_states() -> None:
    bell = np.array([1, 0, 0, 1j]) / np.sqrt(2)
    np.testing.assert_allclose(reference.partial_trace(bell, (1,)), np.eye(2) / 2, **EXACT)
    np.testing.assert_allclose(
        reference.partial_trace(bell, (0, 1)), np.outer(bell, bell.conj()), **EXACT
    )
    low, high = np.array([0.6, 0.8j]), np.array([0.8, -0.6])
    product = np.kron(high, low)
    np.testing.assert_allclose(
        reference.partial_trace(product, (0,)), np.outer(low, low.conj()), **EXACT
    )
    swapped = np.kron(low, high)
    np.testing.assert_allclose(
        reference.partial_trace(product, (1, 0)), np.outer(swapped, swapped.conj()), **EXACT
    )


@settings(deadline=None, max_examples=60)
@given(data=st.data(), seed=st.integers(0, 2**32))
def test_three_gradient_rules_agree(data, seed) -> None:
    circuit = data.draw(circuits(max_qubits=4, max_gates=10))
    inputs = circuit, data.draw(observables(circuit.n_qubits)), *batch(circuit, 2, seed)
    rules = [rule(*inputs) for rule in RULES]
    for shifted, differences, backwards in zip(*rules, strict=True):
        size = 1 + np.abs(backwards).max(initial=0)
        np.testing.assert_allclose(backwards, shifted, rtol=0, atol=1e-12 * size)
        np.testing.assert_allclose(backwards, differences, rtol=0, atol=1e-6 * size)


def test_both_gradient_rules_agree_on_repeated_and_mixed_angles() -> None:
    shared = weight()
    circuit = Circuit(3).h(0).ry(shared * feature(0), 1).crz(shared**2 - feature(1), 1, 2)
    circuit.u(feature(0), shared, 0.3, 0).cry(feature(0) * feature(1), 0, 2).cp(weight(), 2, 1)
    circuit.rxx(shared, 0, 2).iswap(0, 1).pauli_rotation(weight() + shared, "YZ", (2, 0))
    x, w = np.random.default_rng(4).normal(size=(3, 2)), np.array([0.4, -0.8, 1.5])
    observables = [Z(0), 0.5 * Z(1) @ Z(2)]
    shifted = reference.parameter_shift(circuit, observables, x, w)
    differences = reference.finite_differences(circuit, observables, x, w)
    for a, b in zip(shifted, differences, strict=True):
        np.testing.assert_allclose(a, b, rtol=0, atol=1e-9)
        assert np.abs(a).max() > 0.01


@pytest.mark.parametrize("n", [1, 2, 3])
def test_barren_plateau_variances(n: int) -> None:
    # squares of the derivatives have frequencies up to 2: five points a dimension average exactly
    axis = 2 * np.pi * np.arange(5) / 5
    grid = np.stack(np.meshgrid(*[axis] * n), axis=-1).reshape(-1, n)
    system = barren_plateau(n, grid)
    by_feature, _ = reference.parameter_shift(system.circuit, system.observables, grid)
    global_cost, local_cost = np.moveaxis(by_feature[:, :, 0], 1, 0)
    assert abs(global_cost.mean()) < 1e-12
    np.testing.assert_allclose(global_cost.var(), (1 / 8) * (3 / 8) ** (n - 1), rtol=1e-9)
    np.testing.assert_allclose(local_cost.var(), 1 / (8 * n**2), rtol=1e-9)


def test_unitary_is_applied_as_it_stands() -> None:
    gate = reference.u3(0.5, 1.2, -0.4)
    pair = np.kron(reference.H, gate)  # u on bit 0, h on bit 1
    circuit = Circuit(3).ry(0.3, 2).unitary(pair, (2, 0))
    expected = Circuit(3).ry(0.3, 2).u(0.5, 1.2, -0.4, 2).h(0)
    no_features = np.zeros((1, 0))
    np.testing.assert_allclose(
        reference.states(circuit, no_features), reference.states(expected, no_features), **EXACT
    )


def test_initialize_normalises_each_sample_and_puts_bit_k_on_qubit_k() -> None:
    circuit = Circuit(3).h(1).initialize([feature(0), feature(1), 0, 2], (2, 0))
    states = reference.states(circuit, [[1.0, 2.0], [0.0, 0.0]])
    amplitudes = np.array([[1, 2, 0, 2], [0, 0, 0, 2]]) / np.array([[3], [2]])
    expected = np.zeros((2, 8))
    for local in range(4):
        for other in range(2):
            index = (local & 1) << 2 | local >> 1 | other << 1
            expected[:, index] = amplitudes[:, local] / np.sqrt(2)
    np.testing.assert_allclose(states, expected, **EXACT)


def test_amplitude_gradients_agree_with_differences() -> None:
    w = weight()
    circuit = Circuit(3).initialize([feature(0), w, feature(1) * w, 0.4], (1, 2)).ry(feature(0), 0)
    circuit.cx(0, 1).rx(w, 2).crx(feature(1), 2, 0)
    observables = [Z(0), 0.5 * Z(1) @ Z(2)]
    x, weights = np.array([[0.3, -0.8], [0.0, 1.1]]), np.array([0.7])
    shifted = reference.parameter_shift(circuit, observables, x, weights)
    differences = reference.finite_differences(circuit, observables, x, weights)
    for a, b in zip(shifted, differences, strict=True):
        np.testing.assert_allclose(a, b, rtol=0, atol=1e-9)
        assert np.abs(a).max() > 0.01
