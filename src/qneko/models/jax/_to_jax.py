"""The bridge between JAX's transformations and a device's adjoint gradients."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
from numpy.typing import ArrayLike

from ...engine import Program
from ...errors import InputError
from ...hybrid import Device, get_device
from ._callbacks import Callbacks


def to_jax(
    program: Program, device: str | Device = "statevector"
) -> Callable[[ArrayLike, ArrayLike], jax.Array]:
    """Return a program's expectations as a function that JAX can transform.

    Use it where a circuit is one part of a JAX model; *not* for second derivatives or forward
    mode, which JAX refuses, nor where a GPU must not wait: circuits run on the processor.

    Parameters
    ----------
    program : Program
        A circuit with observables. It runs in the precision of the features, float32 or float64
        (see JAX's ``jax_enable_x64``), whatever its own is.
    device : str or Device, default "statevector"
        Where circuits run: one of `qneko.hybrid.list_devices`, not a `jax.Device`.

    Returns
    -------
    callable
        ``f(x, w)`` of features (..., n_features) and weights (n_weights,), in radians, to the
        expectations (..., n_observables). Works under `jax.jit`, `jax.grad` (by the adjoint
        method, arXiv:2009.02823) and `jax.vmap` over either argument: one call of the engine each.

    Examples
    --------
    >>> import jax, jax.numpy as jnp
    >>> from qneko.circuits import Circuit, Z, feature, weight
    >>> from qneko.engine import compile
    >>> from qneko.models.jax import to_jax
    >>> f = to_jax(compile(Circuit(1).ry(feature(0) + weight(), 0), [Z(0)]))
    >>> jax.jit(jax.grad(lambda x, w: f(x, w).sum()))(jnp.zeros((1, 1)), jnp.ones(1)).round(4)
    Array([[-0.8415]], dtype=float32)
    """
    if not isinstance(program, Program) or not program.observables:
        raise InputError("to_jax: expected a program with observables: compile(circuit, [Z(0)]).")
    callbacks, n_values = Callbacks(program, get_device(device)), program.n_observables

    def run(x: jax.Array, w: jax.Array) -> jax.Array:
        values = jax.ShapeDtypeStruct((*x.shape[:-1], n_values), x.dtype)
        return jax.pure_callback(callbacks.values, values, x, w, vmap_method="expand_dims")

    def run_back(kept: Any, cotangent: jax.Array) -> Any:
        # gradients have the shapes and dtypes of what was kept
        return jax.pure_callback(
            callbacks.gradients, kept, *kept, cotangent, vmap_method="expand_dims"
        )

    differentiable = jax.custom_vjp(run)
    differentiable.defvjp(lambda x, w: (run(x, w), (x, w)), run_back)

    def expectations(x: ArrayLike, w: ArrayLike) -> jax.Array:
        x, w = jnp.asarray(x), jnp.asarray(w)
        _check(x, w, program)
        return differentiable(x, w)

    return expectations


def _check(x: jax.Array, w: jax.Array, program: Program) -> None:
    """Refuse while JAX traces; an error inside of a callback is hard to read."""
    if x.ndim == 0 or x.shape[-1] != program.n_features:
        raise InputError(f"x must have shape (..., {program.n_features}), got {x.shape}.")
    if w.shape != (program.n_weights,):
        raise InputError(
            f"w must have shape ({program.n_weights},), got {w.shape}: take jax.vmap for several."
        )
    for name, array in {"x": x, "w": w}.items():
        if array.dtype.name not in ("float32", "float64"):
            raise InputError(f"{name} must be float32 or float64, got {array.dtype.name}.")
