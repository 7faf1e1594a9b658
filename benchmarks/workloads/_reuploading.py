"""The data re-uploading circuit that W1 and W3 share."""

from __future__ import annotations

import numpy as np

from ..problem import Ask, Data, Gate, Problem, Weight

LAYERS = 3


def reuploading(n_qubits: int, n_samples: int, rng: np.random.Generator, ask: Ask) -> Problem:
    """Three layers of RY(x), RY(w), RZ(w) on each qubit and a ring of CNOTs."""
    gates: list[Gate] = []
    for layer in range(LAYERS):
        for q in range(n_qubits):
            first = 2 * (layer * n_qubits + q)
            gates += [
                Gate("ry", (q,), Data(q)),
                Gate("ry", (q,), Weight(first)),
                Gate("rz", (q,), Weight(first + 1)),
            ]
        gates += [Gate("cx", (q, (q + 1) % n_qubits)) for q in range(n_qubits)]
    return Problem(
        ask,
        n_qubits,
        tuple(gates),
        data=rng.uniform(-np.pi, np.pi, (n_samples, n_qubits)),
        weights=rng.uniform(-np.pi, np.pi, 2 * LAYERS * n_qubits),
    )
