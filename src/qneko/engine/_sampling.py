"""Shots from states."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError


def sample_states(states: NDArray[Any], shots: int, seed: int) -> NDArray[np.int64]:
    """Draw basis states from |amplitude|^2.

    Parameters
    ----------
    states : ndarray of shape (n_samples, 2**n_qubits), complex
        Normalised states.
    shots : int
        Draws a state.
    seed : int
        Row i draws from the Philox stream with key `seed` and counter i, so what it gets does not
        depend on the other rows.

    Returns
    -------
    ndarray of shape (n_samples, shots), int64
    """
    if isinstance(shots, bool) or not hasattr(shots, "__index__") or shots < 1:
        raise InputError(f"shots must be a whole number from 1 on, got {shots!r}.")
    if isinstance(seed, bool) or not hasattr(seed, "__index__") or seed < 0:
        raise InputError(f"seed must be a whole number from 0 on, got {seed!r}.")
    outcomes = np.empty((len(states), shots), np.int64)
    for i, state in enumerate(states):
        edges = np.cumsum(state.real.astype(np.float64) ** 2 + state.imag.astype(np.float64) ** 2)
        stream = np.random.Generator(np.random.Philox(key=int(seed), counter=[0, 0, 0, i]))
        # scaled by the last edge, so that rounding leaves no gap above it
        draws = stream.random(shots) * edges[-1]
        outcomes[i] = np.minimum(np.searchsorted(edges, draws, side="right"), len(edges) - 1)
    return outcomes
