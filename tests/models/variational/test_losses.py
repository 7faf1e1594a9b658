"""Losses and the objective made of them: values, slopes, batches, weights."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import approx_fprime, check_grad
from sklearn.metrics import hinge_loss, log_loss, mean_poisson_deviance

from qneko.circuits import Z, reuploading_ansatz
from qneko.engine import compile
from qneko.hybrid import get_device
from qneko.models.variational._losses import (
    HUBER_DELTA,
    absolute_error,
    cross_entropy,
    hinge,
    huber,
    infidelity,
    logistic,
    mean_loss,
    poisson,
    squared_error,
)
from qneko.models.variational._network import Network, Objective
from qneko.models.variational._readout import LinearReadout
from tests import reference

RNG = np.random.default_rng(5)
ONE = RNG.integers(0, 2, (7, 1)).astype(float)
MANY = np.eye(3)[[0, 2, 1, 1, 0, 2, 2]]
LOSSES = [
    (logistic, ONE),
    (cross_entropy, MANY),
    (hinge, 2 * MANY - 1),
    (hinge, 2 * ONE - 1),
    (squared_error, 2 * MANY - 1),
    (absolute_error, RNG.normal(size=(7, 1))),
    (huber, RNG.normal(size=(7, 1))),
    (poisson, RNG.poisson(2.0, (7, 1)).astype(float)),
    (infidelity, MANY),
]
each_loss = pytest.mark.parametrize(
    ("loss", "targets"), LOSSES, ids=lambda v: getattr(v, "__name__", "")
)


def problem(loss, targets, weights=None):
    """Return an objective on 3 qubits, a point, and what they are made of."""
    rng = np.random.default_rng(5)
    circuit = reuploading_ansatz(3, 2, trainable_scale=True)
    data = rng.normal(size=(7, 3))
    program = compile(circuit, [Z(q) for q in range(3)])
    network = Network(get_device(), program, LinearReadout(3, targets.shape[1]))
    objective = Objective(network, data, targets, loss, 0.1, weights)
    return objective, rng.normal(size=network.n_parameters), circuit, data


@each_loss
@pytest.mark.parametrize("weighted", [False, True])
def test_gradient_equals_finite_differences(loss, targets, weighted: bool) -> None:
    weights = np.linspace(0.1, 1.9, 7) if weighted else None
    objective, point, *_ = problem(loss, targets, weights)
    error = check_grad(lambda p: objective(p)[0], lambda p: objective(p)[1], point, epsilon=1e-6)
    assert error < 1e-5
    assert np.abs(objective(point)[1]).max() > 0.01
    assert objective.value(point) == pytest.approx(objective(point)[0], abs=1e-14)


@each_loss
def test_slopes_equal_finite_differences(loss, targets) -> None:
    scores = np.random.default_rng(1).normal(size=targets.shape)
    slope = mean_loss(loss, scores, targets, None)[1]
    expected = approx_fprime(
        scores.ravel(),
        lambda s: mean_loss(loss, s.reshape(scores.shape), targets, None)[0],
        1e-7,
    )
    np.testing.assert_allclose(slope.ravel(), expected, atol=1e-6)


def test_loss_equals_the_reference_simulator() -> None:
    objective, point, circuit, data = problem(cross_entropy, MANY)
    weights, readout, _ = objective.network.split(point)
    matrix, intercept = objective.network.readout.unpack(readout)
    values = reference.expectations(circuit, [Z(q) for q in range(3)], data, weights)
    scores = values @ matrix + intercept
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    expected = log_loss(MANY.argmax(1), p, labels=[0, 1, 2]) + 0.05 * np.sum(matrix**2)
    assert objective(point)[0] == pytest.approx(expected, rel=1e-12)


def test_losses_are_those_of_scikit_learn() -> None:
    scores = RNG.normal(size=(7, 1))
    assert hinge(scores, 2 * ONE - 1)[0].mean() == pytest.approx(
        hinge_loss(ONE[:, 0], scores[:, 0])
    )
    counts = RNG.poisson(2.0, (7, 1)) + 1.0
    gain = poisson(scores, counts)[0].mean() - poisson(np.log(counts), counts)[0].mean()
    # the deviance is twice the gap to the saturated model
    assert 2 * gain == pytest.approx(mean_poisson_deviance(counts[:, 0], np.exp(scores[:, 0])))


def test_huber_is_square_then_line() -> None:
    residuals = np.array([[0.1], [3.0], [-3.0]])
    values, slopes = huber(residuals, np.zeros((3, 1)))
    line = HUBER_DELTA * (3 - HUBER_DELTA / 2)
    np.testing.assert_allclose(values, [0.005, line, line])
    np.testing.assert_allclose(slopes, [[0.1], [HUBER_DELTA], [-HUBER_DELTA]])


@each_loss
def test_batches_average_to_the_whole_and_weights_are_repetitions(loss, targets) -> None:
    times = np.array([1, 2, 1, 3, 1, 1, 5])
    weighted, point, _, data = problem(loss, targets, times / times.mean())
    repeated = Objective(
        weighted.network, data.repeat(times, axis=0), targets.repeat(times, axis=0), loss, 0.1
    )
    value, gradient = weighted(point)
    assert value == pytest.approx(repeated(point)[0], rel=1e-12)
    np.testing.assert_allclose(gradient, repeated(point)[1], atol=1e-12)
    parts = [weighted(point, np.array([i])) for i in range(7)]
    assert value == pytest.approx(np.mean([p[0] for p in parts]))
    np.testing.assert_allclose(gradient, np.mean([p[1] for p in parts], axis=0), atol=1e-12)
    assert weighted.n_backward == 14


def test_losses_do_not_overflow() -> None:
    values, slopes = logistic(np.array([[1e4], [-1e4]]), np.array([[0.0], [1.0]]))
    np.testing.assert_allclose(values, 1e4)
    np.testing.assert_allclose(slopes, [[1.0], [-1.0]])
    values, slopes = cross_entropy(np.array([[1e4, 0.0, -1e4]]), np.array([[0.0, 0.0, 1.0]]))
    assert values[0] == pytest.approx(2e4)
    assert np.all(np.isfinite(slopes))
