"""What a program refuses, and in which words."""

from __future__ import annotations

import numpy as np
import pytest

from qneko.circuits import Circuit, X, Y, Z, feature, weight
from qneko.engine import compile, parameter_shift, quantum_fisher
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
        ([[0, 0], [0]], GOOD_W, "X must be an array of numbers, got rows of different lengths"),
        (np.ma.masked_equal([[1.0, 5.0]], 5.0), GOOD_W, "X must have no masked entries"),
        ([], GOOD_W, r"X must be two-dimensional, \(n_samples, 2\), got \(0,\)"),
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


def calls(program):
    """Return everything that runs a program, as functions of X and w."""
    return {
        "expectations": program.expectations,
        "states": program.states,
        "value_and_vjp": program.value_and_vjp,
        "vjp": lambda X, w: program.vjp(X, w, np.ones((len(X), 2))),
        "jacobian": program.jacobian,
        "sample": lambda X, w: program.sample(X, w, shots=3),
        "estimate": lambda X, w: program.estimate(X, w, shots=3),
        "parameter_shift": lambda X, w: parameter_shift(program, X, w),
        "quantum_fisher": lambda X, w: quantum_fisher(program, X, w),
    }


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("n_qubits", [1, 14])
def test_angles_that_overflow_name_the_sample(n_qubits, dtype):
    last = n_qubits - 1
    circuit = Circuit(n_qubits).ry(feature(0) ** 12, 0).rz(weight() ** 4, last).h(last)
    for name, call in calls(compile(circuit, [Z(0), X(last)], dtype=dtype)).items():
        if name != "quantum_fisher" or n_qubits == 1:
            with pytest.raises(InputError, match="Sample 1 has an angle that is not finite"):
                call([[1.0], [1e30]], [1.0])
            with pytest.raises(InputError, match="Sample 0 has an angle that is not finite"):
                call([[1.0], [1.0]], [1e90])


def test_an_angle_that_overflows_is_seen_without_weights_too():
    with pytest.raises(InputError, match="Sample 0 has an angle that is not finite"):
        compile(Circuit(1).ry(feature(0) ** 12, 0), Z(0)).jacobian([[1e30]])


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_every_call_takes_no_samples_and_refuses_bad_ones(dtype):
    program = compile(PROGRAM.circuit, [Z(0), X(1)], dtype=dtype)
    for call in calls(program).values():
        call(np.zeros((0, 2)), GOOD_W)
        with pytest.raises(InputError, match=r"X\[0, 1\] is nan"):
            call([[0.0, np.nan]], GOOD_W)
        with pytest.raises(InputError, match=r"w must have shape \(1,\), got \(3,\)"):
            call(GOOD_X, np.zeros(3))
        with pytest.raises(InputError, match="X must hold real numbers, got dtype complex128"):
            call(GOOD_X * 1j, GOOD_W)


@pytest.mark.parametrize("kind", ["float16", "float32", "int8", "uint64", "bool", "longdouble"])
def test_real_numbers_of_any_kind_are_features(kind):
    numbers = np.array([[0, 1], [1, 1]])
    np.testing.assert_array_equal(
        PROGRAM.expectations(numbers.astype(kind), GOOD_W), PROGRAM.expectations(numbers, GOOD_W)
    )


@pytest.mark.parametrize("circuit", [None, "bell", Z(0)])
def test_only_circuits_are_compiled(circuit):
    with pytest.raises(InputError, match="Expected a Circuit to compile, got"):
        compile(circuit, Z(0))


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
