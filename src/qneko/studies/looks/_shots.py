"""How many shots a fitted model needs, and whether its score survives that many."""

from __future__ import annotations

import copy
import math
from typing import Any

import numpy as np
from sklearn.base import clone

from ...hybrid.devices import ShotNoiseDevice
from ..protocol._seeds import seed_for
from ..protocol._workbench import Part
from ..statistics._scoring import scores

#: Shots are tried at these multiples of what resolves the outputs.
_LADDER = (0.1, 1.0, 10.0, 100.0)
#: Draws of the noise at each.
N_DRAWS = 8
#: More shots than this are not simulated; nor are they asked of hardware.
_MOST_SHOTS = 1_000_000
#: Shots at which the noise of outputs is measured, where there is no formula for it.
TRIAL_SHOTS = 1000
#: Wanted ratio of the shot noise to the spread, as standard deviations.
PRECISION = 0.1

MEASURED_FORMULA = (
    "shots = noise / (r^2 spread) with the variance of the outputs (spread), their mean squared "
    f"error when each circuit gets {TRIAL_SHOTS} shots, times those shots (noise, simulated), and "
    "relative precision r"
)


def shots_to_resolve(exact: Any, noisy: Any) -> int | None:
    """Return the shots a circuit so that outputs stand out from their noise; None: none would do.

    Parameters
    ----------
    exact : ndarray
        Outputs without noise.
    noisy : ndarray of the same shape
        Outputs measured with the trial's shots.
    """
    spread = float(np.var(exact))
    if spread <= (64 * np.finfo(np.float64).eps) ** 2:
        return None
    noise = TRIAL_SHOTS * float(np.mean(np.square(noisy - exact)))
    return max(1, math.ceil(noise / (PRECISION**2 * spread)))


def trial_device(seed: int) -> ShotNoiseDevice:
    """Return the device on which the noise of outputs is measured."""
    return ShotNoiseDevice(TRIAL_SHOTS, seed)


def shot_scores(
    estimator: Any,
    part: Part,
    metric: str,
    n_classes: int | None,
    shots: int,
    seed: int,
    event: int | None = None,
) -> dict[str, Any]:
    """Score a fitted model with shot noise, at several numbers of shots around `shots`.

    A kernel machine is fitted again on kernel entries that were measured so, as hardware would
    have to; the weights of a trained circuit stay as they were trained.

    Parameters
    ----------
    estimator : object
        A fitted model of `qneko.models`, or one that scales the target around it.
    part : Part
        What it was fitted on, and the test rows.
    metric : str
        Which score.
    n_classes : int or None
        Number of classes; None for regression.
    shots : int
        Shots a circuit that resolve its outputs.
    seed : int
        Of the noise.
    event : int or None
        Of two classes, the one that is looked for.

    Returns
    -------
    dict
        JSON values: ``exact_score``, ``n_test``, ``shot_scores`` and ``retrained``.
    """
    is_kernel = hasattr(getattr(estimator, "regressor_", estimator), "X_fit_")
    ladder = sorted({max(1, round(shots * factor)) for factor in _LADDER})

    def score(model: Any) -> float | None:
        return scores(model, part.X_test, part.y_test, [metric], n_classes, event)[metric]

    found = []
    for rung in (n for n in ladder if n <= _MOST_SHOTS):
        values = []
        for draw in range(N_DRAWS):
            device = ShotNoiseDevice(rung, seed_for(seed, "shot noise", rung, draw))
            measured = _refitted(estimator, device, part) if is_kernel else _on(estimator, device)
            values.append(score(measured))
        if None not in values:
            found.append({"shots": rung, "scores": values})
    return {
        "exact_score": score(estimator),
        "n_test": len(part.y_test),
        "shot_scores": found,
        "retrained": is_kernel,
    }


def _on(estimator: Any, device: ShotNoiseDevice) -> Any:
    """Return a copy of a fitted model that predicts on another device."""
    moved = copy.deepcopy(estimator)
    getattr(moved, "regressor_", moved).set_params(device=device)
    return moved


def _refitted(estimator: Any, device: ShotNoiseDevice, part: Part) -> Any:
    """Return the same model, fitted where kernel entries have shot noise."""
    fresh = clone(estimator)
    model = getattr(fresh, "regressor", fresh)
    model.set_params(device=device)
    if "clip_eigenvalues" in model.get_params(deep=False):
        model.set_params(clip_eigenvalues=True)  # a Gaussian process takes no other matrix
    return fresh.fit(part.X_train, part.y_train)
