"""W5: a random circuit of all kinds of gates, so that nothing is special about its structure."""

from __future__ import annotations

import numpy as np

from ..problem import Data, Gate, Problem, Weight, Workload

N_GATES = 120
FIXED = ("h", "cx", "cz")
#: half of these turn by the sample's angles, half by weights
TURNING = ("rx", "ry", "rz", "crx", "rxx", "ryy", "rzz")
ON_ONE = ("h", "rx", "ry", "rz")


def random_ansatz(n_qubits: int, n_samples: int, rng: np.random.Generator) -> Problem:
    """120 gates, each kind equally often, on random qubits."""
    kinds = FIXED + TURNING
    names = rng.permutation([kinds[k % len(kinds)] for k in range(N_GATES)])
    gates: list[Gate] = []
    n_weights = n_data = 0
    for name in names.tolist():
        qubits = rng.choice(n_qubits, 1 if name in ON_ONE else 2, replace=False)
        angle: Data | Weight | None = None
        if name in TURNING and (n_data <= n_weights):
            angle = Data(n_data % n_qubits)
            n_data += 1
        elif name in TURNING:
            angle = Weight(n_weights)
            n_weights += 1
        gates.append(Gate(name, tuple(qubits.tolist()), angle))
    return Problem(
        "gradient",
        n_qubits,
        tuple(gates),
        data=rng.uniform(-np.pi, np.pi, (n_samples, n_qubits)),
        weights=rng.uniform(-np.pi, np.pi, n_weights),
    )


WORKLOAD = Workload(
    title="value and gradient, random circuit of all gates",
    cases=((8, 1000),),
    quick=((8, 1000),),
    make=random_ansatz,
)
