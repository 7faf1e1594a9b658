"""From many columns to few, learned from training rows: components, latent variables, selection."""

from __future__ import annotations

import warnings
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.cross_decomposition import PLSRegression
from sklearn.decomposition import PCA
from sklearn.feature_selection import (
    SelectorMixin,
    f_classif,
    f_regression,
    mutual_info_classif,
    mutual_info_regression,
)
from sklearn.preprocessing import OneHotEncoder
from sklearn.utils.validation import check_is_fitted, validate_data

Reduction = Literal["pca", "pls", "select", "mutual_information", "none"]


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


class PartialLeastSquares(ClassNamePrefixFeaturesOutMixin, TransformerMixin, BaseEstimator):
    """Latent variables of partial least squares: directions that vary together with the target.

    Use it where columns are many and most of what varies in them has nothing to do with the
    target, as in spectra: principal components would keep that variation. It is supervised, so
    with few rows and many columns it can follow chance; it belongs inside the folds, and the test
    score tells. Not where the dependence on the target is even (a parabola): it looks for
    covariance. Scaling is left to the steps before it.

    Parameters
    ----------
    n_components : int, default 4
        Number of latent variables wanted; fewer come out where rows or columns do not allow them,
        or where they explain the target of the training rows completely.
    is_class : bool, default False
        Whether the target is a class, which counts as one indicator for each class.

    Attributes
    ----------
    pls_ : sklearn.cross_decomposition.PLSRegression
        The fitted decomposition.

    References
    ----------
    Wold, S., Sjöström, M. & Eriksson, L. (2001). Chemometr. Intell. Lab. Syst. 58, 109.

    Examples
    --------
    >>> import numpy as np
    >>> from qneko.domains import PartialLeastSquares
    >>> X = np.random.default_rng(0).normal(size=(50, 20))
    >>> latent = PartialLeastSquares(1).fit_transform(X, X[:, 3])
    >>> round(float(np.corrcoef(latent[:, 0], X[:, 3])[0, 1]), 1)
    0.9
    """

    def __init__(self, n_components: int = 4, *, is_class: bool = False) -> None:
        self.n_components = n_components
        self.is_class = is_class

    def fit(self, X: Any, y: Any) -> Self:
        """Fit to ``X`` of shape (n_samples, n_features) and a target ``y``."""
        X, y = _with_target(self, X, y, is_class=self.is_class)
        target = (
            OneHotEncoder(drop="if_binary", sparse_output=False).fit_transform(y[:, None])
            if self.is_class
            else y[:, None]
        )
        wanted = max(1, min(self.n_components, X.shape[1], len(X) - 1))
        with warnings.catch_warnings():
            # a target that is explained completely leaves nothing for further components
            warnings.filterwarnings("ignore", message="[yY] residual is constant")
            self.pls_ = PLSRegression(wanted, scale=False).fit(X, target)
        self._n_features_out = max(1, int(self.pls_.x_weights_.any(axis=0).sum()))
        return self

    def transform(self, X: Any) -> np.ndarray:
        """Return the latent variables of ``X``, of shape (n_samples, at most n_components)."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=np.float64, reset=False)
        return self.pls_.transform(X)[:, : self._n_features_out]

    def __sklearn_tags__(self) -> Any:
        """Say that a target is needed."""
        return _needs_target(super().__sklearn_tags__())


class SelectedColumns(SelectorMixin, BaseEstimator):
    """The columns that tell most about the target, each judged alone, in the order of the table.

    Use it where inputs have to keep their meaning. Not where columns tell something only together,
    nor where they are many copies of one another: of two equal columns it takes both.

    Parameters
    ----------
    n_columns : int, default 4
        Number of columns to keep; all of them if there are no more.
    by : {"f_test", "mutual_information"}, default "f_test"
        Analysis of variance for classes and correlation for numbers, which see differences of
        means and straight lines; or an estimate of the mutual information from nearest neighbours
        (Kraskov et al. 2004, arXiv:cond-mat/0305641), which sees any dependence and takes longer.
    is_class : bool, default False
        Whether the target is a class.

    Attributes
    ----------
    scores_ : ndarray of shape (n_features,)
        What each column was judged by.

    Examples
    --------
    >>> import numpy as np
    >>> from qneko.domains import SelectedColumns
    >>> X = np.random.default_rng(0).normal(size=(50, 20))
    >>> SelectedColumns(2).fit(X, X[:, 3] - X[:, 7]).get_support(indices=True).tolist()
    [3, 7]
    """

    def __init__(
        self,
        n_columns: int = 4,
        by: Literal["f_test", "mutual_information"] = "f_test",
        *,
        is_class: bool = False,
    ) -> None:
        self.n_columns = n_columns
        self.by = by
        self.is_class = is_class

    def fit(self, X: Any, y: Any) -> Self:
        """Fit to ``X`` of shape (n_samples, n_features) and a target ``y``."""
        X, y = _with_target(self, X, y, is_class=self.is_class)
        if self.by == "f_test":
            with np.errstate(divide="ignore", invalid="ignore"):
                score = (f_classif if self.is_class else f_regression)(X, y)[0]
        else:
            estimate = mutual_info_classif if self.is_class else mutual_info_regression
            # seeded: it breaks ties among equal values by a little noise
            score = estimate(X, y, n_neighbors=min(3, len(X) - 1), random_state=0)
        self.scores_ = score
        order = np.argsort(-np.nan_to_num(score, nan=-np.inf), kind="stable")
        self._mask = np.zeros(X.shape[1], dtype=bool)
        self._mask[order[: self.n_columns]] = True
        return self

    def _get_support_mask(self) -> NDArray[np.bool_]:
        check_is_fitted(self)
        return self._mask

    def __sklearn_tags__(self) -> Any:
        """Say that a target is needed."""
        return _needs_target(super().__sklearn_tags__())


def _with_target(
    estimator: Any, X: Any, y: Any, *, is_class: bool
) -> tuple[NDArray[np.float64], NDArray[Any]]:
    X, y = validate_data(
        estimator, X, y, dtype=np.float64, y_numeric=not is_class, ensure_min_samples=2
    )
    return X, y


def _needs_target(tags: Any) -> Any:
    tags.target_tags.required = True
    return tags


def make_reduction(reduce: Reduction, n_features: int, *, is_class: bool) -> Any:
    """Return the unfitted transformer that `make_encoder` ends with; None for "none"."""
    match reduce:
        case "pca":
            return PrincipalComponents(n_features)
        case "pls":
            return PartialLeastSquares(n_features, is_class=is_class)
        case "select":
            return SelectedColumns(n_features, is_class=is_class)
        case "mutual_information":
            return SelectedColumns(n_features, "mutual_information", is_class=is_class)
        case "none":
            return None
