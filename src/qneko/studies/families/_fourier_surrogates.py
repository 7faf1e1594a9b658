"""Random Fourier features in the place of a trained circuit.

The expectations of a circuit whose gates read the inputs as angles are sums of waves, with
frequencies that the encoding fixes (Schuld, Sweke, Meyer 2021, arXiv:2008.08605). Training chooses
the amplitudes, within what the circuit can do. The surrogate draws some of the frequencies and
trains all of their amplitudes (Landman et al. 2022, arXiv:2210.13200).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...circuits import (
    Circuit,
    angle_feature_map,
    qcnn_ansatz,
    qcnn_qubits,
    reuploading_ansatz,
    universal_reuploading_ansatz,
)
from ._linear_readout import FixedFeaturesClassifier, FixedFeaturesRegressor, find_bandwidth

Array = NDArray[Any]

#: ``bandwidth="scale"`` of the variational models.
SCALE = 0.7
#: Draws for each frequency that is wanted, before the spectrum is taken to have no more.
_PATIENCE = 50


class _FourierFeatures:
    """Waves with frequencies that a circuit could have.

    A gate that reads an input as its angle has two levels, so it adds -1, 0 or +1 times the input's
    factor to a frequency, in 1, 2 and 1 of 4 cases. A factor that the circuit trains is drawn as
    the circuit draws it before training.
    """

    ansatz: str
    n_layers: int
    n_qubits: int
    bandwidth: float | str
    random_state: int | None

    def _settle(self, X: Array, n_scores: int) -> None:
        n_features = X.shape[1]
        circuit, n_readout = self._replaced(n_features, n_scores)
        # as many trained numbers: a wave has two amplitudes a score, and there is an intercept
        n_trained = circuit.n_weights + n_readout
        n_waves = max(1, math.ceil((n_trained / n_scores - 1) / 2))
        factor = find_bandwidth(X, self.bandwidth, SCALE)
        random = np.random.default_rng(self.random_state)
        self.frequencies_ = factor * draw_frequencies(circuit, n_features, n_waves, random)

    def _features(self, X: Array) -> Array:
        phases = X @ self.frequencies_.T
        return np.hstack([np.cos(phases), np.sin(phases)])

    def _replaced(self, n_features: int, n_scores: int) -> tuple[Circuit, int]:
        """Return the circuit that is replaced, and the trained numbers of its readout."""
        if self.ansatz == "reuploading":
            circuit = reuploading_ansatz(n_features, self.n_layers)
            return circuit, (n_features + 1) * n_scores
        if self.ansatz == "universal":
            circuit = universal_reuploading_ansatz(
                n_features, self.n_layers, "linear", n_qubits=self.n_qubits
            )
            return circuit, self.n_qubits * max(2, n_scores)
        circuit = Circuit(n_features).compose(angle_feature_map(n_features, 1, "none"))
        n_read = len(qcnn_qubits(n_features)) * (1 if n_scores == 1 else 3)
        return circuit.compose(qcnn_ansatz(n_features)), (n_read + 1) * n_scores


def draw_frequencies(
    circuit: Circuit, n_features: int, n_waves: int, random: np.random.Generator
) -> Array:
    """Return frequencies that an expectation of a circuit could have.

    Parameters
    ----------
    circuit : Circuit
        Each of its angles reads one feature or none.
    n_features : int
        Number of features.
    n_waves : int
        How many are wanted.
    random : Generator
        Draws them.

    Returns
    -------
    ndarray of shape (at most n_waves, n_features)
        Different, also up to their sign, and not zero.
    """
    columns, factors, is_trained = [], [], []
    for gate in circuit:
        for angle in gate.angles:
            for monomial, factor in angle.terms:
                read = [s.index for s in monomial if s.kind == "feature"]
                if read:
                    columns.append(read[0])
                    factors.append(factor)
                    is_trained.append(len(monomial) > 1)
    found: dict[tuple[float, ...], Array] = {}
    for _ in range(_PATIENCE * n_waves):
        steps = random.choice([-1, 0, 0, 1], size=len(columns)) * np.array(factors)
        trained = random.uniform(-np.pi, np.pi, size=len(columns))
        steps = steps * np.where(is_trained, trained, 1.0)
        frequency = np.bincount(columns, weights=steps, minlength=n_features)
        first = frequency[np.flatnonzero(np.abs(frequency) > 1e-12)[:1]]
        if len(first):
            frequency = frequency * np.sign(first)
            found.setdefault(tuple(np.round(frequency, 9)), frequency)
        if len(found) == n_waves:
            break
    return np.array(list(found.values())).reshape(-1, n_features)


class FourierSurrogateClassifier(_FourierFeatures, FixedFeaturesClassifier):
    """Logistic regression on random Fourier features, in the place of a trained circuit.

    Parameters
    ----------
    ansatz : {"reuploading", "universal", "qcnn"}
        The circuit that is replaced.
    n_layers, n_qubits : int
        Its size, where it has one to choose.
    bandwidth : float or "scale"
        Factor on the inputs, as the circuit has it.
    alpha : float
        Penalty on the squared readout, as `qneko.models.VariationalClassifier` has it.
    random_state : int or None
        Draws the frequencies.
    """

    def __init__(
        self,
        ansatz: str = "reuploading",
        n_layers: int = 3,
        n_qubits: int = 2,
        bandwidth: float | str = "scale",
        alpha: float = 1e-3,
        random_state: int | None = None,
    ):
        self.ansatz = ansatz
        self.n_layers = n_layers
        self.n_qubits = n_qubits
        self.bandwidth = bandwidth
        self.alpha = alpha
        self.random_state = random_state

    def _inverse_penalty(self, n_samples: int) -> float:
        # mean loss + alpha / 2 |w|**2 is C times the summed loss + 1 / 2 |w|**2
        return 1.0 / (self.alpha * n_samples)


class FourierSurrogateRegressor(_FourierFeatures, FixedFeaturesRegressor):
    """Ridge regression on random Fourier features, in the place of a trained circuit.

    Parameters
    ----------
    ansatz : {"reuploading", "universal", "qcnn"}
        The circuit that is replaced.
    n_layers, n_qubits : int
        Its size, where it has one to choose.
    bandwidth : float or "scale"
        Factor on the inputs, as the circuit has it.
    alpha : float
        Penalty on the squared readout, as `qneko.models.VariationalRegressor` has it.
    random_state : int or None
        Draws the frequencies.
    """

    def __init__(
        self,
        ansatz: str = "reuploading",
        n_layers: int = 3,
        n_qubits: int = 2,
        bandwidth: float | str = "scale",
        alpha: float = 1e-3,
        random_state: int | None = None,
    ):
        self.ansatz = ansatz
        self.n_layers = n_layers
        self.n_qubits = n_qubits
        self.bandwidth = bandwidth
        self.alpha = alpha
        self.random_state = random_state

    def _penalty(self, n_samples: int) -> float:
        # half the mean squared error + alpha / 2 |w|**2
        return self.alpha * n_samples
