"""The dynamics against closed forms and a density matrix evolved from textbook matrices."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.linalg import expm

from qneko.hybrid import get_device
from qneko.models.reservoirs import _simulation
from qneko.models.reservoirs._dynamics import (
    circuit_unitaries,
    ising_unitaries,
    layer_circuit,
    random_couplings,
    readout_diagonals,
    z_values,
)
from qneko.models.reservoirs._simulation import Simulation
from tests.reference import PAULIS, states

TIMES = np.array([0.3, 1.1, 2.0])


def operator(letter: str, qubit: int, n_qubits: int) -> np.ndarray:
    matrix = np.eye(1)
    for q in range(n_qubits):
        matrix = np.kron(PAULIS[letter] if q == qubit else np.eye(2), matrix)
    return matrix


def reset(rho: np.ndarray, qubit: int, s: float, n_qubits: int) -> np.ndarray:
    """Return the state after a qubit is replaced by sqrt(1 - s)|0> + sqrt(s)|1>: Kraus form."""
    fresh = np.array([np.sqrt(1 - s), np.sqrt(s)])
    done = np.zeros_like(rho)
    for outcome in range(2):
        kraus = np.eye(1)
        for q in range(n_qubits):
            single = np.outer(fresh, np.eye(2)[outcome]) if q == qubit else np.eye(2)
            kraus = np.kron(single, kraus)
        done += kraus @ rho @ kraus.T
    return done


def by_hand(couplings: np.ndarray, field: float, inputs: np.ndarray) -> np.ndarray:
    """Return <Z_i> and <Z_i Z_j> after each step and virtual node of one series."""
    n = len(couplings)
    hamiltonian = sum(field * operator("Z", i, n) for i in range(n))
    for i in range(n):
        for j in range(i + 1, n):
            hamiltonian = hamiltonian + couplings[i, j] * operator("X", i, n) @ operator("X", j, n)
    z = [operator("Z", i, n) for i in range(n)]
    seen = [*z, *(z[i] @ z[j] for i in range(n) for j in range(i + 1, n))]
    rho = np.zeros((2**n, 2**n), dtype=complex)
    rho[0, 0] = 1
    rows = []
    for step in inputs:
        for qubit, s in enumerate(step):
            rho = reset(rho, qubit, s, n)
        at = [expm(-1j * hamiltonian * t) for t in TIMES]
        evolved = [u @ rho @ u.conj().T for u in at]
        rows.append([np.trace(o @ e).real for e in evolved for o in seen])
        rho = evolved[-1]
    return np.array(rows)


def ising(n_qubits: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    couplings = random_couplings(n_qubits, 1.0, "full", np.random.RandomState(seed))
    return couplings, ising_unitaries(couplings, 0.5, TIMES)


@pytest.mark.parametrize("n_inputs", [1, 2])
@pytest.mark.parametrize("n_qubits", [2, 3, 5])
def test_against_a_density_matrix_by_hand(n_qubits, n_inputs) -> None:
    if n_inputs == n_qubits:
        n_qubits += 1
    couplings, unitaries = ising(n_qubits)
    inputs = np.random.default_rng(1).uniform(size=(2, 6, n_inputs))
    simulation = Simulation(unitaries, n_inputs, readout_diagonals(n_qubits, "zz"), "float64")
    found, _ = simulation.run(inputs)
    expected = [by_hand(couplings, 0.5, series) for series in inputs]
    np.testing.assert_allclose(found, expected, atol=1e-12)


@pytest.mark.parametrize("n_qubits", [2, 3, 4])
def test_both_ways_to_step_agree(n_qubits, monkeypatch) -> None:
    _, unitaries = ising(n_qubits)
    inputs = np.random.default_rng(2).uniform(size=(3, 20, 1))
    matrix = Simulation(unitaries, 1, z_values(n_qubits), "float64").run(inputs)
    monkeypatch.setattr(_simulation, "_TRANSFER_UP_TO", 0)
    kraus = Simulation(unitaries, 1, z_values(n_qubits), "float64").run(inputs)
    np.testing.assert_allclose(matrix[0], kraus[0], atol=1e-13)
    np.testing.assert_allclose(matrix[1], kraus[1], atol=1e-13)


@pytest.mark.parametrize("n_qubits", [3, 6])
def test_states_stay_states(n_qubits) -> None:
    _, unitaries = ising(n_qubits)
    inputs = np.random.default_rng(3).uniform(size=(2, 200, 1))
    simulation = Simulation(unitaries, 1, z_values(n_qubits), "float64")
    _, state = simulation.run(inputs)
    matrices = simulation._unpack(state)
    np.testing.assert_allclose(np.trace(matrices, axis1=1, axis2=2), 1, atol=1e-12)
    np.testing.assert_allclose(matrices, matrices.conj().swapaxes(1, 2), atol=1e-15)
    assert np.linalg.eigvalsh(matrices).min() > -1e-13


def test_without_coupling_the_input_qubit_shows_the_input_and_the_others_nothing() -> None:
    unitaries = ising_unitaries(np.zeros((4, 4)), 0.7, TIMES)
    s = np.random.default_rng(4).uniform(size=(1, 9, 1))
    found, _ = Simulation(unitaries, 1, z_values(4), "float64").run(s)
    found = found.reshape(9, len(TIMES), 4)
    np.testing.assert_allclose(found[..., 0], np.repeat(1 - 2 * s[0], len(TIMES), 1), atol=1e-13)
    np.testing.assert_allclose(found[..., 1:], 1, atol=1e-13)


def test_two_qubits_without_field_turn_at_twice_the_coupling() -> None:
    couplings = np.array([[0, 0.8], [0, 0]])
    unitaries = ising_unitaries(couplings, 0.0, TIMES)
    found, _ = Simulation(unitaries, 1, z_values(2), "float64").run(np.array([[[0.2]]]))
    turned = np.cos(2 * 0.8 * TIMES)
    expected = np.stack([(1 - 2 * 0.2) * turned, turned], axis=1)
    np.testing.assert_allclose(found[0, 0].reshape(-1, 2), expected, atol=1e-13)


def test_a_finer_clock_contains_the_coarser_one() -> None:
    couplings, _ = ising(4)
    inputs = np.random.default_rng(5).uniform(size=(1, 12, 1))

    def read(n_nodes: int) -> np.ndarray:
        unitaries = ising_unitaries(couplings, 0.5, 2.0 * np.arange(1, n_nodes + 1) / n_nodes)
        found, _ = Simulation(unitaries, 1, z_values(4), "float64").run(inputs)
        return found.reshape(12, n_nodes, 4)

    np.testing.assert_allclose(read(6)[:, 1::2], read(3), atol=1e-13)
    np.testing.assert_allclose(read(6)[:, [-1]], read(1), atol=1e-13)


@pytest.mark.parametrize("n_qubits", [3, 5])
def test_a_batch_is_its_series_one_by_one(n_qubits, monkeypatch) -> None:
    _, unitaries = ising(n_qubits)
    inputs = np.random.default_rng(6).uniform(size=(7, 15, 1))
    simulation = Simulation(unitaries, 1, z_values(n_qubits), "float64")
    together, state = simulation.run(inputs)
    single = [simulation.run(series[None]) for series in inputs]
    np.testing.assert_allclose(together, [r[0] for r, _ in single], atol=1e-13)
    np.testing.assert_allclose(state, [s[0] for _, s in single], atol=1e-13)
    last, _ = simulation.run(inputs, last_only=True)
    np.testing.assert_allclose(last, together[:, -1], atol=1e-13)
    # small chunks and blocks, so that their edges are met
    monkeypatch.setattr(_simulation, "_CHUNK", 2 * 4 * simulation._blocks[0].nbytes)
    monkeypatch.setattr(_simulation, "_BLOCK", 4 * 2 * state.shape[1])
    np.testing.assert_allclose(simulation.run(inputs)[0], together, atol=1e-13)


def test_single_precision_does_not_depend_on_the_batch_either() -> None:
    _, unitaries = ising(5)
    inputs = np.random.default_rng(11).uniform(size=(20, 15, 1))
    simulation = Simulation(unitaries, 1, z_values(5), "float32")
    together, _ = simulation.run(inputs)
    single = [simulation.run(series[None])[0][0] for series in inputs]
    np.testing.assert_allclose(together, single, atol=1e-14)


def test_a_run_can_go_on_where_another_ended() -> None:
    _, unitaries = ising(5)
    inputs = np.random.default_rng(7).uniform(size=(2, 20, 1))
    simulation = Simulation(unitaries, 1, z_values(5), "float64")
    whole, end = simulation.run(inputs)
    first, state = simulation.run(inputs[:, :8])
    second, again = simulation.run(inputs[:, 8:], state)
    np.testing.assert_allclose(np.concatenate([first, second], axis=1), whole, atol=1e-13)
    np.testing.assert_allclose(again, end, atol=1e-13)


def test_single_precision_is_close_to_double() -> None:
    _, unitaries = ising(5)
    inputs = np.random.default_rng(8).uniform(size=(2, 300, 1))
    single, _ = Simulation(unitaries, 1, z_values(5), "float32").run(inputs)
    double, _ = Simulation(unitaries, 1, z_values(5), "float64").run(inputs)
    assert 1e-9 < np.abs(single - double).max() < 1e-4


def test_evolution_is_the_matrix_exponential() -> None:
    couplings, unitaries = ising(3, seed=9)
    hamiltonian = 0.5 * sum(operator("Z", i, 3) for i in range(3))
    for i, j in ((0, 1), (0, 2), (1, 2)):
        hamiltonian = hamiltonian + couplings[i, j] * operator("X", i, 3) @ operator("X", j, 3)
    for unitary, time in zip(unitaries, TIMES, strict=True):
        np.testing.assert_allclose(unitary, expm(-1j * hamiltonian * time), atol=1e-13)


def test_couplings_follow_the_entanglement() -> None:
    full = random_couplings(4, 2.0, "full", np.random.RandomState(0))
    ring = random_couplings(4, 2.0, "ring", np.random.RandomState(0))
    assert np.count_nonzero(full) == 6
    assert np.count_nonzero(ring) == 4
    np.testing.assert_array_equal(ring[ring != 0], full[ring != 0])
    assert np.abs(full).max() <= 1.0
    assert not random_couplings(4, 2.0, "none", np.random.RandomState(0)).any()


def test_the_circuit_is_the_one_that_the_reference_simulator_sees() -> None:
    random = np.random.RandomState(10)
    unitaries = circuit_unitaries(get_device("statevector"), 3, 2, "ring", random)
    layer = layer_circuit(3, "ring")
    angles = np.random.RandomState(10).uniform(-np.pi, np.pi, (2, layer.n_weights))
    first = states(layer, np.zeros((1, 0)), angles[0])[0]
    np.testing.assert_allclose(unitaries[0][:, 0], first, atol=1e-12)
    both = layer.copy().compose(layer)
    second = states(both, np.zeros((1, 0)), angles.ravel())[0]
    np.testing.assert_allclose(unitaries[1][:, 0], second, atol=1e-12)
    identity = unitaries @ unitaries.conj().swapaxes(1, 2)
    np.testing.assert_allclose(identity, np.broadcast_to(np.eye(8), (2, 8, 8)), atol=1e-12)
