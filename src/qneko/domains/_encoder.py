"""From a table with gaps and categories to few numbers, fitted on training rows only."""

from __future__ import annotations

from typing import Any, get_args

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.feature_selection import VarianceThreshold
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from ..errors import InputError
from ._clean import MAX_CATEGORIES
from ._dataset import Task
from ._reductions import Reduction, make_reduction

_NO_VALUE = "(missing)"


def make_encoder(
    frame: pd.DataFrame,
    n_features: int | None,
    *,
    reduce: Reduction = "pca",
    task: Task | None = None,
) -> Pipeline:
    """Return an unfitted transformer from a data set's frame to a matrix of numbers.

    Numeric columns: gaps filled by the median. Other columns: one indicator for each category,
    gaps being a category; a column of two categories gives one indicator, rare categories beyond
    16 share one. Then columns that are constant in the training rows are removed, all are scaled
    to mean 0 and variance 1, and reduced to `n_features`.

    All of it is learned by ``fit``, so put it into the pipeline that cross-validation fits; from
    `frame` are taken only the names and types of the columns and the categories that exist.

    Parameters
    ----------
    frame : pandas.DataFrame of shape (n_samples, n_columns)
        Features as in `Dataset.frame`.
    n_features : int or None
        Number of columns that come out; fewer where the training rows give fewer. None keeps all
        encoded columns.
    reduce : {"pca", "pls", "select", "mutual_information", "none"}, default "pca"
        How: leading principal components; latent variables of partial least squares
        (`PartialLeastSquares`); the columns that tell most about the target (`SelectedColumns`), by
        an F-test or by mutual information; or not at all. All but the first and the last look at
        the target, so ``fit`` needs it.
    task : {"classification", "regression"}, optional
        What is predicted; needed by those that look at the target.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Transforms frames with the same columns to float64 arrays (n_samples, n_features).

    Raises
    ------
    InputError
        If `n_features` is not a positive integer, the frame has no columns, or `reduce` is unknown
        or needs a task.

    Examples
    --------
    >>> from qneko.domains import load, make_encoder
    >>> data = load("biomedicine/heart_cleveland")
    >>> make_encoder(data.frame, 6).fit_transform(data.frame).shape
    (303, 6)
    >>> selected = make_encoder(data.frame, 2, reduce="select", task=data.task)
    >>> selected.fit(data.frame, data.target).get_feature_names_out().tolist()
    ['categories__chest pain_asymptomatic', 'categories__thal_normal']
    """
    if n_features is not None and (
        isinstance(n_features, bool)
        or not isinstance(n_features, int | np.integer)
        or n_features < 1
    ):
        raise InputError(
            f"n_features must be a positive integer or None for all columns, got {n_features!r}."
        )
    if not isinstance(frame, pd.DataFrame) or frame.shape[1] == 0:
        raise InputError("A DataFrame with at least one feature column is expected to encode.")
    _check_reduction(reduce, task)
    numeric = [c for c in frame.columns if pd.api.types.is_numeric_dtype(frame[c].dtype)]
    words = [c for c in frame.columns if c not in set(numeric)]
    parts: list[tuple[str, Any, list[Any]]] = []
    if numeric:
        # a column that is empty in a training part becomes constant here, and then leaves
        parts.append(
            ("numbers", SimpleImputer(strategy="median", keep_empty_features=True), numeric)
        )
    if words:
        parts.append(("categories", _categories(frame[words]), words))
    steps: list[tuple[str, Any]] = [
        ("columns", ColumnTransformer(parts)),
        ("varying", VarianceThreshold()),
        ("scale", StandardScaler()),
    ]
    if n_features is not None and reduce != "none":
        is_class = task == "classification"
        steps.append(("reduced", make_reduction(reduce, int(n_features), is_class=is_class)))
    return Pipeline(steps)


def _check_reduction(reduce: str, task: str | None) -> None:
    known = get_args(Reduction)
    if reduce not in known:
        raise InputError(f"reduce: one of {', '.join(known)} is expected, got {reduce!r}.")
    if reduce not in ("pca", "none") and task not in get_args(Task):
        raise InputError(
            f"reduce: {reduce!r} looks at the target, so task must be 'classification' or "
            f"'regression', got {task!r}."
        )


def _categories(frame: pd.DataFrame) -> Pipeline:
    """Return imputation and one-hot encoding of columns of categories.

    The categories that exist are given, not learned from the training rows: they are part of the
    table's schema, and one that a training part happens to lack gives a constant column, which
    leaves, in place of a warning in every fold.
    """
    levels = []
    for name in frame.columns:
        known = sorted(frame[name].dropna().unique(), key=str)
        gaps = [_NO_VALUE] if frame[name].isna().any() else []
        levels.append(np.array([*known, *gaps], dtype=object))
    return Pipeline(
        [
            ("fill", SimpleImputer(strategy="constant", fill_value=_NO_VALUE)),
            (
                "indicate",
                OneHotEncoder(
                    categories=levels,
                    drop="if_binary",
                    handle_unknown="infrequent_if_exist",
                    max_categories=MAX_CATEGORIES,
                    sparse_output=False,
                ),
            ),
        ]
    )
