"""Angles: arithmetic against plain numbers, the canonical form, and what is refused."""

from __future__ import annotations

import math
import pickle
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qneko.circuits import Angle, Circuit, Symbol, feature, pi, weight
from qneko.errors import InputError
from tests.reference import evaluate

W = weight()
POINTS = np.random.default_rng(0).normal(size=(4, 3))


def value(angle: Angle, x: np.ndarray) -> float:
    """Evaluate with the weight W numbered 0 and equal to 0.7."""
    numbered = angle.substitute(lambda s: Symbol("weight", 0) if s.kind == "weight" else s)
    return evaluate(numbered, x, np.array([0.7]))


@pytest.mark.parametrize(
    ("angle", "plain"),
    [
        (feature(0) + 1, lambda x: x[0] + 1),
        (1 - feature(1), lambda x: 1 - x[1]),
        (-feature(2) / 4, lambda x: -x[2] / 4),
        ((pi - feature(0)) * (pi - feature(1)), lambda x: (pi - x[0]) * (pi - x[1])),
        (2 * W * feature(0) + 0.1, lambda x: 1.4 * x[0] + 0.1),
        ((feature(0) - W) ** 3, lambda x: (x[0] - 0.7) ** 3),
        (feature(1) ** 0, lambda x: 1.0),
        (feature(0) ** np.int64(2), lambda x: x[0] ** 2),
        (np.float64(0.5) * feature(0) * np.float32(2) + np.int64(3), lambda x: x[0] + 3),
        (np.float64(2) - feature(0), lambda x: 2 - x[0]),
        (feature(0) - feature(0), lambda x: 0.0),
    ],
    ids=lambda p: str(p) if isinstance(p, Angle) else "",
)
def test_arithmetic_equals_plain_numbers(angle: Angle, plain) -> None:
    for x in POINTS:
        assert value(angle, x) == pytest.approx(plain(x), abs=1e-12)


ATOMS = st.one_of(
    st.integers(0, 2).map(feature),
    st.just(W),
    st.integers(-5, 5).map(lambda k: Angle.of(k / 4)),
)
ANGLES = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda p: p[0] + p[1]),
        st.tuples(inner, inner).map(lambda p: p[0] * p[1]),
        st.tuples(inner, inner).map(lambda p: p[0] - p[1]),
    ),
    max_leaves=6,
)


@given(ANGLES, ANGLES, ANGLES)
def test_ring_laws_hold_exactly_in_the_canonical_form(a: Angle, b: Angle, c: Angle) -> None:
    # coefficients are small multiples of powers of 1/4: no rounding
    assert a + b == b + a
    assert a * b == b * a
    assert a * (b + c) == a * b + a * c
    assert (a + b) + c == a + (b + c)
    assert a - a == Angle.of(0)
    assert hash(a * (b + c)) == hash(a * b + a * c)


@given(ANGLES, ANGLES)
def test_sum_and_product_evaluate_to_sum_and_product(a: Angle, b: Angle) -> None:
    for x in POINTS:
        assert value(a + b, x) == pytest.approx(value(a, x) + value(b, x), rel=1e-9, abs=1e-9)
        assert value(a * b, x) == pytest.approx(value(a, x) * value(b, x), rel=1e-9, abs=1e-9)


def test_terms_are_sorted_and_without_zeros() -> None:
    angle = 2 * feature(1) * feature(0) + 0 * feature(2) + 3
    x0, x1 = Symbol("feature", 0), Symbol("feature", 1)
    assert angle.terms == (((), 3.0), ((x0, x1), 2.0))
    assert angle.symbols == {x0, x1}
    assert angle.constant == 3.0
    assert not angle.is_constant
    assert Angle.of(0.2).is_constant
    assert (feature(0) * 0).terms == ()


def test_weights_differ_from_each_other_and_equal_themselves() -> None:
    first, second = weight(), weight()
    assert first != second
    assert first == 1 * first
    assert len({first, second, first + 0}) == 2
    assert first != "w"


def test_weights_made_in_another_process_are_other_weights() -> None:
    mine = [weight() for _ in range(20)]
    code = (
        "import pickle, sys; from qneko.circuits import weight;"
        "sys.stdout.buffer.write(pickle.dumps([weight() for _ in range(20)]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert not set(mine) & set(pickle.loads(done.stdout))


def test_text_is_readable() -> None:
    assert str((pi - feature(0)) * 2) == "6.28319 - 2*x[0]"
    assert str(-feature(3)) == "-x[3]"
    assert str(Angle()) == "0"
    assert repr(feature(0) * weight()) == "w[?]*x[0]"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: feature(-1), r"column number from 0 on, got -1"),
        (lambda: feature(1.5), r"column number from 0 on, got 1\.5"),
        (lambda: feature(True), r"column number from 0 on, got True"),
        (lambda: feature(0) + math.inf, r"must be finite, got inf"),
        (lambda: feature(0) * float("nan"), r"must be finite, got nan"),
        (lambda: feature(0) * 1e308 * 1e308, r"overflowed"),
        (lambda: feature(0) + "1", r"got str"),
        (lambda: feature(0) * True, r"got bool"),
        (lambda: feature(0) * np.ones(2), r"got ndarray"),
        (lambda: np.ones(2) * feature(0), r"got ndarray"),
        (lambda: feature(0) / 0, r"other than 0, got 0"),
        (lambda: feature(0) / feature(1), r"got x\[1\]"),
        (lambda: 1 / feature(0), r"cannot divide, got 1 / \(x\[0\]\)"),
        (lambda: feature(0) ** -1, r"whole number from 0 on, got -1"),
        (lambda: feature(0) ** 0.5, r"whole number from 0 on, got 0\.5"),
    ],
)
def test_what_is_refused(make, message: str) -> None:
    with pytest.raises(InputError, match=message):
        make()


def test_a_circuit_numbers_weights_in_sums_of_several() -> None:
    a, b = weight(), weight()
    circuit = Circuit(1).ry(b * a + b, 0)
    assert circuit.n_weights == 2
    assert {s.index for s in circuit.operations[0].angles[0].symbols} == {0, 1}
