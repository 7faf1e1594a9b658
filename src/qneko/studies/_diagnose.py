"""Why a quantum model does what it does: a look into one fitted model."""

from __future__ import annotations

from typing import Any

from ..errors import InputError
from ._workbench import Part

#: Eigenvalues that the evidence keeps; the rest is too small to be seen in a picture.
_N_EIGENVALUES = 50


def diagnose(estimator: Any, part: Part) -> dict[str, Any]:
    """Return the diagnostic of a fitted quantum model, as the evidence holds it.

    Parameters
    ----------
    estimator : object
        A fitted model of `qneko.models`, or one that scales the target around it.
    part : Part
        What it was fitted on.

    Returns
    -------
    dict
        JSON values: the fields of a kernel's or a variational model's diagnostic.
    """
    model = getattr(estimator, "regressor_", estimator)
    if hasattr(model, "X_fit_"):
        return _kernel(model)
    if hasattr(model, "score_variance"):
        return _variational(model, part)
    raise InputError(f"There is no diagnostic for {type(model).__name__}.")


def _kernel(model: Any) -> dict[str, Any]:
    from ..models.diagnostics import kernel_concentration, kernel_spectrum

    # the models of any kernel have a parameter of that name, and the matrix under another
    matrix = model.gram if hasattr(model, "gram") else model.kernel
    gram = matrix(model.X_fit_)
    found = kernel_concentration(gram)
    spectrum = kernel_spectrum(gram).eigenvalues[:_N_EIGENVALUES]
    return {
        "kind": "kernel",
        "n_qubits": model.program_.n_qubits,
        "n_samples": found.n_samples,
        "mean": found.mean,
        "variance": found.variance,
        "spectrum": spectrum.tolist(),
        "shots_per_entry": found.shots,
        "shots_formula": found.formula,
    }


def _variational(model: Any, part: Part) -> dict[str, Any]:
    from ..models.diagnostics import readout_resolution

    found = readout_resolution(model, part.X_train)
    return {
        "kind": "variational",
        "n_qubits": model.program_.n_qubits,
        "n_weights": model.program_.n_weights,
        "n_samples": len(part.X_train),
        "loss": [float(value) for value in model.loss_curve_],
        "n_circuits": int(model.n_circuits_),
        "shots_per_circuit": found.shots,
        "shots_formula": found.formula,
    }
