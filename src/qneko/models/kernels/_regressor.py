"""Regression with a fidelity kernel."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import RegressorMixin
from sklearn.svm import SVR
from sklearn.utils.validation import validate_data

from ...circuits import Circuit
from .._checks import check_non_negative, check_positive
from ._base import FidelityKernelMachine, drop_unweighted

if TYPE_CHECKING:
    from typing import Self

    from ...hybrid import Device


class FidelityKernelRegressor(RegressorMixin, FidelityKernelMachine):
    """Support vector regressor on the fidelity kernel of a quantum feature map.

    As `FidelityKernelClassifier`, with `sklearn.svm.SVR` behind it. `C` and `epsilon` are in units
    of the target, so scale the target (`sklearn.compose.TransformedTargetRegressor`).

    Parameters
    ----------
    feature_map : {"angle", "iqp", "zz"} or callable, default "angle"
        `angle_feature_map`, `iqp_feature_map` or `zz_feature_map` of `qneko.circuits`, or a
        function of (n_features, n_layers, entanglement, bandwidth) that returns a circuit.
    n_layers : int, default 2
        Repetitions of the feature map.
    entanglement : {"ring", "linear", "full", "none"}, default "ring"
        Which pairs of qubits the feature map couples.
    bandwidth : float or "scale", default "scale"
        Factor on the features before they become angles; "scale" stands for
        ``0.7 / sqrt(X.var(axis=0).sum())`` of the training samples, with 0.2 for "zz".
    C : float, default 1.0
        Inverse strength of regularisation, as in `sklearn.svm.SVR`.
    epsilon : float, default 0.1
        Deviations up to here, in units of the target, cost nothing.
    device : str or Device, default "statevector"
        Where the kernel is computed.
    dtype : {"float64", "float32"}, default "float64"
        Precision of the states.

    Attributes
    ----------
    X_fit_ : ndarray of shape (n_samples, n_features)
        Training samples with a weight other than zero.
    program_ : Program
        The compiled feature map.
    svm_ : SVR
        The fitted support vector machine on the precomputed kernel.
    bandwidth_ : float
        The factor that was used.
    n_features_in_ : int
        Number of features, and of qubits.

    References
    ----------
    M. Schuld, N. Killoran, Phys. Rev. Lett. 122, 040504 (2019), arXiv:1803.07128.

    Examples
    --------
    >>> import numpy as np
    >>> from qneko.models import FidelityKernelRegressor
    >>> X = np.linspace(-2, 2, 40).reshape(-1, 1)
    >>> model = FidelityKernelRegressor(C=10, epsilon=0.01).fit(X, np.sin(X[:, 0]))
    >>> bool(model.score(X, np.sin(X[:, 0])) > 0.9)
    True
    """

    def __init__(
        self,
        feature_map: str | Callable[[int, int, str, float], Circuit] = "angle",
        *,
        n_layers: int = 2,
        entanglement: str = "ring",
        bandwidth: float | str = "scale",
        C: float = 1.0,
        epsilon: float = 0.1,
        device: str | Device = "statevector",
        dtype: str = "float64",
    ):
        self.feature_map = feature_map
        self.n_layers = n_layers
        self.entanglement = entanglement
        self.bandwidth = bandwidth
        self.C = C
        self.epsilon = epsilon
        self.device = device
        self.dtype = dtype

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:
        """Fit the regressor.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Training samples, in radians once multiplied by `bandwidth`.
        y : array-like of shape (n_samples,)
            Target values.
        sample_weight : array-like of shape (n_samples,), optional
            Factors on C, one a sample; zero removes the sample.

        Returns
        -------
        FidelityKernelRegressor
            This model, fitted.
        """
        check_positive(C=self.C)
        check_non_negative(epsilon=self.epsilon)
        data, target = validate_data(self, X, y, dtype=np.float64, y_numeric=True)
        data, target, weights = drop_unweighted(data, target, sample_weight)
        machine = SVR(kernel="precomputed", C=self.C, epsilon=self.epsilon)
        self.svm_ = machine.fit(self._fit_gram(data), target, weights)
        return self

    def predict(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return the predicted target of samples.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples.

        Returns
        -------
        ndarray of shape (n_samples,)
            In units of the target.
        """
        gram = self._predict_gram(X)
        return self.svm_.predict(gram)
