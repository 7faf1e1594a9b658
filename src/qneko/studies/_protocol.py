"""How candidates are compared on one data set: everything that the study file leaves open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..domains import Dataset, make_encoder
from ..errors import InputError
from ._measures import MEASURES
from ._record import Task
from ._spec import StudySpec
from ._split_rules import check_folds, resolve_cut
from ._splits import Cut

#: Qubits of the quantum models if the study file does not say.
_N_FEATURES = 4
#: A class with a smaller share makes plain accuracy flattering: then classes count equally.
_RARE = 0.2
_SHARE_MARGIN = 0.01
_SPREAD_MARGIN = 0.02

METRICS = {
    "classification": ("accuracy", "balanced_accuracy", "roc_auc", "log_loss", "brier"),
    "regression": ("rmse", "mae", "r2", "crps"),
}


@dataclass(frozen=True)
class Protocol:
    """The protocol of a study, with nothing left open.

    Parameters
    ----------
    task : {"classification", "regression"}
        What is predicted.
    metric, metric_reason : str
        Primary metric, and why.
    greater_is_better : bool
        Its direction.
    cut : Cut
        How the rows are cut into training and test parts.
    n_trials : int
        Trials per candidate and outer split.
    n_features, n_encoded : int
        Reduced dimension, and number of all encoded columns.
    margin : float
        Half-width of the region of practical equivalence, in the metric's unit.
    margin_reason : str
        Why.
    alpha : float
        Significance level.
    seed : int
        Root of all random numbers.
    """

    task: Task
    metric: str
    metric_reason: str
    greater_is_better: bool
    cut: Cut
    n_trials: int
    n_features: int
    n_encoded: int
    margin: float
    margin_reason: str
    alpha: float
    seed: int

    @property
    def n_splits(self) -> int:
        """Outer folds of a repeat."""
        return self.cut.n_splits

    @property
    def n_repeats(self) -> int:
        """Repeats of the outer folds."""
        return self.cut.n_repeats

    @property
    def inner_splits(self) -> int:
        """Folds inside a training part, for tuning."""
        return self.cut.inner_splits

    @property
    def splits(self) -> list[tuple[int, int]]:
        """The outer splits, (repeat, fold)."""
        return [(r, f) for r in range(self.n_repeats) for f in range(self.n_splits)]

    @property
    def has_two_dimensions(self) -> bool:
        """Whether the reduction leaves anything out."""
        return self.n_encoded > self.n_features


def resolve_protocol(spec: StudySpec, dataset: Dataset) -> Protocol:
    """Fill in what the study file leaves open and refuse what the data cannot bear.

    Raises
    ------
    InputError
        If there are too few rows, or too few in a class, or a metric or dimension does not fit.
    """
    asked = spec.protocol
    cut = resolve_cut(spec, dataset)
    metric, metric_reason = _metric(asked.metric, dataset)
    check_folds(dataset, cut, metric)
    margin, margin_reason = _margin(asked.margin, metric, dataset)
    n_encoded = make_encoder(dataset.frame, None).fit_transform(dataset.frame).shape[1]
    return Protocol(
        task=dataset.task,
        metric=metric,
        metric_reason=metric_reason,
        greater_is_better=MEASURES[metric].greater_is_better,
        cut=cut,
        n_trials=asked.n_trials,
        n_features=_n_features(spec.encoding.n_features, n_encoded),
        n_encoded=n_encoded,
        margin=margin,
        margin_reason=margin_reason,
        alpha=asked.alpha,
        seed=spec.study.seed,
    )


def _n_features(asked: int | None, n_encoded: int) -> int:
    if asked is None:
        return min(_N_FEATURES, n_encoded)
    if asked > n_encoded:
        raise InputError(
            f"encoding.n_features: the table has {n_encoded} encoded columns, got {asked}; "
            f"give a number up to {n_encoded}, or leave it out."
        )
    return asked


def _metric(asked: str, dataset: Dataset) -> tuple[str, str]:
    known = METRICS[dataset.task]
    if asked != "auto":
        if asked not in known:
            raise InputError(
                f"protocol.metric: '{dataset.target_name}' makes a {dataset.task} task, which has "
                f"{', '.join(known)}; got '{asked}'."
            )
        return asked, "It was named in the study file."
    if dataset.classes is None:
        return "rmse", "It is in the target's own unit and counts large errors more."
    label, rows = min(dataset.classes.items(), key=lambda item: item[1])
    share = rows / dataset.n_samples
    if share < _RARE:
        return "balanced_accuracy", (
            f"The class '{label}' has only {share:.0%} of the rows, so that plain accuracy would "
            "flatter whoever ignores it; here all classes count the same."
        )
    return "accuracy", f"The classes are not far from balanced: the smallest has {share:.0%}."


def _margin(asked: float | None, metric: str, dataset: Dataset) -> tuple[float, str]:
    if asked is not None:
        return asked, "It was given in the study file."
    if not MEASURES[metric].in_target_unit:
        return _SHARE_MARGIN, f"Differences below {_SHARE_MARGIN:g} rarely matter in practice."
    spread = float(np.std(dataset.target.to_numpy(dtype=np.float64)))
    return _SPREAD_MARGIN * spread, (
        f"{_SPREAD_MARGIN:.0%} of the target's standard deviation: less rarely matters in practice."
    )
