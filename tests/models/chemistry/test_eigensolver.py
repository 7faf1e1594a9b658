"""The eigensolver: right energies within the ansatz's reach, and honest accounts of the work."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.linalg import expm
from sklearn.exceptions import ConvergenceWarning

from qneko.circuits import Circuit, Observable, Z, weight
from qneko.domains import load_molecule, molecules
from qneko.engine import compile
from qneko.errors import CapabilityError, InputError
from qneko.hybrid import Capabilities, get_device
from qneko.hybrid.devices import StatevectorDevice
from qneko.models.chemistry import (
    CHEMICAL_ACCURACY,
    ElectronicHamiltonian,
    Excitation,
    VariationalEigensolver,
    exact_energy,
    uccsd_ansatz,
)
from qneko.models.chemistry._adaptive import pool_gradient
from qneko.models.chemistry._ansatz import excitation_circuit, hardware_efficient_ansatz
from qneko.models.chemistry._curve import from_neighbours
from qneko.models.chemistry._energies import Energies, Minimum
from qneko.models.chemistry._excitations import excitations, generalized_excitations
from qneko.models.chemistry._ground_state import n_circuits
from tests.models.chemistry.fermions import (
    hamiltonian_matrix,
    molecule,
    product,
    random_hamiltonian,
)

H2 = molecule("H2", 0.7414)
FCI = load_molecule("H2", 0.7414).energies["fci"]


class CountingDevice(StatevectorDevice):
    """Counts the rows whose gradients it was asked for."""

    def __init__(self) -> None:
        self.gradients = 0

    def _value_and_vjp(self, program, X, w):
        self.gradients += len(X)
        return super()._value_and_vjp(program, X, w)


def generator(excitation: Excitation, n_modes: int) -> np.ndarray:
    """Return T - T^ as a matrix."""
    created = [(q, True) for q in excitation.target]
    annihilated = [(q, False) for q in reversed(excitation.source)]
    t = product([*created, *annihilated], n_modes)
    return t - t.T


@pytest.mark.parametrize(
    "excitation",
    [
        Excitation((0,), (4,)),
        Excitation((3,), (1,)),
        Excitation((0, 1), (4, 5)),
        Excitation((1, 2), (0, 5)),
    ],
    ids=str,
)
def test_an_excitation_is_the_exponential_of_its_generator(excitation: Excitation) -> None:
    circuit = hardware_efficient_ansatz(random_hamiltonian(3, 2, 0), 2)
    angles = np.random.default_rng(5).normal(size=circuit.n_weights)
    circuit = Circuit(6).compose(circuit, weights=list(angles))
    state = compile(circuit).states(None)[0]
    excitation.append_to(circuit, 0.37)
    expected = expm(0.37 * generator(excitation, 6)) @ state
    assert np.abs(expected - state).max() > 1e-3
    np.testing.assert_allclose(compile(circuit).states(None)[0], expected, atol=1e-12)


def test_numbers_of_excitations() -> None:
    assert [str(e) for e in excitations(H2)] == ["0,1 -> 2,3", "0 -> 2", "1 -> 3"]
    # lithium hydride: 6 + 6 doubles of like and 8 * 8 of unlike spins, 2 * 8 singles
    assert len(excitations(molecule("LiH", 1.45))) == 6 + 6 + 64 + 16
    pool = generalized_excitations(H2)
    assert {str(e) for e in excitations(H2)} <= {str(e) for e in pool}
    assert len(pool) == len({frozenset((e.source, e.target)) for e in pool})


@pytest.mark.parametrize(("n_electrons", "spin"), [(2, 0), (3, 1), (4, 2)])
def test_uccsd_conserves_electrons_and_spin(n_electrons: int, spin: int) -> None:
    h = random_hamiltonian(4, n_electrons, 3, spin=spin)
    circuit = uccsd_ansatz(h)
    w = np.random.default_rng(1).normal(size=circuit.n_weights)
    state = compile(circuit).states(None, w)[0]
    outside = [
        b
        for b in range(256)
        if ((b & 0b01010101).bit_count(), (b & 0b10101010).bit_count()) != (h.n_up, h.n_down)
    ]
    assert np.abs(state[outside]).max() < 1e-14
    assert np.count_nonzero(np.abs(state) > 1e-6) > 10


@pytest.mark.parametrize("ansatz", ["uccsd", "hardware-efficient", "product"])
def test_all_weights_zero_is_the_mean_field(ansatz: str) -> None:
    h = random_hamiltonian(3, 3, 4, spin=1)
    circuit, _ = VariationalEigensolver(ansatz)._circuit(h)
    energy = compile(circuit, [h.observable]).expectations(None, np.zeros(circuit.n_weights))
    assert energy[0, 0] == pytest.approx(h.hartree_fock_energy(), abs=1e-12)


def test_energies_and_gradients_of_a_batch() -> None:
    hamiltonians = [random_hamiltonian(3, 2, seed) for seed in range(3)]
    circuit = uccsd_ansatz(hamiltonians[0])
    energies = Energies(get_device(), circuit, hamiltonians)
    weights = np.random.default_rng(2).normal(size=(3, circuit.n_weights))
    values, gradient = energies.with_gradient(weights)
    np.testing.assert_allclose(energies(weights), values, atol=1e-12)
    for k, h in enumerate(hamiltonians):
        program = compile(circuit, [h.observable])
        value, vjp = program.value_and_vjp(None, weights[k])
        assert values[k] == pytest.approx(value[0, 0], abs=1e-12)
        np.testing.assert_allclose(gradient[k], vjp([[1.0]])[1], atol=1e-12)
        state = program.states(None, weights[k])[0]
        assert values[k] == pytest.approx(
            np.vdot(state, hamiltonian_matrix(h) @ state).real, abs=1e-11
        )


@pytest.mark.parametrize(("name", "basis", "length"), molecules())
def test_uccsd_is_within_chemical_accuracy(name: str, basis: str, length: float) -> None:
    fci = load_molecule(name, length, basis).energies["fci"]
    found = VariationalEigensolver().solve(molecule(name, length, basis), exact_energy=fci)
    assert found.converged
    assert -1e-8 < found.error < CHEMICAL_ACCURACY
    if name == "H2":  # two electrons: singles and doubles are everything
        assert found.error < 1e-7


def test_the_account_of_a_solution() -> None:
    device = CountingDevice()
    found = VariationalEigensolver(device=device).solve(H2, exact_energy=FCI)
    assert found.energy == pytest.approx(FCI, abs=1e-9)
    assert found.hartree_fock_energy == pytest.approx(-1.116684, abs=1e-6)
    assert found.trajectory[0] == pytest.approx(found.hartree_fock_energy, abs=1e-12)
    assert found.trajectory[-1] == found.energy
    assert (np.diff(found.trajectory) < 1e-12).all()
    assert (found.n_electrons, found.spin) == (pytest.approx(2), pytest.approx(0, abs=1e-12))
    assert found.n_evaluations == device.gradients + 1  # the energy at the start
    assert found.n_circuits == found.n_evaluations * (1 + 2 * (8 + 2 + 2))
    program = compile(found.circuit, [H2.observable])
    assert program.expectations(None, found.weights)[0, 0] == pytest.approx(found.energy)


def test_the_shots_give_chemical_accuracy() -> None:
    found = VariationalEigensolver().solve(H2)
    strings, factors = zip(*H2.observable.terms, strict=True)
    program = compile(found.circuit, [Observable([(s, 1.0)]) for s in strings])
    means = program.expectations(None, found.weights)[0]
    spreads = np.abs(factors) * np.sqrt(np.clip(1 - means**2, 0, None))
    shares = found.shots * spreads / spreads.sum()
    measured = spreads > 1e-12
    variance = (spreads[measured] ** 2 / shares[measured]).sum()
    assert np.sqrt(variance) == pytest.approx(CHEMICAL_ACCURACY, rel=1e-4)


def test_the_error_is_unknown_without_an_exact_energy() -> None:
    assert VariationalEigensolver().solve(H2).error is None


def test_circuits_of_the_shift_rule() -> None:
    circuit = Circuit(2).ry(weight(), 0).cx(0, 1).crz(weight(), 0, 1).rz(0.3, 1)
    assert n_circuits(circuit) == 1 + 2 + 4


@pytest.mark.parametrize("pool", [excitations, generalized_excitations])
def test_pool_gradients_are_commutators(pool) -> None:
    h = random_hamiltonian(3, 2, 6)
    chosen, candidates = excitations(h)[:2], pool(h)
    weights = np.array([0.3, -0.8])
    circuit = excitation_circuit(h, (*chosen, *candidates))
    energy, slopes = pool_gradient(Energies(get_device(), circuit, [h]), weights, len(candidates))
    state = compile(excitation_circuit(h, chosen)).states(None, weights)[0]
    matrix = hamiltonian_matrix(h)
    assert energy == pytest.approx(np.vdot(state, matrix @ state).real, abs=1e-11)
    for slope, candidate in zip(slopes, candidates, strict=True):
        a = generator(candidate, 6)
        expected = np.vdot(state, (matrix @ a - a @ matrix) @ state).real
        assert slope == pytest.approx(expected, abs=1e-11)


def test_growth_takes_one_operator_for_hydrogen() -> None:
    found = VariationalEigensolver("adaptive").solve(H2, exact_energy=FCI)
    assert [str(operator) for operator in found.operators] == ["0,1 -> 2,3"]
    assert found.error == pytest.approx(0, abs=1e-9)
    assert len(found.trajectory) == len(found.pool_gradients) == 2
    assert found.pool_gradients[1] < 1e-3 < found.pool_gradients[0]


@pytest.mark.parametrize("pool", ["sd", "gsd"])
def test_growth_falls_to_the_exact_energy_with_few_operators(pool: str) -> None:
    h = molecule("H2", 0.75, "6-31g")
    exact = exact_energy(h)
    found = VariationalEigensolver("adaptive", pool=pool).solve(h, exact_energy=exact)
    assert (np.diff(found.trajectory) < 1e-9).all()
    assert found.error == pytest.approx(0, abs=1e-6)
    assert len(found.operators) < len(excitations(h))
    assert found.n_circuits > 0


def test_growth_stops_at_its_limit_with_a_warning() -> None:
    h = molecule("H2", 0.75, "6-31g")
    with pytest.warns(ConvergenceWarning, match="max_operators=2"):
        found = VariationalEigensolver("adaptive", max_operators=2).solve(h)
    assert len(found.operators) == 2
    assert not found.converged


def test_hardware_efficient_states_reach_hydrogen() -> None:
    solver = VariationalEigensolver("hardware-efficient", random_state=0)
    found = solver.solve(H2, exact_energy=FCI)
    assert 0 < found.error < CHEMICAL_ACCURACY
    again = solver.solve(H2)
    np.testing.assert_array_equal(found.weights, again.weights)


@pytest.mark.parametrize("length", [0.7, 1.5])
def test_the_control_has_no_correlation(length: float) -> None:
    h = molecule("H2", length)
    solver = VariationalEigensolver(random_state=1)
    found, control = solver.solve(h), solver.control().solve(h)
    assert control.energy == pytest.approx(h.hartree_fock_energy(), abs=1e-6)
    assert found.energy < control.energy - 0.01
    assert solver.control() == VariationalEigensolver("product", random_state=1)


def test_the_control_finds_the_triplet_where_the_bond_is_broken() -> None:
    hamiltonians = [molecule("H2", x) for x in (1.0, 2.5)]
    near, far = VariationalEigensolver("product", random_state=0).solve_curve(hamiltonians)
    assert near.energy == pytest.approx(near.hartree_fock_energy, abs=1e-9)
    h = hamiltonians[1]
    triplet = ElectronicHamiltonian(h.one_body, h.two_body, 2, h.constant, spin=2)
    assert far.energy == pytest.approx(triplet.hartree_fock_energy(), abs=1e-8)
    assert (far.n_electrons, abs(far.spin)) == (pytest.approx(2), pytest.approx(2))


def test_of_several_starts_the_lowest_is_kept() -> None:
    few = VariationalEigensolver("product", random_state=0, n_starts=1).solve(molecule("H2", 2.5))
    many = VariationalEigensolver("product", random_state=0).solve(molecule("H2", 2.5))
    assert many.energy <= few.energy
    assert many.n_evaluations > few.n_evaluations
    program = compile(many.circuit, [molecule("H2", 2.5).observable])
    assert program.expectations(None, many.weights)[0, 0] == pytest.approx(many.energy, abs=1e-10)


def test_a_curve_equals_its_points() -> None:
    lengths = [0.4, 0.7, 1.0, 1.5, 2.2, 3.0]
    hamiltonians = [molecule("H2", x) for x in lengths]
    exact = [exact_energy(h) for h in hamiltonians]
    device = CountingDevice()
    curve = VariationalEigensolver(device=device).solve_curve(hamiltonians, exact_energies=exact)
    assert max(abs(found.error) for found in curve) < 1e-8
    assert [found.hartree_fock_energy for found in curve] == [
        h.hartree_fock_energy() for h in hamiltonians
    ]
    alone = CountingDevice()
    for h, found in zip(hamiltonians, curve, strict=True):
        one = VariationalEigensolver(device=alone).solve(h)
        assert found.energy == pytest.approx(one.energy, abs=1e-8)
        assert found.shots == pytest.approx(one.shots, rel=1e-3)


def test_a_geometry_takes_over_a_better_neighbours_weights() -> None:
    energies = Energies(get_device(), uccsd_ansatz(H2), [H2] * 3)
    best = VariationalEigensolver().solve(H2)
    weights = np.array([best.weights, np.zeros(3), np.zeros(3)])
    found = from_neighbours(energies, Minimum(weights, energies(weights)[None], True))
    np.testing.assert_array_equal(found, [best.weights, best.weights, np.zeros(3)])
    settled = np.tile(best.weights, (3, 1))
    assert from_neighbours(energies, Minimum(settled, energies(settled)[None], True)) is None


def test_an_adaptive_curve() -> None:
    hamiltonians = [molecule("H2", x) for x in (0.7, 1.0)]
    curve = VariationalEigensolver("adaptive").solve_curve(hamiltonians)
    for h, found in zip(hamiltonians, curve, strict=True):
        assert found.energy == pytest.approx(exact_energy(h), abs=1e-8)


def test_a_start_saves_work() -> None:
    near = VariationalEigensolver().solve(molecule("H2", 1.0))
    cold = VariationalEigensolver().solve(molecule("H2", 1.1))
    warm = VariationalEigensolver().solve(molecule("H2", 1.1), start=near.weights)
    assert warm.energy == pytest.approx(cold.energy, abs=1e-9)
    assert warm.n_evaluations <= cold.n_evaluations
    assert warm.trajectory[0] < cold.trajectory[0]


def test_an_own_circuit_as_ansatz() -> None:
    found = VariationalEigensolver(lambda h: hardware_efficient_ansatz(h, 1, "none")).solve(H2)
    assert found.energy == pytest.approx(H2.hartree_fock_energy(), abs=1e-6)
    fixed = VariationalEigensolver(lambda h: Circuit(4).x(0).x(1)).solve(H2)
    assert fixed.energy == pytest.approx(H2.hartree_fock_energy(), abs=1e-12)
    assert fixed.weights.shape == (0,)


def test_too_few_iterations_warn() -> None:
    with pytest.warns(ConvergenceWarning, match="max_iter=1 "):
        found = VariationalEigensolver(max_iter=1).solve(H2)
    assert not found.converged


def test_a_device_without_gradients_refuses() -> None:
    class ShotsOnly(StatevectorDevice):
        capabilities = Capabilities(
            exact=True, gradients=False, states=False, sampling=True, max_qubits=4, description=""
        )

    with pytest.raises(CapabilityError, match="gradients"):
        VariationalEigensolver(device=ShotsOnly()).solve(H2)
    with pytest.raises(InputError, match="at most 4 spin orbitals.*got 12.*active_space"):
        VariationalEigensolver(device=ShotsOnly()).solve(molecule("LiH", 1.45))


@pytest.mark.parametrize(
    ("solver", "message"),
    [
        (VariationalEigensolver("uccs"), "ansatz must be one of 'uccsd', 'adaptive'"),
        (VariationalEigensolver("adaptive", pool="all"), "pool must be one of 'sd', 'gsd'"),
        (VariationalEigensolver(max_iter=0), "max_iter must be a whole number"),
        (VariationalEigensolver(tol=-1), "tol must be a finite number"),
        (VariationalEigensolver("hardware-efficient", n_layers=-1), "n_layers must be"),
        (VariationalEigensolver("hardware-efficient", entanglement="all"), "entanglement must be"),
        (VariationalEigensolver(lambda h: Circuit(3)), "circuit of 4 qubits without features"),
        (VariationalEigensolver(lambda h: Z(0)), "circuit of 4 qubits without features"),
    ],
)
def test_wrong_parameters_are_answered_with_a_sentence(solver, message: str) -> None:
    with pytest.raises(InputError, match=message):
        solver.solve(H2)


def test_wrong_calls_are_answered_with_a_sentence() -> None:
    with pytest.raises(InputError, match=r"start must have shape \(3,\), got \(2,\)"):
        VariationalEigensolver().solve(H2, start=[0.0, 0.0])
    with pytest.raises(InputError, match="leave out start"):
        VariationalEigensolver("adaptive").solve(H2, start=[0.0])
    with pytest.raises(InputError, match="got 2 kinds"):
        VariationalEigensolver().solve_curve([H2, molecule("LiH", 1.45)])
    with pytest.raises(InputError, match="got 0 kinds"):
        VariationalEigensolver().solve_curve([])
    with pytest.raises(InputError, match="expected 1 exact energies, got 2"):
        VariationalEigensolver().solve_curve([H2], exact_energies=[0.0, 0.0])
    with pytest.raises(InputError, match="The pool has no excitation"):
        VariationalEigensolver("adaptive").solve(random_hamiltonian(2, 4, 0))
