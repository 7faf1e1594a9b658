"""Signs that the answer is among the features, or a test row among the training rows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ._dataset import COPIES, Task
from ._suspects import SUSPICIOUS, near_copies, telling_columns
from ._words import counted

# A linear relation this exact is a change of unit, not a measurement.
_EXACT = 1.0 - 1e-9


def leak_warnings(
    frame: pd.DataFrame, target: pd.Series, task: Task, beside: pd.DataFrame | None = None
) -> list[str]:
    """Return a warning for each feature that restates the target, and for rows that are copies.

    `beside` holds what is known of the rows besides `frame`: two molecules with the same numbers
    are no copies of each other.
    """
    exact = [name for name in frame.columns if _tells(frame[name], target, task)]
    found = [
        f"Warning: {name!r} tells the target {target.name!r} exactly; if it would not be known "
        "beforehand, list it under drop, or no score means anything."
        for name in exact
    ]
    found += _suspicions(frame.drop(columns=exact), target, task)
    known = [frame, target.rename("\0target")] + ([] if beside is None else [beside])
    found += _copy_warnings(pd.concat(known, axis=1))
    return found


def _suspicions(frame: pd.DataFrame, target: pd.Series, task: Task) -> list[str]:
    name_of_score = "R²" if task == "regression" else "area under the ROC curve"
    return [
        f"Warning: {name!r} alone predicts the target {target.name!r} nearly without error "
        f"({name_of_score} {score:.3f}, {SUSPICIOUS:g} is suspicious); if it would not be known "
        "beforehand, list it under drop."
        for name, score in telling_columns(frame, target, task).items()
    ]


def _copy_warnings(known: pd.DataFrame) -> list[str]:
    """Return warnings of rows that are there more than once; the target has a name of its own."""
    features = known.drop(columns="\0target")
    copies = int(known.duplicated().sum())
    # of rows with the same features, those with another target than the first of them
    others = int(features.duplicated().sum()) - copies
    near = near_copies(features)
    found = []
    if copies:
        found.append(
            f"Warning: {counted(copies, 'row')} {'is a copy' if copies == 1 else 'are copies'} of "
            f"an earlier row; {COPIES}."
        )
    if others > 0:
        verb = "has" if others == 1 else "have"
        found.append(
            f"Warning: {counted(others, 'row')} {verb} the features of an earlier row and another "
            f"target, so that no model can be right on all; {COPIES}."
        )
    if near:
        found.append(
            f"Warning: {counted(near, 'row')} {'is' if near == 1 else 'are'} nearly an earlier "
            "row (all numbers within a thousandth of their standard deviation); if these are of "
            "one thing, give each thing a name in a column and say group = that column."
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
