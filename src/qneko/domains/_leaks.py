"""Signs that the answer is among the features, or a test row among the training rows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ._dataset import Task
from ._words import counted

# A linear relation this exact is a change of unit, not a measurement.
_EXACT = 1.0 - 1e-9


def leak_warnings(frame: pd.DataFrame, target: pd.Series, task: Task) -> list[str]:
    """Return one warning for each feature that restates the target, and one for copied rows."""
    found = [
        f"Warning: {name!r} tells the target {target.name!r} exactly; if it would not be known "
        "beforehand, list it under drop, or no score means anything."
        for name in frame.columns
        if _tells(frame[name], target, task)
    ]
    copies = int(pd.concat([frame, target.rename("\0target")], axis=1).duplicated().sum())
    if copies:
        found.append(
            f"Warning: {counted(copies, 'row')} {'is a copy' if copies == 1 else 'are copies'} of "
            "an earlier row; copies that fall into both training and test part flatter all models."
        )
    return found


def _tells(feature: pd.Series, target: pd.Series, task: Task) -> bool:
    """Whether the target is a one-to-one or, for numbers, a linear function of the feature."""
    if feature.isna().any():
        return False
    if task == "regression":
        if not pd.api.types.is_numeric_dtype(feature.dtype):
            return False
        x, y = feature.to_numpy(dtype=float), target.to_numpy(dtype=float)
        x, y = x - x.mean(), y - y.mean()
        norm = np.linalg.norm(x) * np.linalg.norm(y)
        return bool(norm > 0 and abs(x @ y) > _EXACT * norm)
    n_classes = target.nunique()
    if feature.nunique() != n_classes:
        return False
    pairs = pd.DataFrame({"x": feature.astype(object), "y": target}).drop_duplicates()
    return len(pairs) == n_classes
