"""Fujii and Nakajima 2017: what driven qubits remember and compute, beside echo-state networks.

The protocol is the paper's: couplings J_ij uniform in [-J/2, J/2] between all qubits, field
h = J/2, interval tau = 2/J, 10 virtual nodes, a readout by least squares; 1000 steps of washout,
3000 to train, 1000 to test; the error is sum (y - target)^2 / sum target^2; the input of the NARMA
tasks is the product of three sines, scaled to [0, 0.2].

The paper's abstract was read at the source. Its setting was taken from descriptions in later work,
and its tables could not be had, so what is compared is its claim, with echo-state networks that are
computed here. Their spectral radius is the one that does best *on the test steps*: the classical
side has every advantage.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qneko.models import EchoStateNetwork, QuantumReservoir
from qneko.models.diagnostics import ProcessingCapacity, information_capacity
from validation.finding import Finding

TITLE = "Quantum reservoir: short-term memory and NARMA tasks"
SOURCE = (
    "K. Fujii, K. Nakajima, Harnessing disordered-ensemble quantum dynamics for machine learning, "
    "Phys. Rev. Applied 8, 024030 (2017), arXiv:1602.08159; bound of the capacity: J. Dambre et "
    "al., Sci. Rep. 2, 514 (2012)."
)

Array = NDArray[Any]

SEEDS = range(5)
ORDERS = (2, 5, 10, 15, 20)
RADII = (0.2, 0.4, 0.6, 0.8, 0.9, 0.99)
WASHOUT, TRAIN, TEST = 1000, 3000, 1000
STEPS = WASHOUT + TRAIN + TEST
RANGE = (0.0, 0.2)
#: Squared correlations below are counted as zero; chance is about 1 / TEST.
CHANCE = 0.01


def run() -> list[Finding]:
    """Compute memory, parity and NARMA tasks; medians and ranges are over five draws."""
    return [*memory(), parity(), *narma_tasks()]


def memory() -> list[Finding]:
    """Return the capacities for uniform input, their bound, and their growth with virtual nodes."""
    inputs = np.random.default_rng(1).uniform(size=STEPS)
    found = {v: [quantum_capacity(inputs, v, seed) for seed in SEEDS] for v in (1, 5, 10, 25)}
    every = [c for capacities in found.values() for c in capacities]
    network = [
        information_capacity(run_network(inputs, 50, radius, seed, (0, 1)), inputs)
        for radius in RADII
        for seed in SEEDS
    ]
    worst = max(c.total / c.n_independent for c in [*every, *network])
    linear = {v: [c.by_degree[0] for c in capacities] for v, capacities in found.items()}
    means = {v: float(np.mean(values)) for v, values in linear.items()}
    best = max(network, key=lambda c: c.by_degree[0])
    return [
        Finding(
            "total capacity, of degree 1 to 3, over the number of independent readouts; 5 qubits "
            "with 1 to 25 virtual nodes and echo-state networks of 50 nodes",
            "at most 1",
            f"{worst:.3f} (the largest of {len(every) + len(network)})",
            worst <= 1 + 1e-9,
        ),
        Finding(
            "short-term memory of 5 qubits with 1, 5, 10, 25 virtual nodes",
            "rises with the virtual nodes, and hardly beyond about 10 (second-hand)",
            ", ".join(spread(values, ".1f") for values in linear.values()),
            means[1] < means[5] < means[10] and means[25] / means[10] < means[10] / means[1],
            "Sums of squared correlations for uniform input over 51 delays. An echo-state network "
            f"of 50 nodes holds {best.by_degree[0]:.1f} at its best radius and draw. Of the second "
            f"and third degree it holds {best.by_degree[1]:.1f} and {best.by_degree[2]:.1f}, "
            f"5 qubits with 10 virtual nodes {degrees(found[10])} on average.",
        ),
    ]


def parity() -> Finding:
    """Return the capacity for the parity of the last 2 to 10 bits, with 1 and 10 virtual nodes."""
    bits = np.random.default_rng(2).integers(0, 2, size=STEPS)
    signs = 1.0 - 2 * bits
    targets = [np.prod([np.roll(signs, k) for k in range(n)], axis=0) for n in range(2, 11)]

    def capacities(n_virtual: int, interval: float) -> list[float]:
        totals = []
        for seed in SEEDS:
            readouts = run_quantum(bits, 5, n_virtual, seed, (0, 1), interval)
            each = [correlation(readouts, target) for target in targets]
            totals.append(sum(value for value in each if value > CHANCE))
        return totals

    one, ten, longer = capacities(1, 1.0), capacities(10, 1.0), capacities(1, 2.0)
    return Finding(
        "capacity for the parity of the last 2 to 10 bits, 5 qubits with 1 and with 10 virtual "
        "nodes, tau = 1/J",
        "0 with one virtual node, more with more (second-hand)",
        f"{spread(one, '.2f')} and {spread(ten, '.2f')}",
        max(one) < 0.05 < min(ten),
        f"It depends on the interval: with tau = 2/J one virtual node has {spread(longer, '.2f')}.",
    )


def narma_tasks() -> list[Finding]:
    """Return the errors on the NARMA tasks of quantum reservoirs and of echo-state networks."""
    inputs = sines(STEPS)
    targets = {order: narma(inputs, order) for order in ORDERS}
    explained = {2: cube_alone(inputs), 5: product_of_recent(inputs)}

    def errors(readouts: Array) -> dict[int, float]:
        return {order: nmse(readouts, target) for order, target in targets.items()}

    five = [errors(run_quantum(inputs, 5, 10, seed, RANGE)) for seed in SEEDS]
    seven = [errors(run_quantum(inputs, 7, 10, seed, RANGE)) for seed in SEEDS]
    networks = {n: best_networks(inputs, n, errors) for n in (50, 100, 500)}
    findings = []
    for order in ORDERS:
        few, qubits = [e[order] for e in five], [e[order] for e in seven]
        fifty, hundred, many = (networks[n][order] for n in (50, 100, 500))
        agrees = float(np.median(qubits)) <= hundred
        equal = f"With equal readouts: 5 qubits {spread(few, '.1e')}, 50 nodes {fifty:.1e}."
        notes = f"{equal} {random_input() if order == 10 else ''}"
        if not agrees:  # an unforeseen difference has no explanation, and is to be seen
            notes = f"{explained[order]} {equal}" if order in explained else ""
        findings.append(
            Finding(
                f"NARMA-{order}, 7 qubits with 10 virtual nodes: normalised mean square error",
                f"like 100 to 500 nodes of an echo-state network: here {hundred:.1e} to {many:.1e}",
                spread(qubits, ".1e"),
                agrees,
                notes.strip(),
            )
        )
    return findings


def random_input() -> str:
    """Return the errors on NARMA-10 for an input of which the past says nothing."""
    inputs = np.random.default_rng(0).uniform(*RANGE, size=STEPS)
    target = narma(inputs, 10)

    def errors(readouts: Array) -> dict[int, float]:
        return dict.fromkeys(ORDERS, nmse(readouts, target))

    qubits = [errors(run_quantum(inputs, 7, 10, seed, RANGE))[10] for seed in SEEDS]
    hundred, many = (best_networks(inputs, n, errors)[10] for n in (100, 500))
    return (
        "The sines repeat themselves, so their past tells their future. With uniform random input "
        f"the same task is much harder: 7 qubits {spread(qubits, '.1e')}, 100 nodes "
        f"{hundred:.1e}, 500 nodes {many:.1e}."
    )


def cube_alone(inputs: Array) -> str:
    """Return why NARMA-2 is hard, with the error of what one step can know of its input's cube."""
    s = inputs / RANGE[1]
    within_reach = np.column_stack([s, np.sqrt(s * (1 - s))])
    cube = 0.6 * inputs**3
    found, expected = predicted(within_reach, cube)
    floor = np.sum((found - expected) ** 2) / np.sum(narma(inputs, 2)[-TEST:] ** 2)
    return (
        "The readouts of a step are linear in 1, s and sqrt(s (1 - s)) of that step's input, so "
        "the cube of the input in NARMA-2 is not among them: these three functions alone leave an "
        f"error of {floor:.1e}, and what is better than that comes from the past of an input that "
        "repeats itself. The nodes of an echo-state network bend the input itself."
    )


def product_of_recent(inputs: Array) -> str:
    """Return why NARMA-5 is hard, with how well its product of inputs can be read."""
    target = (inputs - inputs.mean()) * (np.roll(inputs, 4) - inputs.mean())
    qubits = 1 - correlation(run_quantum(inputs, 7, 10, 0, RANGE), target)
    network = 1 - correlation(run_network(inputs, 100, 0.8, 0, RANGE), target)
    return (
        "What NARMA-5 takes from the input is the product of the last and the fifth last. It is "
        f"read from 7 qubits with 1 - r^2 = {qubits:.1e}, from 100 nodes, which are more readouts, "
        f"with {network:.1e}."
    )


def quantum_capacity(inputs: Array, n_virtual: int, seed: int) -> ProcessingCapacity:
    """Return the capacities of 5 qubits."""
    return information_capacity(run_quantum(inputs, 5, n_virtual, seed, (0, 1)), inputs)


def run_quantum(
    inputs: Array,
    n_qubits: int,
    n_virtual: int,
    seed: int,
    limits: tuple[float, float],
    interval: float = 2.0,
) -> Array:
    """Return the readouts of the paper's reservoir."""
    model = QuantumReservoir(
        n_qubits,
        n_virtual_nodes=n_virtual,
        interval=interval,
        input_range=limits,
        random_state=seed,
    )
    return model.fit(inputs.reshape(-1, 1)).run(inputs)


def run_network(
    inputs: Array, n_nodes: int, radius: float, seed: int, limits: tuple[float, float]
) -> Array:
    """Return the states of an echo-state network."""
    model = EchoStateNetwork(n_nodes, spectral_radius=radius, input_range=limits, random_state=seed)
    return model.fit(inputs.reshape(-1, 1)).run(inputs)


def best_networks(
    inputs: Array, n_nodes: int, errors: Callable[[Array], dict[int, float]]
) -> dict[int, float]:
    """Return the median error over seeds at the spectral radius that is best for each task."""
    seeds = SEEDS if n_nodes < 500 else range(2)
    found = [
        [errors(run_network(inputs, n_nodes, radius, seed, RANGE)) for seed in seeds]
        for radius in RADII
    ]
    return {
        order: min(float(np.median([e[order] for e in same])) for same in found) for order in ORDERS
    }


def sines(n_steps: int) -> Array:
    """Return the input of the NARMA tasks, from 0 to 0.2."""
    phases = 2 * np.pi * np.outer(np.arange(n_steps), (2.11, 3.73, 4.11)) / 100
    return 0.1 * (np.sin(phases).prod(axis=1) + 1)


def narma(inputs: Array, order: int) -> Array:
    """Return y_{k + 1} for each input s_k of the NARMA system of an order."""
    y = np.zeros(len(inputs) + 1)
    for k, s in enumerate(inputs):
        if order == 2:
            previous = y[k - 1] if k else 0.0
            y[k + 1] = 0.4 * y[k] + 0.4 * y[k] * previous + 0.6 * s**3 + 0.1
        else:
            past = y[max(0, k - order + 1) : k + 1].sum()
            first = inputs[k - order + 1] if k >= order - 1 else 0.0
            y[k + 1] = 0.3 * y[k] + 0.05 * y[k] * past + 1.5 * first * s + 0.1
    return y[1:]


def predicted(readouts: Array, target: Array) -> tuple[Array, Array]:
    """Return the test steps of a least-squares readout, and their target."""
    rows = np.column_stack([np.ones(len(readouts)), readouts])
    train, test = slice(WASHOUT, WASHOUT + TRAIN), slice(WASHOUT + TRAIN, STEPS)
    weights = np.linalg.lstsq(rows[train], target[train], rcond=None)[0]
    return rows[test] @ weights, target[test]


def nmse(readouts: Array, target: Array) -> float:
    """Return the paper's normalised mean square error."""
    found, expected = predicted(readouts, target)
    return float(np.sum((found - expected) ** 2) / np.sum(expected**2))


def correlation(readouts: Array, target: Array) -> float:
    """Return the squared correlation of the readout with its target."""
    found, expected = predicted(readouts, target)
    return float(np.corrcoef(found, expected)[0, 1] ** 2)


def spread(values: list[float], form: str) -> str:
    """Return the median and the range over the draws."""
    return f"{np.median(values):{form}} ({min(values):{form}} to {max(values):{form}})"


def degrees(capacities: list[ProcessingCapacity]) -> str:
    """Return the mean capacities of the second and third degree."""
    second, third = (np.mean([c.by_degree[d] for c in capacities]) for d in (1, 2))
    return f"{second:.1f} and {third:.1f}"
