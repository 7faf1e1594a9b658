"""A look into a fitted quantum reservoir: shots of its readouts, and what it runs on."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ._shots import PRECISION

_FORMULA = (
    "shots = noise / (r^2 spread) with the variance of the outputs (spread), the mean of the sum "
    "of w^2 (1 - z^2) over readouts z with weights w (noise; correlations between qubits are left "
    "out), and relative precision r"
)


def look_into_reservoir(model: Any, X_train: Any) -> dict[str, Any]:
    """Return the diagnostic of a reservoir that windows drive.

    Parameters
    ----------
    model : QuantumReservoirOnWindows
        Fitted.
    X_train : pandas.DataFrame of shape (n_samples, n_columns)
        The raw rows that it was fitted on.

    Returns
    -------
    dict
        JSON values: the fields of a variational model's diagnostic, no weight being trained.
    """
    from ._probe import circuits

    reservoir, n_samples = model.reservoir_, len(X_train)
    inputs = model.windows(X_train).reshape(n_samples, -1, reservoir.n_channels)
    readouts = reservoir.run(inputs)[:, -1]
    weights = np.ravel(reservoir.readout_.coef_)
    spread = float(np.var(readouts @ weights))
    noise = float(((1.0 - np.square(readouts)) @ np.square(weights)).mean())
    resolvable = spread > (64 * np.finfo(np.float64).eps) ** 2 * max(1.0, noise)
    found = circuits(model, n_samples)
    n_qubits = reservoir.n_qubits
    return {
        "kind": "variational",
        "n_weights": 0,
        "n_circuits": found["training"],
        "shots_per_circuit": max(1, math.ceil(noise / (PRECISION**2 * spread)))
        if resolvable
        else None,
        "shots_formula": _FORMULA,
        "n_qubits": n_qubits,
        "n_samples": n_samples,
        "circuits": found,
        "simulability": [
            {
                "method": "density matrix",
                "easy": True,
                "cost": float(4**n_qubits),
                "sentence": f"The state of {n_qubits} qubits that are reset is a matrix of "
                f"{4**n_qubits:,} numbers, which a computer steps through as fast as through any "
                "recurrent network.",
            }
        ],
    }
