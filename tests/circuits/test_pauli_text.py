"""Pauli strings and projectors from text, and sums of many terms."""

from __future__ import annotations

import time

import numpy as np
import pytest

from qneko.circuits import (
    Circuit,
    Observable,
    X,
    Y,
    Z,
    all_z,
    identity,
    pauli,
    projector,
)
from qneko.errors import InputError
from tests.reference import measure, states

#: how to prepare each state that a projector knows
PREPARE = {
    "0": lambda c, q: c,
    "1": lambda c, q: c.x(q),
    "+": lambda c, q: c.h(q),
    "-": lambda c, q: c.x(q).h(q),
    "r": lambda c, q: c.h(q).s(q),
    "l": lambda c, q: c.h(q).sdg(q),
}


def test_without_qubits_the_last_letter_is_qubit_0() -> None:
    assert pauli("XIZ") == X(2) @ Z(0)
    assert pauli("Y") == Y(0)


def test_with_qubits_letters_and_qubits_go_together() -> None:
    assert pauli("XYZ", (3, 0, 1)) == X(3) @ Y(0) @ Z(1)
    assert pauli("IZ", [7, 2]) == Z(2)
    assert pauli("II") == identity()
    assert pauli("Z", 4) == Z(4)


@pytest.mark.parametrize("text", ["0", "1", "+-", "rl", "01+", "1-l0"])
def test_projector_is_1_on_its_state_and_0_on_orthogonal_ones(text: str) -> None:
    qubits = list(range(len(text)))[::-1]
    orthogonal = {"0": "1", "1": "0", "+": "-", "-": "+", "r": "l", "l": "r"}
    for k in (None, *range(len(text))):
        letters = [orthogonal[a] if i == k else a for i, a in enumerate(text)]
        circuit = Circuit(len(text))
        for letter, q in zip(letters, qubits, strict=True):
            PREPARE[letter](circuit, q)
        (state,) = states(circuit, [[]])
        assert measure(projector(text), state) == pytest.approx(float(k is None), abs=1e-12)
        assert measure(projector(text, qubits), state) == pytest.approx(float(k is None), abs=1e-12)


def test_projectors_on_all_basis_states_add_up_to_the_identity() -> None:
    texts = [f"{i:03b}" for i in range(8)]
    assert Observable.sum(projector(t) for t in texts) == identity()


def test_projector_expectation_is_the_probability_of_a_basis_state() -> None:
    circuit = Circuit(3).ry(0.4, 0).rx(1.1, 1).cx(0, 2).ry(-0.7, 2)
    (state,) = states(circuit, [[]])
    for index in range(8):
        probability = measure(projector(f"{index:03b}"), state)
        assert probability == pytest.approx(abs(state[index]) ** 2, abs=1e-14)


def test_all_z() -> None:
    assert all_z(3) == [Z(0), Z(1), Z(2)]


def test_sum_equals_adding_one_by_one() -> None:
    rng = np.random.default_rng(0)
    terms = [rng.normal() * Z(i) @ X(j) for i in range(6) for j in range(6) if i != j]
    terms += [0.1 * Z(0), -terms[0], identity()]
    assert Observable.sum(terms) == sum(terms)
    assert Observable.sum([]).terms == ()
    assert Observable.sum([Z(0), -Z(0)]).terms == ()


def test_sum_of_many_terms_is_linear() -> None:
    terms = [(1.0 + i) * Z(i) @ Z(j) for i in range(100) for j in range(i)]
    start = time.perf_counter()
    total = Observable.sum(terms)
    assert len(total.terms) == len(terms) == 4950
    assert time.perf_counter() - start < 1.0  # about 10 ms; adding one by one takes 10 s


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: pauli("XQ"), r"pauli: expected a text of the letters I, X, Y, Z, got 'XQ'"),
        (lambda: pauli(""), r"got ''"),
        (lambda: pauli(5), r"got 5"),
        (lambda: pauli("XX", [0]), r"expected 2 different qubits, one a letter, got \(0,\)"),
        (lambda: pauli("XX", [0, 0]), r"expected 2 different qubits"),
        (lambda: pauli("X", -1), r"expected qubits from 0 on, got -1"),
        (lambda: pauli("X", 0.5), r"expected qubits from 0 on, got 0\.5"),
        (lambda: projector("02"), r"projector: expected a text of the letters 0, 1, \+"),
        (lambda: projector("0" * 17), r"at most 16 qubits, got 17"),
        (lambda: all_z(0), r"from 1 on, got 0"),
        (lambda: all_z(2.0), r"from 1 on, got 2\.0"),
        (lambda: Observable.sum([Z(0), 1]), r"expected observables, got int at position 1"),
        (lambda: Observable.sum([1e308 * Z(0)] * 2), r"must be finite, got inf"),
    ],
)
def test_what_is_refused(make, message: str) -> None:
    with pytest.raises(InputError, match=message):
        make()
