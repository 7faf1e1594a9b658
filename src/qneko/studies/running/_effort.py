"""What a fit costs beside seconds: parameters, and circuits that hardware would run."""

from __future__ import annotations

from typing import Any


def effort(estimator: Any, n_samples: int, *, is_quantum: bool) -> dict[str, int]:
    """Return the size of a fitted model, and of its training if it is a quantum one.

    Parameters
    ----------
    estimator : object
        Fitted; a regressor may have its target scaled around it.
    n_samples : int
        Training rows.
    is_quantum : bool
        Whether it is a model of `qneko.models`.

    Returns
    -------
    dict
        ``n_parameters``, the numbers that the fit has settled by looking at the targets, if they
        can be counted; and for a quantum model ``n_circuits``, its training's circuits.
    """
    model = getattr(estimator, "regressor_", estimator)
    if is_quantum:
        from ...models.diagnostics import resources

        found = resources(model, n_samples)
        return {"n_parameters": found.n_parameters, "n_circuits": found.training_circuits}
    n_parameters = _count(model, n_samples)
    return {} if n_parameters is None else {"n_parameters": n_parameters}


def _count(model: Any, n_samples: int) -> int | None:
    """Return the trained numbers of a classical model; None where nobody has said how."""
    for name in ("svc_", "svr_", "readout_", "network_", "reservoir_"):
        if hasattr(model, name):
            return _count(getattr(model, name), n_samples)
    if hasattr(model, "dual_coef_"):
        return _size(model.dual_coef_) + _size(model.intercept_)
    if hasattr(model, "coefs_"):  # a neural network: layer by layer
        return sum(map(_size, (*model.coefs_, *model.intercepts_)))
    if hasattr(model, "coef_"):
        return _size(model.coef_) + _size(model.intercept_)
    if hasattr(model, "estimators_"):  # a threshold for each fork, a value for each leaf
        return sum(tree.tree_.node_count for tree in model.estimators_)
    if hasattr(model, "_predictors"):
        return sum(len(tree.nodes) for step in model._predictors for tree in step)
    if hasattr(model, "thresholds_"):  # and a sigmoid for the probabilities
        return _size(model.thresholds_) + (_count(model.platt_, n_samples) or 0)
    if hasattr(model, "gp_"):  # one number for each training row
        return n_samples
    return None


def _size(values: Any) -> int:
    return int(getattr(values, "size", 1))
