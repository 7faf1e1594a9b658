"""The judge: plain NumPy, complex128, textbook matrices. Shares no code with any library here.

No answer is timed before it agrees with this one. Slow on purpose: it is read, not tuned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import training
from .problem import Data, Gate, Problem, Weight

Array = NDArray[np.complex128]

X = np.array([[0, 1], [1, 0]], dtype=complex)
Y = np.array([[0, -1j], [1j, 0]])
Z = np.diag([1, -1]).astype(complex)
#: gates without an angle, and the generators P of those that are exp(-i angle P / 2)
FIXED = {"h": (X + Z) / np.sqrt(2), "x": X, "y": Y, "z": Z}
GENERATORS = {
    "rx": X,
    "ry": Y,
    "rz": Z,
    "rxx": np.kron(X, X),
    "ryy": np.kron(Y, Y),
    "rzz": np.kron(Z, Z),
}
#: samples that are simulated together: their states stay in the cache
CHUNK = 64


def gate_matrix(name: str, angle: NDArray[np.float64], derivative: bool = False) -> Array:
    """Return a gate's matrix, or its derivative, for angles of shape (m,): (m, 2**k, 2**k).

    The first qubit of the gate is bit 0 of the matrix index.
    """
    if name in FIXED:
        return FIXED[name][None]
    if name in GENERATORS:
        generator = GENERATORS[name]
        # d/da exp(-i a P / 2) = exp(-i (a + pi) P / 2) / 2
        half = (angle[:, None, None] + (np.pi if derivative else 0)) / 2
        matrix = np.cos(half) * np.eye(len(generator)) - 1j * np.sin(half) * generator
        return matrix / 2 if derivative else matrix
    if name == "p":
        matrix = np.zeros((len(angle), 2, 2), dtype=complex)
        matrix[:, 0, 0] = 0 if derivative else 1
        matrix[:, 1, 1] = np.exp(1j * angle) * (1j if derivative else 1)
        return matrix
    if name.startswith("c"):
        inner = gate_matrix(name[1:], angle, derivative)
        matrix = np.zeros((len(inner), 4, 4), dtype=complex)
        matrix[:, ::2, ::2] = 0 if derivative else np.eye(2)  # control, bit 0, is off
        matrix[:, 1::2, 1::2] = inner
        return matrix
    raise KeyError(f"the reference does not know the gate {name!r}; add it to FIXED or GENERATORS")


def apply(states: Array, matrix: Array, qubits: tuple[int, ...]) -> Array:
    """Return states of shape (m, 2**n) after a gate on `qubits`."""
    index = np.arange(states.shape[1])
    corners = index[(index & sum(1 << q for q in qubits)) == 0]
    offsets = [
        sum(1 << q for k, q in enumerate(qubits) if row >> k & 1) for row in range(matrix.shape[-1])
    ]
    where = corners[:, None] + offsets
    result = np.empty_like(states)
    result[:, where] = states[:, where] @ np.swapaxes(matrix, -1, -2)
    return result


def apply_to_one(state: Array, matrix: Array, qubits: tuple[int, ...]) -> Array:
    """Return one state of shape (2**n,) after a gate, entry by entry of its matrix.

    It needs no table of indices, which a state of 24 qubits has no room for.
    """
    n = len(state).bit_length() - 1
    before = state.reshape((2,) * n)
    after = np.zeros_like(before)

    def half(row: int) -> tuple[int | slice, ...]:
        bits: list[int | slice] = [slice(None)] * n  # axis 0 is the most significant bit
        for k, q in enumerate(qubits):
            bits[n - 1 - q] = row >> k & 1
        return tuple(bits)

    for row, column in np.argwhere(matrix):
        after[half(row)] += matrix[row, column] * before[half(column)]
    return after.reshape(-1)


def answer(problem: Problem) -> dict[str, NDArray[Any]]:
    """Return the right answer under the names of `Problem.ask`."""
    if problem.ask == "state":
        return {"state": _run_one(problem)}
    if problem.ask == "epoch":
        return training.epoch(problem, _loss_and_gradient(problem))
    chunks = [problem.data[i : i + CHUNK] for i in range(0, len(problem.data), CHUNK)]
    if problem.ask == "gram":
        states = np.concatenate([_run(problem, chunk) for chunk in chunks])
        return {"values": np.abs(states.conj() @ states.T) ** 2}
    signs = 1.0 - 2.0 * (np.arange(2**problem.n_qubits)[:, None] >> np.arange(problem.n_qubits) & 1)
    if problem.ask == "expectations":
        return {"values": np.concatenate([np.abs(_run(problem, c)) ** 2 @ signs for c in chunks])}

    def share(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.full(len(values), 1 / len(problem.data))

    values, gradients = zip(*(_value_and_gradient(problem, c, share) for c in chunks), strict=True)
    return {"values": np.concatenate(values), "gradient": np.sum(gradients, axis=0)}


def _steps(
    problem: Problem, data: NDArray[np.float64]
) -> Iterator[tuple[Gate, NDArray[np.float64]]]:
    for gate in problem.gates:
        if isinstance(gate.angle, Data):
            yield gate, data[:, gate.angle.column]
        else:
            yield gate, np.array([problem.shared_angle(gate) or 0.0])


def _run(problem: Problem, data: NDArray[np.float64]) -> Array:
    states = np.zeros((len(data), 2**problem.n_qubits), dtype=complex)
    states[:, 0] = 1
    for gate, angle in _steps(problem, data):
        states = apply(states, gate_matrix(gate.name, angle), gate.qubits)
    return states


def _run_one(problem: Problem) -> Array:
    state = np.zeros(2**problem.n_qubits, dtype=complex)
    state[0] = 1
    for gate, angle in _steps(problem, problem.data):
        state = apply_to_one(state, gate_matrix(gate.name, angle)[0], gate.qubits)
    return state


def _loss_and_gradient(problem: Problem) -> training.Step:
    def step(weights: NDArray[np.float64], rows: slice) -> tuple[float, NDArray[np.float64]]:
        targets = problem.targets[rows]
        now = replace(problem, weights=weights)
        values, gradient = _value_and_gradient(
            now, problem.data[rows], lambda v: training.loss_slope(v, targets)
        )
        return training.loss(values, targets), gradient

    return step


def _value_and_gradient(
    problem: Problem,
    data: NDArray[np.float64],
    slope: Callable[[NDArray[np.float64]], NDArray[np.float64]],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return <Z_0> of each sample and the gradient of a loss, gate by gate backwards.

    `slope` returns the loss's derivatives by the values.
    """
    states = _run(problem, data)
    diagonal = 1.0 - 2.0 * (np.arange(2**problem.n_qubits) & 1)
    values = np.abs(states) ** 2 @ diagonal
    adjoint = states * diagonal * slope(values)[:, None]
    gradient = np.zeros(len(problem.weights))
    for gate, angle in reversed(list(_steps(problem, data))):
        inverse = gate_matrix(gate.name, angle).conj().swapaxes(-1, -2)
        states = apply(states, inverse, gate.qubits)
        if isinstance(gate.angle, Weight):
            turned = apply(states, gate_matrix(gate.name, angle, derivative=True), gate.qubits)
            gradient[gate.angle.index] += 2 * np.vdot(adjoint, turned).real
        adjoint = apply(adjoint, inverse, gate.qubits)
    return values, gradient
