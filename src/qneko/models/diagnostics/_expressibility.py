"""How much of its state space a circuit reaches, and how entangled it is there."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray
from scipy.special import rel_entr
from sklearn.utils import check_random_state

from ...circuits import Circuit
from ...engine import compile, reduced_observables, reduced_states
from ...hybrid import get_device
from .._checks import check_count
from ._figure import BLUE, ORANGE, axes, label
from ._random_weights import random_rows, weights_as_features

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ...hybrid import Device

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Expressibility:
    """How the fidelities of a circuit's states differ from those of random states.

    Parameters
    ----------
    divergence : float
        Kullback-Leibler divergence to random states, in nats; 0 reaches the whole space evenly.
    interval : tuple of float
        95 % bootstrap interval of the divergence.
    floor : float
        What random states themselves would show on average with as many samples and bins: a
        divergence near it cannot be told from 0.
    edges, fidelities, random : ndarray
        Edges of the bins, and the shares of the circuit's and of random states' fidelities in them.
    """

    divergence: float
    interval: tuple[float, float]
    floor: float
    edges: Array
    fidelities: Array
    random: Array

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw both distributions of fidelities.

        Parameters
        ----------
        ax : Axes, optional
            Where to draw; by default a new figure.

        Returns
        -------
        Axes
            What was drawn on.
        """
        ax = axes(ax)
        ax.stairs(self.fidelities, self.edges, fill=True, color=BLUE, alpha=0.6, label="circuit")
        ax.stairs(self.random, self.edges, color=ORANGE, linewidth=2, label="random states")
        ax.legend(frameon=False)
        title = f"Expressibility: divergence {self.divergence:.3g}"
        return label(ax, title, "fidelity of two states", "share of pairs")


@dataclass(frozen=True)
class EntanglingPower:
    """How entangled a circuit's states are on average.

    Parameters
    ----------
    mean : float
        Mean Meyer-Wallach measure, from 0 (product states) to 1.
    standard_error : float
        Of the mean.
    random : float
        The mean of random states, ``(D - 2) / (D + 1)`` with D = 2**n_qubits.
    values : ndarray of shape (n_samples,)
        The measure of each sampled state.
    """

    mean: float
    standard_error: float
    random: float
    values: Array

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the distribution over sampled states.

        Parameters
        ----------
        ax : Axes, optional
            Where to draw; by default a new figure.

        Returns
        -------
        Axes
            What was drawn on.
        """
        ax = axes(ax)
        ax.hist(self.values, bins=40, range=(0, 1), color=BLUE)
        ax.axvline(self.random, color=ORANGE, linewidth=2, label="random states, mean")
        ax.legend(frameon=False)
        return label(ax, "Entangling power", "Meyer-Wallach measure", "states")


def expressibility(
    circuit: Circuit,
    *,
    n_samples: int = 5000,
    n_bins: int = 75,
    random_state: int | RandomState | None = None,
    device: str | Device = "statevector",
) -> Expressibility:
    """Return how evenly a circuit with random angles covers its state space.

    Pairs of states with independent uniform angles (features as well as weights) are compared by
    fidelity, and the distribution F is compared with that of random states,
    ``P(F) = (D - 1) (1 - F)**(D - 2)``. An expressive ansatz is not a good one by itself: the
    closer to random states, the flatter the loss (see `gradient_variance`).

    Parameters
    ----------
    circuit : Circuit
        An ansatz or a feature map.
    n_samples : int, default 5000
        Pairs of states.
    n_bins : int, default 75
        Bins of the fidelity, as in the paper; part of the measure's definition.
    random_state : int, RandomState instance or None, default None
        Angles and bootstrap.
    device : str or Device, default "statevector"
        One that gives states.

    Returns
    -------
    Expressibility
        The divergence with its interval and its floor; it can be plotted.

    References
    ----------
    S. Sim, P. D. Johnson, A. Aspuru-Guzik, Adv. Quantum Technol. 2, 1900070 (2019),
    arXiv:1905.10876.

    Examples
    --------
    >>> from qneko.circuits import Circuit, weight
    >>> from qneko.models.diagnostics import expressibility
    >>> idle = expressibility(Circuit(1).rz(weight(), 0), random_state=0)
    >>> full = expressibility(Circuit(1).h(0).rz(weight(), 0).rx(weight(), 0), random_state=0)
    >>> idle.divergence > 10 * full.divergence
    True
    """
    check_count(n_samples=n_samples, n_bins=n_bins)
    random = check_random_state(random_state)
    rows = random_rows(circuit, 2 * n_samples, random)
    program = compile(weights_as_features(circuit))
    states = get_device(device).states(program, rows)
    overlaps = np.einsum("nd,nd->n", states[:n_samples].conj(), states[n_samples:])
    fidelities = np.clip(np.abs(overlaps) ** 2, 0.0, 1.0)
    edges = np.linspace(0.0, 1.0, n_bins + 1)
    # the integral of P(F) over a bin
    expected = -np.diff((1 - edges) ** (2.0**circuit.n_qubits - 1))
    counts = np.histogram(fidelities, edges)[0]
    resampled = random.multinomial(n_samples, counts / n_samples, size=500)
    ideal = random.multinomial(n_samples, expected / expected.sum(), size=200)
    divergence = float(_divergence(counts, expected))
    spread = _divergence(resampled, expected)
    # resampling adds to the divergence what sampling added before: that much is taken off again
    low, high = np.quantile(spread, [0.025, 0.975]) - (spread.mean() - divergence)
    return Expressibility(
        divergence=divergence,
        interval=(max(float(low), 0.0), float(high)),
        floor=float(_divergence(ideal, expected).mean()),
        edges=edges,
        fidelities=counts / n_samples,
        random=expected,
    )


def entangling_power(
    circuit: Circuit,
    *,
    n_samples: int = 2000,
    random_state: int | RandomState | None = None,
    device: str | Device = "statevector",
) -> EntanglingPower:
    """Return the mean Meyer-Wallach entanglement of a circuit's states at random angles.

    ``Q = 2 (1 - mean over qubits of tr(rho_q**2))`` is 0 for product states. Little entanglement
    means that a classical computer can follow; much of it means nothing by itself.

    Parameters
    ----------
    circuit : Circuit
        An ansatz or a feature map.
    n_samples : int, default 2000
        States, with uniform angles.
    random_state : int, RandomState instance or None, default None
        Angles.
    device : str or Device, default "statevector"
        One that gives exact expectations.

    Returns
    -------
    EntanglingPower
        Mean, its standard error and the value of random states; it can be plotted.

    References
    ----------
    D. A. Meyer, N. R. Wallach, J. Math. Phys. 43, 4273 (2002), arXiv:quant-ph/0108104;
    S. Sim et al., Adv. Quantum Technol. 2, 1900070 (2019), arXiv:1905.10876.

    Examples
    --------
    >>> from qneko.circuits import Circuit, weight
    >>> from qneko.models.diagnostics import entangling_power
    >>> bell = Circuit(2).rz(weight(), 0).h(0).cx(0, 1)
    >>> round(entangling_power(bell, random_state=0).mean, 9)
    1.0
    """
    check_count(n_samples=n_samples)
    rows = random_rows(circuit, n_samples, random_state)
    observables = reduced_observables(circuit.n_qubits)
    program = compile(weights_as_features(circuit), observables)
    where = get_device(device)
    rho = reduced_states(program, rows, expectations=where.expectations)
    purity = np.einsum("nqij,nqji->nq", rho, rho).real
    values = np.clip(2 * (1 - purity.mean(axis=1)), 0.0, 1.0)
    dim = 2.0**circuit.n_qubits
    return EntanglingPower(
        mean=float(values.mean()),
        standard_error=float(values.std(ddof=1) / math.sqrt(n_samples)) if n_samples > 1 else 0.0,
        random=(dim - 2) / (dim + 1),
        values=values,
    )


def _divergence(counts: NDArray[np.int64], expected: Array) -> Array:
    """Return the Kullback-Leibler divergence of each row of counts, in nats."""
    shares = counts / counts.sum(axis=-1, keepdims=True)
    # far in the tail the expected share is below the smallest number, and infinite if it is hit
    return np.asarray(rel_entr(shares, np.maximum(expected, np.finfo(float).tiny)).sum(axis=-1))
