"""The JAX function: right values and gradients under JAX's transformations."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from qneko.circuits import Circuit, X, Z, feature, reuploading_ansatz, weight
from qneko.engine import compile, parameter_shift
from qneko.errors import InputError
from qneko.hybrid.devices import StatevectorDevice
from tests import reference

jax = pytest.importorskip("jax")
jnp = jax.numpy

from qneko.models.jax import to_jax  # noqa: E402

CIRCUIT = reuploading_ansatz(3, 2, trainable_scale=True)
OBSERVABLES = [Z(0), X(1) @ Z(2) - 0.5 * Z(1)]
PROGRAM = compile(CIRCUIT, OBSERVABLES)
RNG = np.random.default_rng(4)
SAMPLES = RNG.normal(size=(2, 5, 3))
WEIGHTS = RNG.normal(size=(4, CIRCUIT.n_weights))
COTANGENT = RNG.normal(size=(2, 5, 2))


@pytest.fixture(autouse=True)
def double_precision():
    """Run in float64, and leave JAX as it was."""
    before = jax.config.jax_enable_x64
    jax.config.update("jax_enable_x64", True)
    yield
    jax.config.update("jax_enable_x64", before)


def expected(x, w):
    """Return the reference simulator's values for any batch shape."""
    flat = reference.expectations(CIRCUIT, OBSERVABLES, x.reshape(-1, 3), w)
    return flat.reshape(*x.shape[:-1], 2)


def close(ours, theirs, tolerance: float = 1e-12) -> None:
    np.testing.assert_allclose(np.asarray(ours), np.asarray(theirs), atol=tolerance)


@pytest.mark.parametrize(
    "x", [SAMPLES, SAMPLES[0], SAMPLES[0, 0], SAMPLES[:0]], ids=lambda x: str(x.shape)
)
def test_values_equal_the_reference_simulator(x) -> None:
    f = to_jax(PROGRAM)
    close(f(jnp.asarray(x), WEIGHTS[0]), expected(x, WEIGHTS[0]))
    close(jax.jit(f)(x, WEIGHTS[0]), expected(x, WEIGHTS[0]))


def test_gradients_equal_the_shift_rule() -> None:
    _, pull_back = jax.vjp(jax.jit(to_jax(PROGRAM)), SAMPLES, WEIGHTS[0])
    by_x, by_w = pull_back(jnp.asarray(COTANGENT))
    slopes_x, slopes_w = parameter_shift(PROGRAM, SAMPLES.reshape(-1, 3), WEIGHTS[0])
    cotangent = COTANGENT.reshape(-1, 2)
    close(by_x.reshape(-1, 3), np.einsum("so,sof->sf", cotangent, slopes_x))
    close(by_w, np.einsum("so,sow->w", cotangent, slopes_w))


@pytest.mark.parametrize(
    "axes", [(0, None), (None, 0), (1, None)], ids=["features", "weights", "inner axis"]
)
def test_vmap_equals_a_loop(axes) -> None:
    f = to_jax(PROGRAM)
    w = WEIGHTS if axes[1] == 0 else WEIGHTS[0]
    values = jax.jit(jax.vmap(f, in_axes=axes))(SAMPLES, w)
    if axes[1] == 0:
        close(values, np.stack([expected(SAMPLES, row) for row in WEIGHTS]))
    else:
        close(values, np.moveaxis(expected(SAMPLES, w), axes[0], 0))


def test_vmap_over_both_and_nested() -> None:
    f = to_jax(PROGRAM)
    together = jax.vmap(f)(SAMPLES, WEIGHTS[:2])
    close(together, np.stack([expected(SAMPLES[i], WEIGHTS[i]) for i in range(2)]))
    every_pair = jax.vmap(jax.vmap(f, in_axes=(0, None)), in_axes=(None, 0))(SAMPLES, WEIGHTS)
    close(every_pair, np.stack([expected(SAMPLES, row) for row in WEIGHTS]))


def test_gradients_under_vmap_are_those_of_each_row() -> None:
    f = to_jax(PROGRAM)
    gradient = jax.grad(lambda x, w: (f(x, w) ** 2).sum(), argnums=(0, 1))
    for axes in ((0, None), (None, 0), (0, 0)):
        xs = SAMPLES if axes[0] == 0 else SAMPLES[0]
        ws = WEIGHTS[:2] if axes[1] == 0 else WEIGHTS[0]
        by_x, by_w = jax.jit(jax.vmap(gradient, in_axes=axes))(xs, ws)
        for i in range(2):
            x = SAMPLES[i] if axes[0] == 0 else SAMPLES[0]
            w = WEIGHTS[i] if axes[1] == 0 else WEIGHTS[0]
            alone = gradient(x, w)
            close(by_x[i], alone[0])
            close(by_w[i], alone[1])


def test_a_jacobian_is_that_of_the_program() -> None:
    by_x = jax.jacrev(to_jax(PROGRAM))(SAMPLES[0, 0], WEIGHTS[0])
    by_w = jax.jacrev(to_jax(PROGRAM), argnums=1)(SAMPLES[0], WEIGHTS[0])
    close(by_x, PROGRAM.jacobian(SAMPLES[0, :1], WEIGHTS[0])[0][0])
    close(by_w, PROGRAM.jacobian(SAMPLES[0], WEIGHTS[0])[1])


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_dtype_is_that_of_the_features(dtype: str) -> None:
    f = to_jax(PROGRAM)
    x, w = jnp.asarray(SAMPLES, dtype), jnp.asarray(WEIGHTS[0], dtype)
    by_x, by_w = jax.grad(lambda x, w: f(x, w).sum(), argnums=(0, 1))(x, w)
    assert f(x, w).dtype == by_x.dtype == by_w.dtype == dtype
    close(f(x, w), expected(SAMPLES, WEIGHTS[0]), 1e-5 if dtype == "float32" else 1e-12)


def test_circuits_without_weights_or_features() -> None:
    no_weights = to_jax(compile(Circuit(1).ry(feature(0), 0), [Z(0)]))
    no_features = to_jax(compile(Circuit(1).ry(weight(), 0), [Z(0)]))
    close(jax.grad(lambda x: no_weights(x, jnp.zeros(0)).sum())(jnp.ones(1)), [-np.sin(1.0)])
    close(jax.grad(lambda w: no_features(jnp.zeros(0), w).sum())(jnp.ones(1)), [-np.sin(1.0)])
    close(jax.vmap(no_features, in_axes=(None, 0))(jnp.zeros(0), jnp.ones((3, 1))), np.cos(1.0))


def test_every_call_is_one_batch_of_the_device() -> None:
    class Counting(StatevectorDevice):
        rows: list[int]

        def _expectations(self, program, X, w):
            self.rows.append(len(X))
            return super()._expectations(program, X, w)

        def _value_and_vjp(self, program, X, w):
            self.rows.append(len(X))
            return super()._value_and_vjp(program, X, w)

    device = Counting()
    device.rows = []
    f = to_jax(PROGRAM, device)
    jax.vmap(f, in_axes=(0, None))(SAMPLES[0], WEIGHTS[0])
    jax.vmap(f, in_axes=(None, 0))(SAMPLES[0], WEIGHTS)
    assert device.rows == [5, 20]
    device.rows.clear()
    one = jax.grad(lambda w, x: f(x, w).sum())
    jax.vmap(one, in_axes=(None, 0))(WEIGHTS[0], SAMPLES[0])
    assert device.rows == [5, 5]


def test_second_derivatives_are_refused() -> None:
    f = to_jax(PROGRAM)
    with pytest.raises((TypeError, ValueError), match=r"JVP|forward-mode"):
        jax.hessian(lambda w: f(SAMPLES[0], w).sum())(jnp.asarray(WEIGHTS[0]))


def test_wrong_input_is_answered_with_a_sentence() -> None:
    with pytest.raises(InputError, match="expected a program with observables"):
        to_jax(CIRCUIT)
    with pytest.raises(InputError, match="expected a program with observables"):
        to_jax(compile(CIRCUIT))
    f = to_jax(PROGRAM)
    for x, w, message in (
        (SAMPLES[..., :2], WEIGHTS[0], r"x must have shape \(..., 3\), got \(2, 5, 2\)"),
        (1.0, WEIGHTS[0], r"x must have shape \(..., 3\), got \(\)"),
        (SAMPLES, WEIGHTS, "w must have shape .* take jax.vmap"),
        (SAMPLES.astype("float16"), WEIGHTS[0], "x must be float32 or float64, got float16"),
        (SAMPLES, WEIGHTS[0].astype(int), "w must be float32 or float64, got int64"),
    ):
        with pytest.raises(InputError, match=message):
            jax.jit(f)(x, w)


def test_without_jax_the_message_names_the_extra() -> None:
    program = (
        "import sys\n"
        "sys.modules['jax'] = None\n"
        "from qneko.errors import MissingExtraError\n"
        "try:\n    import qneko.models.jax\n"
        "except MissingExtraError as error:\n    assert 'qneko[jax]' in str(error)\n"
        "else:\n    sys.exit(1)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
