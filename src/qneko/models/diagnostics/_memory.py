"""How much of its past input a reservoir holds, and how fast it forgets where it began."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.polynomial import Legendre
from numpy.typing import ArrayLike, NDArray
from scipy.stats import beta

from ...errors import InputError
from .._checks import check_count
from ._figure import BLUE, axes, label

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..reservoirs._base import Reservoir

#: A capacity that pure chance exceeds once in so many targets is taken for zero (as Dambre 2012).
_CHANCE = 1e-4


@dataclass(frozen=True)
class ProcessingCapacity:
    """What functions of the past input can be read from a reservoir, linearly.

    Parameters
    ----------
    by_degree : tuple of float
        Total capacity of the functions of degree 1, 2, ...; degree 1 is the memory capacity.
    memory : ndarray of shape (max_delay + 1,)
        Capacity for the input 0, 1, ... steps ago: squared correlation of the best linear readout.
    total : float
        Sum over all functions; at most `n_independent`.
    n_independent : int
        Linearly independent readouts, and so the bound.
    floor : float
        Capacities below this are within chance and counted as zero.
    """

    by_degree: tuple[float, ...]
    memory: NDArray[np.float64]
    total: float
    n_independent: int
    floor: float

    formula: ClassVar[str] = (
        "C[z] = |Q^T z|^2 / |z|^2 for target z, with an orthonormal basis Q of centred readouts; "
        "the targets are made orthogonal one after the other, so their sum is at most the rank of "
        "the readouts (Dambre et al. 2012); the floor is the quantile of C under no relation, a "
        "beta distribution with rank / 2 and (steps - 1 - rank) / 2."
    )

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the capacity for the input of each delay.

        Parameters
        ----------
        ax : matplotlib Axes, optional
            Where to draw; by default a new figure.

        Returns
        -------
        matplotlib Axes
            With one bar a delay.
        """
        ax = axes(ax)
        ax.bar(np.arange(len(self.memory)), self.memory, color=BLUE)
        ax.set_ylim(0, 1)
        title = f"Memory {self.by_degree[0]:.1f} of {self.n_independent} independent readouts"
        return label(ax, title, "steps ago", "capacity")


def memory_capacity(
    readouts: ArrayLike, series: ArrayLike, *, max_delay: int = 50, washout: int = 100
) -> ProcessingCapacity:
    """Return how much of the past input is held, linearly: the short-term memory capacity.

    Parameters
    ----------
    readouts : array-like of shape (n_steps, n_readouts)
        As ``reservoir.run(series)`` returns them.
    series : array-like of shape (n_steps,)
        The random, independent inputs that drove the reservoir.
    max_delay : int, default 50
        Longest delay that is asked for.
    washout : int, default 100
        First steps that are left out, beyond the delays.

    Returns
    -------
    ProcessingCapacity
        Of degree 1 alone.

    References
    ----------
    H. Jaeger, Short term memory in echo state networks, GMD Report 152 (2001).

    Examples
    --------
    >>> import numpy as np
    >>> from qneko.models.diagnostics import memory_capacity
    >>> u = np.random.default_rng(0).uniform(size=3000)
    >>> delay_line = np.stack([np.roll(u, k) for k in range(5)], axis=1)
    >>> round(memory_capacity(delay_line, u).total, 3)
    5.0
    """
    return information_capacity(readouts, series, max_delays=(max_delay,), washout=washout)


def information_capacity(
    readouts: ArrayLike,
    series: ArrayLike,
    *,
    max_delays: tuple[int, ...] = (50, 15, 6),
    washout: int = 100,
) -> ProcessingCapacity:
    """Return how much of the past input is held, by the degree of the function that is read.

    The functions are products of Legendre polynomials of single past inputs, orthogonal for
    inputs that are independent and uniform.

    Parameters
    ----------
    readouts : array-like of shape (n_steps, n_readouts)
        As ``reservoir.run(series)`` returns them.
    series : array-like of shape (n_steps,)
        The random, independent, uniform inputs that drove the reservoir, thousands of them.
    max_delays : tuple of int, default (50, 15, 6)
        Longest delay for degree 1, 2, ...; how many there are sets the highest degree. The number
        of functions of degree d grows with the d-th power of the delay.
    washout : int, default 100
        First steps that are left out, beyond the delays.

    Returns
    -------
    ProcessingCapacity
        Capacities by degree, and their bound.

    References
    ----------
    J. Dambre, D. Verstraeten, B. Schrauwen, S. Massar, Information processing capacity of dynamical
    systems, Sci. Rep. 2, 514 (2012).
    """
    values, inputs = _checked(readouts, series)
    check_count(**{f"max_delays[{d}]": delay for d, delay in enumerate(max_delays)})
    first = washout + max(max_delays)
    degrees, targets = _targets(inputs, max_delays, first)
    basis = _orthonormal(values[first:])
    rank = basis.shape[1]
    n_rows = len(basis)
    if n_rows < 2 * (rank + targets.shape[1]):
        raise InputError(
            f"Expected at least {2 * (rank + targets.shape[1]) + first} steps for {rank} "
            f"independent readouts and {targets.shape[1]} functions, got {len(values)}: drive the "
            "reservoir longer, or lower max_delays."
        )
    capacities = np.sum((basis.T @ np.linalg.qr(targets)[0]) ** 2, axis=0)
    floor = float(beta.isf(_CHANCE, rank / 2, (n_rows - 1 - rank) / 2))
    capacities[capacities < floor] = 0.0
    by_degree = tuple(float(capacities[degrees == d + 1].sum()) for d in range(len(max_delays)))
    return ProcessingCapacity(
        by_degree, capacities[degrees == 1], float(capacities.sum()), rank, floor
    )


def fading_memory(reservoir: Reservoir, series: ArrayLike) -> NDArray[np.float64]:
    """Return how the reservoir forgets its initial state: the echo-state property.

    Parameters
    ----------
    reservoir : estimator
        A fitted quantum reservoir or echo-state network.
    series : array-like of shape (n_steps,) or (n_steps, n_channels)
        What drives it.

    Returns
    -------
    ndarray of shape (n_steps,)
        Largest difference of a readout, step by step, between the usual initial state (all qubits
        in ``|0>``, all nodes at 0) and another (all in ``|1>``, all at 1). It falls to zero if the
        reservoir has the echo-state property; a window of as many steps as it takes gives what the
        whole past would.

    References
    ----------
    H. Jaeger, The "echo state" approach to analysing and training recurrent neural networks, GMD
    Report 148 (2001).
    """
    inputs = reservoir._scale(reservoir._as_series(series)[:1])
    machine = reservoir._machine()
    usual, _ = machine.run(inputs)
    other, _ = machine.run(inputs, machine.start(1, -1))
    return np.abs(usual[0] - other[0]).max(axis=1)


def _targets(
    inputs: NDArray[np.float64], max_delays: tuple[int, ...], first: int
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return degrees (n_targets,) and centred targets (n_steps - first, n_targets)."""
    low, high = inputs.min(), inputs.max()
    scaled = 2 * (inputs - low) / (high - low) - 1
    polynomials = [Legendre.basis(k)(scaled) for k in range(len(max_delays) + 1)]
    degrees, columns = [], []
    for degree, max_delay in enumerate(max_delays, 1):
        for powers in _powers(degree, max_delay):
            column = np.ones(len(inputs) - first)
            for delay, power in powers:
                column = column * polynomials[power][first - delay : len(inputs) - delay]
            degrees.append(degree)
            columns.append(column - column.mean())
    return np.array(degrees), np.stack(columns, axis=1)


def _powers(degree: int, max_delay: int) -> Iterator[list[tuple[int, int]]]:
    """Yield all [(delay, power), ...] whose powers sum to the degree."""
    for delays in itertools.combinations_with_replacement(range(max_delay + 1), degree):
        yield [(delay, len(list(same))) for delay, same in itertools.groupby(delays)]


def _orthonormal(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return an orthonormal basis of the centred columns, without those that depend on others."""
    centred = values - values.mean(axis=0)
    left, singular, _ = np.linalg.svd(centred, full_matrices=False)
    cut = singular[0] * max(centred.shape) * np.finfo(np.float64).eps
    return left[:, singular > cut]


def _checked(
    readouts: ArrayLike, series: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    values = np.asarray(readouts, dtype=np.float64)
    inputs = np.asarray(series, dtype=np.float64)
    if values.ndim != 2 or inputs.shape != values.shape[:1]:
        raise InputError(
            "Expected readouts of shape (n_steps, n_readouts) and a series of shape (n_steps,), "
            f"got {values.shape} and {inputs.shape}."
        )
    if not np.isfinite(values).all() or not np.isfinite(inputs).all() or np.ptp(inputs) == 0:
        raise InputError("Readouts and series must be finite, and the series must vary.")
    return values, inputs
