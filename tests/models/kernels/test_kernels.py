"""Every kernel of every feature map, against states and partial traces by other means."""

from __future__ import annotations

import pickle
from functools import partial

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.metrics.pairwise import cosine_similarity

from qneko.circuits import (
    Circuit,
    amplitude_feature_map,
    angle_feature_map,
    feature,
    hardware_efficient_feature_map,
    pauli_feature_map,
    weight,
)
from qneko.errors import CapabilityError, InputError
from qneko.hybrid.devices import BaseDevice, Capabilities, StatevectorDevice
from qneko.models import (
    FidelityKernelRegressor,
    QuantumGaussianProcessRegressor,
    QuantumKernelClassifier,
    QuantumKernelPCA,
    QuantumKernelRidge,
    QuantumOneClassSVM,
)
from qneko.models.kernels import FEATURE_MAPS, KERNELS
from tests import reference

RNG = np.random.default_rng(23)
X = RNG.normal(size=(30, 3))
Y = (X[:, 0] * X[:, 1] > 0).astype(int)


def independent(model, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return kernel values from states of the reference simulator, pair by pair."""
    circuit = model.program_.circuit
    w = model.weights_ if circuit.n_weights else None
    a, b = reference.states(circuit, left, w), reference.states(circuit, right, w)
    return np.array([[value(model, s, t) for t in b] for s in a])


def value(model, s: np.ndarray, t: np.ndarray) -> float:
    if model.kernel == "fidelity":
        return abs(np.vdot(s, t)) ** 2
    n_qubits = model.program_.n_qubits
    pairs = [
        (partial_trace(s, q, n_qubits), partial_trace(t, q, n_qubits)) for q in range(n_qubits)
    ]
    if model.kernel == "projected-linear":
        return sum(np.trace(rho @ sigma).real for rho, sigma in pairs)
    distance = sum(np.linalg.norm(rho - sigma) ** 2 for rho, sigma in pairs)
    return np.exp(-model.gamma_ * distance)


def partial_trace(state: np.ndarray, qubit: int, n_qubits: int) -> np.ndarray:
    # qubit q is bit q of the index: the last axis of the tensor is qubit 0
    tensor = np.moveaxis(state.reshape((2,) * n_qubits), n_qubits - 1 - qubit, 0).reshape(2, -1)
    return tensor @ tensor.conj().T


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("feature_map", FEATURE_MAPS)
@pytest.mark.parametrize("kernel", KERNELS)
def test_equals_an_independent_computation_one_by_one(kernel, feature_map, dtype) -> None:
    model = QuantumKernelClassifier(
        kernel, feature_map=feature_map, bandwidth=0.7, dtype=dtype, cache=False, random_state=1
    ).fit(X, Y)
    tolerance = 1e-12 if dtype == "float64" else 2e-5
    expected = independent(model, X[:4], X[4:7])
    np.testing.assert_allclose(model.gram(X[:4], X[4:7]), expected, atol=tolerance)
    looped = [[model.gram(a[None], b[None])[0, 0] for b in X[4:7]] for a in X[:4]]
    np.testing.assert_allclose(model.gram(X[:4], X[4:7]), looped, rtol=0, atol=1e-13)
    gram = model.gram(X)
    np.testing.assert_array_equal(gram, gram.T)
    assert np.linalg.eigvalsh(gram).min() > -100 * tolerance
    assert np.ptp(gram) > 0.05  # it tells samples apart


def test_fidelity_is_the_same_in_both_faces() -> None:
    target = X[:, 0]
    narrow = FidelityKernelRegressor("iqp").fit(X, target)
    np.testing.assert_array_equal(
        narrow.kernel(X), QuantumKernelRidge(feature_map="iqp").fit(X, target).gram(X)
    )


def test_amplitude_is_a_closed_form_and_takes_few_qubits() -> None:
    wide = RNG.normal(size=(8, 20))
    wide[0] = 0  # has a state, too
    model = QuantumKernelRidge(feature_map="amplitude", bandwidth=0.3).fit(wide, wide[:, 0])
    assert model.program_.n_qubits == 5  # 20 features and a constant part
    scaled = np.hstack([0.3 * wide, np.ones((8, 1))])
    np.testing.assert_allclose(model.gram(wide), cosine_similarity(scaled) ** 2, atol=1e-12)
    plain = QuantumKernelRidge(feature_map=lambda n, *_: amplitude_feature_map(n))
    np.testing.assert_allclose(
        plain.fit(wide[1:], wide[1:, 0]).gram(wide[1:]),
        cosine_similarity(wide[1:]) ** 2,
        atol=1e-12,
    )
    with pytest.raises(InputError, match="cannot be run: .*0"):
        plain.fit(wide, wide[:, 0])


def test_own_circuits_may_have_fewer_qubits_than_features() -> None:
    dense = partial(hardware_efficient_feature_map, n_qubits=2)
    wide = RNG.normal(size=(10, 30))
    assert QuantumKernelPCA(feature_map=dense).fit(wide).program_.n_qubits == 2
    strings = partial(pauli_feature_map, paulis=("Y", "ZX"))
    model = QuantumKernelPCA(feature_map=strings).fit(X)
    other = QuantumKernelPCA(feature_map="pauli").fit(X)
    assert not np.allclose(model.gram(X), other.gram(X), atol=0.01)
    with pytest.raises(InputError, match="at most 24 qubits for the device 'statevector', got 30"):
        QuantumKernelPCA(feature_map=angle_feature_map).fit(wide)


def test_gaussian_of_single_qubits_is_an_rbf_of_sines_and_cosines() -> None:
    model = QuantumKernelPCA("projected", n_layers=1, entanglement="none", gamma=0.8, bandwidth=1.0)
    model.fit(X)
    bloch = np.hstack([np.sin(X), np.cos(X)])
    squares = np.sum((bloch[:, None] - bloch) ** 2, axis=2)
    np.testing.assert_allclose(model.gram(X), np.exp(-0.4 * squares), atol=1e-12)


def test_gamma_scale_follows_the_spread_of_the_states() -> None:
    model = QuantumKernelPCA("projected").fit(X)
    gram = model.gram(X)
    # mean squared distance of two samples drawn with replacement: twice the variance
    np.testing.assert_allclose(-np.log(gram).mean(), 2.0)
    assert QuantumKernelPCA("projected").fit(np.ones((5, 2))).gamma_ == 1.0


def test_weights_are_drawn_given_or_refused() -> None:
    make = partial(QuantumKernelClassifier, feature_map="reuploading", probability=False)
    first, again, other = (make(random_state=s).fit(X, Y) for s in (0, 0, 1))
    np.testing.assert_array_equal(first.weights_, again.weights_)
    assert not np.allclose(first.gram(X), other.gram(X))
    given = QuantumOneClassSVM(feature_map="reuploading", weights=other.weights_).fit(X)
    np.testing.assert_array_equal(given.gram(X), other.gram(X))
    np.testing.assert_array_equal(clone(given).weights, other.weights_)
    for bad in (np.ones(3), np.full(12, np.nan)):
        with pytest.raises(InputError, match="weights must be 12 finite numbers"):
            make(weights=bad).fit(X, Y)
    with pytest.raises(InputError, match="weights must be one of 'random', 'aligned', got 'x'"):
        make(weights="x").fit(X, Y)


def test_control_is_the_same_kernel_without_entanglement() -> None:
    for kernel in KERNELS:
        model = QuantumKernelRidge(kernel, bandwidth=0.9)
        control = model.control().fit(X, Y)
        assert all(len(o.qubits) == 1 for o in control.program_.circuit)
        assert control.kernel == kernel
        assert np.abs(control.gram(X) - model.fit(X, Y).gram(X)).max() > 0.01


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"kernel": "rbf"}, "kernel must be one of 'fidelity', 'projected', 'projected-linear'"),
        ({"gamma": -1}, "gamma must be a finite number above 0, got -1"),
        ({"gamma": "auto"}, "gamma must be one of 'scale', got 'auto'"),
        ({"feature_map": lambda *_: 3}, "must return a Circuit, got int"),
        ({"feature_map": lambda n, *_: Circuit(n).ry(feature(0), 0)}, "must read 3 features, got"),
        ({"feature_map": "amplitude", "entanglement": "star"}, "entanglement must be one of"),
        ({"feature_map": "amplitude", "n_layers": 0}, "n_layers must be a whole number"),
    ],
)
def test_impossible_parameters(params: dict, message: str) -> None:
    with pytest.raises(InputError, match=message):
        QuantumKernelPCA(**params).fit(X)


class Noisy(BaseDevice):
    """Estimates: each request gets other numbers."""

    name = "noisy"
    capabilities = Capabilities(False, False, True, False, 8, "for tests")

    def __init__(self) -> None:
        self._rng = np.random.default_rng(0)

    def _expectations(self, program, X, w):
        values = program.expectations(X, w)
        return values + 0.05 * self._rng.normal(size=values.shape)

    def _states(self, program, X, w):
        return program.states(X, w)

    def _gram(self, program, X, Y, w):
        gram = super()._gram(program, X, Y, w)
        noise = 0.05 * self._rng.normal(size=gram.shape)
        return gram + (noise + noise.T if Y is None else noise)


class OnlyExpectations(StatevectorDevice):
    """What a processor gives: no states, no gradients."""

    name = "processor"
    capabilities = Capabilities(True, False, False, False, 8, "for tests")


def test_projected_kernels_need_expectations_only() -> None:
    model = QuantumKernelRidge("projected").fit(X, X[:, 0])
    elsewhere = QuantumKernelRidge("projected", device=OnlyExpectations()).fit(X, X[:, 0])
    np.testing.assert_array_equal(elsewhere.predict(X), model.predict(X))
    with pytest.raises(CapabilityError, match="'processor' was asked for states"):
        QuantumKernelRidge(device=OnlyExpectations()).fit(X, X[:, 0])


def test_estimates_are_never_taken_from_the_cache() -> None:
    model = QuantumKernelRidge(device=Noisy(), alpha=2.0).fit(X, X[:, 0])
    assert not np.array_equal(model.gram(X), model.gram(X))


@pytest.mark.parametrize("kernel", ["fidelity", "projected"])
def test_clipping_leaves_what_is_positive_and_treats_new_samples_alike(kernel) -> None:
    exact = QuantumKernelRidge(kernel, clip_eigenvalues=True).fit(X, X[:, 0])
    plain = QuantumKernelRidge(kernel).fit(X, X[:, 0])
    assert exact.projection_ is None
    np.testing.assert_array_equal(exact.predict(X), plain.predict(X))
    kept = QuantumGaussianProcessRegressor(
        device=Noisy(), clip_eigenvalues=True, noise_level=1e-3
    ).fit(X, X[:, 0])
    fitted = kept.gp_.kernel_.k1.k2.fitted
    noisy = Noisy().gram(kept.program_, X)
    assert np.linalg.eigvalsh(noisy).min() < -0.1
    assert np.linalg.eigvalsh(fitted.gram).min() > -1e-10
    # the same noise (a new device begins anew): the clipped matrix is the projected one
    np.testing.assert_allclose(fitted.gram, noisy @ fitted.projection, atol=1e-10)
    values, vectors = np.linalg.eigh(noisy)
    nearest = (vectors * np.maximum(values, 0)) @ vectors.T
    np.testing.assert_allclose(fitted.gram, nearest, atol=1e-10)


@pytest.mark.parametrize("kernel", KERNELS)
def test_pickle(kernel) -> None:
    model = QuantumKernelClassifier(kernel, feature_map="reuploading", random_state=0).fit(X, Y)
    again = pickle.loads(pickle.dumps(model))
    np.testing.assert_array_equal(again.predict_proba(X), model.predict_proba(X))


def test_own_circuit_with_weights() -> None:
    def build(n_features: int, n_layers: int, entanglement: str, bandwidth: float) -> Circuit:
        circuit = Circuit(n_features)
        for q in range(n_features):
            circuit.ry(weight() * feature(q), q).rz(weight(), q)
        return circuit

    model = QuantumKernelRidge(feature_map=build, weights=[1.0, 0, 2.0, 0, 3.0, 0])
    gram = model.fit(X, X[:, 0]).gram(X)
    differences = X[:, None] - X
    expected = np.prod(np.cos(differences * [0.5, 1.0, 1.5]) ** 2, axis=2)
    np.testing.assert_allclose(gram, expected, atol=1e-12)
