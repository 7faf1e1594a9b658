"""What is trained, in plain numbers: every library runs in a virtual environment of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: A sum of terms (coefficient, features, weights): the coefficient times their product.
Angle = list[tuple[float, list[int], list[int]]]


@dataclass(frozen=True)
class Task:
    """A regression with a circuit: scores = <observables> @ matrix + intercept.

    All samples at once; half the mean squared error; Adam with its usual constants. All arrays of
    parameters are where training starts.

    Parameters
    ----------
    estimator, params : str, dict
        The model in qneko, which starts from the same parameters with this ``random_state``.
    n_qubits : int
        Number of qubits.
    gates : list of dict
        ``name`` (Qiskit's), ``qubits`` and ``angles`` of each.
    observables : list of list
        One Pauli string each, as pairs of qubit and letter.
    X, y : ndarray of shape (n_samples, n_features) and (n_samples,)
        Data; y has mean 0 and variance 1.
    weights, matrix, intercept : ndarray
        Of the circuit, in radians, and of the readout, (n_observables, 1) and (1,).
    entry : tuple or None
        ``(factor, matrix, offset)`` of a layer before the circuit, whose angles are then
        ``pi / 2 * tanh(factor * X @ matrix + offset)``; None: it reads X.
    learning_rate : float
        Of Adam.
    """

    estimator: str
    params: dict[str, Any]
    n_qubits: int
    gates: list[dict[str, Any]]
    observables: list[list[tuple[int, str]]]
    X: Array
    y: Array
    weights: Array
    matrix: Array
    intercept: Array
    entry: tuple[float, Array, Array] | None = None
    learning_rate: float = 0.05

    @property
    def n_inputs(self) -> int:
        """Number of features that the circuit reads."""
        return self.X.shape[1] if self.entry is None else self.entry[1].shape[1]


def evaluate(angle: Angle, features: Any, weights: Any) -> Any:
    """Return an angle, of whatever kind `features[i]` and `weights[i]` are."""
    total: Any = 0.0
    for coefficient, columns, indices in angle:
        term: Any = coefficient
        for column in columns:
            term = term * features[column]
        for index in indices:
            term = term * weights[index]
        total = total + term
    return total
