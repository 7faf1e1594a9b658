"""Jacobians by the adjoint and by the shift rule, and the quantum Fisher information."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qneko.circuits import Circuit, X, Z, feature, weight
from qneko.engine import compile, parameter_shift, quantum_fisher
from qneko.errors import InputError
from tests import reference
from tests.engine.strategies import batch, circuits, observables
from tests.systems import SYSTEMS


@pytest.mark.parametrize("system", SYSTEMS, ids=str)
@pytest.mark.parametrize("rule", ["adjoint", "shift"])
def test_closed_forms(system, rule):
    program = compile(system.circuit, system.observables)
    jacobian = program.jacobian if rule == "adjoint" else lambda *a: parameter_shift(program, *a)
    by_feature, by_weight = jacobian(system.X, system.w)
    np.testing.assert_allclose(by_feature, system.by_feature, atol=1e-11)
    np.testing.assert_allclose(by_weight, system.by_weight, atol=1e-11)


@settings(deadline=None, max_examples=60)
@given(data=st.data(), n_samples=st.integers(1, 9), seed=st.integers(0, 2**32))
def test_adjoint_equals_shift_rule(data, n_samples, seed):
    circuit = data.draw(circuits(prepared=False))
    program = compile(circuit, data.draw(observables(circuit.n_qubits)))
    features, weights = batch(circuit, n_samples, seed)
    for mine, shifted in zip(
        program.jacobian(features, weights),
        parameter_shift(program, features, weights),
        strict=True,
    ):
        np.testing.assert_allclose(mine, shifted, atol=1e-11 * (1 + np.abs(shifted).max(initial=0)))


def test_shift_rule_with_shots_is_unbiased():
    circuit = Circuit(2).ry(feature(0) * weight(), 0).crx(weight(), 0, 1)
    program = compile(circuit, [Z(1), X(0)])
    features, weights = np.array([[0.7], [1.9]]), np.array([1.2, 0.8])
    exact = parameter_shift(program, features, weights)
    noisy = parameter_shift(program, features, weights, shots=20_000, seed=3)
    for mine, true in zip(noisy, exact, strict=True):
        np.testing.assert_allclose(mine, true, atol=0.05)
        assert (mine != true).any()


@settings(deadline=None, max_examples=30)
@given(circuit=circuits(max_qubits=3, max_gates=8, prepared=False), seed=st.integers(0, 1000))
def test_quantum_fisher_equals_finite_differences(circuit, seed):
    features, weights = batch(circuit, 2, seed)
    metric = quantum_fisher(compile(circuit), features, weights)
    step = 1e-5
    states = reference.states(circuit, features, weights)
    tangents = [
        (
            reference.states(circuit, features, weights + step * e)
            - reference.states(circuit, features, weights - step * e)
        )
        / (2 * step)
        for e in np.eye(len(weights))
    ]
    assert metric.shape == (2, len(weights), len(weights))
    for i, a in enumerate(tangents):
        for j, b in enumerate(tangents):
            inner = np.einsum("sd,sd->s", a.conj(), b)
            left = np.einsum("sd,sd->s", a.conj(), states)
            right = np.einsum("sd,sd->s", states.conj(), b)
            expected = 4 * (inner - left * right).real
            np.testing.assert_allclose(metric[:, i, j], expected, atol=1e-4)


def test_quantum_fisher_of_a_rotation():
    # RY moves the state at unit speed / 2: F = 1; RZ on |0> does nothing: F = 0
    circuit = Circuit(2).ry(weight(), 0).rz(weight(), 1)
    metric = quantum_fisher(compile(circuit), None, [0.4, 1.3])
    np.testing.assert_allclose(metric, [[[1, 0], [0, 0]]], atol=1e-12)


def test_average_quantum_fisher(monkeypatch):
    circuit = Circuit(3)
    for q in range(3):
        circuit.ry(feature(0) * weight(), q).crx(weight() + feature(1), q, (q + 1) % 3)
    features, weights = batch(circuit, 7, 0)
    program = compile(circuit)
    each = quantum_fisher(program, features, weights)
    share = np.array([0.0, 1.0, 2.0, 0.5, 0.0, 1.0, 3.0])
    for most in (1, 10_000, 1 << 26):  # one sample at once, a few, all
        monkeypatch.setattr("qneko.engine._gradients._MOST_BYTES", most)
        np.testing.assert_allclose(quantum_fisher(program, features, weights), each, atol=1e-14)
        mean = quantum_fisher(program, features, weights, average=True)
        np.testing.assert_allclose(mean, each.mean(axis=0), atol=1e-14)
        weighted = quantum_fisher(program, features, weights, average=True, sample_weight=share)
        np.testing.assert_allclose(weighted, np.average(each, axis=0, weights=share), atol=1e-14)
    assert not quantum_fisher(program, features[:0], weights, average=True).any()
    with pytest.raises(InputError, match=r"sample_weight must have shape \(7,\)"):
        quantum_fisher(program, features, weights, average=True, sample_weight=[1, 2])
    for bad in (np.zeros(7), -share, share * np.nan):
        with pytest.raises(InputError, match="sample_weight must hold finite numbers from 0 on"):
            quantum_fisher(program, features, weights, average=True, sample_weight=bad)


def test_the_natural_gradient_descends_where_the_plain_one_crawls():
    # along w0 the state moves a tenth as fast as along w1
    program = compile(Circuit(2).ry(0.1 * weight(), 0).ry(weight(), 1), [-0.5 * (Z(0) + Z(1))])

    def descend(natural):
        w = np.array([15.0, 1.5])
        for _ in range(40):
            gradient = program.vjp(None, w, [[1.0]])[2]
            if natural:
                metric = quantum_fisher(program, None, w, average=True)
                gradient = np.linalg.solve(metric + 1e-6 * np.eye(2), gradient)
            w -= 0.3 * gradient
        return program.expectations(None, w)[0, 0]

    assert descend(natural=True) < -0.999
    assert descend(natural=False) > -0.9


def test_amplitude_encoding_has_no_shift_rule():
    program = compile(Circuit(1).initialize([feature(0), 1]), Z(0))
    with pytest.raises(InputError, match=r"begins with initialize.* use the adjoint method"):
        parameter_shift(program, [[0.5]])


def test_only_programs_are_differentiated():
    with pytest.raises(InputError, match=r"Expected a Program from compile\(\.\.\.\), got Circuit"):
        parameter_shift(Circuit(1), None)
