"""Matrices of gates, and unitaries and states as gates, against the reference."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import unitary_group

from qneko.circuits import GATES
from qneko.circuits._matrices import gate_matrix, run
from qneko.circuits.synthesis import state_turns, turn_gates, unitary_turns
from tests import reference


def synthesised(matrix: np.ndarray) -> np.ndarray:
    """Return the product of the gates that a matrix becomes."""
    turns, phase = unitary_turns(matrix)
    gates = [
        (gate_matrix(o.name, [a.constant for a in o.angles]), o.qubits) for o in turn_gates(turns)
    ]
    assert {o.name for o in turn_gates(turns)} <= {"cx", "ry", "rz"}
    return run(gates, np.eye(len(matrix))) * np.exp(1j * phase)


@pytest.mark.parametrize("name", GATES)
def test_matrices_equal_those_of_the_reference(name: str) -> None:
    angles = np.linspace(0.3, 2.1, GATES[name].n_angles).tolist()
    expected = reference.MATRICES[name](*angles)
    np.testing.assert_allclose(gate_matrix(name, angles), expected, atol=1e-15)


def test_matrix_of_a_pauli_rotation() -> None:
    expected = reference.rotation(reference.pauli_matrix("XZY"), 0.7)
    got = gate_matrix("pauli_rotation", [0.7], "XZY")
    np.testing.assert_allclose(got, expected, atol=1e-15)


def test_run_equals_the_reference() -> None:
    rng = np.random.default_rng(0)
    state = rng.normal(size=16) + 1j * rng.normal(size=16)
    gate = unitary_group.rvs(8, random_state=1)
    expected = reference.apply(gate, (3, 0, 2), state)
    np.testing.assert_allclose(run([(gate, (3, 0, 2))], state), expected, atol=1e-13)


def difficult(n_qubits: int) -> dict[str, np.ndarray]:
    """Return matrices with equal singular values, equal eigenvalues and zeros."""
    rng = np.random.default_rng(n_qubits)
    size = 2**n_qubits
    permutation = np.eye(size)[rng.permutation(size)]
    vectors = unitary_group.rvs(size, random_state=5)
    close = (vectors * np.exp(1e-8j * rng.normal(size=size))) @ vectors.conj().T
    return {
        "identity": np.eye(size),
        "permutation": permutation,
        "signed permutation": permutation * rng.choice([1, -1, 1j], size),
        "diagonal": np.diag(np.exp(1j * rng.normal(size=size))),
        "fourier": np.fft.fft(np.eye(size)) / np.sqrt(size),
        "one qubit": np.kron(np.eye(size // 2), unitary_group.rvs(2, random_state=1)),
        "other qubit": np.kron(unitary_group.rvs(2, random_state=2), np.eye(size // 2)),
        "close to the identity": close,
        "close to a permutation": close @ permutation,
    }


@pytest.mark.parametrize("n_qubits", [1, 2, 3, 4])
def test_random_unitaries(n_qubits: int) -> None:
    for seed in range(10):
        matrix = unitary_group.rvs(2**n_qubits, random_state=seed)
        np.testing.assert_allclose(synthesised(matrix), matrix, atol=1e-13)


@pytest.mark.parametrize("kind", difficult(1))
@pytest.mark.parametrize("n_qubits", [1, 2, 3, 4])
def test_difficult_unitaries(n_qubits: int, kind: str) -> None:
    matrix = difficult(n_qubits)[kind]
    np.testing.assert_allclose(synthesised(matrix), matrix, atol=1e-13)


@pytest.mark.parametrize("n_qubits", [1, 2, 3, 4, 5])
def test_states(n_qubits: int) -> None:
    rng = np.random.default_rng(n_qubits)
    for density in (1.0, 0.5, 0.1):
        amplitudes = rng.normal(size=2**n_qubits) * (rng.random(2**n_qubits) < density)
        amplitudes[-1] = 1e-200 if density == 0.1 and not amplitudes.any() else amplitudes[-1]
        if not amplitudes.any():
            continue
        gates = [
            (gate_matrix(o.name, [a.constant for a in o.angles]), o.qubits)
            for o in turn_gates(state_turns(amplitudes))
        ]
        start = np.eye(2**n_qubits)[0]
        scale = np.abs(amplitudes).max()
        expected = amplitudes / scale / np.linalg.norm(amplitudes / scale)
        np.testing.assert_allclose(run(gates, start), expected, atol=1e-14)
