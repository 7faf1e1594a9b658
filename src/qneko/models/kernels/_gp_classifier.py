"""Classification by a latent Gaussian process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.random import RandomState
from numpy.typing import ArrayLike, NDArray
from sklearn.base import ClassifierMixin
from sklearn.gaussian_process import GaussianProcessClassifier
from sklearn.gaussian_process.kernels import ConstantKernel
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from ...errors import InputError
from ._base import QuantumKernelModel
from ._feature_maps import FeatureMap
from ._gp_kernel import fitted_gram_kernel

if TYPE_CHECKING:
    from typing import Self

    from ...hybrid import Device


class QuantumGaussianProcessClassifier(ClassifierMixin, QuantumKernelModel):
    """Gaussian process classification with a quantum kernel as covariance.

    `sklearn.gaussian_process.GaussianProcessClassifier` on ``a * kernel``: a logistic link,
    Laplace's approximation, the amplitude a tuned by marginal likelihood; more than two classes
    one against the rest. Use it on up to about 1000 samples where probabilities must admit that the
    model does not know: far from the samples they go to one half, not to a confident guess. For
    labels alone `QuantumKernelClassifier` is faster, and as good.

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
        alignment with the labels, or these numbers (``weights_`` of another model).
    n_restarts_optimizer : int, default 0
        Further starts of the search for the amplitude.
    max_iter_predict : int, default 100
        Most Newton steps of Laplace's approximation.
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
    classes_ : ndarray of shape (n_classes,)
        Labels, sorted.
    gp_ : GaussianProcessClassifier
        The fitted process; its classes are positions in `classes_`.
    log_marginal_likelihood_value_ : float
        Of the training labels; of more than two classes the mean of one against the rest.
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
    C. Rasmussen, C. Williams, Gaussian Processes for Machine Learning (2006), chapter 3.
    F. Rapp, M. Roth, Quantum Gaussian process regression for Bayesian optimization, Quantum Mach.
    Intell. 6, 5 (2024), arXiv:2304.12923.
    H.-Y. Huang et al., Power of data in quantum machine learning, Nat. Commun. 12, 2631 (2021),
    arXiv:2011.01938.

    Examples
    --------
    >>> from sklearn.datasets import make_moons
    >>> from qneko.models import QuantumGaussianProcessClassifier
    >>> X, y = make_moons(80, noise=0.1, random_state=0)
    >>> model = QuantumGaussianProcessClassifier(bandwidth=1.0).fit(X[:60], y[:60])
    >>> bool(model.score(X[60:], y[60:]) > 0.9)
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
        n_restarts_optimizer: int = 0,
        max_iter_predict: int = 100,
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
        self.n_restarts_optimizer = n_restarts_optimizer
        self.max_iter_predict = max_iter_predict

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:
        """Fit the amplitude, and condition the latent process on the labels.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Training samples, in radians once multiplied by `bandwidth`.
        y : array-like of shape (n_samples,)
            Labels of any type, two classes or more.

        Returns
        -------
        estimator
            This model, fitted.
        """
        data, labels = validate_data(self, X, y, dtype=np.float64)
        check_classification_targets(labels)
        self.classes_, encoded = np.unique(labels, return_inverse=True)
        if len(self.classes_) < 2:
            raise InputError(
                f"Expected labels of at least two classes, got 1 class ({self.classes_[0]!r})."
            )
        gram = self._fit_gram(data, encoded, is_class=True)
        process = GaussianProcessClassifier(
            ConstantKernel(1.0, (1e-2, 1e4)) * fitted_gram_kernel(self, gram),
            n_restarts_optimizer=self.n_restarts_optimizer,
            max_iter_predict=self.max_iter_predict,
            random_state=self.random_state,
        )
        self.gp_ = process.fit(data, encoded)
        self.log_marginal_likelihood_value_ = float(self.gp_.log_marginal_likelihood_value_)
        return self

    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """Return the labels of samples.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples.

        Returns
        -------
        ndarray of shape (n_samples,)
            Elements of `classes_`.
        """
        check_is_fitted(self)
        return self.classes_[self.gp_.predict(self._validate(X))]

    def predict_proba(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return probabilities of the classes, averaged over the latent process.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples.

        Returns
        -------
        ndarray of shape (n_samples, n_classes)
            Rows sum to 1; columns in the order of `classes_`.
        """
        check_is_fitted(self)
        return self.gp_.predict_proba(self._validate(X))
