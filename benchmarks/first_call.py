"""What the first call costs: a circuit of 1000 random gates, compiled and run once.

``python -m benchmarks.first_call`` prints {"expectations": seconds, "gradient": seconds}, each for
a circuit that the process has not seen before; building the circuit is counted, imports and the
drawing of random numbers are not.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from . import machine

N_GATES = 1000
N_QUBITS = 10
N_SAMPLES = 1
#: fresh processes
REPEATS = 5


def measure(cores: Sequence[int]) -> dict[str, float]:
    """Return the medians over fresh processes, in seconds."""
    pin = (lambda: os.sched_setaffinity(0, cores)) if hasattr(os, "sched_setaffinity") else None
    answers = [
        json.loads(
            subprocess.run(
                [sys.executable, "-m", "benchmarks.first_call"],
                preexec_fn=pin,
                cwd=Path(__file__).parent.parent,
                env=machine.environment(len(cores)),
                check=True,
                capture_output=True,
                text=True,
            ).stdout
        )
        for _ in range(REPEATS)
    ]
    return {key: statistics.median(a[key] for a in answers) for key in answers[0]}


def main() -> None:
    """Measure in this process."""
    from qneko.circuits import GATES, Circuit, Z, feature, weight
    from qneko.engine import compile

    def draw(seed: int) -> list[tuple[str, list[int], list[bool]]]:
        rng = np.random.default_rng(seed)
        kinds = list(GATES.items())
        drawn = []
        for _ in range(N_GATES):
            name, (n_angles, n_qubits) = kinds[rng.integers(len(kinds))]
            qubits = rng.choice(N_QUBITS, n_qubits, replace=False).tolist()
            drawn.append((name, qubits, [rng.random() < 0.5 for _ in range(n_angles)]))
        return drawn

    def build(gates: list[tuple[str, list[int], list[bool]]]) -> Circuit:
        circuit = Circuit(N_QUBITS)
        features = [feature(c) for c in range(N_QUBITS)]
        for number, (name, qubits, reads_features) in enumerate(gates):
            mine = features[number % N_QUBITS]
            circuit.append(name, qubits, [mine if reads else weight() for reads in reads_features])
        return circuit

    rng = np.random.default_rng(0)
    X = rng.normal(size=(N_SAMPLES, N_QUBITS))
    seconds = {}
    for seed, question in enumerate(("expectations", "gradient")):
        gates = draw(seed)
        start = time.perf_counter()
        circuit = build(gates)
        program = compile(circuit, Z(0))
        w = np.zeros(program.n_weights)
        if question == "expectations":
            program.expectations(X, w)
        else:
            program.vjp(X, w, np.ones((N_SAMPLES, 1)))
        seconds[question] = time.perf_counter() - start
    print(json.dumps(seconds))


if __name__ == "__main__":
    main()
