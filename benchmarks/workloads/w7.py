"""W7: a quantum convolutional network (Cong, Choi and Lukin 2019, arXiv:1810.03787)."""

from __future__ import annotations

from itertools import count

import numpy as np

from ..problem import Data, Gate, Problem, Weight, Workload


def qcnn(n_qubits: int, n_samples: int, rng: np.random.Generator) -> Problem:
    """Convolve neighbours in a ring, pool the upper half into the lower, until qubit 0 is left.

    The blocks are those of Qiskit's tutorial; its Z feature map loads the data.
    """
    gates: list[Gate] = []
    for _ in range(2):
        for q in range(n_qubits):
            gates += [Gate("h", (q,)), Gate("p", (q,), Data(q))]
    number = count()
    width = n_qubits
    while width > 1:
        left = list(range(width))
        pairs = list(zip(left[::2], left[1::2], strict=True))
        if width > 2:
            pairs += list(zip(left[1::2], [*left[2::2], 0], strict=True))
        for a, b in pairs:
            gates += _block(a, b, number)
            gates += [Gate("cx", (b, a)), Gate("rz", (a,), np.pi / 2)]
        width //= 2
        for q in range(width):
            gates += _block(q + width, q, number)
    return Problem(
        "gradient",
        n_qubits,
        tuple(gates),
        data=2 * rng.uniform(-np.pi, np.pi, (n_samples, n_qubits)),
        weights=rng.uniform(-np.pi, np.pi, next(number)),
    )


def _block(a: int, b: int, number: count[int]) -> list[Gate]:
    return [
        Gate("rz", (b,), -np.pi / 2),
        Gate("cx", (b, a)),
        Gate("rz", (a,), Weight(next(number))),
        Gate("ry", (b,), Weight(next(number))),
        Gate("cx", (a, b)),
        Gate("ry", (b,), Weight(next(number))),
    ]


WORKLOAD = Workload(
    title="value and gradient, quantum convolutional network",
    cases=((8, 1000),),
    quick=((8, 1000),),
    make=qcnn,
)
