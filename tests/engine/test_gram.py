"""Gram matrices of fidelities."""

from __future__ import annotations

import numpy as np
import pytest

from qneko.circuits import Circuit, feature, pi
from qneko.engine import compile, fidelity_gram
from qneko.errors import InputError
from tests import reference

CIRCUIT = Circuit(3)
for q in range(3):
    CIRCUIT.h(q).p(2 * feature(q), q)
CIRCUIT.cx(0, 1).p(2 * (pi - feature(0)) * (pi - feature(1)), 1).cx(0, 1).h(2).h(0)
RNG = np.random.default_rng(0)
LEFT, RIGHT = RNG.uniform(-1, 1, (7, 3)), RNG.uniform(-1, 1, (4, 3))


@pytest.mark.parametrize(("dtype", "tolerance"), [("float32", 2e-6), ("float64", 1e-13)])
def test_gram_equals_the_reference(dtype, tolerance):
    program = compile(CIRCUIT, dtype=dtype)
    left, right = program.states(LEFT), program.states(RIGHT)
    expected = reference.fidelities(
        reference.states(CIRCUIT, LEFT), reference.states(CIRCUIT, RIGHT)
    )
    gram = fidelity_gram(left, right)
    assert gram.dtype == dtype
    np.testing.assert_allclose(gram, expected, atol=tolerance)
    square = fidelity_gram(left)
    np.testing.assert_allclose(square, fidelity_gram(left, left), atol=tolerance)
    np.testing.assert_array_equal(square, square.T)
    np.testing.assert_array_equal(np.diag(square), 1.0)


def test_gram_is_positive_semidefinite():
    states = compile(CIRCUIT).states(RNG.uniform(-1, 1, (40, 3)))
    assert np.linalg.eigvalsh(fidelity_gram(states)).min() > -1e-12


def test_gram_refuses_other_widths():
    with pytest.raises(InputError, match="equal width"):
        fidelity_gram(np.ones((2, 4), complex), np.ones((2, 8), complex))
