"""Several finished studies side by side, as one document."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ._findings import Posterior
from ._record import Answer, Count, Interval, Positive, Probability, Record, Role, Share

Unit = Literal["score", "share of the guess's error"]
Row = tuple[float, ...]


class Member(Record):
    """One study of a collection."""

    study: str
    data: str
    n_samples: Positive
    n_features: Positive
    metric: str
    greater_is_better: bool
    answer: Answer
    candidate: str = Field(description="The quantum model that the answer is about.")
    model: str = Field(description="Its name for people.")
    score: float = Field(description="Its mean score.")
    target_unit: str | None = Field(description="Unit of the target; null: none, or not known.")
    sentence: str
    bar: float = Field(description="Mean score of the full classical bar.")
    guess: float | None = Field(description="Mean score of the guess that ignores the inputs.")
    fingerprint: str
    folder: str = Field(description="Where it lies, as it was given.")


class Entrant(Record):
    """A model that took part in every study."""

    id: str
    label: str
    role: Role
    mean_rank: float = Field(description="Over the studies; 1 is best.")


class Omnibus(Record):
    """Friedman's test that all entrants are equally good, and Iman and Davenport's form of it."""

    chi2: float
    p: Probability
    f: float | None = Field(description="Null: infinite, all studies rank the same.")
    f_p: Probability
    p_permutation: Probability = Field(
        description="Among 9999 permutations of the ranks within each study; it decides."
    )


class Pair(Record):
    """Two entrants over all studies: Wilcoxon's signed-rank test."""

    first: str
    second: str
    difference: float = Field(description="Median over the studies, positive: the first is better.")
    p: Probability
    p_holm: Probability = Field(description="After Holm over all pairs.")


class NextData(Record):
    """A quantum model against the bar: the population of data sets that these stand for."""

    n_studies: Positive = Field(description="Studies with an error, on which it rests.")
    mean: float = Field(description="Posterior mean of the population's mean difference.")
    interval: Interval = Field(description="Of that mean, level 1 - alpha.")
    spread: float = Field(description="Posterior mean of the spread between data sets.")
    probabilities: Posterior = Field(description="For the next data set of this kind.")


class AgainstBar(Record):
    """A quantum model against the full classical bar, over all studies."""

    candidate: str
    answers: dict[Answer, Count] = Field(description="How many studies gave which answer.")
    differences: Row = Field(description="One for each study, positive: the model is better.")
    p: Probability | None = Field(description="Wilcoxon's; null where studies share no unit.")
    p_holm: Probability | None = Field(description="After Holm over the quantum models.")
    next_data: NextData | None = Field(
        description="Hierarchical posterior; null: too few studies, or no unit or error."
    )


class Collection(Record):
    """What several studies say together."""

    schema_version: Literal["1"] = "1"
    alpha: Share
    unit: Unit | None = Field(
        description="Unit of differences between models; null: the studies share none."
    )
    margin: float | None = Field(description="Practical equivalence, in that unit.")
    members: tuple[Member, ...]
    entrants: tuple[Entrant, ...]
    scores: tuple[Row, ...] = Field(description="Mean scores, a row a study, a column an entrant.")
    ranks: tuple[Row, ...]
    gains: tuple[Row, ...] = Field(
        description="Better than the bar by so much, in `unit`, or each study's own."
    )
    friedman: Omnibus | None = Field(description="Null: no two models are in every study.")
    critical_difference: float | None = Field(description="Nemenyi's, of mean ranks.")
    groups: tuple[tuple[str, ...], ...] = Field(
        description="Entrants whose mean ranks lie within the critical difference."
    )
    pairs: tuple[Pair, ...]
    against_bar: tuple[AgainstBar, ...]
    notes: tuple[str, ...] = Field(description="What limits what can be said.")
