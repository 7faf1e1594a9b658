"""The study file as a whole."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Self

from pydantic import model_validator

from ..families._baselines import DEFAULT_BASELINES, DEFAULT_FORECASTERS
from ..families._events import EVENT_BASELINES
from ..families._ground_states import DEFAULT_REFERENCES, DEFAULT_SOLVERS
from ._tables import (
    DataSection,
    EncodingSection,
    EventsSection,
    GroundStateSection,
    HardwareSection,
    ModelsSection,
    ProtocolSection,
    QuickSection,
    ReportSection,
    RunSection,
    SeriesSection,
    StudySection,
)
from ._values import Section


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
