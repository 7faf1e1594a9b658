"""The part of the evidence that `conclude` works out: summaries, bars, contrasts, verdict."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ._record import Answer, Count, Interval, Positive, Probability, Record, Rival


class Summary(Record):
    """Mean outer test score of one candidate on one metric."""

    candidate: str
    metric: str
    mean: float = Field(description="In the metric's own unit.")
    interval: Interval | None = Field(
        description="Corrected, level 1 - alpha, cut at the metric's bounds; null: one split only."
    )
    n_splits: Positive = Field(description="Outer splits on which the metric was defined.")


class Pick(Record):
    """The baseline that the inner folds of one outer split would have chosen."""

    repeat: Count
    fold: Count
    candidate: str
    inner_score: float
    score: float = Field(description="Its outer test score on the primary metric.")


class Bar(Record):
    """The classical bar: choosing a baseline by inner score, split by split.

    No baseline is picked by the test scores that it is judged by, so the bar carries no winner's
    curse, in either direction.
    """

    picks: tuple[Pick, ...]
    mean: float = Field(description="Mean outer test score of the picks.")
    interval: Interval | None = Field(description="Corrected interval of that mean.")
    best_mean: str = Field(description="Id of the baseline with the best mean outer score.")
    best_mean_score: float


class Comparison(Record):
    """Corrected resampled t-test on the differences of two columns of outer scores.

    Differences are oriented: positive is better for the first of the two, whatever the metric.
    """

    differences: tuple[float, ...] = Field(description="One for each outer split, in order.")
    difference: float = Field(description="Their mean, in the metric's unit.")
    interval: Interval | None = Field(description="Two-sided, level 1 - alpha; null: no test.")
    standard_error: float | None = Field(description="Corrected for overlapping training sets.")
    t: float | None
    degrees_of_freedom: Count
    p: float | None = Field(description="Two-sided; null where no test is possible.")
    sd_between_splits: float | None = Field(
        description="Standard deviation of `differences` as used, in the metric's unit."
    )
    standardised_difference: float | None = Field(
        description="difference / sd_between_splits (d_z over splits; not over samples)."
    )
    detectable: float | None = Field(
        description="Smallest difference found with probability 0.8 at this standard error."
    )
    note: str | None = Field(None, description="What was special, e.g. no variation at all.")


class Posterior(Record):
    """What is believed of a true difference after the study: Bayesian correlated t-test."""

    better: Probability = Field(description="Better by more than the margin.")
    equivalent: Probability = Field(description="Within the margin: practically equal.")
    worse: Probability = Field(description="Worse by more than the margin.")


class Contrast(Comparison):
    """A quantum model against one of its rivals."""

    candidate: str
    against: Rival
    against_id: str | None = Field(None, description="The rival's id, where it is a candidate.")
    p_holm: float | None = Field(
        description="p after Holm's step-down over the quantum models, for this kind of rival."
    )
    standardised_interval: Interval | None = Field(
        None, description="Interval of `standardised_difference`, level 1 - alpha."
    )
    posterior: Posterior | None = Field(
        None, description="Probabilities beside the test; the verdict does not use them."
    )


class Calibration(Record):
    """How far one candidate's forecast probabilities are from what happened."""

    candidate: str
    error: Probability = Field(
        description="Expected calibration error: mean of |frequency - probability| over the rows."
    )
    error_if_calibrated: Probability = Field(
        description="What it would be by chance alone if all probabilities were right: its bias."
    )
    bands: tuple[Interval, ...] = Field(
        description="Of the frequency in each bin of `reliability`: Wilson, level 1 - alpha."
    )


class LearningFit(Record):
    """A power law through one candidate's learning curve, carried on: an extrapolation."""

    candidate: str
    asymptote: float = Field(description="Score with endlessly many rows, if the law held on.")
    amplitude: Annotated[float, Field(ge=0)] = Field(
        description="What rows take away from the error, at `n_measured` of them."
    )
    exponent: Annotated[float, Field(gt=0)]
    n_measured: Positive = Field(description="Largest number of training rows that was measured.")
    n_train: Positive = Field(description="Training rows that the law is carried on to.")
    score: float = Field(description="Score there, by the law.")
    interval: Interval | None = Field(
        description="Level 1 - alpha, of the splits' luck alone and not of the law's; null: none."
    )


class InformationGain(Record):
    """What a candidate's forecasts gain over each region's own mean rate, for each event."""

    candidate: str
    against: str = Field(description="Id of the Poisson rate.")
    gain: float = Field(description="Mean over the outer splits, in nats per event.")
    interval: Interval | None = Field(
        description="Corrected, level 1 - alpha; null: one split only."
    )
    by_split: tuple[float | None, ...] = Field(
        description="Of each outer split, in order; null where no event was."
    )
    n_events: Count = Field(description="Events in all test parts.")


class Skill(Record):
    """How much of a reference forecast's error a candidate avoids: 1 is all, 0 none."""

    candidate: str
    against: str = Field(description="Id of the reference: persistence, climatology.")
    metric: Literal["rmse", "crps"] = Field(
        description='"rmse": 1 - (RMSE / RMSE of the reference)^2; "crps": 1 - the ratio.'
    )
    skill: float = Field(description="Mean over the outer splits.")
    interval: Interval | None = Field(
        description="Corrected, level 1 - alpha, cut at 1; null: one split only."
    )
    by_split: tuple[float | None, ...] = Field(
        description="Of each outer split, in order; null where the reference made no error."
    )


class Bars(Record):
    """The classical bar at the quantum models' inputs and at any input."""

    reduced: Bar = Field(description="Baselines on the same reduced inputs as the quantum models.")
    full: Bar = Field(description="All baselines, at both dimensions.")
    reduction: Comparison = Field(description="bar reduced minus bar full: what reducing costs.")


class Reason(Record):
    """One sentence that helps to understand the answer."""

    topic: Literal[
        "rule",
        "bar",
        "dimension",
        "entanglement",
        "learning",
        "concentration",
        "shots",
        "power",
        "surrogate",
        "geometry",
        "simulability",
        "gradient",
        "noise",
        "hardware",
    ]
    sentence: str


class ModelVerdict(Record):
    """The answer for one quantum model."""

    candidate: str
    answer: Answer
    sentence: str


class Verdict(Record):
    """The study's answer."""

    answer: Answer
    candidate: str = Field(description="The quantum model that the answer is about.")
    sentence: str
    reasons: tuple[Reason, ...]
    per_model: tuple[ModelVerdict, ...]
