"""The kernels: what a circuit says of pairs of samples."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...circuits import Circuit, circuit_to_dict
from ...engine import Program, compile, projected_gram, reduced_observables, reduced_states
from .._checks import check_memory
from ._cache import content_key, gram_cache

if TYPE_CHECKING:
    from ...hybrid import Device

Array = NDArray[Any]

#: Names of kernels: overlaps of whole states; a Gaussian of reduced states; their inner product.
KERNELS = ("fidelity", "projected", "projected-linear")


@dataclass(frozen=True, eq=False)
class QuantumKernel:
    """A kernel with everything that decides its values but the device.

    Parameters
    ----------
    kind : {"fidelity", "projected", "projected-linear"}
        Which function of the states it is.
    program : Program
        The feature map; for projected kernels with the Pauli strings of every qubit.
    weights : ndarray of shape (n_weights,)
        Weights of the feature map.
    gamma : float
        Inverse squared width of the Gaussian, for "projected" only.
    """

    kind: str
    program: Program
    weights: NDArray[np.float64]
    gamma: float = 1.0

    def gram(self, device: Device, X: Array, Y: Array | None = None, *, cache: bool) -> Array:
        """Return kernel values, float64, of shape (n_X, n_Y); of X with itself without Y.

        With `cache` the result is read-only. A device that estimates is always asked again, for
        its answers differ.
        """
        if self.kind == "fidelity" and device.capabilities.states:
            n_states = len(X) + (0 if Y is None else len(Y))
            n_bytes = n_states * 2**self.program.n_qubits * 2 * self.program.dtype.itemsize
            check_memory(n_bytes, n_states, X.shape[1])
        if not cache or not device.capabilities.exact:
            return self._gram(device, X, Y, cache=False)
        kind = f"{self.kind} {self.gamma!r}"
        key = content_key(kind, self._digest, *_identity(device), X, Y)
        return gram_cache.get(key, lambda: self._gram(device, X, Y, cache=True))

    def diagonal(self, device: Device, X: Array, *, cache: bool) -> Array:
        """Return the kernel of every sample with itself."""
        if self.kind != "projected-linear":
            return np.ones(len(X))
        rho = self.reduced(device, X, cache=cache)
        return np.einsum("nqij,nqji->n", rho, rho).real.astype(np.float64)

    def reduced(self, device: Device, X: Array, *, cache: bool) -> Array:
        """Return the reduced density matrices (n_samples, n_qubits, 2, 2) of a projected kernel."""

        def compute() -> Array:
            return reduced_states(self.program, X, self._w, expectations=device.expectations)

        if not cache or not device.capabilities.exact:
            return compute()
        # gamma is not in the key: a search over it computes them once
        key = content_key("reduced", self._digest, *_identity(device), X)
        return gram_cache.get(key, compute)

    def _gram(self, device: Device, X: Array, Y: Array | None, *, cache: bool) -> Array:
        if self.kind == "fidelity":
            return np.asarray(device.gram(self.program, X, Y, self._w), dtype=np.float64)
        left = self.reduced(device, X, cache=cache)
        right = None if Y is None else self.reduced(device, Y, cache=cache)
        kernel = "linear" if self.kind == "projected-linear" else "gaussian"
        return projected_gram(left, right, kernel=kernel, gamma=self.gamma)

    @property
    def _w(self) -> NDArray[np.float64] | None:
        return self.weights if self.program.n_weights else None

    @cached_property
    def _digest(self) -> bytes:
        circuit = json.dumps(circuit_to_dict(self.program.circuit), sort_keys=True)
        return content_key(circuit, self.weights, self.program.dtype.name)

    def __deepcopy__(self, memo: dict[int, Any]) -> QuantumKernel:
        return self  # immutable; Gaussian processes copy their kernels often


def compile_kernel(kind: str, circuit: Circuit, dtype: Any) -> Program:
    """Return the program that a kernel needs of a feature map."""
    observables = [] if kind == "fidelity" else reduced_observables(circuit.n_qubits)
    return compile(circuit, observables, dtype=dtype)


def scale_gamma(rho: Array, sample_weight: Array | None = None) -> float:
    """Return the width by which reduced states differ, ``1 / sum(variance)``, as gamma.

    Two samples are on average ``2 * sum(variance)`` apart (squared), so the mean exponent is -2.
    """
    deviation = rho - np.average(rho, axis=0, weights=sample_weight)
    squares = np.square(np.abs(deviation)).sum(axis=(1, 2, 3))
    variance = float(np.average(squares, weights=sample_weight))
    # below is rounding of states that are all the same
    return 1 / variance if variance > 1e-12 else 1.0


def _identity(device: Device) -> tuple[str, str]:
    kind = type(device)
    return f"{kind.__module__}.{kind.__qualname__}", device.name
