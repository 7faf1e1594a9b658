"""Layers of commuting rotations: every shape of pass, and the angles at which its parts blow up."""

from __future__ import annotations

import numpy as np
import pytest

from qneko.circuits import Circuit, X, Z, feature, weight
from qneko.engine import compile, parameter_shift
from tests import reference

PI = np.pi
#: cos(angle / 2) is 0 up to rounding, or tiny, at many of these
SPECIAL = np.array(
    [0.0, PI, -PI, 3 * PI, PI + 1e-8, PI - 1e-12, 2 * PI, 1e-9, PI / 2, 12.5, -7 * PI, 1e-30]
)


def layered(n_qubits: int) -> Circuit:
    """Return two layers of rotations whose sides are parities, with phases between them."""
    circuit = Circuit(n_qubits)
    for layer in range(2):
        for q in range(n_qubits):
            circuit.ry(feature(q), q).rz(weight(), q).ry(weight(), q)
        if layer == 0:
            for q in range(n_qubits - 1):
                circuit.cx(q, q + 1)
    return circuit


@pytest.mark.parametrize(("dtype", "tolerance"), [("float32", 2e-5), ("float64", 1e-12)])
@pytest.mark.parametrize("n_qubits", range(1, 10))
def test_special_angles_in_every_shape_of_pass(n_qubits, dtype, tolerance):
    circuit = layered(n_qubits)
    rng = np.random.default_rng(n_qubits)
    features = rng.choice(SPECIAL, (5, n_qubits)).astype(dtype)
    features[0] = PI
    weights = rng.choice(SPECIAL, circuit.n_weights)
    observables = [Z(0), X(0) @ Z(n_qubits - 1) if n_qubits > 1 else X(0)]
    program = compile(circuit, observables, dtype=dtype)
    states = reference.states(circuit, features, weights)
    np.testing.assert_allclose(program.states(features, weights), states, atol=tolerance)
    values, *gradients = program.vjp(features, weights, np.ones((5, 2)))
    expected = reference.expectations(circuit, observables, features, weights)
    np.testing.assert_allclose(values, expected, atol=tolerance)
    # the shift rule needs no way back
    exact = compile(circuit, observables)
    shifted = parameter_shift(exact, features, weights)
    sums = shifted[0].sum(axis=1), shifted[1].sum(axis=(0, 1))
    for mine, true in zip(gradients, sums, strict=True):
        np.testing.assert_allclose(mine, true, atol=10 * tolerance)


@pytest.mark.parametrize("scale", [1e-12, 1e12])
def test_gradients_keep_their_precision_at_any_scale(scale):
    circuit = layered(7)
    features = np.full((3, 7), PI, np.float32)  # float32(pi) is off by 9e-8
    features[1] = 0.3
    weights = np.random.default_rng(0).choice(SPECIAL, circuit.n_weights)
    program = compile(circuit, [X(3)], dtype="float32")
    expected = program.vjp(features, weights, np.ones((3, 1)))[1:]
    found = program.vjp(features, weights, np.full((3, 1), scale))[1:]
    for mine, true in zip(found, expected, strict=True):
        assert np.isfinite(mine).all()
        np.testing.assert_allclose(mine / scale, true, atol=2e-6)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_angles_of_any_size(dtype):
    program = compile(Circuit(1).ry(feature(0), 0), [Z(0)], dtype=dtype)
    angles = np.array([[2.5e9], [-7e12], [0.5], [1e300]]).astype(np.float64)
    if dtype == "float32":
        angles = angles[:3].astype(np.float32).astype(np.float64)
    values = program.expectations(angles)
    np.testing.assert_allclose(values, np.cos(angles), atol=1e-6 if dtype == "float32" else 1e-12)
