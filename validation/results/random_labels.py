"""Gil-Fuster 2024: a quantum model fits labels that mean nothing, and then predicts nothing.

Data after the paper's: ground states of the generalised cluster Hamiltonian, in the form
``H = sum_j (Z_j - j1 X_j X_(j+1) - j2 X_(j-1) Z_j X_(j+1))`` on a ring, j1 and j2 uniform in
[-4, 4], with random labels of four classes (the form is from memory of the field, not checked
against the paper's text). The paper trains quantum convolutional networks; here
the model is the support vector machine on the fidelities of the same states, which is as expressive
as any measurement of them: its theorem says that nearly orthogonal states can be given any labels.
The abstract was read at the source; the figures' numbers could not be, and the claim is compared.
"""

from __future__ import annotations

from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.svm import SVC

from qneko.engine import fidelity_gram
from qneko.models import FidelityKernelClassifier
from validation.finding import Finding

TITLE = "Random labels are fitted, and predict nothing"
SOURCE = (
    "E. Gil-Fuster, J. Eisert, C. Bravo-Prieto, Understanding quantum machine learning also "
    "requires rethinking generalization, Nat. Commun. 15, 2277 (2024), arXiv:2306.13461."
)

Array = NDArray[Any]

N_QUBITS = 8
SIZES = (5, 10, 20)
TEST = 500
REPEATS = 100
N_CLASSES = 4


def run() -> list[Finding]:
    """Fit random labels of quantum data and of classical data."""
    rng = np.random.default_rng(0)
    states = ground_states(rng.uniform(-4, 4, size=(max(SIZES) * 20 + TEST, 2)))
    gram = fidelity_gram(states)
    found = []
    for n_train in SIZES:
        scores = np.array([memorise(gram, n_train, rng) for _ in range(REPEATS)])
        train, test = scores.mean(axis=0)
        error = scores[:, 1].std() / np.sqrt(REPEATS)
        found.append(
            Finding(
                f"ground states of {N_QUBITS} qubits, {n_train} of them with random labels of 4 "
                "classes: accuracy in training, on new states",
                "fitted (1); chance (0.25)",
                f"{train:.3f}; {test:.3f} ± {error:.3f}",
                bool(train > 0.99 and abs(test - 1 / N_CLASSES) < 4 * error),
            )
        )
    return [*found, classical_data(rng)]


def memorise(gram: Array, n_train: int, rng: np.random.Generator) -> tuple[float, float]:
    """Return the accuracies on random labels, of training states and of others."""
    order = rng.permutation(len(gram))
    train, test = order[:n_train], order[-TEST:]
    labels = rng.integers(N_CLASSES, size=len(gram))
    labels[train[:2]] = (0, 1)  # a support vector machine needs two classes
    machine = SVC(kernel="precomputed", C=1e6)
    machine.fit(gram[np.ix_(train, train)], labels[train])
    return (
        machine.score(gram[np.ix_(train, train)], labels[train]),
        machine.score(gram[np.ix_(test, train)], labels[test]),
    )


def classical_data(rng: np.random.Generator) -> Finding:
    """Return the same for points in a square under the ZZ map, with coins for labels."""
    scores = []
    for _ in range(20):
        X = rng.uniform(-np.pi, np.pi, size=(300, 5))
        y = rng.integers(2, size=300)
        model = FidelityKernelClassifier("zz", bandwidth=1.0, C=1e6, probability=False)
        model.fit(X[:100], y[:100])
        scores.append((model.score(X[:100], y[:100]), model.score(X[100:], y[100:])))
    train, test = np.mean(scores, axis=0)
    error = float(np.std(scores, axis=0)[1] / np.sqrt(len(scores)))
    return Finding(
        "classical data, ZZ map on 5 qubits, 100 random labels of 2 classes: the same",
        "fitted (1); chance (0.5)",
        f"{train:.3f}; {test:.3f} ± {error:.3f}",
        bool(train == 1 and abs(test - 0.5) < 4 * error),
    )


def ground_states(couplings: Array) -> Array:
    """Return a ground state for each (j1, j2), of shape (n, 2**n_qubits), complex."""
    x, z = np.array([[0.0, 1.0], [1.0, 0.0]]), np.diag([1.0, -1.0])
    sites = range(N_QUBITS)
    field = sum(string({j: z}) for j in sites)
    pairs = sum(string({j: x, (j + 1) % N_QUBITS: x}) for j in sites)
    triples = sum(string({(j - 1) % N_QUBITS: x, j: z, (j + 1) % N_QUBITS: x}) for j in sites)
    parts = []
    for part in np.array_split(couplings, 20):  # 256 x 256 matrices: not all at once
        j1, j2 = part.T[:, :, None, None]
        parts.append(np.linalg.eigh(field - j1 * pairs - j2 * triples)[1][:, :, 0])
    return np.vstack(parts).astype(complex)


def string(letters: dict[int, Array]) -> Array:
    """Return a product of matrices on some qubits."""
    return reduce(np.kron, [letters.get(j, np.eye(2)) for j in range(N_QUBITS)])
