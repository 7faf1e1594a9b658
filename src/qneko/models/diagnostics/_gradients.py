"""Whether a loss is flat: the variance of its gradient, and how it falls with the qubits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray
from sklearn.utils import check_random_state

from ...circuits import Circuit, Observable, Z
from ...engine import compile
from ...errors import InputError
from ...hybrid import get_device
from .._checks import check_count
from ._figure import BLUE, GREY, axes, label
from ._random_weights import random_rows, weights_as_features

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ...hybrid import Device

Array = NDArray[np.float64]


@dataclass(frozen=True)
class GradientVariance:
    """Variance of a loss's derivatives at random angles, by number of qubits.

    Parameters
    ----------
    n_qubits : ndarray of shape (n_sizes,)
        Sizes of the circuit.
    variances : ndarray of shape (n_sizes,)
        Variance of the derivative by a weight, averaged over the weights.
    largest : ndarray of shape (n_sizes,)
        The same for the weight with the largest variance.
    decay : float
        Factor by which the variance falls a qubit, from a straight line through its logarithm;
        NaN with one size. About 1/2 or less is a barren plateau: the shots that a gradient takes
        double with each qubit.
    """

    n_qubits: NDArray[np.int64]
    variances: Array
    largest: Array
    decay: float

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the variances over the number of qubits, on a logarithmic scale.

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
        ax.semilogy(self.n_qubits, self.variances, "o-", color=BLUE, label="mean over weights")
        ax.semilogy(self.n_qubits, self.largest, "s--", color=GREY, label="largest")
        ax.set_xticks(self.n_qubits)
        ax.legend(frameon=False)
        title = f"Gradient variance: {self.decay:.2f} times a qubit"
        return label(ax, title, "qubits", "variance of a derivative")


def gradient_variance(
    build: Callable[[int], Circuit],
    n_qubits: Sequence[int] = (2, 4, 6, 8),
    *,
    observable: Callable[[int], Observable] | None = None,
    n_samples: int = 1000,
    random_state: int | RandomState | None = None,
    device: str | Device = "statevector",
) -> GradientVariance:
    """Return how the gradient of an expectation shrinks as a circuit grows.

    Parameters
    ----------
    build : callable
        Of the number of qubits to a circuit with weights.
    n_qubits : sequence of int, default (2, 4, 6, 8)
        Sizes to try.
    observable : callable, optional
        Of the number of qubits to what is measured; by default ``Z(0)``, a local one.
    n_samples : int, default 1000
        Random points a size, all angles uniform.
    random_state : int, RandomState instance or None, default None
        The points.
    device : str or Device, default "statevector"
        One that gives gradients.

    Returns
    -------
    GradientVariance
        Variances by size and their decay; it can be plotted.

    References
    ----------
    J. R. McClean et al., Nat. Commun. 9, 4812 (2018), arXiv:1803.11173;
    M. Cerezo et al., Nat. Commun. 12, 1791 (2021), arXiv:2001.00550.

    Examples
    --------
    >>> from qneko.circuits import hardware_efficient_ansatz
    >>> from qneko.models.diagnostics import gradient_variance
    >>> deep = gradient_variance(lambda n: hardware_efficient_ansatz(n, 4 * n), random_state=0)
    >>> bool(deep.decay < 0.7)
    True
    """
    check_count(n_samples=n_samples)
    sizes = list(n_qubits)
    check_count(**{f"n_qubits[{i}]": size for i, size in enumerate(sizes)})
    if not sizes:
        raise InputError("n_qubits must hold at least one size, got none.")
    random = check_random_state(random_state)
    by_weight = [
        _variances(build(n), observable(n) if observable else Z(0), n_samples, random, device)
        for n in sizes
    ]
    means = np.array([variances.mean() for variances in by_weight])
    decay = np.nan
    if len(set(sizes)) > 1 and np.all(means > 0):
        decay = float(np.exp(np.polyfit(sizes, np.log(means), 1)[0]))
    largest = np.array([variances.max() for variances in by_weight])
    return GradientVariance(np.array(sizes), means, largest, decay)


def _variances(
    circuit: Circuit,
    observable: Observable,
    n_samples: int,
    random: RandomState,
    device: str | Device,
) -> Array:
    """Return the variance of the derivative by each weight."""
    if not circuit.n_weights:
        raise InputError("gradient_variance needs a circuit with weights, got one without any.")
    rows = random_rows(circuit, n_samples, random)
    program = compile(weights_as_features(circuit), observable)
    values, vjp = get_device(device).value_and_vjp(program, rows)
    slopes = vjp(np.ones_like(values))[0][:, circuit.n_features :]
    return np.asarray(slopes.var(axis=0))
