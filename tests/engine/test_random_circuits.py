"""A thousand random circuits over all gates, in both precisions, against the NumPy simulator."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from qneko.engine import compile
from tests import reference
from tests.engine.strategies import batch, circuits, observables

TOLERANCE = {"float32": 2e-5, "float64": 1e-12}
#: Wide circuits take the reference longest, so most are narrow.
WIDTHS = [1, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 6, 7, 8, 9, 10]


@settings(deadline=None, max_examples=1000, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), n_qubits=st.sampled_from(WIDTHS), seed=st.integers(0, 2**32))
def test_random_circuits_equal_the_reference(data, n_qubits, seed):
    circuit = data.draw(circuits(n_qubits=n_qubits))
    measured = data.draw(observables(n_qubits))
    n_samples = data.draw(st.integers(1, 20 if n_qubits < 4 else 3))
    features, weights = batch(circuit, n_samples, seed)
    states = reference.states(circuit, features, weights)
    values = np.array([[reference.measure(o, s) for o in measured] for s in states])
    slopes = reference.gradients(circuit, measured, features, weights)
    cotangent = np.random.default_rng(seed).normal(size=values.shape)
    by_x, by_w = (
        np.einsum(rule, cotangent, slope)
        for rule, slope in zip(("so,sof->sf", "so,sow->w"), slopes, strict=True)
    )
    for dtype, tolerance in TOLERANCE.items():
        program = compile(circuit, measured, dtype=dtype)
        assert_close(tolerance, [program.states(features, weights)], [states])
        assert_close(tolerance, [program.expectations(features, weights)], [values])
        found = program.value_and_vjp(features, weights)[1](cotangent)
        assert_close(tolerance, found, [by_x, by_w])
        assert_close(tolerance, program.jacobian(features, weights), slopes)


def assert_close(tolerance: float, found: Sequence[NDArray], expected: Sequence[NDArray]) -> None:
    """Compare to the tolerance times the size of what is expected, or 1."""
    size = 1 + max(np.abs(array).max(initial=0) for array in expected)
    for mine, other in zip(found, expected, strict=True):
        np.testing.assert_allclose(mine, other, rtol=0, atol=tolerance * size)
