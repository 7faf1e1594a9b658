"""The language in which a workload is told to every library: gates, numbers and a question.

It depends on NumPy alone, because each library runs in a virtual environment of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ask = Literal["gradient", "expectations", "gram", "state", "epoch"]


class Data(NamedTuple):
    """An angle that differs by sample: one column of `Problem.data`."""

    column: int


class Weight(NamedTuple):
    """An angle that all samples share: one entry of `Problem.weights`."""

    index: int


class Gate(NamedTuple):
    """One gate: Qiskit's name and argument order; the angle is in radians."""

    name: str
    qubits: tuple[int, ...]
    angle: Data | Weight | float | None = None


@dataclass(frozen=True)
class Problem:
    """One circuit, a batch of data and a question about it.

    Parameters
    ----------
    ask : {"gradient", "expectations", "gram", "state", "epoch"}
        "gradient": ``values`` of <Z_0>, shape (n_samples,), and the ``gradient`` of their mean with
        respect to the weights, shape (n_weights,). "expectations": ``values`` of all <Z_i>, shape
        (n_samples, n_qubits). "gram": ``values`` |<psi_i|psi_j>|^2, shape (n_samples, n_samples).
        "state": the final ``state`` of the one sample, shape (2**n_qubits,), so that nobody can
        leave a gate out. "epoch": what `benchmarks.training.epoch` returns.
    n_qubits : int
        Number of qubits; qubit q is bit q of a basis state's index.
    gates : tuple of Gate
        The circuit.
    data : array of shape (n_samples, n_columns)
        Angles that differ by sample, in radians.
    weights : array of shape (n_weights,)
        Angles that are shared, in radians.
    targets : array of shape (n_samples,), optional
        What <Z_0> is to become, for "epoch".
    """

    ask: Ask
    n_qubits: int
    gates: tuple[Gate, ...]
    data: NDArray[np.float64]
    weights: NDArray[np.float64]
    targets: NDArray[np.float64] | None = None

    def first(self, n_samples: int) -> Problem:
        """Return the same question about the first samples only."""
        targets = None if self.targets is None else self.targets[:n_samples]
        return replace(self, data=self.data[:n_samples], targets=targets)

    def shared_angle(self, gate: Gate) -> float | None:
        """Return the angle of a gate that does not depend on the sample."""
        return (
            float(self.weights[gate.angle.index]) if isinstance(gate.angle, Weight) else gate.angle
        )


@dataclass(frozen=True)
class Workload:
    """A family of problems, by number of qubits and batch size.

    Parameters
    ----------
    title : str
        One line for the table.
    cases, quick : tuple of (int, int)
        (n_qubits, n_samples) of the full table and of the five-minute one.
    make : callable
        (n_qubits, n_samples, generator) -> Problem.
    """

    title: str
    cases: tuple[tuple[int, int], ...]
    quick: tuple[tuple[int, int], ...]
    make: Callable[[int, int, np.random.Generator], Problem]

    def problem(self, n_qubits: int, n_samples: int) -> Problem:
        """Return the same problem to everyone who asks."""
        seed = np.random.SeedSequence([n_qubits, n_samples])
        return self.make(n_qubits, n_samples, np.random.default_rng(seed))


def with_crx_written_out(problem: Problem) -> Iterator[tuple[Gate, float]]:
    """Yield the gates and a factor of their angles, for libraries without a parametric CRX."""
    for gate in problem.gates:
        if gate.name != "crx":
            yield gate, 1.0
            continue
        control, target = gate.qubits
        for part in ("h", "rz", "cx", "-rz", "cx", "h"):
            if part == "cx":
                yield Gate("cx", (control, target)), 1.0
            elif part == "h":
                yield Gate("h", (target,)), 1.0
            else:
                yield Gate("rz", (target,), gate.angle), -0.5 if part == "-rz" else 0.5
