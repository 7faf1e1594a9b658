"""Kernel-target alignment: weights of a feature map for which the kernel looks like the labels."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.random import RandomState
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from sklearn.preprocessing import LabelBinarizer
from sklearn.utils import check_consistent_length, column_or_1d, resample
from sklearn.utils.multiclass import type_of_target

from ...circuits import feature, projector
from ...engine import compile
from ._kernels import QuantumKernel

if TYPE_CHECKING:
    from ...hybrid import Device

Array = NDArray[Any]

#: A Gram matrix, and the function that turns dL/dK (symmetric) into dL/dw.
Evaluation = tuple[Array, Callable[[Array], Array]]

#: Samples that the alignment is computed on; pairs of them are circuits of their own.
MAX_SAMPLES = 100
_MAX_ITER = 100


class Alignment(NamedTuple):
    """What training found.

    Parameters
    ----------
    weights : ndarray of shape (n_weights,)
        The trained weights.
    value : float
        Their alignment, from -1 to 1.
    """

    weights: Array
    value: float


def centered_alignment(K: Array, L: Array) -> tuple[float, Array]:
    """Return the centred alignment of two Gram matrices and its derivative with respect to K.

    ``<HKH, HLH> / (||HKH|| ||HLH||)`` in the Frobenius inner product, with H the projection on
    what sums to zero (Cortes, Mohri, Rostamizadeh 2012, arXiv:1203.0550).

    Parameters
    ----------
    K, L : ndarray of shape (n_samples, n_samples)
        Symmetric matrices. Where one of them is constant the alignment is 0.

    Returns
    -------
    value : float
        From -1 to 1.
    gradient : ndarray of shape (n_samples, n_samples)
        Symmetric.
    """
    k, target = _centered(K), _centered(L)
    norm, other = np.linalg.norm(k), np.linalg.norm(target)
    # the centred rest of a constant matrix is rounding error
    if norm <= 1e-12 * np.linalg.norm(K) or other <= 1e-12 * np.linalg.norm(L):
        return 0.0, np.zeros_like(k)
    value = float(np.vdot(k, target) / (norm * other))
    return value, target / (norm * other) - value * k / norm**2


def target_gram(y: Array, is_class: bool) -> Array:
    """Return the ideal Gram matrix: 1 for two of a class, or the product of two targets."""
    if not is_class:
        return np.outer(y, y)
    classes = LabelBinarizer().fit_transform(y).astype(np.float64)
    if classes.shape[1] == 1:
        classes = np.hstack([classes, 1 - classes])
    return classes @ classes.T


def alignment_target(
    weights: str | ArrayLike, X: Array, y: ArrayLike | None
) -> tuple[Array | None, bool]:
    """Return what a transformer's weights are trained on, if they are: y, and if it is classes."""
    if y is None or not (isinstance(weights, str) and weights == "aligned"):
        return None, False
    target = column_or_1d(y)
    check_consistent_length(X, target)
    is_class = type_of_target(target) in ("binary", "multiclass")
    return (target if is_class else target.astype(np.float64)), is_class


def align(
    kernel: QuantumKernel,
    device: Device,
    X: Array,
    y: Array,
    *,
    is_class: bool,
    random: RandomState,
) -> Alignment:
    """Train a kernel's weights by L-BFGS on the centred alignment with the targets.

    Parameters
    ----------
    kernel : QuantumKernel
        With the weights to begin from.
    device : Device
        Must give gradients.
    X : ndarray of shape (n_samples, n_features)
        Samples. Of more than 100, so many are drawn, each class in proportion.
    y : ndarray of shape (n_samples,)
        Labels or targets.
    is_class : bool
        Which of the two.
    random : RandomState
        Draws the samples.
    """
    if len(X) > MAX_SAMPLES:
        chosen = resample(
            np.arange(len(X)),
            replace=False,
            n_samples=MAX_SAMPLES,
            random_state=random,
            stratify=y if is_class else None,
        )
        X, y = X[chosen], y[chosen]
    ideal = target_gram(y, is_class)
    evaluate = evaluator(kernel, device, X)

    def loss(w: Array) -> tuple[float, Array]:
        gram, pull_back = evaluate(w)
        value, gradient = centered_alignment(gram, ideal)
        return -value, -pull_back(gradient)

    found = minimize(
        loss, kernel.weights, jac=True, method="L-BFGS-B", options={"maxiter": _MAX_ITER}
    )
    return Alignment(np.asarray(found.x), -float(found.fun))


def evaluator(kernel: QuantumKernel, device: Device, X: Array) -> Callable[[Array], Evaluation]:
    """Return the function of the weights that gives the Gram matrix of X and its gradient."""
    if kernel.kind == "fidelity":
        return _fidelity_evaluator(kernel, device, X)
    return _projected_evaluator(kernel, device, X)


def _fidelity_evaluator(
    kernel: QuantumKernel, device: Device, X: Array
) -> Callable[[Array], Evaluation]:
    # prepare x, undo y: the probability of all zeros is the fidelity, an expectation like others
    circuit = kernel.program.circuit
    others = [feature(circuit.n_features + i) for i in range(circuit.n_features)]
    echo = circuit.copy()
    echo.compose(circuit.inverse(), features=others, weights=echo.weights)
    zeros = projector("0" * circuit.n_qubits)
    program = compile(echo, zeros, dtype=kernel.program.dtype)
    rows, columns = np.triu_indices(len(X), 1)
    pairs = np.hstack([X[rows], X[columns]])

    def evaluate(w: Array) -> Evaluation:
        values, vjp = device.value_and_vjp(program, pairs, w)
        gram = np.eye(len(X))
        gram[rows, columns] = gram[columns, rows] = values[:, 0]
        # an entry of the upper triangle stands for two
        return gram, lambda g: vjp((2 * g[rows, columns])[:, None])[1]

    return evaluate


def _projected_evaluator(
    kernel: QuantumKernel, device: Device, X: Array
) -> Callable[[Array], Evaluation]:
    gamma = kernel.gamma

    def evaluate(w: Array) -> Evaluation:
        values, vjp = device.value_and_vjp(kernel.program, X, w)
        bloch = np.asarray(values, dtype=np.float64)
        products = bloch @ bloch.T
        if kernel.kind == "projected-linear":
            gram = (kernel.program.n_qubits + products) / 2
            return gram, lambda g: vjp(g @ bloch)[1]
        squares = np.diag(products)
        distances = np.maximum(squares[:, None] + squares - 2 * products, 0)
        gram = np.exp(-gamma / 2 * distances)

        def pull_back(g: Array) -> Array:
            m = g * gram
            return vjp(-2 * gamma * (m.sum(axis=1)[:, None] * bloch - m @ bloch))[1]

        return gram, pull_back

    return evaluate


def _centered(K: Array) -> Array:
    means = K.mean(axis=0)
    return K - means[:, None] - means + means.mean()
