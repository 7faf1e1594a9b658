"""Distance from classical kernels: against the formulas written out, and where it is known."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pytest
from scipy.linalg import inv, sqrtm
from sklearn.metrics.pairwise import rbf_kernel

from qneko.errors import InputError
from qneko.models import FidelityKernelClassifier
from qneko.models.diagnostics import (
    centered_alignment,
    classical_distance,
    geometric_difference,
    rbf_alignment,
)

mpl.use("Agg")
RNG = np.random.default_rng(8)
X = RNG.normal(size=(30, 3))


def random_gram(n: int, rank: int) -> np.ndarray:
    factors = RNG.normal(size=(n, rank))
    return factors @ factors.T


def test_geometric_difference_is_huangs_formula() -> None:
    C, Q = random_gram(12, 20), random_gram(12, 20)
    c, q = 12 * C / np.trace(C), 12 * Q / np.trace(Q)
    root = sqrtm(q).real
    expected = np.sqrt(np.linalg.norm(root @ inv(c) @ root, 2))
    assert geometric_difference(C, Q, regularization=0) == pytest.approx(expected)
    ridge = inv(c + 0.1 * np.eye(12))
    generalisation, training = c @ ridge @ ridge, 0.1 * ridge @ ridge
    expected = np.sqrt(np.linalg.norm(root @ (generalisation + training) @ root, 2))
    assert geometric_difference(C, Q, regularization=0.1) == pytest.approx(expected)


def test_equal_kernels_and_kernels_that_only_differ_by_a_factor_are_at_distance_one() -> None:
    C = random_gram(10, 15)
    assert geometric_difference(C, C, regularization=0) == pytest.approx(1)
    assert geometric_difference(C, 7 * C, regularization=0) == pytest.approx(1)


def test_a_kernel_that_memorises_is_far_from_a_smooth_one_and_the_reverse_is_not_true() -> None:
    smooth = rbf_kernel(X, gamma=0.01)
    assert geometric_difference(smooth, np.eye(30)) > 10 * np.sqrt(30)
    assert geometric_difference(np.eye(30), smooth) < np.sqrt(30) + 1e-6


def test_a_classical_kernel_that_cannot_fit_does_not_pass_for_a_near_one() -> None:
    assert geometric_difference(X @ X.T, rbf_kernel(X, gamma=1.0)) > 10 * np.sqrt(30)


def test_a_gaussian_kernel_is_recognised() -> None:
    gamma = 0.31
    alignment, found = rbf_alignment(rbf_kernel(X, gamma=gamma), X)
    assert alignment == pytest.approx(1, abs=1e-6)
    assert found == pytest.approx(gamma, rel=1e-2)


def test_a_fidelity_kernel_of_small_bandwidth_is_a_gaussian_one() -> None:
    grams = {}
    for bandwidth in (0.05, 2.0):
        model = FidelityKernelClassifier("iqp", bandwidth=bandwidth, probability=False)
        grams[bandwidth] = model.fit(X, X[:, 0] > 0).kernel(X)
    assert rbf_alignment(grams[0.05], X)[0] > 0.99
    assert rbf_alignment(grams[2.0], X)[0] < 0.9
    near, far = (classical_distance(grams[b], X) for b in (0.05, 2.0))
    assert near.difference < 1.1 < far.difference < far.sqrt_n
    assert near.difference == min(near.differences.values())
    assert near.kernel in near.differences


def test_alignment_is_a_cosine_of_centred_kernels() -> None:
    K, L = random_gram(9, 4), random_gram(9, 3)
    H = np.eye(9) - 1 / 9
    first, second = H @ K @ H, H @ L @ H
    expected = np.sum(first * second) / np.linalg.norm(first) / np.linalg.norm(second)
    assert centered_alignment(K, L) == pytest.approx(expected)
    assert centered_alignment(K, 3 * K + 5) == pytest.approx(1)


def test_the_plot_shows_every_kernel_and_the_limit() -> None:
    found = classical_distance(rbf_kernel(X, gamma=1.0), X)
    ax = found.plot()
    assert len(ax.patches) == len(found.differences)
    assert ax.lines[0].get_xdata()[0] == found.sqrt_n


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: geometric_difference(np.eye(3), np.eye(4)), "of the same samples"),
        (lambda: geometric_difference(np.ones((3, 3)), np.eye(3), regularization=0), "singular"),
        (lambda: geometric_difference(np.eye(3), np.eye(3), regularization=-1), "from 0 on"),
        (lambda: geometric_difference(-np.eye(3), np.eye(3)), "positive trace"),
        (lambda: geometric_difference(np.full((3, 3), np.nan), np.eye(3)), "finite"),
        (lambda: centered_alignment(np.ones((3, 3)), np.eye(3)), "all alike"),
        (lambda: rbf_alignment(np.eye(4), np.ones((4, 2))), "Most samples are equal"),
        (lambda: classical_distance(np.eye(4), np.ones((3, 2))), "each of 4 samples, got 3"),
        (lambda: centered_alignment([[1, 2], [3, 4]], np.eye(2)), "symmetric"),
    ],
)
def test_what_cannot_be_compared(call, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()
