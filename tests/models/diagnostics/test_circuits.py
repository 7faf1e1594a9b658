"""Diagnostics of circuits: against closed forms and published values."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pytest

from qneko.circuits import (
    Circuit,
    Observable,
    X,
    Z,
    feature,
    hardware_efficient_ansatz,
    identity,
    pi,
    projector,
    reuploading_ansatz,
    weight,
    zz_feature_map,
)
from qneko.engine import compile
from qneko.errors import InputError
from qneko.models import VariationalRegressor
from qneko.models.diagnostics import (
    entangling_power,
    expressibility,
    fourier_spectrum,
    gradient_variance,
    simulability,
)

mpl.use("Agg")


def rotations(n_qubits: int) -> Circuit:
    """Return RX with an own weight on each qubit: the toy model of Cerezo et al. 2021."""
    circuit = Circuit(n_qubits)
    for q in range(n_qubits):
        circuit.rx(weight(), q)
    return circuit


@pytest.mark.parametrize("n_layers", [1, 2, 5])
def test_as_many_frequencies_as_layers_and_no_more(n_layers: int) -> None:
    # Pérez-Salinas et al. 2020, Schuld et al. 2021
    circuit = reuploading_ansatz(2, n_layers)
    program = compile(circuit, Z(0))
    w = np.random.default_rng(0).uniform(-3, 3, program.n_weights)
    found = fourier_spectrum(lambda rows: program.expectations(rows, w), [0.0, 0.4])
    assert found.degree() == n_layers
    assert np.abs(found.coefficients[n_layers + 1 :]).max() < 1e-14


def test_coefficients_are_those_of_the_series() -> None:
    def series(rows: np.ndarray) -> np.ndarray:
        x = rows[:, 1]
        return 0.5 + 2 * np.cos(3 * x) - np.sin(x) + rows[:, 0]

    found = fourier_spectrum(series, [0.25, 0.0], feature=1, degree=4)
    np.testing.assert_allclose(found.coefficients, [0.75, 0.5j, 0, 1, 0], atol=1e-14)
    assert found.plot().patches[3].get_height() == pytest.approx(1)
    # frequencies from degree + 1 to 3 * degree must not pass for lower ones
    high = fourier_spectrum(lambda rows: np.cos(12 * rows[:, 0]), [0.0], degree=4)
    assert high.degree() == 0 or np.abs(high.coefficients).max() < 1e-12


def test_a_models_bandwidth_is_its_period() -> None:
    data = np.random.default_rng(1).normal(size=(30, 2))
    model = VariationalRegressor(n_layers=2, bandwidth=0.5, random_state=0, max_iter=5)
    with pytest.warns(UserWarning, match="max_iter"):
        model.fit(data, data[:, 0])
    found = fourier_spectrum(model.predict, data[0], period=2 * np.pi / 0.5)
    assert found.degree() == 2


def test_an_idle_circuit_reaches_one_state() -> None:
    # Sim et al. 2019: all fidelities are 1, which random states of one qubit are in 1 of 75 bins
    found = expressibility(Circuit(1).rz(weight(), 0), n_samples=1000, random_state=0)
    assert found.divergence == pytest.approx(np.log(75))
    assert found.fidelities[-1] == 1
    assert found.interval == pytest.approx((np.log(75), np.log(75)))


def test_expressibility_of_phases_on_the_equator() -> None:
    # fidelities cos^2 of half a uniform angle: the arcsine law, against the uniform one of 1 qubit
    edges = np.linspace(0, 1, 76)
    shares = 2 / np.pi * np.diff(np.arcsin(np.sqrt(edges)))
    exact = np.sum(shares * np.log(75 * shares))
    found = expressibility(Circuit(1).h(0).rz(weight(), 0), n_samples=100_000, random_state=0)
    assert found.divergence == pytest.approx(exact, abs=0.01)
    assert found.interval[0] < exact < found.interval[1]


def test_deep_circuits_are_at_the_floor() -> None:
    deep = expressibility(hardware_efficient_ansatz(3, 8), random_state=0)
    assert deep.divergence < 3 * deep.floor
    shallow = expressibility(rotations(3), random_state=0)
    assert shallow.divergence > 20 * deep.divergence
    np.testing.assert_allclose(deep.random.sum(), 1)
    assert len(deep.plot().patches) >= 1


def test_expressibility_repeats_with_its_seed() -> None:
    first, second = (expressibility(rotations(2), n_samples=200, random_state=4) for _ in range(2))
    assert first.divergence == second.divergence
    assert first.interval == second.interval


def test_entangling_power_of_known_states() -> None:
    ghz = Circuit(3).rz(weight(), 0).h(0).cx(0, 1).cx(1, 2)
    assert entangling_power(ghz, n_samples=5, random_state=0).mean == pytest.approx(1)
    assert entangling_power(rotations(3), n_samples=50, random_state=0).mean < 1e-12
    # RY(t) then CX: rho = diag(cos^2, sin^2), Q = 2 (1 - cos^4 - sin^4), whose mean is 1/2
    half = Circuit(2).ry(weight(), 0).cx(0, 1)
    found = entangling_power(half, n_samples=20_000, random_state=0)
    assert found.mean == pytest.approx(0.5, abs=4 * found.standard_error)
    assert found.random == pytest.approx(2 / 5)


def test_deep_circuits_are_as_entangled_as_random_states() -> None:
    found = entangling_power(hardware_efficient_ansatz(4, 10), random_state=0)
    assert found.mean == pytest.approx(found.random, abs=0.02)
    assert found.plot().lines[0].get_xdata()[0] == found.random


@pytest.mark.parametrize("cost", ["global", "local"])
def test_gradient_variance_of_the_toy_model(cost: str) -> None:
    # Cerezo et al. 2021: (1/8) (3/8)**(n - 1) for the global cost, 1 / (8 n**2) for the local one
    def observable(n: int) -> Observable:
        if cost == "global":
            return identity() - projector("0" * n)
        return identity() - Observable.sum(0.5 * (identity() + Z(q)) for q in range(n)) / n

    sizes = np.array([1, 2, 3, 4])
    found = gradient_variance(
        rotations, sizes, observable=observable, n_samples=200_000, random_state=0
    )
    exact = (3 / 8) ** (sizes - 1) / 8 if cost == "global" else 1 / (8 * sizes**2)
    np.testing.assert_allclose(found.variances, exact, rtol=0.02)
    if cost == "global":
        assert found.decay == pytest.approx(3 / 8, rel=0.02)
    assert len(found.plot().lines) == 2


def test_features_are_random_too_and_do_not_count_as_weights() -> None:
    found = gradient_variance(lambda n: reuploading_ansatz(n, 2), [2, 3], random_state=0)
    assert found.variances.shape == (2,)
    assert np.all(found.largest >= found.variances)


def test_a_ghz_state_is_easy_for_several_reasons() -> None:
    circuit = Circuit(6).h(0)
    for q in range(5):
        circuit.cx(q, q + 1)
    found = simulability(circuit, [X(0)])
    assert found.easy
    np.testing.assert_array_equal(found.bond_dimensions, 2)
    by_name = {reason.method: reason for reason in found.reasons}
    assert by_name["stabiliser methods"].cost == 0
    assert by_name["matrix product state"].easy
    assert "classical surrogate" not in by_name
    assert "Easy" in str(found)
    assert len(found.plot().lines) == 2


def test_bond_dimension_of_bell_pairs_counts_the_pairs_cut() -> None:
    circuit = Circuit(6)
    for q in range(3):
        circuit.h(q).cx(q, q + 3)
    found = simulability(circuit, [Z(0)])
    np.testing.assert_array_equal(found.bond_dimensions, [2, 4, 8, 4, 2])
    light = {reason.method: reason for reason in found.reasons}["light cone"]
    assert light.cost == 2


def test_weak_entanglement_is_dropped_within_the_tolerance() -> None:
    circuit = Circuit(2).ry(0.02, 0).cx(0, 1)  # Schmidt weights cos^2 and sin^2 of 0.01
    assert simulability(circuit, [Z(0)], tolerance=2e-4).bond_dimensions[0] == 1
    assert simulability(circuit, [Z(0)], tolerance=5e-5).bond_dimensions[0] == 2


def test_surrogate_counts_uploads_and_knows_when_there_is_none() -> None:
    def surrogate(circuit: Circuit, rows: list[list[float]]):
        reasons = simulability(circuit, [Z(0)], rows, np.zeros(circuit.n_weights)).reasons
        return next((r.cost for r in reasons if r.method == "classical surrogate"), None)

    circuit = Circuit(2).rx(feature(0), 0).cx(0, 1).rx(feature(0), 0).crz(0.5 * feature(1), 0, 1)
    assert surrogate(circuit, [[0.1, 0.2]]) == 5 * 5
    assert surrogate(zz_feature_map(2), [[0.1, 0.2]]) is None
    assert surrogate(Circuit(1).rx(weight() * feature(0), 0), [[0.1]]) is None
    assert surrogate(Circuit(1).initialize([1, feature(0)]), [[0.1]]) is None


def test_clifford_gates_are_told_from_others() -> None:
    circuit = Circuit(2).s(0).rx(pi / 2, 0).crz(pi, 0, 1).rzz(3 * pi / 2, 0, 1).sx(1)
    others = Circuit(2).t(0).rx(0.3, 1).crx(pi / 2, 0, 1).ch(0, 1)
    for gates, count in ((circuit, 0), (others, 4)):
        reasons = simulability(gates, [Z(0)]).reasons
        assert next(r.cost for r in reasons if r.method == "stabiliser methods") == count


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: expressibility(Circuit(1).h(0)), "neither features nor weights"),
        (lambda: expressibility("ring"), "Expected a Circuit, got str"),
        (lambda: entangling_power(rotations(1), n_samples=0), "n_samples must be"),
        (lambda: gradient_variance(lambda n: zz_feature_map(n)), "a circuit with weights"),
        (lambda: gradient_variance(rotations, []), "at least one size"),
        (lambda: gradient_variance(rotations, [0]), r"n_qubits\[0\]"),
        (lambda: fourier_spectrum(lambda rows: rows, [0.0, 0.0]), "one value a sample"),
        (lambda: fourier_spectrum(np.sum, [0.0], feature=3), "one of their positions"),
        (lambda: simulability(Circuit(1).h(0), [Z(0)]).plot(), "no bond dimensions"),
    ],
)
def test_what_cannot_be_diagnosed(call, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()
