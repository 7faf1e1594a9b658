"""The base of all evidence records, and the words and number types that they share."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Role = Literal["quantum", "control", "surrogate", "baseline", "dummy"]
Inputs = Literal["reduced", "full", "raw"]
Task = Literal["classification", "regression"]
Answer = Literal["better", "on a par", "worse", "undecided"]
Rival = Literal["bar_full", "bar_reduced", "control", "surrogate", "dummy"]
SplitKind = Literal["random", "grouped", "leave_one_group_out", "rolling", "fixed"]
Interval = tuple[float, float]
Share = Annotated[float, Field(gt=0.0, lt=1.0)]
Probability = Annotated[float, Field(ge=0.0, le=1.0)]
Count = Annotated[int, Field(ge=0)]
Positive = Annotated[int, Field(ge=1)]


class Record(BaseModel):
    """Base of all parts: immutable, no unknown fields, no NaN or infinity (JSON has neither)."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)
