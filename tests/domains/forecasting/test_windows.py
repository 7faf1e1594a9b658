"""Reservoirs on rows are the reservoirs of `qneko.models` on the rows' windows."""

from __future__ import annotations

import numpy as np
import pytest

from qneko.domains import forecast_table
from qneko.domains.forecasting import EchoStateOnWindows, QuantumReservoirOnWindows
from qneko.errors import InputError
from qneko.hybrid.devices import StatevectorDevice
from qneko.models import EchoStateNetworkRegressor, QuantumReservoirRegressor
from qneko.models.diagnostics import native_layers, resources

from .series import series

RNG = np.random.default_rng(3)
TWO = series(RNG.normal(size=(90, 2)), channels=("y", "x"))


class Counting(StatevectorDevice):
    """Counts the states that it is asked for."""

    n_states = 0

    def _states(self, *args, **kwargs):
        self.n_states += 1
        return super()._states(*args, **kwargs)


def test_windows_are_in_the_order_of_time_with_all_channels_of_a_step_together():
    data = forecast_table(TWO, lags=5, others=["x"], season="none")
    model = EchoStateOnWindows(random_state=0).fit(data.raw, data.target)
    windows = model.windows(data.raw).reshape(-1, 5, 2)
    last = np.stack([history[-5:] for history in data.context["history"]])
    for channel in range(2):  # less the mean, in standard deviations: one line for all steps
        slope, offset = np.polyfit(last[:, :, channel].ravel(), windows[:, :, channel].ravel(), 1)
        np.testing.assert_allclose(
            slope * last[:, :, channel] + offset, windows[:, :, channel], atol=1e-9
        )


@pytest.mark.parametrize("others", [(), ("x",)])
def test_the_model_is_that_of_the_windows(others):
    data = forecast_table(TWO, lags=6, others=others)
    n = 1 + len(others)
    mine = QuantumReservoirOnWindows(n_memory=2, n_virtual_nodes=3, random_state=4)
    mine.fit(data.raw, data.target)
    theirs = QuantumReservoirRegressor(
        2 + n,
        n_virtual_nodes=3,
        dynamics="circuit",
        n_channels=n,
        alpha=1e-3,
        random_state=4,
    )
    anomaly = mine.anomalies_.target(_rows(data), data.target.to_numpy())
    theirs.fit(mine.windows(data.raw), anomaly)
    expected = mine.anomalies_.back(_rows(data), theirs.predict(mine.windows(data.raw)))
    np.testing.assert_allclose(mine.predict(data.raw), expected, atol=1e-12)
    assert mine.control().get_params()["entanglement"] == "none"
    controlled = mine.control().fit(data.raw, data.target).reservoir_
    assert controlled.get_params() == theirs.control().get_params()


def test_the_echo_state_network_is_that_of_the_windows():
    data = forecast_table(TWO, lags=6)
    mine = EchoStateOnWindows(20, 0.8, 0.7, 0.5, random_state=1).fit(data.raw, data.target)
    theirs = EchoStateNetworkRegressor(
        20, spectral_radius=0.8, leak_rate=0.7, input_scaling=0.5, alpha=1e-3, random_state=1
    )
    assert mine.reservoir_.get_params() == theirs.get_params()


def test_without_entanglement_only_the_last_step_is_seen():
    data = forecast_table(series(RNG.normal(size=120)), lags=6, season="none")
    model = QuantumReservoirOnWindows(n_memory=2, n_virtual_nodes=3, random_state=0)
    rows = data.raw.iloc[100:101].copy()
    past = rows["history"].iloc[0].copy()
    past[-4] += 0.5
    changed = rows.assign(history=None)
    changed.at[changed.index[0], "history"] = past
    entangled = model.fit(data.raw[:100], data.target[:100])
    assert entangled.predict(rows)[0] != entangled.predict(changed)[0]
    alone = model.control().fit(data.raw[:100], data.target[:100])
    np.testing.assert_allclose(alone.predict(rows), alone.predict(changed), atol=1e-12)


def test_the_circuit_is_computed_by_the_device():
    data = forecast_table(TWO, lags=3)
    device = Counting()
    model = QuantumReservoirOnWindows(2, 3, device=device, random_state=0)
    model.fit(data.raw, data.target)
    assert device.n_states == 3  # one for each layer, all rows as one batch


def test_what_it_takes_on_hardware_is_counted_in_gates():
    data = forecast_table(TWO, lags=7)
    model = QuantumReservoirOnWindows(3, 4, random_state=0).fit(data.raw, data.target)
    found = resources(model)
    one, two = native_layers(model.reservoir_.layer_circuit())
    assert found.circuits_per_sample == 4
    assert found.training_circuits == 4 * data.n_samples
    assert found.two_qubit_layers == 7 * 4 * two
    assert found.one_qubit_layers == 7 * (4 * one + 2)
    assert found.n_parameters == 4 * 4 + 1
    ising = QuantumReservoirRegressor(3, random_state=0).fit(
        RNG.normal(size=(9, 4)), np.arange(9.0)
    )
    with pytest.raises(InputError, match="Layers are expected of dynamics='circuit'"):
        resources(ising, 9)
    with pytest.raises(InputError, match="needs n_samples"):
        resources(model.reservoir_)


def _rows(data):
    from qneko.domains.forecasting._rows import read_rows

    return read_rows(data.raw)
