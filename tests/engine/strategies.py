"""Random circuits, observables and batches."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from scipy.stats import unitary_group

from qneko.circuits import GATES, Angle, Circuit, Observable, X, Y, Z, feature, identity, pi, weight

N_FEATURES = 3
PAULI = {"X": X, "Y": Y, "Z": Z}


@st.composite
def angles(draw: st.DrawFn, shared: list[Angle]) -> Angle | float:
    """Numbers, single variables, and polynomials of both kinds, with weights that are reused."""
    x = [feature(draw(st.integers(0, N_FEATURES - 1))) for _ in range(2)]
    w = draw(st.sampled_from([*shared, weight()]))
    forms = (
        draw(st.floats(-7, 7)),
        x[0],
        w,
        2 * w * x[0] + 0.1,
        (pi - x[0]) * (pi - x[1]),
        x[0] * x[1] * w**2 - 0.5 * w,
    )
    return draw(st.sampled_from(forms))


def permutations(circuit: Circuit, length: int) -> st.SearchStrategy[list[int]]:
    """Different qubits of a circuit, in any order."""
    return st.permutations(range(circuit.n_qubits)).map(lambda qubits: qubits[:length])


@st.composite
def circuits(
    draw: st.DrawFn,
    max_qubits: int = 5,
    max_gates: int = 20,
    prepared: bool = True,
    n_qubits: int | None = None,
) -> Circuit:
    """Any gates on any qubits; `prepared` allows amplitude encoding before them."""
    circuit = Circuit(draw(st.integers(1, max_qubits)) if n_qubits is None else n_qubits)
    shared = [weight(), weight()]
    names = [name for name, kind in GATES.items() if kind.n_qubits <= circuit.n_qubits]
    if prepared and draw(st.booleans()):
        n_prepared = draw(st.integers(1, min(3, circuit.n_qubits)))
        amplitudes = [draw(angles(shared)) for _ in range(2**n_prepared - 1)]
        circuit.initialize([1.5, *amplitudes], draw(permutations(circuit, n_prepared)))
    for _ in range(draw(st.integers(0, max_gates))):
        name = draw(st.sampled_from([*names, "pauli_rotation", "unitary"]))
        qubits = draw(permutations(circuit, circuit.n_qubits))
        if name == "unitary":
            n_targets = draw(st.integers(1, min(4, circuit.n_qubits)))
            matrix = unitary_group.rvs(2**n_targets, random_state=draw(st.integers(0, 99)))
            circuit.unitary(matrix, qubits[:n_targets])
        elif name == "pauli_rotation":
            qubits = qubits[: draw(st.integers(1, circuit.n_qubits))]
            paulis = "".join(draw(st.sampled_from("XYZ")) for _ in qubits)
            circuit.append(name, qubits, [draw(angles(shared))], paulis)
        else:
            chosen = [draw(angles(shared)) for _ in range(GATES[name].n_angles)]
            circuit.append(name, qubits[: GATES[name].n_qubits], chosen)
    return circuit


@st.composite
def observables(draw: st.DrawFn, n_qubits: int) -> list[Observable]:
    """One to three sums of Pauli strings, the identity included."""
    chosen = []
    for _ in range(draw(st.integers(1, 3))):
        total = draw(st.floats(-2, 2)) * identity()
        for letters in draw(
            st.lists(st.text("IXYZ", min_size=n_qubits, max_size=n_qubits), min_size=1, max_size=3)
        ):
            string = identity()
            for qubit, letter in enumerate(letters):
                string = string if letter == "I" else string @ PAULI[letter](qubit)
            total = total + draw(st.floats(-2, 2)) * string
        chosen.append(total)
    return chosen


def batch(circuit: Circuit, n_samples: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return X and w of ordinary size."""
    rng = np.random.default_rng(seed)
    return (
        rng.uniform(-2, 2, (n_samples, circuit.n_features)),
        rng.uniform(-2, 2, circuit.n_weights),
    )
