"""Reduced density matrices and projected kernels, against partial traces of NumPy states."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from qneko.circuits import Circuit, X, Y, Z, all_z, feature, weight
from qneko.engine import (
    compile,
    gram_tiles,
    projected_gram,
    reduced_observables,
    reduced_states,
)
from qneko.errors import InputError
from tests import reference

N_QUBITS = 4
CIRCUIT = Circuit(N_QUBITS)
for q in range(N_QUBITS):
    CIRCUIT.ry(feature(q), q).rz(weight() * feature(0), q)
for q in range(N_QUBITS):
    CIRCUIT.crx(feature(q) + weight(), q, (q + 1) % N_QUBITS)
RNG = np.random.default_rng(0)
FEATURES = RNG.normal(size=(30, N_QUBITS))
WEIGHTS = RNG.normal(size=2 * N_QUBITS)
TOLERANCE = {"float32": 5e-6, "float64": 1e-13}
SUBSETS = [None, [(2,), (0,)], [(0, 1), (3, 1), (1, 2)], [(2, 0, 3)]]


def states(features=FEATURES, subsets=None, dtype="float64", **options):
    program = compile(CIRCUIT, reduced_observables(N_QUBITS, subsets), dtype=dtype)
    return reduced_states(program, features, WEIGHTS, subsets=subsets, **options)


def expected_states(subsets=None):
    vectors = reference.states(CIRCUIT, FEATURES, WEIGHTS)
    places = [(q,) for q in range(N_QUBITS)] if subsets is None else subsets
    return np.array([[reference.partial_trace(v, place) for place in places] for v in vectors])


@pytest.mark.parametrize("dtype", TOLERANCE)
@pytest.mark.parametrize("subsets", SUBSETS, ids=str)
def test_reduced_states_are_partial_traces(subsets, dtype):
    rho = states(subsets=subsets, dtype=dtype)
    assert rho.dtype == np.result_type(dtype, np.complex64)
    np.testing.assert_allclose(rho, expected_states(subsets), atol=TOLERANCE[dtype])
    np.testing.assert_array_equal(rho, rho.conj().swapaxes(2, 3))
    np.testing.assert_allclose(np.trace(rho, axis1=2, axis2=3), 1.0, atol=1e-6)


def test_batched_equals_looped():
    looped = np.concatenate([states(row[None]) for row in FEATURES])
    np.testing.assert_allclose(states(), looped, atol=1e-14)


def test_observables_are_listed_once():
    assert reduced_observables(2) == [X(0), Y(0), Z(0), X(1), Y(1), Z(1)]
    shared = reduced_observables(3, [(0, 1), (1, 2), (1, 0)])
    assert len(shared) == len(set(shared)) == 3 * 3 + 2 * 9


def test_any_source_of_expectations_serves():
    def shots(program, X, w):
        return program.estimate(X, w, shots=20_000, seed=1).values

    np.testing.assert_allclose(states(expectations=shots), expected_states(), atol=0.03)
    assert states(np.empty((0, N_QUBITS))).shape == (0, N_QUBITS, 2, 2)


def looped_gram(left, right, kernel, gamma):
    gram = np.empty((len(left), len(right)))
    for (i, rho), (j, sigma) in itertools.product(enumerate(left), enumerate(right)):
        if kernel == "linear":
            gram[i, j] = sum(np.trace(a @ b).real for a, b in zip(rho, sigma, strict=True))
        else:
            distance = sum(np.linalg.norm(a - b) ** 2 for a, b in zip(rho, sigma, strict=True))
            gram[i, j] = np.exp(-gamma * distance)
    return gram


@pytest.mark.parametrize("kernel", ["gaussian", "linear"])
@pytest.mark.parametrize("subsets", SUBSETS, ids=str)
def test_gram_equals_the_definition(kernel, subsets):
    expected = looped_gram(expected_states(subsets), expected_states(subsets), kernel, 0.7)
    rho = states(subsets=subsets)
    gram = projected_gram(rho, kernel=kernel, gamma=0.7)
    np.testing.assert_allclose(gram, expected, atol=1e-13)
    np.testing.assert_array_equal(gram, gram.T)
    rectangle = projected_gram(rho[:7], rho[5:], kernel=kernel, gamma=0.7)
    np.testing.assert_allclose(rectangle, expected[:7, 5:], atol=1e-13)
    assert np.linalg.eigvalsh(gram).min() > -1e-12
    if kernel == "gaussian":
        np.testing.assert_array_equal(np.diag(gram), 1.0)


@pytest.mark.parametrize("kernel", ["gaussian", "linear"])
@pytest.mark.parametrize("size", [1, 7, 30, 100])
def test_tiles_change_nothing(kernel, size):
    rho, seen = states(dtype="float32"), []
    whole = projected_gram(rho, kernel=kernel)
    gram = projected_gram(rho, kernel=kernel, tile=size, progress=lambda *d: seen.append(d))
    assert gram.dtype == np.float64
    np.testing.assert_allclose(gram, whole, atol=1e-14)
    np.testing.assert_array_equal(gram, gram.T)
    total = len(gram_tiles(30, size=size))
    assert seen == [(i + 1, total) for i in range(total)]
    np.testing.assert_allclose(
        projected_gram(rho[:9], rho, kernel=kernel, tile=size), whole[:9], atol=1e-14
    )


def test_pauli_expectations_give_the_same_exponent():
    values = compile(CIRCUIT, reduced_observables(N_QUBITS)).expectations(FEATURES, WEIGHTS)
    squares = ((values[:, None] - values) ** 2).sum(axis=2)
    np.testing.assert_allclose(
        projected_gram(states(), gamma=0.7), np.exp(-0.35 * squares), atol=1e-13
    )


@pytest.mark.parametrize(
    ("subsets", "message"),
    [
        ([(0,), (1, 2)], r"one size from 1 to 3 qubits, got sizes \[1, 2\]"),
        ([], r"got sizes \[\]"),
        ([(0, 1, 2, 3)], r"got sizes \[4\]"),
        ([(0, 0)], r"different qubits from 0 to 3, got \(0, 0\)"),
        ([(4,)], r"different qubits from 0 to 3, got \(4,\)"),
        ([(0.5,)], r"different qubits from 0 to 3, got \(0\.5,\)"),
    ],
)
def test_bad_subsets(subsets, message):
    with pytest.raises(InputError, match=message):
        reduced_observables(N_QUBITS, subsets)


def test_bad_arguments():
    with pytest.raises(InputError, match="must measure the Pauli strings of the subsets"):
        reduced_states(compile(CIRCUIT, all_z(N_QUBITS)), FEATURES, WEIGHTS)
    with pytest.raises(InputError, match="Expected a Program"):
        reduced_states(CIRCUIT, FEATURES, WEIGHTS)
    with pytest.raises(InputError, match="n_qubits must be a whole number"):
        reduced_observables(0)
    rho = states()
    with pytest.raises(InputError, match="'gaussian' or 'linear', got 'rbf'"):
        projected_gram(rho, kernel="rbf")
    with pytest.raises(InputError, match="gamma must be a finite number above 0"):
        projected_gram(rho, gamma=0.0)
    with pytest.raises(InputError, match="must be complex, of shape"):
        projected_gram(rho[0])
    with pytest.raises(InputError, match=r"equal subsets, got shapes \(30, 4, 2, 2\)"):
        projected_gram(rho, rho[:, :3])
