"""Capacities against systems whose memory is known, and their bound."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.figure import Figure

from qneko.errors import InputError
from qneko.models import EchoStateNetwork, QuantumReservoir
from qneko.models.diagnostics import fading_memory, information_capacity, memory_capacity

RANDOM = np.random.default_rng(0)
U = RANDOM.uniform(-1, 1, size=3000)


def delayed(k: int) -> np.ndarray:
    return np.roll(U, k)


def test_a_delay_line_remembers_its_length() -> None:
    line = np.stack([delayed(k) for k in range(6)], axis=1)
    found = memory_capacity(line, U, max_delay=10)
    np.testing.assert_allclose(found.memory[:6], 1, atol=1e-2)
    assert not found.memory[6:].any()
    assert found.total == pytest.approx(6, abs=1e-2)
    assert found.n_independent == 6


def test_products_and_squares_are_of_second_degree() -> None:
    readouts = np.stack([delayed(1) * delayed(3), delayed(2) ** 2, delayed(4)], axis=1)
    found = information_capacity(readouts, U, max_delays=(6, 6, 3))
    np.testing.assert_allclose(found.by_degree, [1, 2, 0], atol=2e-2)
    assert found.total <= found.n_independent == 3


def test_noise_holds_nothing() -> None:
    found = information_capacity(RANDOM.normal(size=(3000, 8)), U, max_delays=(20, 5))
    assert found.total < 0.1
    assert found.n_independent == 8


def test_readouts_that_depend_on_others_do_not_count() -> None:
    line = np.stack([delayed(0), delayed(1), delayed(0) - 2 * delayed(1), np.ones(3000)], axis=1)
    found = memory_capacity(line, U, max_delay=5)
    assert found.n_independent == 2
    assert found.total == pytest.approx(2, abs=1e-2)


@pytest.mark.parametrize(
    "model",
    [
        QuantumReservoir(n_qubits=4, n_virtual_nodes=4, random_state=0),
        QuantumReservoir(n_qubits=3, n_virtual_nodes=2, dynamics="circuit", random_state=0),
        EchoStateNetwork(n_nodes=15, random_state=0),
    ],
    ids=str,
)
def test_no_reservoir_exceeds_the_bound(model) -> None:
    model.fit(U[:, None])
    found = information_capacity(model.run(U), U, max_delays=(30, 10, 4))
    assert 1 < found.total <= found.n_independent + 1e-9
    assert found.total == pytest.approx(sum(found.by_degree))
    assert found.by_degree[0] == pytest.approx(found.memory.sum())
    control = model.control().fit(U[:, None])
    now = information_capacity(control.run(U), U, max_delays=(30, 10, 4))
    assert not now.memory[1:].any()


def test_reservoirs_forget_and_the_uncoupled_one_does_not() -> None:
    model = QuantumReservoir(n_qubits=4, random_state=0).fit(U[:, None])
    distance = fading_memory(model, U[:300])
    assert distance.shape == (300,)
    assert distance[0] > 0.5
    assert distance[-1] < 1e-4
    assert fading_memory(model.control().fit(U[:, None]), U[:50]).min() == pytest.approx(2)


def test_memory_is_drawn_delay_by_delay() -> None:
    figure = Figure()
    found = memory_capacity(np.stack([U, delayed(1)], axis=1), U, max_delay=4)
    ax = found.plot(figure.subplots())
    assert [bar.get_height() for bar in ax.patches] == list(found.memory)
    assert "2 independent" in ax.get_title(loc="left")


def test_bad_input_is_refused() -> None:
    with pytest.raises(InputError, match=r"readouts of shape \(n_steps, n_readouts\)"):
        memory_capacity(U, U)
    with pytest.raises(InputError, match="the series must vary"):
        memory_capacity(U[:, None], np.zeros(3000))
    with pytest.raises(InputError, match="at least .* steps for 1 independent readouts"):
        memory_capacity(U[:100, None], U[:100], washout=0)
