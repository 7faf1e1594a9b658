"""Circuits with entanglement and a closed form."""

from __future__ import annotations

import numpy as np

from qneko.circuits import Circuit, X, Y, Z, feature, pi, weight

from ._system import System


def ghz() -> System:
    """(|000> + |111>) / sqrt 2, without features or weights, for two samples."""
    circuit = Circuit(3).h(0).cx(0, 1).cx(1, 2)
    state = np.zeros((2, 8), dtype=complex)
    state[:, [0, 7]] = np.sqrt(0.5)
    observables = (Z(0), Z(0) @ Z(2), X(0) @ X(1) @ X(2), X(0) @ Y(1) @ Y(2))
    return System(
        "GHZ",
        circuit,
        observables,
        np.zeros((2, 0)),
        np.zeros(0),
        np.tile([0.0, 1.0, 1.0, -1.0], (2, 1)),
        np.zeros((2, 4, 0)),
        np.zeros((2, 4, 0)),
        state,
    )


def zz_map_one_qubit() -> System:
    """ZZ feature map, 1 qubit, 2 repetitions: H P(2x) H P(2x)."""
    circuit = Circuit(1)
    for _ in range(2):
        circuit.h(0).p(2 * feature(0), 0)
    x = np.linspace(-2, 2, 9)
    a = 2 * x
    turn = np.exp(1j * a)
    return System(
        "ZZ map, 1 qubit",
        circuit,
        (Z(0), X(0)),
        x[:, None],
        np.zeros(0),
        np.stack([np.cos(a), np.sin(a) ** 2], axis=1),
        np.stack([-2 * np.sin(a), 2 * np.sin(2 * a)], axis=1)[:, :, None],
        np.zeros((9, 2, 0)),
        np.stack([1 + turn, turn * (1 - turn)], axis=1) / 2,
    )


def zz_map_two_qubits() -> System:
    """ZZ feature map, 2 qubits, 1 repetition: <X0> = cos 2x0 cos 2g, g = (pi-x0)(pi-x1)."""
    angle = 2 * (pi - feature(0)) * (pi - feature(1))
    circuit = Circuit(2).h(0).h(1).p(2 * feature(0), 0).p(2 * feature(1), 1)
    circuit.cx(0, 1).p(angle, 1).cx(0, 1)
    x = np.random.default_rng(3).uniform(-1.5, 1.5, (6, 2))
    a, b = x.T
    g = (np.pi - a) * (np.pi - b)
    phases = np.stack([0 * a, 2 * a + 2 * g, 2 * b + 2 * g, 2 * a + 2 * b], axis=1)
    cos_a, sin_a, cos_g, sin_g = np.cos(2 * a), np.sin(2 * a), np.cos(2 * g), np.sin(2 * g)
    by_a, by_b = 2 * (np.pi - b), 2 * (np.pi - a)  # -d(2g)
    by_feature = [
        [-2 * sin_a * cos_g + by_a * cos_a * sin_g, by_b * cos_a * sin_g],
        [2 * cos_a * cos_g + by_a * sin_a * sin_g, by_b * sin_a * sin_g],
    ]
    return System(
        "ZZ map, 2 qubits",
        circuit,
        (X(0), Y(0)),
        x,
        np.zeros(0),
        np.stack([cos_a * cos_g, sin_a * cos_g], axis=1),
        np.moveaxis(np.array(by_feature), 2, 0),
        np.zeros((6, 2, 0)),
        np.exp(1j * phases) / 2,
    )


def controlled_rotation() -> System:
    """H, then controlled RX: <Z1> = (1 + cos t) / 2, whose shift rule needs four terms."""
    circuit = Circuit(2).h(0).crx(weight() + feature(0), 0, 1)
    x, w = np.array([[-0.4], [1.1], [2.9], [0.0]]), np.array([0.6])
    t = x[:, 0] + w[0]
    root = np.sqrt(0.5)
    state = np.zeros((4, 4), dtype=complex)
    state[:, 0], state[:, 1] = root, root * np.cos(t / 2)
    state[:, 3] = -1j * root * np.sin(t / 2)
    slopes = np.stack([-np.sin(t) / 2, -np.sin(t / 2) / 2], axis=1)[:, :, None]
    return System(
        "controlled rotation",
        circuit,
        (Z(1), X(0)),
        x,
        w,
        np.stack([(1 + np.cos(t)) / 2, np.cos(t / 2)], axis=1),
        slopes,
        slopes,
        state,
    )


def pauli_rotation() -> System:
    """exp(-i t XYZ / 2) on |000>: cos(t/2)|000> + sin(t/2)|011>."""
    circuit = Circuit(3).pauli_rotation(weight() * feature(0), "XYZ", (0, 1, 2))
    x, w = np.array([[0.9], [-2.2], [0.1]]), np.array([1.3])
    t = x[:, 0] * w[0]
    state = np.zeros((3, 8), dtype=complex)
    state[:, 0], state[:, 3] = np.cos(t / 2), np.sin(t / 2)
    slope = np.stack([-np.sin(t), np.cos(t)], axis=1)[:, :, None]
    return System(
        "Pauli rotation",
        circuit,
        (Z(0), X(0) @ X(1)),
        x,
        w,
        np.stack([np.cos(t), np.sin(t)], axis=1),
        slope * w[0],
        slope * x[:, :, None],
        state,
    )


ENTANGLED = (
    ghz(),
    zz_map_one_qubit(),
    zz_map_two_qubits(),
    controlled_rotation(),
    pauli_rotation(),
)
