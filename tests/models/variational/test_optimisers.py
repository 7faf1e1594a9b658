"""Optimisers: each on a quadratic, and on a circuit."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from qneko.circuits import Circuit, Z, weight
from qneko.engine import compile
from qneko.hybrid import get_device
from qneko.models.variational._losses import squared_error
from qneko.models.variational._network import Network, Objective
from qneko.models.variational._optimisers import SPSA, Adam, NaturalGradient, lbfgs
from qneko.models.variational._readout import LinearReadout
from qneko.models.variational._state import TrainingState
from qneko.models.variational._training import Monitor, run_epochs

CENTRE = np.array([1.0, -2.0])
STEPPERS = {
    "adam": Adam(0.1),
    "spsa": SPSA(0.1, 400),
    "natural": NaturalGradient(0.1),
}
each_stepper = pytest.mark.parametrize("stepper", STEPPERS.values(), ids=STEPPERS)


class Quadratic:
    """A bowl around `CENTRE`, with the face of an objective."""

    n_samples = 4
    n_forward = n_backward = 0
    #: curvature along the axes, and the metric that undoes it
    curvature = np.array([1.0, 1.0])
    network = SimpleNamespace(program=SimpleNamespace(n_weights=2))

    def value(self, parameters, rows=None) -> float:
        self.n_forward += 4 if rows is None else len(rows)
        return float(np.sum(self.curvature * (parameters - CENTRE) ** 2))

    def __call__(self, parameters, rows=None):
        self.n_backward += 4 if rows is None else len(rows)
        self.n_forward -= 4 if rows is None else len(rows)
        return self.value(parameters, rows), 2 * self.curvature * (parameters - CENTRE)

    def metric(self, parameters, rows=None):
        return np.diag(self.curvature)


def run(stepper, objective, state, n_epochs: int, **monitor) -> bool:
    """Train for some epochs of two batches, and return whether the training settled."""
    watch = Monitor(objective, **{"tol": 1e-12, "patience": 10, **monitor})
    random = np.random.RandomState(0)
    return run_epochs(
        objective, state, stepper, watch, n_epochs=n_epochs, batch_size=3, random=random
    )


@each_stepper
def test_finds_the_minimum_of_a_quadratic(stepper) -> None:
    objective, start = Quadratic(), np.zeros(2)
    state = TrainingState(start)
    run(stepper, objective, state, 200, watches_loss=False)
    np.testing.assert_allclose(state.parameters, CENTRE, atol=0.02)
    np.testing.assert_array_equal(start, 0)
    assert len(state.losses) == 200
    assert state.n_steps == 400
    assert state.losses[-1] < 0.01 * state.losses[0]
    calls = state.n_forward + state.n_backward
    extra = 2 * 25 * 3 if isinstance(stepper, SPSA) else 0  # the calibration's differences
    assert calls == 200 * 4 * (2 if isinstance(stepper, SPSA) else 1) + extra


def test_lbfgs_finds_the_minimum_of_a_quadratic() -> None:
    objective, state = Quadratic(), TrainingState(np.zeros(2))
    watch = Monitor(objective, tol=0.0, patience=10, watches_loss=False)
    options = {"max_iter": 50, "tol": 1e-8, "epsilon": 1e-16, "after": watch.after}
    assert lbfgs(objective, state, **options)
    np.testing.assert_allclose(state.parameters, CENTRE, atol=1e-6)
    assert state.losses[-1] < 1e-10
    n_iterations = len(state.losses)
    # at the minimum it stays, and says so
    assert lbfgs(objective, state, **options)
    assert len(state.losses) == n_iterations + 1


def test_training_stops_when_nothing_is_gained() -> None:
    state = TrainingState(np.zeros(2))
    assert run(Adam(0.1), Quadratic(), state, 2000)
    assert len(state.losses) < 2000
    state = TrainingState(np.zeros(2))
    assert not run(Adam(0.1), Quadratic(), state, 5)
    assert len(state.losses) == 5


def test_natural_gradient_does_not_mind_the_metric() -> None:
    class Valley(Quadratic):
        curvature = np.array([100.0, 1.0])

    state = TrainingState(np.zeros(2))
    NaturalGradient(0.25).step(state, Valley(), None, np.random.RandomState(0))
    # both axes go the same part of their way: half, but for Tikhonov's constant
    np.testing.assert_allclose(state.parameters / CENTRE, 0.5, atol=0.01)


def test_first_steps_of_spsa_are_as_long_as_asked() -> None:
    moves = []
    for seed in range(200):
        state = TrainingState(np.zeros(2))
        SPSA(0.1, 1000).step(state, Quadratic(), None, np.random.RandomState(seed))
        moves.append(np.abs(state.parameters))
    # the decay of the first step is nearly nothing; steep directions are cut at twice the mean
    assert np.mean(moves) == pytest.approx(0.1, rel=0.15)
    assert np.max(moves) <= 0.2 + 1e-12


def test_spsa_from_a_flat_start_and_into_a_cliff() -> None:
    flat = Quadratic()
    flat.value = lambda parameters, rows=None: 1.0
    state = TrainingState(np.zeros(2))
    SPSA(0.1, 10).step(state, flat, None, np.random.RandomState(0))
    np.testing.assert_array_equal(state.parameters, 0)

    cliff = Quadratic()
    cliff.value = lambda p, rows=None: float(np.exp(20 * np.abs(p).sum()))
    state = TrainingState(np.zeros(2))
    for _ in range(50):
        SPSA(0.1, 50).step(state, cliff, None, np.random.RandomState(1))
    assert np.abs(state.parameters).max() < 2


def circuit_objective() -> Objective:
    """Return half the squared distance of <Z> of RX(w) RY(w) |0> from -1; no readout to train."""
    program = compile(Circuit(1).rx(weight(), 0).ry(weight(), 0), [Z(0)])

    class Identity(LinearReadout):
        n_parameters = 0
        n_penalised = 0

        def start(self, random):
            return np.zeros(0)

        def unpack(self, parameters):
            return np.eye(1), np.zeros(1)

        def pull(self, values, parameters, slope):
            return slope, np.zeros(0)

    network = Network(get_device(), program, Identity(1, 1))
    return Objective(network, np.zeros((4, 0)), np.full((4, 1), -1.0), squared_error, 0.0)


@each_stepper
def test_turns_a_qubit_over(stepper) -> None:
    state = TrainingState(np.array([0.4, 0.3]))
    run(stepper, circuit_objective(), state, 200, watches_loss=False)
    assert state.losses[0] > 1
    assert state.losses[-1] < 1e-3


def test_metric_of_two_rotations_in_closed_form() -> None:
    # RX(a), then RY(b): the metric is diag(1, cos(a)**2) / 4 (Stokes et al. 2020)
    a = 0.4
    metric = circuit_objective().metric(np.array([a, 0.3]))
    np.testing.assert_allclose(metric, np.diag([1.0, np.cos(a) ** 2]) / 4, atol=1e-12)
