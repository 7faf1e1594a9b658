"""The quantum circuit Born machine: any circuit, trained on its exact distribution."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.random import RandomState
from numpy.typing import ArrayLike, NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils.validation import check_is_fitted

from ...circuits import Circuit, hardware_efficient_ansatz
from ...engine import Program, compile
from ...errors import InputError
from .._checks import check_choice, check_non_negative, check_positive
from ._base import ONE_RUN, Array, BornModel
from ._kernel import (
    Bits,
    Strings,
    all_strings,
    bits_to_index,
    choose_strings,
    squared_discrepancy,
    walsh,
)
from ._training import Loss, descend, wander

if TYPE_CHECKING:
    from ...hybrid import Device

LOSSES = ("mmd", "nll")
OPTIMIZERS = ("lbfgs", "adam")
#: Most bits for which all 2**n probabilities enter a likelihood as expectations of Z strings.
MOST_BITS = 16
#: Below this a probability counts as this in a likelihood, whose logarithm would be infinite.
FLOOR = 1e-12
#: Initial weights are at most this, in radians: from angles all around the circle deep circuits
#: start on a plateau (arXiv:1803.11173) and end in worse minima.
SPREAD = 0.5


class BornMachine(BornModel):
    """Quantum circuit Born machine: a generative model that measures a trained circuit.

    Use it for the joint distribution of a few binary or coarsely binned features, to study what a
    circuit can represent, or to prepare a distribution on a quantum device. Training is exact: by
    the maximum mean discrepancy, over all Z strings up to 12 bits and a sample of them above, or up
    to 16 bits by the likelihood.

    Do not use it where only the data count: on small tables kernel density and restricted Boltzmann
    machines are usually as good and always faster. Gradients of deep circuits on many qubits
    vanish; `IQPBornMachine` trains hundreds of qubits. A product model, `control()`, does as well
    where features are independent.

    Parameters
    ----------
    ansatz : "hardware-efficient" or callable, default "hardware-efficient"
        `hardware_efficient_ansatz` of `qneko.circuits`, or a function of (n_qubits, n_layers,
        entanglement) that returns a circuit without features.
    n_layers : int, default 6
        Layers of the ansatz.
    entanglement : {"linear", "ring", "full", "none"}, default "linear"
        Which pairs of qubits a layer couples.
    n_bits : int, sequence of int or "auto", default "auto"
        Bits of each feature that is not binary, that is 2**n_bits bins; "auto" spends 12 bits on
        all features together, at least 1 and at most 4 on each. Binary features have one.
    strategy : {"quantile", "uniform"}, default "quantile"
        Bins with equally many training samples, or equally wide ones.
    loss : {"mmd", "nll"}, default "mmd"
        Squared maximum mean discrepancy, which a quantum device could estimate too, or the mean
        negative log-likelihood, which needs the exact probabilities and at most 16 bits.
    bandwidth : float, sequence of float or "scale", default "scale"
        Widths s of the Gaussian kernel of the Hamming distance, in units of its square root;
        "scale" stands for sqrt(n_qubits / 2) times 1, 1/2 and 1/4.
    n_strings : int, default 4096
        The discrepancy takes all 2**n_qubits Z strings where there are no more than this, else so
        many, drawn once from the kernel.
    optimizer : {"lbfgs", "adam"}, default "lbfgs"
        L-BFGS (SciPy), or Adam on the whole data.
    max_iter : int, default 500
        Most iterations.
    tol : float, default 1e-6
        L-BFGS stops when no entry of the gradient is larger.
    learning_rate : float, default 0.05
        First step size of Adam; it falls to zero over `max_iter` steps.
    warm_start : bool, default False
        Whether `fit` goes on from the weights of the last fit.
    device : str or Device, default "statevector"
        Where the circuit runs.
    dtype : {"float64", "float32"}, default "float64"
        Precision of states and expectations.
    random_state : int, RandomState instance or None, default None
        Initial weights, and the strings where not all are taken.

    Attributes
    ----------
    program_ : Program
        The compiled circuit.
    weights_ : ndarray of shape (n_weights,)
        Trained weights of the circuit, in radians.
    encoder_ : BitEncoder
        Bits and bins of each feature.
    bandwidths_ : tuple of float
        The kernel's widths.
    loss_curve_ : list of float
        Loss after each iteration, those of earlier fits first with `warm_start`.
    loss_ : float
        The last of them.
    n_iter_ : int
        Iterations of the last fit.
    n_qubits_ : int
        Number of bits of all features.
    n_features_in_ : int
        Number of features.

    References
    ----------
    J.-G. Liu, L. Wang, Differentiable learning of quantum circuit Born machines, Phys. Rev. A 98,
    062324 (2018), arXiv:1804.04168;
    M. Benedetti et al., A generative modeling approach for benchmarking and training shallow
    quantum circuits, npj Quantum Inf. 5, 45 (2019), arXiv:1801.07686.

    Examples
    --------
    >>> import numpy as np
    >>> from qneko.models import BornMachine
    >>> X = np.repeat([[0, 0, 1], [1, 1, 0]], 50, axis=0)
    >>> model = BornMachine(random_state=0).fit(X)
    >>> np.unique(model.sample(200, random_state=0), axis=0)
    array([[0., 0., 1.],
           [1., 1., 0.]])
    """

    def __init__(
        self,
        ansatz: str | Callable[[int, int, str], Circuit] = "hardware-efficient",
        *,
        n_layers: int = 6,
        entanglement: str = "linear",
        n_bits: int | Sequence[int] | str = "auto",
        strategy: str = "quantile",
        loss: str = "mmd",
        bandwidth: float | Sequence[float] | str = "scale",
        n_strings: int = 4096,
        optimizer: str = "lbfgs",
        max_iter: int = 500,
        tol: float = 1e-6,
        learning_rate: float = 0.05,
        warm_start: bool = False,
        device: str | Device = "statevector",
        dtype: str = "float64",
        random_state: int | RandomState | None = None,
    ):
        self.ansatz = ansatz
        self.n_layers = n_layers
        self.entanglement = entanglement
        self.n_bits = n_bits
        self.strategy = strategy
        self.loss = loss
        self.bandwidth = bandwidth
        self.n_strings = n_strings
        self.optimizer = optimizer
        self.max_iter = max_iter
        self.tol = tol
        self.learning_rate = learning_rate
        self.warm_start = warm_start
        self.device = device
        self.dtype = dtype
        self.random_state = random_state

    def mmd(self, X: ArrayLike, random_state: int | RandomState | None = None) -> float:
        """Return the squared maximum mean discrepancy of the model to the source of samples.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples, at least two, that the model was not trained on. Those outside the range of the
            training samples count as its ends.
        random_state : int, RandomState instance or None, default None
            Draws the Z strings where not all are taken; by default the model's own does.

        Returns
        -------
        float
            Unbiased, so that it can be below zero. The kernel is that of training.
        """
        check_is_fitted(self)
        bits = self._encode_two(X)
        random = self._random(random_state)
        strings = choose_strings(self.n_qubits_, self.bandwidths_, self.n_strings, random)
        device = self._find_wide_device("Its discrepancy")
        program = compile(self.program_.circuit, strings.observables(), dtype=self.dtype)
        model = np.asarray(device.expectations(program, ONE_RUN, self.weights_))[0]
        data = strings.means(bits, np.full(len(bits), 1 / len(bits)))
        return squared_discrepancy(strings, model, model**2, data, len(bits))

    def _train(self, bits: Bits, weights: Array, random: RandomState) -> None:
        check_choice(LOSSES, loss=self.loss)
        check_choice(OPTIMIZERS, optimizer=self.optimizer)
        check_positive(learning_rate=self.learning_rate)
        check_non_negative(tol=self.tol)
        device = self._find_wide_device("This model")
        circuit = self._build()
        start = self._start(random.uniform(-SPREAD, SPREAD, circuit.n_weights))
        loss = self._make_loss(device, circuit, bits, weights, random)
        self.program_ = compile(circuit, dtype=self.dtype)
        if self.optimizer == "lbfgs":
            epsilon = float(np.finfo(self.program_.dtype).eps)
            fitted = descend(loss, start, max_iter=self.max_iter, tol=self.tol, epsilon=epsilon)
        else:
            rate = self.learning_rate
            fitted = wander(loss, start, max_iter=self.max_iter, learning_rate=rate)
        self.weights_ = fitted.weights
        self._remember(fitted.losses)
        if not fitted.converged:
            warnings.warn(
                f"BornMachine used up max_iter={self.max_iter} before its loss settled; "
                "more iterations may fit better.",
                ConvergenceWarning,
                stacklevel=3,
            )

    def _build(self) -> Circuit:
        build = self.ansatz
        if isinstance(build, str):
            check_choice(("hardware-efficient",), ansatz=build)
            build = hardware_efficient_ansatz
        circuit = build(self.n_qubits_, self.n_layers, self.entanglement)
        if circuit.n_qubits != self.n_qubits_ or circuit.n_features:
            raise InputError(
                f"The ansatz must have {self.n_qubits_} qubits, one a bit, and no features, "
                f"got a circuit with {circuit.n_qubits} and {circuit.n_features}."
            )
        return circuit

    def _make_loss(
        self, device: Device, circuit: Circuit, bits: Bits, weights: Array, random: RandomState
    ) -> Loss:
        if self.loss == "mmd":
            strings = choose_strings(self.n_qubits_, self.bandwidths_, self.n_strings, random)
            program = compile(circuit, strings.observables(), dtype=self.dtype)
            return discrepancy_loss(device, program, strings, strings.means(bits, weights))
        if self.n_qubits_ > MOST_BITS:
            raise InputError(
                f"loss='nll' takes at most {MOST_BITS} bits, got {self.n_qubits_}: take "
                "loss='mmd', or fewer bits a feature (n_bits)."
            )
        strings = all_strings(self.n_qubits_, self.bandwidths_)
        program = compile(circuit, strings.observables(), dtype=self.dtype)
        counts = np.bincount(bits_to_index(bits), weights, minlength=2**self.n_qubits_)
        shares = counts.astype(np.float64)
        return likelihood_loss(device, program, shares)


def discrepancy_loss(
    device: Device, program: Program, strings: Strings, target: NDArray[np.float64]
) -> Loss:
    """Return the squared discrepancy to target means of the strings, and its gradient.

    It is a sum of squares over the program's observables, so one adjoint pass is the gradient.
    """

    def loss(weights: Array) -> tuple[float, Array]:
        values, vjp = device.value_and_vjp(program, ONE_RUN, weights)
        difference = values[0].astype(np.float64) - target
        cotangent = 2 * strings.shares * difference
        return float(strings.shares @ difference**2), vjp(cotangent[None])[1]

    return loss


def likelihood_loss(device: Device, program: Program, shares: NDArray[np.float64]) -> Loss:
    """Return the mean negative log-likelihood of a distribution, and its gradient.

    The program measures all Z strings in the order of their masks. Their Walsh transform is the
    distribution; its gradient by the strings is the same transform.
    """

    def loss(weights: Array) -> tuple[float, Array]:
        values, vjp = device.value_and_vjp(program, ONE_RUN, weights)
        chances = walsh(values[0]) / len(shares)
        seen = np.maximum(chances, FLOOR)
        slope = walsh(np.where(chances > FLOOR, -shares / seen, 0.0)) / len(shares)
        return float(-shares @ np.log(seen)), vjp(slope[None])[1]

    return loss
