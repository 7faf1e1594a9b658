"""Gram matrices of fidelities."""

from __future__ import annotations

import numpy as np
import pytest

from qneko.circuits import Circuit, feature, pi
from qneko.engine import compile, fidelity_gram, gram_tiles
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


def test_accumulated_in_float64_a_row_does_not_depend_on_the_others():
    states = compile(CIRCUIT, dtype="float32").states(RNG.uniform(-1, 1, (150, 3)))
    gram = fidelity_gram(states, accumulate="float64")
    assert gram.dtype == np.float64
    np.testing.assert_array_equal(np.diag(gram), 1.0)
    # exact for the states as they are: only their own rounding is left
    exact = fidelity_gram(states.astype(np.complex128))
    np.testing.assert_allclose(gram, exact, atol=1e-14)
    order = RNG.permutation(150)
    shuffled = fidelity_gram(states[order], accumulate="float64", tile=64)
    np.testing.assert_allclose(shuffled, gram[np.ix_(order, order)], atol=1e-14)
    for rows in (slice(0, 1), slice(3, 10), slice(77, 150)):
        part = fidelity_gram(states[rows], states[140:], accumulate="float64", tile=50)
        expected = np.abs(states[rows].astype(complex) @ states[140:].conj().T) ** 2
        np.testing.assert_allclose(part, expected, atol=1e-14)


def test_gram_is_positive_semidefinite():
    states = compile(CIRCUIT).states(RNG.uniform(-1, 1, (40, 3)))
    assert np.linalg.eigvalsh(fidelity_gram(states)).min() > -1e-12


@pytest.mark.parametrize("size", [1, 3, 7, 40, 100])
def test_tiles_change_nothing(size):
    states = compile(CIRCUIT, dtype="float32").states(RNG.uniform(-1, 1, (40, 3)))
    seen = []
    gram = fidelity_gram(states, tile=size, progress=lambda *done: seen.append(done))
    np.testing.assert_allclose(gram, fidelity_gram(states), atol=2e-6)
    np.testing.assert_array_equal(gram, gram.T)
    np.testing.assert_array_equal(np.diag(gram), 1.0)
    total = len(gram_tiles(40, size=size))
    assert seen == [(i + 1, total) for i in range(total)]
    rectangle = fidelity_gram(states[:9], states, tile=size)
    np.testing.assert_allclose(rectangle, gram[:9], atol=2e-6)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_any_number_of_threads_gives_the_same_bits(dtype, monkeypatch):
    states = compile(CIRCUIT, dtype=dtype).states(RNG.uniform(-1, 1, (300, 3)))
    grams = []
    for n_threads in ("1", "2", "5"):
        monkeypatch.setenv("QNEKO_NUM_THREADS", n_threads)
        grams.append((fidelity_gram(states), fidelity_gram(states[:140], states)))
    expected = np.abs(states.astype(complex) @ states.astype(complex).conj().T) ** 2
    for square, rectangle in grams:
        np.testing.assert_array_equal(square, grams[0][0])
        np.testing.assert_array_equal(rectangle, grams[0][1])
        np.testing.assert_array_equal(square, square.T)
        np.testing.assert_allclose(square, expected, atol=2e-6)
        np.testing.assert_allclose(rectangle, expected[:140], atol=2e-6)


def test_tiles_cover_the_matrix_once():
    covered = np.zeros((10, 7), int)
    for tile in gram_tiles(10, 7, 4):
        covered[tile] += 1
    assert (covered == 1).all()
    covered = np.zeros((10, 10), int)
    for rows, columns in gram_tiles(10, size=4):
        covered[rows, columns] += 1
        if rows != columns:
            covered[columns, rows] += 1
    assert (covered == 1).all()


def test_empty_sides():
    states = compile(CIRCUIT).states(LEFT)
    assert fidelity_gram(states[:0]).shape == (0, 0)
    assert fidelity_gram(states[:0], states).shape == (0, 7)


@pytest.mark.parametrize(
    ("left", "right", "message"),
    [
        (np.ones((2, 4), complex), np.ones((2, 8), complex), "equal width and dtype"),
        (np.ones((2, 4), complex), np.ones((2, 4), np.complex64), "equal width and dtype"),
        (np.ones((2, 4)), None, "complex64 or complex128"),
        (np.ones(4, complex), None, "one state a row"),
    ],
)
def test_gram_refuses(left, right, message):
    with pytest.raises(InputError, match=message):
        fidelity_gram(left, right)
    with pytest.raises(InputError, match="accumulate must be None or 'float64', got 'double'"):
        fidelity_gram(np.ones((2, 4), complex), accumulate="double")
    with pytest.raises(InputError, match="at least one row"):
        fidelity_gram(np.ones((2, 4), complex), tile=0)
