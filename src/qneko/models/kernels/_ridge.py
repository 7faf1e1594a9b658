"""Kernel ridge regression."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.random import RandomState
from numpy.typing import ArrayLike, NDArray
from sklearn.base import RegressorMixin
from sklearn.kernel_ridge import KernelRidge
from sklearn.utils.validation import check_is_fitted, validate_data

from .._checks import check_positive
from .._sample_weight import drop_unweighted
from ._base import QuantumKernelModel
from ._feature_maps import FeatureMap

if TYPE_CHECKING:
    from typing import Self

    from ...hybrid import Device


class QuantumKernelRidge(RegressorMixin, QuantumKernelModel):
    """Kernel ridge regression on a quantum kernel.

    Least squares in the space of the kernel, solved in closed form: `sklearn.kernel_ridge` on the
    Gram matrix, after the mean of the target has been taken off. Use it for up to a few thousand
    samples with noise that is about normal; where single samples are far off, use
    `QuantumKernelRegressor`. Its predictions are those of `QuantumGaussianProcessRegressor` with
    the same noise; that one tunes the noise and knows its uncertainty.

    Parameters
    ----------
    kernel : {"fidelity", "projected", "projected-linear"}, default "fidelity"
        Overlap of the states; Gaussian or inner product of the reduced states of each qubit.
    feature_map : str or callable, default "angle"
        A name in `qneko.models.kernels.FEATURE_MAPS`, or a function of (n_features, n_layers,
        entanglement, bandwidth) that returns a circuit.
    n_layers : int, default 2
        Repetitions of the feature map.
    entanglement : {"ring", "linear", "full", "none"}, default "ring"
        Which pairs of qubits the feature map couples.
    bandwidth : float or "scale", default "scale"
        Factor on the features before they become angles; "scale" stands for
        ``0.7 / sqrt(X.var(axis=0).sum())`` of the training samples, with 0.2 for "zz" and "pauli".
    gamma : float or "scale", default "scale"
        Of the Gaussian ``exp(-gamma * distance**2)`` of "projected"; "scale" is 1 over the summed
        variance of the reduced states.
    weights : {"random", "aligned"} or array-like of shape (n_weights,), default "random"
        Weights of a feature map that has some: drawn with `random_state`, trained by kernel-target
        alignment with the target, or these numbers (``weights_`` of another model).
    alpha : float, default 0.1
        Strength of regularisation, added to the diagonal of the Gram matrix (ones, for "fidelity"
        and "projected").
    clip_eigenvalues : bool, default False
        Whether negative eigenvalues of the training Gram matrix, which shot noise brings, are set
        to zero. An exact kernel has none.
    cache : bool, default True
        Whether Gram matrices are kept in `qneko.models.kernels.gram_cache` and looked up there.
    device : str or Device, default "statevector"
        Where the kernel is computed.
    dtype : {"float64", "float32"}, default "float64"
        Precision of the states.
    random_state : int, RandomState instance or None, default None
        Draws weights, for feature maps that have some.

    Attributes
    ----------
    ridge_ : KernelRidge
        The fitted model on the precomputed kernel.
    intercept_ : float
        Weighted mean of the training targets.
    X_fit_ : ndarray of shape (n_samples, n_features)
        Training samples with a weight other than zero.
    program_ : Program
        The compiled feature map.
    weights_ : ndarray of shape (n_weights,)
        Its weights.
    alignment_ : float
        Centred alignment that training reached, with ``weights="aligned"``.
    bandwidth_ : float
        The factor that was used.
    gamma_ : float
        The width that was used.
    n_features_in_ : int
        Number of features.

    References
    ----------
    C. Saunders, A. Gammerman, V. Vovk, Ridge regression learning algorithm in dual variables,
    ICML (1998).
    H.-Y. Huang et al., Power of data in quantum machine learning, Nat. Commun. 12, 2631 (2021),
    arXiv:2011.01938.

    Examples
    --------
    >>> import numpy as np
    >>> from qneko.models import QuantumKernelRidge
    >>> X = np.linspace(-2, 2, 40).reshape(-1, 1)
    >>> model = QuantumKernelRidge(bandwidth=0.5, alpha=1e-3).fit(X, np.sin(X[:, 0]))
    >>> bool(model.score(X, np.sin(X[:, 0])) > 0.99)
    True
    """

    def __init__(
        self,
        kernel: str = "fidelity",
        *,
        feature_map: str | FeatureMap = "angle",
        n_layers: int = 2,
        entanglement: str = "ring",
        bandwidth: float | str = "scale",
        gamma: float | str = "scale",
        weights: str | ArrayLike = "random",
        alpha: float = 0.1,
        clip_eigenvalues: bool = False,
        cache: bool = True,
        device: str | Device = "statevector",
        dtype: str = "float64",
        random_state: int | RandomState | None = None,
    ):
        super().__init__(
            kernel,
            feature_map=feature_map,
            n_layers=n_layers,
            entanglement=entanglement,
            bandwidth=bandwidth,
            gamma=gamma,
            weights=weights,
            clip_eigenvalues=clip_eigenvalues,
            cache=cache,
            device=device,
            dtype=dtype,
            random_state=random_state,
        )
        self.alpha = alpha

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:
        """Fit the regressor.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Training samples, in radians once multiplied by `bandwidth`.
        y : array-like of shape (n_samples,)
            Target values.
        sample_weight : array-like of shape (n_samples,), optional
            How much a sample's squared error counts; zero removes the sample.

        Returns
        -------
        estimator
            This model, fitted.
        """
        check_positive(alpha=self.alpha)
        data, target = validate_data(self, X, y, dtype=np.float64, y_numeric=True)
        data, target, counts = drop_unweighted(data, target, sample_weight)
        gram = self._fit_gram(data, target, sample_weight=counts)
        self.intercept_ = float(np.average(target, weights=counts))
        ridge = KernelRidge(alpha=self.alpha, kernel="precomputed")
        self.ridge_ = ridge.fit(gram, target - self.intercept_, counts)
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
        check_is_fitted(self)
        return self.ridge_.predict(self._cross_gram(X)) + self.intercept_
