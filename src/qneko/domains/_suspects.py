"""Columns that predict the target alone suspiciously well, and rows that are nearly the same."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ._dataset import Task

#: From this AUC or R² on, a single column is suspected to restate the target.
SUSPICIOUS = 0.99

# So many rows, evenly taken, tell as much; of wider tables the columns that go along with the
# target the most are looked at.
_ROWS = 1000
_COLUMNS = 64
_LEAVES = 64
# Numbers that agree to this share of their column's standard deviation are nearly the same.
_NEARLY = 1e-3
# With fewer columns of measured numbers, rows are near each other by chance.
_MEASURED = 3

Matrix = NDArray[np.float64]


def telling_columns(frame: pd.DataFrame, target: pd.Series, task: Task) -> dict[str, float]:
    """Return the columns that predict the target alone from `SUSPICIOUS` on, and how well.

    Each column goes into a small decision tree of its own, which follows any map to the target
    and not only monotone ones; its score is that of two-fold cross-validation, so that a column
    with a different value in every row gains nothing by it. What the order of the column's values
    says without any model counts as well, for numbers and for two classes.

    Parameters
    ----------
    frame : pandas.DataFrame of shape (n_samples, n_columns)
        Features.
    target : pandas.Series of shape (n_samples,)
        Labels or numbers.
    task : {"classification", "regression"}
        What is predicted.

    Returns
    -------
    dict of str to float
        Area under the ROC curve (of more than two classes the mean of one against the rest), or
        R² (of values or of ranks).
    """
    rows = np.unique(np.linspace(0, len(frame) - 1, min(len(frame), _ROWS)).astype(int))
    X = _numbers(frame.iloc[rows])
    if task == "regression":
        y: NDArray[Any] = target.iloc[rows].to_numpy(dtype=np.float64)
    else:
        y = np.unique(target.iloc[rows].astype(str), return_inverse=True)[1]
    scored = {str(frame.columns[j]): _score(X[:, j], y, task) for j in _most_associated(X, y, task)}
    return {name: score for name, score in scored.items() if score >= SUSPICIOUS}


def near_copies(frame: pd.DataFrame) -> int:
    """Return how many rows are an earlier row again, up to a thousandth of a standard deviation.

    Rows that are exactly the same are not counted, and tables with few columns of measured
    numbers have none: there, rows are near each other by chance.
    """
    numeric = frame.select_dtypes("number")
    measured = [c for c in numeric if numeric[c].nunique() > len(frame) / 2]
    if len(measured) < _MEASURED:
        return 0
    exact = frame.drop_duplicates()
    rounded = exact.copy()
    for name in numeric:
        step = _NEARLY * float(numeric[name].std())
        if step > 0.0:
            rounded[name] = (exact[name] / step).round()
    return int(rounded.duplicated().sum())


def _numbers(frame: pd.DataFrame) -> Matrix:
    """Return all columns as numbers: of categories, which one it is."""
    columns = [
        values.to_numpy(dtype=np.float64)
        if pd.api.types.is_numeric_dtype(values.dtype)
        else pd.factorize(values, sort=True)[0].astype(np.float64)
        for _, values in frame.items()
    ]
    return np.column_stack(columns) if columns else np.empty((len(frame), 0))


def _most_associated(X: Matrix, y: NDArray[Any], task: Task) -> NDArray[np.intp]:
    """Return the columns to look at: all, or those whose ranks go along with the target the most.

    The measure is the share of the ranks' variance that lies between classes, or between tenths
    of a target of numbers, so that it needs no order.
    """
    if X.shape[1] <= _COLUMNS:
        return np.arange(X.shape[1])
    from scipy.stats import rankdata

    ranks = rankdata(np.nan_to_num(X, nan=-np.inf), axis=0)
    ranks = (ranks - ranks.mean(axis=0)) / (ranks.std(axis=0) + 1e-12)
    parts = y if task == "classification" else np.argsort(np.argsort(y)) * 10 // len(y)
    between = sum(
        (parts == part).mean() * ranks[parts == part].mean(axis=0) ** 2 for part in np.unique(parts)
    )
    return np.sort(np.argsort(-np.asarray(between), kind="stable")[:_COLUMNS])


def _score(x: Matrix, y: NDArray[Any], task: Task) -> float:
    from scipy.stats import spearmanr
    from sklearn.metrics import r2_score, roc_auc_score
    from sklearn.model_selection import KFold, StratifiedKFold
    from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

    present = x[~np.isnan(x)]
    if len(present) == 0 or np.ptp(present) == 0.0:
        return 0.0
    column = x[:, None]
    if task == "regression":
        whole = not np.isnan(x).any()
        in_order = float(spearmanr(x, y).statistic) ** 2 if whole and np.ptp(y) > 0.0 else 0.0
        tree: Any = DecisionTreeRegressor(max_leaf_nodes=_LEAVES, random_state=0)
        predicted = np.empty(len(y))
        for train, test in KFold(2, shuffle=True, random_state=0).split(column):
            predicted[test] = tree.fit(column[train], y[train]).predict(column[test])
        return max(in_order, float(r2_score(y, predicted)))
    n_classes = int(y.max()) + 1
    if np.bincount(y).min() < 2:
        return 0.0
    tree = DecisionTreeClassifier(max_leaf_nodes=_LEAVES, random_state=0)
    shares = np.empty((len(y), n_classes))
    for train, test in StratifiedKFold(2, shuffle=True, random_state=0).split(column, y):
        shares[test] = tree.fit(column[train], y[train]).predict_proba(column[test])
    if n_classes == 2:
        ordered = 0.5 if np.isnan(x).any() else float(roc_auc_score(y, x))
        return max(ordered, 1.0 - ordered, float(roc_auc_score(y, shares[:, 1])))
    return float(roc_auc_score(y, shares, multi_class="ovr"))
