"""Anomaly detection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.random import RandomState
from numpy.typing import ArrayLike, NDArray
from sklearn.base import OutlierMixin
from sklearn.svm import OneClassSVM
from sklearn.utils.validation import check_is_fitted, validate_data

from ...errors import InputError
from .._sample_weight import drop_unweighted
from ._base import QuantumKernelModel
from ._feature_maps import FeatureMap

if TYPE_CHECKING:
    from typing import Self

    from ...hybrid import Device


class QuantumOneClassSVM(OutlierMixin, QuantumKernelModel):
    """One-class support vector machine on a quantum kernel: novelties and outliers.

    It learns where the training samples are and calls the rest -1. Use it where normal samples are
    many and anomalies are few or unknown, on up to about 15 scaled features. There are no labels,
    so nothing says which bandwidth is right: with a large one every new sample is an anomaly. For
    one-sided checks of single features an interval does better. Weights trained on another task
    are taken (``weights=model.weights_``).

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
    weights : "random" or array-like of shape (n_weights,), default "random"
        Weights of a feature map that has some: drawn with `random_state`, or these numbers
        (``weights_`` of a model that was trained on labels).
    nu : float, default 0.5
        Above 0, at most 1: upper bound on the fraction of training samples outside, lower bound on
        that of support vectors.
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
    svm_ : OneClassSVM
        The fitted support vector machine on the precomputed kernel.
    offset_ : float
        ``decision_function = score_samples - offset_``.
    X_fit_ : ndarray of shape (n_samples, n_features)
        Training samples with a weight other than zero.
    program_ : Program
        The compiled feature map.
    weights_ : ndarray of shape (n_weights,)
        Its weights.
    bandwidth_ : float
        The factor that was used.
    gamma_ : float
        The width that was used.
    n_features_in_ : int
        Number of features.

    References
    ----------
    B. Schölkopf et al., Estimating the support of a high-dimensional distribution, Neural Comput.
    13, 1443 (2001).
    M. Schuld, N. Killoran, Phys. Rev. Lett. 122, 040504 (2019), arXiv:1803.07128.
    H.-Y. Huang et al., Power of data in quantum machine learning, Nat. Commun. 12, 2631 (2021),
    arXiv:2011.01938.

    Examples
    --------
    >>> import numpy as np
    >>> from qneko.models import QuantumOneClassSVM
    >>> X = np.random.default_rng(0).normal(size=(100, 2))
    >>> model = QuantumOneClassSVM(nu=0.05).fit(X)
    >>> model.predict([[0.0, 0.0], [4.0, -4.0]])
    array([ 1, -1])
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
        nu: float = 0.5,
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
        self.nu = nu

    def fit(self, X: ArrayLike, y: Any = None, sample_weight: ArrayLike | None = None) -> Self:
        """Learn where the samples are.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Training samples, in radians once multiplied by `bandwidth`.
        y : None
            Ignored.
        sample_weight : array-like of shape (n_samples,), optional
            Factors on the price of leaving a sample outside; zero removes the sample.

        Returns
        -------
        estimator
            This model, fitted.
        """
        if isinstance(self.nu, bool) or not 0 < self.nu <= 1:
            raise InputError(f"nu must be a number above 0, at most 1, got {self.nu!r}.")
        data = validate_data(self, X, dtype=np.float64)
        data, _, counts = drop_unweighted(data, data, sample_weight)
        machine = OneClassSVM(kernel="precomputed", nu=self.nu)
        gram = self._fit_gram(data, sample_weight=counts)
        self.svm_ = machine.fit(gram, sample_weight=counts)
        self.offset_ = float(self.svm_.offset_[0])
        return self

    def predict(self, X: ArrayLike) -> NDArray[np.int64]:
        """Return 1 for samples like the training samples, -1 for the others.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples.

        Returns
        -------
        ndarray of shape (n_samples,)
            1 or -1.
        """
        return np.where(self.decision_function(X) >= 0, 1, -1)

    def decision_function(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return the signed distance from the border; it is negative for anomalies.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples.

        Returns
        -------
        ndarray of shape (n_samples,)
            ``score_samples(X) - offset_``.
        """
        check_is_fitted(self)
        return self.svm_.decision_function(self._support_gram(X, self.svm_.support_))

    def score_samples(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return how much a sample is like the training samples: the larger, the more.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples.

        Returns
        -------
        ndarray of shape (n_samples,)
            Weighted sum of kernel values to the support vectors.
        """
        return self.decision_function(X) + self.offset_
