"""Neurons in the place of a circuit: random ones, and trained ones."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.neural_network import MLPClassifier, MLPRegressor

from ._linear_readout import FixedFeaturesClassifier, FixedFeaturesRegressor, find_bandwidth

Array = NDArray[Any]

#: ``bandwidth="scale"`` of the quantum extreme learning machines, and of the dressed circuits.
EXTREME_SCALE, DRESSED_SCALE = 0.3, 0.7
#: Outputs of a quantum extreme learning machine of 8 qubits: Z of each, and of each pair.
_N_OUTPUTS = 8 + 8 * 7 // 2
#: Qubits of a dressed circuit.
_N_UNITS = 4


class _RandomNeurons:
    """Random neurons ``tanh(x . w + b)`` (G.-B. Huang et al. 2006), for random qubits."""

    bandwidth: float | str
    random_state: int | None

    def _settle(self, X: Array, n_scores: int) -> None:
        random = np.random.default_rng(self.random_state)
        factor = find_bandwidth(X, self.bandwidth, EXTREME_SCALE)
        self.offset_ = X.mean(axis=0)
        self.input_weights_ = factor * random.normal(size=(X.shape[1], _N_OUTPUTS))
        self.bias_ = random.normal(size=_N_OUTPUTS)

    def _features(self, X: Array) -> Array:
        return np.tanh((X - self.offset_) @ self.input_weights_ + self.bias_)


class RandomNeuronsClassifier(_RandomNeurons, FixedFeaturesClassifier):
    """Logistic regression on random neurons.

    Parameters
    ----------
    bandwidth : float or "scale"
        Standard deviation of the input weights.
    C : float
        Inverse strength of regularisation.
    random_state : int or None
        Draws the neurons.
    """

    def __init__(
        self,
        bandwidth: float | str = "scale",
        C: float = 10.0,
        random_state: int | None = None,
    ):
        self.bandwidth = bandwidth
        self.C = C
        self.random_state = random_state

    def _inverse_penalty(self, n_samples: int) -> float:
        return self.C


class RandomNeuronsRegressor(_RandomNeurons, FixedFeaturesRegressor):
    """Ridge regression on random neurons.

    Parameters
    ----------
    bandwidth : float or "scale"
        Standard deviation of the input weights.
    alpha : float
        Penalty on the squared readout.
    random_state : int or None
        Draws the neurons.
    """

    def __init__(
        self,
        bandwidth: float | str = "scale",
        alpha: float = 1e-3,
        random_state: int | None = None,
    ):
        self.bandwidth = bandwidth
        self.alpha = alpha
        self.random_state = random_state

    def _penalty(self, n_samples: int) -> float:
        return self.alpha


class _Undressed(BaseEstimator):
    """One hidden layer of tanh units, as a dressed circuit has it before its circuit."""

    network_: Any

    def __init__(
        self,
        bandwidth: float | str = "scale",
        alpha: float = 1e-3,
        random_state: int | None = None,
    ):
        self.bandwidth = bandwidth
        self.alpha = alpha
        self.random_state = random_state

    def predict(self, X: Array) -> Array:
        """Return a label or a number for each row of ``X``."""
        return np.asarray(self.network_.predict(self.bandwidth_ * X))

    def _train(self, kind: Any, X: Array, y: Array) -> None:
        self.bandwidth_ = find_bandwidth(X, self.bandwidth, DRESSED_SCALE)
        network = kind(
            hidden_layer_sizes=_N_UNITS,
            activation="tanh",
            solver="lbfgs",
            alpha=self.alpha * len(X),  # scikit-learn divides it by the number of rows
            max_iter=200,
            random_state=self.random_state,
        )
        self.network_ = network.fit(self.bandwidth_ * X, y)


class UndressedClassifier(ClassifierMixin, _Undressed):
    """A neural network with one hidden layer: a dressed circuit without the circuit.

    Parameters
    ----------
    bandwidth : float or "scale"
        Factor on the inputs.
    alpha : float
        Penalty on the squared weights, as the dressed circuit has it.
    random_state : int or None
        Of the weights to begin with.
    """

    def fit(self, X: Array, y: Array) -> Self:
        """Fit to ``X`` of shape (n_samples, n_features) and labels ``y``."""
        self._train(MLPClassifier, X, y)
        self.classes_ = self.network_.classes_
        return self

    def predict_proba(self, X: Array) -> Array:
        """Return probabilities of shape (n_samples, n_classes)."""
        return np.asarray(self.network_.predict_proba(self.bandwidth_ * X))


class UndressedRegressor(RegressorMixin, _Undressed):
    """A neural network with one hidden layer: a dressed circuit without the circuit.

    Parameters
    ----------
    bandwidth : float or "scale"
        Factor on the inputs.
    alpha : float
        Penalty on the squared weights, as the dressed circuit has it.
    random_state : int or None
        Of the weights to begin with.
    """

    def fit(self, X: Array, y: Array) -> Self:
        """Fit to ``X`` of shape (n_samples, n_features) and numbers ``y``."""
        self._train(MLPRegressor, X, y)
        return self
