"""What a program refuses, and in which words."""

from __future__ import annotations

import numpy as np
import pytest

from qneko.circuits import Circuit, X, Y, Z, feature, weight
from qneko.engine import compile
from qneko.errors import InputError

PROGRAM = compile(Circuit(2).ry(feature(0) + feature(1), 0).rz(weight(), 1), [Z(0)])
GOOD_X, GOOD_W = np.zeros((3, 2)), np.zeros(1)


@pytest.mark.parametrize(
    ("features", "weights", "message"),
    [
        (np.zeros((3, 5)), GOOD_W, r"X must have shape \(n_samples, 2\), got \(3, 5\)"),
        (np.zeros(2), GOOD_W, r"use X.reshape\(1, -1\)"),
        (np.zeros((1, 2, 2)), GOOD_W, r"X must have shape \(n_samples, 2\)"),
        ([[0, np.nan]], GOOD_W, r"X\[0, 1\] is nan"),
        ([[0, 0], [np.inf, 0]], GOOD_W, r"X\[1, 0\] is inf"),
        ([["a", "b"]], GOOD_W, "X must hold real numbers"),
        ([[1j, 0]], GOOD_W, "X must hold real numbers, got dtype complex128"),
        (None, GOOD_W, "X is missing: the circuit reads 2 features"),
        (GOOD_X, None, "w is missing: the circuit has 1 weights"),
        (GOOD_X, [0, 0], r"w must have shape \(1,\), got \(2,\)"),
        (GOOD_X, [[0]], r"w must have shape \(1,\), got \(1, 1\)"),
        (GOOD_X, [np.nan], r"w\[0\] is nan"),
    ],
)
def test_bad_batches(features, weights, message):
    with pytest.raises(InputError, match=message):
        PROGRAM.expectations(features, weights)
    with pytest.raises(InputError, match=message):
        PROGRAM.states(features, weights)


def test_float32_overflow_is_named():
    program = compile(PROGRAM.circuit, [Z(0)], dtype="float32")
    with pytest.raises(InputError, match=r"X\[0, 1\] is inf"):
        program.expectations([[0.0, 1e300]], GOOD_W)


def test_large_finite_numbers_are_no_error():
    # their sum of squares overflows, they do not
    assert np.isfinite(PROGRAM.expectations([[1e200, 0.0]], GOOD_W)).all()


def test_bad_cotangents():
    with pytest.raises(InputError, match=r"shape of the values, \(3, 1\), got \(3,\)"):
        PROGRAM.vjp(GOOD_X, GOOD_W, np.zeros(3))
    with pytest.raises(InputError, match=r"cotangent\[2, 0\] is nan"):
        PROGRAM.vjp(GOOD_X, GOOD_W, [[0], [0], [np.nan]])


@pytest.mark.parametrize(
    ("observables", "message"),
    [
        (X(0) @ Y(0), "complex coefficients"),
        ([Z(0), Z(2)], r"Observable 1 \(Z2\) acts on qubit 2, .* qubits 0 to 1"),
        ("Z0", "Expected an observable"),
        ([Z(0), "Z1"], "Observable 1: expected one made from X, Y, Z"),
    ],
)
def test_bad_observables(observables, message):
    with pytest.raises(InputError, match=message):
        compile(Circuit(2), observables)


@pytest.mark.parametrize("dtype", ["float16", "complex64", int, "double precision", None])
def test_bad_dtypes(dtype):
    if dtype is None:  # NumPy reads None as float64
        assert compile(Circuit(1), Z(0), dtype=None).dtype == np.float64
        return
    with pytest.raises(InputError, match="dtype is 'float32' or 'float64'"):
        compile(Circuit(1), Z(0), dtype=dtype)


@pytest.mark.parametrize("value", ["0", "-1", "two", "1.5"])
def test_bad_number_of_threads(value, monkeypatch):
    monkeypatch.setenv("QNEKO_NUM_THREADS", value)
    with pytest.raises(InputError, match="QNEKO_NUM_THREADS must be a whole number"):
        PROGRAM.expectations(GOOD_X, GOOD_W)


def test_threads_follow_openmp_setting(monkeypatch):
    from qneko.engine._threads import n_threads

    monkeypatch.delenv("QNEKO_NUM_THREADS", raising=False)
    monkeypatch.setenv("OMP_NUM_THREADS", "3,2")
    assert n_threads() == 3
    monkeypatch.setenv("QNEKO_NUM_THREADS", "5")
    assert n_threads() == 5
