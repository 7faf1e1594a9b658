"""Feature maps and ansätze against their definitions in the literature."""

from __future__ import annotations

import numpy as np
import pytest

from qneko.circuits import (
    GATES,
    Circuit,
    Z,
    angle_feature_map,
    entangling_pairs,
    feature,
    iqp_feature_map,
    pi,
    reuploading_ansatz,
    z_feature_map,
    zz_feature_map,
)
from qneko.errors import InputError
from tests.reference import MATRICES, expectations, fidelities, states

EXACT = {"rtol": 0, "atol": 1e-12}
POINTS = np.random.default_rng(5).normal(size=(4, 3))
FEATURE_MAPS = [zz_feature_map, iqp_feature_map, angle_feature_map]


def n_entangling(circuit: Circuit) -> int:
    return sum(len(o.qubits) > 1 for o in circuit)


@pytest.mark.parametrize(
    ("n", "entanglement", "pairs"),
    [
        (4, "none", ()),
        (4, "linear", ((0, 1), (1, 2), (2, 3))),
        (4, "ring", ((0, 1), (1, 2), (2, 3), (3, 0))),
        (3, "full", ((0, 1), (0, 2), (1, 2))),
        (2, "ring", ((0, 1),)),
        (1, "full", ()),
        (1, "ring", ()),
        (1, "linear", ()),
    ],
)
def test_entangling_pairs(n: int, entanglement: str, pairs: tuple) -> None:
    assert entangling_pairs(n, entanglement) == pairs


@pytest.mark.parametrize("entanglement", ["full", "linear", "ring", "none"])
def test_zz_map_is_the_published_diagonal_formula(entanglement: str) -> None:
    # H^n diag(exp(i sum_i phi_i b_i + i sum_ij phi_ij (b_i xor b_j))) repeated twice
    n, bandwidth = 3, 0.6
    bits = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
    hadamard = np.kron(np.kron(MATRICES["h"](), MATRICES["h"]()), MATRICES["h"]())
    expected = []
    for x in bandwidth * POINTS:
        phases = bits @ (2 * x)
        for a, b in entangling_pairs(n, entanglement):
            phases = phases + 2 * (pi - x[a]) * (pi - x[b]) * (bits[:, a] ^ bits[:, b])
        layer = np.exp(1j * phases)[:, None] * hadamard
        expected.append((layer @ layer)[:, 0])
    circuit = zz_feature_map(n, 2, entanglement, bandwidth)
    np.testing.assert_allclose(states(circuit, POINTS), expected, **EXACT)


def test_zz_map_gates_are_those_of_qiskit() -> None:
    expected = Circuit(2).h(0).h(1).p(2 * feature(0), 0).p(2 * feature(1), 1)
    expected.cx(0, 1).p(2 * (pi - feature(0)) * (pi - feature(1)), 1).cx(0, 1)
    assert zz_feature_map(2, reps=1) == expected


def test_z_map_kernel_is_a_product_over_features() -> None:
    def kernel(n: int, x: np.ndarray) -> np.ndarray:
        s = states(z_feature_map(n, bandwidth=0.7), x)
        return fidelities(s, s)

    product = np.prod([kernel(1, POINTS[:, [q]]) for q in range(3)], axis=0)
    np.testing.assert_allclose(kernel(3, POINTS), product, **EXACT)


def test_iqp_map_is_the_published_diagonal_formula() -> None:
    signs = 1 - 2 * ((np.arange(8)[:, None] >> np.arange(3)) & 1)
    hadamard = np.kron(np.kron(MATRICES["h"](), MATRICES["h"]()), MATRICES["h"]())
    expected = []
    for x in POINTS:
        energy = signs @ x
        for a, b in ((0, 1), (0, 2), (1, 2)):
            energy = energy + x[a] * x[b] * signs[:, a] * signs[:, b]
        layer = np.exp(-0.5j * energy)[:, None] * hadamard
        expected.append((layer @ layer)[:, 0])
    np.testing.assert_allclose(states(iqp_feature_map(3), POINTS), expected, **EXACT)


def test_angle_map_kernel_has_the_documented_form() -> None:
    x = POINTS
    for reps, entanglement in ((3, "none"), (1, "full")):
        s = states(angle_feature_map(3, reps, entanglement, 0.5), x)
        difference = 0.5 * reps * (x[:, None] - x[None]) / 2
        np.testing.assert_allclose(fidelities(s, s), np.prod(np.cos(difference) ** 2, 2), **EXACT)


@pytest.mark.parametrize("n_layers", [1, 2, 3])
def test_reuploading_spectrum_ends_at_the_number_of_layers(n_layers: int) -> None:
    # Schuld et al. 2021: a trigonometric polynomial of degree n_layers, and no less
    circuit = reuploading_ansatz(2, n_layers)
    w = np.random.default_rng(6).uniform(0, 2 * np.pi, circuit.n_weights)
    n = 16
    x = np.zeros((n, 2))
    x[:, 0] = 2 * np.pi * np.arange(n) / n
    spectrum = np.abs(np.fft.rfft(expectations(circuit, [Z(0)], x, w)[:, 0])) / n
    assert spectrum[n_layers] > 1e-3
    assert np.all(spectrum[n_layers + 1 :] < 1e-12)


def test_trainable_scale_starts_at_the_bandwidth() -> None:
    fixed = reuploading_ansatz(2, 2, "ring", 0.5)
    free = reuploading_ansatz(2, 2, "ring", 0.5, trainable_scale=True)
    assert (fixed.n_weights, free.n_weights) == (8, 12)
    x = POINTS[:, :2]
    np.testing.assert_allclose(
        states(free, x, np.zeros(12)), states(fixed, x, np.zeros(8)), **EXACT
    )
    doubled = np.zeros((4, 3))
    doubled[:, 0] = 0.5  # scale weights: 0.5 + 0.5 = 1
    np.testing.assert_allclose(
        states(free, x, doubled.ravel()), states(reuploading_ansatz(2, 2), x, np.zeros(8)), **EXACT
    )


@pytest.mark.parametrize("build", [*FEATURE_MAPS, reuploading_ansatz])
def test_without_entanglement_no_gate_couples_qubits(build) -> None:
    for n in (1, 3):
        free = build(n, 2, "none")
        assert n_entangling(free) == 0
        assert (free.n_qubits, free.n_features) == (n, n)
    for entanglement in ("linear", "ring", "full"):
        assert n_entangling(build(3, 2, entanglement)) > 0
        assert n_entangling(build(1, 2, entanglement)) == 0


@pytest.mark.parametrize("build", [*FEATURE_MAPS, z_feature_map, reuploading_ansatz])
def test_bandwidth_is_a_factor_on_the_features(build) -> None:
    wide, plain = build(3, bandwidth=0.3), build(3)
    w = np.random.default_rng(7).normal(size=plain.n_weights)
    np.testing.assert_allclose(states(wide, POINTS, w), states(plain, 0.3 * POINTS, w), **EXACT)
    assert {o.name for o in plain} <= set(GATES)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: zz_feature_map(3, entanglement="star"), r"'none', 'linear'.*got 'star'"),
        (lambda: zz_feature_map(0), r"1 to 30 qubits, got 0"),
        (lambda: iqp_feature_map(2, reps=0), r"reps must be a whole number from 1 on, got 0"),
        (lambda: angle_feature_map(2, bandwidth=0), r"bandwidth must be a number above 0, got 0"),
        (lambda: z_feature_map(2, bandwidth=float("nan")), r"above 0, got nan"),
        (lambda: z_feature_map(2, bandwidth=float("inf")), r"must be finite, got inf"),
        (lambda: reuploading_ansatz(2, n_layers=1.5), r"n_layers must be a whole number.*1\.5"),
    ],
)
def test_what_is_refused(make, message: str) -> None:
    with pytest.raises(InputError, match=message):
        make()
