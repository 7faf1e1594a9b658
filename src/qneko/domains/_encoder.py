"""From a table with gaps and categories to few numbers, fitted on training rows only."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import PCA
from sklearn.feature_selection import VarianceThreshold
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.utils.validation import check_is_fitted, validate_data

from ..errors import InputError
from ._clean import MAX_CATEGORIES

_NO_VALUE = "(missing)"


class PrincipalComponents(ClassNamePrefixFeaturesOutMixin, TransformerMixin, BaseEstimator):
    """Principal components, as many as asked for or as the training rows allow.

    scikit-learn's PCA refuses more components than there are features or rows; inside folds,
    where columns can turn constant, that would end a study over a detail. Not whitened, so that
    a component's variance still says how much it matters.

    Parameters
    ----------
    n_components : int
        Number of components wanted.

    Attributes
    ----------
    pca_ : sklearn.decomposition.PCA
        The fitted decomposition, full SVD, signs fixed.
    """

    def __init__(self, n_components: int = 4) -> None:
        self.n_components = n_components

    def fit(self, X: Any, y: Any = None) -> Self:
        """Fit to ``X`` of shape (n_samples, n_features)."""
        X = validate_data(self, X, dtype=np.float64)
        self.pca_ = PCA(min(self.n_components, *X.shape), svd_solver="full").fit(X)
        self._n_features_out = self.pca_.n_components_
        return self

    def transform(self, X: Any) -> np.ndarray:
        """Return the components of ``X``, of shape (n_samples, at most n_components)."""
        check_is_fitted(self)
        return self.pca_.transform(validate_data(self, X, dtype=np.float64, reset=False))


def make_encoder(frame: pd.DataFrame, n_features: int | None) -> Pipeline:
    """Return an unfitted transformer from a data set's frame to a matrix of numbers.

    Numeric columns: gaps filled by the median. Other columns: one indicator for each category,
    gaps being a category; a column of two categories gives one indicator, rare categories beyond
    16 share one. Then columns that are constant in the training rows are removed, all are scaled
    to mean 0 and variance 1, and the `n_features` leading principal components are taken.

    All of it is learned by ``fit``, so put it into the pipeline that cross-validation fits; from
    `frame` are taken only the names and types of the columns and the categories that exist.

    Parameters
    ----------
    frame : pandas.DataFrame of shape (n_samples, n_columns)
        Features as in `Dataset.frame`.
    n_features : int or None
        Number of principal components; fewer come out where the training rows give fewer. None
        keeps all encoded columns.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Transforms frames with the same columns to float64 arrays (n_samples, n_features).

    Raises
    ------
    InputError
        If `n_features` is not a positive integer, or the frame has no columns.

    Examples
    --------
    >>> from qneko.domains import load, make_encoder
    >>> data = load("biomedicine/heart_cleveland")
    >>> make_encoder(data.frame, 6).fit_transform(data.frame).shape
    (303, 6)
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
    if n_features is not None:
        steps.append(("components", PrincipalComponents(int(n_features))))
    return Pipeline(steps)


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
