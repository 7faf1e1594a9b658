"""TensorCircuit-NG on JAX: one circuit, `jit` and `vmap`. Its compile time is not counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from ..problem import Data, Problem, Weight
from ..training import epoch
from . import CannotError

LABEL = "tensorcircuit-ng (jit, vmap)"
DISTRIBUTIONS = ("tensorcircuit-ng", "jax", "numpy")
REQUIREMENTS = ("tensorcircuit-ng==1.10.0", "jax==0.10.2")
PRECISIONS = ("float32", "float64")
LOOPS = ()

GATES = {"h", "x", "cx", "cz", "rx", "ry", "rz", "rxx", "ryy", "rzz", "crx"}


def prepare(problem: Problem, precision: str) -> Callable[[], dict[str, np.ndarray]]:
    """Return the call to time."""
    import jax
    import jax.numpy as jnp
    import tensorcircuit

    missing = {g.name for g in problem.gates} - GATES - {"p"}
    if missing:
        raise CannotError(f"no gate {', '.join(sorted(missing))}")
    if problem.ask == "state":
        problem = _with_angles_as_weights(problem)
    tensorcircuit.set_backend("jax")
    tensorcircuit.set_dtype({"float32": "complex64", "float64": "complex128"}[precision])
    n = problem.n_qubits
    data = jnp.array(problem.data, dtype=precision)
    weights = jnp.array(problem.weights, dtype=precision)

    def circuit(x: jax.Array, w: jax.Array) -> tensorcircuit.Circuit:
        c = tensorcircuit.Circuit(n)
        for gate in problem.gates:
            method = getattr(c, "phase" if gate.name == "p" else gate.name)
            angle = gate.angle
            if isinstance(angle, Data):
                method(*gate.qubits, theta=x[angle.column])
            elif isinstance(angle, Weight):
                method(*gate.qubits, theta=w[angle.index])
            elif angle is not None:
                method(*gate.qubits, theta=angle)
            else:
                method(*gate.qubits)
        return c

    if problem.ask == "gradient":

        def loss(w: jax.Array, rows: jax.Array) -> tuple[jax.Array, jax.Array]:
            values = jax.vmap(lambda x: jnp.real(circuit(x, w).expectation_ps(z=[0])))(rows)
            return values.mean(), values

        step = jax.jit(jax.value_and_grad(loss, has_aux=True))

        def gradient() -> dict[str, np.ndarray]:
            (_, values), slopes = step(weights, data)
            return {"values": np.asarray(values), "gradient": np.asarray(slopes)}

        return gradient

    if problem.ask == "epoch":
        targets = jnp.array(problem.targets, dtype=precision)

        def squared(w: jax.Array, x: jax.Array, y: jax.Array) -> jax.Array:
            values = jax.vmap(lambda row: jnp.real(circuit(row, w).expectation_ps(z=[0])))(x)
            return jnp.mean((values - y) ** 2)

        on_rows = jax.jit(jax.value_and_grad(squared))

        def on_batch(w: np.ndarray, rows: slice) -> tuple[float, np.ndarray]:
            value, slopes = on_rows(jnp.array(w, dtype=precision), data[rows], targets[rows])
            return float(value), np.asarray(slopes)

        return lambda: epoch(problem, on_batch)

    if problem.ask == "state":
        final = jax.jit(lambda w: circuit(data[0], w).state())

        def state() -> dict[str, Callable[[], np.ndarray]]:
            vector = final(weights).block_until_ready()
            # its qubit 0 is the most significant bit
            shape = (2,) * n
            return {"state": lambda: np.asarray(vector).reshape(shape).T.reshape(-1)}

        return state

    if problem.ask == "expectations":

        def measured(x: jax.Array) -> jax.Array:
            # from the state: otherwise each observable would be contracted on its own
            after = tensorcircuit.Circuit(n, inputs=circuit(x, weights).state())
            return jnp.stack([jnp.real(after.expectation_ps(z=[q])) for q in range(n)])

        batched = jax.jit(jax.vmap(measured))
        return lambda: {"values": np.asarray(batched(data))}

    def gram(x: jax.Array) -> jax.Array:
        states = jax.vmap(lambda row: circuit(row, weights).state())(x)
        return jnp.abs(states.conj() @ states.T) ** 2

    compiled = jax.jit(gram)
    return lambda: {"values": np.asarray(compiled(data))}


def _with_angles_as_weights(problem: Problem) -> Problem:
    """Return the same problem with nothing constant, or XLA would run the circuit to compile it."""
    turning = [gate for gate in problem.gates if gate.angle is not None]
    numbers = iter(range(len(turning)))
    gates = tuple(
        gate if gate.angle is None else gate._replace(angle=Weight(next(numbers)))
        for gate in problem.gates
    )
    return replace(problem, gates=gates, weights=np.array([gate.angle for gate in turning]))
