"""W4: what one large state costs. The whole state is compared, so that no gate can be left out."""

from __future__ import annotations

import numpy as np

from ..problem import Gate, Problem, Workload

N_GATES = 100
#: how often a gate is drawn
SHARES = {"h": 0.1, "rx": 0.2, "ry": 0.2, "rz": 0.1, "cx": 0.25, "cz": 0.05, "rzz": 0.1}
TURNING = ("rx", "ry", "rz", "rzz")
ON_TWO = ("cx", "cz", "rzz")


def random_state(n_qubits: int, n_samples: int, rng: np.random.Generator) -> Problem:
    """100 random gates on random qubits with fixed random angles."""
    gates = []
    for name in rng.choice(list(SHARES), N_GATES, p=list(SHARES.values())):
        qubits = rng.choice(n_qubits, 2 if name in ON_TWO else 1, replace=False)
        angle = float(rng.uniform(-3, 3)) if name in TURNING else None
        gates.append(Gate(str(name), tuple(qubits.tolist()), angle))
    return Problem(
        "state", n_qubits, tuple(gates), data=np.zeros((n_samples, 0)), weights=np.zeros(0)
    )


WORKLOAD = Workload(
    title="one large state, 100 random gates",
    cases=((22, 1), (24, 1)),
    quick=((22, 1),),
    make=random_state,
)
