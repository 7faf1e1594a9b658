"""The native engine against closed forms, the NumPy reference, and itself."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from qneko.circuits import Circuit, X, Y, Z, feature, identity, weight
from qneko.engine import compile
from qneko.errors import InputError
from tests import reference
from tests.engine.strategies import batch
from tests.systems import SYSTEMS

DTYPES = ("float32", "float64")
TOLERANCE = {"float32": 2e-5, "float64": 1e-12}


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("system", SYSTEMS, ids=str)
def test_closed_forms(system, dtype):
    program = compile(system.circuit, system.observables, dtype=dtype)
    tolerance = TOLERANCE[dtype]
    assert program.states(system.X, system.w).dtype == np.result_type(dtype, np.complex64)
    np.testing.assert_allclose(program.states(system.X, system.w), system.states, atol=tolerance)
    values, vjp = program.value_and_vjp(system.X, system.w)
    assert values.dtype == dtype
    np.testing.assert_allclose(values, system.expectations, atol=tolerance)
    for k in range(len(system.observables)):
        cotangent = np.zeros(values.shape)
        cotangent[:, k] = 1
        by_x, by_w = vjp(cotangent)
        np.testing.assert_allclose(by_x, system.by_feature[:, k], atol=20 * tolerance)
        np.testing.assert_allclose(by_w, system.by_weight[:, k].sum(0), atol=100 * tolerance)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n_samples", [1, 2, 3, 7, 16, 17, 33, 100])
def test_batched_equals_looped(dtype, n_samples):
    circuit = Circuit(3)
    for q in range(3):
        circuit.ry(feature(q), q).crx(weight() * feature(0), q, (q + 1) % 3).rzz(
            weight(), q, (q + 2) % 3
        )
    circuit.h(1).cx(0, 2)
    program = compile(circuit, [Z(0), X(1) @ Y(2)], dtype=dtype)
    features, weights = batch(circuit, n_samples, 5)
    cotangent = np.random.default_rng(0).normal(size=(n_samples, 2))
    values, by_x, by_w = program.vjp(features, weights, cotangent)
    states = program.states(features, weights)
    rows = [
        program.vjp(features[i : i + 1], weights, cotangent[i : i + 1]) for i in range(n_samples)
    ]
    tolerance = TOLERANCE[dtype]
    np.testing.assert_allclose(values, np.vstack([r[0] for r in rows]), atol=tolerance)
    np.testing.assert_allclose(by_x, np.vstack([r[1] for r in rows]), atol=10 * tolerance)
    np.testing.assert_allclose(by_w, sum(r[2] for r in rows), atol=n_samples * tolerance)
    looped = np.vstack([program.states(features[i : i + 1], weights) for i in range(n_samples)])
    np.testing.assert_allclose(states, looped, atol=tolerance)


@pytest.mark.parametrize("dtype", DTYPES)
def test_threads_change_no_bit(dtype, monkeypatch):
    circuit = Circuit(4)
    for q in range(4):
        circuit.ry(feature(q), q).rz(weight(), q).cx(q, (q + 1) % 4).rx(weight() * feature(q), q)
    program = compile(circuit, [Z(q) for q in range(4)], dtype=dtype)
    features, weights = batch(circuit, 5000, 1)
    cotangent = np.random.default_rng(0).normal(size=(5000, 4))
    results = []
    for threads in ("1", "2", "3", "7"):
        monkeypatch.setenv("QNEKO_NUM_THREADS", threads)
        results.append(program.vjp(features, weights, cotangent))
    for other in results[1:]:
        for mine, first in zip(other, results[0], strict=True):
            np.testing.assert_array_equal(mine, first)


def test_vjp_is_the_function_of_value_and_vjp():
    circuit = Circuit(2).ry(feature(0) * weight(), 0).cx(0, 1)
    program = compile(circuit, [Z(0), Z(1)])
    features, weights = batch(circuit, 10, 0)
    cotangent = np.ones((10, 2))
    values, vjp = program.value_and_vjp(features, weights)
    both = program.vjp(features, weights, cotangent)
    for a, b in zip((values, *vjp(cotangent)), both, strict=True):
        np.testing.assert_array_equal(a, b)


def test_many_qubits_and_narrow_lanes():
    circuit = Circuit(16)
    for q in range(16):
        circuit.ry(feature(q % 2), q)
    for q in range(15):
        circuit.cx(q, q + 1).rz(weight(), q + 1)
    circuit.ry(0.3, 15)
    features, weights = batch(circuit, 3, 0)
    measured = [Z(15), X(14)]
    expected = reference.expectations(circuit, measured, features, weights)
    for dtype in DTYPES:
        program = compile(circuit, measured, dtype=dtype)
        np.testing.assert_allclose(
            program.expectations(features, weights), expected, atol=TOLERANCE[dtype]
        )


def test_large_angles_keep_their_precision():
    program = compile(Circuit(1).ry(feature(0), 0), Z(0), dtype="float32")
    angles = np.float32([[1e4], [-3e5], [7e5]])
    expected = np.cos(angles.astype(np.float64))
    np.testing.assert_allclose(program.expectations(angles), expected, atol=1e-6)


def test_amplitudes_that_are_all_zero_name_the_sample():
    program = compile(Circuit(1).initialize([feature(0), feature(1)]), Z(0))
    np.testing.assert_allclose(program.expectations([[3.0, 4.0]]), [[-7 / 25]])
    with pytest.raises(InputError, match="sample 2 has amplitudes that are all zero"):
        program.expectations([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])


def test_no_samples_no_observables():
    program = compile(Circuit(2).ry(feature(0) * weight(), 0), [Z(0), Z(1)])
    values, by_x, by_w = program.vjp(np.empty((0, 1)), [0.3], np.empty((0, 2)))
    assert values.shape == (0, 2)
    assert by_x.shape == (0, 1)
    assert by_w.tolist() == [0.0]
    assert program.states(np.empty((0, 1)), [0.3]).shape == (0, 4)
    assert compile(Circuit(1)).expectations(None).shape == (1, 0)


def test_circuit_without_features_runs_once():
    program = compile(Circuit(2).h(0).cx(0, 1), [Z(0) @ Z(1), identity()])
    np.testing.assert_allclose(program.expectations(None), [[1.0, 1.0]])


def test_program_does_not_follow_its_circuit():
    circuit = Circuit(1).ry(feature(0), 0)
    program = compile(circuit, Z(0))
    circuit.x(0)
    np.testing.assert_allclose(program.expectations([[0.0]]), [[1.0]])


def test_pickle():
    program = compile(Circuit(1).ry(feature(0), 0), [Z(0), X(0)], dtype="float32")
    twin = pickle.loads(pickle.dumps(program))
    np.testing.assert_array_equal(twin.expectations([[0.4]]), program.expectations([[0.4]]))
    assert twin.dtype == np.float32
