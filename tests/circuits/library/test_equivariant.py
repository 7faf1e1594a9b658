"""The permutation-equivariant ansatz: exact symmetry, and the gates of the papers."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from qneko.circuits import permutation_equivariant_ansatz
from tests.reference import states

EXACT = {"rtol": 0, "atol": 1e-12}
RNG = np.random.default_rng(5)


def reordered(x: np.ndarray, order: tuple[int, ...], size: int = 1) -> np.ndarray:
    """Return the samples with their elements in another order."""
    return x.reshape(len(x), -1, size)[:, list(order)].reshape(x.shape)


@pytest.mark.parametrize("entanglement", ["full", "none"])
@pytest.mark.parametrize(("size", "reuploading"), [(1, True), (2, True), (3, False)])
def test_exchanging_elements_exchanges_qubits(
    size: int, reuploading: bool, entanglement: str
) -> None:
    n = 3
    circuit = permutation_equivariant_ansatz(
        n * size, 2, entanglement, 0.7, element_size=size, reuploading=reuploading
    )
    assert (circuit.n_qubits, circuit.n_features) == (n, n * size)
    assert circuit.n_weights == (6 if entanglement == "full" else 4)
    w = RNG.normal(size=circuit.n_weights)
    x = RNG.normal(size=(3, n * size))
    plain = states(circuit, x, w).reshape(-1, 2, 2, 2)  # axes: sample, qubit 2, 1, 0
    for order in itertools.permutations(range(n)):
        found = states(circuit, reordered(x, order, size), w).reshape(-1, 2, 2, 2)
        # qubit q now holds what qubit order[q] held
        axes = [n - order[n - 1 - axis] for axis in range(n)]
        np.testing.assert_allclose(found, plain.transpose(0, *axes), **EXACT)
        assert not np.allclose(found, plain) or order == (0, 1, 2)


def test_its_gates_are_those_of_the_paper() -> None:
    circuit = permutation_equivariant_ansatz(3, 1)
    assert [(o.name, o.qubits) for o in circuit] == [
        *((name, (q,)) for name in ("ry", "rx", "ry") for q in range(3)),
        *(("rzz", pair) for pair in ((0, 1), (0, 2), (1, 2))),
    ]
    assert {str(o.angles[0]) for o in circuit if o.name == "rzz"} == {"0.5*w[2]"}
    once = permutation_equivariant_ansatz(3, 4, reuploading=False)
    assert sum("x" in str(o.angles[0]) for o in once) == 3
    # a row that ends within an element: its rest is zero
    ragged = permutation_equivariant_ansatz(3, 1, element_size=2)
    whole = permutation_equivariant_ansatz(4, 1, element_size=2)
    x, w = RNG.normal(size=(2, 3)), RNG.normal(size=3)
    padded = np.hstack([x, np.zeros((2, 1))])
    np.testing.assert_allclose(states(ragged, x, w), states(whole, padded, w), **EXACT)
