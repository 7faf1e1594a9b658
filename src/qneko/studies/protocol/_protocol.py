"""How candidates are compared on one data set: everything that the study file leaves open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...domains import Dataset, make_encoder
from ...errors import InputError
from ..evidence._encoding_keys import Reduce
from ..evidence._record import Task
from ..evidence._reduction_words import inputs_words
from ..statistics._scoring import are_counts, poisson_deviance
from ..study_file._spec import StudySpec
from ..words._measures import MEASURES
from ._split_rules import check_folds, resolve_cut
from ._splits import Cut

#: Qubits of the quantum models if the study file does not say.
_N_FEATURES = 4
#: And the most that they can have, as in the study file's `n_features`.
_MOST_FEATURES = 16
#: A class with a smaller share makes plain accuracy flattering: then classes count equally.
_RARE = 0.2
_SHARE_MARGIN = 0.01
_SPREAD_MARGIN = 0.02
_DEVIANCE_MARGIN = 0.02
#: Unit of a target that counts what came.
_EVENTS = "events"

METRICS = {
    "classification": (
        "accuracy",
        "balanced_accuracy",
        "roc_auc",
        "pr_auc",
        "mcc",
        "log_loss",
        "brier",
    ),
    "regression": ("rmse", "mae", "r2", "crps", "poisson_deviance"),
}


def metrics_of(dataset: Dataset) -> tuple[str, ...]:
    """Return the metrics that mean something for the target: a Poisson deviance is for counts."""
    known = METRICS[dataset.task]
    if "poisson_deviance" in known and not are_counts(dataset.target.to_numpy()):
        return tuple(m for m in known if m != "poisson_deviance")
    return known


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
    reduce : {"pca", "pls", "select", "mutual_information", "none"}
        How the one is made of the other, inside the folds.
    encodings : tuple of str
        What was made of each row by itself before.
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
    reduce: Reduce
    encodings: tuple[str, ...]
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
    def inputs(self) -> str:
        """What quantum models see, such as ``4 principal components``."""
        return inputs_words(self.reduce, self.n_features)

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
        n_features=_n_features(spec.encoding.n_features, spec.encoding.reduce, n_encoded),
        n_encoded=n_encoded,
        reduce=spec.encoding.reduce,
        encodings=dataset.encodings,
        margin=margin,
        margin_reason=margin_reason,
        alpha=asked.alpha,
        seed=spec.study.seed,
    )


def _n_features(asked: int | None, reduce: Reduce, n_encoded: int) -> int:
    if reduce == "none":
        if n_encoded > _MOST_FEATURES:
            raise InputError(
                f'encoding.reduce: "none" gives each of the {n_encoded} encoded columns a qubit, '
                f"and up to {_MOST_FEATURES} are possible: let them be reduced."
            )
        if asked not in (None, n_encoded):
            raise InputError(
                f'encoding.n_features: reduce = "none" keeps all {n_encoded} encoded columns, got '
                f"{asked}; leave one of the two out."
            )
        return n_encoded
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
        if asked == "poisson_deviance" and not are_counts(dataset.target.to_numpy()):
            raise InputError(
                f"protocol.metric: 'poisson_deviance' is for counts, but '{dataset.target_name}' "
                "has values that are no whole numbers from 0 on; take another metric."
            )
        return asked, "It was named in the study file."
    if dataset.accuracy is not None:
        return "mae", f"It is what {dataset.accuracy[1]} is stated for."
    if dataset.units == _EVENTS:
        return "poisson_deviance", (
            "Events are counted: it is the likelihood by which forecasts of earthquakes are judged."
        )
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
    if metric == "poisson_deviance":
        counts = dataset.target.to_numpy(dtype=np.float64)
        constant = poisson_deviance(counts, np.full(len(counts), counts.mean())) or 0.0
        return _DEVIANCE_MARGIN * constant, (
            f"{_DEVIANCE_MARGIN:.0%} of the deviance of one rate for all rows: less rarely matters "
            "in practice."
        )
    if not MEASURES[metric].in_target_unit:
        return _SHARE_MARGIN, f"Differences below {_SHARE_MARGIN:g} rarely matter in practice."
    if dataset.accuracy is not None:
        accuracy, words = dataset.accuracy
        return accuracy, f"It is {words}: less does not matter in the field."
    spread = float(np.std(dataset.target.to_numpy(dtype=np.float64)))
    return _SPREAD_MARGIN * spread, (
        f"{_SPREAD_MARGIN:.0%} of the target's standard deviation: less rarely matters in practice."
    )
