"""What the results on the Bowles suite share: the published columns, and one protocol."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler

from qneko.domains.synthetic import SuiteMember

SOURCE = "J. Bowles, S. Ahmed, M. Schuld, Better than classical? (2024), arXiv:2403.07059"
DATA = Path(__file__).parent.parent / "data" / "bowles2024.csv"
COSTS = [0.1, 1, 10, 100]


def published(model: str) -> pd.DataFrame:
    """Return a model's published accuracies, by series and step."""
    table = pd.read_csv(DATA)
    return table[table["model"] == model].set_index(["series", "step"])


def in_angles(model: BaseEstimator) -> BaseEstimator:
    """Put the paper's scaling before a model: each feature to [-pi/2, pi/2], on training rows."""
    return make_pipeline(MinMaxScaler((-np.pi / 2, np.pi / 2)), model)


def search(
    model: BaseEstimator, grid: Mapping[str, Sequence[Any]], member: SuiteMember
) -> GridSearchCV:
    """Choose hyperparameters as the paper does: accuracy in five folds, then all training rows."""
    return GridSearchCV(model, dict(grid), cv=5).fit(member.X_train, member.y_train)


def same(ours: float, theirs: float) -> bool:
    """Whether two accuracies on 60 or 240 samples are equal; the file has six digits."""
    return abs(ours - theirs) < 1e-5


def hyperparameters(row: pd.Series) -> dict[str, Any]:
    """Return a row's hyperparameters, as numbers where they are numbers."""
    pairs = (pair.split("=") for pair in str(row["hyperparameters"]).split(";"))
    return {name: _number(value) for name, value in pairs}


def overlap(scores: Sequence[float], row: pd.Series) -> bool:
    """Whether the ranges of our seeds' accuracies and of the published ones meet."""
    return max(scores) >= row["lowest"] - 1e-5 and min(scores) <= row["highest"] + 1e-5


def _number(text: str) -> int | float | str:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return text
