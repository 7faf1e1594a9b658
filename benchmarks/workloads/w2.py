"""W2: what the kernel matrix of a quantum support vector machine costs."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from ..problem import Data, Gate, Problem, Workload

REPETITIONS = 2


def zz_gram(n_qubits: int, n_samples: int, rng: np.random.Generator) -> Problem:
    """ZZ feature map with full entanglement (Havlíček 2019).

    Qiskit's `zz_feature_map` writes cx-p-cx; that is rzz up to a global phase, which fidelities do
    not see, and rzz is what costs each library least.
    """
    x = rng.uniform(0, 2 * np.pi, (n_samples, n_qubits))
    pairs = list(combinations(range(n_qubits), 2))
    products = [2 * (np.pi - x[:, i]) * (np.pi - x[:, j]) for i, j in pairs]
    gates: list[Gate] = []
    for _ in range(REPETITIONS):
        for q in range(n_qubits):
            gates += [Gate("h", (q,)), Gate("p", (q,), Data(q))]
        for column, (i, j) in enumerate(pairs, start=n_qubits):
            gates.append(Gate("rzz", (i, j), Data(column)))
    data = np.column_stack([2 * x, *products])
    return Problem("gram", n_qubits, tuple(gates), data, weights=np.zeros(0))


WORKLOAD = Workload(
    title="fidelity Gram matrix of the ZZ feature map",
    cases=((8, 500), (12, 500)),
    quick=((8, 500),),
    make=zz_gram,
)
