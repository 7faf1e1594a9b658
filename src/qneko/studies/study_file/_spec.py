"""The study file: what may stand in it, and what holds where nothing stands."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from ...hybrid.devices import list_snapshots
from ..evidence._encoding_keys import (
    Formulas,
    Graphs,
    Molecules,
    Periods,
    Places,
    Points,
    Reduce,
    Steps,
    Structures,
)
from ..families._baselines import BASELINES, DEFAULT_BASELINES, DEFAULT_FORECASTERS
from ..families._events import EVENT_BASELINES
from ..families._ground_states import DEFAULT_REFERENCES, DEFAULT_SOLVERS
from ..families._quantum import DEFAULT_QUANTUM, QUANTUM
from ..words._measures import MEASURES
from ..words._messages import Language


def nearest(name: str, known: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"``, or all known names where none is near."""
    names = list(known)
    close = get_close_matches(name.casefold(), names, n=1)
    if close:
        return f"; did you mean '{close[0]}'?"
    return f"; known: {', '.join(names)}"


def _one_of(known: Iterable[str]) -> Callable[[str], str]:
    names = tuple(known)

    def check(name: str) -> str:
        if name not in names:
            raise ValueError(f"there is no '{name}'{nearest(name, names)}")
        return name

    return check


def _label(value: Any) -> Any:
    if value is None or (isinstance(value, str | int) and not isinstance(value, bool)):
        return value
    raise ValueError(f"expected a class, a text or a whole number, got {value!r}")


def _pair(value: Any) -> Any:
    numbers = value if isinstance(value, list | tuple) else ()
    if len(numbers) == 2 and all(type(n) in (int, float) for n in numbers):
        return float(numbers[0]), float(numbers[1])
    raise ValueError(f"expected two numbers of degrees, such as [30, 46], got {value!r}")


def _period(value: Any) -> Any:
    if value in ("week", "month", "quarter", "year"):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
        return value
    raise ValueError(
        f'expected "week", "month", "quarter", "year" or a whole number of days, got {value!r}'
    )


def _season(value: Any) -> Any:
    if value in ("auto", "none", "year", "week", "day"):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and value >= 2:
        return value
    raise ValueError(
        'expected "auto", "none", "year", "week", "day" or a number of steps from 2 on, '
        f"got {value!r}"
    )


Text = Annotated[str, Field(min_length=1)]
QuantumName = Annotated[str, AfterValidator(_one_of(QUANTUM))]
BaselineName = Annotated[str, AfterValidator(_one_of(BASELINES))]
DeviceName = Annotated[str, AfterValidator(_one_of(list_snapshots()))]
SplitName = Literal["auto", "random", "grouped", "leave_one_group_out", "rolling", "fixed"]
MetricName = Annotated[str, AfterValidator(_one_of(("auto", *MEASURES)))]


class Section(BaseModel):
    """Base of all tables of a study file: immutable, typed as written, no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class StudySection(Section):
    """``[study]``: the question, and the root of all random numbers."""

    name: Text = Field(max_length=80)
    seed: int = Field(ge=0, lt=2**63)
    question: str = ""
    description: str = ""
    quick_look: bool = False


class DataSection(Section):
    """``[data]``: an own file by ``path``, or a shipped data set by ``name``."""

    path: Text | None = None
    name: Text | None = None
    target: Text | None = None
    task: Literal["classification", "regression"] | None = None
    drop: tuple[Text, ...] = Field((), strict=False)
    positive: Annotated[Any, AfterValidator(_label)] = None
    group: Text | None = None
    time: Text | None = None
    split: Text | None = None
    smiles: Text | None = None
    formula: Text | None = None
    allow_leaks: tuple[Text, ...] = Field((), strict=False)
    max_rows: int | None = Field(None, ge=20)
    edges: Text | None = None
    nodes: Text | None = None
    max_nodes: int | None = Field(None, ge=2)

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if (self.path is None) == (self.name is None):
            given = "both" if self.path is not None else "neither"
            raise ValueError(
                "expected either path (your own file) or name (a shipped data set), "
                f"got {given}: keep one"
            )
        if self.path is not None and self.allow_leaks:
            raise ValueError(
                "expected allow_leaks only beside name, since of an own file no leak is known: "
                "leave it out"
            )
        for key in ("smiles", "formula"):
            if self.name is not None and getattr(self, key) is not None:
                raise ValueError(
                    f"expected {key} only beside path, since a shipped data set knows its column: "
                    "leave it out"
                )
        return self


class RegionSection(Section):
    """``[[events.regions]]``: a box of latitude and longitude in degrees."""

    name: Text
    latitude: Annotated[Any, AfterValidator(_pair)]
    longitude: Annotated[Any, AfterValidator(_pair)]


class EventsSection(Section):
    """``[events]``: how a catalogue becomes rows, one for each region and period."""

    period: Annotated[Any, AfterValidator(_period)] = "quarter"
    magnitude: float | None = None
    history_magnitude: float | None = None
    predict: Literal["count", "any"] = "count"
    cell: float = Field(10.0, gt=0.0, le=90.0)
    n_cells: int = Field(12, ge=1)
    regions: tuple[RegionSection, ...] = Field((), strict=False)
    history: int = Field(12, ge=1)


class GroundStateSection(Section):
    """``[ground_state]``: the molecule whose energies are asked for, a row a geometry."""

    molecule: Text
    basis: Text = "sto-3g"
    between: tuple[float, float] | None = Field(None, strict=False)

    @field_validator("between")
    @classmethod
    def _is_in_order(cls, value: tuple[float, float] | None) -> tuple[float, float] | None:
        if value is not None and value[0] >= value[1]:
            raise ValueError(f"expected the shortest distance before the longest, got {[*value]}")
        return value


class SeriesSection(Section):
    """``[series]``: how a series becomes rows, one for each forecast."""

    lags: int = Field(12, ge=1)
    horizon: int = Field(1, ge=1)
    others: tuple[Text, ...] = Field((), strict=False)
    season: Annotated[Any, AfterValidator(_season)] = "auto"
    difference: bool = False
    stride: int = Field(1, ge=1)
    hold_out: Literal["time", "group"] = "time"


class EncodingSection(Section):
    """``[encoding]``: what is made of each row, and how few numbers reach the quantum models."""

    n_features: int | None = Field(None, ge=1, le=16)
    reduce: Reduce = "pca"
    cyclic: Periods = Field(default_factory=dict)
    geographic: Places = ()
    spectra: Points = ()
    spectrum_steps: Steps = ("snv", "derivative")
    formulas: Formulas | None = None
    molecules: Molecules | None = None
    graphs: Graphs = ("counts", "spectrum", "neighbourhoods")
    structures: Structures = ("element_counts", "coulomb_spectrum")


class ModelsSection(Section):
    """``[models]``: who takes part."""

    quantum: tuple[QuantumName, ...] = Field(DEFAULT_QUANTUM, min_length=1, strict=False)
    baselines: tuple[BaselineName, ...] = Field(DEFAULT_BASELINES, min_length=1, strict=False)
    surrogates: bool = True

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        for key in ("quantum", "baselines"):
            names = getattr(self, key)
            twice = sorted({n for n in names if names.count(n) > 1})
            if twice:
                raise ValueError(f"expected each name in {key} once, got {twice[0]!r} twice")
        return self


class ProtocolSection(Section):
    """``[protocol]``: how the candidates are compared."""

    split: SplitName = "auto"
    n_splits: int | None = Field(None, ge=2, le=50)
    n_repeats: int | None = Field(None, ge=1, le=100)
    gap: int | None = Field(None, ge=0)
    window: int | None = Field(None, ge=2)
    test_size: int | None = Field(None, ge=1)
    inner_splits: int = Field(3, ge=2, le=20)
    n_trials: int = Field(8, ge=1, le=1000)
    metric: MetricName = "auto"
    margin: float | None = Field(None, ge=0.0)
    alpha: float = Field(0.05, gt=0.0, lt=1.0)


class HardwareSection(Section):
    """``[hardware]``: which quantum computer the costs are worked out for."""

    device: DeviceName = "ibm_torino"


class RunSection(Section):
    """``[run]``: how it is carried out; nothing here may change a number."""

    n_workers: int | None = Field(None, ge=1, le=4096)


class ReportSection(Section):
    """``[report]``: how the answer is told; nothing here may change a number."""

    language: Language = "en"
    pictures: bool = True


class QuickSection(Section):
    """``[quick]``: what ``--quick`` makes of the study; nothing here touches the study itself."""

    max_rows: int = Field(200, ge=20)
    n_splits: int = Field(3, ge=2, le=50)
    n_repeats: int = Field(1, ge=1, le=100)
    inner_splits: int = Field(2, ge=2, le=20)
    n_trials: int = Field(2, ge=1, le=1000)
    quantum: tuple[QuantumName, ...] | None = Field(None, min_length=1, strict=False)
    baselines: tuple[BaselineName, ...] | None = Field(None, min_length=1, strict=False)


class StudySpec(Section):
    """A whole study file.

    Read one with `load_spec`; made by hand it takes the same nested dictionaries.

    Parameters
    ----------
    study : StudySection
        The question.
    data : DataSection
        What it is asked about.
    events : EventsSection, optional
        How a catalogue of events becomes rows.
    ground_state : GroundStateSection, optional
        Which molecule's energies are asked for.
    series : SeriesSection, optional
        How a series becomes rows.
    encoding : EncodingSection, optional
        How rows become the inputs of quantum models.
    models : ModelsSection, optional
        Who takes part.
    protocol : ProtocolSection, optional
        How they are compared.
    hardware : HardwareSection, optional
        Which quantum computer the costs are worked out for.
    run : RunSection, optional
        How it is carried out.
    report : ReportSection, optional
        How the answer is told.
    quick : QuickSection, optional
        What a quick look at it is made of.
    """

    study: StudySection
    data: DataSection
    events: EventsSection = EventsSection()
    ground_state: GroundStateSection | None = None
    series: SeriesSection = SeriesSection()
    encoding: EncodingSection = EncodingSection()
    models: ModelsSection = ModelsSection()
    protocol: ProtocolSection = ProtocolSection()
    hardware: HardwareSection = HardwareSection()
    run: RunSection = RunSection()
    report: ReportSection = ReportSection()
    quick: QuickSection = QuickSection()

    @model_validator(mode="before")
    @classmethod
    def _has_solvers_of_ground_states(cls, given: Any) -> Any:
        """Let models that compute energies take part where the file does not say who does."""
        if not isinstance(given, dict) or given.get("ground_state") is None:
            return given
        models = given.get("models", {})
        if not isinstance(models, dict):
            return given
        default = {"quantum": DEFAULT_SOLVERS, "baselines": DEFAULT_REFERENCES}
        return {**given, "models": {**default, **models}}

    @model_validator(mode="before")
    @classmethod
    def _has_rates_of_events(cls, given: Any) -> Any:
        """Let what seismology would use take part where the file does not say who does."""
        events = given.get("events") if isinstance(given, dict) else None
        models = given.get("models", {}) if isinstance(given, dict) else None
        if not isinstance(events, dict) or not isinstance(models, dict):
            return given
        rates = [name for name in EVENT_BASELINES if name != "poisson_regression"]
        if events.get("predict", "count") == "count":
            rates = list(EVENT_BASELINES)
        return {**given, "models": {"baselines": (*DEFAULT_BASELINES, *rates), **models}}

    @model_validator(mode="after")
    def _says_what_is_predicted(self) -> Self:
        if self.data.path is not None and self.data.target is None and not self.has_events:
            raise ValueError(
                'data: expected target, the column to predict, beside path: add target = "..."'
            )
        return self

    @model_validator(mode="before")
    @classmethod
    def _knows_forecasters(cls, content: Any) -> Any:
        """Let those of the field take part where a series is forecast and nobody is named."""
        if not isinstance(content, dict) or "series" not in content:
            return content
        models = content.get("models", {})
        if not isinstance(models, dict) or "baselines" in models:
            return content
        return {**content, "models": {**models, "baselines": list(DEFAULT_FORECASTERS)}}

    @property
    def has_series(self) -> bool:
        """Whether the study file has a table ``[series]``."""
        return "series" in self.model_fields_set

    @property
    def has_events(self) -> bool:
        """Whether the study file has a table ``[events]``."""
        return "events" in self.model_fields_set

    def resolved(self) -> dict[str, Any]:
        """Return the spec as JSON values, all defaults filled in, but for what moves no number."""
        without = {"run", "report", "quick"} | (set() if self.has_events else {"events"})
        without |= set() if self.has_series else {"series"}
        without |= {"ground_state"} if self.ground_state is None else set()
        return self.model_dump(mode="json", exclude=without)

    def rows(self) -> dict[str, Any]:
        """Return what is asked of the data, where they lie apart: it settles what a row is."""
        about_rows = self.resolved()
        for table in ("study", "models", "protocol", "hardware"):
            del about_rows[table]
        for key in ("path", "name"):
            del about_rows["data"][key]
        return about_rows

    @property
    def sha256(self) -> str:
        """Checksum, in hexadecimal, of all that can influence what is found."""
        canonical = json.dumps(self.resolved(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()
