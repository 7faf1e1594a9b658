"""Shot noise: binomial statistics around the exact values, anew for each request."""

from __future__ import annotations

import numpy as np
import pytest

from qneko.circuits import Circuit, X, Y, Z, feature, hardware_efficient_ansatz
from qneko.engine import compile
from qneko.errors import CapabilityError, InputError
from qneko.hybrid import Device, get_device
from qneko.hybrid.devices import ShotNoiseDevice

ROTATION = Circuit(1).ry(feature(0), 0)
ANGLES = np.linspace(0.2, 2.8, 400)[:, None]


def test_expectations_scatter_as_binomials_do():
    program = compile(ROTATION, [Z(0), X(0)])
    exact = get_device().expectations(program, ANGLES)
    found = ShotNoiseDevice(50, seed=3).expectations(program, ANGLES)
    standard = (found - exact) / np.sqrt((1 - exact**2) / 50)
    assert abs(standard.mean()) < 0.12
    assert standard.std() == pytest.approx(1.0, abs=0.1)
    np.testing.assert_allclose(np.round(found * 50) / 50, found)


def test_observables_of_one_setting_are_read_from_the_same_shots():
    bell = compile(Circuit(2).h(0).cx(0, 1), [Z(0), Z(1), Z(0) @ Z(1), 2.0 * X(0) @ X(1)])
    found = ShotNoiseDevice(25, seed=2).expectations(bell, np.empty((30, 0)))
    np.testing.assert_array_equal(found[:, 0], found[:, 1])
    assert np.ptp(found[:, 0]) > 0.3
    np.testing.assert_allclose(found[:, 2:], [[1.0, 2.0]] * 30)


def test_many_shots_come_to_the_exact_values():
    circuit = hardware_efficient_ansatz(3, 2)
    observables = [X(0) @ Y(2), Y(1), 0.7 * Z(0) @ X(1) - 0.2 * Y(2) @ Z(1)]
    program = compile(circuit, observables)
    w = np.linspace(-2, 2, circuit.n_weights)
    exact = get_device().expectations(program, np.empty((1, 0)), w)
    found = ShotNoiseDevice(4_000_000).expectations(program, np.empty((1, 0)), w)
    np.testing.assert_allclose(found, exact, atol=2e-3)


def test_fidelities_scatter_as_binomials_do():
    program = compile(ROTATION)
    rows = ANGLES[::10]
    exact = get_device().gram(program, rows)
    found = ShotNoiseDevice(40, seed=1).gram(program, rows)
    np.testing.assert_array_equal(found, found.T)
    np.testing.assert_array_equal(np.diag(found), 1.0)
    upper = np.triu_indices(len(rows), 1)
    standard = (found - exact)[upper] / np.sqrt(exact * (1 - exact) / 40 + 1e-12)[upper]
    assert np.sqrt(np.mean(np.square(standard))) == pytest.approx(1.0, abs=0.12)
    across = ShotNoiseDevice(40, seed=1).gram(program, rows, rows[:3])
    assert across.shape == (40, 3)


def test_requests_differ_and_sequences_repeat():
    program = compile(ROTATION, Z(0))
    one, other = ShotNoiseDevice(20, seed=5), ShotNoiseDevice(20, seed=5)
    first, second = (one.expectations(program, ANGLES) for _ in range(2))
    assert not np.array_equal(first, second)
    np.testing.assert_array_equal(first, other.expectations(program, ANGLES))
    np.testing.assert_array_equal(second, other.expectations(program, ANGLES))


def test_it_is_a_device_and_refuses_what_hardware_cannot_do():
    device = ShotNoiseDevice(10)
    assert isinstance(device, Device)
    with pytest.raises(CapabilityError, match="asked for states"):
        device.states(compile(ROTATION), ANGLES)
    with pytest.raises(InputError, match="shots must be a whole number from 1 on, got 0"):
        ShotNoiseDevice(0)
