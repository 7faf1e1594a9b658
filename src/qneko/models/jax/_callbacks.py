"""What JAX calls back into: NumPy in, NumPy out, the axes of `jax.vmap` first."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...circuits import Circuit, feature
from ...engine import Program, compile
from ...hybrid import Device

Array = NDArray[Any]


class Callbacks:
    """A program's values and gradients for features and weights with mapped axes.

    Features are of shape (*mapped, ..., n_features), weights of shape (*mapped, n_weights); an
    axis that only the other one has is 1 long. Weights that differ within a call are features
    to the engine, so that it stays one call.
    """

    def __init__(self, program: Program, device: Device):
        self.device = device
        self.n_features, self.n_values = program.n_features, program.n_observables
        angles = [feature(self.n_features + k) for k in range(program.n_weights)]
        mapped = Circuit(program.n_qubits).compose(program.circuit, weights=angles)
        self.programs, self.mapped_programs = (
            {t: compile(circuit, program.observables, dtype=t) for t in ("float32", "float64")}
            for circuit in (program.circuit, mapped)
        )

    def values(self, x: Any, w: Any) -> Array:
        """Return expectations of shape (*mapped, ..., n_observables)."""
        x, w = np.asarray(x), np.asarray(w)
        if math.prod(w.shape[:-1]) == 1:
            program = self.programs[x.dtype.name]
            values = self.device.expectations(program, _rows(x), w.reshape(-1))
            return values.reshape(*x.shape[:-1], self.n_values)
        joined = _join(x, w)
        values = self.device.expectations(self.mapped_programs[x.dtype.name], _rows(joined))
        return values.reshape(*joined.shape[:-1], self.n_values)

    def gradients(self, x: Any, w: Any, cotangent: Any) -> tuple[Array, Array]:
        """Return the gradients by features and by weights, mapped as the cotangent is or they."""
        x, w, cotangent = np.asarray(x), np.asarray(w), np.asarray(cotangent)
        n_mapped = w.ndim - 1
        if not n_mapped:
            _, vjp = self.device.value_and_vjp(self.programs[x.dtype.name], _rows(x), w)
            by_x, by_w = vjp(_rows(cotangent))
            return by_x.reshape(x.shape), by_w.astype(w.dtype)
        joined = _join(x, w, cotangent)
        _, vjp = self.device.value_and_vjp(self.mapped_programs[x.dtype.name], _rows(joined))
        slopes = np.broadcast_to(cotangent, (*joined.shape[:-1], self.n_values))
        by_row = vjp(_rows(slopes))[0].reshape(joined.shape)
        by_w = by_row[..., self.n_features :].sum(axis=tuple(range(n_mapped, joined.ndim - 1)))
        return by_row[..., : self.n_features], by_w.astype(w.dtype)


def _rows(array: Array) -> Array:
    return array.reshape(math.prod(array.shape[:-1]), array.shape[-1])


def _join(x: Array, w: Array, *others: Array) -> Array:
    """Return features and weights side by side, one row each, over all mapped axes."""
    n_mapped = w.ndim - 1
    mapped = np.broadcast_shapes(*(a.shape[:n_mapped] for a in (x, w, *others)))
    inner = x.shape[n_mapped:-1]
    w = w.reshape(*w.shape[:-1], *(1,) * len(inner), w.shape[-1])
    parts = [np.broadcast_to(a, (*mapped, *inner, a.shape[-1])) for a in (x, w)]
    return np.concatenate(parts, axis=-1, dtype=x.dtype)
