"""Observables: the Pauli algebra against matrices, the canonical form, and what is refused."""

from __future__ import annotations

import functools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qneko.circuits import Observable, X, Y, Z, identity
from qneko.errors import InputError
from tests.reference import apply, pauli_matrix

N = 3


def matrix(observable: Observable) -> np.ndarray:
    """Return the matrix on N qubits."""
    total = np.zeros((2**N, 2**N), dtype=complex)
    for string, coefficient in observable.terms:
        columns = np.eye(2**N, dtype=complex)
        for qubit, letter in string:
            gate = pauli_matrix(letter)
            columns = np.stack([apply(gate, (qubit,), c) for c in columns.T], axis=1)
        total += coefficient * columns
    return total


ATOMS = st.one_of(
    st.tuples(st.sampled_from([X, Y, Z]), st.integers(0, N - 1)).map(lambda p: p[0](p[1])),
    st.just(identity()),
)
OBSERVABLES = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda p: p[0] + p[1]),
        st.tuples(inner, inner).map(lambda p: p[0] @ p[1]),
        st.tuples(st.sampled_from([0.5, -2, 3, 0]), inner).map(lambda p: p[0] * p[1]),
    ),
    max_leaves=5,
)


@given(OBSERVABLES, OBSERVABLES)
def test_algebra_equals_that_of_matrices(a: Observable, b: Observable) -> None:
    np.testing.assert_allclose(matrix(a @ b), matrix(a) @ matrix(b), atol=1e-12)
    np.testing.assert_allclose(matrix(a - b), matrix(a) - matrix(b), atol=1e-12)
    np.testing.assert_allclose(matrix(-a / 4), -matrix(a) / 4, atol=1e-12)


@given(OBSERVABLES)
def test_hermitian_exactly_where_the_matrix_is(a: Observable) -> None:
    m = matrix(a)
    assert a.is_hermitian == np.allclose(m, m.conj().T, atol=1e-12)


def test_products_of_paulis() -> None:
    assert X(0) @ Y(0) == 1j * Z(0)
    assert Y(0) @ X(0) == -1j * Z(0)
    assert Z(1) @ Z(1) == identity()
    assert X(0) @ Z(2) == Z(2) @ X(0)
    assert not (X(0) @ Y(0)).is_hermitian
    assert (1j * X(0) @ Y(0)).is_hermitian


def test_canonical_form() -> None:
    observable = Z(2) @ Z(0) - 0 * X(1) + 0.5 * identity()
    assert observable.terms == (((), 0.5), (((0, "Z"), (2, "Z")), 1.0))
    assert observable == Observable({((2, "Z"), (0, "Z")): 1.0, (): 0.5})
    assert hash(observable) == hash(0.5 * identity() + Z(0) @ Z(2))
    assert (X(0) - X(0)).terms == ()
    assert observable != "Z0 Z2"


def test_real_coefficients_stay_real_numbers() -> None:
    back = (1j * Z(0)) @ (1j * Z(1))
    assert back.terms == ((((0, "Z"), (1, "Z")), -1.0),)
    assert type(back.terms[0][1]) is float
    assert type((np.float32(0.5) * Z(0)).terms[0][1]) is float


def test_number_of_qubits_needed() -> None:
    assert (Z(0) + X(4)).n_qubits == 5
    assert identity().n_qubits == 0


def test_sum_and_numpy_numbers() -> None:
    total = functools.reduce(Observable.__add__, (Z(q) for q in range(3)))
    assert sum(Z(q) for q in range(3)) == total
    assert np.float64(0.5) * Z(0) == Z(0) * 0.5 == Z(0) / 2


def test_text_is_readable() -> None:
    assert str(0.5 * Z(1) @ Z(2) - X(0)) == "-X0 + 0.5 Z1 Z2"
    assert str(identity() * 2) == "2 I"
    assert str(X(0) - X(0)) == "0"
    assert repr(1j * Y(1)) == "(0+1j) Y1"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Z(-1), r"Z\(q\) takes a qubit number from 0 on, got -1"),
        (lambda: X(0.5), r"X\(q\) takes a qubit number from 0 on, got 0\.5"),
        (lambda: Y(True), r"got True"),
        (lambda: Z(0) * Z(1), r"by an observable with @, got Observable"),
        (lambda: Z(0) * "2", r"got str"),
        (lambda: np.ones(2) * Z(0), r"got ndarray"),
        (lambda: Z(0) * float("inf"), r"must be finite, got inf"),
        (lambda: Z(0) / 0, r"other than 0, got 0"),
        (lambda: Observable({((0, "Q"),): 1.0}), r"A Pauli string is"),
        (lambda: Observable({((0, "X"), (0, "Z")): 1.0}), r"different qubits"),
    ],
)
def test_what_is_refused(make, message: str) -> None:
    with pytest.raises(InputError, match=message):
        make()


@pytest.mark.parametrize("make", [lambda: Z(0) + 1, lambda: Z(0) - 1, lambda: 1 + Z(0)])
def test_numbers_are_not_observables(make) -> None:
    with pytest.raises(TypeError):
        make()
