"""Tolerance factors of ABX3 perovskites, and a threshold on one of them as a classifier.

References
----------
V. M. Goldschmidt, Die Gesetze der Krystallochemie, Naturwissenschaften 14, 477 (1926).
C. J. Bartel et al., New tolerance factor to predict the stability of perovskite oxides and halides,
Sci. Adv. 5, eaav0693 (2019), arXiv:1801.07700.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.tree import DecisionTreeClassifier
from sklearn.utils.validation import check_is_fitted

from ...errors import InputError

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

#: Columns of `materials/perovskite_tau`: ionic radii in ångström, and the oxidation state of A.
R_A, R_B, R_X, N_A = "rA (Ang)", "rB (Ang)", "rX (Ang)", "nA"


def goldschmidt_t(r_a: ArrayLike, r_b: ArrayLike, r_x: ArrayLike) -> Floats:
    """Return Goldschmidt's tolerance factor, (r_A + r_X) / (sqrt(2) (r_B + r_X)).

    It is 1 where hard spheres of these radii fill the cubic structure without a gap.

    Parameters
    ----------
    r_a, r_b, r_x : array-like of shape (n_compounds,)
        Ionic radii, all in one unit.

    Returns
    -------
    ndarray of shape (n_compounds,)
        Without unit.

    References
    ----------
    V. M. Goldschmidt, Die Gesetze der Krystallochemie, Naturwissenschaften 14, 477 (1926).

    Examples
    --------
    >>> from qneko.domains.perovskites import goldschmidt_t
    >>> goldschmidt_t(1.44, 0.605, 1.40).round(3)  # SrTiO3
    np.float64(1.002)
    """
    a, b, x = (np.asarray(r, dtype=np.float64) for r in (r_a, r_b, r_x))
    return (a + x) / (np.sqrt(2.0) * (b + x))


def bartel_tau(r_a: ArrayLike, r_b: ArrayLike, r_x: ArrayLike, n_a: ArrayLike) -> Floats:
    """Return the tolerance factor of Bartel et al.

    ``tau = r_X / r_B - n_A (n_A - (r_A / r_B) / ln(r_A / r_B))``; perovskites have a small one, in
    the paper below 4.18.

    Parameters
    ----------
    r_a, r_b, r_x : array-like of shape (n_compounds,)
        Ionic radii, all in one unit. A is the larger one of the two cations: where the radii of A
        and B are equal, tau is infinite.
    n_a : array-like of shape (n_compounds,)
        Oxidation state of A.

    Returns
    -------
    ndarray of shape (n_compounds,)
        Without unit.

    References
    ----------
    C. J. Bartel et al., Sci. Adv. 5, eaav0693 (2019), arXiv:1801.07700.

    Examples
    --------
    >>> from qneko.domains.perovskites import bartel_tau
    >>> bartel_tau(1.44, 0.605, 1.40, 2).round(2)  # SrTiO3
    np.float64(3.8)
    """
    a, b, x, n = (np.asarray(v, dtype=np.float64) for v in (r_a, r_b, r_x, n_a))
    ratio = a / b
    with np.errstate(divide="ignore"):
        return x / b - n * (n - ratio / np.log(ratio))


class ToleranceFactorClassifier(ClassifierMixin, BaseEstimator):
    """Tell stable perovskites by one number, with a threshold learned from the training rows.

    What materials scientists would do first, and the bar for anything with more parameters. Labels
    come from a decision tree on that number: one threshold for tau, which should be small; two for
    Goldschmidt's t, which should be neither small nor large. Probabilities come from a logistic fit
    on the same number (Platt's scaling, as in the paper), for t on its distance from the middle
    between the thresholds.

    *Do not* take it for independent of the data set: Bartel et al. searched for tau with the labels
    of the training part of `materials/perovskite_tau`. On other splits than the published one it
    has seen labels of the test rows.

    Parameters
    ----------
    factor : {"tau", "t"}, default "tau"
        Bartel's or Goldschmidt's.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        Labels, sorted.
    thresholds_ : ndarray of shape (1,) or (2,)
        Where the label changes; fewer for t if the training rows need but one.

    References
    ----------
    C. J. Bartel et al., Sci. Adv. 5, eaav0693 (2019), arXiv:1801.07700.
    J. Platt, Probabilistic outputs for support vector machines, Adv. Large Margin Classifiers,
    61-74 (1999).

    Examples
    --------
    >>> from qneko.domains import load
    >>> from qneko.domains.perovskites import ToleranceFactorClassifier
    >>> data = load("materials/perovskite_tau")
    >>> train, test = data.parts == "train", data.parts == "test"
    >>> model = ToleranceFactorClassifier().fit(data.frame[train], data.target[train])
    >>> round(model.score(data.frame[test], data.target[test]), 2)
    0.94
    """

    def __init__(self, factor: str = "tau"):
        self.factor = factor

    def fit(self, X: pd.DataFrame, y: ArrayLike) -> Self:
        """Find thresholds and probabilities.

        Parameters
        ----------
        X : pandas.DataFrame
            With the columns "rA (Ang)", "rB (Ang)" and "rX (Ang)", and "nA" for tau.
        y : array-like of shape (n_compounds,)
            Labels.

        Returns
        -------
        ToleranceFactorClassifier
            This model, fitted.
        """
        if self.factor not in ("tau", "t"):
            raise InputError(f"factor must be 'tau' or 't', got {self.factor!r}.")
        values = self._values(X)
        leaves = 2 if self.factor == "tau" else 3
        self.tree_ = DecisionTreeClassifier(max_leaf_nodes=leaves, random_state=0).fit(values, y)
        self.classes_ = self.tree_.classes_
        inner = self.tree_.tree_.children_left != -1
        self.thresholds_ = np.sort(self.tree_.tree_.threshold[inner])
        self.platt_ = LogisticRegression(C=np.inf).fit(self._score(values), y)
        return self

    def predict(self, X: pd.DataFrame) -> NDArray[Any]:
        """Return the labels of compounds.

        Parameters
        ----------
        X : pandas.DataFrame
            Columns as in `fit`.

        Returns
        -------
        ndarray of shape (n_compounds,)
            Elements of `classes_`.
        """
        check_is_fitted(self)
        found: NDArray[Any] = self.tree_.predict(self._values(X))
        return found

    def predict_proba(self, X: pd.DataFrame) -> Floats:
        """Return the probabilities of the classes.

        Parameters
        ----------
        X : pandas.DataFrame
            Columns as in `fit`.

        Returns
        -------
        ndarray of shape (n_compounds, n_classes)
            Rows sum to 1; columns in the order of `classes_`.
        """
        check_is_fitted(self)
        found: Floats = self.platt_.predict_proba(self._score(self._values(X)))
        return found

    def _values(self, X: pd.DataFrame) -> Floats:
        a, b, x = (X[name].to_numpy(dtype=np.float64) for name in (R_A, R_B, R_X))
        if self.factor == "t":
            return goldschmidt_t(a, b, x)[:, None]
        return bartel_tau(a, b, x, X[N_A].to_numpy(dtype=np.float64))[:, None]

    def _score(self, values: Floats) -> Floats:
        """Return the one number that probabilities are a logistic function of."""
        if len(self.thresholds_) < 2:
            return values
        return np.abs(values - self.thresholds_.mean())
