"""The study file: what may stand in it, and what holds where nothing stands."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from ..hybrid.devices import list_snapshots
from ._measures import MEASURES
from ._messages import Language
from ._quantum_families import DEFAULT_QUANTUM, QUANTUM
from ._recipes import BASELINES, DEFAULT_BASELINES


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
    allow_leaks: tuple[Text, ...] = Field((), strict=False)

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if (self.path is None) == (self.name is None):
            given = "both" if self.path is not None else "neither"
            raise ValueError(
                "expected either path (your own file) or name (a shipped data set), "
                f"got {given}: keep one"
            )
        if self.path is not None and self.target is None:
            raise ValueError(
                'expected target, the column to predict, beside path: add target = "..."'
            )
        if self.path is not None and self.allow_leaks:
            raise ValueError(
                "expected allow_leaks only beside name, since of an own file no leak is known: "
                "leave it out"
            )
        return self


class EncodingSection(Section):
    """``[encoding]``: how many numbers of a row reach the quantum models, one a qubit."""

    n_features: int | None = Field(None, ge=1, le=16)


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
    gap: int = Field(0, ge=0)
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


class StudySpec(Section):
    """A whole study file.

    Read one with `load_spec`; made by hand it takes the same nested dictionaries.

    Parameters
    ----------
    study : StudySection
        The question.
    data : DataSection
        What it is asked about.
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
    """

    study: StudySection
    data: DataSection
    encoding: EncodingSection = EncodingSection()
    models: ModelsSection = ModelsSection()
    protocol: ProtocolSection = ProtocolSection()
    hardware: HardwareSection = HardwareSection()
    run: RunSection = RunSection()
    report: ReportSection = ReportSection()

    def resolved(self) -> dict[str, Any]:
        """Return the spec as JSON values, all defaults filled in; no ``[run]``, no ``[report]``."""
        return self.model_dump(mode="json", exclude={"run", "report"})

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
