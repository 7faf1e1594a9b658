"""Devices: found by name, refusing what they do not declare, handing the rest to the program."""

from __future__ import annotations

import numpy as np
import pytest

from qneko.circuits import Circuit, X, Z, feature, weight
from qneko.engine import compile
from qneko.errors import CapabilityError, InputError
from qneko.hybrid import Capabilities, Device, get_device, list_devices
from qneko.hybrid.devices import BaseDevice, StatevectorDevice


def make_program(n_qubits=3):
    circuit = Circuit(n_qubits)
    for q in range(n_qubits):
        circuit.ry(feature(q), q)
        circuit.rz(weight(), q)
    for q in range(n_qubits - 1):
        circuit.cx(q, q + 1)
    return compile(circuit, [Z(0), 0.5 * X(1) @ Z(0)])


RNG = np.random.default_rng(5)
INPUTS = RNG.normal(size=(7, 3))
WEIGHTS = RNG.normal(size=3)


class ShotsOnly(BaseDevice):
    """A device that estimates and samples, as hardware does."""

    name = "shots-only"
    capabilities = Capabilities(
        exact=False,
        gradients=False,
        states=False,
        sampling=True,
        max_qubits=2,
        description="for tests",
    )

    def _expectations(self, program, X, w):
        return np.zeros((len(X), program.n_observables))

    def _sample(self, program, X, w, *, shots, seed):
        return np.full((len(X), shots), seed)


def test_the_default_is_the_statevector_device():
    device = get_device()
    assert device.name == "statevector"
    assert list_devices()[0] == "statevector"
    assert isinstance(device, Device)
    assert device.capabilities.exact


def test_every_listed_device_can_be_had():
    for name in list_devices():
        assert get_device(name).name == name


def test_a_misspelt_name_gets_a_suggestion():
    with pytest.raises(InputError, match="'statevectr'; did you mean 'statevector'"):
        get_device("statevectr")


def test_a_strange_name_gets_the_list():
    with pytest.raises(InputError, match="known: statevector"):
        get_device("zzz")


def test_a_device_is_handed_back():
    device = ShotsOnly()
    assert get_device(device) is device


def test_anything_else_is_refused():
    with pytest.raises(InputError, match="got int"):
        get_device(3)


def test_statevector_gives_what_the_program_gives():
    device, program = get_device(), make_program()
    np.testing.assert_array_equal(
        device.expectations(program, INPUTS, WEIGHTS), program.expectations(INPUTS, WEIGHTS)
    )
    np.testing.assert_array_equal(
        device.states(program, INPUTS, WEIGHTS), program.states(INPUTS, WEIGHTS)
    )
    values, vjp = device.value_and_vjp(program, INPUTS, WEIGHTS)
    expected, expected_vjp = program.value_and_vjp(INPUTS, WEIGHTS)
    np.testing.assert_array_equal(values, expected)
    for ours, theirs in zip(vjp(np.ones((7, 2))), expected_vjp(np.ones((7, 2))), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    np.testing.assert_array_equal(
        device.sample(program, INPUTS, WEIGHTS, shots=20, seed=3),
        program.sample(INPUTS, WEIGHTS, shots=20, seed=3),
    )


def test_gram_is_the_overlap_of_states():
    device, program = get_device(), make_program()
    states = program.states(INPUTS, WEIGHTS)
    overlaps = np.abs(states.conj() @ states.T) ** 2
    gram = device.gram(program, INPUTS, w=WEIGHTS)
    np.testing.assert_allclose(gram, overlaps, atol=1e-12)
    np.testing.assert_array_equal(gram, gram.T)
    np.testing.assert_allclose(
        device.gram(program, INPUTS[:2], INPUTS[2:], WEIGHTS), overlaps[:2, 2:], atol=1e-12
    )


@pytest.mark.parametrize(
    ("request_name", "ability"),
    [("states", "states"), ("value_and_vjp", "gradients"), ("gram", "states")],
)
def test_what_is_not_declared_is_refused(request_name, ability):
    with pytest.raises(CapabilityError, match=f"'shots-only' was asked for {ability}.*sampling"):
        getattr(ShotsOnly(), request_name)(make_program(2), INPUTS[:, :2])


def test_what_is_declared_is_done():
    device, program = ShotsOnly(), make_program(2)
    assert device.expectations(program, INPUTS).shape == (7, 2)
    assert device.sample(program, INPUTS, shots=4, seed=9).tolist() == [[9] * 4] * 7


@pytest.mark.parametrize("request_name", ["expectations", "sample"])
def test_too_wide_a_program_is_refused(request_name):
    arguments = {"shots": 1} if request_name == "sample" else {}
    with pytest.raises(CapabilityError, match="up to 2 qubits, got a program of 3"):
        getattr(ShotsOnly(), request_name)(make_program(3), INPUTS, **arguments)


def test_a_declared_width_fits_into_memory():
    n_bytes = 2**StatevectorDevice.capabilities.max_qubits * 16
    assert n_bytes <= 2**28
