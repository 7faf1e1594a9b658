"""Evidence: everything that a study found, as one documented, versioned JSON document.

The way through this floor::

    observations = Observations(study=..., data=..., ..., run=...)   # what the run measured
    evidence = conclude(observations)                     # _verdict: bars, contrasts, verdict
    save_evidence(evidence, folder / "evidence.json")     # _document
    write_report(evidence, folder / "report.html")        # report

`conclude` is pure and deterministic. Everything outside ``run`` is a function of the study file,
the data and the code, so two runs of the same study agree on it bit by bit, whatever the number of
workers and however often they were interrupted; `fingerprint` is the hash of that part. Hence no
time, date, path of a machine or host name may stand outside ``run``.

The fields are described one by one in ``docs/evidence.md``; ``evidence.schema.json`` beside this
file is the same as JSON Schema.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, JsonValue, model_validator

from ._diagnostics import Diagnostic
from ._diagnostics import KernelDiagnostic as KernelDiagnostic
from ._diagnostics import VariationalDiagnostic as VariationalDiagnostic
from ._encoding_keys import Reduce
from ._findings import (
    Bars,
    Calibration,
    Contrast,
    InformationGain,
    LearningFit,
    Skill,
    Summary,
    Verdict,
)
from ._hardware import Device, HardwareCost
from ._record import Count, Inputs, Positive, Probability, Record, Role, Share, SplitKind, Task
from ._registered import Registration

SCHEMA_VERSION: Literal["1"] = "1"


class Study(Record):
    """The question that was asked, and the study file as it was resolved."""

    name: str = Field(description="Name of the study, from the study file.")
    question: str = Field(description="The question in one sentence.")
    spec: dict[str, JsonValue] = Field(description="The study file with all defaults filled in.")
    spec_sha256: str = Field(description="SHA-256 of the canonical JSON of `spec`.")
    protocol_sha256: str | None = Field(
        None, description="SHA-256 of what `protocol.json` registered before the first task ran."
    )
    quick_look: bool = Field(
        False, description="Whether it was run small to see that all works, not for an answer."
    )


class Data(Record):
    """The data set, and what was done to it before the first split."""

    name: str = Field(description="Name of the data set, or of the user's file.")
    path: str | None = Field(None, description="Path as written in the study file; no machine's.")
    sha256: str = Field(description="SHA-256 of the file that was read.")
    licence: str = Field(description="SPDX identifier, or a sentence.")
    source: str = Field(description="Where the data come from.")
    citation: str | None = Field(None, description="How to cite the data, where that is known.")
    n_samples: Positive = Field(description="Rows used.")
    n_columns: Positive = Field(description="Feature columns used, before encoding.")
    n_encoded: Positive | None = Field(
        None, description="Columns of the full dimension, after one-hot encoding of categories."
    )
    target: str = Field(description="Name of the target column.")
    target_unit: str | None = Field(None, description="Unit of the target, if it is known.")
    task: Task = Field(description="What is predicted: a class or a number.")
    task_reason: str = Field(description="Why that task: one sentence.")
    classes: dict[str, Positive] | None = Field(None, description="Rows of each class.")
    positive: str | None = Field(
        None, description="Of two classes, the one that is looked for: the data's, or the second."
    )
    notes: tuple[str, ...] = Field((), description="What was cleaned, one sentence each.")


class Protocol(Record):
    """How the candidates were compared; fixed before the first task ran."""

    metric: str = Field(description="Primary metric, a key of every result's `scores`.")
    metric_reason: str = Field(description="Why that metric: one sentence.")
    greater_is_better: bool = Field(description="Direction of the primary metric.")
    splitter: str = Field(description="How outer splits were made, e.g. RepeatedStratifiedKFold.")
    split: SplitKind = Field("random", description="What the outer splits follow.")
    follows: str | None = Field(
        None, description="Column of groups, times or parts that they follow, if it is in the file."
    )
    gap: Count = Field(0, description="Rolling origin: points in time between the two parts.")
    window: Positive | None = Field(
        None, description="Rolling origin: points in time to train on; null: all before."
    )
    fold_names: tuple[str, ...] = Field(
        (), description="What each outer fold tests, where it has a name: a group, a time, a part."
    )
    inference: Literal["splits", "rows"] = Field(
        "splits", description="What varies in the tests: the outer splits, or the test rows of one."
    )
    inference_reason: str = Field("", description="Which test that makes, and what it speaks of.")
    n_repeats: Positive = Field(description="Repeats of the outer cross-validation.")
    n_splits: Positive = Field(description="Outer folds of each repeat.")
    inner_splits: Positive = Field(description="Inner folds, used for tuning.")
    n_trials: Positive = Field(description="Hyperparameter trials per candidate and outer split.")
    n_features: Positive = Field(description="The reduced dimension: inputs of quantum models.")
    reduction: Reduce = Field(
        "pca", description="How the reduced dimension was made of all columns, inside the folds."
    )
    encodings: tuple[str, ...] = Field(
        (), description="What was made of each row by itself, before any split, a clause each."
    )
    n_train_mean: Annotated[float, Field(gt=0)] = Field(
        description="Mean number of training rows of an outer split."
    )
    n_test_mean: Annotated[float, Field(gt=0)] = Field(
        description="Mean number of test rows of an outer split."
    )
    margin: Annotated[float, Field(ge=0)] = Field(
        description="Half-width of the region of practical equivalence, in the metric's unit."
    )
    margin_reason: str = Field(description="Why that margin: one sentence.")
    alpha: Share = Field(description="Significance level; intervals are at 1 - alpha.")
    seed: Count = Field(description="Root of the SeedSequence that all random numbers come from.")
    sentences: tuple[str, ...] = Field((), description="The protocol in words, for the report.")


class Candidate(Record):
    """A model that took part, with everything that belongs to its recipe but hyperparameters."""

    id: str = Field(description="Short stable name, unique in the study.")
    label: str = Field(
        description="Name for people, unique in the study: with its inputs if it takes part twice."
    )
    role: Role
    inputs: Inputs = Field(description="Reduced dimension, or all encoded columns.")
    model: str = Field(description="Class of the model.")
    control_of: str | None = Field(
        None, description="For a control or surrogate: id of the quantum model whose twin it is."
    )
    n_features: Positive | None = Field(None, description="Input columns; qubits, where quantum.")
    description: str = Field("", description="One sentence on what it is.")


class Result(Record):
    """One candidate on one outer split: tuned inside, fitted, scored on rows it never saw."""

    candidate: str
    repeat: Count
    fold: Count
    n_train: Positive
    n_test: Positive
    inner_score: float | None = Field(
        None, description="Best mean inner score in the metric's own unit; null if not tuned."
    )
    scores: dict[str, float | None] = Field(
        description="Outer test score of each metric; null where undefined on this split."
    )
    n_events: Count | None = Field(
        None, description="Events in the test rows: the sum of counts, or rows of `positive`."
    )
    params: dict[str, JsonValue] = Field(
        default_factory=dict, description="Hyperparameters that the inner folds chose."
    )


class RowForecast(Record):
    """What one candidate said of each test row of the one outer split."""

    candidate: str
    predicted: tuple[float, ...] = Field(description="Number of the class, or the value.")
    probabilities: tuple[tuple[float, ...], ...] | None = Field(
        None, description="Of each class; null for regression."
    )
    spread: tuple[float, ...] | None = Field(
        None, description="Standard deviation of each forecast; null if it is of one number."
    )


class TestRows(Record):
    """The test rows of a study with one outer split: what a test over rows needs."""

    __test__ = False  # pytest takes names like this for its own

    truth: tuple[float, ...] = Field(description="Number of the class, by name, or the value.")
    groups: tuple[Count, ...] | None = Field(
        None, description="Number of each row's group, where the data name groups."
    )
    forecasts: tuple[RowForecast, ...]


class LearningPoint(Record):
    """Test scores of one candidate trained on fewer rows."""

    candidate: str
    n_train: Positive
    scores: tuple[float, ...] = Field(description="Primary metric, one for each split used.")


class Peak(Record):
    """The highest value that was forecast of a held-out group beside the highest that came."""

    candidate: str
    group: str = Field(description="The buoy, or what else was held out.")
    height: float = Field(description="Highest value that came, in the target's unit.")
    height_error: float = Field(description="Highest forecast less that.")
    minutes: float = Field(description="When it came, by the clock of the series.")
    minutes_late: float = Field(description="Time of the highest forecast less that.")


class ReliabilityBin(Record):
    """Test rows whose forecasts were near each other, of all outer splits and repeats."""

    count: Positive = Field(description="Rows; one that was tested in each repeat counts in each.")
    probability: Probability = Field(description="Mean of their forecast probabilities.")
    frequency: Probability = Field(description="Share of them in which the event happened.")


class Reliability(Record):
    """What one candidate forecast with which probability, and how often it happened."""

    candidate: str
    event: str = Field(description="What the probabilities are of, in words.")
    bins: Annotated[tuple[ReliabilityBin, ...], Field(min_length=1)] = Field(
        description="By forecast probability, ascending; bins without a row are left out."
    )


class Effort(Record):
    """What one candidate took, tuning included, in the whole study; seconds are in `run`."""

    candidate: str
    n_parameters: Count | None = Field(
        None, description="Trained numbers of a final fit, the median; null if not counted."
    )
    n_fits: Positive = Field(description="Fits, in tuning and for the outer splits.")
    n_circuits: Count | None = Field(
        None, description="Of a quantum model or control: circuits of all trainings on hardware."
    )


class Tasks(Record):
    """How many tasks the study had, and how many of them the ledger already knew."""

    total: Count
    reused: Count = 0


class Machine(Record):
    """Where it ran."""

    cpu: str
    cores: Positive
    os: str
    python: str


class Timing(Record):
    """Seconds that one candidate's tasks took, summed over all outer splits."""

    candidate: str
    fit_s: Annotated[float, Field(ge=0)] = Field(description="Final fits and their scoring.")
    tune_s: Annotated[float, Field(ge=0)] = Field(description="Inner trials.")


class Run(Record):
    """What may differ between two runs of the same study. Nothing else may."""

    started: str = Field(description="ISO 8601, UTC.")
    finished: str = Field(description="ISO 8601, UTC.")
    wall_s: Annotated[float, Field(ge=0)]
    tasks: Tasks
    n_workers: Positive
    language: Literal["en", "ja"] = Field(
        "en", description="Language of the first part of the report, as the study file asks."
    )
    pictures: bool = Field(
        True, description="Whether the report shows what was said of each row, where that is kept."
    )
    command: str | None = Field(None, description="The command line that started it.")
    registration: Registration | None = Field(
        None, description="When the protocol was registered, and which ones were run before it."
    )
    machine: Machine
    versions: dict[str, str] = Field(description="Package: version.")
    timings: tuple[Timing, ...] = ()


class Measured(Record):
    """What both `Observations` and `Evidence` hold."""

    schema_version: Literal["1"] = SCHEMA_VERSION
    qneko_version: str
    study: Study
    data: Data
    protocol: Protocol
    candidates: tuple[Candidate, ...]
    results: tuple[Result, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    learning_curve: tuple[LearningPoint, ...] = ()
    test_rows: TestRows | None = Field(
        None, description="Only where there is one outer split, and the tests are over its rows."
    )
    reliability: tuple[Reliability, ...] = ()
    peaks: tuple[Peak, ...] = Field(
        (), description="Only of series of one event whose groups are held out one by one."
    )
    efforts: tuple[Effort, ...] = ()
    device: Device | None = Field(
        None, description="The quantum computer that costs are worked out for."
    )

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        """Hold what statistics rest on: every candidate has every split, exactly once."""
        ids = [c.id for c in self.candidates]
        if len(set(ids)) != len(ids):
            raise ValueError("candidate ids must be unique")
        splits: dict[str, list[tuple[int, int]]] = {i: [] for i in ids}
        for r in self.results:
            if r.candidate not in splits:
                raise ValueError(f"a result names the unknown candidate {r.candidate!r}")
            if r.scores.get(self.protocol.metric) is None:
                raise ValueError(
                    f"candidate {r.candidate!r}, repeat {r.repeat}, fold {r.fold} "
                    f"has no score for the primary metric {self.protocol.metric!r}"
                )
            splits[r.candidate].append((r.repeat, r.fold))
        expected = sorted({s for of_one in splits.values() for s in of_one})
        for i, of_one in splits.items():
            if sorted(of_one) != expected:
                raise ValueError(f"candidate {i!r} must have one result for every outer split")
        of_models = (*self.diagnostics, *self.learning_curve, *self.reliability, *self.efforts)
        named = [d.candidate for d in of_models]
        named += [c.control_of for c in self.candidates if c.control_of is not None]
        for name in named:
            if name not in splits:
                raise ValueError(f"{name!r} is named, but no candidate has that id")
        return self


class Observations(Measured):
    """What a run measured, before anything was concluded from it."""

    run: Run


class Evidence(Measured):
    """What a run measured and what follows from it."""

    summaries: tuple[Summary, ...]
    bars: Bars
    contrasts: tuple[Contrast, ...]
    calibration: tuple[Calibration, ...] = ()
    costs: tuple[HardwareCost, ...] = ()
    learning_fits: tuple[LearningFit, ...] = ()
    information_gains: tuple[InformationGain, ...] = Field(
        (), description="Only where the Poisson rate of events took part."
    )
    skills: tuple[Skill, ...] = Field(
        (), description="Only where persistence, climatology or the season before took part."
    )
    verdict: Verdict
    run: Run
