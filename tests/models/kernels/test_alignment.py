"""Kernel-target alignment: the gradient is right, and training raises what it promises to raise."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from qneko.circuits import Circuit, reuploading_ansatz
from qneko.errors import InputError
from qneko.hybrid import get_device
from qneko.models import QuantumKernelClassifier, QuantumKernelNystroem, QuantumKernelRidge
from qneko.models.kernels import KERNELS
from qneko.models.kernels._alignment import (
    MAX_SAMPLES,
    align,
    centered_alignment,
    evaluator,
    target_gram,
)
from qneko.models.kernels._kernels import QuantumKernel, compile_kernel

RNG = np.random.default_rng(31)
X = RNG.normal(size=(14, 2))
Y = (X[:, 0] * X[:, 1] > 0).astype(int)
MAP = partial(reuploading_ansatz, n_layers=2, bandwidth=0.8)
DEVICE = get_device("statevector")


def make_kernel(kind: str, circuit: Circuit, dtype: str = "float64") -> QuantumKernel:
    start = np.random.default_rng(0).uniform(-1, 1, circuit.n_weights)
    return QuantumKernel(kind, compile_kernel(kind, circuit, dtype), start, 0.7)


def test_centred_alignment_by_its_definition() -> None:
    a, b = RNG.normal(size=(2, 9, 4))
    K, L = a @ a.T, b @ b.T
    H = np.eye(9) - 1 / 9
    k, other = H @ K @ H, H @ L @ H
    expected = np.trace(k @ other) / np.sqrt(np.trace(k @ k) * np.trace(other @ other))
    value, gradient = centered_alignment(K, L)
    assert value == pytest.approx(expected, abs=1e-14)
    step = RNG.normal(size=(9, 9))
    step = 1e-6 * (step + step.T)
    slope = centered_alignment(K + step, L)[0] - centered_alignment(K - step, L)[0]
    assert 2 * np.vdot(gradient, step) == pytest.approx(slope, rel=1e-6)
    assert centered_alignment(3 * K + 5, K)[0] == pytest.approx(1)
    assert centered_alignment(np.ones((9, 9)), L)[0] == 0


def test_ideal_gram_of_classes_and_of_numbers() -> None:
    labels = np.array(["a", "b", "a", "c"])
    np.testing.assert_array_equal(target_gram(labels, True), labels[:, None] == labels)
    np.testing.assert_array_equal(target_gram(labels[:2], True), np.eye(2))
    # of two classes the alignment is that with y y^T and y = 1 or -1
    sign = 2.0 * Y - 1
    K = np.exp(-np.abs(X[:, :1] - X[:, 0]))
    assert centered_alignment(K, target_gram(Y, True))[0] == pytest.approx(
        centered_alignment(K, np.outer(sign, sign))[0]
    )


@pytest.mark.parametrize("kind", KERNELS)
@pytest.mark.parametrize("is_class", [True, False])
def test_gradient_equals_finite_differences(kind: str, is_class: bool) -> None:
    circuit = MAP(2, trainable_scale=True)  # weights shared with features, too
    kernel = make_kernel(kind, circuit)
    ideal = target_gram(Y if is_class else X[:, 0], is_class)
    evaluate = evaluator(kernel, DEVICE, X)

    def alignment(w: np.ndarray) -> float:
        gram = replace(kernel, weights=w).gram(DEVICE, X, cache=False)
        return centered_alignment(gram, ideal)[0]

    w = kernel.weights
    gram, pull_back = evaluate(w)
    np.testing.assert_allclose(
        gram, kernel.gram(DEVICE, X, cache=False), atol=1e-12
    )  # by circuits of pairs, or from states
    gradient = pull_back(centered_alignment(gram, ideal)[1])
    steps = 1e-5 * np.eye(len(w))
    expected = [(alignment(w + s) - alignment(w - s)) / 2e-5 for s in steps]
    assert np.abs(gradient).max() > 1e-3
    np.testing.assert_allclose(gradient, expected, atol=1e-8)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("kernel", KERNELS)
def test_training_raises_the_alignment(kernel: str, dtype: str) -> None:
    make = partial(
        QuantumKernelClassifier,
        kernel,
        feature_map="reuploading",
        gamma=1.0,
        dtype=dtype,
        random_state=0,
    )
    before, after = make().fit(X, Y), make(weights="aligned").fit(X, Y)
    ideal = target_gram(Y, True)
    start = centered_alignment(before.gram(X), ideal)[0]
    end = centered_alignment(after.gram(X), ideal)[0]
    assert end > start + 0.1
    assert after.alignment_ == pytest.approx(end, abs=1e-5)
    again = make(weights="aligned").fit(X, Y)
    np.testing.assert_array_equal(again.weights_, after.weights_)


def test_numbers_are_targets_too() -> None:
    target = np.sin(2 * X[:, 0])
    make = partial(QuantumKernelRidge, feature_map="reuploading", random_state=0)
    before, after = make().fit(X, target), make(weights="aligned").fit(X, target)
    ideal = target_gram(target, False)
    assert centered_alignment(after.gram(X), ideal) > centered_alignment(before.gram(X), ideal)


def test_large_sets_are_trained_on_a_part_with_every_class() -> None:
    many = RNG.normal(size=(300, 2))
    labels = np.zeros(300, int)
    labels[:6] = 1  # would be lost to one draw in seven
    kernel = make_kernel("projected", MAP(2))
    sizes = []

    class Counting(type(DEVICE)):
        def value_and_vjp(self, program, X, w=None):
            sizes.append(len(X))
            return super().value_and_vjp(program, X, w)

    found = align(kernel, Counting(), many, labels, is_class=True, random=np.random.RandomState(0))
    assert set(sizes) == {MAX_SAMPLES}
    assert found.value > 0


def test_transformers_take_labels_for_it() -> None:
    make = partial(QuantumKernelNystroem, feature_map="reuploading", weights="aligned")
    model = make(n_components=10, random_state=0).fit(X, np.where(Y, "yes", "no"))
    assert model.alignment_ > 0
    assert make(random_state=0).fit(X, X[:, 0]).alignment_ > 0
    with pytest.raises(InputError, match="trains the kernel on labels or targets: hand over y"):
        make().fit(X)
    with pytest.raises(ValueError, match="inconsistent numbers of samples"):
        make().fit(X, Y[:3])


def test_nothing_to_train_is_said() -> None:
    with pytest.raises(InputError, match="needs a feature map with weights.*got 'angle'"):
        QuantumKernelClassifier(weights="aligned").fit(X, Y)
