"""Energies and gradients of one circuit for a batch of Hamiltonians, each with its own weights."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from ...circuits import Circuit, Observable, feature
from ...engine import compile
from ...hybrid import Device
from ._hamiltonian import ElectronicHamiltonian

Array = NDArray[np.float64]


class Energies:
    """A function of weights (n_hamiltonians, n_weights) with values (n_hamiltonians,).

    To the engine the weights are features and the Pauli strings are the observables: a whole
    potential-energy curve is one call, and one backward pass whatever the number of strings.
    """

    def __init__(
        self, device: Device, circuit: Circuit, hamiltonians: Sequence[ElectronicHamiltonian]
    ):
        terms = [dict(h.observable.terms) for h in hamiltonians]
        strings = sorted({string for each in terms for string in each})
        self.coefficients = np.array([[t.get(s, 0.0) for s in strings] for t in terms], dtype=float)
        self.device = device
        self.circuit = circuit
        angles = [feature(k) for k in range(circuit.n_weights)]
        self._batched = Circuit(circuit.n_qubits).compose(circuit, weights=angles)
        self._program = compile(self._batched, [Observable([(s, 1.0)]) for s in strings])
        self.n_evaluations = 0

    def rows(self, chosen: NDArray[np.intp]) -> Energies:
        """Return the function for some of the Hamiltonians, with the same count of evaluations."""
        fewer = copy(self)
        fewer.coefficients = self.coefficients[chosen]
        return fewer

    def strings(self, weights: Array) -> Array:
        """Return the expectation of every Pauli string, of shape (n_hamiltonians, n_strings)."""
        return np.asarray(self.device.expectations(self._program, weights), dtype=np.float64)

    def __call__(self, weights: Array) -> Array:
        """Return the energies."""
        self.n_evaluations += len(weights)
        return np.einsum("gk,gk->g", self.coefficients, self.strings(weights))

    def with_gradient(self, weights: Array) -> tuple[Array, Array]:
        """Return the energies and their gradients, of the shape of the weights."""
        self.n_evaluations += len(weights)
        values, vjp = self.device.value_and_vjp(self._program, weights)
        gradient = np.asarray(vjp(self.coefficients)[0], dtype=np.float64)
        return np.einsum("gk,gk->g", self.coefficients, values), gradient

    def measured(self, observables: Sequence[Observable], weights: Array) -> Array:
        """Return other expectations, of shape (n_hamiltonians, n_observables)."""
        program = compile(self._batched, observables)
        return np.asarray(self.device.expectations(program, weights), dtype=np.float64)


@dataclass(frozen=True)
class Minimum:
    """Where an optimiser ended.

    Attributes
    ----------
    weights : ndarray of shape (n_hamiltonians, n_weights)
        The last weights.
    trajectory : ndarray of shape (n_iterations + 1, n_hamiltonians)
        Energies at the start and after each iteration.
    converged : bool
        Whether it stopped by itself.
    """

    weights: Array
    trajectory: Array
    converged: bool

    def rows(self, chosen: NDArray[np.intp]) -> Minimum:
        """Return the same for some of the Hamiltonians."""
        return Minimum(self.weights[chosen], self.trajectory[:, chosen], self.converged)


def minimise(energies: Energies, start: Array, *, max_iter: int, tol: float) -> Minimum:
    """Minimise the sum of the energies with L-BFGS: no weight is shared, so each is minimised."""
    if not start.size:
        return Minimum(start, energies(start)[None], converged=True)
    latest = np.empty(0)

    def total(flat: Array) -> tuple[float, Array]:
        nonlocal latest
        latest, gradient = energies.with_gradient(flat.reshape(start.shape))
        return float(latest.sum()), gradient.ravel()

    trajectory: list[Array] = []

    def remember(intermediate_result: Any) -> None:
        # the line search ends with the point that it takes
        trajectory.append(latest)

    first = energies(start)
    # ftol is relative: a chemist wants absolute digits of a large number
    options: Any = {"maxiter": max_iter, "maxfun": 20 * max_iter, "gtol": tol, "ftol": 1e-15}
    result = minimize(
        total,
        start.ravel(),
        method="L-BFGS-B",
        jac=True,
        callback=remember,
        options=options | {"maxcor": 20},
    )
    weights = np.asarray(result.x).reshape(start.shape)
    return Minimum(weights, np.array([first, *trajectory]), result.nit < max_iter)
