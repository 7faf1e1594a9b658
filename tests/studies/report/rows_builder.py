"""Rows made up for tests: what each candidate of `evidence_builder` said of each test row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from qneko.studies.evidence._evidence import Evidence, Observations
from qneko.studies.report import Rows, read_rows
from qneko.studies.verdict._verdict import conclude

from ..evidence_builder import observations

CLASSES = {"stable": 60, "unstable": 40}


def study(
    n: int = 100,
    *,
    regression: bool = True,
    n_splits: int = 5,
    unit: str | None = "eV",
    target: str = "band gap",
    protocol: dict[str, Any] | None = None,
    **changes: Any,
) -> Evidence:
    """Return evidence of a study with `n` rows, each tested once in a repeat."""
    made: Observations = observations(
        n_samples=n, n_splits=n_splits, n_repeats=1, regression=regression, diagnostics=(),
        learning_curve=(),
    )  # fmt: skip
    data = made.data.model_copy(
        update={"target": target, "target_unit": unit if regression else None}
    )
    if not regression:
        data = data.model_copy(update={"classes": CLASSES})
    update = {
        "data": data,
        "protocol": made.protocol.model_copy(update=protocol or {}),
        **changes,
    }
    return conclude(made.model_copy(update=update))


def table(
    evidence: Evidence, columns: dict[str, Any] | None = None, truth: Any = None, seed: int = 1
) -> pd.DataFrame:
    """Return ``predictions.csv`` of that evidence: the dummy aside, errors are small and seeded."""
    n, protocol = evidence.data.n_samples, evidence.protocol
    random = np.random.default_rng(seed)
    made: dict[str, Any] = {
        "row": np.arange(n),
        "fold": np.repeat(np.arange(protocol.n_splits), n // protocol.n_splits),
        **(columns or {}),
    }
    numbers = evidence.data.task == "regression"
    if truth is None:
        truth = (
            random.normal(2.0, 1.0, n) if numbers else np.repeat([*CLASSES], [*CLASSES.values()])
        )
    made["truth"] = truth
    for c in evidence.candidates:
        if numbers:
            made[c.id] = truth + random.normal(0.0, 0.2 if c.role == "quantum" else 0.1, n)
        else:
            other = np.where(np.asarray(truth) == "stable", "unstable", "stable")
            made[c.id] = np.where(random.random(n) < 0.1, other, truth)
    return pd.DataFrame(made)


def rows_of(evidence: Evidence, content: pd.DataFrame, folder: Path) -> Rows:
    """Return the rows as the report reads them."""
    content.to_csv(folder / "predictions.csv", index=False)
    rows = read_rows(folder, evidence)
    assert rows is not None
    return rows


def places(n: int, seed: int = 2) -> dict[str, Any]:
    """Return latitudes and longitudes around the Pacific."""
    random = np.random.default_rng(seed)
    east = random.normal(150.0, 25.0, n)
    return {
        "LATITUDE": random.normal(5.0, 25.0, n).clip(-70, 70).round(2),
        "LONGITUDE": np.where(random.random(n) < 0.4, east + 130.0 - 360.0, east).round(2),
    }
