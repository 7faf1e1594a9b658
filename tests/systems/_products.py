"""Circuits without entanglement: every answer is a product over qubits."""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from qneko.circuits import Circuit, Observable, X, Z, feature, identity, weight

from ._system import System


def _product(qubit_states: list[NDArray]) -> NDArray:
    """Return the states of shape (n_samples, 2**n) from one (n_samples, 2) array a qubit."""
    joint = np.ones((len(qubit_states[0]), 1), dtype=complex)
    for state in qubit_states:  # a later qubit is a higher bit
        joint = (state[:, :, None] * joint[:, None, :]).reshape(len(joint), -1)
    return joint


def product_ry() -> System:
    """RY(x_q) on each of three qubits: <Z_q> = cos x_q, <X_q> = sin x_q."""
    circuit = Circuit(3)
    for q in range(3):
        circuit.ry(feature(q), q)
    x = np.random.default_rng(1).uniform(-4, 4, (5, 3))
    c, s = np.cos(x), np.sin(x)
    zero = np.zeros(5)
    by_feature = [
        [-s[:, 0], zero, zero],
        [zero, c[:, 1], zero],
        [-s[:, 0] * c[:, 1] * c[:, 2], -c[:, 0] * s[:, 1] * c[:, 2], -c[:, 0] * c[:, 1] * s[:, 2]],
    ]
    return System(
        "product RY",
        circuit,
        (Z(0), X(1), Z(0) @ Z(1) @ Z(2)),
        x,
        np.zeros(0),
        np.stack([c[:, 0], s[:, 1], c.prod(axis=1)], axis=1),
        np.moveaxis(np.array(by_feature), 2, 0),
        np.zeros((5, 3, 0)),
        _product([np.stack([np.cos(x[:, q] / 2), np.sin(x[:, q] / 2)], 1) for q in range(3)]),
    )


def fourier() -> System:
    """RY(w0) RZ(x) RY(w1): <Z> = cos w0 cos w1 - sin w0 sin w1 cos x (Schuld et al. 2021)."""
    first, second = weight(), weight()
    circuit = Circuit(1).ry(first, 0).rz(feature(0), 0).ry(second, 0)
    x = np.linspace(-3, 3, 7)
    a, b = w = np.array([0.8, -1.7])
    value = np.cos(a) * np.cos(b) - np.sin(a) * np.sin(b) * np.cos(x)
    by_first = -np.sin(a) * np.cos(b) - np.cos(a) * np.sin(b) * np.cos(x)
    by_second = -np.cos(a) * np.sin(b) - np.sin(a) * np.cos(b) * np.cos(x)
    low = np.exp(-0.5j * x) * np.cos(a / 2)
    high = np.exp(0.5j * x) * np.sin(a / 2)
    c, s = np.cos(b / 2), np.sin(b / 2)
    return System(
        "re-uploading Fourier",
        circuit,
        (Z(0),),
        x[:, None],
        w,
        value[:, None],
        (np.sin(a) * np.sin(b) * np.sin(x))[:, None, None],
        np.stack([by_first, by_second], axis=1)[:, None, :],
        np.stack([c * low - s * high, s * low + c * high], axis=1),
    )


def shared_weight() -> System:
    """A weight in three gates, once squared times a feature: RY of 3w + x w**2 + 0.1."""
    shared = weight()
    circuit = Circuit(1).ry(shared, 0).ry(2 * shared + 0.1, 0).ry(shared**2 * feature(0), 0)
    x, w = np.array([[0.3], [-1.2], [2.5]]), np.array([0.7])
    total = 3 * w[0] + 0.1 + x[:, 0] * w[0] ** 2
    slope = -np.sin(total)
    return System(
        "shared weight",
        circuit,
        (Z(0),),
        x,
        w,
        np.cos(total)[:, None],
        (slope * w[0] ** 2)[:, None, None],
        (slope * (3 + 2 * x[:, 0] * w[0]))[:, None, None],
        np.stack([np.cos(total / 2), np.sin(total / 2)], axis=1).astype(complex),
    )


def barren_plateau(n: int, x: NDArray) -> System:
    """Product of RX(x_q); global cost 1 - |<0|psi>|**2 and local cost (Cerezo et al. 2021).

    Over uniform angles the variance of a derivative is (1/8)(3/8)**(n-1) for the global cost and
    1/(8 n**2) for the local one.
    """
    circuit = Circuit(n)
    for q in range(n):
        circuit.rx(feature(q), q)
    projectors = [0.5 * identity() + 0.5 * Z(q) for q in range(n)]
    total = functools.reduce(Observable.__matmul__, projectors)
    mean = functools.reduce(Observable.__add__, projectors) * (1 / n)
    p = np.cos(x / 2) ** 2  # probability of 0, a qubit
    slope = -np.sin(x) / 2
    others = np.stack([np.delete(p, q, axis=1).prod(axis=1) for q in range(n)], axis=1)
    return System(
        f"barren-plateau toy, {n} qubits",
        circuit,
        (identity() - total, identity() - mean),
        x,
        np.zeros(0),
        np.stack([1 - p.prod(axis=1), 1 - p.mean(axis=1)], axis=1),
        np.stack([-slope * others, -slope / n], axis=1),
        np.zeros((len(x), 2, 0)),
        _product([np.stack([np.cos(t / 2), -1j * np.sin(t / 2)], 1) for t in x.T]),
    )


PRODUCTS = (
    product_ry(),
    fourier(),
    shared_weight(),
    barren_plateau(4, np.random.default_rng(2).uniform(0, 2 * np.pi, (6, 4))),
)
