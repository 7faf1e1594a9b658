"""What is built on the kernels, against scikit-learn's own and closed forms."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import SpectralClustering
from sklearn.datasets import load_iris, make_blobs, make_moons
from sklearn.decomposition import KernelPCA
from sklearn.gaussian_process import GaussianProcessClassifier, GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel
from sklearn.kernel_ridge import KernelRidge
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import adjusted_rand_score
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, SVR, OneClassSVM

from qneko.errors import InputError
from qneko.models import (
    QuantumGaussianProcessClassifier,
    QuantumGaussianProcessRegressor,
    QuantumKernelClassifier,
    QuantumKernelNystroem,
    QuantumKernelPCA,
    QuantumKernelRegressor,
    QuantumKernelRidge,
    QuantumOneClassSVM,
    QuantumSpectralClustering,
)
from qneko.models.kernels import KERNELS
from tests.models.kernels.test_kernels import OnlyExpectations

RNG = np.random.default_rng(53)
X = RNG.normal(size=(50, 2))
OTHERS = RNG.normal(size=(12, 2))
TARGET = np.sin(1.5 * X[:, 0]) + 0.3 * X[:, 1] + 0.1 * RNG.normal(size=50)
Y = (X[:, 0] * X[:, 1] > 0).astype(int)

#: Without entanglement and with one layer, the Gaussian of reduced states is an RBF kernel of this.
PRODUCT = {"kernel": "projected", "n_layers": 1, "entanglement": "none", "bandwidth": 1.0}
GAMMA = 0.9


def bloch(samples: np.ndarray) -> np.ndarray:
    return np.hstack([np.sin(samples), np.cos(samples)])


def rbf() -> RBF:
    return RBF(1 / np.sqrt(GAMMA), "fixed")


@pytest.mark.parametrize("kernel", KERNELS)
def test_support_vector_machines(kernel: str) -> None:
    for kind, sibling, y in (
        (QuantumKernelClassifier, SVC, Y),
        (QuantumKernelRegressor, SVR, TARGET),
    ):
        model = kind(kernel, C=3.0, cache=False).fit(X, y)
        machine = sibling(kernel="precomputed", C=3.0).fit(model.gram(X), y)
        expected = machine.predict(model.gram(OTHERS, X))
        np.testing.assert_allclose(model.predict(OTHERS), expected, atol=1e-9)


@pytest.mark.parametrize("kernel", KERNELS)
def test_ridge(kernel: str) -> None:
    counts = RNG.integers(0, 3, len(X))
    model = QuantumKernelRidge(kernel, alpha=0.2).fit(X, TARGET, sample_weight=counts)
    kept = counts > 0
    K, w, y = model.gram(X[kept]), counts[kept], TARGET[kept]
    mean = np.average(y, weights=w)
    # minimise sum w (y - K a)^2 + alpha a K a
    dual = np.linalg.solve(K + 0.2 * np.diag(1 / w), y - mean)
    expected = model.gram(OTHERS, X[kept]) @ dual + mean
    np.testing.assert_allclose(model.predict(OTHERS), expected, atol=1e-9)
    plain = QuantumKernelRidge(kernel, alpha=0.2).fit(X, TARGET)
    sibling = KernelRidge(alpha=0.2, kernel="precomputed").fit(
        plain.gram(X), TARGET - TARGET.mean()
    )
    np.testing.assert_allclose(
        plain.predict(OTHERS), sibling.predict(plain.gram(OTHERS, X)) + TARGET.mean(), atol=1e-12
    )


def test_gaussian_process_equals_that_of_scikit_learn() -> None:
    model = QuantumGaussianProcessRegressor(**PRODUCT, gamma=GAMMA).fit(X, TARGET)
    covariance = ConstantKernel(1.0, (1e-3, 1e3)) * rbf() + WhiteKernel(0.1, (1e-6, 10.0))
    sibling = GaussianProcessRegressor(covariance, normalize_y=True).fit(bloch(X), TARGET)
    assert model.log_marginal_likelihood_value_ == pytest.approx(
        sibling.log_marginal_likelihood_value_
    )
    mean, std = model.predict(OTHERS, return_std=True)
    expected_mean, expected_std = sibling.predict(bloch(OTHERS), return_std=True)
    np.testing.assert_allclose(mean, expected_mean, atol=1e-4)
    np.testing.assert_allclose(std, expected_std, atol=1e-4)
    _, covariances = model.predict(OTHERS, return_cov=True)
    np.testing.assert_allclose(np.sqrt(np.diag(covariances)), std, atol=1e-8)
    assert model.noise_level_ == pytest.approx(sibling.kernel_.k2.noise_level, rel=1e-3)


@pytest.mark.parametrize("kernel", KERNELS)
def test_gaussian_process_by_the_formulas(kernel: str) -> None:
    model = QuantumGaussianProcessRegressor(kernel, noise_level=0.05).fit(X, TARGET)
    a, offset, scale = model.amplitude_, TARGET.mean(), TARGET.std()
    covariance = a * model.gram(X) + 0.05 * np.eye(len(X))
    cross = a * model.gram(OTHERS, X)
    mean, std = model.predict(OTHERS, return_std=True)
    expected = cross @ np.linalg.solve(covariance, (TARGET - offset) / scale)
    np.testing.assert_allclose(mean, offset + scale * expected, atol=1e-7)
    prior = a * np.diag(model.gram(OTHERS)) + 0.05
    left = prior - np.sum(cross * np.linalg.solve(covariance, cross.T).T, axis=1)
    np.testing.assert_allclose(std, scale * np.sqrt(left), atol=1e-6)


def test_gaussian_process_finds_the_noise() -> None:
    rng = np.random.default_rng(0)
    data = rng.uniform(-1.5, 1.5, size=(200, 1))
    for noise in (0.05, 0.3):
        target = np.sin(2 * data[:, 0]) + noise * rng.normal(size=200)
        model = QuantumGaussianProcessRegressor(bandwidth=0.5, n_layers=4).fit(data, target)
        assert np.sqrt(model.noise_level_) * target.std() == pytest.approx(noise, rel=0.2)
        mean, std = model.predict(data, return_std=True)
        inside = np.abs(target - mean) < 2 * std  # a new observation: 95 %
        assert 0.9 < inside.mean() < 0.99


def test_gaussian_process_classifier_equals_that_of_scikit_learn() -> None:
    labels = np.array(["a", "b", "c"])[Y + (X[:, 0] > 1)]
    model = QuantumGaussianProcessClassifier(**PRODUCT, gamma=GAMMA).fit(X, labels)
    sibling = GaussianProcessClassifier(ConstantKernel(1.0, (1e-2, 1e4)) * rbf())
    sibling.fit(bloch(X), labels)
    np.testing.assert_allclose(
        model.predict_proba(OTHERS), sibling.predict_proba(bloch(OTHERS)), atol=1e-4
    )
    np.testing.assert_array_equal(model.predict(OTHERS), sibling.predict(bloch(OTHERS)))
    assert model.log_marginal_likelihood_value_ == pytest.approx(
        sibling.log_marginal_likelihood_value_, rel=1e-6
    )


@pytest.mark.parametrize("kernel", KERNELS)
def test_one_class(kernel: str) -> None:
    model = QuantumOneClassSVM(kernel, nu=0.2, cache=False).fit(X)
    machine = OneClassSVM(kernel="precomputed", nu=0.2).fit(model.gram(X))
    cross = model.gram(OTHERS, X)
    np.testing.assert_allclose(model.score_samples(OTHERS), machine.score_samples(cross))
    np.testing.assert_array_equal(model.predict(OTHERS), machine.predict(cross))
    assert np.mean(model.predict(X) < 0) == pytest.approx(0.2, abs=0.05)
    weighted = QuantumOneClassSVM(kernel, nu=0.2).fit(X, sample_weight=Y)
    assert len(weighted.X_fit_) == Y.sum()


def test_one_class_finds_what_is_elsewhere() -> None:
    model = QuantumOneClassSVM(nu=0.1, bandwidth=0.4).fit(X)
    far = np.array([[3.5, 0.0], [0.0, -3.5], [3.0, 3.0]])
    assert (model.predict(far) == -1).all()


@pytest.mark.parametrize("kernel", KERNELS)
def test_components(kernel: str) -> None:
    model = QuantumKernelPCA(kernel, n_components=3, cache=False)
    components = model.fit_transform(X)
    sibling = KernelPCA(3, kernel="precomputed").fit(model.gram(X))
    np.testing.assert_allclose(components, sibling.transform(model.gram(X)), atol=1e-9)
    np.testing.assert_allclose(
        model.transform(OTHERS), sibling.transform(model.gram(OTHERS, X)), atol=1e-9
    )
    np.testing.assert_allclose(model.eigenvalues_, sibling.eigenvalues_)


@pytest.mark.parametrize("kernel", KERNELS)
def test_clusters(kernel: str) -> None:
    data, truth = make_blobs(60, centers=3, random_state=0, cluster_std=0.5)
    model = QuantumSpectralClustering(kernel, n_clusters=3, random_state=0).fit(data)
    sibling = SpectralClustering(3, affinity="precomputed", random_state=0)
    np.testing.assert_array_equal(model.labels_, sibling.fit_predict(model.gram(data)))
    assert adjusted_rand_score(truth, model.labels_) > 0.7


@pytest.mark.parametrize("kernel", KERNELS)
def test_nystroem_is_exact_with_all_landmarks_and_approaches_it(kernel: str) -> None:
    features = QuantumKernelNystroem(kernel, n_components=50, random_state=0)
    exact = QuantumKernelPCA(kernel).fit(X)
    assert features.fit_transform(X).shape == (50, 50)
    np.testing.assert_allclose(
        features.fit_transform(X) @ features.transform(X).T, features.gram(X), atol=1e-7
    )
    errors = []
    for n_components in (3, 8, 20, 50):
        few = QuantumKernelNystroem(kernel, n_components=n_components, random_state=0).fit(X)
        # the widths are those of all samples, however few landmarks there are
        assert (few.bandwidth_, few.gamma_) == (exact.bandwidth_, exact.gamma_)
        z = few.transform(X)
        errors.append(max(1e-7, np.abs(z @ z.T - few.gram(X)).max()))  # below is rounding
        landmarks = X[few.component_indices_]
        np.testing.assert_allclose(
            few.transform(landmarks) @ few.transform(landmarks).T, few.gram(landmarks), atol=1e-7
        )
    assert errors[-1] == 1e-7
    assert errors[0] > 1e-3
    assert errors == sorted(errors, reverse=True)


def test_nystroem_before_a_linear_model_is_the_kernel_machine() -> None:
    data = RNG.uniform(-2, 2, size=(200, 2))
    target = np.sin(data[:, 0]) * data[:, 1]
    params = {"bandwidth": 0.5}
    features = QuantumKernelNystroem(**params, n_components=200, random_state=0)
    linear = make_pipeline(features, Ridge(0.1, fit_intercept=False))
    exact = QuantumKernelRidge(**params, alpha=0.1).fit(data, target - target.mean())
    np.testing.assert_allclose(
        linear.fit(data, target - target.mean()).predict(OTHERS), exact.predict(OTHERS), atol=1e-2
    )
    few = make_pipeline(
        QuantumKernelNystroem(**params, n_components=40, random_state=0), Ridge(0.01)
    )
    assert cross_val_score(few, data, target).mean() > 0.9


def test_landmarks_are_drawn_by_the_seed() -> None:
    first, again, other = (
        QuantumKernelNystroem(n_components=5, random_state=s).fit(X) for s in (0, 0, 1)
    )
    np.testing.assert_array_equal(first.component_indices_, again.component_indices_)
    assert not np.array_equal(first.component_indices_, other.component_indices_)
    assert len(set(first.component_indices_)) == 5


def test_names_of_features_and_frames() -> None:
    frame = pd.DataFrame(X, columns=["a", "b"])
    for model in (QuantumKernelPCA(n_components=2), QuantumKernelNystroem(n_components=2)):
        found = model.set_output(transform="pandas").fit_transform(frame)
        name = type(model).__name__.lower()
        assert list(found.columns) == [f"{name}0", f"{name}1"]
        np.testing.assert_array_equal(found.index, frame.index)


def test_in_pipelines_with_grid_search() -> None:
    data, labels = load_iris(return_X_y=True)
    pipeline = make_pipeline(
        StandardScaler(), QuantumKernelPCA(n_components=6), LogisticRegression()
    )
    grid = {"quantumkernelpca__kernel": list(KERNELS), "quantumkernelpca__bandwidth": [0.2, 0.5]}
    assert GridSearchCV(pipeline, grid, cv=3).fit(data, labels).best_score_ > 0.9


def test_learns_and_knows_when_it_does_not() -> None:
    data, labels = make_moons(120, noise=0.1, random_state=1)
    model = QuantumGaussianProcessClassifier(bandwidth=1.0)
    assert cross_val_score(model, data, labels).mean() > 0.95
    # labels that the features know nothing of
    random = np.random.default_rng(0).integers(0, 2, 120)
    said = model.fit(data, random).predict_proba(data)
    assert np.abs(said - 0.5).max() < 0.25


def test_everything_runs_on_another_device() -> None:
    device = OnlyExpectations()
    for model in (
        QuantumKernelClassifier("projected", device=device),
        QuantumGaussianProcessClassifier("projected-linear", device=device),
        QuantumSpectralClustering("projected", n_clusters=2, device=device),
        QuantumKernelNystroem("projected", n_components=4, device=device),
    ):
        model.fit(X, Y)
        model.set_params(device="statevector")
        np.testing.assert_allclose(model.gram(X), model.gram(X).T)


@pytest.mark.parametrize(
    ("model", "message"),
    [
        (QuantumKernelRidge(alpha=0), "alpha must be a finite number above 0, got 0"),
        (QuantumOneClassSVM(nu=1.5), "nu must be a number above 0, at most 1, got 1.5"),
        (QuantumKernelNystroem(n_components=0), "n_components must be a whole number from 1 on"),
        (QuantumSpectralClustering(n_clusters=0), "n_clusters must be a whole number from 1 on"),
        (QuantumSpectralClustering(assign_labels="x"), "assign_labels must be one of 'kmeans'"),
        (QuantumGaussianProcessRegressor(noise_level=-1), "noise_level must be a finite number"),
        (QuantumGaussianProcessRegressor(noise_level="x"), "noise_level must be one of 'tune'"),
    ],
)
def test_impossible_parameters(model, message: str) -> None:
    with pytest.raises(InputError, match=message):
        model.fit(X, Y)
