"""Circuits whose weights differ from sample to sample: how a circuit behaves all over its space."""

from __future__ import annotations

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray
from sklearn.utils import check_random_state

from ...circuits import Circuit, feature
from ...errors import InputError


def weights_as_features(circuit: Circuit) -> Circuit:
    """Return the same circuit with weight k read from column ``n_features + k`` of X.

    A batch shares its weights; columns differ by row, so one batch can hold many random circuits.
    """
    columns = [feature(circuit.n_features + k) for k in range(circuit.n_weights)]
    return Circuit(circuit.n_qubits).compose(circuit, weights=columns)


def random_rows(
    circuit: Circuit, n_rows: int, random_state: int | RandomState | None
) -> NDArray[np.float64]:
    """Return rows for `weights_as_features`: features and weights, uniform in [-pi, pi)."""
    if not isinstance(circuit, Circuit):
        raise InputError(f"Expected a Circuit, got {type(circuit).__name__}.")
    n_columns = circuit.n_features + circuit.n_weights
    if not n_columns:
        raise InputError("The circuit has neither features nor weights: nothing can vary.")
    random = check_random_state(random_state)
    return random.uniform(-np.pi, np.pi, size=(n_rows, n_columns))
