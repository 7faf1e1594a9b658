"""The tables of a study file: what may stand in each, and what holds where nothing stands."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, field_validator, model_validator

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
from ..families._baselines import DEFAULT_BASELINES
from ..families._quantum import DEFAULT_QUANTUM
from ..words._messages import Language
from ._values import (
    BaselineName,
    DeviceName,
    MetricName,
    QuantumName,
    Section,
    SplitName,
    Text,
    class_label,
    length_of_time,
    season_length,
    two_degrees,
)


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
    positive: Annotated[Any, AfterValidator(class_label)] = None
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
    latitude: Annotated[Any, AfterValidator(two_degrees)]
    longitude: Annotated[Any, AfterValidator(two_degrees)]


class EventsSection(Section):
    """``[events]``: how a catalogue becomes rows, one for each region and period."""

    period: Annotated[Any, AfterValidator(length_of_time)] = "quarter"
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
    season: Annotated[Any, AfterValidator(season_length)] = "auto"
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
