"""What Born machines share: data become bits, bits are measured from a circuit."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.random import RandomState
from numpy.typing import ArrayLike, NDArray
from sklearn.base import DensityMixin
from sklearn.utils import check_random_state
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from ...errors import InputError
from ...hybrid import get_device
from .._base import QuantumEstimator
from .._checks import check_count
from ._bits import BitEncoder, make_encoder
from ._kernel import Bits, bits_to_index, find_bandwidths, index_to_bits

if TYPE_CHECKING:
    from typing import Self

    from ...hybrid import Device

Array = NDArray[Any]
#: The batch of a circuit without features: one run.
ONE_RUN = np.empty((1, 0))


class BornModel(DensityMixin, QuantumEstimator):
    """Base of the models ``p(bits) = |<bits|circuit|0...0>|**2``, one qubit a bit."""

    n_bits: Any
    strategy: str
    bandwidth: Any
    n_strings: int
    max_iter: int
    warm_start: bool
    dtype: str
    random_state: int | RandomState | None

    encoder_: BitEncoder
    program_: Any
    weights_: NDArray[np.float64]

    def fit(self, X: ArrayLike, y: Any = None, sample_weight: ArrayLike | None = None) -> Self:
        """Fit the model.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Training samples: binary features, and features with a scale.
        y : None
            Not used.
        sample_weight : array-like of shape (n_samples,), optional
            How often each sample counts.

        Returns
        -------
        estimator
            This model, fitted.
        """
        data = validate_data(self, X, dtype=np.float64)
        weights = _check_sample_weight(sample_weight, data, dtype=np.float64)
        if not (weights.min() >= 0 and weights.sum() > 0):
            raise InputError(
                "sample_weight must have entries from 0 on and at least one above 0, "
                f"got a sum of {weights.sum():.3g} and a smallest entry of {weights.min():.3g}."
            )
        data, weights = data[weights > 0], weights[weights > 0] / weights.sum()
        check_count(max_iter=self.max_iter, n_strings=self.n_strings)
        get_device(self.device)  # an unknown one is refused before the training, not after
        self.encoder_ = make_encoder(data, self.n_bits, self.strategy, weights)
        bits = self.encoder_.encode(data)
        self.n_qubits_ = bits.shape[1]
        self.bandwidths_ = find_bandwidths(self.bandwidth, self.n_qubits_)
        self._train(bits, weights, check_random_state(self.random_state))
        return self

    def sample(
        self, n_samples: int = 1, random_state: int | RandomState | None = None
    ) -> NDArray[np.float64]:
        """Draw samples: the circuit is measured once for each.

        Parameters
        ----------
        n_samples : int, default 1
            How many.
        random_state : int, RandomState instance or None, default None
            Seeds the measurements and the noise inside bins; by default the model's own does, as
            in `sklearn.mixture.GaussianMixture`.

        Returns
        -------
        ndarray of shape (n_samples, n_features)
            In the units of the training samples.
        """
        check_is_fitted(self)
        check_count(n_samples=n_samples)
        device = self._find_wide_device("Sampling")
        random = self._random(random_state)
        seed = int(random.randint(2**31 - 1))
        outcomes = device.sample(
            self.program_, ONE_RUN, self.weights_, shots=int(n_samples), seed=seed
        )
        return self.encoder_.decode(index_to_bits(outcomes[0], self.n_qubits_), random)

    def probabilities(self) -> NDArray[np.float64]:
        """Return the exact probability of every bit string.

        Returns
        -------
        ndarray of shape (2**n_qubits_,)
            Bit q of the index is qubit q; the bits of the first feature come first.
        """
        check_is_fitted(self)
        device = self._find_wide_device("An exact probability")
        state = np.asarray(device.states(self.program_, ONE_RUN, self.weights_))[0]
        found = state.real.astype(np.float64) ** 2 + state.imag.astype(np.float64) ** 2
        return found / found.sum()

    def score_samples(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return the exact log-likelihood of each sample under the model.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples.

        Returns
        -------
        ndarray of shape (n_samples,)
            Logarithm of the probability; with features in bins, of the density: the probability of
            the bin over its volume. Minus infinity outside the range of the training samples.
        """
        check_is_fitted(self)
        data = self._validate(X)
        chances = self.probabilities()[bits_to_index(self.encoder_.encode(data))]
        with np.errstate(divide="ignore"):
            return np.log(chances) - self.encoder_.log_volume(data)

    def score(self, X: ArrayLike, y: Any = None) -> float:
        """Return the total log-likelihood of samples, as `sklearn.neighbors.KernelDensity` does.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples.
        y : None
            Not used.

        Returns
        -------
        float
            Sum of `score_samples`.
        """
        return float(self.score_samples(X).sum())

    @abstractmethod
    def _train(self, bits: Bits, weights: Array, random: RandomState) -> None:
        """Set program_, weights_, loss_curve_ and n_iter_; the weights sum to 1."""

    def _encode_two(self, X: ArrayLike) -> Bits:
        """Return the bits of at least two samples."""
        data = self._validate(X)
        if len(data) < 2:
            raise InputError(f"The discrepancy takes at least 2 samples, got {len(data)}.")
        return self.encoder_.encode(data)

    def _validate(self, X: ArrayLike) -> NDArray[np.float64]:
        return np.asarray(validate_data(self, X, dtype=np.float64, reset=False))

    def _find_wide_device(self, purpose: str) -> Device:
        """Return the device, after checking that it can hold the circuit."""
        device = get_device(self.device)
        most = device.capabilities.max_qubits
        if self.n_qubits_ > most:
            raise InputError(
                f"{purpose} takes a device of at least {self.n_qubits_} qubits, one for each bit, "
                f"but '{device.name}' has {most}: {self._instead}."
            )
        return device

    def _random(self, random_state: int | RandomState | None) -> RandomState:
        """Return the generator that is asked for, or the model's own."""
        return check_random_state(self.random_state if random_state is None else random_state)

    def _start(self, fresh: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the weights to start from: the last ones with `warm_start`, if they fit."""
        last = getattr(self, "weights_", None)
        if self.warm_start and last is not None and last.shape == fresh.shape:
            return np.array(last)
        return fresh

    #: What to do where the device is too narrow.
    _instead = "take fewer bits a feature (n_bits), or fewer features"

    def _remember(self, losses: list[float]) -> None:
        """Append to the loss curve of a warm start, or begin one."""
        earlier = getattr(self, "loss_curve_", []) if self.warm_start else []
        self.loss_curve_ = [*earlier, *losses]
        self.loss_ = losses[-1]
        self.n_iter_ = len(losses)
