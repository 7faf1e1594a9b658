"""The IQP Born machine: trained on a classical computer, sampled on a quantum one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.random import RandomState
from numpy.typing import ArrayLike, NDArray
from sklearn.utils.validation import check_is_fitted

from ...circuits import iqp_ansatz
from ...engine import compile
from ...errors import InputError
from .._checks import check_choice, check_count, check_positive
from ._base import Array, BornModel
from ._iqp_expectations import choose_draws, discrepancy_and_gradient, estimate, iqp_gates
from ._kernel import Bits, Strings, choose_strings, squared_discrepancy
from ._training import wander

if TYPE_CHECKING:
    from ...hybrid import Device

#: Starting angle of the pair of bits with the largest covariance, and the spread of all others.
LARGEST, SPREAD = 0.1, 0.01
#: Most qubits of a `Circuit`.
WIDEST = 30


class IQPBornMachine(BornModel):
    """Born machine of an IQP circuit: trained without a quantum computer, for hundreds of bits.

    The circuit's rotations all commute. Expectations of Z strings, and with them the maximum mean
    discrepancy to the data and its gradient, are estimated by averages over random bit strings: no
    state vector is ever made in `fit` and `mmd`. Samples are believed to be hard to draw for a
    classical computer: `sample`, `score_samples` and `probabilities` need a device with one qubit
    a bit, on this machine up to 24. Above that train here, send `to_openqasm3` to hardware, and
    score the model by `mmd` on test data.

    Use it for many binary features with correlations. Do not use it where only the data count: a
    restricted Boltzmann machine on the same bits can be sampled at once, and is often as good. Two
    qubits a rotation cannot represent every distribution; `max_weight` of 3 or 4 costs about
    n_qubits times more each. A small discrepancy says that the kernel sees no difference, not that
    the likelihood is high.

    Parameters
    ----------
    max_weight : int, default 2
        Most qubits that a rotation acts on.
    entanglement : {"full", "ring", "linear", "none"}, default "full"
        Groups of qubits with a rotation: all, or neighbours in the order of the bits.
    n_bits : int, sequence of int or "auto", default "auto"
        Bits of each feature that is not binary, that is 2**n_bits bins; "auto" spends 12 bits on
        all features together, at least 1 and at most 4 on each. Binary features have one.
    strategy : {"quantile", "uniform"}, default "quantile"
        Bins with equally many training samples, or equally wide ones.
    bandwidth : float, sequence of float or "scale", default "scale"
        Widths s of the Gaussian kernel of the Hamming distance, in units of its square root;
        "scale" stands for sqrt(n_qubits / 2) times 1, 1/2 and 1/4.
    n_strings : int, default 256
        Z strings drawn from the kernel at each step; all where there are no more.
    n_draws : int, default 256
        Random bit strings that each step's expectations are averaged over; all where there are no
        more, which makes them exact.
    max_iter : int, default 1000
        Steps of Adam.
    learning_rate : float, default 0.01
        First step size of Adam; it falls to zero over `max_iter` steps.
    warm_start : bool, default False
        Whether `fit` goes on from the weights of the last fit.
    device : str or Device, default "statevector"
        Where samples and exact probabilities come from.
    dtype : {"float64", "float32"}, default "float64"
        Precision of training and of states; "float32" trains about twice as fast.
    random_state : int, RandomState instance or None, default None
        Initial weights, Z strings and random bit strings.

    Attributes
    ----------
    program_ : Program or None
        The circuit, without observables; none above 30 qubits.
    gates_ : ndarray of shape (n_weights, n_qubits), uint8
        Which qubits each rotation acts on.
    weights_ : ndarray of shape (n_weights,)
        Trained weights of the circuit, in radians.
    encoder_ : BitEncoder
        Bits and bins of each feature.
    bandwidths_ : tuple of float
        The kernel's widths.
    loss_curve_ : list of float
        Estimate of the squared discrepancy at each step, those of earlier fits first with
        `warm_start`. Unbiased in the circuit, so that it can be below zero.
    loss_ : float
        The last of them.
    n_iter_ : int
        Steps of the last fit.
    n_qubits_ : int
        Number of bits of all features.
    n_features_in_ : int
        Number of features.

    References
    ----------
    E. Recio-Armengol, S. Ahmed, J. Bowles, Train on classical, deploy on quantum: scaling
    generative quantum machine learning to a thousand qubits (2025), arXiv:2503.02934.

    Examples
    --------
    >>> import numpy as np
    >>> from qneko.models import IQPBornMachine
    >>> first = np.random.default_rng(0).integers(2, size=(200, 1))
    >>> X = np.hstack([first, first, 1 - first])
    >>> model = IQPBornMachine(max_weight=3, max_iter=200, random_state=0).fit(X)
    >>> bool(model.mmd(X) < 0.3 * model.control().fit(X).mmd(X))
    True
    """

    _instead = (
        "a classical computer cannot sample so many; mmd(X) still scores the model, and hardware "
        "can run to_openqasm3()"
    )

    def __init__(
        self,
        max_weight: int = 2,
        *,
        entanglement: str = "full",
        n_bits: int | Sequence[int] | str = "auto",
        strategy: str = "quantile",
        bandwidth: float | Sequence[float] | str = "scale",
        n_strings: int = 256,
        n_draws: int = 256,
        max_iter: int = 1000,
        learning_rate: float = 0.01,
        warm_start: bool = False,
        device: str | Device = "statevector",
        dtype: str = "float64",
        random_state: int | RandomState | None = None,
    ):
        self.max_weight = max_weight
        self.entanglement = entanglement
        self.n_bits = n_bits
        self.strategy = strategy
        self.bandwidth = bandwidth
        self.n_strings = n_strings
        self.n_draws = n_draws
        self.max_iter = max_iter
        self.learning_rate = learning_rate
        self.warm_start = warm_start
        self.device = device
        self.dtype = dtype
        self.random_state = random_state

    def mmd(self, X: ArrayLike, random_state: int | RandomState | None = None) -> float:
        """Return the squared maximum mean discrepancy of the model to the source of samples.

        It needs no quantum device, whatever the number of bits.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples, at least two, that the model was not trained on. Those outside the range of the
            training samples count as its ends.
        random_state : int, RandomState instance or None, default None
            Draws the Z strings and the bit strings, `n_strings` and `n_draws` of them; by default
            the model's own does.

        Returns
        -------
        float
            Unbiased, so that it can be below zero. The kernel is that of training.
        """
        check_is_fitted(self)
        bits = self._encode_two(X)
        random = self._random(random_state)
        strings = choose_strings(self.n_qubits_, self.bandwidths_, self.n_strings, random)
        draws = choose_draws(self.gates_, self.n_draws, random, self.dtype)
        means, squares = estimate(self.gates_, self.weights_, strings.masks, draws)
        data = strings.means(bits, np.full(len(bits), 1 / len(bits)))
        return squared_discrepancy(strings, means, squares, data, len(bits))

    def to_openqasm3(self) -> str:
        """Return the trained circuit with its measurements as an OpenQASM 3 program.

        Bit q of the result is bit q of a sample; ``encoder_.decode`` turns measured bits into
        samples.

        Returns
        -------
        str
            The program, in gates of ``stdgates.inc``, for any number of qubits.
        """
        check_is_fitted(self)
        lines = ["OPENQASM 3.0;", 'include "stdgates.inc";']
        lines += [f"qubit[{self.n_qubits_}] q;", f"bit[{self.n_qubits_}] c;", "h q;"]
        for gate, angle in zip(self.gates_, self.weights_, strict=True):
            *others, last = np.flatnonzero(gate)
            # the parity of the group goes to its last qubit, and back
            ladder = [f"cx q[{q}], q[{last}];" for q in others]
            lines += [*ladder, f"rz({float(angle)!r}) q[{last}];", *reversed(ladder)]
        return "\n".join([*lines, "h q;", "c = measure q;", ""])

    def _train(self, bits: Bits, weights: Array, random: RandomState) -> None:
        check_choice(("float64", "float32"), dtype=self.dtype)
        check_positive(learning_rate=self.learning_rate)
        check_count(n_draws=self.n_draws)
        if self.n_draws < 2:
            raise InputError(f"n_draws must be at least 2, got {self.n_draws}.")
        check_count(max_weight=self.max_weight)
        gates = iqp_gates(self.n_qubits_, self.max_weight, self.entanglement)
        start = self._start(initial_weights(gates, bits, weights, random))

        def draw() -> tuple[Strings, Array]:
            strings = choose_strings(self.n_qubits_, self.bandwidths_, self.n_strings, random)
            return strings, strings.means(bits, weights)

        kept = draw()

        def loss(angles: Array) -> tuple[float, Array]:
            strings, target = kept if kept[0].complete else draw()
            draws = choose_draws(gates, self.n_draws, random, self.dtype)
            return discrepancy_and_gradient(gates, angles, strings, target, draws)

        rate = self.learning_rate
        fitted = wander(loss, start, max_iter=self.max_iter, learning_rate=rate)
        self.gates_ = gates
        self.weights_ = fitted.weights
        self._remember(fitted.losses)
        # wider ones are no circuit here; gates and weights say it all
        self.program_ = None
        if self.n_qubits_ <= WIDEST:
            circuit = iqp_ansatz(self.n_qubits_, self.max_weight, self.entanglement)
            self.program_ = compile(circuit, dtype=self.dtype)


def initial_weights(
    gates: Bits, bits: Bits, weights: Array, random: RandomState
) -> NDArray[np.float64]:
    """Return weights that begin near the data, where gradients do not vanish.

    Rotations of one qubit give the bits' means, those of two begin in proportion to the bits'
    covariances (the strategy of arXiv:2503.02934), and all get a little noise.
    """
    sizes = gates.sum(axis=1, dtype=np.int64)
    means = weights @ bits
    centred = bits - means
    covariance = centred.T @ (weights[:, None] * centred)
    largest = np.abs(covariance - np.diag(np.diag(covariance))).max()
    start = random.normal(scale=SPREAD, size=len(gates))
    start[sizes == 1] += 2 * np.arcsin(np.sqrt(np.clip(means, 0, 1)))
    if largest > 0:
        pairs = np.nonzero(gates[sizes == 2])[1].reshape(-1, 2)
        start[sizes == 2] += LARGEST * covariance[pairs[:, 0], pairs[:, 1]] / largest
    return start
