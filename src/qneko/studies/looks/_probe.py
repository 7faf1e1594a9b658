"""Whether anything quantum is needed for a fitted model: classical kernels, classical methods."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...circuits import Circuit, Observable, Z
from ...models.diagnostics import (
    classical_distance,
    gradient_variance,
    rbf_alignment,
    resources,
    simulability,
)

Array = NDArray[Any]

#: Rows of a Gram matrix that is compared with classical ones: the work grows with their cube.
_MOST_ROWS = 500
#: Random points at which derivatives are taken.
_N_POINTS = 300


def geometry(gram: Array, X: Array, seed: int) -> dict[str, Any]:
    """Return how far a kernel is from classical ones, on all rows or on some drawn by chance."""
    rows = np.arange(len(X))
    if len(X) > _MOST_ROWS:
        rows = np.sort(np.random.default_rng(seed).permutation(len(X))[:_MOST_ROWS])
    gram, X = gram[np.ix_(rows, rows)], X[rows]
    distance = classical_distance(gram, X)
    alignment, gamma = rbf_alignment(gram, X)
    return {
        "n_rows": len(rows),
        "difference": distance.difference,
        "nearest": distance.kernel,
        "n_kernels": len(distance.differences),
        "alignment": alignment,
        "gamma": gamma,
    }


def methods(model: Any, X: Array) -> list[dict[str, Any]]:
    """Return the classical methods that could compute a fitted model's circuit, with reasons."""
    program = model.program_
    # a fidelity looks at all qubits at once
    observables = program.observables or [everywhere(program.n_qubits)]
    weights = model.weights_ if program.n_weights else None
    return classical_methods(program.circuit, observables, angles(model, X), weights)


def classical_methods(
    circuit: Circuit, observables: Sequence[Observable], X: Array | None = None, w: Any = None
) -> list[dict[str, Any]]:
    """Return the classical methods that could compute a circuit, with reasons."""
    found = simulability(circuit, observables, X, w)
    return [
        {"method": r.method, "easy": bool(r.easy), "cost": float(r.cost), "sentence": r.sentence}
        for r in found.reasons
    ]


def angles(model: Any, X: Array) -> Array:
    """Return what the circuit reads for some rows."""
    if hasattr(model, "input_weights_"):  # an extreme learning machine mixes its inputs first
        return model.bandwidth_ * (X - model.input_offset_) @ model.input_weights_
    if getattr(model, "_entry", None) is not None:  # so does a dressed circuit, by training
        return np.asarray(model._fitted_network().angles(X, model._state.parameters))
    return X


def gradient(model: Any, seed: int) -> dict[str, Any] | None:
    """Return how steep the expectation of a trained circuit is at random angles."""
    program = model.program_
    if not program.n_weights:
        return None
    found = gradient_variance(
        lambda _: program.circuit,
        (program.n_qubits,),
        observable=lambda _: program.observables[0],
        n_samples=_N_POINTS,
        random_state=seed,
    )
    return {
        "variance": float(found.variances[0]),
        "largest": float(found.largest[0]),
        "n_points": _N_POINTS,
    }


def circuits(model: Any, n_samples: int) -> dict[str, Any]:
    """Return what a fitted model would run on hardware."""
    found = resources(model, n_samples)
    return {
        "training": found.training_circuits,
        "per_sample": found.circuits_per_sample,
        "measured": found.measured,
        "one_qubit_layers": found.one_qubit_layers,
        "two_qubit_layers": found.two_qubit_layers,
    }


def everywhere(n_qubits: int) -> Observable:
    """Return the product of Z on all qubits."""
    product: Any = Z(0)
    for qubit in range(1, n_qubits):
        product = product @ Z(qubit)
    return product
