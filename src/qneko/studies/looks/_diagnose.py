"""Why a quantum model does what it does: a look into one fitted model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from ..protocol._workbench import Part
from ._reservoirs import look_into_reservoir

#: Eigenvalues that the evidence keeps; the rest is too small to be seen in a picture.
_N_EIGENVALUES = 50


@dataclass(frozen=True)
class Look:
    """What a look into a fitted model needs.

    Parameters
    ----------
    estimator : object
        A fitted model of `qneko.models`, or one that scales the target around it.
    part : Part
        What it was fitted on, and the test rows.
    metric : str
        Of the score with shot noise.
    n_classes : int or None
        Number of classes; None for regression.
    event : int or None
        Of two classes, the one that is looked for.
    seed : int
        Of whatever is random in it.
    """

    estimator: Any
    part: Part
    metric: str
    n_classes: int | None
    event: int | None
    seed: int

    @property
    def model(self) -> Any:
        """The quantum model itself."""
        return getattr(self.estimator, "regressor_", self.estimator)


def diagnose(look: Look) -> dict[str, Any]:
    """Return the diagnostic of a fitted quantum model, as the evidence holds it.

    Parameters
    ----------
    look : Look
        The model, and what it was fitted on.

    Returns
    -------
    dict
        JSON values: the fields of a kernel's or a variational model's diagnostic.
    """
    from ._probe import circuits, methods
    from ._shots import shot_scores
    from ._special import graph_kernel, ground_state

    if hasattr(look.model, "largest_circuit"):
        return graph_kernel(look)
    if hasattr(look.model, "ground_state"):
        return ground_state(look)
    if hasattr(look.model, "reservoir_"):
        return look_into_reservoir(look.model, look.part.X_train)
    of_kind = _kind(look.model)
    found, shots = of_kind(look)
    n_samples = len(look.part.X_train)
    found |= {
        "n_qubits": look.model.program_.n_qubits,
        "n_samples": n_samples,
        "circuits": circuits(look.model, n_samples),
        "simulability": methods(look.model, look.part.X_train),
    }
    if shots is not None:
        found |= shot_scores(
            look.estimator,
            look.part,
            look.metric,
            look.n_classes,
            shots,
            look.seed,
            look.event,
        )
    return found


def _kind(model: Any) -> Callable[[Look], tuple[dict[str, Any], int | None]]:
    if hasattr(model, "X_fit_"):
        return _kernel
    if hasattr(model, "score_variance"):
        return _variational
    if hasattr(model, "input_weights_"):
        return _fixed_circuit
    raise InputError(f"There is no diagnostic for {type(model).__name__}.")


def _kernel(look: Look) -> tuple[dict[str, Any], int | None]:
    from ...models.diagnostics import kernel_concentration, kernel_spectrum
    from ._probe import geometry

    model = look.model
    gram = model.gram(model.X_fit_)
    concentration = kernel_concentration(gram)
    found = {
        "kind": "kernel",
        "mean": concentration.mean,
        "variance": concentration.variance,
        "spectrum": kernel_spectrum(gram).eigenvalues[:_N_EIGENVALUES].tolist(),
        "geometry": geometry(gram, model.X_fit_, look.seed),
    }
    if model._kind == "fidelity":
        shots = concentration.shots
        return found | {"shots_per_entry": shots, "shots_formula": concentration.formula}, shots
    shots, formula = _measured_shots(look, lambda m, X: _off_diagonal(m.gram(X)), model.X_fit_)
    return found | {"shots_per_circuit": shots, "shots_formula": formula}, shots


def _variational(look: Look) -> tuple[dict[str, Any], int | None]:
    from ...models.diagnostics import readout_resolution
    from ._probe import gradient

    model = look.model
    resolution = readout_resolution(model, look.part.X_train)
    found = {
        "kind": "variational",
        "n_weights": model.program_.n_weights,
        "loss": [float(value) for value in model.loss_curve_],
        "n_circuits": int(model.n_circuits_),
        "shots_per_circuit": resolution.shots,
        "shots_formula": resolution.formula,
        "gradient": gradient(model, look.seed),
    }
    return found, resolution.shots


def _fixed_circuit(look: Look) -> tuple[dict[str, Any], int | None]:
    """Look into an extreme learning machine: no weight of the circuit is trained."""

    def scores(model: Any, X: NDArray[Any]) -> NDArray[Any]:
        decide = getattr(model, "decision_function", model.predict)
        return np.asarray(decide(X))

    shots, formula = _measured_shots(look, scores, look.part.X_train)
    found = {
        "kind": "variational",
        "n_weights": 0,
        "n_circuits": len(look.part.X_train),
        "shots_per_circuit": shots,
        "shots_formula": formula,
    }
    return found, shots


def _measured_shots(
    look: Look, outputs: Callable[[Any, NDArray[Any]], NDArray[Any]], X: NDArray[Any]
) -> tuple[int | None, str]:
    """Return the shots that resolve a model's outputs, from outputs with simulated shot noise."""
    import copy

    from ._shots import MEASURED_FORMULA, shots_to_resolve, trial_device

    noisy = copy.deepcopy(look.model).set_params(device=trial_device(look.seed))
    shots = shots_to_resolve(outputs(look.model, X), outputs(noisy, X))
    return shots, MEASURED_FORMULA


def _off_diagonal(gram: NDArray[Any]) -> NDArray[Any]:
    return gram[np.triu_indices(len(gram), 1)]
