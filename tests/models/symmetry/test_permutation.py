"""Permutation-equivariant models: exact symmetry, and what it is good for."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from qneko.circuits import permutation_equivariant_ansatz
from qneko.errors import InputError
from qneko.models import (
    PermutationEquivariantClassifier,
    PermutationEquivariantRegressor,
    VariationalClassifier,
)
from qneko.models.symmetry._network import symmetric_observables
from tests.reference import expectations, pauli_matrix, states

EXACT = {"rtol": 0, "atol": 1e-12}
RNG = np.random.default_rng(5)
X = RNG.normal(size=(90, 4))
WIDE = X.std(axis=1) > np.median(X.std(axis=1))


def reordered(x: np.ndarray, order: tuple[int, ...], size: int = 1) -> np.ndarray:
    """Return the samples with their elements in another order."""
    return x.reshape(len(x), -1, size)[:, list(order)].reshape(x.shape)


def test_observables_are_means_that_treat_all_qubits_alike() -> None:
    observables = symmetric_observables(3)
    circuit = permutation_equivariant_ansatz(3, 2)
    x, w = RNG.normal(size=(2, 3)), RNG.normal(size=6)
    found = expectations(circuit, observables, x, w)
    for state, row in zip(states(circuit, x, w), found, strict=True):
        values = []
        for letter in "XYZ":
            one, rest = pauli_matrix(letter), np.eye(2)
            lone = [np.kron(np.kron(one, rest), rest), np.kron(np.kron(rest, one), rest)]
            lone.append(np.kron(rest, np.kron(rest, one)))
            pairs = [a @ b for a, b in itertools.combinations(lone, 2)]
            values.append([np.vdot(state, sum(m) @ state).real / 3 for m in (lone, pairs)])
        np.testing.assert_allclose(row, np.transpose(values).ravel(), **EXACT)
    assert len(symmetric_observables(1)) == 3


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize("size", [1, 2])
def test_no_prediction_depends_on_the_order(size: int) -> None:
    model = PermutationEquivariantClassifier(element_size=size, max_iter=20, random_state=0)
    number = PermutationEquivariantRegressor(element_size=size, max_iter=20, random_state=0)
    for fitted in (
        model.fit(X, WIDE),
        model.control().fit(X, WIDE),
        number.fit(X, X.std(axis=1)),
        number.control().fit(X, X.std(axis=1)),
    ):
        ask = getattr(fitted, "decision_function", fitted.predict)
        plain = ask(X)
        assert np.ptp(plain) > 0.01
        for order in itertools.permutations(range(4 // size)):
            np.testing.assert_allclose(ask(reordered(X, order, size)), plain, rtol=0, atol=1e-10)


def test_symmetry_saves_samples() -> None:
    few, rest = slice(0, 30), slice(30, None)
    symmetric = PermutationEquivariantClassifier(random_state=0).fit(X[few], WIDE[few])
    free = VariationalClassifier(random_state=0, bandwidth=symmetric.bandwidth_)
    free.fit(X[few], WIDE[few])
    assert len(symmetric.weights_) == 9 < len(free.weights_)
    assert symmetric.score(X[rest], WIDE[rest]) > free.score(X[rest], WIDE[rest]) + 0.1


def test_learns_a_number_of_a_set() -> None:
    target = 300 + 50 * X.var(axis=1)
    model = PermutationEquivariantRegressor(random_state=0).fit(X[:60], target[:60])
    assert model.score(X[60:], target[60:]) > 0.8


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"entanglement": "ring"}, "'full' or 'none', since other pairs.*got 'ring'"),
        ({"element_size": 0}, "element_size must be a whole number from 1 on, got 0"),
        ({"n_layers": 0}, "n_layers must be a whole number from 1 on, got 0"),
    ],
)
def test_what_is_refused(parameters: dict, message: str) -> None:
    with pytest.raises(InputError, match=message):
        PermutationEquivariantClassifier(**parameters).fit(X, WIDE)
    with pytest.raises(InputError, match="at most 24 features"):
        PermutationEquivariantClassifier().fit(np.zeros((90, 25)), WIDE)
