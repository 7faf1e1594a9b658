"""Regression with an error bar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.random import RandomState
from numpy.typing import ArrayLike
from sklearn.base import RegressorMixin
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, WhiteKernel
from sklearn.utils.validation import check_is_fitted, validate_data

from .._checks import check_choice, check_positive
from ._base import QuantumKernelModel
from ._feature_maps import FeatureMap
from ._gp_kernel import fitted_gram_kernel

if TYPE_CHECKING:
    from typing import Self

    from ...hybrid import Device


class QuantumGaussianProcessRegressor(RegressorMixin, QuantumKernelModel):
    """Gaussian process regression with a quantum kernel as covariance.

    `sklearn.gaussian_process.GaussianProcessRegressor` on ``a * kernel + noise``: the amplitude a
    and the noise are tuned by marginal likelihood, the target is brought to mean 0 and variance 1
    inside. Use it on up to about 2000 samples where the uncertainty of a prediction matters, as in
    active learning. The error bars are right where the kernel is. Most feature maps are periodic,
    so that a sample a period away looks like the training samples, and is predicted with their
    certainty: do not extrapolate. Bandwidth, layers and feature map are not tuned by the
    likelihood: use a search, or compare ``log_marginal_likelihood_value_``.

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
    noise_level : float or "tune", default "tune"
        Variance of the noise as a fraction of the target's variance.
    n_restarts_optimizer : int, default 0
        Further starts of the search for amplitude and noise.
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
        Draws weights, and the starts of `n_restarts_optimizer`.

    Attributes
    ----------
    gp_ : GaussianProcessRegressor
        The fitted process.
    noise_level_ : float
        Variance of the noise as a fraction of the target's variance.
    amplitude_ : float
        Factor on the kernel, in the same unit.
    log_marginal_likelihood_value_ : float
        Of the training targets, brought to mean 0 and variance 1.
    X_fit_ : ndarray of shape (n_samples, n_features)
        Training samples.
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
    C. Rasmussen, C. Williams, Gaussian Processes for Machine Learning (2006), algorithm 2.1.
    F. Rapp, M. Roth, Quantum Gaussian process regression for Bayesian optimization, Quantum Mach.
    Intell. 6, 5 (2024), arXiv:2304.12923.
    H.-Y. Huang et al., Power of data in quantum machine learning, Nat. Commun. 12, 2631 (2021),
    arXiv:2011.01938.

    Examples
    --------
    >>> import numpy as np
    >>> from qneko.models import QuantumGaussianProcessRegressor
    >>> rng = np.random.default_rng(0)
    >>> X = np.linspace(-2, 2, 30).reshape(-1, 1)
    >>> y = np.sin(2 * X[:, 0]) + 0.1 * rng.normal(size=30)
    >>> model = QuantumGaussianProcessRegressor(bandwidth=0.5, n_layers=4).fit(X, y)
    >>> mean, std = model.predict([[0.5], [-1.2]], return_std=True)
    >>> bool(np.all(np.abs(mean - np.sin([1.0, -2.4])) < 3 * std))
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
        noise_level: float | str = "tune",
        n_restarts_optimizer: int = 0,
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
        self.noise_level = noise_level
        self.n_restarts_optimizer = n_restarts_optimizer

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:
        """Fit amplitude and noise, and condition the process on the samples.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Training samples, in radians once multiplied by `bandwidth`.
        y : array-like of shape (n_samples,)
            Target values.

        Returns
        -------
        estimator
            This model, fitted.
        """
        noise = self._noise_kernel()
        data, target = validate_data(self, X, y, dtype=np.float64, y_numeric=True)
        gram = self._fit_gram(data, target)
        covariance = ConstantKernel(1.0, (1e-3, 1e3)) * fitted_gram_kernel(self, gram) + noise
        process = GaussianProcessRegressor(
            covariance,
            normalize_y=True,
            n_restarts_optimizer=self.n_restarts_optimizer,
            random_state=self.random_state,
        )
        self.gp_ = process.fit(data, target)
        found = self.gp_.kernel_
        self.amplitude_ = float(found.k1.k1.constant_value)
        self.noise_level_ = float(found.k2.noise_level)
        self.log_marginal_likelihood_value_ = float(self.gp_.log_marginal_likelihood_value_)
        return self

    def predict(self, X: ArrayLike, return_std: bool = False, return_cov: bool = False) -> Any:
        """Return the predicted target of samples, and how sure it is.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples.
        return_std : bool, default False
            Whether to return standard deviations of a new observation, noise included.
        return_cov : bool, default False
            Whether to return their covariances instead.

        Returns
        -------
        mean : ndarray of shape (n_samples,)
            In units of the target.
        std or covariance : ndarray of shape (n_samples,) or (n_samples, n_samples)
            If asked for; in units of the target, or their square.
        """
        check_is_fitted(self)
        return self.gp_.predict(self._validate(X), return_std, return_cov)

    def _noise_kernel(self) -> WhiteKernel:
        if isinstance(self.noise_level, str):
            check_choice(("tune",), noise_level=self.noise_level)
            return WhiteKernel(0.1, (1e-6, 10.0))
        check_positive(noise_level=self.noise_level)
        return WhiteKernel(float(self.noise_level), "fixed")
